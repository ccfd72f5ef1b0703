"""A message in the flow of a screen: what happened, what is safe, what to do. No dialog, never steals the focus."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.style.icons import Glyph, pixmap
from ui.style.themes import Colours


class Tone(StrEnum):
    """How serious a message is; each tone has its own sign."""

    INFO = "info"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


_GLYPHS = {Tone.INFO: Glyph.DOT, Tone.OK: Glyph.CHECK, Tone.WARN: Glyph.WARNING, Tone.BAD: Glyph.CROSS}


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Change a property that the style sheet looks at; styling anew takes milliseconds, so only where it differs."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the tone of a widget."""
    restyle(widget, "tone", tone)


class Banner(QFrame):
    """One message, or nothing at all when there is none."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._colours = colours
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(8)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        self.hide()

    def say(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Show a message; an empty one hides the banner."""
        self.setVisible(bool(text))
        if not text or (text == self._text.text() and self.property("tone") == tone.value):
            return
        self._text.setText(text)
        self.setAccessibleName(text)
        colour = {
            Tone.INFO: self._colours.accent,
            Tone.OK: self._colours.ok,
            Tone.WARN: self._colours.warn,
            Tone.BAD: self._colours.bad,
        }[tone]
        self._icon.setPixmap(pixmap(_GLYPHS[tone], colour, self.fontMetrics().height(), self.devicePixelRatioF()))
        set_tone(self, tone.value)

    def clear(self) -> None:
        """No message."""
        self.say("")

    def text(self) -> str:
        """What is being said; empty when hidden."""
        return self._text.text() if not self.isHidden() else ""
