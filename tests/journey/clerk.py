"""A clerk at the real window: keys and eyes, no mouse. Counts keys; any mouse press anywhere is noticed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.desktop_application import DesktopApplication
from ui.keying.lines import Line
from ui.keying.state import KeyingState, Place
from ui.main_window import MainWindow
from ui.screen import ScreenId
from ui.widgets.field_edit import FieldEdit

PATIENCE_MS = 60_000
MOUSE = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel})


class _MouseTrap(QObject):
    """Sees every event of the application."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.touched: list[str] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOUSE:
            self.touched.append(f"{event.type().name} on {watched.objectName() or type(watched).__name__}")
        return False


class Clerk:
    """Drives the window by keys alone and waits for what it shows, never for time."""

    def __init__(self, qtbot: QtBot, window: MainWindow, application: DesktopApplication) -> None:
        self._qtbot = qtbot
        self.window = window
        self.application = application
        self.keys = 0
        self.letters = 0
        instance = QApplication.instance()
        assert isinstance(instance, QApplication)
        self._trap = _MouseTrap(instance)
        self.until(lambda: QApplication.focusWidget() is not None)

    @property
    def mouse(self) -> list[str]:
        """Every touch of the mouse so far."""
        return self._trap.touched

    # Hands

    def press(self, keys: str) -> None:
        """One key, with what is held down beside it."""
        combination: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index]
        self.keys += 1
        QTest.keyClick(self._focus(), combination.key(), combination.keyboardModifiers())
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Letters as a keyboard sends them, Vietnamese ones included."""
        for letter in text:
            self.letters += 1
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self._focus(), QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        QApplication.processEvents()

    def go(self, screen: ScreenId) -> None:
        """Alt and the tab's number."""
        self.press(f"Alt+{list(ScreenId).index(screen) + 1}")
        self.until(lambda: self.window.current() is screen)

    # Eyes

    def until(self, holds: Callable[[], bool]) -> None:
        """Until something is so on the screen."""
        try:
            self._qtbot.waitUntil(holds, timeout=PATIENCE_MS)
        except TimeoutError:
            pytest.fail(f"waited in vain; {self.situation()}")

    def situation(self) -> str:
        """Where the clerk is, for a test that waits in vain."""
        state = self.keying()
        place = f"{state.place} {state.active.path if state.active else ''}, {state.open_fields} open"
        screen = self.window.current()
        said = [state.message.text if state.message else "", self.window.take_in.presenter.state.phase]
        return f"{screen}: {QApplication.focusWidget()!r} has the keyboard; keying: {place}; {said}"

    def keying(self) -> KeyingState:
        """What the keying screen shows."""
        return self.window.keying.current_state()

    def line(self) -> Line:
        """The field that has the keyboard."""
        state = self.keying()
        assert isinstance(QApplication.focusWidget(), FieldEdit), QApplication.focusWidget()
        return next(line for line in state.lines if line.key == state.active)

    def sees_a_field(self) -> bool:
        """The keyboard is in a field and the whole picture of its page is on the screen."""
        return self.keying().place is Place.FIELD and isinstance(QApplication.focusWidget(), FieldEdit) and self.sees()

    def sees(self) -> bool:
        """The whole picture of the page on show is there."""
        page = self.keying().page
        image = self.window.pictures.image(page) if page is not None else None
        return image is not None and image.final

    @staticmethod
    def _focus() -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found
