"""Tables that go on over pages, as one. Knows tables only; each cell keeps its own page and boxes."""

from collections.abc import Sequence
from dataclasses import replace

from dossier.rules.table_sums import is_total, with_sums
from dossier.tables import Cell, CellSource, Table
from ocr.tables.headings import is_same_head

_OFF = 0.025
"""How far an edge may lie from that of the page before, as a part of the table's width."""
_LOWEST, _HIGHEST = 0.55, 0.45
"""A table that goes on ends below, and its rest begins above, so much of the page."""


def join_tables(pages: Sequence[Sequence[Table]]) -> tuple[Table, ...]:
    """The tables of consecutive pages of one document, those that a page break parts put together.

    The last table of a page goes on in the first of the next if its columns stand alike, and that has no headings or
    the same once more. A row that the break cut, its first place empty on the new page, is put together too.
    """
    found: list[Table] = []
    open_table = False
    for tables in pages:
        for at, table in enumerate(tables):
            if at == 0 and open_table and found and _goes_on(found[-1], table):
                found[-1] = _joined(found[-1], table)
            else:
                found.append(table)
        open_table = bool(tables)
    return tuple(found)


def _goes_on(above: Table, below: Table) -> bool:
    if above.columns != below.columns or above.ruled != below.ruled or below.page != above.last_page + 1:
        return False
    low = above.bottom >= _LOWEST * above.page_height
    if not low or below.upright.y > _HIGHEST * below.page_height or not _alike(above.edges, below.edges):
        return False
    return below.header_rows == 0 or is_same_head(above, below)


def _alike(above: Sequence[int], below: Sequence[int]) -> bool:
    one, other = ([(edge - edges[0]) / max(1, edges[-1] - edges[0]) for edge in edges] for edges in (above, below))
    return all(abs(left - right) <= _OFF for left, right in zip(one, other, strict=True))


def _joined(above: Table, below: Table) -> Table:
    rest = [cell for cell in below.cells if cell.row >= below.header_rows]
    cells = list(above.cells)
    skipped = below.header_rows
    if _is_cut(above, below):
        first = {cell.column: cell for cell in rest if cell.row == skipped}
        cells = [
            _continued(cell, first[cell.column])
            if cell.row + cell.row_span == above.rows and cell.column in first
            else cell
            for cell in cells
        ]
        rest = [cell for cell in rest if cell.row > skipped]
        skipped += 1
    cells += [replace(cell, row=cell.row - skipped + above.rows) for cell in rest]
    joined = replace(
        above,
        cells=tuple(cells),
        rows=above.rows + below.rows - skipped,
        last_page=below.last_page,
        page_height=below.page_height,
        bottom=below.bottom,
    )
    return with_sums(joined)


def _is_cut(above: Table, below: Table) -> bool:
    """Whether the first row of the rest ends the last row above: it has no number of its own, which others have."""
    row, last = below.header_rows, above.rows - 1
    texts = [below.text(row, column) for column in range(below.columns)]
    starts = [above.text(at, 0) for at in above.body()]
    single = all(cell.row_span == 1 and cell.column_span == 1 for cell in (*_row(above, last), *_row(below, row)))
    numbered = bool(starts) and sum(map(bool, starts)) > 0.5 * len(starts) and bool(starts[-1])
    return single and numbered and not texts[0] and any(texts) and not any(map(is_total, texts))


def _row(table: Table, row: int) -> list[Cell]:
    return [cell for cell in table.cells if cell.covers(row, cell.column)]


def _continued(cell: Cell, rest: Cell) -> Cell:
    if rest.source is CellSource.EMPTY:
        return cell
    return replace(
        cell,
        text=f"{cell.text} {rest.text}".strip(),
        as_read=f"{cell.as_read} {rest.as_read}".strip(),
        confidence=min(cell.confidence, rest.confidence),
        lowest=min(cell.lowest, rest.lowest),
        continued=rest,
    )
