"""Says what an unknown document is: type a few letters, Enter takes."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from dossier.document_types import DocumentType
from ui.translation import tr
from ui.widgets.suggestions import Suggestion, matching


class TypeChooser(QWidget):
    """A search line over the list of types."""

    chosen = Signal(str)

    def __init__(self, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self._offers: tuple[Suggestion, ...] = ()
        title = QLabel(tr("What is this document?"))
        title.setProperty("role", "title")
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Type a few letters, Enter takes the marked type"))
        self.search.setAccessibleName(tr("What is this document?"))
        title.setBuddy(self.search)
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setAccessibleName(tr("Document types"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(title)
        layout.addWidget(self.search)
        layout.addWidget(self._list, 1)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._take)
        self.search.installEventFilter(self)
        self._list.itemClicked.connect(lambda item: self.chosen.emit(item.data(Qt.ItemDataRole.UserRole)))

    def show_types(self, types: Sequence[DocumentType]) -> None:
        """The catalogue in force."""
        self._offers = tuple(
            Suggestion(kind.id, kind.name.vi if self._lang == "vi" else kind.name.en) for kind in types
        )
        self._fill(self.search.text())

    def enter(self) -> None:
        """Take the keyboard with an empty search."""
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move in the list while the search line keeps the keyboard."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._list.count():
                self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
                return True
        return super().eventFilter(watched, event)

    def _fill(self, text: str) -> None:
        self._list.clear()
        # Of two names that hold the letters, they say more of the shorter one.
        offers = sorted(self._offers, key=lambda offer: len(offer.shown)) if text.strip() else self._offers
        for offer in matching(text, offers):
            item = QListWidgetItem(offer.shown)
            item.setData(Qt.ItemDataRole.UserRole, offer.text)
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _take(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
