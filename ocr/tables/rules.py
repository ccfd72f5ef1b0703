"""Printed rules of an upright page: where long lines run across and down. Knows nothing of cells or words.

Rules are looked for at about 100 dots an inch; a page without two of them side by side costs that and no more.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.reading import Box
from ocr.preparation.colour import MM_PER_INCH

Mask = NDArray[np.uint8]
"""255 where ink is."""
_SEEN_DPI = 100
_AROUND_MM = 4.0
"""Paper is as light as the mean within this reach."""
_DARKER = 14
_ACROSS, _DOWN = 45, 110
"""The shortest rules, as a part of the page's width and height of A4: 4.7 and 2.7 mm."""
_ACROSS_MM, _DOWN_MM = 210 / _ACROSS, 297 / _DOWN
_BREAK_MM = 2.5
"""So far apart the pieces of a broken rule are still one."""
_THICKEST_MM = 1.6
"""Thicker ink is no rule."""
_NEAR_MM = 1.0
"""Rules so near to each other belong to one grid."""
_LEAST_WIDTH_MM, _LEAST_HEIGHT_MM = 25.0, 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A part of the page where rules cross, with its masks of rules; `box` in pixels of the small page."""

    box: Box
    across: Mask
    down: Mask
    darker: NDArray[np.uint8]
    """By how much each dot is darker than the paper around it."""
    shrunk: float
    """So many dots of the page that was given are one here, each way."""
    dpi: float
    """Of the small page."""

    def mm(self, length: float) -> float:
        """Millimetres in pixels of the small page."""
        return length / MM_PER_INCH * self.dpi


def find_ruled(grey: NDArray[np.uint8], dpi: float) -> tuple[Ruled, ...]:
    """The parts of an upright grey page where rules cross, from top to bottom; none on most pages."""
    shrunk = max(1.0, dpi / _SEEN_DPI)
    height, width = round(grey.shape[0] / shrunk), round(grey.shape[1] / shrunk)
    if min(height, width) < 2:
        return ()
    small = grey
    if shrunk > 1:
        small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8)
    own = dpi / shrunk
    mm = own / MM_PER_INCH
    side = 2 * round(_AROUND_MM * mm) + 1
    darker = cv2.subtract(cv2.blur(small, (side, side)), small)
    ink = cv2.threshold(darker, _DARKER, 255, cv2.THRESH_BINARY)[1].astype(np.uint8)
    across = _rules(ink, (max(3, round(_ACROSS_MM * mm)), 1), mm)
    if not _may_be_grid(across, mm):
        return ()
    down = _rules(ink, (1, max(3, round(_DOWN_MM * mm))), mm)
    return tuple(
        Ruled(
            box=box,
            across=np.ascontiguousarray(across[box.y : box.bottom, box.x : box.right]),
            down=np.ascontiguousarray(down[box.y : box.bottom, box.x : box.right]),
            darker=np.ascontiguousarray(darker[box.y : box.bottom, box.x : box.right]).astype(np.uint8),
            shrunk=shrunk,
            dpi=own,
        )
        for box in _parts(across, down, mm)
    )


def _rules(ink: Mask, kernel: tuple[int, int], mm: float) -> Mask:
    """Long thin runs of ink one way, broken ones joined. Rules that lean a little are seen in steps."""
    along = kernel[0] > 1
    # One dot to the side bridges the steps of a rule that leans.
    thick = cv2.dilate(ink, np.ones((2, 1) if along else (1, 2), np.uint8))
    opened = cv2.erode(thick, np.ones(kernel[::-1], np.uint8))
    opened = cv2.dilate(opened, np.ones(kernel[::-1], np.uint8))
    gap = max(2, round(_BREAK_MM * mm))
    closing = np.ones((1, gap) if along else (gap, 1), np.uint8)
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, closing)
    wide = max(3, round(_THICKEST_MM * mm) + 2)
    blocks = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((wide, wide), np.uint8))
    return cv2.subtract(closed, blocks).astype(np.uint8)


def _may_be_grid(across: Mask, mm: float) -> bool:
    """Whether three rules run across below each other: what most pages lack."""
    long = cv2.erode(across, np.ones((1, max(3, round(_LEAST_WIDTH_MM * mm))), np.uint8))
    seen = long[:, :: max(1, round(mm))] > 0
    begins = seen[1:] & ~seen[:-1]
    return bool((begins.sum(axis=0) >= 3).any())


def _parts(across: Mask, down: Mask, mm: float) -> list[Box]:
    """Boxes around rules that touch, or nearly, those of one grid that is broken through put together."""
    both = cv2.bitwise_or(across, down)
    near = max(3, 2 * round(_NEAR_MM * mm) + 1)
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(both, np.ones((near, near), np.uint8)), connectivity=8)
    large = [
        Box(x=int(x), y=int(y), w=int(w), h=int(h))
        for x, y, w, h, _ in stats[1:]
        if w >= _LEAST_WIDTH_MM * mm or h >= _LEAST_HEIGHT_MM * mm
    ]
    boxes = _united(large, mm)
    kept = [box for box in boxes if box.w >= _LEAST_WIDTH_MM * mm and box.h >= _LEAST_HEIGHT_MM * mm]
    return sorted(kept, key=lambda box: (box.y, box.x))


def _united(boxes: list[Box], mm: float) -> list[Box]:
    """Boxes that overlap, as one."""
    found: list[Box] = []
    for box in sorted(boxes, key=lambda box: -box.w * box.h):
        at = next((at for at, other in enumerate(found) if _overlap(box, other, mm)), None)
        if at is None:
            found.append(box)
        else:
            found[at] = found[at].union(box)
    return found if len(found) == len(boxes) else _united(found, mm)


def _overlap(one: Box, other: Box, mm: float) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > 0 and down > -_NEAR_MM * mm and min(across, one.w, other.w) > 0
