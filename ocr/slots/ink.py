"""The ink of a slot, measured against the print of its own line: how high, how strong, of what colour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.reading import Box, SlotKind
from ocr.slots.anchors import Gap

_ABOVE, _BELOW = 0.5, 0.4
"""How far handwriting may leave the line, in its heights."""
_DARK = 0.35
"""Share of the way from paper to the darkest print at which ink begins."""
_LEAST_CONTRAST = 25.0
_LEADER = 0.4
"""Lower than this against the capitals of the line, a stroke is a dot, a leader or a rule."""
_WHOLE_LINE = 0.9
_RIM = 0.2
TALL = 1.2
"""Higher than so many capitals nothing of a line's print is but strokes and brackets."""
_COLOURED = 20
"""By so much more than in the line's own print blue leads red, or red blue, in coloured ink."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """What stands in a slot; lengths against the capitals (or strokes) of the line's print."""

    box: Box
    """Around the filling, in pixels of the image."""
    pieces: int
    tallest: float
    lowest: float
    unlevel: float
    """How far the tops and feet of the pieces differ, the larger of both."""
    dot: float
    """One pixel of the image."""
    strength: float
    """Thickness of the strokes."""
    blue: float
    """Share of the ink that is bluer than the line's print, 0..1."""
    red: float


def ink_of(page: NDArray[np.uint8], gap: Gap, filled: Sequence[Gap]) -> Ink | None:
    """The ink between the neighbours of a slot on an upright page (grey or RGB), None where there is none.

    `filled` are all slots of the same line: what stands in them is not the line's print.
    """
    top = max(0, round(gap.row.y - _ABOVE * gap.row.h))
    bottom = min(page.shape[0], round(gap.row.bottom + _BELOW * gap.row.h))
    window = page[top:bottom, gap.row.x : gap.row.right]
    mask = _mask(window, slice(gap.row.y - top, gap.row.bottom - top)) if window.size else None
    if mask is None:
        return None
    origin = (gap.row.x, top)
    found = _Pieces.of(mask, origin, gap, filled)
    if found is not None and not found.inside.any():
        # Writing that touches its neighbours is one piece with them: cut there.
        for edge in (gap.x0, gap.x1):
            mask[:, min(max(0, round(edge) - gap.row.x), mask.shape[1] - 1)] = 0
        inner = replace(gap, x0=gap.x0 + _RIM * (gap.x1 - gap.x0), x1=gap.x1 - _RIM * (gap.x1 - gap.x0))
        found = _Pieces.of(mask, origin, inner, filled)
    return None if found is None or not found.inside.any() else found.measured(window, origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pieces:
    """Connected pieces of ink around a slot: their picture of numbers, their x, y, w, h in rows, and whose they are."""

    numbers: NDArray[np.int32]
    stats: NDArray[np.int32]
    inside: NDArray[np.bool_]
    printed: NDArray[np.bool_]
    capital: float

    @classmethod
    def of(cls, mask: NDArray[np.uint8], origin: tuple[int, int], gap: Gap, filled: Iterable[Gap]) -> "_Pieces | None":
        """The pieces of the line; None where it has no print to compare with."""
        _, numbers, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        start, stop = gap.row.y - origin[1] + _RIM * gap.row.h, gap.row.bottom - origin[1] - _RIM * gap.row.h
        on_line = (stats[:, 1] < stop) & (stats[:, 1] + stats[:, 3] > start)
        on_line[0] = False
        middles = stats[:, 0] + stats[:, 2] / 2 + origin[0]
        taken = np.logical_or.reduce([(middles > slot.x0) & (middles < slot.x1) for slot in filled])
        printed = on_line & ~taken
        heights = stats[printed, cv2.CC_STAT_HEIGHT]
        # What is as high as the line with all its marks is a rule or a stroke through it.
        heights = heights[heights < _WHOLE_LINE * gap.row.h]
        if not heights.size:
            return None
        capital = _capital(heights)
        high = stats[:, cv2.CC_STAT_HEIGHT] > _LEADER * capital
        inside = on_line & (middles > gap.x0) & (middles < gap.x1) & high
        if gap.kind is SlotKind.NUMBER and gap.after is not None and inside.any():
            inside &= ~_slash(middles, on_line & high, gap.after, capital)
        if inside.any():
            # A reader's places are off by half a letter: writing taller than print beside the slot belongs to it.
            near = (middles > gap.x0 - 0.8 * capital) & (
                middles < gap.x1 + 0.8 * capital * (gap.kind is not SlotKind.NUMBER)
            )
            tall = (stats[:, 3] > TALL * capital) & (stats[:, 2] < 1.3 * capital)
            inside |= printed & near & tall
        return cls(
            numbers=numbers.astype(np.int32),
            stats=stats.astype(np.int32),
            inside=inside,
            printed=printed & ~inside,
            capital=capital,
        )

    def measured(self, window: NDArray[np.uint8], origin: tuple[int, int]) -> Ink:
        """The slot's pieces beside the line's print."""
        chosen = self.stats[self.inside].astype(np.float64)
        left, tops, heights = chosen[:, 0], chosen[:, 1], chosen[:, 3]
        right, feet = left + chosen[:, 2], tops + heights
        own, print_ = self.inside[self.numbers], self.printed[self.numbers]
        blue, red = _colours(window, own, print_)
        return Ink(
            box=Box(
                x=int(left.min()) + origin[0],
                y=int(tops.min()) + origin[1],
                w=int(right.max() - left.min()),
                h=int(feet.max() - tops.min()),
            ),
            pieces=len(chosen),
            tallest=float(heights.max()) / self.capital,
            lowest=float(heights.min()) / self.capital,
            unlevel=float(max(np.ptp(tops), np.ptp(feet))) / self.capital,
            dot=1 / self.capital,
            strength=_thickness(own) / max(1.0, _thickness(print_)),
            blue=blue,
            red=red,
        )


def _mask(window: NDArray[np.uint8], line: slice) -> NDArray[np.uint8] | None:
    """255 where the window has ink; None where nothing stands out from the paper."""
    # In coloured ink the darkest channel is the strongest.
    dark = window if window.ndim == 2 else window.min(axis=2)
    paper, print_ = float(np.percentile(dark[line], 75)), float(np.percentile(dark[line], 2))
    if paper - print_ < _LEAST_CONTRAST:
        return None
    level = paper - _DARK * (paper - print_)
    return cv2.threshold(dark, level, 255, cv2.THRESH_BINARY_INV)[1].astype(np.uint8)


def _capital(heights: NDArray[np.int32]) -> float:
    """The height of capitals and long letters, which are the tallest but for a stroke or two."""
    return float(np.median(heights[heights >= 0.75 * np.percentile(heights, 95)]))


def _slash(middles: NDArray[np.float64], pieces: NDArray[np.bool_], after: float, capital: float) -> NDArray[np.bool_]:
    """The piece that is the printed sign behind a number, which a reader may place a little too far to the right."""
    away = np.where(pieces, np.abs(middles - after), np.inf)
    nearest = np.zeros(len(middles), np.bool_)
    nearest[int(np.argmin(away))] = away.min() < 0.4 * capital
    return nearest


def _thickness(mask: NDArray[np.bool_]) -> float:
    """Mean thickness of strokes: their area for half of their outline."""
    ink = mask.astype(np.uint8)
    rim = int(ink.sum()) - int(cv2.erode(ink, np.ones((3, 3), np.uint8)).sum())
    return 2 * float(ink.sum()) / max(1, rim)


def _colours(window: NDArray[np.uint8], own: NDArray[np.bool_], print_: NDArray[np.bool_]) -> tuple[float, float]:
    """Shares of a slot's ink that are bluer and redder than the line's print, whatever cast the scan has."""
    if window.ndim == 2:
        return 0.0, 0.0
    lead = window[:, :, 2].astype(np.int16) - window[:, :, 0]
    beside = lead[own] - float(np.median(lead[print_]))
    return float((beside > _COLOURED).mean()), float((beside < -_COLOURED).mean())
