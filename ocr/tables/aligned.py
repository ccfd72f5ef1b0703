"""Columns without rules: words that stand below each other with the same gaps between, line after line.

Only what is surely a table is taken: at least three columns, or two of which the last holds numbers, over at least
four rows. Letterheads, signatures and numbered paragraphs are not.
"""

import bisect
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dossier.reading import Box, Word
from dossier.rules.amounts import parse_number
from dossier.rules.table_sums import is_total
from ocr.extraction.lines import Line, rows_of
from ocr.tables.grid import Grid, Place
from ocr.tables.page import TablePage

_GUTTER = 0.42
"""A gap of so many letter heights, over all lines, parts columns; spaces between words are half as wide, and never
one below the other."""
_LEAST_ROWS = 4
_FAR = 4.0
"""Lines farther apart than so many letter heights do not belong together."""
_FEW = 0.5
_SHORT = 5
_WIDE = 10
_STAYING = 0.6
"""A line that leaves fewer of the gaps than this ends the columns; later ones must leave them all."""
_MOST_HEADS, _CLOSE = 3, 2.2
_LOOK = 7
_OVER = 0.2
"""Of a letter's height a row begins above its first line, where marks stand."""


@dataclass(frozen=True, slots=True)
class _Gutter:
    start: int
    stop: int

    @property
    def middle(self) -> int:
        return (self.start + self.stop) // 2


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed line, and from where to where its pieces reach."""

    line: Line
    spans: tuple[tuple[int, int], ...]
    level: float
    height: float

    @classmethod
    def of_words(cls, line: Line) -> "_Row":
        return cls._of(line, tuple((word.upright.x, word.upright.right) for word in line.words))

    @classmethod
    def of_ink(cls, line: Line, page: TablePage) -> "_Row":
        """By the ink itself: the reader may take two columns for one word."""
        spans = [span for word in line.words for span in _ink_spans(word, page)]
        return cls._of(line, tuple(spans))

    @classmethod
    def _of(cls, line: Line, spans: tuple[tuple[int, int], ...]) -> "_Row":
        return cls(line, spans, line.level, line.height)


def _ink_spans(word: Word, page: TablePage) -> list[tuple[int, int]]:
    box = page.on_grey(word.upright)
    part = page.grey[box.y : box.bottom, box.x : box.right]
    whole = (word.upright.x, word.upright.right)
    if part.size == 0 or len(word.text) < 2:
        return [whole]
    inner = part[part.shape[0] // 8 : part.shape[0] - part.shape[0] // 8 or None].min(axis=0).astype(np.int16)
    # Percentiles of every word of a page would cost more than all the rest.
    ground, dark = float(part.max()), float(part.min())
    inked = np.flatnonzero(inner < ground - 0.45 * (ground - dark))
    if not len(inked):
        return [whole]
    cuts = np.flatnonzero(np.diff(inked) > _GUTTER * part.shape[0])
    starts, stops = inked[np.concatenate([[0], cuts + 1])], inked[np.concatenate([cuts, [len(inked) - 1]])] + 1
    return [
        (round((box.x + int(start)) / page.scale), round((box.x + int(stop)) / page.scale))
        for start, stop in zip(starts, stops, strict=True)
    ]


def find_aligned(page: TablePage, words: Sequence[Word]) -> list[Grid]:
    """Aligned columns among words of a page, from top to bottom; boxes in pixels of the grey page."""
    groups: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        if any(map(str.isalnum, word.text)):
            groups.setdefault((word.block, word.line), []).append(word)
    printed = [Line(words=tuple(sorted(row, key=lambda word: word.upright.x)), page=0) for row in groups.values()]
    lines = rows_of(sorted(printed, key=lambda line: (line.level, line.box.x)))
    rows = [_Row.of_words(line) for line in lines]
    if not any(_promising(rows, at) for at in range(len(rows) - _LEAST_ROWS + 1)):
        return []
    rows = [_Row.of_ink(line, page) for line in lines]
    wealth = [_wealth(rows, at) for at in range(len(rows))]
    every = [(at, *_run(rows, at)) if wealth[at] else (at, at + 1, []) for at in range(len(rows))]
    found = []
    start = 0
    while start < len(rows):
        runs = [run for run in every[start : start + _LOOK] if run[2]]
        begin, stop, gutters = max(runs, key=_extent, default=(start, start + 1, []))
        begin = _with_heads(rows, start, begin, gutters)
        if gutters and (grid := _grid(page, rows[begin:stop], gutters)) is not None:
            found.append(grid)
            start = stop
        else:
            start += 1
    return found


def _extent(run: tuple[int, int, list[_Gutter]]) -> int:
    """Places that a run of lines has: headings may cross some gaps, and a line too early makes columns of chance."""
    begin, stop, gutters = run
    return (stop - begin) * (len(gutters) + 1) if gutters else 0


def _with_heads(rows: Sequence[_Row], lowest: int, begin: int, gutters: Sequence[_Gutter]) -> int:
    """Where headings begin: lines close above that stand in most columns, though they cross a gap here and there."""
    edges = sorted(gutter.middle for gutter in gutters)
    start = begin
    while start > max(lowest, begin - _MOST_HEADS):
        head, below = rows[start - 1], rows[start]
        if below.level - head.level > _CLOSE * max(head.height, below.height):
            break
        columns = {bisect.bisect(edges, (left + right) // 2) for left, right in head.spans}
        wide = len(_kept(gutters, head))
        if len(columns) < _FEW * (len(edges) + 1) or wide < _FEW * len(edges):
            break
        start -= 1
    return start


def _promising(rows: Sequence[_Row], start: int) -> bool:
    """Whether lines may be columns: several gaps, or one before figures. Letterheads and signatures have one alone."""
    gaps = _wealth(rows, start)
    ends = sum(_has_figure(row.line.words[-1].text) for row in rows[start : start + _LEAST_ROWS])
    return gaps > 1 or (gaps == 1 and ends >= _LEAST_ROWS - 1)


def _wealth(rows: Sequence[_Row], start: int) -> int:
    """How many gaps the lines from here on share."""
    return len(_first_gutters(rows[start : start + _LEAST_ROWS]))


def _first_gutters(rows: Sequence[_Row]) -> list[_Gutter]:
    """The gaps that no word of some lines crosses, between their left and right ends."""
    gap = _FAR * max(row.height for row in rows)
    if any(below.level - above.level > gap for above, below in pairwise(rows)):
        return []
    left, right = min(row.spans[0][0] for row in rows), max(row.spans[-1][1] for row in rows)
    gutters = [_Gutter(left, right)]
    least = _GUTTER * statistics.median(row.height for row in rows)
    for row in rows:
        gutters = _cut(gutters, row, least)
    return [gutter for gutter in gutters if gutter.start > left and gutter.stop < right]


def _cut(gutters: Sequence[_Gutter], row: _Row, least: float) -> list[_Gutter]:
    """The parts of gaps that are left beside the words of a line, where they are wide enough."""
    free = []
    for gutter in gutters:
        at = gutter.start
        for x, right in row.spans:
            if right <= at or x >= gutter.stop:
                continue
            if x - at >= least:
                free.append(_Gutter(at, x))
            at = max(at, right)
        if gutter.stop - at >= least:
            free.append(_Gutter(at, gutter.stop))
    return free


def _run(rows: Sequence[_Row], start: int) -> tuple[int, list[_Gutter]]:
    """How far lines keep to the gaps of the first, and the gaps that stay."""
    gutters = _first_gutters(rows[start : start + _LEAST_ROWS])
    stop = start + _LEAST_ROWS
    while gutters and stop < len(rows):
        row, above = rows[stop], rows[stop - 1]
        if row.level - above.level > _FAR * max(row.height, above.height):
            break
        kept = _kept(gutters, row)
        settled = stop - start >= 2 * _LEAST_ROWS - 2
        if len(kept) == len(gutters) or (len(kept) >= _STAYING * len(gutters) and not settled):
            gutters = kept
        elif not (is_total(" ".join(row.line.text.split()[:2])) and len(kept) >= _FEW * len(gutters)):
            break
        stop += 1
    return stop, gutters


def _kept(gutters: Sequence[_Gutter], row: _Row) -> list[_Gutter]:
    """Of each gap its widest part that is left beside the words of a line."""
    kept = []
    for gutter in gutters:
        free = _cut([gutter], row, _GUTTER * row.height)
        if free:
            kept.append(max(free, key=lambda one: one.stop - one.start))
    return kept


def _grid(page: TablePage, found: Sequence[_Row], gutters: Sequence[_Gutter]) -> Grid | None:
    lines = [row.line for row in found]
    box = lines[0].box
    for line in lines[1:]:
        box = box.union(line.box)
    edges = [box.x, *(gutter.middle for gutter in sorted(gutters, key=lambda one: one.start)), box.right]
    table = [[_text(row, left, right) for left, right in pairwise(edges)] for row in found]
    rows = _rows(lines, table)
    if len(rows) < _LEAST_ROWS or not _is_table(table):
        return None
    lean = _lean(lines)
    tops = [
        min(line.level - lean * line.middle - (0.5 + _OVER) * line.height for line in lines[start:stop])
        for start, stop in rows
    ]
    last = max(line.level - lean * line.middle + (0.5 + _OVER) * line.height for line in lines)
    # A row reaches down to where the next begins, the last to its own end.
    bottoms = [*tops[1:], last]
    places = []
    for row, (top, bottom) in enumerate(zip(tops, bottoms, strict=True)):
        for column, (left, right) in enumerate(pairwise(edges)):
            y = max(0, round(top + lean * (left + right) / 2))
            place = page.on_grey(Box(x=left, y=y, w=max(1, right - left), h=max(1, round(bottom - top))))
            places.append(Place(row=row, column=column, row_span=1, column_span=1, box=place))
    return Grid(
        places=tuple(places),
        rows=len(rows),
        columns=len(edges) - 1,
        edges=tuple(round(edge * page.scale) for edge in edges),
        box=page.on_grey(box),
    )


def _lean(lines: Sequence[Line]) -> float:
    """The slope of the lines, which levelling the page has left: over its width a third of a degree makes a line."""
    slopes = []
    for line in lines:
        first, final = line.words[0].upright, line.words[-1].upright
        across = final.x + final.w / 2 - first.x - first.w / 2
        if across > _WIDE * line.height:
            slopes.append((final.y + final.h / 2 - first.y - first.h / 2) / across)
    return statistics.median(slopes) if slopes else 0.0


def _text(row: _Row, left: int, right: int) -> str:
    """The words in a column; a sign that stands for ink where none is the column's own."""
    words = [word.text for word in row.line.words if left <= word.upright.x + word.upright.w / 2 < right]
    inked = any(left <= (start + stop) / 2 < right for start, stop in row.spans)
    return " ".join(words) or ("·" if inked else "")


def _is_table(table: Sequence[Sequence[str]]) -> bool:
    """Whether rows of texts are a table: columns filled, and one at least of numbers, dates or document numbers."""
    columns = list(zip(*table, strict=True))
    filled = [[text for text in column if text] for column in columns]
    if any(len(texts) < _LEAST_ROWS - 1 for texts in filled):
        return False
    figures = [sum(_has_figure(text) for text in texts) >= max(3, 0.6 * len(texts)) for texts in filled]
    if len(columns) == 2:
        numbers = [text for text in filled[1] if parse_number(text) is not None]
        return len(numbers) >= max(_LEAST_ROWS - 1, 0.7 * len(filled[1]))
    return any(figures)


def _has_figure(text: str) -> bool:
    return any(map(str.isdigit, text))


def _rows(lines: Sequence[Line], table: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Lines in rows: a row begins where the first column is filled, or else where most columns are.

    Where neither tells, lines that follow more closely than others and leave columns empty go on in the row above.
    """
    steps = [below.level - above.level for above, below in pairwise(lines)]
    typical = statistics.median(steps) if steps else 0.0
    firsts = [texts[0] for texts in table if texts[0]]
    short = sum(len(text) <= _SHORT for text in firsts)
    by_number = len(firsts) >= 3 and short >= 0.8 * len(firsts) and any(map(_has_figure, firsts))
    starts = [0]
    for at in range(1, len(lines)):
        filled = sum(map(bool, table[at]))
        if by_number:
            begins = bool(table[at][0]) or (_has_figure(table[at][-1]) and filled > 1)
        else:
            begins = filled > _FEW * len(table[at]) or steps[at - 1] > 1.3 * typical
        if begins:
            starts.append(at)
    return list(pairwise([*starts, len(lines)]))
