"""What a rule has found on the page before it is understood: words and how sure their place is."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dossier.reading import Word
from ocr.extraction.lines import Line


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
