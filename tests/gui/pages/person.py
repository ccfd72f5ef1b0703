"""A person at the window: types and looks. Counts keys; any click fails the test."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dossier.ids import DossierId
from tests.support.fake_application import FakeApplication
from ui.keying.field_row import FieldRow
from ui.main_window import MainWindow
from ui.widgets.field_edit import FieldEdit

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class _Meter(QObject):
    """Counts what hands do."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0
        self.clicks = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self.clicks += 1
        return super().eventFilter(watched, event)


class Person:
    """Drives the window by keys alone."""

    def __init__(self, qtbot: QtBot, window: MainWindow, application: FakeApplication) -> None:
        self._qtbot = qtbot
        self.window = window
        self.application = application
        self._meter = _Meter()
        instance = QApplication.instance()
        assert instance is not None
        instance.installEventFilter(self._meter)

    @property
    def keys(self) -> int:
        """Keys pressed so far."""
        return self._meter.keys

    @property
    def clicks(self) -> int:
        """Clicks so far."""
        return self._meter.clicks

    # Hands

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key on whatever has the keyboard."""
        self._meter.keys += 1
        QTest.keyClick(self.focus(), key, modifiers)

    def enter(self, times: int = 1) -> None:
        """Enter."""
        for _ in range(times):
            self.press(Qt.Key.Key_Return)

    def type(self, text: str) -> None:
        """Letters as a keyboard sends them, Vietnamese ones included."""
        for letter in text:
            self._meter.keys += 1
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self.focus(), QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    def compose(self, text: str) -> None:
        """An input method shows this and has not committed it."""
        QApplication.sendEvent(self.focus(), QInputMethodEvent(text, []))

    def commit(self, text: str) -> None:
        """An input method commits this."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus(), event)

    def paste(self, text: str) -> None:
        """From the clipboard."""
        QApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, CTRL)

    # Eyes

    def wait(self) -> None:
        """Until the application has answered everything."""
        self._qtbot.waitUntil(lambda: self.application.waiting() == 0)
        QApplication.processEvents()

    def wait_until(self, holds: object) -> None:
        """Until something is so."""
        self._qtbot.waitUntil(holds)  # type: ignore[arg-type]

    def focus(self) -> QWidget:
        """What has the keyboard."""
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found

    def open(self, dossier: DossierId) -> None:
        """As a list does on Enter."""
        self.window.open_dossier(dossier)
        self.wait()

    def row(self, path: str) -> FieldRow:
        """The row of a field on the keying screen."""
        rows = [row for row in self.window.keying.form.rows() if row.line is not None and row.line.key.path == path]
        assert rows, f"{path} is not on the form"
        return rows[0]

    def field(self) -> str:
        """Path of the field that has the keyboard; empty when none has."""
        found = self.focus()
        if not isinstance(found, FieldEdit):
            return ""
        rows = [*self.window.keying.form.rows(), *self.window.checking.values.rows()]
        return next((row.line.key.path for row in rows if row.edit is found and row.line), "")

    def message(self) -> str:
        """What the banner of the screen on show says."""
        screen = self.window.screen_on_show()
        return str(screen.message.text())  # type: ignore[attr-defined]
