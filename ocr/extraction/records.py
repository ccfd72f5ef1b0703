"""The records of one document with the rows of their groups: all its pages, parts of them, or lines of a table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dossier.document_types import DocumentType
from dossier.fields import FieldDef, FieldKind, Group
from dossier.learned import Learned
from dossier.looks import Rows
from dossier.reading import Box, Candidate, RecordReading
from ocr.extraction.document import PartOfDocument
from ocr.extraction.judging import Judge
from ocr.extraction.lines import around
from ocr.extraction.pages import Pages
from ocr.extraction.spans import above_on, spans_of
from ocr.extraction.table_rows import table_rows


class Records:
    """Finds the records of one document of one type and generation."""

    def __init__(
        self, pages: Pages, kind: DocumentType, generation: str | None, judge: Judge, learned: Learned
    ) -> None:
        self._pages = pages
        self._kind = kind
        self._generation = generation
        self._judge = judge
        self._learned = learned

    def found(self, number_of_pages: int) -> tuple[RecordReading, ...]:
        """All of them in order; one on all pages where the type has one, or where none of several was found."""
        rows = self._kind.records
        several: list[RecordReading] = []
        if rows is not None:
            several = list(self._in_table(rows) if rows.columns else self._below_labels(rows))
        if several:
            return tuple(several)
        # What a whole register page says of no one record is said of the page alone.
        return (RecordReading(candidates=self._candidates(self._pages), pages=tuple(range(number_of_pages))),)

    def _candidates(self, pages: Pages) -> tuple[Candidate, ...]:
        own = self._part(pages).candidates(self._in_force(self._kind.fields))
        return (*own, *(candidate for group in self._kind.groups for candidate in self._group(group, pages)))

    def _in_table(self, rows: Rows) -> Iterator[RecordReading]:
        """One a line of a table; what has no column stands beside the table and is of each."""
        whole = self._part(self._pages)
        items = self._in_force(self._kind.fields)
        beside = {column.field for column in rows.columns}
        shared = whole.candidates([item for item in items if item.name not in beside])
        for row in table_rows(self._pages, rows, self._kind):
            own = whole.in_cells(row.cells, items)
            if _says_something(own, items):
                pages = tuple(page for page, _ in row.regions)
                yield RecordReading(candidates=(*own, *shared), pages=pages, regions=row.regions)

    def _below_labels(self, rows: Rows) -> Iterator[RecordReading]:
        """One from label to label; what a record itself does not say stands above the first of its page."""
        items = self._in_force(self._kind.fields)
        pages = self._pages.on(rows.side)
        spans = spans_of(pages, rows, self._kind)
        starts = {part.first.number: part for part in reversed(spans.parts) if part.first}
        heads = {number: self._part(above_on(pages, part)).candidates(items) for number, part in starts.items()}
        first = self._part(spans.above).candidates(items)
        for part in spans.parts:
            own = self._candidates(part)
            if part.first is None or not _says_something(own, items):
                continue
            shared = [*heads[part.first.number], *first]
            known = {candidate.path for candidate in own}
            added = {candidate.path: candidate for candidate in reversed(shared) if candidate.path not in known}
            lies_on = {part.first.number, *(candidate.page for candidate in own)}
            regions = tuple(_regions(part, lies_on))
            yield RecordReading(
                candidates=(*own, *added.values()), pages=tuple(page for page, _ in regions), regions=regions
            )

    def _group(self, group: Group, pages: Pages) -> Iterator[Candidate]:
        """The candidates of all rows; the first way of finding rows that finds any is the form's."""
        items = self._in_force(group.fields)
        ways = (self._rows(rows, group, items, pages) for rows in group.rows)
        found = next((rows for rows in ways if rows), [])
        for at, row in enumerate(found[: group.at_most]):
            for candidate in row:
                yield replace(candidate, path=f"{group.name}[{at}].{candidate.path}")

    def _rows(self, rows: Rows, group: Group, items: Sequence[FieldDef], pages: Pages) -> list[tuple[Candidate, ...]]:
        if rows.columns:
            part = self._part(pages)
            found = [part.in_cells(row.cells, items) for row in table_rows(pages, rows, self._kind)]
        else:
            parts = spans_of(pages, rows, self._kind, group).parts
            found = [self._part(part).candidates(items) for part in parts]
        return [row for row in found if _says_something(row, items)]

    def _part(self, pages: Pages) -> PartOfDocument:
        return PartOfDocument(pages, self._kind, self._judge, self._learned)

    def _in_force(self, items: Iterable[FieldDef]) -> list[FieldDef]:
        """The fields that the generation has; all while it is not known."""
        return [item for item in items if not (self._generation and item.generations) or self._is_of(item)]

    def _is_of(self, item: FieldDef) -> bool:
        return self._generation in item.generations


def _says_something(row: Sequence[Candidate], items: Iterable[FieldDef]) -> bool:
    """Whether it is a row at all: the number that a form prints before each empty line is none."""
    telling = {item.name for item in items if item.required or item.kind is not FieldKind.NUMBER}
    return any(candidate.path in telling for candidate in row)


def _regions(part: Pages, numbers: Iterable[int]) -> Iterator[tuple[int, Box]]:
    """The part of each page that bears words of the record."""
    wanted = set(numbers)
    for sheet in part.sheets:
        if sheet.number in wanted:
            yield sheet.number, around(word.box for line in sheet.lines for word in line.words)
