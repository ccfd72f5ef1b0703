"""How much of something is done: a bar with its numbers. QProgressBar paints at once, in the middle of a key press."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.themes import Colours


class Meter(QWidget):
    """Painted with everything else that changed."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._done, self._total = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_progress(self, done: int, total: int) -> None:
        """So many of so many."""
        if (done, total) != (self._done, self._total):
            self._done, self._total = done, total
            self.setAccessibleDescription(f"{done}/{total}")
            self.update()

    def sizeHint(self) -> QSize:
        """Eight em by one line."""
        line = self.fontMetrics().height()
        return QSize(line * 7, line + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, filled part, numbers."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        share = self._done / self._total if self._total else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.ok_soft))
        painter.drawRoundedRect(QRectF(frame.left(), frame.top(), frame.width() * share, frame.height()), 3, 3)
        painter.setPen(QPen(QColor(self._colours.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 3, 3)
        painter.setPen(QColor(self._colours.text))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, f"{self._done}/{self._total}")
        painter.end()
