"""Tables of one page: ruled ones cell by cell, then aligned columns among the words that are left.

Runs in a worker process, after the page has been read. A page without rules and without columns costs a look at both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from dossier.reading import Box, Word
from dossier.rules.table_sums import with_sums
from dossier.tables import Cell, CellSource, Table
from ocr.agreement import with_overruled
from ocr.engines.engine import OcrEngine
from ocr.readers import Language
from ocr.tables.aligned import find_aligned
from ocr.tables.cells import CellReader, Content, sureness
from ocr.tables.figures import with_figures
from ocr.tables.grid import Grid, Place, find_grid
from ocr.tables.headings import header_rows
from ocr.tables.page import TablePage
from ocr.tables.rules import find_ruled

_LEAST_FILLED = 4
_LEAST_WORDED = 3
_MOST_CELLS = 4000
_LEVEL = 0.6
"""Words of a merged cell that are level within so much of their height are one line, whatever the reader counted."""
_GAP = 1.2
"""A gap wider than so many letter heights parts what stands in a merged cell."""


def find_tables(page: TablePage, engine: OcrEngine, language: Language) -> tuple[Table, ...]:
    """The tables of an upright page from top to bottom; what the engine raises."""
    reader = CellReader(page, engine, language)
    found = []
    for ruled in find_ruled(page.grey, page.dpi):
        grid = find_grid(ruled)
        if grid is not None and len(grid.places) <= _MOST_CELLS and _has_words(page, grid):
            table = _table(page, grid, list(_cells(page, grid, reader)), ruled=True)
            if _is_filled(table):
                found.append(table)
    free = [word for word in page.words if not any(_inside(word.upright, table.upright) for table in found)]
    for aligned in find_aligned(page, free):
        cells = list(_cells(page, aligned, reader, ruled=False))
        found.append(_table(page, aligned, cells, ruled=False))
    return tuple(sorted(found, key=lambda table: (table.upright.y, table.upright.x)))


def _table(page: TablePage, grid: Grid, cells: list[Cell], *, ruled: bool) -> Table:
    upright = page.upright(grid.box)
    heads = header_rows(cells, grid.rows, grid.columns)
    table = Table(
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        rows=grid.rows,
        columns=grid.columns,
        header_rows=heads,
        box=page.placing.on_picture(upright),
        upright=upright,
        edges=tuple(round(edge / page.scale) for edge in grid.edges),
        ruled=ruled,
        page=page.number,
        last_page=page.number,
        page_height=page.placing.size[1],
        bottom=upright.bottom,
    )
    return with_sums(with_figures(table))


def _cells(page: TablePage, grid: Grid, reader: CellReader, *, ruled: bool = True) -> Iterator[Cell]:
    for place in grid.places:
        merged = place.column_span > 1 and place.row_span == 1
        content = reader.read(place.box, ruled=ruled, merged=merged)
        if merged and content.words:
            yield from _parted(page, grid, place, content)
        else:
            yield _cell(page, place, content)


def _cell(page: TablePage, place: Place, content: Content) -> Cell:
    words = content.words
    upright = page.upright(place.box)
    return Cell(
        text=" ".join(word.text for word in words),
        as_read=" ".join(word.as_read or word.text for word in words),
        words=words,
        box=page.placing.on_picture(upright),
        upright=upright,
        row=place.row,
        column=place.column,
        row_span=place.row_span,
        column_span=place.column_span,
        confidence=sureness(words),
        lowest=min((word.lowest for word in words), default=1.0),
        page=page.number,
        source=content.source,
    )


def _parted(page: TablePage, grid: Grid, place: Place, content: Content) -> Iterator[Cell]:
    """A merged cell of a row of figures: each stands in the column that it stands under. Words keep the whole cell."""
    pieces = _pieces(content.words)
    columns = [_column(page, grid, piece) for piece in pieces]
    # Text that begins a merged cell is a label; only what has figures is under a column of its own.
    ordered = all(one < other for one, other in pairwise(columns))
    if not ordered or not any(_has_figures(piece) for piece in pieces) or (len(pieces) == 1 and _is_wordy(pieces[0])):
        yield _cell(page, place, content)
        return
    stop = place.column + place.column_span
    starts = dict(zip(columns, pieces, strict=True))
    first = min(starts)
    if not _has_figures(starts[first]) and first > place.column:
        # A label centred over several columns begins where they do.
        starts[place.column] = starts.pop(first)
    column = place.column
    while column < stop:
        end = column + 1
        if column in starts and not _has_figures(starts[column]):
            end = min((other for other in starts if other > column), default=stop)
        part = Place(
            row=place.row, column=column, row_span=1, column_span=end - column, box=_band(grid, place, column, end)
        )
        words = starts.get(column, ())
        source = content.source if words else CellSource.EMPTY
        yield _cell(page, part, Content(words=tuple(words), source=source))
        column = end


def _band(grid: Grid, place: Place, start: int, stop: int) -> Box:
    x, right = max(place.box.x, grid.edges[start]), min(place.box.right, grid.edges[stop])
    return Box(x=x, y=place.box.y, w=max(1, right - x), h=place.box.h)


def _pieces(words: Sequence[Word]) -> list[list[Word]]:
    """Words of a cell cut at wide gaps; of one with several lines, the whole."""
    levels = [word.upright.y + word.upright.h / 2 for word in words]
    if max(levels) - min(levels) > _LEVEL * max(word.upright.h for word in words):
        return [list(words)]
    row = sorted(words, key=lambda word: word.upright.x)
    pieces = [[row[0]]]
    for before, word in pairwise(row):
        if word.upright.x - before.upright.right > _GAP * word.upright.h:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _column(page: TablePage, grid: Grid, piece: Sequence[Word]) -> int:
    """The column that most of a piece stands under."""
    start, stop = (edge * page.scale for edge in (piece[0].upright.x, piece[-1].upright.right))
    shares = [min(stop, right) - max(start, left) for left, right in pairwise(grid.edges)]
    return max(range(len(shares)), key=lambda at: shares[at])


def _has_figures(words: Sequence[Word]) -> bool:
    text = "".join(word.text for word in words)
    return sum(char.isdigit() for char in text) > 0.5 * len(text)


def _is_wordy(words: Sequence[Word]) -> bool:
    return not _has_figures(words)


def _has_words(page: TablePage, grid: Grid) -> bool:
    """Whether the page's words stand in several of its places: asked before any is read, since frames may be large."""
    boxes = [page.upright(place.box) for place in grid.places]
    return sum(any(_inside(word.upright, box) for word in page.words) for box in boxes) >= _LEAST_WORDED


def _is_filled(table: Table) -> bool:
    """Whether it holds enough to be a table: a frame with a picture or a seal in it does not."""
    filled = [cell for cell in table.cells if any(map(str.isalnum, cell.text))]
    beside = [row for row in range(table.rows) if sum(cell.row == row for cell in filled) > 1]
    return len(filled) >= _LEAST_FILLED and bool(beside)


def _inside(word: Box, table: Box) -> bool:
    x, y = word.x + word.w / 2, word.y + word.h / 2
    return table.x <= x < table.right and table.y <= y < table.bottom


def confirmed(tables: Sequence[Table], second: Sequence[Word]) -> tuple[Table, ...]:
    """The tables with what the second reader has at the place of every word of theirs; see `ocr.agreement`."""
    found = []
    for table in tables:
        words = [word for cell in table.cells for word in cell.words]
        told = iter(with_overruled(words, second))
        cells = tuple(replace(cell, words=tuple(next(told) for _ in cell.words)) for cell in table.cells)
        found.append(replace(table, cells=cells))
    return tuple(found)
