"""What a rule has found on the page: words and how sure their place is, and the value they are understood as."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dossier.reading import Word
from ocr.extraction.lines import Line

LEADERS = re.compile(r"[.…_·‥]{2,}")
"""What a form prints where a value is to be written."""
EDGES = " \t.,;:…_-–—|~*'\"\u201c\u201d\u2018\u2019"
"""Signs around a value that are not of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The words that should hold a value. `page` indexes the pages of the document."""

    words: tuple[Word, ...]
    page: int
    known_slot: bool = True
    """The place alone says that this is the value (a label, a part of the layout with a clear end)."""
    breaks: tuple[int, ...] = ()
    """Numbers of the words that begin a new printed line or item."""

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    def items(self) -> list[str]:
        """The text of each printed line or item."""
        edges = [0, *self.breaks, len(self.words)]
        return [" ".join(word.text for word in self.words[start:stop]) for start, stop in pairwise(edges)]

    def touching(self, start: int, stop: int) -> tuple[Word, ...]:
        """The words that have some of the letters `start` to `stop` of the text."""
        edge, words = 0, []
        for word in self.words:
            if edge < stop and start < edge + len(word.text):
                words.append(word)
            edge += len(word.text) + 1
        return tuple(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value in storage form with the words that carry it."""

    value: str
    words: tuple[Word, ...]
    as_read: str
    repaired: bool = False
    """Some letter differs from what was read; never certain."""
    listed: bool = False
    """It is an item of a closed list."""
    slot: bool = False
    """Offices fill this place by hand, by stamp or by machine; only the look of it tells."""
    apart: bool = False
    """The value stands apart from the print around it, as what is written in later does."""
    seen_twice: bool = False
    """The second reader's words come to the same number or notation, though it cuts or begins them otherwise."""
    doubted: bool = False
    """A rule finds it unlikely: not in its catalogue, a wrong check digit, words that say otherwise. Never certain."""
    least: float = 0.0
    """Below this confidence of a word the value is not worth showing; an empty field is honest."""


def found_in(lines: Iterable[Line], *, known_slot: bool = True) -> Found | None:
    """The words of some lines of one page, or None for none."""
    rows = list(lines)
    if not rows:
        return None
    words, breaks = list(rows[0].words), []
    for row in rows[1:]:
        breaks.append(len(words))
        words.extend(row.words)
    return Found(words=tuple(words), page=rows[0].page, known_slot=known_slot, breaks=tuple(breaks))
