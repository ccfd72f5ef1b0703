"""What shines through from the back of a sheet: seen on the small picture of a page, and taken off the page itself.

Print of the back is far paler than that of the front. Taking it off is a curve of levels by the darkness of the print
around each dot, milder within two dots of dark ink, so that thin strokes and marks of letters keep their pale rims.
Faded print becomes black by the same curve. Nothing here knows a reader; whether what was taken off was writing after
all, one has to ask who can read.
"""

import itertools

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.preparation.colour import MM_PER_INCH

_GROUND_MM = 2.5
_DARK = 45
"""So much darker than its ground even faded print is."""
_LEAST_DARK = 300
"""Dots of print on the small picture, without which nothing can be called pale beside it."""
_PALE, _SEEN = 0.5, 0.08
"""Darkest dot of a pale piece, and its rim, as shares of the darkness of the page's print."""
_FAINTEST = 12
"""Levels; what is paler is grain of the paper."""
_EDGE = 0.6
_AROUND_MM = 15.0
_COARSER = 4
_BLACK = 0.85
_AWAY, _BESIDE = 0.45, 0.2
"""What is taken for paper away from dark ink and beside it, as shares of the darkness of the print around."""
_BAND, _OVERLAP = 200, 8
"""Rows worked on at once, whole pairs of coarser ones, and rows around them that the filters look at."""


def ghosts_of(grey: NDArray[np.uint8], dpi: float) -> tuple[int, int]:
    """How many pieces as large as letters are far paler than the print of a small page, and how many are print."""
    mm = dpi / MM_PER_INCH
    darker = cv2.subtract(_ground(grey, mm), grey)
    height, width = darker.shape
    inner = np.ascontiguousarray(darker[height // 33 : height - height // 33, width // 33 : width - width // 33])
    print_ = inner[inner > _DARK]
    if print_.size < _LEAST_DARK:
        return 0, 0
    dark = float(np.percentile(print_, 75))
    seen = (inner > max(8.0, _SEEN * dark)).astype(np.uint8)
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(seen, connectivity=8)
    inked = numbers > 0
    peaks = np.zeros(count, np.uint8)
    np.maximum.at(peaks, numbers[inked].astype(np.intp), inner[inked])
    wide, high, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    letters = (wide >= mm) & (high >= 1.5 * mm) & (high < 8 * mm) & (area >= wide * high / 4)
    letters[0] = False
    pale = letters & (peaks < _PALE * dark) & (peaks > _FAINTEST)
    return int(pale.sum()), int((letters & (peaks >= _PALE * dark)).sum())


def without_bleed(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8] | None:
    """The page with white paper, black print and nothing between that is pale; None where it bears no print."""
    mm = dpi / MM_PER_INCH
    darker = cv2.subtract(_ground(grey, mm), grey).astype(np.uint8)
    around = _print_around(darker, mm)
    if around is None:
        return None
    paper = np.empty_like(grey)
    # In bands, since an A3 page at 300 dpi takes half a gigabyte in fractions.
    for top in range(0, len(grey), _BAND):
        first, last = max(0, top - _OVERLAP), min(len(grey), top + _BAND + _OVERLAP)
        rows = _enlarged_rows(around, grey.shape, first, last)
        paper[top : top + _BAND] = _levelled(darker[first:last], rows)[top - first :][:_BAND]
    return paper


def _levelled(darker: NDArray[np.uint8], around: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Some rows of the page; those at the edges are not right, for want of their neighbours."""
    share = darker.astype(np.float32)
    share /= around
    smooth = cv2.GaussianBlur(share, (3, 3), 0.6)
    beside = cv2.dilate((smooth > _EDGE).astype(np.uint8), np.ones((5, 5), np.uint8))
    least = np.where(beside > 0, np.float32(_BESIDE), np.float32(_AWAY))
    ink = (share - least) / (_BLACK - least)
    paper: NDArray[np.uint8] = (255 - 255 * ink.clip(0, 1)).astype(np.uint8)
    return paper


def _ground(grey: NDArray[np.uint8], mm: float) -> NDArray[np.uint8]:
    side = 2 * round(_GROUND_MM * mm) + 1
    return cv2.blur(cv2.dilate(grey, np.ones((5, 5), np.uint8)), (side, side)).astype(np.uint8)


def _print_around(darker: NDArray[np.uint8], mm: float) -> NDArray[np.float32] | None:
    """How dark the print around each dot is, coarser; where there is none, that of the page."""
    counts = cv2.calcHist([darker], [0], None, [256], [0, 256]).ravel().astype(np.intp)
    counts[: _DARK + 1] = 0
    if counts.sum() < _LEAST_DARK:
        return None
    edge = _EDGE * _share_below(counts, 0.75)
    counts[: int(edge) + 1] = 0
    usual = _share_below(counts, 0.5)
    inked = cv2.threshold(darker, edge, 1, cv2.THRESH_BINARY)[1]
    weight = _spread(inked.astype(np.uint8, copy=False), mm)
    sums = _spread(cv2.multiply(inked, darker).astype(np.uint8, copy=False), mm)
    around: NDArray[np.float32] = (sums + 1e-3 * usual) / (weight + 1e-3)
    return around


def _share_below(counts: NDArray[np.intp], share: float) -> float:
    """The value below which a share of what was counted lies; between two where it falls between them."""
    place = share * (int(counts.sum()) - 1)
    below, above = np.searchsorted(np.cumsum(counts), [int(place), int(np.ceil(place))], side="right")
    return float(below + (above - below) * (place - int(place)))


def _spread(plane: NDArray[np.uint8], mm: float) -> NDArray[np.float32]:
    """A coarser picture of the plane, blurred; in bands of whole blocks of dots, the last as long as what is left."""
    height = len(plane)
    edges = [*range(0, max(1, height - 2 * _COARSER), _BAND), height]
    bands = [
        cv2.resize(
            plane[top:end].astype(np.float32), None, fx=1 / _COARSER, fy=1 / _COARSER, interpolation=cv2.INTER_AREA
        )
        for top, end in itertools.pairwise(edges)
    ]
    return cv2.GaussianBlur(np.concatenate(bands), (0, 0), _AROUND_MM * mm / _COARSER).astype(np.float32)


def _enlarged_rows(coarse: NDArray[np.float32], shape: tuple[int, ...], first: int, last: int) -> NDArray[np.float32]:
    """Some rows of a coarse picture brought to a shape, between whose dots the values run straight."""
    height, width = shape
    places = ((np.arange(first, last) + 0.5) * (len(coarse) / height) - 0.5).clip(0, len(coarse) - 1)
    above = places.astype(np.intp)
    below = np.minimum(above + 1, len(coarse) - 1)
    start, stop = int(above[0]), int(below[-1]) + 1
    wide = cv2.resize(coarse[start:stop], (width, stop - start))
    share = (places - above).astype(np.float32)[:, None]
    rows: NDArray[np.float32] = wide[above - start] * (1 - share) + wide[below - start] * share
    return rows
