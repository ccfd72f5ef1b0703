"""Rows of a group and records of a page that are lines of a printed table, told by the headings of its columns.

Totals, lines that only head a part of the table, and lines that merge several wanted columns are no rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from dossier.document_types import DocumentType
from dossier.looks import Column, Rows
from dossier.reading import Box, Word
from dossier.rules.table_sums import total_rows
from dossier.tables import Cell, Table, is_numbering
from ocr.extraction.found import Found
from ocr.extraction.labels import LabelledPage, labels_of
from ocr.extraction.lines import around
from ocr.extraction.matching import dense, find_phrase, likeness
from ocr.extraction.pages import Pages
from ocr.tables.joining import join_tables

_LIKE = 0.84
_WITHIN = 0.7
"""What a heading counts that holds the wanted one among other words."""
_EDGES_OFF = 0.03
_ABOVE = 3
"""So many of the first lines may be headings."""
_TALL = 2.6
"""Rows of an open table that are so many times as high as the usual one are what stands below it on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One line of a table: the cell of each field that has a column."""

    cells: Mapping[str, Cell]

    @property
    def regions(self) -> tuple[tuple[int, Box], ...]:
        """Its place on each page that it lies on."""
        boxes: dict[int, list[Box]] = {}
        for cell in self.cells.values():
            boxes.setdefault(cell.page, []).append(cell.box)
            if cell.continued is not None:
                boxes.setdefault(cell.continued.page, []).append(cell.continued.box)
        return tuple((page, around(found)) for page, found in sorted(boxes.items()))


def found_in_cell(cell: Cell) -> Found | None:
    """The words of a cell, with those that a page break cut off, or None for an empty one."""
    words = [*cell.words, *(cell.continued.words if cell.continued else ())]
    if not any(map(str.isalnum, "".join(word.text for word in words))):
        return None
    breaks = tuple(at for at in range(1, len(words)) if _is_below(words[at - 1], words[at]))
    return Found(words=tuple(words), page=cell.page, known_slot=True, breaks=breaks)


def table_rows(pages: Pages, rows: Rows, kind: DocumentType) -> list[TableRow]:
    """The lines below the headings that `rows` names, over all pages; none where no table has them."""
    pages = pages.on(rows.side)
    found: list[TableRow] = []
    above: tuple[Table, Mapping[str, int]] | None = None
    for table in _within(pages, rows, kind):
        mapped, heads = _mapped(table, rows.columns)
        if mapped is None and above is not None and _goes_on(above[0], table):
            mapped, heads = above[1], table.header_rows
        if mapped is None:
            continue
        above = table, mapped
        found += _rows_of(table, mapped, heads)
    return found


def _within(pages: Pages, rows: Rows, kind: DocumentType) -> Iterator[Table]:
    """The tables between the labels that open and close the part."""
    tables = join_tables([sheet.tables for sheet in sorted(pages.sheets, key=lambda sheet: sheet.number)])
    start, stop = _level(pages, rows.after, kind), _level(pages, rows.before, kind)
    if rows.after and start is None:
        return
    for table in tables:
        place = table.page, table.upright.y
        if (start is None or place >= start) and (stop is None or place <= stop):
            yield table


def _level(pages: Pages, texts: Sequence[str], kind: DocumentType) -> tuple[int, int] | None:
    """Page and height of the first of some labels."""
    wanted = {dense(text) for text in texts}
    for sheet in pages.sheets if wanted else ():
        for label in LabelledPage(sheet, labels_of(kind)).labels:
            if dense(label.text) in wanted:
                return sheet.number, sheet.rows[label.row].box.y
    return None


def _mapped(table: Table, columns: Sequence[Column]) -> tuple[Mapping[str, int] | None, int]:
    """The place of each field in the table, and how many of its lines are headings; None where too few are there.

    One of its first lines may be its headings though it was not taken for that: a line about the whole table, such as
    its class and year, may stand above them.
    """
    told = [table.heading(at) for at in range(table.columns)], max(1, table.header_rows)
    lines = [([table.text(row, at) for at in range(table.columns)], row + 1) for row in range(min(_ABOVE, table.rows))]
    tried = [(_matched(heads, columns), below) for heads, below in ([told] if table.header_rows else []) + lines]
    mapped, heads = max(tried, key=lambda each: len(each[0]), default=({}, 1))
    enough = len(mapped) >= min(len(columns), max(2, (len(columns) + 1) // 2))
    return (mapped if enough else None), max(heads, table.header_rows)


def _matched(heads: Sequence[str], columns: Sequence[Column]) -> Mapping[str, int]:
    """Fields with the column whose heading is most like theirs; each column is of one field at most."""
    scores = [
        (max(_score(head, wanted) for wanted in column.headings), len(head), place, column.field)
        for column in columns
        for place, head in enumerate(heads)
    ]
    mapped: dict[str, int] = {}
    for score, _, place, field in sorted(scores, key=lambda each: (-each[0], each[1])):
        if score >= _LIKE * _WITHIN and field not in mapped and place not in mapped.values():
            mapped[field] = place
    return mapped


def _score(head: str, wanted: str) -> float:
    own, other = dense(head), dense(wanted)
    if not own:
        return 0.0
    whole = likeness(own, other)
    if whole >= _LIKE:
        return whole
    span = find_phrase([dense(word) for word in head.split()], wanted, at_least=_LIKE)
    # A short heading within a longer one is another one: "Ngày" in "Ngày sinh" of the father.
    return span.score * _WITHIN + len(other) / len(own) * (1 - _WITHIN) if span and 2 * len(other) > len(own) else 0.0


def _goes_on(above: Table, below: Table) -> bool:
    """Whether a table without headings has the columns of one on a page before."""
    if below.header_rows or below.page <= above.page or below.columns != above.columns:
        return False
    one, other = (
        [(edge - each.edges[0]) / max(1, each.edges[-1] - each.edges[0]) for edge in each.edges]
        for each in (above, below)
    )
    return all(abs(left - right) <= _EDGES_OFF for left, right in zip(one, other, strict=True))


def _rows_of(table: Table, mapped: Mapping[str, int], heads: int) -> Iterator[TableRow]:
    totals = set(total_rows(table))
    for row in range(heads, _end(table, heads)):
        cells = {field: table.cell(row, column) for field, column in mapped.items()}
        merged = len({id(cell) for cell in cells.values()}) < len(cells)
        if row not in totals and not merged and not is_numbering(table, row):
            yield TableRow(cells=cells)


def _end(table: Table, heads: int) -> int:
    """Where the rows end: columns of an open table may run on into the lines for signatures below it."""
    heights = [table.cell(row, 0).upright.h for row in range(heads, table.rows)]
    if table.ruled or len(heights) < _ABOVE:
        return table.rows
    usual = median(heights)
    return next((heads + at for at, height in enumerate(heights) if at and height > _TALL * usual), table.rows)


def _is_below(above: Word, word: Word) -> bool:
    return word.upright.y > above.upright.y + 0.6 * above.upright.h or word.upright.x < above.upright.x
