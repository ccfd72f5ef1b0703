"""Boxes to tick taken off a page, and the words beside them read without them: readers take a box for a letter.

"☐ Nhìn" is read as "CNhìn", and often as one word with the box in it. Runs in a worker, between the two readers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.ticks import Tick
from dossier.words import Box, Word
from ocr.engines.engine import Layout, OcrEngine
from ocr.geometry import Upright
from ocr.placing import placed
from ocr.readers import Language

_RIM, _TAIL = 0.12, 0.6
"""Of its width, a box's blur lies within the one, the ends of a mark that sticks out mostly within the other."""
_INK = 0.35
_FAINT = 30
"""So little darker than its paper is no ink."""
_JOINED = 0.15
"""Words nearer than so much of their height are one that the reader cut."""
_LEAST = 0.25
"""What is left of a word beside a box must be so broad, in heights."""
_OVER = 0.3
"""A word has a box in it that shares so much of the box's width."""


def without_boxes(grey: NDArray[np.uint8], ticks: Sequence[Tick], scale: float) -> NDArray[np.uint8]:
    """The upright page, `scale` times as large as `Tick.upright` tells, with paper where the boxes and marks are."""
    if not ticks:
        return grey
    lifted = grey.copy()
    for tick in ticks:
        side = max(tick.upright.w, tick.upright.h) * scale
        window = _around(tick.upright, scale, _TAIL * side, grey.shape)
        part = lifted[window.y : window.bottom, window.x : window.right]
        ground, dark = float(np.percentile(part, 80)), float(part.min())
        _, labels, stats, _ = cv2.connectedComponentsWithStats(
            (part < ground - _INK * (ground - dark)).astype(np.uint8)
        )
        rim = _around(tick.upright, scale, _RIM * side, grey.shape)
        inner = np.s_[rim.y - window.y : rim.bottom - window.y, rim.x - window.x : rim.right - window.x]
        gone = np.zeros(part.shape, np.uint8)
        for number in set(np.unique(labels[inner]).tolist()) - {0}:
            x, y, w, h = (int(value) for value in stats[number, :4])
            # What goes on beyond is a word that the mark touches.
            if x > 0 and y > 0 and x + w < part.shape[1] and y + h < part.shape[0]:
                gone[labels == number] = 1
        gone = np.asarray(cv2.dilate(gone, np.ones((3, 3), np.uint8)), np.uint8)
        gone[inner] = 1
        part[gone > 0] = round(ground)
    return lifted


def words_beside(
    words: Sequence[Word],
    ticks: Sequence[Tick],
    lifted: NDArray[np.uint8],
    *,
    scale: float,
    dpi: float,
    placing: Upright,
    engine: OcrEngine,
    language: Language,
) -> tuple[Word, ...]:
    """The words, those with a box in them read again from the page `without_boxes`; what was a box alone is gone.

    Done once more it changes nothing. Raises what the engine raises.
    """

    def read(place: Box, like: Word) -> tuple[Word, ...]:
        x, y, right, bottom = (round(side * scale) for side in (place.x, place.y, place.right, place.bottom))
        part = np.ascontiguousarray(lifted[y:bottom, x:right])
        if not part.size or float(np.percentile(part, 80)) - float(part.min()) < _FAINT:
            return ()
        seen = [
            replace(
                word,
                box=Box(x=word.box.x + x, y=word.box.y + y, w=word.box.w, h=word.box.h),
                block=like.block,
                line=like.line,
            )
            for word in engine.read(part, round(dpi), Layout.LINE)
        ]
        return placed(language.corrected(seen), placing, scale)

    found: list[Word] = []
    at = 0
    while at < len(words):
        stop = _run(words, at)
        run = words[at:stop]
        inside = [tick.upright for tick in ticks if any(_has(word, tick) for word in run)]
        if inside:
            for place in _left_over(run, inside):
                found += read(place, run[0])
        else:
            found += run
        at = stop
    return tuple(found)


def _run(words: Sequence[Word], at: int) -> int:
    """Where words end that follow each other in a line without a space."""
    stop = at + 1
    while stop < len(words):
        before, word = words[stop - 1], words[stop]
        if (word.block, word.line) != (before.block, before.line):
            break
        if not -_JOINED < (word.upright.x - before.upright.right) / max(1, word.upright.h) < _JOINED:
            break
        stop += 1
    return stop


def _has(word: Word, tick: Tick) -> bool:
    around, box = word.upright, tick.upright
    shared = min(around.right, box.right) - max(around.x, box.x)
    return shared >= _OVER * box.w and around.y <= box.y + box.h / 2 < around.bottom


def _left_over(run: Sequence[Word], boxes: Sequence[Box]) -> Iterator[Box]:
    """The parts of a run of words that are no box, from left to right."""
    top, bottom = min(word.upright.y for word in run), max(word.upright.bottom for word in run)
    x, end = min(word.upright.x for word in run), max(word.upright.right for word in run)
    for box in sorted(boxes, key=lambda box: box.x):
        stop = round(box.x - _RIM * box.w)
        if stop - x >= _LEAST * (bottom - top):
            yield Box(x=x, y=top, w=stop - x, h=bottom - top)
        x = max(x, round(box.right + _RIM * box.w))
    if end - x >= _LEAST * (bottom - top):
        yield Box(x=x, y=top, w=end - x, h=bottom - top)


def _around(box: Box, scale: float, grown: float, shape: tuple[int, ...]) -> Box:
    """A box of the upright page, grown, in pixels of the larger one."""
    x, y = max(0, round(box.x * scale - grown)), max(0, round(box.y * scale - grown))
    right, bottom = min(shape[1], round(box.right * scale + grown)), min(shape[0], round(box.bottom * scale + grown))
    return Box(x=x, y=y, w=max(0, right - x), h=max(0, bottom - y))
