"""A dossier that came in, with one small square a page: read, waiting, failed. Each state has its own shape."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dossier.model import PageStatus
from ui.style.themes import Colours


class PageDots(QWidget):
    """Wraps; a dossier of 200 pages takes four rows."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._pages: tuple[PageStatus, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_pages(self, pages: Sequence[PageStatus], words: str) -> None:
        """One square a page; `words` say the same."""
        self.setAccessibleName(words)
        if tuple(pages) == self._pages:
            return
        self._pages = tuple(pages)
        self.updateGeometry()
        self.update()

    def _cell(self) -> int:
        return round(self.fontMetrics().height() * 0.8)

    def _per_row(self, width: int) -> int:
        return max(1, width // self._cell())

    def heightForWidth(self, width: int) -> int:
        """As many rows as the pages need."""
        rows = -(-max(1, len(self._pages)) // self._per_row(width))
        return rows * self._cell() + 2

    def sizeHint(self) -> QSize:
        """For its present width."""
        return QSize(self._cell() * 20, self.heightForWidth(max(self.width(), self._cell() * 20)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Full: read; hollow: waiting; crossed: failed."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell, per_row = self._cell(), self._per_row(self.width())
        for place, status in enumerate(self._pages):
            box = QRectF((place % per_row) * cell + 1.5, (place // per_row) * cell + 1.5, cell - 4, cell - 3)
            if status is PageStatus.READ:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._colours.ok))
                painter.drawRect(box)
                continue
            bad = status is PageStatus.FAILED
            painter.setPen(QPen(QColor(self._colours.bad if bad else self._colours.border), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
            if bad:
                painter.drawLine(box.topLeft(), box.bottomRight())
                painter.drawLine(box.topRight(), box.bottomLeft())
        painter.end()
