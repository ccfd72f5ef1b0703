"""Where on a page a QR code may be, told by its texture: dark and light change in both directions at once.

Print changes along its lines and rests between them. It needs not be right: a wrong place costs one look more.
"""

import cv2
import numpy as np

from dossier.reading import Box
from ocr.engines.engine import Grey

_MM_AN_INCH = 25.4

_DPI = 100
"""Coarse enough to be quick, fine enough for modules of a third of a millimetre."""
_WINDOW_MM = 8
_LEAST_CHANGE = 0.18
"""Mean change from pixel to pixel, of the contrast of the page. Codes of 15 to 25 mm have 0.19 to 0.33 in their middle;
lines of text in a window of this size 0.17, the boldest headings of real pages 0.27 within one line."""
_LEAST_PIXELS = 21
"""The smallest QR code has as many modules a side."""
_LEAST_MM = 6
_MOST_MM = 60
_SQUARE = 1.7
"""Longest to shortest side."""
_MARGIN_MM = 7
_MOST_PLACES = 4
_LEAST_CONTRAST = 40


def likely_places(grey: Grey, dpi: int) -> tuple[Box, ...]:
    """Boxes that may hold a QR code with some paper around, the likeliest first, at most four; pixels of the image."""
    if min(grey.shape) < _LEAST_PIXELS:
        return ()
    scale = _DPI / max(dpi, _DPI)
    small = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    an_mm = scale * dpi / _MM_AN_INCH
    if min(small.shape) < 2 * _WINDOW_MM * an_mm:
        return (Box(x=0, y=0, w=grey.shape[1], h=grey.shape[0]),)
    dark, light = np.percentile(small[::3, ::3], (2, 80))
    change = _change(small, round(_WINDOW_MM * an_mm)) / max(float(light - dark), _LEAST_CONTRAST)
    marked = np.asarray(change > _LEAST_CHANGE, np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(marked)
    found: list[tuple[float, Box]] = []
    for number in range(1, count):
        x, y, w, h = (int(stats[number, column]) for column in range(4))
        long, short = max(w, h), min(w, h)
        if _LEAST_MM * an_mm <= short and long <= min(_MOST_MM * an_mm, _SQUARE * short):
            strength = float(change[y : y + h, x : x + w].sum())
            found.append((strength, _grown(Box(x=x, y=y, w=w, h=h), _MARGIN_MM * an_mm, scale, grey.shape)))
    found.sort(key=lambda one: -one[0])
    return tuple(box for _, box in found[:_MOST_PLACES])


def _change(small: Grey, window: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    across = cv2.absdiff(small[:-1, 1:], small[:-1, :-1])
    down = cv2.absdiff(small[1:, :-1], small[:-1, :-1])
    least = np.minimum(cv2.blur(across, (window, window)), cv2.blur(down, (window, window)))
    return least.astype(np.float32)


def _grown(box: Box, margin: float, scale: float, shape: tuple[int, ...]) -> Box:
    """The box of the reduced image with its margin, on the image itself."""
    left, top = max(0, round((box.x - margin) / scale)), max(0, round((box.y - margin) / scale))
    right, bottom = (round((end + margin) / scale) for end in (box.right, box.bottom))
    return Box(x=left, y=top, w=min(shape[1], right) - left, h=min(shape[0], bottom) - top)
