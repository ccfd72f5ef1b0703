"""Cells from rules: where the rows and columns of a ruled part of a page run, and which of its places are merged.

Not holes between lines, which leak where a rule is broken: between every two neighbouring places of the grid it is
asked how much of a rule is there.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.reading import Box
from ocr.tables.rules import Mask, Ruled

_SAME_MM = 1.7
"""Rules nearer than this are one, be they double; the lowest rows are over three."""
_OFF_MM = 0.7
"""How far a rule may lie from where the grid expects it."""
_LEAST_COVER = 0.6
"""So much of a side must be ruled; the rest is broken."""
_SHORT_MM, _SHORT_COVER = 8.0, 0.85
_LONG_ACROSS_MM, _LONG_DOWN_MM = 12.0, 30.0
"""Longer than any stroke of print, and than stems of letters that stand below each other line after line."""
_END_MM = 0.6
"""So near to another rule a short one ends."""
_OPEN_MM = 6.0
"""So far rules that run across may stand out over the last one that runs down, before they make an open column."""
_LEAST_OPEN = 0.6
_MOST_SLOPE = 0.02
_MOST = 0.6
_PALE = 0.35
"""Paler than so much of the others is no rule of this side."""
_BESIDE_MM, _OUTER = 0.8, 0.12
"""How far a rule may lie outside of those that cross it, and how much of their length may reach still farther."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cell of a grid. `box` is what its rules enclose, in pixels of the page that was given, rules left out."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Places by row, then column, and the edges of the columns; pixels of the page that was given."""

    places: tuple[Place, ...]
    rows: int
    columns: int
    edges: tuple[int, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A piece of a rule: from where to where it runs, and its distance from the axis once the lean is taken off."""

    start: int
    stop: int
    level: float
    ink: float
    """How dark it is, summed over its thickness."""


def find_grid(ruled: Ruled) -> Grid | None:
    """The grid of a ruled part of a page; None for a frame, a form's lines, a chart."""
    rows_lean, columns_lean = _lean(ruled.across, ruled), _lean(ruled.down.T, ruled)
    flat = _own(_strokes(ruled.across, ruled.darker, rows_lean), ruled)
    upright = _own(_strokes(ruled.down.T, ruled.darker.T, columns_lean), ruled)
    flat, upright = _between(flat, upright, ruled), _between(upright, flat, ruled)
    rows = _levels([stroke for stroke in flat if stroke.stop - stroke.start >= ruled.mm(_LONG_ACROSS_MM)], ruled)
    columns = _levels([stroke for stroke in upright if _stands(stroke, rows, ruled)], ruled)
    columns = _with_open_sides(columns, flat, ruled)
    rows = _levels(_parting(flat, columns, ruled), ruled)
    if len(rows) < 3 or len(columns) < 3 or not _is_drawn(rows, columns, flat, upright, ruled):
        return None
    sides = _Sides(ruled, rows, columns, rows_lean, columns_lean)
    spans = _merged(sides, len(rows) - 1, len(columns) - 1)
    if len(spans) < 4:
        return None
    places = tuple(
        Place(
            row=top,
            column=left,
            row_span=bottom - top,
            column_span=right - left,
            box=sides.box(top, left, bottom, right),
        )
        for top, left, bottom, right in spans
    )
    middle = len(rows) // 2
    edges = tuple(sides.point(middle, column)[0] for column in range(len(columns)))
    corner, end = sides.point(0, 0), sides.point(len(rows) - 1, len(columns) - 1)
    box = Box(x=corner[0], y=corner[1], w=max(1, end[0] - corner[0]), h=max(1, end[1] - corner[1]))
    return Grid(places=places, rows=len(rows) - 1, columns=len(columns) - 1, edges=edges, box=box)


def _lean(mask: NDArray[np.uint8], ruled: Ruled) -> float:
    """The slope of the long rules that run across a mask: what levelling the page has left."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask), connectivity=8)
    slopes, weights = [], []
    longest = stats[1:, 2].max(initial=0)
    for number in np.flatnonzero(stats[:, 2] >= max(ruled.mm(_LONG_ACROSS_MM), longest / 2)):
        if number == 0:
            continue
        x, y, w, h = stats[number, :4]
        down, along = np.nonzero(labels[y : y + h, x : x + w] == number)
        slopes.append(float(np.polyfit(along, down, 1)[0]))
        weights.append(int(w))
    if not slopes:
        return 0.0
    order = np.argsort(slopes)
    half = np.cumsum(np.array(weights)[order])
    return float(np.clip(slopes[order[int(np.searchsorted(half, half[-1] / 2))]], -_MOST_SLOPE, _MOST_SLOPE))


def _strokes(mask: NDArray[np.uint8], darker: NDArray[np.uint8], lean: float) -> list[_Stroke]:
    """The pieces that run across a mask."""
    count, labels, stats, centres = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask), connectivity=8)
    inked = np.bincount(labels.ravel(), weights=darker.ravel(), minlength=count)
    return [
        _Stroke(int(x), int(x + w), float(centre[1] - lean * centre[0]), float(sum_) / int(w))
        for (x, _, w, _, _), centre, sum_ in zip(stats[1:], centres[1:], inked[1:], strict=True)
    ]


def _own(strokes: Sequence[_Stroke], ruled: Ruled) -> list[_Stroke]:
    """Without what shines through from a table on the other side, which is paler by far."""
    long = [stroke for stroke in strokes if stroke.stop - stroke.start >= ruled.mm(_LONG_ACROSS_MM)]
    if not long:
        return []
    typical = float(np.percentile([one.ink for one in long], 75))
    return [stroke for stroke in strokes if stroke.ink >= _PALE * typical]


def _between(strokes: Sequence[_Stroke], crossing: Sequence[_Stroke], ruled: Ruled) -> list[_Stroke]:
    """Those that lie where the ones that cross them are: not the edge of the paper, a lid, a fold over the page."""
    long = [stroke for stroke in crossing if stroke.stop - stroke.start >= ruled.mm(_LONG_ACROSS_MM)]
    if not long:
        return []
    edge = ruled.mm(_BESIDE_MM)
    lengths = np.array([one.stop - one.start for one in long])
    order = np.argsort([one.start for one in long])
    share = np.cumsum(lengths[order]) / lengths.sum()
    start = long[int(order[int(np.searchsorted(share, _OUTER))])].start
    order = np.argsort([-one.stop for one in long])
    share = np.cumsum(lengths[order]) / lengths.sum()
    stop = long[int(order[int(np.searchsorted(share, _OUTER))])].stop
    return [stroke for stroke in strokes if start - edge <= stroke.level <= stop + edge]


def _levels(strokes: Sequence[_Stroke], ruled: Ruled) -> list[float]:
    """Where rules run: levels that lie together as one, weighed by length."""
    groups: list[list[_Stroke]] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.level):
        if groups and stroke.level - groups[-1][-1].level < ruled.mm(_SAME_MM):
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return [
        float(np.average([one.level for one in group], weights=[one.stop - one.start for one in group]))
        for group in groups
    ]


def _stands(stroke: _Stroke, rows: Sequence[float], ruled: Ruled) -> bool:
    """Whether a piece that runs down is a rule: very long, or from one rule to another; stems of letters end before."""
    if stroke.stop - stroke.start >= ruled.mm(_LONG_DOWN_MM):
        return True
    reach = max(1.5, ruled.mm(_END_MM))
    ends = [any(abs(end - row) < reach for row in rows) for end in (stroke.start, stroke.stop)]
    return all(ends) and stroke.stop - stroke.start > 2 * reach


def _parting(strokes: Sequence[_Stroke], columns: Sequence[float], ruled: Ruled) -> list[_Stroke]:
    """The pieces that run across and part places: together with others at their level from one column to the next."""
    found = []
    for stroke in strokes:
        beside = [one for one in strokes if abs(one.level - stroke.level) < ruled.mm(_SAME_MM / 2)]
        for left, right in itertools.pairwise(columns):
            if stroke.stop <= left or stroke.start >= right:
                continue
            covered = sum(max(0.0, min(one.stop, right) - max(one.start, left)) for one in beside)
            if covered >= _LEAST_COVER * (right - left):
                found.append(stroke)
                break
    return found


def _with_open_sides(columns: list[float], flat: Sequence[_Stroke], ruled: Ruled) -> list[float]:
    """Columns, with one at either side where most rules go on beyond the last that runs down."""
    long = [stroke for stroke in flat if stroke.stop - stroke.start >= ruled.box.w / 2]
    if not columns or len(long) < 3:
        return columns
    out = ruled.mm(_OPEN_MM)
    starts, stops = [stroke.start for stroke in long], [stroke.stop for stroke in long]
    found = list(columns)
    if sum(start < columns[0] - out for start in starts) >= _LEAST_OPEN * len(long):
        found.insert(0, float(np.median(starts)))
    if sum(stop > columns[-1] + out for stop in stops) >= _LEAST_OPEN * len(long):
        found.append(float(np.median(stops)))
    return found


def _is_drawn(
    rows: Sequence[float], columns: Sequence[float], flat: Sequence[_Stroke], upright: Sequence[_Stroke], ruled: Ruled
) -> bool:
    """Whether three rules run over most of its width and two over most of its height: strokes of print do not."""
    width, height = columns[-1] - columns[0], rows[-1] - rows[0]
    wide = sum(_length(flat, level, ruled) >= _MOST * width for level in rows)
    high = sum(_length(upright, level, ruled) >= _MOST * height for level in columns)
    return wide >= 3 and high >= 2


def _length(strokes: Sequence[_Stroke], level: float, ruled: Ruled) -> int:
    near = ruled.mm(_SAME_MM / 2)
    return sum(one.stop - one.start for one in strokes if abs(one.level - level) < near)


class _Sides:
    """Which sides of the places of a grid are ruled, and where its corners are."""

    def __init__(
        self, ruled: Ruled, rows: Sequence[float], columns: Sequence[float], rows_lean: float, columns_lean: float
    ) -> None:
        self._ruled = ruled
        self._rows, self._columns = rows, columns
        self._rows_lean, self._columns_lean = rows_lean, columns_lean
        reach = 2 * max(1, round(ruled.mm(_OFF_MM))) + 1
        self._across = cv2.dilate(ruled.across, np.ones((reach, 1), np.uint8)).astype(np.uint8)
        self._down = cv2.dilate(ruled.down, np.ones((1, reach), np.uint8)).astype(np.uint8)

    def _corner(self, row: int, column: int) -> tuple[float, float]:
        """In pixels of the part."""
        y = self._rows[row]
        x = self._columns[column] + self._columns_lean * y
        return x, y + self._rows_lean * x

    def point(self, row: int, column: int) -> tuple[int, int]:
        """A corner on the page that was given."""
        x, y = self._corner(row, column)
        box, times = self._ruled.box, self._ruled.shrunk
        return max(0, round((x + box.x + 0.5) * times)), max(0, round((y + box.y + 0.5) * times))

    def below(self, row: int, column: int) -> bool:
        """Whether a rule parts a place from the one below it."""
        return self._cover(self._across, self._corner(row + 1, column), self._corner(row + 1, column + 1))

    def beside(self, row: int, column: int) -> bool:
        """Whether a rule parts a place from the one to its right."""
        return self._cover(self._down, self._corner(row, column + 1), self._corner(row + 1, column + 1))

    def box(self, top: int, left: int, bottom: int, right: int) -> Box:
        """What the corners enclose, however they lean."""
        corners = [self.point(row, column) for row in (top, bottom) for column in (left, right)]
        x, y = max(corners[0][0], corners[2][0]), max(corners[0][1], corners[1][1])
        end, base = min(corners[1][0], corners[3][0]), min(corners[2][1], corners[3][1])
        return Box(x=x, y=y, w=max(1, end - x), h=max(1, base - y))

    def _cover(self, mask: Mask, start: tuple[float, float], stop: tuple[float, float]) -> bool:
        steps = max(2, round(max(abs(stop[0] - start[0]), abs(stop[1] - start[1]))))
        # Stems of letters between two rules are nearly as long as they are apart; ends belong to the rules that cross.
        least = _LEAST_COVER if steps > self._ruled.mm(_SHORT_MM) else _SHORT_COVER
        along = np.linspace(0.05, 0.95, steps)
        x = np.clip(np.rint(start[0] + along * (stop[0] - start[0])), 0, mask.shape[1] - 1).astype(np.intp)
        y = np.clip(np.rint(start[1] + along * (stop[1] - start[1])), 0, mask.shape[0] - 1).astype(np.intp)
        return float((mask[y, x] > 0).mean()) >= least


def _merged(sides: _Sides, rows: int, columns: int) -> list[tuple[int, int, int, int]]:
    """Spans (top, left, bottom, right) that cover the grid: places without a rule between them, as rectangles."""
    joined = np.zeros((2 * rows - 1, 2 * columns - 1), np.uint8)
    joined[::2, ::2] = 1
    for row, column in itertools.product(range(rows), range(columns)):
        if column + 1 < columns:
            joined[2 * row, 2 * column + 1] = not sides.beside(row, column)
        if row + 1 < rows:
            joined[2 * row + 1, 2 * column] = not sides.below(row, column)
    count, labels = cv2.connectedComponents(joined, connectivity=4)
    owner = labels[::2, ::2]
    spans = []
    for number in range(1, count):
        down, across = np.nonzero(owner == number)
        if not len(down):
            continue
        top, left, bottom, right = int(down.min()), int(across.min()), int(down.max()) + 1, int(across.max()) + 1
        if len(down) == (bottom - top) * (right - left):
            spans.append((top, left, bottom, right))
        else:
            # No rectangle: rules are lost here, and every place stands for itself.
            spans += [(int(y), int(x), int(y) + 1, int(x) + 1) for y, x in zip(down, across, strict=True)]
    return sorted(spans)
