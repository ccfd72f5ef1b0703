"""Values as a checker sees them: the rows of the keying form, read-only, each with who keyed it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from dossier.model import Remark
from ui.keying.field_row import FieldRow
from ui.keying.lines import Line, LineKey
from ui.style.themes import Colours
from ui.widgets.layouts import settle_layout
from ui.widgets.rows_area import RowsArea
from ui.wording import Words


class ValueList(RowsArea):
    """Enter, Down, Up and Tab go from value to value."""

    stepped = Signal(int)
    focused = Signal(object)

    def __init__(self, colours: Colours, words: Words, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours, self._words, self._lang = colours, words, lang
        self._rows: list[FieldRow] = []

    def show_lines(
        self,
        lines: Sequence[Line],
        active: LineKey | None,
        remarks: Sequence[Remark],
        provenance: Callable[[Line], str],
        doubt: Callable[[Line], str],
    ) -> None:
        """Fill the rows; marked fields stand out."""
        while len(self._rows) < len(lines):
            self._rows.append(self._make_row())
        marked = {(remark.record, remark.path) for remark in remarks}
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(lines))
            if place >= len(lines):
                row.line = None
                continue
            line = lines[place]
            row.show_line(line, editable=False, provenance=provenance(line), doubt=doubt(line))
            row.set_active(line.key == active)
            row.set_marked((line.key.record, line.key.path) in marked)
        settle_layout(self)

    def rows(self) -> list[FieldRow]:
        """Rows on show, in order."""
        return [row for row in self._rows if row.line is not None]

    def enter(self, key: LineKey) -> None:
        """Give a value the keyboard."""
        row = self._row(key)
        if row is not None:
            row.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            settle_layout(self)
            self.ensureWidgetVisible(row, 0, row.fontMetrics().height() * 3)

    def show_snippet(self, key: LineKey | None, image: QImage) -> None:
        """The piece of the page above the active value."""
        row = self._row(key)
        if row is not None:
            row.snippet.show_image(image)
            settle_layout(self)

    def _row(self, key: LineKey | None) -> FieldRow | None:
        return next((row for row in self._rows if row.line is not None and row.line.key == key), None)

    def _make_row(self) -> FieldRow:
        row = FieldRow(self._colours, self._words, self._lang, self.body)
        row.edit.accepted.connect(lambda: self.stepped.emit(1))
        row.edit.went_back.connect(lambda: self.stepped.emit(-1))
        row.edit.stepped.connect(self.stepped)
        row.edit.focused.connect(lambda: self._on_focused(row))
        self.column.insertWidget(len(self._rows), row)
        return row

    def _on_focused(self, row: FieldRow) -> None:
        if row.line is not None:
            self.focused.emit(row.line.key)
