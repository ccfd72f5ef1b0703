"""Small squares drawn with straight thin sides, found by their sides. Knows nothing of words and of what is inside."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.words import Box

Mask = NDArray[np.uint8]
"""1 where ink is, else 0."""
_SMALLEST, _LARGEST = 0.55, 1.8
"""Sides, in heights of a word: boxes are drawn about as high as capitals, which are two thirds of a word with marks."""
_LEAST_SIDE = 15
"""Pixels: in smaller ones a round letter's corners are hardly rounder than a square's."""
_MOST_WINDOW = 4.0
"""Rules that hang together over more than so many heights are a table's or a frame's."""
_RUN = 0.7
"""Of the smallest side: shorter straight pieces are of letters."""
_WINDOW_RUN = 0.5
"""Of the window: shorter straight pieces are of a pen's thick strokes, which no side of a box in it is as short as."""
_SQUARE = 1.22
_COVER, _MEAN_COVER = 0.8, 0.9
"""So much of each side, and of all four, is ink; print and scan break thin rules."""
_CORNER = 0.09
"""So near to a corner, in widths, is ink; the arc of a round letter is farther off: 0.15."""
_THICK = 0.3
_OUTSIDE, _QUIET, _QUIET_SIDES = 0.17, 0.4, 3
"""A tick may cross a side, but around most of a box is paper: at so much of its width away."""
_AROUND = 3.0
"""Heights of a word within which paper is as light as the mean."""
_BLACK = 85
"""Percentile of what is no paper that stands for the black of a page: edges of letters are paler."""
_LEAST_DARKER, _DARKER_SHARE = 14, 0.32
"""Of the darkest of the page: what shines through from the other side has a fourth, faded print two thirds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """An upright page as ink and paper."""

    darker: NDArray[np.uint8]
    """By how much each dot is darker than the paper around it."""
    level: float
    """From here on it counts as ink."""
    black: float
    """What the darkest print of the page has."""
    mask: Mask
    letter: float
    """Height of a word in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """From the middle of each side to that of the facing one, in pixels of the page."""

    box: Box
    cover: float
    """How much is drawn of the side that is drawn worst."""


@dataclass(frozen=True, slots=True)
class _Level:
    """The first and the last row (or column) of a side."""

    start: int
    stop: int

    @property
    def middle(self) -> int:
        return (self.start + self.stop) // 2


def ink_of(grey: NDArray[np.uint8], letter: float) -> Ink:
    """The ink of a grey page whose words are `letter` pixels high."""
    side = 2 * round(_AROUND * letter) + 1
    darker = np.asarray(cv2.subtract(cv2.blur(grey, (side, side)), grey), np.uint8)
    seen = darker[::4, ::4]
    seen = seen[seen > _LEAST_DARKER]
    black = float(np.percentile(seen, _BLACK)) if seen.size else 255.0
    level = max(_LEAST_DARKER, _DARKER_SHARE * black)
    mask = np.asarray(cv2.threshold(darker, level, 1, cv2.THRESH_BINARY)[1], np.uint8)
    return Ink(darker=darker, level=level, black=black, mask=mask, letter=letter)


def find_squares(ink: Ink) -> list[Square]:
    """The small squares of a page, in no order."""
    run = max(5, round(_RUN * max(_SMALLEST * ink.letter, _LEAST_SIDE)))
    across, down = _straight(ink.mask, (run, 1)), _straight(ink.mask, (1, run))
    both = cv2.bitwise_or(across, down)
    contours, nesting = cv2.findContours(both, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    least, most = max(_SMALLEST * ink.letter, _LEAST_SIDE), _MOST_WINDOW * ink.letter
    found = []
    for contour, (_, _, _, parent) in zip(contours, nesting[0] if contours else (), strict=True):
        if parent >= 0:
            continue
        x, y, w, h = cv2.boundingRect(contour)
        if least <= min(w, h) and max(w, h) <= most:
            square = _square_in(Box(x=x, y=y, w=w, h=h), ink)
            found += [square] if square is not None else []
    return found


def _straight(mask: Mask, kernel: tuple[int, int]) -> Mask:
    """Runs of ink one way; one dot to the side bridges the steps of a side that leans."""
    thick = cv2.dilate(mask, np.ones((2, 1) if kernel[1] == 1 else (1, 2), np.uint8))
    return np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(kernel[::-1], np.uint8)), np.uint8)


def _square_in(window: Box, ink: Ink) -> Square | None:
    """The best square among the straight pieces of a window."""
    least, most = max(_SMALLEST * ink.letter, _LEAST_SIDE), _LARGEST * ink.letter
    run = max(round(_RUN * least), round(_WINDOW_RUN * min(window.w, window.h)))
    part = np.ascontiguousarray(ink.mask[window.y : window.bottom, window.x : window.right])
    rows = _levels(_straight(part, (run, 1)).sum(axis=1), run, _THICK * most)
    columns = _levels(_straight(part, (1, run)).sum(axis=0), run, _THICK * most)
    best: Square | None = None
    for (top, bottom), (left, right) in itertools.product(_pairs(rows, least, most), _pairs(columns, least, most)):
        x, y = window.x + left.middle, window.y + top.middle
        box = Box(x=x, y=y, w=right.middle - left.middle, h=bottom.middle - top.middle)
        outer = Box(
            x=window.x + left.start, y=window.y + top.start, w=right.stop - left.start, h=bottom.stop - top.start
        )
        if max(box.w, box.h) > _SQUARE * min(box.w, box.h) or not _has_corners(outer, ink.mask):
            continue
        cover = _cover(box, ink.mask)
        if cover is not None and (best is None or cover > best.cover) and _is_apart(box, ink.mask):
            best = Square(box=box, cover=cover)
    return best


def _levels(sums: NDArray[np.integer], least: float, most: float) -> list[_Level]:
    """Thin runs of rows (or columns) that hold enough ink one way."""
    found: list[_Level] = []
    start = None
    for at, full in enumerate([*(sums >= least).tolist(), False]):
        if full and start is None:
            start = at
        elif not full and start is not None:
            if at - start <= most:
                found.append(_Level(start, at - 1))
            start = None
    return found


def _pairs(levels: Sequence[_Level], least: float, most: float) -> Iterator[tuple[_Level, _Level]]:
    pairs = itertools.combinations(levels, 2)
    return ((one, other) for one, other in pairs if least <= other.middle - one.middle <= most)


def _has_corners(outer: Box, mask: Mask) -> bool:
    """Whether there is ink where the outer edges of the sides meet: letters, however thick, are round there."""
    near = max(1, round(_CORNER * outer.w))
    corners = itertools.product((outer.x, outer.right), (outer.y, outer.bottom))
    return all(mask[max(0, y - near) : y + near + 1, max(0, x - near) : x + near + 1].any() for x, y in corners)


def _cover(box: Box, mask: Mask) -> float | None:
    """How much of the worst side is drawn; None where too little is."""
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    if min(x, y) < 1 or right + 2 > mask.shape[1] or bottom + 2 > mask.shape[0]:
        return None
    # A side that leans or is broader than a dot lies in one of three rows, or columns.
    sides = [mask[at - 1 : at + 2, x : right + 1].max(axis=0) for at in (y, bottom)]
    sides += [mask[y : bottom + 1, at - 1 : at + 2].max(axis=1) for at in (x, right)]
    covers = [float(side.mean()) for side in sides]
    return min(covers) if min(covers) >= _COVER and sum(covers) >= 4 * _MEAN_COVER else None


def _is_apart(box: Box, mask: Mask) -> bool:
    """Whether paper is around most of it: patterns, seals and pictures have ink everywhere."""
    out = max(2, round(_OUTSIDE * box.w))
    x, y, right, bottom = box.x - out, box.y - out, box.right + out, box.bottom + out
    if x < 0 or y < 0 or right >= mask.shape[1] or bottom >= mask.shape[0]:
        return False
    sides = (mask[y, x : right + 1], mask[bottom, x : right + 1], mask[y : bottom + 1, x], mask[y : bottom + 1, right])
    return sum(float(side.mean()) < _QUIET for side in sides) >= _QUIET_SIDES
