"""One field on the form: label, editor, its certainty, what there is to say about it; above it its piece of the page.

The same row shows values read-only to a checker.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.keying.lines import Certainty, Line
from ui.style.icons import Glyph, pixmap
from ui.style.themes import Colours
from ui.translation import tr
from ui.widgets.banner import restyle, set_tone
from ui.widgets.field_edit import FieldEdit
from ui.wording import Words

_SIGNS = {
    Certainty.CONFIRMED: (Glyph.DOUBLE_CHECK, "ok"),
    Certainty.TRUSTED: (Glyph.CHECK, "ok"),
    Certainty.REVIEW: (Glyph.QUESTION, "warn"),
    Certainty.EMPTY: (Glyph.RING, "muted"),
}


def certainty_word(certainty: Certainty) -> str:
    """The fixed words of certainty."""
    match certainty:
        case Certainty.CONFIRMED:
            return tr("Confirmed")
        case Certainty.TRUSTED:
            return tr("Trusted")
        case Certainty.REVIEW:
            return tr("To review")
        case Certainty.EMPTY:
            return tr("Empty yet")


class SnippetView(QFrame):
    """The piece of the page above the active field, as large as its strip allows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("snippet")
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_image(self, image: QImage) -> None:
        """Show this piece; a null image hides the strip."""
        if image.isNull() and self._image.isNull():
            return
        self._image = image
        self.setVisible(not image.isNull())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Two and a half lines of letters; more for a piece of several lines."""
        line = self.fontMetrics().height()
        if self._image.isNull():
            return QSize(0, 0)
        width = max(1, self.width() - 6)
        natural = self._image.height() * min(1.0, width / max(1, self._image.width()))
        return QSize(0, round(min(max(natural, line * 2.2), line * 4.5)) + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Scaled to fit, left-aligned as text is."""
        super().paintEvent(event)
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = self.rect().adjusted(3, 3, -3, -3)
        scale = min(room.width() / self._image.width(), room.height() / self._image.height(), 1.25)
        size = QSize(max(1, round(self._image.width() * scale)), max(1, round(self._image.height() * scale)))
        shown = self._image.scaled(
            size * self.devicePixelRatioF(),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        painter.fillRect(room, QColor("#ffffff"))
        painter.drawImage(room.left(), room.top() + (room.height() - size.height()) // 2, shown)
        painter.end()


class FieldRow(QFrame):
    """Shows a `Line`; only what changed is touched, and never the text that is being edited."""

    clicked = Signal()

    def __init__(self, colours: Colours, words: Words, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("row")
        self._colours, self._words, self._lang = colours, words, lang
        self.line: Line | None = None
        self.committed: str | None = None
        """What was typed and handed over; it gives way to how the value is shown."""
        em = self.fontMetrics().height()
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setFixedWidth(round(em * 8.6))
        self.label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.label.setContentsMargins(0, round(em * 0.2), 0, 0)
        self.edit = FieldEdit()
        self.label.setBuddy(self.edit)
        self.snippet = SnippetView()
        self.snippet.hide()
        self._sign, self._word = QLabel(), QLabel()
        state = QHBoxLayout()
        state.setSpacing(5)
        state.setContentsMargins(0, round(em * 0.2), 0, 0)
        state.addWidget(self._sign)
        state.addWidget(self._word, 1)
        self._state = QWidget()
        self._state.setLayout(state)
        self._state.setFixedWidth(round(em * 6.6))
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 3, 6, 3)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.addWidget(self.snippet, 0, 0, 1, 3)
        grid.addWidget(self.label, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.edit, 1, 1)
        grid.addWidget(self._state, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.note, 2, 1, 1, 2)
        grid.setColumnStretch(1, 1)

    def show_line(self, line: Line, *, editable: bool, provenance: str = "", doubt: str = "") -> None:
        """Bring the row up to date with the line. `doubt` is for a checker: what a machine reads otherwise."""
        before, self.line = self.line, line
        if self.edit.isReadOnly() == editable:
            self.edit.setReadOnly(not editable)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)
        self._show_text(line, before)
        if before is None or before.key != line.key:
            self._show_label(line)
        if before is None or _sureness(before) != _sureness(line):
            self._show_certainty(line)
        self._show_note(line, provenance, doubt)

    def _show_text(self, line: Line, before: Line | None) -> None:
        """The line's text, unless a person is just changing it."""
        now, committed = self.edit.text(), self.committed
        self.committed = None
        if now == line.text:
            return
        same_field = before is not None and before.key == line.key
        idle = not self.edit.hasFocus() or (before is not None and now == before.text)
        if not same_field or now == committed or (idle and before is not None and before.text != line.text):
            self.edit.set_text(line.text)
            if self.edit.hasFocus():
                self.edit.selectAll()
        elif committed is not None:
            self.committed = committed

    def set_active(self, active: bool) -> None:
        """Whether this is the field that has the picture."""
        restyle(self, "active", "true" if active else "false")
        if not active:
            self.snippet.show_image(QImage())
            self.edit.picks = 0

    def set_marked(self, marked: bool) -> None:
        """Whether a checker has a remark here."""
        restyle(self, "marked", "true" if marked else "false")

    def show_hint(self, text: str, tone: str = "muted") -> None:
        """What the typed text would mean, while it is typed."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        set_tone(self.note, tone)

    def refresh_note(self) -> None:
        """Back to what there is to say about the value that stands."""
        if self.line is not None:
            self._show_note(self.line, "")

    def _show_label(self, line: Line) -> None:
        text = line.field.label.vi if self._lang == "vi" else line.field.label.en
        if line.field.required:
            text += " *"
        self.label.setText(text)
        self.edit.setAccessibleName(text)

    def _show_certainty(self, line: Line) -> None:
        glyph, tone = _SIGNS[line.certainty]
        word = tr("As printed") if line.as_printed else certainty_word(line.certainty)
        if line.certainty is Certainty.CONFIRMED and not line.stored:
            word = tr("Nothing there")
        if line.handwritten:
            word += "\n" + tr("handwritten")
        colour = {"ok": self._colours.ok, "warn": self._colours.warn, "muted": self._colours.muted}[tone]
        self._sign.setPixmap(pixmap(glyph, colour, round(self.fontMetrics().height() * 0.85), self.devicePixelRatioF()))
        self._word.setText(word)
        set_tone(self._word, tone)
        self.edit.setAccessibleDescription(word.replace("\n", ", "))

    def _show_note(self, line: Line, provenance: str, doubt: str = "") -> None:
        parts: list[str] = []
        tone = "muted"
        if line.remark is not None:
            parts.append(tr("Returned: {reasons}").format(reasons=line.remark))
            tone = "bad"
        if line.problem is not None:
            parts.append(line.problem)
            tone = "bad"
        for finding in line.findings:
            parts.append(self._words.finding(finding))
            tone = "warn" if tone == "muted" else tone
        if doubt:
            parts.append(doubt)
            tone = "warn" if tone == "muted" else tone
        if provenance:
            parts.append(provenance)
        self.show_hint("\n".join(parts), tone)


def _sureness(line: Line) -> tuple[object, ...]:
    return line.certainty, line.as_printed, line.handwritten, bool(line.stored)
