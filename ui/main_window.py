"""The main window: tabs and task line above, one screen, keys and progress below. Knows screens, not what they do.

`MainWindow(application, lang=…)`, then `show()`; `show_screen` and `open_dossier` are what desktop/ may ask of it.
"""

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from dossier.errors import BugError
from dossier.ids import DossierId
from resources import wording
from ui import translation
from ui.application import Application, SyncStatus
from ui.checking.view import CheckingScreen
from ui.header import Header
from ui.keying.view import KeyingScreen
from ui.screen import Screen, ScreenId, Surroundings
from ui.style import sheet
from ui.style.themes import Theme, colours_of
from ui.sync.view import SyncScreen
from ui.take_in.view import TakeInScreen
from ui.today.view import TodayScreen
from ui.translation import tr
from ui.widgets.key_hints import KeyHints
from ui.widgets.key_sheet import KeySheet
from ui.widgets.pictures import Pictures
from ui.wording import Words

LOCAL_TIME = "%H:%M:%S"


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


class MainWindow(QMainWindow):
    """One window, one person. `now` gives local time and is injected for tests."""

    def __init__(
        self,
        application: Application,
        *,
        lang: str = "vi",
        theme: Theme = Theme.LIGHT,
        now: Callable[[], dt.datetime] = _now,
        points: float = 10.0,
    ) -> None:
        super().__init__()
        qt = QApplication.instance()
        if not isinstance(qt, QApplication):
            raise BugError(thing="application")
        self._translator = translation.load(lang)
        if self._translator is not None:
            qt.installTranslator(self._translator)
        colours = colours_of(theme)
        self.setObjectName("window")
        self.setStyleSheet(sheet.apply(qt, colours, points))
        self.setWindowTitle("Sohoa")
        self._application, self._now = application, now
        self.pictures = Pictures(application, self)
        words = Words(wording.load(lang))
        around = Surroundings(
            application=application, colours=colours, pictures=self.pictures, lang=lang, words=words, now=now
        )
        self.today = TodayScreen(around)
        self.take_in = TakeInScreen(around)
        self.keying = KeyingScreen(around, today=lambda: now().date())
        self.checking = CheckingScreen(around)
        self.sync = SyncScreen(around)
        self._screens: dict[ScreenId, Screen] = {
            ScreenId.TODAY: self.today,
            ScreenId.TAKE_IN: self.take_in,
            ScreenId.KEYING: self.keying,
            ScreenId.CHECKING: self.checking,
            ScreenId.SYNC: self.sync,
        }
        self._build(around)
        self._commands()
        application.sync_changed.connect(self._on_sync)
        self._on_sync(application.sync_status())
        self.resize(1366, 768)
        self.show_screen(ScreenId.TODAY)
        # The first screen can only take the keyboard once the window is there.
        QTimer.singleShot(0, self, lambda: self.screen_on_show().activate())

    # What desktop/ may ask

    def show_screen(self, screen: ScreenId) -> None:
        """Go to a screen. What was typed on the one that is left is kept."""
        chosen = self._screens[screen]
        before = self._stack.currentWidget()
        if isinstance(before, Screen) and before is not chosen:
            before.deactivate()
        self._stack.setCurrentWidget(chosen)
        self.header.mark(screen)
        self._hints.show_hints([*chosen.hints(), *self._own_hints])
        self._sheet.hide()
        chosen.activate()

    def open_dossier(self, dossier: DossierId) -> None:
        """Open a dossier for keying."""
        self.keying.presenter.open(dossier)
        self.show_screen(ScreenId.KEYING)

    def screen_on_show(self) -> Screen:
        """The present screen."""
        return self._screens[self.current()]

    def current(self) -> ScreenId:
        """Which screen is on show."""
        return next(key for key, screen in self._screens.items() if screen is self._stack.currentWidget())

    # Building

    def _build(self, around: Surroundings) -> None:
        self.header = Header(around.colours)
        self.header.chosen.connect(self.show_screen)
        self._stack = QStackedWidget()
        for screen in self._screens.values():
            self._stack.addWidget(screen)
            screen.saved.connect(self._on_saved)
            screen.progress_changed.connect(self._on_progress)
            screen.open_wanted.connect(lambda dossier: self.open_dossier(DossierId(dossier)))
        self._hints = KeyHints(around.colours)
        self._progress = QLabel()
        self._progress.setProperty("role", "muted")
        self._saved = QLabel()
        self._saved.setProperty("role", "muted")
        footer = QWidget()
        footer.setObjectName("footer")
        footer.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(footer)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(16)
        row.addWidget(self._hints, 1)
        row.addWidget(self._progress)
        row.addWidget(self._saved)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._stack, 1)
        column.addWidget(footer)
        self.setCentralWidget(body)
        self._sheet = KeySheet(self._stack)
        self._own_hints = [*self.header.hints()]
        self.header.show_user(self._application.user_name(), self._application.office_name())

    def _commands(self) -> None:
        for place, screen in enumerate(ScreenId, 1):
            self._command(f"Alt+{place}", partial(self.show_screen, screen))
        self._command("F1", self._toggle_sheet)
        self._command("Ctrl+F", self._find)

    def _command(self, keys: str, run: Callable[[], None]) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda *_: run())
        self.addAction(action)

    def _toggle_sheet(self) -> None:
        self._sheet.toggle([*self.screen_on_show().hints(), *self._own_hints])

    def _find(self) -> None:
        self.show_screen(ScreenId.TODAY)
        self.today.begin_search()

    # What happens

    def _on_sync(self, status: SyncStatus) -> None:
        self.header.show_status(status)

    def _on_saved(self) -> None:
        self._saved.setText(tr("Saved {time}").format(time=self._now().strftime(LOCAL_TIME)))

    def _on_progress(self, text: str) -> None:
        self._progress.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sheet of keys covers the screen."""
        super().resizeEvent(event)
        self._sheet.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing typed is lost, no thread outlives the window."""
        self.screen_on_show().deactivate()
        self.pictures.close()
        qt = QApplication.instance()
        if self._translator is not None and qt is not None:
            qt.removeTranslator(self._translator)
        super().closeEvent(event)
