"""Where the slots of a head begin and end: between the printed signs around them, as the reader placed those.

Số: [number] /notation, and ngày [day] tháng [month] năm [year] (NĐ 30/2020, annex I). What the reader made of the
filling itself is not relied on: it may be garbage, or nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dossier.reading import Box, SlotKind
from dossier.text import fold
from ocr.engines.engine import EngineWord, Letter

_HEAD = 0.45
"""Share of the page's height that its head lies in; a body may name other numbers and dates."""
_MOST_BEFORE, _MOST_AFTER = 30, 4
"""Signs before ngày (a place) and after the year on the line of the date."""
_MOST_BESIDE = 70
"""Signs before ngày where the number stands on the same line."""
_RIGHT = 0.4
"""The date of a head begins to the right of so much of the page's width; a line of the body does not."""
_COLUMN_GAP = 8.0
"""In heights of the line: pieces of one printed line lie nearer to each other."""

# One sign may be misread; the exact word is tried first.
_NGAY = "(?:ngay|.gay|n.ay|ng.y|nga.)"
_THANG = "(?:thang|.hang|t.ang|th.ng|tha.g|than.|.h.ng|hang)"
_NAM = "(?:nam|.am|n.m|na.)"
_DATES = tuple(
    re.compile(
        rf"^(?P<before>.*){day}(?P<day>.{{0,14}}?){month}(?P<month>.{{0,14}}?){year}(?P<year>.{{0,12}})$", re.DOTALL
    )
    for day, month, year in (("ngay", "thang", "nam"), (_NGAY, _THANG, "nam"), (_NGAY, _THANG, _NAM))
)
_NUMBER = re.compile(r"^\W{0,3}[s5][o0e6](?:\s?[:;.,]|(?=[^/]{0,14}/))(?P<rest>.*)$", re.DOTALL)
_MISREAD_NUMBER = re.compile(
    r"(?:^\W{0,3}[Ss58]\S?|S[ốôồổỗớờ6])[a-zà-ỹ]?[:;.,]{0,2}"
    r"(?P<number>[^A-ZĐa-zà-ỹ]{0,2}\d[^A-ZĐa-zà-ỹ]{0,11}?)(?:[A-Za-z]?/|(?=[A-ZĐ]{2}))"
)
"""Số: misread, or behind what shines through from the other side: then digits and a notation must follow."""
_NOTATION = re.compile(r"/?\s{0,2}(?=[A-ZĐ]{2}|[A-ZĐ][A-Za-z]{1,3}\s?-)")
_YEAR_INSIDE = re.compile(r"/(?:19|20)\d\d/")
_YEAR_DIGITS = re.compile(r"[12][09]\d\d")
_MOST_NUMBER = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A slot between its printed neighbours, in pixels of the image that was read."""

    kind: SlotKind
    line: int
    row: Box
    """The printed line, over its whole width."""
    x0: float
    x1: float
    after: float | None
    """Middle of the printed sign that ends it."""
    letters: tuple[Letter, ...]
    """What the reader saw between."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line sign by sign; a space stands between words, with the edges of the words."""

    number: int
    row: Box
    letters: tuple[Letter, ...]
    text: str
    folded: str
    """As long as the text."""

    @classmethod
    def of(cls, number: int, row: Box, letters: Sequence[Letter]) -> "_Line":
        """Folded once, since every pattern asks for it."""
        signs = [letter.text for letter in letters]
        plain = {sign: (fold(sign) or " ")[:1] for sign in set(signs)}
        text = "".join(sign[:1] or " " for sign in signs)
        return cls(number, row, tuple(letters), text, "".join(plain[sign] for sign in signs))

    def gap(self, kind: SlotKind, start: int, stop: int) -> Gap:
        """The slot from sign `start` to before sign `stop`, as far as the neighbours' edges."""
        x0 = self.letters[start - 1].x1 if start else float(self.row.x)
        if start and self.letters[start - 1].text in {":", ";", ".", ","}:
            # A colon's dots are too low to be taken for writing, so the slot may begin upon it.
            x0 = 0.75 * self.letters[start - 1].x0 + 0.25 * x0
        end = self.letters[stop] if stop < len(self.letters) else None
        x1 = end.x0 if end else float(self.row.right)
        after = (end.x0 + end.x1) / 2 if end else None
        inside = tuple(letter for letter in self.letters[start:stop] if not letter.text.isspace())
        return Gap(kind=kind, line=self.number, row=self.row, x0=x0, x1=max(x0, x1), after=after, letters=inside)


def find_gaps(words: Sequence[EngineWord], width: int, height: int) -> tuple[Gap, ...]:
    """The slots of the head of a page of this size: those of one number and one date, the topmost of each."""
    lines = _lines([word for word in words if word.box.y + word.box.h / 2 < height * _HEAD])
    rows = _rows(lines)
    found: list[Gap] = []
    for find in (_number, _misread_number, _date):
        if find is _misread_number and found:
            continue
        found += next((gaps for group in (lines, rows) for line in group if (gaps := tuple(find(line, width)))), ())
    return tuple(found)


def _number(line: _Line, _width: int) -> Iterator[Gap]:
    match = _NUMBER.match(line.folded)
    if match is None:
        return
    start = match.start("rest")
    rest = line.text[start:]
    inside = _YEAR_INSIDE.search(rest)
    notation = _NOTATION.search(rest)
    if inside is not None and inside.start() <= _MOST_NUMBER:
        stop = inside.start()
    elif notation is not None:
        stop = notation.start()
    else:
        stop = rest.find("/")
    between = rest[: max(0, stop)]
    # SỞ Y TẾ/… is no number.
    agency = line.text[start - 1].isupper() and any(map(str.isalpha, between)) and not any(map(str.isdigit, between))
    if 0 <= stop <= _MOST_NUMBER and not agency:
        yield line.gap(SlotKind.NUMBER, start, start + stop)


def _misread_number(line: _Line, _width: int) -> Iterator[Gap]:
    match = _MISREAD_NUMBER.search(line.text)
    if match is not None:
        yield line.gap(SlotKind.NUMBER, match.start("number"), match.end("number"))


def _date(line: _Line, width: int) -> Iterator[Gap]:
    for pattern in _DATES:
        match = pattern.search(line.folded)
        if match is None:
            continue
        before, year = line.text[: match.end("before")], match["year"]
        printed = _YEAR_DIGITS.search(year)
        after = year[printed.end() :] if printed else ""
        beside = any(gap for find in (_number, _misread_number) for gap in find(line, width))
        if len(before) > (_MOST_BESIDE if beside else _MOST_BEFORE) or len(after.strip()) > _MOST_AFTER:
            return
        if before[:1].islower() and not beside and line.row.x < _RIGHT * width:
            return
        for kind in (SlotKind.DAY, SlotKind.MONTH, SlotKind.YEAR):
            stop = match.end(kind.value)
            if kind is SlotKind.YEAR and printed:
                stop = match.start("year") + printed.end()
            yield line.gap(kind, match.start(kind.value), stop)
        return


def _lines(words: Iterable[EngineWord]) -> list[_Line]:
    """Printed lines from top to bottom."""
    parts: dict[int, list[EngineWord]] = {}
    for word in words:
        parts.setdefault(word.line, []).append(word)
    lines = [_line(number, sorted(part, key=lambda word: word.box.x)) for number, part in parts.items()]
    return sorted(lines, key=lambda line: line.row.y + line.row.h / 2)


def _line(number: int, words: Sequence[EngineWord]) -> _Line:
    letters: list[Letter] = []
    row = words[0].box
    for word in words:
        if letters:
            letters.append(Letter(text=" ", probability=1.0, x0=letters[-1].x1, x1=float(word.box.x)))
        letters += _letters(word)
        row = row.union(word.box)
    return _Line.of(number, row, letters)


def _letters(word: EngineWord) -> list[Letter]:
    """The letters of a word, the outermost ending where its ink ends; evenly spread where the reader told none."""
    box = word.box
    if word.letters:
        return [
            Letter(
                text=letter.text,
                probability=letter.probability,
                x0=min(max(letter.x0, box.x), box.right),
                x1=min(max(letter.x1, box.x), box.right),
            )
            for letter in word.letters
        ]
    text = word.as_read or word.text
    wide = box.w / max(1, len(text))
    return [
        Letter(text=sign, probability=word.confidence, x0=box.x + at * wide, x1=box.x + (at + 1) * wide)
        for at, sign in enumerate(text)
    ]


def _rows(lines: Sequence[_Line]) -> list[_Line]:
    """Lines that the reader cut at a wide gap, put together again; a line keeps the number of its first piece."""
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: line.row.x):
        for row in rows:
            last = row[-1].row
            level = min(last.bottom, line.row.bottom) - max(last.y, line.row.y) > 0.6 * min(last.h, line.row.h)
            if level and 0 <= line.row.x - last.right < _COLUMN_GAP * last.h:
                row.append(line)
                break
        else:
            rows.append([line])
    joined = [_join(row) for row in rows if len(row) > 1]
    return sorted(joined, key=lambda line: line.row.y + line.row.h / 2)


def _join(pieces: Sequence[_Line]) -> _Line:
    letters: list[Letter] = list(pieces[0].letters)
    row = pieces[0].row
    for piece in pieces[1:]:
        letters.append(Letter(text=" ", probability=1.0, x0=float(row.right), x1=float(piece.row.x)))
        letters += piece.letters
        row = row.union(piece.row)
    return _Line.of(pieces[0].number, row, letters)
