"""The head of an office paper: two columns, agency and number left, motto and date right (NĐ 30/2020 Phụ lục I).

Readers run both columns into one line, so the columns are parted here: the right one begins where the
state's name or the motto begins.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dossier.text import fold
from ocr.extraction.lines import PRINT, Line, cut_at, sureness
from ocr.extraction.matching import find_phrase

_NAMES = ("Cộng hòa xã hội chủ nghĩa Việt Nam", "Đảng cộng sản Việt Nam")
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_REACH = 0.17
"""Number and date stand within so much of the page height below the state's name."""
_TOP = 0.45
"""The head stands in the upper part of the page, below any electronic signature."""
_NUMBER = re.compile(r"^\W*s[o06]\s*[:.;,z>]|^\W*s[o06]\s+\W*[\do/]")
_NOTATION = re.compile(r"^\W*s.*/\s*[A-ZĐ]{2}[\wĐđ]*(?:\s*-|$)")
"""Where "Số:" itself is misread, what follows still looks like a notation."""
_DATE = re.compile(r"ngay.*(?:nam|\d{4})|\bng.*t.{1,3}ng.*\bn.m\W*\d{4}")
_LABEL = re.compile(r"S[ốôồổỗ6](?:\W|$)")
"""Of the number, behind strokes or what shines through."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands where in the head of the first page. `right_from` is the left edge of the right column."""

    agency: tuple[Line, ...]
    number: Line | None
    date: Line | None
    centre: float
    """Horizontal centre of the text below: the page's printed width halved."""
    bottom: float
    """Below this the body or the heading begins."""
    right_from: float


def find_head(lines: Sequence[Line], width: int, height: int) -> Head | None:
    """The head, or None where neither the state's name nor the motto is read."""
    top = [line for line in lines if line.level < _TOP * height]
    name = next((found for phrase in _NAMES if (found := _locate(top, phrase))), None)
    motto = _locate(top, _MOTTO)
    seen = [found for found in (name, motto) if found]
    if not seen:
        return None
    first = seen[0][0]
    right_from = min(line.words[at].upright.x for line, at in seen)
    left, right = _columns(top, first, right_from, width, height)
    number = next((line for line in left if _is_number(line)), None)
    number = number or next((part for line in left if (part := _behind_strokes(line))), None)
    date = next((line for line in right if _DATE.search(fold(line.text))), None)
    # The agencies go down to the number; the date may stand higher than the last of them.
    below = number or date
    end = below.level - below.height * 0.4 if below else first.level + 0.08 * height
    agency = tuple(line for line in left if line.level < end and line is not number and _is_print(line))
    bottom = max(line.box.bottom for line in (*(line for line, _ in seen), number, date) if line)
    edges = sorted((line.box.x, line.box.right) for line in lines)
    centre = (_typical([x for x, _ in edges], low=True) + _typical([x for _, x in edges], low=False)) / 2
    return Head(agency=agency, number=number, date=date, centre=centre, bottom=bottom, right_from=right_from)


def _is_number(line: Line) -> bool:
    return bool(_NUMBER.search(fold(line.text)) or _NOTATION.search(line.text.replace("S", "s", 1)))


def _behind_strokes(line: Line) -> Line | None:
    """The line from the number's label on, where something was read before it."""
    starts = (at for at, word in enumerate(line.words) if at and _LABEL.match(word.text))
    parts = (line.part(at) for at in starts)
    return next((part for part in parts if part and _is_number(part) and "/" in part.text), None)


def _locate(lines: Sequence[Line], phrase: str) -> tuple[Line, int] | None:
    best: tuple[float, Line, int] | None = None
    for line in lines:
        span = find_phrase(line.keys, phrase, at_least=0.8)
        if span and (best is None or span.score > best[0]):
            best = (span.score, line, span.start)
    return (best[1], best[2]) if best else None


def _columns(
    lines: Sequence[Line], first: Line, right_from: float, width: int, height: int
) -> tuple[list[Line], list[Line]]:
    """Pieces of the head's lines by column, each from top to bottom."""
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if not first.level - 1.5 * first.height <= line.level <= first.level + _REACH * height:
            continue
        for piece in _part(line, right_from, 0.02 * width):
            (left if piece.middle < right_from else right).append(piece)
    return left, right


def _part(line: Line, right_from: float, slack: float) -> list[Line]:
    if line.box.right < right_from + 4 * slack:
        # A long name of an agency reaches to the other column; what goes on into it reaches much further.
        return [line]
    cuts = [
        index
        for index in range(1, len(line.words))
        if _middle(line, index - 1) < right_from <= line.words[index].upright.x + slack
    ]
    # Within a column the gap of an unread number stays ("Số:      /QĐ-UBND"), and the last word of a long name.
    cuts.sort(key=lambda index: abs(line.words[index].upright.x - right_from))
    return cut_at(line, cuts[:1])


def _middle(line: Line, index: int) -> float:
    box = line.words[index].upright
    return box.x + box.w / 2


def _is_print(line: Line) -> bool:
    """No speck, no stroke of a pen and nothing that shines through: letters outnumber signs and are read surely."""
    letters, signs = sum(char.isalnum() for char in line.text), len(line.text.replace(" ", ""))
    return letters >= 2 and letters > signs / 2 and sureness(line) >= PRINT


def _typical(values: list[int], *, low: bool) -> float:
    """An edge of the text block: not the outermost speck, yet not an indented line."""
    values.sort()
    return values[len(values) // 5 if low else -1 - len(values) // 5]
