"""The machine-readable lines on the back of a card, found by the words of the reading and read again for themselves.

The lines prove themselves, so they may be looked at in several ways: what one look misreads, its check digits refuse.
"""

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import cv2
import numpy as np

from dossier.codes import CodeKind, PageCode
from dossier.reading import Box, Word
from dossier.rules.mrz import LINES, Mrz, parse_td1
from ocr.engines.engine import EngineWord, Grey, OcrEngine

_AnyWord = TypeVar("_AnyWord", Word, EngineWord)

_STATE = re.compile(r"[VY]N[MH]")
_LEAST_SIGNS = 22
_MOST_SIGNS = 44
_LEAST_DIGITS = 12
"""Of the 23 in line 1 and the 16 in line 2; no other line has so many and names the state."""
_FIRST_HAS_STATE_BEFORE = 8
"""Signs before the state in line 1: two, and what strays there; in line 2 fifteen."""
_PITCH = 1.7
"""From line to line, in heights of a line: 4.23 mm to capitals of 2.5 (ICAO 9303 part 3)."""
_READING_DPI = 200
"""The data that reads best was made of letters of this size: of 5 lines at 300 dots one was proven as it is, all five
at 200."""


def _smoothed(grey: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.0), np.uint8)


def _despeckled(grey: Grey) -> Grey:
    return np.asarray(cv2.medianBlur(grey, 5), np.uint8)


_LOOKS: tuple[tuple[str, Callable[[Grey], Grey]], ...] = (
    ("as it is", lambda grey: grey),
    ("smoothed", _smoothed),
    ("without specks", _despeckled),
)


def find_mrz(
    words: Sequence[Word], page: Grey, *, scale: float, dpi: float, rotation: int, engine: OcrEngine | None
) -> tuple[PageCode, ...]:
    """The lines on a page that was read, as text of three lines; without text if they are there and prove nothing.

    `page` is the upright page, `scale` times as large as `Word.upright` tells, at `dpi`; `engine` reads English, whose
    data knows the type of these lines (that of Vietnamese takes 3 for 5). Without it only the words themselves are
    tried. A page without such lines costs nothing. Raises what the engine raises.
    """
    found = _state_line(words)
    if found is None:
        return ()
    line, is_first = found
    place = _around(line, is_first=is_first)
    near = [word for word in words if _middle_in(place, word.upright)]
    box = _union([word.box for word in near])
    strip = _piece(page, place, scale, dpi)
    for how, lines in _readings(near, strip, min(round(dpi), _READING_DPI), engine):
        proven = _proven(lines)
        if proven is not None:
            return (PageCode(kind=CodeKind.MRZ, text="\n".join(proven), box=box, rotation=rotation, how=how),)
    return (PageCode(kind=CodeKind.MRZ, text=None, box=box, rotation=rotation, how="as it is"),)


def _state_line(words: Sequence[Word]) -> tuple[list[Word], bool] | None:
    """The words of line 1 or 2, and whether it is line 1."""
    for line in _lines(words):
        text = _text(line)
        state = _STATE.search(text.upper())
        if (
            state is not None
            and _LEAST_SIGNS <= len(text) <= _MOST_SIGNS
            and sum("0" <= sign <= "9" for sign in text) >= _LEAST_DIGITS
        ):
            return line, state.start() < _FIRST_HAS_STATE_BEFORE
    return None


def _around(line: Sequence[Word], *, is_first: bool) -> Box:
    """Of all three lines, upright, with half a line to spare."""
    box = _union([word.upright for word in line])
    pitch = box.h * _PITCH
    above, below = (0.6, 2.7) if is_first else (1.6, 1.7)
    left, top = max(0, round(box.x - 2 * box.h)), max(0, round(box.y - above * pitch))
    return Box(x=left, y=top, w=box.right + 2 * box.h - left, h=round(box.y + below * pitch) - top)


def _piece(page: Grey, place: Box, scale: float, dpi: float) -> Grey:
    left, top, right, bottom = (round(value * scale) for value in (place.x, place.y, place.right, place.bottom))
    strip = page[top:bottom, left:right]
    if dpi <= _READING_DPI or not strip.size:
        return strip
    small = _READING_DPI / dpi
    return np.asarray(cv2.resize(strip, None, fx=small, fy=small, interpolation=cv2.INTER_AREA), np.uint8)


def _readings(near: Sequence[Word], strip: Grey, dpi: int, engine: OcrEngine | None) -> Iterator[tuple[str, list[str]]]:
    """What the words say, then what each further look says."""
    yield "words", [_text(line) for line in _lines(near)]
    if engine is None or not strip.size:
        return
    for how, look in _LOOKS:
        read = engine.read(np.ascontiguousarray(look(strip)), dpi)
        yield how, [_text(line) for line in _lines(read)]


def _proven(lines: Sequence[str]) -> Sequence[str] | None:
    """Three lines one after the other that prove themselves. Whether a birth is to come is asked by who knows today."""
    for first in range(len(lines) - LINES + 1):
        three = lines[first : first + LINES]
        if isinstance(parse_td1(three, today=dt.date.max), Mrz):
            return three
    return None


def _lines(words: Sequence[_AnyWord]) -> list[list[_AnyWord]]:
    """Words line by line, in reading order."""
    lines: dict[int, list[_AnyWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return list(lines.values())


def _text(line: Sequence[Word] | Sequence[EngineWord]) -> str:
    """As read: the language model knows no such words."""
    return "".join(word.text if word.as_read is None else word.as_read for word in line).replace(" ", "")


def _union(boxes: Sequence[Box]) -> Box:
    return functools.reduce(Box.union, boxes)


def _middle_in(place: Box, box: Box) -> bool:
    x, y = box.x + box.w / 2, box.y + box.h / 2
    return place.x <= x <= place.right and place.y <= y <= place.bottom
