"""Pairs of square brackets, "[ ]" and "[x]", as boxes to tick. Knows nothing of words."""

from dataclasses import dataclass

import cv2
import numpy as np

from dossier.words import Box
from ocr.ticks.filling import Filling
from ocr.ticks.squares import Ink, Mask

_LOWEST, _HIGHEST = 0.85, 1.6
"""A bracket's height, in heights of a word: it reaches below the line, which I and 1 do not."""
_NARROWEST, _BROADEST = 0.12, 0.42
"""Its width, in its own heights."""
_EDGE = 0.25
_STEM, _BAR, _OPEN = 0.85, 0.7, 0.12
"""So much of the stem and of the bars at its ends is ink, and at most so much of what they enclose."""
_CLOSE, _FAR = 0.3, 2.2
"""What is between two of a pair, in heights of one: a footnote's number fits as well, a word does not."""
_LEVEL = 0.15
_ROOM = 0.1
"""Beside each bracket, of its height, is its blur."""
_MARK, _SPECK = 0.35, 0.12
"""A mark is so high, in heights of a bracket; what is lower than the other is a speck."""
_SURE, _DOUBTFUL = 0.97, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracketed:
    """From the left edge of the one to the right edge of the other, in pixels of the page."""

    box: Box
    filling: Filling


def find_brackets(ink: Ink) -> list[Bracketed]:
    """The pairs on a page, in no order."""
    contours, _ = cv2.findContours(ink.mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    opening, closing = [], []
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        if _LOWEST * ink.letter <= h <= _HIGHEST * ink.letter and _NARROWEST * h <= w <= _BROADEST * h and w >= 3:
            box = Box(x=x, y=y, w=w, h=h)
            part = ink.mask[y : y + h, x : x + w]
            if _is_opening(part):
                opening.append(box)
            elif _is_opening(np.ascontiguousarray(part[:, ::-1])):
                closing.append(box)
    found = []
    for one in opening:
        other = min((box for box in closing if _is_pair(one, box)), key=lambda box: box.x, default=None)
        filling = _filling(ink, one, other) if other is not None else None
        if other is not None and filling is not None:
            found.append(Bracketed(box=one.union(other), filling=filling))
    return found


def _is_opening(part: Mask) -> bool:
    height, width = part.shape
    # The stem is its very edge; that of I and 1 stands between the ends of its bars.
    stem = max(1, round(width * _EDGE))
    bar = max(1, round(height * 0.12))
    inner = part[2 * bar : height - 2 * bar, -max(1, width // 3) :]
    return bool(
        part[:, :stem].max(axis=1).mean() >= _STEM
        and part[:bar].max(axis=0).mean() >= _BAR
        and part[-bar:].max(axis=0).mean() >= _BAR
        and inner.mean() <= _OPEN
    )


def _is_pair(one: Box, other: Box) -> bool:
    apart = other.x - one.right
    level = abs(one.y - other.y) <= _LEVEL * one.h and abs(one.bottom - other.bottom) <= _LEVEL * one.h
    return level and _CLOSE * one.h <= apart <= _FAR * one.h


def _filling(ink: Ink, one: Box, other: Box) -> Filling | None:
    """What is between; None for several signs, which are no mark."""
    room = max(1, round(_ROOM * one.h))
    part = np.ascontiguousarray(ink.mask[one.y : one.bottom, one.right + room : other.x - room])
    if not part.size:
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    heights = sorted((stats[1:, 3] / one.h).tolist(), reverse=True)
    if not heights or heights[0] <= _SPECK:
        return Filling(ticked=False, sure=_SURE)
    if len(heights) > 1 and heights[1] >= _MARK:
        return None
    marked = heights[0] >= _MARK
    return Filling(ticked=marked, sure=_SURE if marked else _DOUBTFUL)
