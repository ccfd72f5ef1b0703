"""A handful of icons drawn by ourselves: sharp at every size, coloured by the look, no font or file to ship."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF


class Glyph(StrEnum):
    """What an icon says. Each has a shape of its own, so that colour is never the only sign."""

    CHECK = "check"
    DOUBLE_CHECK = "double_check"
    QUESTION = "question"
    RING = "ring"
    RETURNED = "returned"
    WARNING = "warning"
    DOT = "dot"
    CROSS = "cross"


def pixmap(glyph: Glyph, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The glyph on a transparent square of `size` logical pixels."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, glyph, colour, QRectF(0, 0, size, size))
    painter.end()
    return picture


def icon(glyph: Glyph, colour: str, size: int = 16) -> QIcon:
    """The glyph as an icon for buttons and lists."""
    return QIcon(pixmap(glyph, colour, size, 2.0))


def paint(painter: QPainter, glyph: Glyph, colour: str, box: QRectF) -> None:
    """Draw the glyph into `box` of any paint device."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 16, box.height() / 16)
    pen = QPen(QColor(colour), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _SHAPES[glyph](painter)
    painter.restore()


def _line(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _dot(painter: QPainter, x: float, y: float, radius: float) -> None:
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(x, y), radius, radius)


def _check(painter: QPainter) -> None:
    _line(painter, (3, 8.5), (6.5, 12), (13, 4.5))


def _double_check(painter: QPainter) -> None:
    _line(painter, (1.5, 8.5), (4.5, 12), (10.5, 4.5))
    _line(painter, (8, 11.5), (14.5, 4.5))


def _question(painter: QPainter) -> None:
    painter.drawArc(QRectF(4.5, 2, 7, 6.5), -70 * 16, 250 * 16)
    _line(painter, (9.0, 8.2), (8, 9.8))
    _dot(painter, 8, 13.4, 1.3)


def _ring(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(8, 8), 4.6, 4.6)


def _returned(painter: QPainter) -> None:
    _line(painter, (6.5, 3), (2.8, 6.7), (6.5, 10.4))
    _line(painter, (3.2, 6.7), (10, 6.7))
    painter.drawArc(QRectF(7, 6.7, 6, 6), 90 * 16, -180 * 16)


def _warning(painter: QPainter) -> None:
    painter.drawPolygon(QPolygonF([QPointF(8, 2), QPointF(14.5, 13.5), QPointF(1.5, 13.5)]))
    _line(painter, (8, 6.5), (8, 9.2))
    _dot(painter, 8, 11.5, 0.9)


def _full(painter: QPainter) -> None:
    _dot(painter, 8, 8, 4.2)


def _cross(painter: QPainter) -> None:
    _line(painter, (4, 4), (12, 12))
    _line(painter, (12, 4), (4, 12))


_SHAPES = {
    Glyph.CHECK: _check,
    Glyph.DOUBLE_CHECK: _double_check,
    Glyph.QUESTION: _question,
    Glyph.RING: _ring,
    Glyph.RETURNED: _returned,
    Glyph.WARNING: _warning,
    Glyph.DOT: _full,
    Glyph.CROSS: _cross,
}
