"""The pages of one document as lines, with the head of its first page: what every rule looks at.

A column of a page or the span of a row is a narrower `Pages` of the same numbers and sizes, so that a field is looked
for in it as on whole pages.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dossier.codes import PageCode
from dossier.looks import Side, Zone
from dossier.reading import Gate, PageReading, Slot, Word
from dossier.tables import Table
from dossier.ticks import Tick
from ocr.extraction.head import Head, find_head
from ocr.extraction.lines import Line, lines_of, pitch, rows_of

_HEADING_LINES = 3
_HEADING_PITCH = 3.0
_GUTTER = (0.36, 0.64)
"""The white between two columns of a form lies in this part of the width."""
_STEPS = 200
_CROSSING = 0.12
"""Share of the rows that may cross it: headings above both columns, the signature below."""
_LEAST_GUTTER = 2
"""Steps that a gap must be wide to be one."""


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
    codes: tuple[PageCode, ...] = ()
    tables: tuple[Table, ...] = ()
    """Their pages are numbered as the sheets are."""
    ticks: tuple[Tick, ...] = ()

    @cached_property
    def rows(self) -> tuple[Line, ...]:
        """The lines, with what stands side by side as one: how forms are read."""
        return rows_of(self.lines)

    @cached_property
    def headings(self) -> tuple[Line, ...]:
        """What two or three lines right below one another come to: a heading may be printed over so many."""
        found = []
        for at, line in enumerate(self.lines):
            joined = above = line
            for below in self.lines[at + 1 : at + _HEADING_LINES]:
                if pitch(above, below) > _HEADING_PITCH:
                    break
                joined = Line(words=(*joined.words, *below.words), page=line.page)
                found.append(joined)
                above = below
        return tuple(found)

    @cached_property
    def gutter(self) -> float:
        """Where the right column of a form with two begins: in the widest white near the middle, else the middle."""
        low, high = (round(share * _STEPS) for share in _GUTTER)
        crossed = [0] * _STEPS
        for line in self.lines:
            for word in line.words:
                first, last = (edge * _STEPS // max(1, self.width) for edge in (word.upright.x, word.upright.right))
                for at in range(max(low, first), min(high, last) + 1):
                    crossed[at] += 1
        most = _CROSSING * len(self.rows)
        runs: list[list[int]] = [[]]
        for at in range(low, high):
            if crossed[at] <= most:
                runs[-1].append(at)
            elif runs[-1]:
                runs.append([])
        middle = _STEPS / 2
        best = max(runs, key=lambda run: (len(run), -abs(sum(run) / max(1, len(run)) - middle)))
        if len(best) < _LEAST_GUTTER:
            return self.width / 2
        return (best[0] + best[-1] + 1) / 2 * self.width / _STEPS

    def on(self, side: Side) -> "Sheet":
        """One column of the page."""
        return self._where(lambda x, _: (x < self.gutter) is (side is Side.LEFT))

    def within(self, zone: Zone) -> "Sheet":
        """A part of the page, still counted in the whole page's pixels."""
        left, top = zone.x * self.width, zone.y * self.height
        right, bottom = (zone.x + zone.w) * self.width, (zone.y + zone.h) * self.height
        return self._where(lambda x, y: left <= x <= right and top <= y <= bottom)

    def span(self, start: tuple[int, int], stop: tuple[int, int] | None) -> "Sheet":
        """The rows from one word on to another, each told by the numbers of its row and of the word in it."""
        rows = []
        last = stop if stop is not None else (len(self.rows), 0)
        for number in range(start[0], min(last[0] + 1, len(self.rows))):
            first = start[1] if number == start[0] else 0
            part = self.rows[number].part(first, last[1] if number == last[0] else None)
            rows += [part] if part else []
        top = min((line.box.y for line in rows), default=0)
        bottom = max((line.box.bottom for line in rows), default=0)
        ticks = (tick for tick in self.ticks if top <= tick.upright.y + tick.upright.h / 2 <= bottom)
        return replace(self, lines=tuple(rows), ticks=tuple(ticks))

    def _where(self, belongs: "_Belongs") -> "Sheet":
        lines = []
        for line in self.lines:
            words = tuple(word for word in line.words if belongs(*_middle(word)))
            lines += [Line(words=words, page=line.page)] if words else []
        ticks = tuple(tick for tick in self.ticks if belongs(*_middle(tick)))
        tables = tuple(table for table in self.tables if belongs(*_middle(table)))
        return replace(self, lines=tuple(lines), ticks=ticks, tables=tables)


@dataclass(frozen=True, kw_only=True)
class Pages:
    """The pages with text, in order. A page's number stays its place in the document."""

    sheets: tuple[Sheet, ...]
    narrowed: bool = False
    """It is a part of its pages alone, so that which page is the first says nothing."""

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

    @cached_property
    def left(self) -> "Pages":
        """The left columns of all pages."""
        return replace(self, sheets=_with_lines(sheet.on(Side.LEFT) for sheet in self.sheets))

    @cached_property
    def right(self) -> "Pages":
        """The right ones."""
        return replace(self, sheets=_with_lines(sheet.on(Side.RIGHT) for sheet in self.sheets))

    def on(self, side: Side | None) -> "Pages":
        """One column of all pages; the whole where no side is named. The same object every time."""
        if side is None:
            return self
        return self.left if side is Side.LEFT else self.right

    def beginning_with(self, number: int) -> "Pages":
        """The same pages with another one first: a back may lie before its front."""
        return replace(self, sheets=tuple(sorted(self.sheets, key=lambda sheet: sheet.number != number)))


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
            codes=reading.codes,
            tables=tuple(_numbered(table, number) for table in reading.tables),
            ticks=reading.ticks,
        )
        for number, reading in enumerate(readings)
        if not reading.blank and reading.secrecy_mark is None and reading.gate is not Gate.UNREADABLE
    )
    return Pages(sheets=_with_lines(sheets))


def word_page(pages: Pages, word: Word) -> int:
    """The number of the page that a faint word stands on."""
    return next(sheet.number for sheet in pages.sheets if word in sheet.faint)


def _with_lines(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    return tuple(sheet for sheet in sheets if sheet.lines)


def _middle(thing: "_Placed") -> tuple[float, float]:
    return thing.upright.x + thing.upright.w / 2, thing.upright.y + thing.upright.h / 2


def _numbered(table: Table, page: int) -> Table:
    cells = tuple(replace(cell, page=page) for cell in table.cells)
    return replace(table, cells=cells, page=page, last_page=page)


_Belongs = Callable[[float, float], bool]
_Placed = Word | Tick | Table
