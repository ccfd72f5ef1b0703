"""Grey, red ink, and the seal bleached. Images are 8-bit, height × width (× 3, RGB); nothing here knows a reader."""

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.reading import Box

MM_PER_INCH = 25.4
# Red ink after scanning: red leads green and blue by this much.
_RED_LEAD = 40
# A round seal has 30 to 42 mm (TT 07/2010/TT-BCA); marks of secrecy and printed red numbers are lower and stay.
_SEAL_MM = 15.0
_SEEN_DPI = 150
_CORNER_DOWN, _CORNER_ACROSS = 0.4, 0.35
"""The seal and the signature stand below and right of so much of a page."""
_LARGEST_SEAL_MM, _HIGHER_MM = 44.0, 24.0
"""A seal with what a dot of the small mask adds; and how high red must be that is no name or title stamped alone."""
_MARK_MM = 10.0


def to_grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Grey of an RGB or grey image."""
    return pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.uint8)


def red_mask(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """255 where the ink is red, 0 elsewhere; all 0 on a grey image."""
    if pixels.ndim == 2:
        return np.zeros_like(pixels)
    return cv2.threshold(red_lead(pixels), _RED_LEAD, 255, cv2.THRESH_BINARY)[1].astype(np.uint8)


def red_lead(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """By how much red leads green and blue; 0 where it does not. RGB only."""
    red, green, blue = cv2.split(pixels)
    return cv2.subtract(red, cv2.max(green, blue)).astype(np.uint8)


def red_marks(mask: NDArray[np.uint8], dpi: float, gap_mm: float) -> list[Box]:
    """Boxes of what is red, dots nearer than `gap_mm` taken together, in pixels of the mask."""
    step = max(1, round(dpi / 50))
    small = cv2.resize(mask, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    small = cv2.threshold(small, 32, 255, cv2.THRESH_BINARY)[1]
    reach = max(3, round(gap_mm / MM_PER_INCH * dpi / step))
    joined = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    # A dot of the small mask may stand for ink at the far side of its neighbour.
    rim = 1
    return [
        Box(
            x=max(0, int(x) - rim) * step,
            y=max(0, int(y) - rim) * step,
            w=(int(w) + 2 * rim) * step,
            h=(int(h) + 2 * rim) * step,
        )
        for x, y, w, h, _ in stats[1:]
    ]


def seal_alone(pixels: NDArray[np.uint8], dpi: float) -> bool:
    """Whether the red at the lower right of an upright page is one round seal: then no name is stamped beside it.

    Also where nothing there is red. Stamped names with the seal beside them reach over 60 mm on real papers.
    """
    if pixels.ndim == 2:
        return True
    mm = dpi / MM_PER_INCH
    corner = pixels[round(len(pixels) * _CORNER_DOWN) :, round(pixels.shape[1] * _CORNER_ACROSS) :]
    marks = [mark for mark in red_marks(red_mask(corner), dpi, gap_mm=2.0) if mark.w >= _MARK_MM * mm]
    if not marks:
        return True
    across = max(mark.right for mark in marks) - min(mark.x for mark in marks)
    down = max(mark.bottom for mark in marks) - min(mark.y for mark in marks)
    return across <= _LARGEST_SEAL_MM * mm and _HIGHER_MM * mm <= down <= _LARGEST_SEAL_MM * mm


_PRINT_UNDER = 0.62
"""Share of the paper's light, in red, below which there is black under the red."""


def bleach_seals(pixels: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """Grey page on which red seals are as light as paper; the black print under them stays.

    Red light makes red ink paper: within a seal the red channel is taken. Small red things (printed numbers, marks of
    secrecy, red headings) are left, since they are to be read.
    """
    grey = to_grey(pixels)
    if pixels.ndim == 2:
        return grey
    # To find seals every other dot will do.
    every = max(1, round(dpi / _SEEN_DPI))
    mask = red_mask(np.ascontiguousarray(pixels[::every, ::every]))
    if not mask.any():
        return grey
    bleached = grey.copy()
    least = _SEAL_MM / MM_PER_INCH * dpi / every
    for seal in red_marks(mask, dpi / every, gap_mm=2.0):
        if min(seal.w, seal.h) < least:
            continue
        window = np.s_[every * seal.y : every * seal.bottom, every * seal.x : every * seal.right]
        red = pixels[window][:, :, 0]
        # Pale rims of the ink lead by less than the mask asks for.
        pale = red_lead(pixels[window]) > _RED_LEAD // 3
        paper = int(np.percentile(red, 90))
        # Thick red ink is darker than paper in red light too, but far from black: its rest would be read as strokes.
        light = np.where(red > _PRINT_UNDER * paper, paper, red)
        bleached[window] = np.where(pale, np.maximum(light, grey[window]), grey[window])
    return bleached
