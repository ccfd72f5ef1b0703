"""Tables that a reader found on pages: cells in rows and columns, whatever drew them. Knows no picture and no engine.

Coordinates as in `dossier.reading`: boxes on the page picture, and on the upright page where lines are level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from dossier.words import Box, Word


class CellSource(StrEnum):
    """Which reading gave a cell its words."""

    CELL = "cell"
    """The cell alone was read."""
    PAGE = "page"
    """The reading of the whole page."""
    EMPTY = "empty"
    """There is no ink in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; a merged one stands at its first row and column."""

    text: str
    """As corrected, its printed lines joined by spaces."""
    as_read: str
    """What the reader saw."""
    words: tuple[Word, ...]
    """In reading order; where the second reader has been asked, with what it has in their places."""
    box: Box
    """On the page picture, between the rules."""
    upright: Box
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    confidence: float = 1.0
    """Mean over its signs, not calibrated; 1 for an empty cell."""
    lowest: float = 1.0
    """Confidence of its least sure sign."""
    page: int = 0
    """Index of its page, as the caller counts."""
    source: CellSource = CellSource.EMPTY
    continued: "Cell | None" = None
    """The rest of a cell that a page break cut; its words are in `text`, its place is its own."""

    @property
    def agreed(self) -> bool:
        """Both readers have the same here; of an empty cell, that neither has anything is not known."""
        rest = self.continued is None or self.continued.agreed
        return rest and bool(self.words) and all(word.agreed for word in self.words)

    def covers(self, row: int, column: int) -> bool:
        """Whether it lies on this row and column."""
        return 0 <= row - self.row < self.row_span and 0 <= column - self.column < self.column_span


@dataclass(frozen=True, slots=True, kw_only=True)
class SumCheck:
    """A printed total beside the sum of what it adds up; plain numbers."""

    row: int
    column: int
    """Where the total stands."""
    across: bool
    """It adds up its row, not its column."""
    printed: str
    summed: str
    difference: str
    """Printed less summed, with its sign; "0" where they agree."""

    @property
    def agrees(self) -> bool:
        """Whether the total is right, or the parts as read are."""
        return self.difference == "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells by row, then column; every place is covered by exactly one of them."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    header_rows: int
    """So many of the first rows are headings, with the row that numbers the columns, if there is one."""
    box: Box
    upright: Box
    edges: tuple[int, ...]
    """Where columns begin and the last one ends, on the upright page: one more than columns."""
    ruled: bool
    page: int = 0
    """Index of the page that it begins on."""
    last_page: int = 0
    page_height: int = 0
    """Of the upright page that it ends on."""
    bottom: int = 0
    """Where it ends on that page, upright."""
    sums: tuple[SumCheck, ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """The cell that covers a place."""
        return next(cell for cell in self.cells if cell.covers(row, column))

    def text(self, row: int, column: int) -> str:
        """What stands at a place; a merged cell has its text at its first one alone."""
        found = self.cell(row, column)
        return found.text if (found.row, found.column) == (row, column) else ""

    def texts(self) -> list[list[str]]:
        """All rows, headings included."""
        grid = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            grid[cell.row][cell.column] = cell.text
        return grid

    def heading(self, column: int) -> str:
        """The headings above a column from top to bottom, without the row of numbers: "Khối lượng Chi tiết"."""
        above: list[Cell] = []
        for row in range(self.header_rows):
            cell = self.cell(row, column)
            if cell not in above and not is_numbering(self, row):
                above.append(cell)
        return " ".join(cell.text for cell in above if cell.text)

    def body(self) -> range:
        """The rows below the headings."""
        return range(self.header_rows, self.rows)


_NUMBERING = "()[]. "


def numbering_of(texts: Sequence[str]) -> bool:
    """Whether a row numbers or letters its columns: "(1) (2) (3)", "A B 1 2 3=1x2"."""
    marks = [text.strip(_NUMBERING).split("=")[0].strip() for text in texts]
    filled = [mark for mark in marks if mark]
    if len(filled) < 3:
        return False
    numbers = [int(mark) for mark in filled if mark.isascii() and mark.isdigit() and len(mark) <= 2]
    if len(filled) < 0.6 * len(marks):
        # Lines of handwriting make columns that are none: only an unbroken count is believed then.
        return len(numbers) == len(filled) >= 4 and numbers == list(range(1, len(numbers) + 1))
    letters = [mark for mark in filled if len(mark) == 1 and mark.isalpha()]
    if len(numbers) + len(letters) < len(filled) - len(filled) // 5 or len(numbers) < 2:
        return False
    return numbers[0] <= 2 and all(1 <= b - a <= 2 for a, b in pairwise(numbers))


def is_numbering(table: Table, row: int) -> bool:
    """Whether a row of a table numbers its columns."""
    return numbering_of([table.text(row, column) for column in range(table.columns)])
