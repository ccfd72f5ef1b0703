"""The signer's block at the foot of a page, where pens and seals cross the print: it is read once more.

First closer up, since lines are found worse the larger the picture is. Then its red on plain grey: bleaching takes a
name stamped in red away with the seal. What is left of the seal's own words goes out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.reading import Box
from ocr.engines.engine import EngineWord, Grey, OcrEngine
from ocr.preparation import red_marks, red_mask, to_grey

_LOWER, _RIGHT = 0.4, 0.35
"""A signature stands below and right of so much of the page."""
_BLOCK_FROM, _BLOCK_MM = 0.42, 60.0
"""The block begins right of so much of the width, and is at most so high."""
_MM_PER_INCH = 25.4
_LEAST_MM = 10.0
_MARGIN_MM = 4.0
_LEAST_RED, _SEAL_RED = 0.5, 0.65
_SURE = 0.75
_INK, _BLACK, _MOST_BLACK = 200, 130, 0.1
"""Grey below which a dot is ink, brightest channel below which it is black, and the share of black that print shows."""
_FEWEST, _MOST = 2, 6
_LEAST_LETTERS = 6


def closer(words: Sequence[EngineWord], grey: Grey, dpi: float, engine: OcrEngine) -> tuple[EngineWord, ...]:
    """The words of an upright page, those of the block at its lower right as a second look has them.

    `grey`: the page as it was read. A page with nothing there but lines that begin further left is not looked at.
    """
    left = round(_BLOCK_FROM * grey.shape[1])
    reaching = {word.line for word in words if word.box.x < left}
    there = [word.box for word in words if word.line not in reaching and word.box.y > _LOWER * grey.shape[0]]
    if not there:
        return tuple(words)
    margin = round(_MARGIN_MM / _MM_PER_INCH * dpi)
    last = max(box.bottom for box in there)
    first = max(min(box.y for box in there), last - round(_BLOCK_MM / _MM_PER_INCH * dpi))
    # The name may be what was not found: it stands up to a signature's height below the last word.
    top, bottom = max(0, first - margin), min(grey.shape[0], last + 10 * margin)
    block = Box(x=left, y=top, w=grey.shape[1] - left, h=bottom - top)
    crop = np.ascontiguousarray(grey[block.y : block.bottom, block.x : block.right])
    number = max(word.line for word in words)
    kept = list(words)
    for line in _lines(engine.read(crop, round(dpi))):
        number += 1
        back = [_shifted(word, block, number) for word in line]
        before = _hidden(kept, back)
        cut = line[0].box.x < line[0].box.h // 2 or any(word.line in reaching for word in before)
        if not cut and _is_better(line, before):
            kept = [word for word in kept if word not in before] + back
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Signed:
    """A page's words with the red of its foot settled; `faint`: stamped lines too unsure to be text, a word each."""

    words: tuple[EngineWord, ...]
    faint: tuple[EngineWord, ...] = ()


def red_signature(words: Sequence[EngineWord], page: NDArray[np.uint8], dpi: float, engine: OcrEngine) -> Signed:
    """The words of an upright page with names in red among them, on lines of their own after the others.

    `page`: RGB or grey as scanned, not bleached; boxes in its pixels. Costs a reading of the corner where red is found.
    """
    corner = None if page.ndim == 2 else _red_corner(page, dpi)
    if corner is None:
        return Signed(tuple(words))
    crop = np.ascontiguousarray(page[corner.y : corner.bottom, corner.x : corner.right])
    red, grey = red_mask(crop), to_grey(crop)
    kept = [word for word in words if not (_covers(word.box, corner) and _is_seal(_within(word, corner), crop, red))]
    faint: list[EngineWord] = []
    number = max((word.line for word in words), default=-1)
    for line in _fullest(_red_lines(grey, dpi, engine)):
        if not _is_red(line, grey, red):
            continue
        number += 1
        back = [_shifted(word, corner, number) for word in line]
        if _is_name(line):
            gone = _hidden(kept, back)
            kept = [word for word in kept if word not in gone] + back
        elif sum(len(word.text) for word in line) >= _LEAST_LETTERS:
            faint.append(_joined(back))
    return Signed(tuple(kept), tuple(faint))


def _lines(words: Sequence[EngineWord]) -> list[list[EngineWord]]:
    lines: dict[int, list[EngineWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return list(lines.values())


def _red_lines(grey: Grey, dpi: float, engine: OcrEngine) -> list[list[EngineWord]]:
    """The lines as found at the page's own scale and at twice that, which cut faint ends differently."""
    twice = cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    halved = [
        replace(word, box=Box(x=word.box.x // 2, y=word.box.y // 2, w=word.box.w // 2, h=word.box.h // 2), letters=())
        for word in engine.read(twice, round(2 * dpi))
    ]
    return _lines(engine.read(grey, round(dpi))) + _lines(halved)


def _fullest(lines: Sequence[list[EngineWord]]) -> list[list[EngineWord]]:
    """Of lines found twice the one with more signs."""
    kept: list[list[EngineWord]] = []
    for line in sorted(lines, key=lambda words: -sum(len(word.text) for word in words)):
        if not any(_covers(word.box, other.box) for word in line for whole in kept for other in whole):
            kept.append(line)
    return kept


def _joined(line: Sequence[EngineWord]) -> EngineWord:
    """A line as one word."""
    box = line[0].box
    for word in line[1:]:
        box = box.union(word.box)
    sure = min(word.confidence for word in line)
    return EngineWord(
        text=" ".join(word.text for word in line), box=box, confidence=sure, block=line[0].block, line=line[0].line
    )


def _red_corner(page: NDArray[np.uint8], dpi: float) -> Box | None:
    """Around the red marks of the lower right, with a margin; None without any of the size of a name."""
    top, left = round(page.shape[0] * _LOWER), round(page.shape[1] * _RIGHT)
    corner = page[top:, left:]
    least, margin = round(_LEAST_MM / _MM_PER_INCH * dpi), round(_MARGIN_MM / _MM_PER_INCH * dpi)
    marks = [mark for mark in red_marks(red_mask(corner), dpi, gap_mm=2.0) if mark.w >= least]
    if not marks:
        return None
    x0, y0 = min(mark.x for mark in marks) - margin, min(mark.y for mark in marks) - margin
    x1, y1 = max(mark.right for mark in marks) + margin, max(mark.bottom for mark in marks) + margin
    x0, y0 = max(0, x0) + left, max(0, y0) + top
    x1, y1 = min(page.shape[1], x1 + left), min(page.shape[0], y1 + top)
    return Box(x=x0, y=y0, w=x1 - x0, h=y1 - y0)


def _is_name(line: Sequence[EngineWord]) -> bool:
    """Two to six capitalised words, surely read. Capitals alone are the words of the seal."""
    sure = _mean(line) >= _SURE
    small = any(word.text[1:].islower() for word in line)
    return _FEWEST <= len(line) <= _MOST and sure and small and all(_capitalised(word.text) for word in line)


def _is_better(line: Sequence[EngineWord], before: Sequence[EngineWord]) -> bool:
    """Whether a second look saw a line more surely, or more of it and surely enough."""
    if before and _mean(line) >= _mean(before):
        return True
    more = sum(len(word.text) for word in line) > sum(len(word.text) for word in before)
    return more and _mean(line) >= _SURE


def _mean(line: Sequence[EngineWord]) -> float:
    return sum(word.confidence for word in line) / len(line)


def _capitalised(text: str) -> bool:
    return text[0].isupper() and all(sign.isalpha() or sign in ".'’" for sign in text)


def _within(word: EngineWord, corner: Box) -> EngineWord:
    """The word in pixels of the corner."""
    box = word.box
    x0, y0 = max(0, box.x - corner.x), max(0, box.y - corner.y)
    right, bottom = max(x0, min(corner.w, box.right - corner.x)), max(y0, min(corner.h, box.bottom - corner.y))
    return replace(word, box=Box(x=x0, y=y0, w=right - x0, h=bottom - y0))


def _is_red(
    line: Sequence[EngineWord], grey: NDArray[np.uint8], red: NDArray[np.uint8], least: float = _LEAST_RED
) -> bool:
    ink = reds = 0
    ground = np.percentile(grey, 90)
    for word in line:
        place = np.s_[word.box.y : word.box.bottom, word.box.x : word.box.right]
        dark = grey[place] < ground - 40
        ink += int(dark.sum())
        reds += int((dark & (red[place] > 0)).sum())
    return ink > 0 and reds >= least * ink


def _is_seal(word: EngineWord, crop: NDArray[np.uint8], red: NDArray[np.uint8]) -> bool:
    """Whether a word is the seal's own: red ink and hardly any black, which a printed word under a seal has."""
    place = np.s_[word.box.y : word.box.bottom, word.box.x : word.box.right]
    ink = max(1, int((to_grey(crop)[place] < _INK).sum()))
    black = int((crop[place].max(axis=2) < _BLACK).sum())
    return _is_red([word], to_grey(crop), red, _SEAL_RED) and black < _MOST_BLACK * ink


def _shifted(word: EngineWord, corner: Box, line: int) -> EngineWord:
    box = replace(word.box, x=word.box.x + corner.x, y=word.box.y + corner.y)
    letters = tuple(replace(letter, x0=letter.x0 + corner.x, x1=letter.x1 + corner.x) for letter in word.letters)
    return replace(word, box=box, letters=letters, line=line)


def _hidden(words: Sequence[EngineWord], line: Sequence[EngineWord]) -> list[EngineWord]:
    """Those of the words that the words of a line stand upon."""
    top, bottom = min(word.box.y for word in line), max(word.box.bottom for word in line)
    beside = [word for word in words if word.box.y < bottom and word.box.bottom > top]
    return [word for word in beside if any(_covers(word.box, other.box) for other in line)]


def _covers(lower: Box, upper: Box) -> bool:
    """Whether one hides more than half of the other."""
    across = min(lower.right, upper.right) - max(lower.x, upper.x)
    down = min(lower.bottom, upper.bottom) - max(lower.y, upper.y)
    return across > 0 and down > 0 and across * down > 0.5 * min(lower.w * lower.h, upper.w * upper.h)
