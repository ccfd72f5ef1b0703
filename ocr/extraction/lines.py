"""Words of a page as printed lines and their pieces, on the upright page. Knows positions, not meanings.

Coordinates: pixels of the upright page (`Word.upright`), origin top left.
"""

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from dossier.reading import Box, PageReading, Word
from ocr.extraction.matching import dense, key

_GAP = 1.6
"""A gap wider than so many letter heights parts columns; justified lines stay below one."""


_GLUED = re.compile(r"(?P<label>[^:]*(?:[^\W\d_]{2}|\))\s?:)(?P<value>[^:/]*\w[^:]*)")
_DASHES = ("-", "–")
_SURE_DASH = 0.9
PRINT = 0.6
"""Mean confidence from which a line is print: what shines through from the other side and strokes are read worse."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """Words side by side; never empty."""

    words: tuple[Word, ...]
    page: int

    @cached_property
    def box(self) -> Box:
        """Around the words, on the upright page."""
        return around(word.upright for word in self.words)

    @cached_property
    def text(self) -> str:
        """Words with single spaces."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def key(self) -> str:
        """Folded letters and digits."""
        return key(self.text)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Each word as `dense` gives it: what phrases are looked for in."""
        return tuple(dense(word.text) for word in self.words)

    @cached_property
    def height(self) -> float:
        """Median height of the words: a tall stray sign does not make a tall line."""
        return statistics.median(word.upright.h for word in self.words)

    @property
    def middle(self) -> float:
        """Centre, horizontally."""
        return self.box.x + self.box.w / 2

    @cached_property
    def level(self) -> float:
        """Centre, vertically, of the typical word."""
        return statistics.median(word.upright.y + word.upright.h / 2 for word in self.words)

    def part(self, start: int, stop: int | None = None) -> "Line | None":
        """Some of the words, or None when none are left."""
        words = self.words[start:stop]
        return Line(words=words, page=self.page) if words else None


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around all; there must be one at least."""
    first, *rest = boxes
    for box in rest:
        first = first.union(box)
    return first


def lines_of(reading: PageReading, page: int) -> tuple[Line, ...]:
    """The printed lines from top to bottom, as the reader grouped them; lines of mere signs are left out."""
    groups: dict[tuple[int, int], list[Word]] = {}
    for word in reading.words:
        groups.setdefault((word.block, word.line), []).extend(_unglued(word))
    lines = []
    for words in groups.values():
        row = sorted(words, key=lambda word: word.upright.x)
        if any(char.isalnum() for word in row for char in word.text):
            lines.append(Line(words=tuple(row), page=page))
    return tuple(sorted(lines, key=lambda line: (line.level, line.box.x)))


def _unglued(word: Word) -> tuple[Word, ...]:
    """A label and the value that a reader joined to its colon ("(m):19,72") as two words, parted by their letters."""
    parts = _GLUED.fullmatch(word.text)
    if parts is None:
        return (word,)
    other = _GLUED.fullmatch(word.second) if word.second else None
    seen = _GLUED.fullmatch(word.as_read) if word.as_read else None
    share = len(parts["label"]) / len(word.text)
    boxes = [_parted(word.box, share), _parted(word.upright, share)]
    seconds = other.groups() if other else (word.second, word.second)
    reads = seen.groups() if seen else (word.as_read, word.as_read)
    return tuple(
        replace(word, text=text, box=box, upright=upright, second=second, as_read=read)
        for text, second, read, box, upright in zip(parts.groups(), seconds, reads, *boxes, strict=True)
    )


def _parted(box: Box, share: float) -> tuple[Box, Box]:
    """Along its longer side: a page may lie on its side."""
    if box.w >= box.h:
        left = min(box.w - 1, max(1, round(box.w * share)))
        return replace(box, w=left), replace(box, x=box.x + left, w=box.w - left)
    upper = min(box.h - 1, max(1, round(box.h * share)))
    return replace(box, h=upper), replace(box, y=box.y + upper, h=box.h - upper)


def rows_of(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Pieces that stand side by side as one line each: a reader may end a line at every wide gap.

    They do when they are level within half a letter and no word of one is above or below a word of the other.
    """
    rows: list[Line] = []
    for line in lines:
        beside = next((at for at in range(len(rows) - 1, max(-1, len(rows) - 6), -1) if _beside(rows[at], line)), None)
        if beside is None:
            rows.append(line)
            continue
        words = sorted((*rows[beside].words, *line.words), key=lambda word: word.upright.x)
        rows[beside] = Line(words=tuple(words), page=line.page)
    return tuple(sorted(rows, key=lambda row: (row.level, row.box.x)))


def _beside(left: Line, right: Line) -> bool:
    if abs(left.level - right.level) > 0.5 * min(left.height, right.height):
        return False
    spans = [(word.upright.x, word.upright.right) for word in right.words]
    return not any(word.upright.x < stop and start < word.upright.right for word in left.words for start, stop in spans)


def pieces(line: Line, *, gap: float = _GAP) -> list[Line]:
    """The line cut at every gap wider than `gap` letter heights."""
    cuts = [
        index
        for index in range(1, len(line.words))
        if line.words[index].upright.x - line.words[index - 1].upright.right > gap * line.height
    ]
    return cut_at(line, cuts)


def cut_at(line: Line, cuts: Sequence[int]) -> list[Line]:
    """The line cut before each of the given word numbers."""
    edges = [0, *cuts, len(line.words)]
    found = (line.part(start, stop) for start, stop in pairwise(edges))
    return [piece for piece in found if piece is not None]


def pitch(above: Line, below: Line) -> float:
    """Distance of two lines, centre to centre, in letter heights of the upper one."""
    return (below.level - above.level) / max(1.0, above.height)


def sureness(line: Line) -> float:
    """Mean confidence of the words, by their length."""
    letters = sum(len(word.text) for word in line.words)
    return sum(word.confidence * len(word.text) for word in line.words) / letters


def solid(line: Line) -> Line | None:
    """The line without words of mere signs, which are rules and strokes of a pen; None for nothing else.

    A dash between two words stays where it is surely read: Bà Rịa - Vũng Tàu.
    """
    has_letters = [any(map(str.isalnum, word.text)) for word in line.words]
    words = tuple(
        word
        for at, word in enumerate(line.words)
        if has_letters[at] or (_is_dash(word) and any(has_letters[:at]) and any(has_letters[at + 1 :]))
    )
    return Line(words=words, page=line.page) if words else None


def _is_dash(word: Word) -> bool:
    return word.text in _DASHES and (word.agreed or (word.second is None and word.lowest >= _SURE_DASH))
