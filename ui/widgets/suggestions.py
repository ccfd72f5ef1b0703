"""Suggestions under a field: a child of the form, not a window, so that no focus and no syllable is lost.

Inline completion is not used: the input methods of Windows send backspaces that would delete the selected rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from dossier.text import fold

AT_MOST = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is offered: the text that is put into the field, and the one that is shown."""

    text: str
    shown: str


def matching(typed: str, offers: Sequence[Suggestion]) -> list[Suggestion]:
    """Offers for what was typed, marks and case aside: beginning so, then by initials of words, then containing it."""
    wanted = fold(typed).strip()
    if not wanted:
        return list(offers)

    def rank(offer: Suggestion) -> int | None:
        folded = fold(offer.shown)
        if folded.startswith(wanted):
            return 0
        if "".join(word[0] for word in folded.split()).startswith(wanted.replace(" ", "")):
            return 1
        return 2 if wanted in folded else None

    ranked = [(place, offer) for offer in offers if (place := rank(offer)) is not None]
    return [offer for _, offer in sorted(ranked, key=lambda pair: pair[0])]


class SuggestionList(QFrame):
    """The list itself. Enter takes the highlighted offer only if the person moved to it or it is the only one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("popup")
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._list)
        self._moved = False
        self.hide()

    def offer(self, anchor: QWidget, offers: Sequence[Suggestion]) -> None:
        """Show offers below a field; none hides the list."""
        self._moved = False
        self._list.clear()
        for offer in offers[:AT_MOST]:
            item = QListWidgetItem(offer.shown)
            item.setData(Qt.ItemDataRole.UserRole, offer.text)
            self._list.addItem(item)
        if not offers:
            self.hide()
            return
        self._list.setCurrentRow(0)
        height = sum(self._list.sizeHintForRow(row) for row in range(self._list.count())) + 4
        corner = anchor.mapTo(self._room, QPoint(0, anchor.height()))
        room = self._room.height() - corner.y()
        if height > room:
            corner = anchor.mapTo(self._room, QPoint(0, -height))
        self.setGeometry(corner.x(), corner.y(), anchor.width(), height)
        self.raise_()
        self.show()

    def move_by(self, step: int) -> None:
        """Down or up by one."""
        count = self._list.count()
        self._list.setCurrentRow((self._list.currentRow() + step) % count if self._moved or step < 0 else 0)
        self._moved = True

    def settled(self) -> str | None:
        """What Enter takes."""
        item = self._list.currentItem()
        if self.isHidden() or item is None or not (self._moved or self._list.count() == 1):
            return None
        return str(item.data(Qt.ItemDataRole.UserRole))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))
