"""The pages of one document as lines, with the head of its first page: what every rule looks at."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dossier.reading import Gate, PageReading, Slot, Word
from ocr.extraction.head import Head, find_head
from ocr.extraction.lines import Line, lines_of, rows_of


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One page: its lines from top to bottom and its size in upright pixels."""

    number: int
    lines: tuple[Line, ...]
    width: int
    height: int
    slots: tuple[Slot, ...] = ()
    faint: tuple[Word, ...] = ()
    gate: Gate = Gate.READABLE
    legibility: float = 1.0

    @cached_property
    def rows(self) -> tuple[Line, ...]:
        """The lines, with what stands side by side as one: how forms are read."""
        return rows_of(self.lines)


@dataclass(frozen=True, kw_only=True)
class Pages:
    """The pages with text, in order. A page's number stays its place in the document."""

    sheets: tuple[Sheet, ...]

    @cached_property
    def head(self) -> Head | None:
        """The head of the first page with text."""
        first = self.first
        return find_head(first.lines, first.width, first.height) if first else None

    @property
    def first(self) -> Sheet | None:
        """The first page with text."""
        return self.sheets[0] if self.sheets else None

    @property
    def last(self) -> Sheet | None:
        """The last page with text."""
        return self.sheets[-1] if self.sheets else None


def pages_of(readings: Sequence[PageReading]) -> Pages:
    """The pages that have words; blank ones, unreadable ones and those held for secrecy are left out."""
    sheets = (
        Sheet(
            number=number,
            lines=lines_of(reading, number),
            width=reading.upright_width,
            height=reading.upright_height,
            slots=reading.slots,
            faint=reading.faint,
            gate=reading.gate,
            legibility=reading.legibility,
        )
        for number, reading in enumerate(readings)
        if not reading.blank and reading.secrecy_mark is None and reading.gate is not Gate.UNREADABLE
    )
    return Pages(sheets=tuple(sheet for sheet in sheets if sheet.lines))


def word_page(pages: Pages, word: Word) -> int:
    """The number of the page that a faint word stands on."""
    return next(sheet.number for sheet in pages.sheets if word in sheet.faint)
