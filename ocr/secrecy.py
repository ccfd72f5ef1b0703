"""Marks of secrecy: MẬT, TỐI MẬT, TUYỆT MẬT as a line of its own or a stamp at the head of a page.

Luật Bảo vệ bí mật nhà nước 2018; NĐ 30/2020 annex I puts the mark under the number, on the left (box 10a). The stamps
are 20 × 8, 30 × 8 and 40 × 8 mm, framed, red. A sentence that speaks of "bí mật" or "MẬT ĐỘ XÂY DỰNG" is no mark.
Marks are looked for twice: among the words that were read, and in whatever at the head is framed or red, since readers
pass over framed and faint text and page cleaning removes red.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from dossier.reading import Box
from dossier.text import clean, fold
from ocr.engines.engine import Layout, OcrEngine
from ocr.preparation import red_mask, to_grey

_MARKS = {"mat": "MẬT", "toimat": "TỐI MẬT", "tuyetmat": "TUYỆT MẬT"}
_HEAD = 1 / 3
_HEAD_SEARCHED = 0.4
_MM_PER_INCH = 25.4
_SHORT_MM, _LONG_MM = (3.5, 17.0), (9.0, 75.0)
_STAMP_MM = 8.0
_MOST_CANDIDATES = 6
_CROP_HEIGHT = 64
_COLUMN_GAP = 1.5
"""In heights of the line: words farther apart belong to different columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tilted:
    """A rectangle by its centre, its longer and shorter side in pixels, and the clockwise degrees it is turned by."""

    x: float
    y: float
    long: float
    short: float
    angle: float

    @classmethod
    def around(cls, outline: Any) -> "_Tilted":
        (x, y), (across, down), angle = cv2.minAreaRect(outline)
        if across < down:
            across, down, angle = down, across, angle - 90
        return cls(x=x, y=y, long=across, short=down, angle=(angle + 90) % 180 - 90)


class _Printed(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def as_read(self) -> str | None: ...
    @property
    def upright(self) -> Box: ...
    @property
    def line(self) -> int: ...


def mark_in_words(words: Iterable[_Printed], height: int) -> str | None:
    """The mark that stands alone on a line, or in a column of one, in the upper third of a page of this height."""
    lines: dict[int, list[_Printed]] = {}
    for word in words:
        if word.upright.y + word.upright.h / 2 < height * _HEAD:
            lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        for part in _columns(line):
            texts = (" ".join(word.text for word in part), " ".join(word.as_read or word.text for word in part))
            mark = next(filter(None, map(mark_of, texts)), None)
            if mark is not None:
                return mark
    return None


def mark_of(text: str) -> str | None:
    """The mark that this piece of print is, or None; allows for a reader's slips and for a frame read as strokes."""
    kept = re.sub(r"[^\w\s]|[\d_]", " ", clean(text))
    tokens = [token for token in kept.split() if token not in {"I", "l", "i", "J", "L"} or len(kept.split()) == 1]
    joined = "".join(tokens)
    if not joined or not _is_capitals(joined):
        return None
    bare = fold(joined)
    if bare == "mat":
        return _MARKS["mat"] if _may_be_mat(joined) else None
    if Levenshtein.distance(bare, "tuyetmat") <= 2 and bare.endswith("mat"):
        return _MARKS["tuyetmat"]
    return _MARKS["toimat"] if Levenshtein.distance(bare, "toimat") <= 1 and bare[0] == "t" else None


def _is_capitals(text: str) -> bool:
    """Capitals, but for one letter within that a reader took for a small one (MậT)."""
    return text == text.upper() or (text[0].isupper() and text[-1].isupper() and sum(map(str.islower, text)) == 1)


def mark_in_stamps(page: NDArray[np.uint8], dpi: float, engine: OcrEngine) -> str | None:
    """The mark in a framed or red thing at the head of an upright page (grey or RGB, not bleached).

    Costs one short reading for each such thing, at most six; none on a page that has nothing framed or red there.
    """
    head = page[: round(page.shape[0] * _HEAD_SEARCHED)]
    if head.size == 0:
        return None
    grey, red = to_grey(head), red_mask(head)
    candidates = [(ink, box) for box in _red_things(red, dpi) for ink in _red_inks(head, red)]
    candidates += [(grey, box) for box in _frames(grey, dpi)]
    for ink, box in candidates[:_MOST_CANDIDATES]:
        crop = _without_frame(_straightened(ink, box))
        words = engine.read(crop, round(crop.shape[0] / _CROP_HEIGHT * 200), Layout.LINE)
        mark = mark_of(" ".join(word.text for word in words))
        if mark is not None:
            return mark
    return None


def _columns(line: Sequence[_Printed]) -> list[list[_Printed]]:
    """A line cut where a gap parts two columns."""
    ordered = sorted(line, key=lambda word: word.upright.x)
    gap = _COLUMN_GAP * float(np.median([word.upright.h for word in ordered]))
    parts = [[ordered[0]]]
    for before, word in itertools.pairwise(ordered):
        if word.upright.x - before.upright.right > gap:
            parts.append([])
        parts[-1].append(word)
    return parts


def _may_be_mat(word: str) -> bool:
    """MẬT or a likely misreading of it; MẮT (eye), MÁT and MẶT TRƯỚC cut short are words of their own."""
    marks = {char for char in unicodedata.normalize("NFD", word) if unicodedata.combining(char)}
    circumflex, dot, breve = "\u0302", "\u0323", "\u0306"
    return not marks or circumflex in marks or (dot in marks and breve not in marks)


def _red_things(mask: NDArray[np.uint8], dpi: float) -> list[_Tilted]:
    reach = max(3, round(3.0 / _MM_PER_INCH * dpi))
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return _of_size((_Tilted.around(outline) for outline in outlines), dpi)


def _red_inks(pixels: NDArray[np.uint8], mask: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """The red ink alone, dark on white, in two ways: sharp, and with the cuts closed that black print leaves in it."""
    sharp = np.where(mask > 0, to_grey(pixels), np.uint8(255)).astype(np.uint8)
    red, green, blue = cv2.split(pixels)
    lead = cv2.subtract(red, cv2.max(green, blue))
    closed = cv2.morphologyEx(cv2.convertScaleAbs(lead, alpha=2.0), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return [sharp, cv2.bitwise_not(closed).astype(np.uint8)]


def _frames(grey: NDArray[np.uint8], dpi: float) -> list[_Tilted]:
    """Rectangles drawn around something, outer edge and inner edge being one."""
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    ink = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    outlines, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = ((_Tilted.around(outline), cv2.contourArea(outline)) for outline in outlines)
    return _of_size((box for box, area in boxes if area > 0.8 * box.long * box.short), dpi)


def _of_size(boxes: Iterable[_Tilted], dpi: float) -> list[_Tilted]:
    """Those as large as a mark of secrecy, lying along the line within 20°, the likeliest height first."""
    dots = dpi / _MM_PER_INCH
    kept = [
        box
        for box in boxes
        if abs(box.angle) <= 20
        and _SHORT_MM[0] <= box.short / dots <= _SHORT_MM[1]
        and _LONG_MM[0] <= box.long / dots <= _LONG_MM[1]
    ]
    return sorted(kept, key=lambda box: abs(box.short / dots - _STAMP_MM))


def _straightened(image: NDArray[np.uint8], box: _Tilted) -> NDArray[np.uint8]:
    """What lies in the box, level, `_CROP_HEIGHT` pixels high, with paper around it."""
    scale = _CROP_HEIGHT / max(box.short, 1.0)
    matrix = cv2.getRotationMatrix2D((box.x, box.y), box.angle, scale)
    width = round(box.long * scale)
    matrix[:, 2] += np.array([width / 2 - box.x, _CROP_HEIGHT / 2 - box.y])
    crop = cv2.warpAffine(image, matrix, (width, _CROP_HEIGHT), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    return crop.astype(np.uint8)


def _without_frame(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The crop with long straight strokes painted over and a margin of paper."""
    height, width = crop.shape
    ink = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]
    across, down = np.ones((1, max(3, width // 2)), np.uint8), np.ones((max(3, height * 3 // 4), 1), np.uint8)
    strokes = cv2.bitwise_or(*(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel) for kernel in (across, down)))
    strokes = cv2.dilate(strokes, np.ones((5, 5), np.uint8))
    kept = np.where(strokes > 0, np.uint8(255), crop)
    return cv2.copyMakeBorder(kept, 16, 16, 24, 24, cv2.BORDER_CONSTANT, value=(255, 255, 255)).astype(np.uint8)
