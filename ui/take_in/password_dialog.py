"""Asks for the password of one locked file, over the screen; the batch goes on behind it.

The password lives in the line it is typed into and nowhere else: the line is emptied as soon as it was handed on, its
undo history with it, and every file begins with a hidden line.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dossier.errors import SourcePasswordWrong
from ui.application import LockedFile
from ui.screen import Surroundings
from ui.take_in.presenter import TakeInState
from ui.translation import tr
from ui.widgets.banner import Banner, Tone

_WIDTH = 480


class PasswordDialog(QDialog):
    """Enter tries the password, Esc leaves the file aside. It waits for nothing: its owner tells it what to show."""

    given = Signal(str)
    skipped = Signal()

    def __init__(self, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = parent
        self._words = around.words
        self._asked_for: object = None
        self.setWindowTitle(tr("Locked file"))
        self._what, self._left = QLabel(), QLabel()
        self._what.setWordWrap(True)
        self._what.setFixedWidth(_WIDTH)
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._left.setProperty("role", "muted")
        self._left.setWordWrap(True)
        self.message = Banner(around.colours)
        self.password = QLineEdit()
        self.password.setAccessibleName(tr("Password"))
        self._visible = QCheckBox(tr("Show the password (needed to type accented letters)"))
        self._visible.toggled.connect(self._show_letters)
        self._show_letters(False)
        self._open, self._skip = QPushButton(tr("Open the file  (Enter)")), QPushButton(tr("Skip  (Esc)"))
        self._open.setProperty("primary", "true")
        self._open.setDefault(True)
        self._skip.setAutoDefault(False)
        self._open.clicked.connect(self.accept)
        self._skip.clicked.connect(self.reject)
        self._lay_out()

    def ask(self, state: TakeInState) -> None:
        """Show the first of the locked files and how its password fares; close when none is left."""
        if not state.locked:
            self._asked_for = None
            self._forget()
            if self.isVisible():
                self.hide()
                self._owner.activateWindow()
            return
        another, ended = state.locked[0] != self._asked_for, not self._open.isEnabled() and not state.trying
        if another:
            self._forget()
        self._asked_for = state.locked[0]
        self._what.setText(self._what_words(state.locked[0]))
        self._left.setText(self._left_words(len(state.locked) - 1))
        if state.trying:
            self.message.say(tr("Trying the password…"), Tone.INFO)
        else:
            self.message.say(self._words.error(SourcePasswordWrong()) if state.wrong else "", Tone.BAD)
        for widget in (self.password, self._open):
            widget.setEnabled(not state.trying)
        if another or ended:
            # The batch reports many times a second; whoever is typing is not disturbed by that.
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Enter: hand the password on; the dialog stays until it has opened the file."""
        password = self.password.text()
        if password and self._open.isEnabled():
            self.password.setText("")
            self.given.emit(password)

    def reject(self) -> None:
        """Esc: this file not now, whatever becomes of the password that is being tried."""
        self.skipped.emit()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(tr("Password"), self.password)
        form.addRow("", self._visible)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._skip)
        buttons.addWidget(self._open)
        layout = QVBoxLayout(self)
        # As high as its words need, whenever they change: a message of three lines comes and goes.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self._what)
        layout.addLayout(form)
        layout.addWidget(self.message)
        layout.addWidget(self._left)
        layout.addLayout(buttons)

    def _forget(self) -> None:
        """What one file was given is nobody's business at the next: `clear()` alone could be undone."""
        self.password.setText("")
        self._visible.setChecked(False)

    def _show_letters(self, shown: bool) -> None:
        """Input methods keep away from a hidden line, so Vietnamese letters can only be typed into a shown one."""
        self.password.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _what_words(file: LockedFile) -> str:
        """Files of many dossiers bear the same name."""
        words = tr("“{name}” is locked with a password.").format(name=file.path.name)
        where = tr("Dossier {code}, folder {folder}").format(code=file.code, folder=file.path.parent.name)
        return f"{words}\n{where}"

    @staticmethod
    def _left_words(more: int) -> str:
        words = tr("The other files are taken in meanwhile. The password is not kept.")
        return words if not more else words + " " + tr("Locked files after this one: {count}.").format(count=more)
