"""Salt and pepper: dots that stand alone, counted where a page is plain paper and put right dot by dot.

Only such dots change; nothing is blurred. Nothing here knows a reader.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

_OFF = 60
"""Levels by which a speck differs from what is around it."""
_LIGHT = 150
"""Around a dark speck; within ink, dark dots are ink."""
_LOOKED_AT = 1100
"""Side of the middle of a page that is counted, in dots: enough for a few hundred specks."""
_PLAIN = 40
"""Levels that plain paper varies by."""


def specks_of(grey: NDArray[np.uint8]) -> float:
    """Dark dots, single or two together, with nothing else within three dots on plain paper, in a million dots."""
    down, across = (max(0, (side - _LOOKED_AT) // 2) for side in grey.shape)
    middle = grey[down : down + _LOOKED_AT, across : across + _LOOKED_AT]
    paper = cv2.medianBlur(middle, 5)
    dark = (cv2.subtract(paper, middle) > _OFF).astype(np.uint8)
    alone = cv2.boxFilter(dark, -1, (7, 7), normalize=False) <= 2
    reach = np.ones((9, 9), np.uint8)
    plain = cv2.subtract(cv2.dilate(paper, reach), cv2.erode(paper, reach)) < _PLAIN
    return float(((dark > 0) & alone & plain).sum()) * 1e6 / max(1, middle.size)


def without_specks(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The page with lone dots as light as the middle one of their neighbours.

    Dots that touch letters go too, and with them a few ends of hair strokes: for speckled pages only.
    """
    median = cv2.medianBlur(grey, 3)
    dark = (cv2.subtract(median, grey) > _OFF).astype(np.uint8)
    light = (cv2.subtract(grey, median) > _OFF).astype(np.uint8)
    pepper = (dark > 0) & (_in_nine(dark) <= 2) & (median > _LIGHT)
    salt = (light > 0) & (_in_nine(light) <= 1)
    cleaned: NDArray[np.uint8] = np.where(pepper | salt, median, grey).astype(np.uint8)
    return cleaned


def _in_nine(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return cv2.boxFilter(mask, -1, (3, 3), normalize=False).astype(np.uint8)
