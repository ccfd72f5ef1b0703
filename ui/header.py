"""The line at the top: tabs, and whose work this is: office, user, network, queue."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from ui.application import SyncStatus
from ui.screen import ScreenId
from ui.style.icons import Glyph, pixmap
from ui.style.themes import Colours
from ui.translation import tr
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.key_hints import KeyHint


def tab_name(screen: ScreenId) -> str:
    """The fixed words of the tabs."""
    match screen:
        case ScreenId.TODAY:
            return tr("Today's work")
        case ScreenId.TAKE_IN:
            return tr("Scan and take in files")
        case ScreenId.KEYING:
            return tr("Keying")
        case ScreenId.CHECKING:
            return tr("Checking")
        case ScreenId.SYNC:
            return tr("Sync")


class Header(QWidget):
    """Tabs and task line."""

    chosen = Signal(object)

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._colours = colours
        self._buttons: dict[ScreenId, QToolButton] = {}
        product = QLabel("Sohoa")
        product.setObjectName("product")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(2)
        row.addWidget(product)
        row.addSpacing(12)
        group = QButtonGroup(self)
        for place, screen in enumerate(ScreenId, 1):
            button = QToolButton()
            button.setText(tab_name(screen))
            button.setToolTip(f"Alt+{place}")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, screen=screen: self.chosen.emit(screen))
            group.addButton(button)
            row.addWidget(button)
            self._buttons[screen] = button
        row.addSpacing(20)
        self._person = ElidedLabel(Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._person, 1)
        row.addSpacing(16)
        self._network_sign, self._network, self._queue = QLabel(), QLabel(), QLabel()
        self._network.setProperty("strong", "true")
        self._queue.setProperty("strong", "true")
        row.addWidget(self._network_sign)
        row.addWidget(self._network)
        row.addSpacing(16)
        row.addWidget(self._queue)

    def mark(self, screen: ScreenId) -> None:
        """Which tab is on show."""
        self._buttons[screen].setChecked(True)

    def person(self) -> str:
        """Who works where, as it is said."""
        return self._person.whole()

    def network(self) -> str:
        """Whether there is a network, as it is said."""
        return self._network.text()

    def queue(self) -> str:
        """What waits to be sent, as it is said."""
        return self._queue.text()

    def hints(self) -> list[KeyHint]:
        """Keys that work on every screen."""
        tabs = [
            KeyHint(keys=f"Alt+{place}", text=tab_name(screen), minor=True) for place, screen in enumerate(ScreenId, 1)
        ]
        return [
            KeyHint(keys="F1", text=tr("All keys")),
            *tabs,
            KeyHint(keys="Ctrl+F", text=tr("Find a dossier"), minor=True),
        ]

    def show_user(self, user: str, office: str) -> None:
        """Who works where."""
        self._person.show_text("  ·  ".join(part for part in (office, user) if part))

    def show_status(self, status: SyncStatus) -> None:
        """Network and queue."""
        size = round(self.fontMetrics().height() * 0.8)
        glyph = Glyph.DOT if status.online else Glyph.RING
        colour = "#84d6a0" if status.online else "#f2c266"
        self._network_sign.setPixmap(pixmap(glyph, colour, size, self.devicePixelRatioF()))
        self._network.setText(tr("Online") if status.online else tr("Offline"))
        waiting = status.outbox.waiting + status.outbox.held
        embedded = status.identity is not None and status.identity.embedded
        # What the archive on this machine holds has not left the machine, so it never counts as sent.
        settled = tr("Archive on this machine, not yet sent to the province") if embedded else tr("All sent")
        self._queue.setText(tr("{count} waiting to be sent").format(count=waiting) if waiting else settled)
        if not status.protected:
            self._queue.setText(self._queue.text() + "  ·  " + tr("Key not protected"))
        attention = len(status.outbox.attention) + len(status.outbox.to_clear)
        if attention:
            text = tr("{count} need attention").format(count=attention)
            self._queue.setText(self._queue.text() + "  ·  " + text)
