"""What Tesseract says of a page in the form of the port: its hOCR output, and the choices it had for every sign.

It knows nothing of how Tesseract was run.
"""

import html
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dossier.reading import Box
from dossier.text import clean
from ocr.engines.engine import EngineWord, Letter

_SIGNS = {"hocr_char_boxes": "1"}
_CHOICES = {
    "lstm_choice_mode": "2",
    "lstm_choice_iterations": "3",
    # hOCR prints 100 less coefficient times cost, cut off at 0: with the usual 5 all but the nearest choices are lost.
    "lstm_rating_coefficient": "1",
}

_MOST_OTHERS = 8
_COST_OF_E = 6.0
"""Cost that stands for a factor e in probability, as in `Letter.others`."""
_TAG = re.compile(r"<\w+ ([^<>]*)>([^<]*)")
_ATTRIBUTE = re.compile(r"\b(class|id|title)=(?:'([^']*)'|\"([^\"]*)\")")
_BLOCK, _WORD, _SIGN = "ocr_carea", "ocrx_word", "ocrx_cinfo"
_LINES = {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"}


def variables(*, alternatives: bool) -> dict[str, str]:
    """With which Tesseract tells every sign, and what else it may be, which takes a tenth of its time."""
    return _SIGNS | _CHOICES if alternatives else _SIGNS


def letter_of(sign: str, x0: float, x1: float, offered: Iterable[tuple[str, float]]) -> Letter:
    """One sign of a word with its alternatives; `offered` are Tesseract's choices and costs, 0 to 100.

    The dictionary may have printed another sign than the cheapest: then that one's extra cost is 0, never negative.
    The probability is the sign's share among its choices, 0 where Tesseract tells none. On administrative scans the
    least share of a word orders right and wrong words much better than a probability of the sign's own cost.
    """
    costs: dict[str, float] = {}
    for choice, cost in offered:
        text = clean(choice)
        if text and math.isfinite(cost):
            costs[text] = min(cost, costs.get(text, cost))
    own = costs.pop(sign, min(costs.values(), default=math.inf))
    others = sorted(((text, max(cost - own, 0.0)) for text, cost in costs.items()), key=lambda other: other[1])
    weight = sum(math.exp((own - cost) / _COST_OF_E) for cost in costs.values())
    return Letter(
        text=sign,
        probability=1 / (1 + weight) if math.isfinite(own) else 0.0,
        x0=x0,
        x1=x1,
        others=tuple(others[:_MOST_OTHERS]),
    )


def engine_word(letters: Sequence[Letter], box: Box, percent: float, block: int, line: int) -> EngineWord | None:
    """A word of the port from Tesseract's, `percent` its confidence; None when nothing but space was read."""
    joined = "".join(letter.text for letter in letters)
    text = clean(joined).replace("\n", " ")
    if not text:
        return None
    return EngineWord(
        text=text,
        box=box,
        confidence=min(max(percent / 100, 0.0), 1.0),
        block=block,
        line=line,
        letters=tuple(letters) if joined == text else (),
    )


def box_within(corners: Sequence[float], width: int, height: int) -> Box:
    """The box of left, top, right, bottom, cut to the image; Tesseract's may stick out by a pixel."""
    left, top, right, bottom = corners
    x0, x1 = (int(min(max(value, 0), width)) for value in (left, right))
    y0, y1 = (int(min(max(value, 0), height)) for value in (top, bottom))
    return Box(x=x0, y=y0, w=max(x1 - x0, 0), h=max(y1 - y0, 0))


def words_of_hocr(hocr: str, width: int, height: int) -> tuple[EngineWord, ...]:
    """Words in reading order of an image of this size.

    Not an XML parser: every tag is looked at alone, so that no entity is declared or fetched and damaged output costs
    the damaged words only. Time is linear in the output.
    """
    blocks, lines = 0, 0
    found: list[_Word] = []
    word: _Word | None = None
    for tag in _TAG.finditer(hocr):
        attributes = {match[1]: match[2] or match[3] or "" for match in _ATTRIBUTE.finditer(tag[1])}
        kind, title = attributes.get("class"), attributes.get("title", "")
        if kind == _SIGN:
            if word is not None:
                word.add(title, html.unescape(tag[2]))
            continue
        word = None
        blocks += kind == _BLOCK
        lines += kind in _LINES
        if kind == _WORD and (corners := _numbers(title, "bbox", 4)):
            percent = _numbers(title, "x_wconf", 1) or [0.0]
            word = _Word(corners=corners, percent=percent[0], block=blocks, line=max(lines - 1, 0))
            found.append(word)
    finished = (word.finished(width, height) for word in found)
    return tuple(word for word in finished if word is not None)


@dataclass(slots=True)
class _Sign:
    text: str
    x0: float
    x1: float
    offered: list[tuple[str, float]] = field(default_factory=list)


@dataclass(slots=True)
class _Word:
    """A word whose signs come after it."""

    corners: Sequence[float]
    percent: float
    block: int
    line: int
    signs: list[_Sign] = field(default_factory=list)

    def add(self, title: str, text: str) -> None:
        """A sign with its box, or a choice for the sign before it."""
        if corners := _numbers(title, "x_bboxes", 4):
            self.signs.append(_Sign(text=text, x0=corners[0], x1=corners[2]))
        elif self.signs and (confidence := _numbers(title, "x_confs", 1)):
            self.signs[-1].offered.append((text, 100 - confidence[0]))

    def finished(self, width: int, height: int) -> EngineWord | None:
        letters = [letter_of(clean(sign.text), sign.x0, sign.x1, sign.offered) for sign in self.signs]
        return engine_word(letters, box_within(self.corners, width, height), self.percent, self.block, self.line)


def _numbers(title: str, name: str, count: int) -> list[float]:
    """The numbers after a name in an hOCR title; empty when they are not all there."""
    for part in title.split(";"):
        key, *values = part.split()[: count + 1] or [""]
        if key == name and len(values) == count:
            try:
                numbers = [float(value) for value in values]
            except ValueError:
                return []
            return numbers if all(map(math.isfinite, numbers)) else []
    return []
