"""A drop-down list that looks the same in every theme: style sheets can draw its frame but no arrow without a file."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QWidget

from ui.style.themes import Colours


class DropDown(QComboBox):
    """A QComboBox with an arrow of our own."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame and the text, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colours.muted), 1.6))
        step = self.fontMetrics().height() / 5
        middle = QPointF(self.width() - 3 * step, self.height() / 2 + step / 2)
        painter.drawPolyline([middle + QPointF(-step, -step), middle, middle + QPointF(step, -step)])
        painter.end()
