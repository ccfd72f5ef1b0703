"""Boxes to tick on an upright page: small squares with four straight sides, whatever is in them, and pairs of brackets.

Looked for on the grey page before it is cleaned, since cleaning takes off pens and thin rules. A box is told by its
sides alone, so that a pen's mark across it does not hide it; rounded letters (D, O, 0) fail at their corners. Runs in
a worker, after the page has been read: how large letters are is known from its words.
"""

import statistics
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.ticks import Tick
from dossier.words import Box, Word
from ocr.geometry import Upright
from ocr.ticks.brackets import find_brackets
from ocr.ticks.filling import Filling, filling_of
from ocr.ticks.squares import Square, find_squares, ink_of

_LETTER = 28.0
"""Pixels of a word's height to which finer pages are reduced: thin rules are still two dots wide there."""
_LEAST_LETTER = 14.0
"""In smaller print a box has a few dots across, and nothing can be told of what is in it."""
_LEAST_WORDS = 3
_INSIDE = 0.75
"""A box within a word, farther from its ends than so much of its own width, is a letter. Readers take a box and the
mark that sticks out of it for the first letters of its name."""
_CLEAR = 0.93
"""So much of each side of a box at the end of a word: of round letters and those with serifs less is straight."""
_ROW, _NEAR, _OF_ONE_SIZE = 3, 0.6, 1.3
"""So many boxes side by side with so little between them, in widths, are places for the signs of a number."""


def find_ticks(grey: NDArray[np.uint8], words: Sequence[Word], placing: Upright, scale: float) -> tuple[Tick, ...]:
    """The boxes of an upright page, `scale` times as large as `Word.upright` tells, from top to bottom.

    `words` are those of the whole page; with hardly any nothing is looked for. What may be no box is left out; of a box
    whose content is in doubt `sure` says so.
    """
    if len(words) < _LEAST_WORDS:
        return ()
    letter = statistics.median(word.upright.h for word in words) * scale
    if letter < _LEAST_LETTER:
        return ()
    shrunk = min(1.0, _LETTER / letter)
    if shrunk < 1:
        grey = np.asarray(cv2.resize(grey, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA), np.uint8)
    times = scale * shrunk
    ink = ink_of(grey, letter * shrunk)
    squares = [square.box for square in find_squares(ink) if not _is_letter(square, words, times)]
    found = [(box, filling_of(ink, box)) for box in _without_rows(squares)]
    found += [(pair.box, pair.filling) for pair in find_brackets(ink)]
    found.sort(key=lambda each: (each[0].y, each[0].x))
    return tuple(_tick(box, filling, placing, times) for box, filling in found)


def _tick(box: Box, filling: Filling, placing: Upright, scale: float) -> Tick:
    upright = placing.scaled(box, scale)
    return Tick(box=placing.on_picture(upright), upright=upright, ticked=filling.ticked, sure=filling.sure)


def _is_letter(square: Square, words: Sequence[Word], scale: float) -> bool:
    """Whether a square is one of the letters of a word: amid them, or at either end without being drawn clearly."""
    x, y, right = square.box.x / scale, (square.box.y + square.box.h / 2) / scale, square.box.right / scale
    room = _INSIDE * (right - x)
    for word in words:
        around = word.upright
        if around.y <= y < around.bottom and around.x - 1 <= x and right <= around.right + 1:
            amid = around.x + room < x and right < around.right - room
            if amid or square.cover < _CLEAR:
                return True
    return False


def _without_rows(boxes: Sequence[Box]) -> Iterator[Box]:
    """Without boxes in rows that touch or nearly do, into which the signs of a number are written one by one."""
    for box in boxes:
        if len(_beside(box, boxes)) < _ROW:
            yield box


def _beside(box: Box, boxes: Sequence[Box]) -> list[Box]:
    """The boxes of one row with this one, hardly apart."""
    row = [box]
    for other in sorted(boxes, key=lambda one: abs(one.x - box.x)):
        level = abs(other.y - box.y) < 0.3 * box.h and max(other.w, box.w) < _OF_ONE_SIZE * min(other.w, box.w)
        if other is not box and level and any(_gap(other, one) < _NEAR * box.w for one in row):
            row.append(other)
    return row


def _gap(one: Box, other: Box) -> int:
    return max(one.x, other.x) - min(one.right, other.right)
