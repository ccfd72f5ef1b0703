"""Whether pale writing is what shines through, or print: what shines through is writing only in the mirror.

Asked of the reader for one band of the page, after the preparation took pale writing off. Runs in a worker process.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import OcrEngine

_BAND_INCHES = 1.2
_DARKER = 12
_WHITE = 250


def is_print(before: NDArray[np.uint8], after: NDArray[np.uint8], dpi: float, engine: OcrEngine) -> bool:
    """Whether what is on the grey page `before` and not on `after` reads better as it stands than in the mirror."""
    taken = _taken(before, after)
    rows = round(_BAND_INCHES * dpi)
    ink = np.concatenate(([0], np.cumsum((taken < 255).sum(axis=1))))
    first = int(np.argmax(ink[rows:] - ink[:-rows])) if len(ink) > rows else 0
    band = np.ascontiguousarray(taken[first : first + rows])
    letters = _letters(band, dpi, engine)
    return letters > 0 and letters > _letters(np.ascontiguousarray(band[:, ::-1]), dpi, engine)


def _taken(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Only what was taken off, on white paper."""
    paper = int(np.percentile(before[::4, ::4], 60))
    kept = cv2.dilate((after < _WHITE).astype(np.uint8), np.ones((3, 3), np.uint8))
    gone = cv2.dilate(((before < paper - _DARKER) & (kept == 0)).astype(np.uint8), np.ones((3, 3), np.uint8))
    taken: NDArray[np.uint8] = np.where((gone > 0) & (kept == 0), before, np.uint8(255)).astype(np.uint8)
    return taken


def _letters(band: NDArray[np.uint8], dpi: float, engine: OcrEngine) -> float:
    """How many letters are read, each as far as it is sure."""
    return sum(word.confidence**4 * len(word.text) for word in engine.read(band, round(dpi)) if len(word.text) > 1)
