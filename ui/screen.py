"""What every screen is: a page of the main window with its commands, its keys and one place for messages."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from dossier.errors import SohoaError
from ui.application import Application
from ui.style.themes import Colours
from ui.translation import tr
from ui.widgets.key_hints import KeyHint
from ui.widgets.page_view import PageView
from ui.widgets.pictures import Pictures
from ui.wording import Words


class ScreenId(StrEnum):
    """The screens, in the order of their tabs (Alt+1 … Alt+5)."""

    TODAY = "today"
    TAKE_IN = "take_in"
    KEYING = "keying"
    CHECKING = "checking"
    SYNC = "sync"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a screen is given: the application, how it looks, and the shared picture source."""

    application: Application
    colours: Colours
    pictures: Pictures
    lang: str
    words: Words
    now: Callable[[], dt.datetime]
    """Local time."""


class Screen(QWidget):
    """A page of the main window. Its commands work only while it is shown; after each the focus is somewhere useful."""

    hints_changed = Signal()
    saved = Signal()
    """A write of this screen is durable."""
    open_wanted = Signal(str)
    """A dossier should be opened for keying."""
    progress_changed = Signal(str)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._hints: list[KeyHint] = []

    def activate(self) -> None:
        """The screen is shown: bring it up to date and put the focus where work goes on."""

    def deactivate(self) -> None:
        """The screen is left; nothing typed may be lost."""

    def hints(self) -> Sequence[KeyHint]:
        """Keys of this screen, the important ones first."""
        return self._hints

    def command(self, keys: str, text: str, run: Callable[[], None], *, minor: bool = False) -> QAction:
        """A command with its key, shown in the foot line and on the key sheet."""
        action = QAction(text, self)
        # The numeric pad has an Enter key of its own. The same key twice would be ambiguous to Qt.
        both = dict.fromkeys((keys, keys.replace("Return", "Enter")))
        action.setShortcuts([QKeySequence(key) for key in both])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda *_: run())
        self.addAction(action)
        self.hint(_as_printed_on_keys(keys), text, minor=minor)
        return action

    def picture_commands(self, view: PageView) -> None:
        """How every screen with a page moves its picture."""
        self.command("Ctrl+=", tr("Zoom in"), lambda: view.zoom(1), minor=True)
        self.command("Ctrl+-", tr("Zoom out"), lambda: view.zoom(-1), minor=True)
        self.command("Ctrl+0", tr("Whole page"), view.fit, minor=True)
        self.command("Alt+Left", tr("Picture to the left"), lambda: view.pan(-1, 0), minor=True)
        self.command("Alt+Right", tr("Picture to the right"), lambda: view.pan(1, 0), minor=True)
        self.command("Alt+Up", tr("Picture up"), lambda: view.pan(0, -1), minor=True)
        self.command("Alt+Down", tr("Picture down"), lambda: view.pan(0, 1), minor=True)

    def hint(self, keys: str, text: str, *, minor: bool = False) -> None:
        """A key that a widget handles itself."""
        self._hints.append(KeyHint(keys=keys, text=text, minor=minor))

    def sentence(self, error: SohoaError) -> str:
        """The error in the words of this run's language."""
        return self._around.words.error(error)


def _as_printed_on_keys(keys: str) -> str:
    """Names as the keyboards of offices bear them."""
    names = {"Return": "Enter", "PgDown": "PgDn", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
    return "+".join(names.get(key, key) for key in keys.split("+")) if not keys.endswith("+") else keys
