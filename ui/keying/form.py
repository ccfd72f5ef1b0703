"""The form at the right: rows of the present record, suggestions, what a typed date would mean, and the list of types.

Rows are kept and filled anew, so that going from document to document makes no widgets.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from dossier.fields import FieldKind
from dossier.rules.normalise import Normalised
from dossier.schema import Words as Bilingual
from ui.keying.field_row import FieldRow
from ui.keying.lines import Line, LineKey
from ui.keying.state import GroupEntry
from ui.style.themes import Colours
from ui.translation import tr
from ui.widgets.layouts import settle_layout
from ui.widgets.rows_area import RowsArea
from ui.widgets.suggestions import Suggestion, SuggestionList, matching
from ui.wording import Words


class Form(RowsArea):
    """Emits what the person wants with a field; decides nothing."""

    accepted = Signal(object, str)
    went_back = Signal(object, str)
    stepped = Signal(object, str, int)
    undone = Signal()
    focused = Signal(object)
    left = Signal(object, str)

    def __init__(
        self,
        colours: Colours,
        words: Words,
        lang: str,
        *,
        parse: Callable[[LineKey, str], Normalised],
        shown: Callable[[LineKey, str], str],
    ) -> None:
        super().__init__()
        self._colours, self._words, self._lang = colours, words, lang
        self._parse, self._shown = parse, shown
        self._rows: list[FieldRow] = []
        self._headings: list[QLabel] = []
        self._shape: tuple[tuple[LineKey, bool], ...] = ()
        self._active: LineKey | None = None
        self.suggestions = SuggestionList(self.body)
        self.suggestions.chosen.connect(self._take_suggestion)

    def show_lines(
        self, lines: Sequence[Line], groups: Sequence[GroupEntry], active: LineKey | None, *, editable: bool
    ) -> None:
        """Fill the rows; the active one is marked, nobody's focus is moved."""
        shape = tuple((line.key, line.opens_row) for line in lines)
        if shape != self._shape:
            self._lay_out(lines, groups)
            self._shape = shape
        self._active = active
        for row, line in zip(self._rows, lines, strict=False):
            row.show_line(line, editable=editable)
            row.set_marked(line.remark is not None)
            row.set_active(line.key == active)
        settle_layout(self)

    def row(self, key: LineKey | None) -> FieldRow | None:
        """The row of a field on show."""
        return next((row for row in self._rows if row.line and row.line.key == key and not row.isHidden()), None)

    def rows(self) -> list[FieldRow]:
        """Rows on show, in order."""
        return [row for row in self._rows if not row.isHidden()]

    def enter(self, key: LineKey) -> None:
        """Give a field the keyboard."""
        row = self.row(key)
        if row is None:
            return
        self.reveal(key)
        row.edit.enter()

    def reveal(self, key: LineKey) -> None:
        """Scroll so that the row and one after it are in view."""
        row = self.row(key)
        if row is not None:
            settle_layout(self)
            self.ensureWidgetVisible(row, 0, row.fontMetrics().height() * 3)

    def show_snippet(self, key: LineKey | None, image: QImage) -> None:
        """The piece of the page above the active field."""
        row = self.row(key)
        if row is not None:
            row.snippet.show_image(image)
            settle_layout(self)

    def text(self, key: LineKey | None) -> str:
        """What stands in a field's editor now, what is being composed included."""
        row = self.row(key)
        if row is None:
            return ""
        row.edit.settle()
        row.committed = row.edit.text()
        return row.committed

    # Inside

    def _lay_out(self, lines: Sequence[Line], groups: Sequence[GroupEntry]) -> None:
        del groups
        while len(self._rows) < len(lines):
            self._rows.append(self._make_row())
        for heading in self._headings:
            self.column.removeWidget(heading)
            heading.deleteLater()
        self._headings.clear()
        for row in self._rows:
            self.column.removeWidget(row)
            row.setVisible(False)
        place = 0
        for row, line in zip(self._rows, lines, strict=False):
            if line.opens_row and line.group is not None:
                self.column.insertWidget(place, self._heading(line.group, line.row))
                place += 1
            row.line = None
            self.column.insertWidget(place, row)
            row.setVisible(True)
            place += 1
        self.verticalScrollBar().setValue(0)
        previous: QWidget | None = None
        for row in self._rows[: len(lines)]:
            if previous is not None:
                QWidget.setTabOrder(previous, row.edit)
            previous = row.edit

    def _heading(self, group: Bilingual, row: int) -> QLabel:
        name = group.vi if self._lang == "vi" else group.en
        label = QLabel(tr("{group} · row {row}").format(group=name, row=row + 1))
        label.setObjectName("group")
        label.setContentsMargins(10, 8, 0, 2)
        self._headings.append(label)
        return label

    def _make_row(self) -> FieldRow:
        row = FieldRow(self._colours, self._words, self._lang, self.body)
        edit = row.edit
        edit.accepted.connect(lambda: self._on_accepted(row))
        edit.went_back.connect(lambda: self._tell(row, self.went_back))
        edit.stepped.connect(lambda step: self._on_stepped(row, step))
        edit.undone.connect(self.undone)
        edit.restored.connect(lambda: self._on_restored(row))
        edit.edited.connect(lambda: self._on_edited(row))
        edit.focused.connect(lambda: self._on_focused(row))
        edit.picked.connect(lambda pick: self._on_picked(row, pick))
        edit.popup_moved.connect(self.suggestions.move_by)
        edit.left.connect(lambda: self._on_left(row))
        return row

    def _tell(self, row: FieldRow, signal: SignalInstance) -> None:
        self._close_suggestions(row)
        if row.line is not None:
            row.committed = row.edit.text()
            signal.emit(row.line.key, row.committed)

    def _on_accepted(self, row: FieldRow) -> None:
        taken = self.suggestions.settled() if row.edit.popup_open else None
        if taken is not None and taken != row.edit.text():
            row.edit.replace_text(taken)
        # Two readings: the person chooses, nobody guesses.
        if not row.edit.picks:
            self._tell(row, self.accepted)

    def _on_stepped(self, row: FieldRow, step: int) -> None:
        self._close_suggestions(row)
        if row.line is not None:
            row.committed = row.edit.text()
            self.stepped.emit(row.line.key, row.committed, step)

    def _on_left(self, row: FieldRow) -> None:
        self._close_suggestions(row)
        if row.line is not None and row.isVisible() and row.edit.text() != row.line.text:
            row.committed = row.edit.text()
            self.left.emit(row.line.key, row.committed)

    def _on_focused(self, row: FieldRow) -> None:
        if row.line is not None:
            self.focused.emit(row.line.key)

    def _on_restored(self, row: FieldRow) -> None:
        if row.edit.popup_open:
            self._close_suggestions(row)
        elif row.line is not None and row.edit.text() != row.line.text:
            row.edit.replace_text(row.line.text)
            row.edit.selectAll()

    def _on_edited(self, row: FieldRow) -> None:
        line = row.line
        if line is None or row.edit.isReadOnly():
            return
        text = row.edit.text()
        if line.field.kind in {FieldKind.DATE, FieldKind.PARTIAL_DATE}:
            self._show_dates(row, line, text)
            settle_layout(self)
        elif line.field.kind is FieldKind.CHOICE:
            offers = [
                Suggestion(choice.label.vi, f"{choice.label.vi}" + (f"  ·  {choice.code}" if choice.code else ""))
                for choice in line.field.choices
            ]
            found = matching(text, offers) if text else []
            self.suggestions.offer(row.edit, found)
            row.edit.popup_open = bool(found)

    def _show_dates(self, row: FieldRow, line: Line, text: str) -> None:
        parsed = self._parse(line.key, text)
        row.edit.picks = len(parsed.alternatives) if len(parsed.alternatives) > 1 else 0
        if row.edit.picks:
            options = "   ".join(
                f"Alt+{place}: {self._shown(line.key, value)}" for place, value in enumerate(parsed.alternatives[:2], 1)
            )
            row.show_hint(tr("Two readings.") + "  " + options, "warn")
        elif text and parsed.value != text and self._shown(line.key, parsed.value) != text:
            row.show_hint("→ " + self._shown(line.key, parsed.value), "ok")
        elif text == line.text:
            row.refresh_note()
        else:
            row.show_hint("")

    def _on_picked(self, row: FieldRow, pick: int) -> None:
        if row.line is None:
            return
        alternatives = self._parse(row.line.key, row.edit.text()).alternatives
        if pick < len(alternatives):
            row.edit.replace_text(self._shown(row.line.key, alternatives[pick]))
            row.edit.picks = 0
            self._tell(row, self.accepted)

    def _take_suggestion(self, text: str) -> None:
        row = self.row(self._active)
        if row is not None:
            row.edit.replace_text(text)
            self._close_suggestions(row)

    def _close_suggestions(self, row: FieldRow) -> None:
        row.edit.popup_open = False
        self.suggestions.hide()
