"""The line of keys at the foot of the window: as many as fit, the important ones first. F1 shows all."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.themes import Colours


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHint:
    """A key and what it does here. `minor` ones stand on the F1 sheet only."""

    keys: str
    text: str
    minor: bool = False


class KeyHints(QWidget):
    """Painted, because a row of labels would squeeze instead of leaving out."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._hints: tuple[KeyHint, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_hints(self, hints: Sequence[KeyHint]) -> None:
        """The keys of the present screen."""
        self._hints = tuple(hint for hint in hints if not hint.minor)
        self.setAccessibleName("; ".join(f"{hint.keys}: {hint.text}" for hint in self._hints))
        self.update()

    def sizeHint(self) -> QSize:
        """One line of letters with its caps."""
        return QSize(self.fontMetrics().averageCharWidth() * 40, self.fontMetrics().height() + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Caps and words until the room is used up."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        cap, plain = QFontMetrics(bold), self.fontMetrics()
        left, height = 0.0, float(self.height())
        for hint in self._hints:
            cap_width = cap.horizontalAdvance(hint.keys) + 12
            text_width = plain.horizontalAdvance(hint.text)
            if left + cap_width + 6 + text_width > self.width():
                break
            box = QRectF(left + 0.5, 3.5, cap_width, height - 7)
            painter.setPen(QPen(QColor(self._colours.border), 1))
            painter.setBrush(QColor(self._colours.surface_alt))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(QColor(self._colours.text))
            painter.setFont(bold)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, hint.keys)
            painter.setFont(self.font())
            painter.setPen(QColor(self._colours.muted))
            words = QRectF(left + cap_width + 6, 0, text_width + 2, height)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, hint.text)
            left += cap_width + 6 + text_width + 16
        painter.end()
