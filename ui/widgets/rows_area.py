"""A column of rows that scrolls up and down, never sideways, and takes no keyboard itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class RowsArea(QScrollArea):
    """Rows go into `column`, before its stretch at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body = QWidget()
        self.body.setObjectName("form")
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 4, 0, 8)
        self.column.setSpacing(1)
        self.column.addStretch(1)
        self.setWidget(self.body)
