"""Which rows of a table are headings, and which of its columns is which. Texts only; knows no picture."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from dossier.rules.amounts import parse_number
from dossier.rules.table_sums import is_total
from dossier.tables import Cell, Table, is_numbering, numbering_of
from ocr.extraction.matching import dense, likeness

_MOST_ROWS = 4
_LEAST_WORDY = 0.5
_LEAST = 0.78
"""Likeness of a printed heading to a wanted one, folded and without spaces."""
_CONTAINED = 0.86
"""What a heading counts that has a wanted one within it, or is within it: "Số, ký hiệu" and "Số, ký hiệu văn bản"."""
_LEAST_CONTAINED = 5
_SAME_HEADS = 0.7


def header_rows(cells: Sequence[Cell], rows: int, columns: int) -> int:
    """How many of the first rows are headings; 0 for a table that goes on from another page.

    A row that numbers its columns ends them. Else the first row is one if it is of words, with the rows that its
    merged cells reach down to.
    """
    texts = [[""] * columns for _ in range(rows)]
    for cell in cells:
        texts[cell.row][cell.column] = cell.text
    for row in range(min(_MOST_ROWS, rows - 1)):
        if numbering_of(texts[row]):
            return row + 1
    if rows < 2 or not _is_wordy(texts[0], columns):
        return 0
    reach = max(cell.row + cell.row_span for cell in cells if cell.row == 0)
    if reach == rows or reach > _MOST_ROWS:
        return 1
    return reach


def _is_wordy(texts: Sequence[str], columns: int) -> bool:
    """Whether a row reads as headings: words in most places, no number or date alone, no total."""
    filled = [text for text in texts if text]
    if not filled or any(is_total(text) for text in filled[:1]):
        return False
    if any(_is_value(text) for text in filled):
        return False
    return len(filled) >= min(2, columns) and len(filled) >= _LEAST_WORDY * columns / 2


def _is_value(text: str) -> bool:
    """Whether a text is a number, a date or a document's number: what no heading is."""
    bare = "".join(text.split())
    figures = sum(char.isdigit() for char in bare)
    return parse_number(text) is not None or (figures >= 2 and figures >= 0.5 * len(bare))


def is_same_head(above: Table, below: Table) -> bool:
    """Whether the headings of a table are printed once more on the next page, all or the row of numbers alone."""
    if below.header_rows == 1 and all(not below.heading(column) for column in range(below.columns)):
        return True
    pairs = [(dense(above.heading(column)), dense(below.heading(column))) for column in range(above.columns)]
    told = [likeness(one, other) for one, other in pairs if one or other]
    return bool(told) and sum(score >= _LEAST for score in told) >= _SAME_HEADS * len(told)


def match_columns(table: Table, wanted: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """For each wanted name its column, by the headings printed above; names without a column are left out.

    `wanted` has the heading variants of each name. Marks, case, spaces and small reading errors do not count. The
    likeliest pairs are taken first, each name and each column once.
    """
    scores = []
    for column in range(table.columns):
        shown = {dense(text) for text in _headings(table, column)} - {""}
        for name, variants in wanted.items():
            score = max((_score(one, dense(variant)) for one, variant in product(shown, variants)), default=0.0)
            if score >= _LEAST:
                scores.append((-score, column, name))
    found: dict[str, int] = {}
    for _, column, name in sorted(scores):
        if name not in found and column not in found.values():
            found[name] = column
    return found


def _headings(table: Table, column: int) -> list[str]:
    """The whole heading, and the lowest part of one that is divided."""
    above = (table.text(row, column) for row in reversed(range(table.header_rows)) if not is_numbering(table, row))
    lowest = next((text for text in above if text), "")
    return [table.heading(column), lowest]


def _score(shown: str, wanted: str) -> float:
    if not shown or not wanted:
        return 0.0
    score = likeness(shown, wanted)
    shorter, longer = sorted((shown, wanted), key=len)
    if len(shorter) >= _LEAST_CONTAINED and shorter in longer:
        # The more of it, the likelier: "Số hồ sơ" rather than "Số".
        score = max(score, _CONTAINED * (0.9 + 0.1 * len(shorter) / len(longer)))
    return score
