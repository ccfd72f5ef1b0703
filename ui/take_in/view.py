"""Quét và nạp tệp as it looks: where to, from what, and what became of it. No native dialog is ever necessary."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dossier.errors import PageIncomplete
from ui.screen import Screen, Surroundings
from ui.take_in.card import Card
from ui.take_in.dossier_card import DossierCard
from ui.take_in.password_dialog import PasswordDialog
from ui.take_in.presenter import Failure, Phase, Problem, TakeInPresenter, TakeInState
from ui.take_in.scanner_card import ScannerCard
from ui.translation import tr
from ui.widgets.banner import Banner, Tone
from ui.widgets.elided_label import ElidedLabel


class TakeInScreen(Screen):
    """Files, folders and the scanner; the list of what came in stays until the next job."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.presenter = TakeInPresenter(around.application, self)
        self.setAcceptDrops(True)
        self._asked = False
        self._started_code = ""
        self._cards: dict[str, DossierCard] = {}
        self._failures: list[Banner] = []
        self._build()
        self.passwords = PasswordDialog(around, self)
        self.passwords.given.connect(self.presenter.give_password)
        self.passwords.skipped.connect(self.presenter.skip_locked)
        self.command("F9", tr("Scan"), self._scan)
        self.command("Ctrl+O", tr("Take in files…"), self._choose_files)
        self.command("Ctrl+Shift+O", tr("Take in a folder…"), self._choose_folder)
        self.hint("Enter", tr("Go on: take in the path, open the dossier"))
        self.command("Esc", tr("Stop"), self.presenter.stop)
        self.command("F5", tr("Try the failed ones again"), self._retry)
        self.command("Ctrl+K", tr("Passwords of locked files"), self._ask_passwords, minor=True)
        self.command("Ctrl+L", tr("Look for scanners again"), self.presenter.look_for_scanners, minor=True)

    def activate(self) -> None:
        """The code field, or the button that opens what came in."""
        if not self._asked:
            self._asked = True
            self.presenter.look_for_scanners()
        if not self._open.isHidden() and self.presenter.state.phase is Phase.DONE:
            self._open.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
            self.code.selectAll()
        self._ask_passwords()

    # Building

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 12)
        layout.setSpacing(10)
        title = QLabel(tr("Scan and take in files"))
        title.setProperty("role", "title")
        layout.addWidget(title)
        sources = QHBoxLayout()
        sources.setSpacing(14)
        sources.addWidget(self._files_card(), 1)
        self.scanner = ScannerCard(self._around)
        self.scanner.scan_wanted.connect(self._scan)
        sources.addWidget(self.scanner, 1)
        layout.addLayout(sources)
        self.message, self.locked = Banner(self._around.colours), Banner(self._around.colours)
        layout.addWidget(self.message)
        layout.addWidget(self.locked)
        layout.addLayout(self._progress_row())
        self._list = QWidget()
        self._list.setObjectName("form")
        self._items = QVBoxLayout(self._list)
        self._items.setContentsMargins(12, 10, 12, 10)
        self._items.setSpacing(8)
        self._empty = QLabel(
            tr("Nothing taken in yet. Drop files here, press Ctrl+O, or type a path above and press Enter.")
        )
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._items.addWidget(self._empty, 1)
        self._items.addStretch(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._list)
        layout.addWidget(area, 1)

    def _files_card(self) -> QWidget:
        card = Card()
        self.code = QLineEdit()
        self.code.setPlaceholderText(tr("e.g. HS-000123; folders name themselves"))
        self.path = QLineEdit()
        self.path.setPlaceholderText(tr("Type or paste the path of a file or folder, then Enter"))
        card.labelled(0, tr("Dossier code"), self.code)
        card.labelled(1, tr("File or folder"), self.path)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        self._files_button = QPushButton(tr("Take in files…  (Ctrl+O)"))
        self._folder_button = QPushButton(tr("Folder…  (Ctrl+Shift+O)"))
        for button, run in ((self._files_button, self._choose_files), (self._folder_button, self._choose_folder)):
            button.setAutoDefault(True)
            button.clicked.connect(run)
            buttons.addWidget(button)
        buttons.addStretch(1)
        card.grid.addLayout(buttons, 2, 1)
        self.path.returnPressed.connect(self._take_path)
        self.code.returnPressed.connect(self._on_code)
        return card

    def _progress_row(self) -> QHBoxLayout:
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("Progress"))
        self._item = ElidedLabel()
        self._item.setProperty("role", "muted")
        self._open = QPushButton(tr("Open the dossier  (Enter)"))
        self._open.setProperty("primary", "true")
        self._open.setAutoDefault(True)
        self._open.clicked.connect(self._open_ready)
        row = QHBoxLayout()
        row.addWidget(self.progress, 2)
        row.addWidget(self._item, 3)
        row.addWidget(self._open)
        self.progress.hide()
        self._open.hide()
        return row

    # What the person does

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, tr("Take in files"))
        if names:
            self._take([Path(name) for name in names])

    def _choose_folder(self) -> None:
        if name := QFileDialog.getExistingDirectory(self, tr("Take in a folder")):
            self._take([Path(name)])

    def _take_path(self) -> None:
        text = self.path.text().strip().strip('"').removeprefix("file://")
        self._take([Path(text).expanduser()] if text else [])

    def _take(self, paths: Sequence[Path]) -> None:
        self._started_code = self.code.text()
        self.presenter.take_in(paths, self.code.text())

    def _on_code(self) -> None:
        if self.path.text().strip():
            self._take_path()
        else:
            self.path.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_passwords(self) -> None:
        """Ctrl+K, and whenever the screen is come back to."""
        if self.presenter.state.locked:
            self.passwords.ask(self.presenter.state)
            self.passwords.open()

    def _retry(self) -> None:
        self.presenter.retry()
        self._ask_passwords()

    def _scan(self) -> None:
        self._started_code = self.code.text()
        self.presenter.scan(self.scanner.settings(), self.code.text())

    def _open_ready(self) -> None:
        dossier = self.presenter.ready()
        if dossier is not None:
            self.open_wanted.emit(dossier)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files from the desktop."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The same as choosing them."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self._take(paths)

    # Painting

    def show_state(self, state: TakeInState) -> None:
        """Show the job, what came in and what failed."""
        self.scanner.show_scanners(state)
        self._render_message(state)
        running = state.phase in {Phase.RUNNING, Phase.STOPPING}
        self.progress.setVisible(state.phase is not Phase.IDLE)
        self.progress.setMaximum(state.total if state.total or running else 1)
        self.progress.setValue(state.done if running or state.total else 1)
        self.progress.setFormat("%v / %m" if state.total else "")
        self._item.show_text(self._item_words(state))
        self.progress_changed.emit(self._progress_words(state, running=running))
        self._render_locked(state)
        self._render_dossiers(state)
        self._render_failures(state)
        self._empty.setVisible(not state.dossiers and not state.failures)
        ready = bool(state.dossiers)
        self._open.setVisible(ready)
        finished = state.phase is Phase.DONE
        if ready and finished and self.isVisible() and self._has_entry_focus():
            self._open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _render_locked(self, state: TakeInState) -> None:
        """The question comes up by itself only where nobody is typing anything else."""
        text = tr("Locked with a password: {count}. The others are taken in. Ctrl+K: type the password.")
        self.locked.say(text.format(count=len(state.locked)) if state.locked else "", Tone.WARN)
        if self.passwords.isVisible():
            self.passwords.ask(state)
        elif state.locked and self.isVisible() and self._has_entry_focus():
            self._ask_passwords()

    @staticmethod
    def _progress_words(state: TakeInState, *, running: bool) -> str:
        words = [tr("Taking in {done}/{total}").format(done=state.done, total=state.total)] if running else []
        if state.locked:
            words.append(tr("waiting for a password: {count}").format(count=len(state.locked)))
        return " · ".join(words)

    def _has_entry_focus(self) -> bool:
        """Whether the keyboard is still where the job was started; a code typed meanwhile is the next dossier's."""
        idle_code = self.code.hasFocus() and self.code.text() == self._started_code
        starters = (self.path, self.scanner.button, self._files_button, self._folder_button)
        return idle_code or any(widget.hasFocus() for widget in starters)

    def _item_words(self, state: TakeInState) -> str:
        match state.phase:
            case Phase.IDLE:
                return ""
            case Phase.RUNNING:
                return state.item
            case Phase.STOPPING:
                return tr("Stopping after this page…")
            case Phase.DONE:
                return tr("Done.")
            case Phase.CANCELLED:
                return tr("Stopped. What came in is kept; F5 goes on.")
            case Phase.FAILED:
                return tr("Ended early. What came in is kept; F5 goes on.")

    def _render_message(self, state: TakeInState) -> None:
        if state.error is not None:
            self.message.say(self.sentence(state.error), Tone.BAD)
        elif state.problem is not None:
            self.message.say(self._problem(state.problem), Tone.WARN)
            (self.path if state.problem is Problem.NO_PATH else self.code).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.message.clear()

    @staticmethod
    def _problem(problem: Problem) -> str:
        match problem:
            case Problem.CODE_MISSING:
                return tr("Which dossier? Type its code first; nothing has been taken in yet.")
            case Problem.NO_PATH:
                return tr("Type or paste the path of a file or folder first.")
            case Problem.NO_SCANNER:
                return tr("No scanner was found. Switch it on and press Ctrl+L, or take in files with Ctrl+O.")
            case Problem.BUSY:
                return tr("A job is running. Esc stops it; what came in is kept.")

    def _render_dossiers(self, state: TakeInState) -> None:
        wanted = {dossier.id for dossier in state.dossiers}
        for key in [key for key in self._cards if key not in wanted]:
            self._cards.pop(key).deleteLater()
        for place, dossier in enumerate(state.dossiers):
            if dossier.id not in self._cards:
                self._cards[dossier.id] = DossierCard(self._around)
                self._items.insertWidget(1 + place, self._cards[dossier.id])
            self._cards[dossier.id].show_dossier(dossier)

    def _render_failures(self, state: TakeInState) -> None:
        while len(self._failures) > len(state.failures):
            self._failures.pop().deleteLater()
        while len(self._failures) < len(state.failures):
            banner = Banner(self._around.colours)
            self._failures.append(banner)
            self._items.insertWidget(self._items.count() - 1, banner)
        for banner, failure in zip(self._failures, state.failures, strict=True):
            came_in = isinstance(failure.error, PageIncomplete)
            banner.say(self._failure(failure), Tone.WARN if came_in else Tone.BAD)

    def _failure(self, failure: Failure) -> str:
        sentence = self.sentence(failure.error)
        return sentence if failure.source in sentence else f"{failure.source}: {sentence}"
