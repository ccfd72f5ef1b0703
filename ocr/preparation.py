"""What is done to a page before it is read: the red seal bleached, the lean measured, blank paper recognised.

Bleach the stamp, turn, deskew; nothing else by default: on real scans every further cleaning step lost
words. Arrays are 8-bit, height × width (× 3, RGB). Nothing here knows a reader.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.reading import Box

RECIPE = "bleach-turn-deskew-1"
"""Changes whenever a reading of the same picture could come out otherwise."""

_MM_PER_INCH = 25.4
# Red ink after scanning: red leads green and blue by this much.
_RED_LEAD = 40
# A round seal has 30 to 42 mm (TT 07/2010/TT-BCA); marks of secrecy and printed red numbers are lower and stay.
_SEAL_MM = 15.0
_COARSE_DPI, _FINE_DPI = 40, 100
_MOST_SKEW = 45.0
_LEAST_SKEW = 0.3
_SURELY_SKEWED = 1.06
_SURELY_SIDEWAYS = 1.5
_BLANK_INK = 2e-5
"""Share of dark dots, at 100 dpi and without specks, below which paper is blank: half a dozen letters on A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lean:
    """How a page lies: `skew` clockwise degrees that level its lines, `sideways` when they run from top to bottom."""

    skew: float
    sideways: bool


def to_grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Grey of an RGB or grey image."""
    return pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.uint8)


def red_mask(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """255 where the ink is red, 0 elsewhere; all 0 on a grey image."""
    if pixels.ndim == 2:
        return np.zeros_like(pixels)
    red, green, blue = cv2.split(pixels)
    lead = cv2.subtract(red, cv2.max(green, blue))
    return cv2.threshold(lead, _RED_LEAD, 255, cv2.THRESH_BINARY)[1].astype(np.uint8)


def red_marks(mask: NDArray[np.uint8], dpi: float, gap_mm: float) -> list[Box]:
    """Boxes of what is red, dots nearer than `gap_mm` taken together, in pixels of the mask."""
    step = max(1, round(dpi / 50))
    small = cv2.resize(mask, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    small = cv2.threshold(small, 32, 255, cv2.THRESH_BINARY)[1]
    reach = max(3, round(gap_mm / _MM_PER_INCH * dpi / step))
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


def bleach_seals(pixels: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """Grey page on which red seals are as light as paper; the black print under them stays.

    Red light makes red ink paper: within a seal the red channel is taken. Small red things (printed numbers, marks of
    secrecy, red headings) are left, since they are to be read.
    """
    grey = to_grey(pixels)
    if pixels.ndim == 2:
        return grey
    mask = red_mask(pixels)
    if not mask.any():
        return grey
    bleached = grey.copy()
    least = _SEAL_MM / _MM_PER_INCH * dpi
    for seal in red_marks(mask, dpi, gap_mm=2.0):
        if min(seal.w, seal.h) < least:
            continue
        window = np.s_[seal.y : seal.bottom, seal.x : seal.right]
        red = pixels[window][:, :, 0]
        # Pale rims of the ink lead by less than the mask asks for.
        pale = cv2.subtract(red, cv2.max(pixels[window][:, :, 1], pixels[window][:, :, 2])) > _RED_LEAD // 3
        bleached[window] = np.where(pale, np.maximum(red, grey[window]), grey[window])
    return bleached


def lean_of(grey: NDArray[np.uint8], dpi: float) -> Lean:
    """The lean of a page within ±45°, from how sharply its rows (or columns) of ink end (W. Postl, US 4723297).

    `skew` is 0 where no angle is clearly better than none, so a level page is never resampled.
    """
    coarse = _ink(grey, dpi, _COARSE_DPI)
    angles = np.arange(-_MOST_SKEW, _MOST_SKEW + 1, 1.0)
    scores = [_sharpness(coarse, angle) for angle in angles]
    best = float(angles[int(np.argmax([max(pair) for pair in scores]))])
    fine = _ink(grey, dpi, _FINE_DPI)
    for step in (0.25, 0.05):
        around = np.arange(best - 4 * step, best + 4.5 * step, step)
        best = float(around[int(np.argmax([max(_sharpness(fine, angle)) for angle in around]))])
    rows, columns = _sharpness(fine, best)
    level = max(_sharpness(fine, 0.0))
    if abs(best) < _LEAST_SKEW or max(rows, columns) < _SURELY_SKEWED * level:
        best = 0.0
        rows, columns = _sharpness(fine, 0.0)
    return Lean(skew=round(best, 2), sideways=columns > _SURELY_SIDEWAYS * rows)


def is_blank(grey: NDArray[np.uint8], dpi: float) -> bool:
    """Whether the paper bears nothing but specks, shadows at its edges and what shines through."""
    ink = _ink(grey, dpi, _FINE_DPI)
    height, width = ink.shape
    inner = ink[height // 33 : height - height // 33, width // 33 : width - width // 33]
    if inner.size == 0:
        return not ink.any()
    _, _, stats, _ = cv2.connectedComponentsWithStats(inner)
    areas = stats[1:, cv2.CC_STAT_AREA]
    return float(areas[areas > 4].sum()) < _BLANK_INK * inner.size


def reading_scale(dpi: float) -> float:
    """How much a page is enlarged for reading: coarse pictures to 200 dpi, others not at all."""
    return 200 / dpi if dpi < 120 else 1.0


def _ink(grey: NDArray[np.uint8], dpi: float, target: int) -> NDArray[np.uint8]:
    """255 where a page shrunk to about `target` dpi is clearly darker than the paper around it."""
    scale = min(1.0, target / dpi)
    if scale < 1:
        size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    paper = cv2.blur(grey, (31, 31))
    darker = cv2.subtract(paper, grey)
    return cv2.threshold(darker, 24, 255, cv2.THRESH_BINARY)[1].astype(np.uint8)


def _sharpness(ink: NDArray[np.uint8], angle: float) -> tuple[float, float]:
    """Sharpness of the rows and of the columns of ink turned clockwise by `angle`."""
    height, width = ink.shape
    if angle:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
        ink = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR).astype(np.uint8)
    rows = cv2.reduce(ink, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F).ravel()
    columns = cv2.reduce(ink, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32F).ravel()
    return float(np.square(np.diff(rows)).sum()) / width, float(np.square(np.diff(columns)).sum()) / height
