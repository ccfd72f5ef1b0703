"""A framed group of labelled entries."""

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget


class Card(QFrame):
    """Labels to the left, entries to the right, in `grid`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(14, 12, 14, 12)
        self.grid.setHorizontalSpacing(10)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(1, 1)

    def labelled(self, row: int, words: str, widget: QWidget) -> None:
        """An entry with its label, by which screen readers know it, too."""
        label = QLabel(words)
        label.setBuddy(widget)
        widget.setAccessibleName(words)
        self.grid.addWidget(label, row, 0)
        self.grid.addWidget(widget, row, 1)
