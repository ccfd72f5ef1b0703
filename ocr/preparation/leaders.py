"""Dotted leaders (.....) found and taken off an upright page, so that a form's dots are not read as text.

A dot goes only when it is one of a run: small, alike, evenly close and on one line. The dots of ạ, ị and full stops
are not, nor are letters that stand on the leaders.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.preparation.colour import MM_PER_INCH

_DOT_MM = 0.75
"""Largest width and height of one dot; thicker dots are print."""
_STEP_MM = 3.2
"""Farthest one dot from the next."""
_LEAST_DOTS = 8
_OFF_LINE_MM = 0.3
"""How far a dot's centre may lie from the straight line of its run; the dot under a letter lies lower."""
_ACROSS_MM = 60.0
"""A run goes on behind a value for at most so long."""
_CELL_MM = 0.3
_UNEVEN = 0.25
"""How far, at the median, steps and sizes of dots may be from the run's own."""
_DARKER = 18
_SEEN_DPI = 130
"""Dots a step apart are told apart from this resolution on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaders:
    """The dots of the leaders of a page, n × 4: x, y, w, h in its pixels, and how many runs they make."""

    dots: NDArray[np.int32]
    runs: int


def leaders_of(grey: NDArray[np.uint8], dpi: float) -> Leaders:
    """The dotted leaders of an upright grey page; looked for at half its resolution where that is fine enough."""
    factor = max(1, int(dpi / _SEEN_DPI))
    if 1 < factor <= min(grey.shape):
        size = (grey.shape[1] // factor, grey.shape[0] // factor)
        small = grey[: size[1] * factor, : size[0] * factor]
        found = leaders_of(cv2.resize(small, size, interpolation=cv2.INTER_AREA).astype(np.uint8), dpi / factor)
        return Leaders(dots=found.dots * factor, runs=found.runs)
    dots = _small_pieces(grey, dpi)
    if not len(dots):
        return Leaders(dots=dots, runs=0)
    mm = dpi / MM_PER_INCH
    centres = dots[:, :2] + dots[:, 2:] / 2
    # Dots nearer than a step, on the same line or the next tenth of a millimetre, are one run.
    cells = np.floor(centres / (_CELL_MM * mm)).astype(np.intp)
    grid = np.zeros((cells[:, 1].max() + 2, cells[:, 0].max() + 2), np.uint8)
    grid[cells[:, 1], cells[:, 0]] = 255
    joined = cv2.morphologyEx(grid, cv2.MORPH_CLOSE, np.ones((1, round(_STEP_MM / _CELL_MM)), np.uint8))
    count, numbers = cv2.connectedComponents(joined, connectivity=8)
    owner = numbers[cells[:, 1], cells[:, 0]]
    many = np.flatnonzero(np.bincount(owner, minlength=count) >= _LEAST_DOTS)
    chains = [np.flatnonzero(owner == number) for number in many if number]
    runs = [run for chain in chains if len(run := _run(chain, centres, dots, mm)) >= _LEAST_DOTS]
    kept = [np.union1d(run, _behind_values(run, centres, dots, mm)) for run in runs]
    return Leaders(dots=dots[np.concatenate(kept)] if kept else dots[:0], runs=len(runs))


def without_leaders(grey: NDArray[np.uint8], leaders: Leaders, dpi: float) -> NDArray[np.uint8]:
    """The page with paper, as light as around them, where the leaders' dots were."""
    mask = np.zeros_like(grey)
    rim = max(1, round(0.12 / MM_PER_INCH * dpi))
    for x, y, w, h in leaders.dots:
        mask[max(0, y - rim) : y + h + rim, max(0, x - rim) : x + w + rim] = 255
    # Paper around a dot is the lightest within its reach.
    reach = 2 * round(_DOT_MM / MM_PER_INCH * dpi) + 1
    cleaned = grey.copy()
    paper = cv2.dilate(grey, np.ones((1, reach), np.uint8))
    cleaned[mask > 0] = paper[mask > 0]
    return cleaned


def _small_pieces(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.int32]:
    side = 2 * round(1.5 / MM_PER_INCH * dpi) + 1
    darker = cv2.subtract(cv2.blur(grey, (side, side)), grey)
    ink = cv2.threshold(darker, _DARKER, 255, cv2.THRESH_BINARY)[1].astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    most = max(2.0, _DOT_MM / MM_PER_INCH * dpi)
    small = (stats[:, 2] <= most) & (stats[:, 3] <= most)
    small[0] = False
    return stats[small, :4].astype(np.int32)


def _run(chain: NDArray[np.intp], centres: NDArray[np.float64], dots: NDArray[np.int32], mm: float) -> NDArray[np.intp]:
    """Those of a chain of dots that lie on one line; none where they are not alike or not evenly set."""
    x, y = centres[chain].T
    slope = float(np.clip(np.polyfit(x, y, 1)[0], -0.02, 0.02)) if np.ptp(x) > 0 else 0.0
    off = y - slope * x
    level = np.abs(off - np.median(off)) < _OFF_LINE_MM * mm
    chain = chain[level][np.argsort(x[level])]
    # The lower dot of a colon has a fellow above it.
    while len(chain) and _has_fellow(centres[chain[0]], centres, mm):
        chain = chain[1:]
    if len(chain) < _LEAST_DOTS:
        return chain[:0]
    steps = np.diff(centres[chain, 0])
    even = np.median(np.abs(steps - np.median(steps))) <= _UNEVEN * np.median(steps)
    sizes = dots[chain, 2:].max(axis=1)
    alike = np.median(np.abs(sizes - np.median(sizes))) <= max(1.0, _UNEVEN * float(np.median(sizes)))
    return chain if even and alike else chain[:0]


def _behind_values(
    run: NDArray[np.intp], centres: NDArray[np.float64], dots: NDArray[np.int32], mm: float
) -> NDArray[np.intp]:
    """The dots with which a run goes on behind and beyond what stands on it: on its line, alike, two at its step."""
    x, y = centres[run].T
    slope, height = np.polyfit(x, y, 1)
    size, step = float(np.median(dots[run, 2:])), float(np.median(np.diff(x)))
    off = np.abs(centres[:, 1] - slope * centres[:, 0] - height) < _OFF_LINE_MM * mm
    near = (centres[:, 0] > x[0] - _ACROSS_MM * mm) & (centres[:, 0] < x[-1] + _ACROSS_MM * mm)
    alike = np.abs(dots[:, 2:].max(axis=1) - size) <= max(1.0, 2 * _UNEVEN * size)
    found = np.flatnonzero(off & near & alike)
    found = found[np.argsort(centres[found, 0])]
    fits = np.abs(np.diff(centres[found, 0]) / step - 1) < 2 * _UNEVEN
    beside = np.concatenate([[False], fits]) | np.concatenate([fits, [False]])
    behind: NDArray[np.intp] = found[beside]
    return behind


def _has_fellow(dot: NDArray[np.float64], centres: NDArray[np.float64], mm: float) -> bool:
    beside, above = np.abs(centres[:, 0] - dot[0]), dot[1] - centres[:, 1]
    return bool(((beside < _OFF_LINE_MM * mm) & (above > 0.6 * mm) & (above < 3 * mm)).any())
