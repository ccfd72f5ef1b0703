"""A clean sheet: grey print set word by word with its truth, and coloured marks kept apart until the paper is made.

Lengths are millimetres from the top left corner, sizes are points; boxes come out in pixels of the unworn sheet.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from cv2.typing import MatLike
from PIL import Image, ImageDraw, ImageFont

from benchmarks.pages.fonts import Face, advance, ink_box
from dossier.reading import SlotKind, Writing

Colour = tuple[int, int, int]
Mask = MatLike
"""Bytes, one a pixel; 255 is full ink."""
Rectangle = tuple[float, float, float, float]
Align = Literal["left", "centre", "right"]
A4: Final = (210.0, 297.0)
INK: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Text of one style in a line or paragraph; `role` picks another typeface than the sheet's own."""

    text: str
    style: str = ""
    field: str | None = None
    role: str = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedWord:
    """A word as set, with the rectangle of its ink: left, top, right, bottom."""

    text: str
    ink: Rectangle
    block: int
    line: int
    writing: Writing
    field: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Transparent ink laid over the paper: pen, stamp or tint. `mask` 255 is full ink; x, y its corner in pixels."""

    mask: Mask
    colour: Colour
    x: int
    y: int
    pen: bool = False
    """Written by hand: stays when the scan is grey, never fades with the print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSlot:
    """A slot of the head with the rectangle of its filling."""

    kind: SlotKind
    writing: Writing
    ink: Rectangle


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One side being set. `faces` maps roles ("body", "hand", "stamp" …) to typefaces."""

    faces: Mapping[str, Face]
    dpi: int
    rng: random.Random
    wobble: float = 0.0
    """Millimetres by which letters of a typewriter miss the line."""
    size: tuple[float, float] = A4
    """Width and height of the paper in millimetres."""
    canvas: Image.Image = field(init=False)
    words: list[PlacedWord] = field(default_factory=list)
    slots: list[PlacedSlot] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    ignored: list[Rectangle] = field(default_factory=list)
    block: int = 0
    line_number: int = 0
    _draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.canvas = Image.new("L", (round(self.mm(self.size[0])), round(self.mm(self.size[1]))), 255)
        self._draw = ImageDraw.Draw(self.canvas)

    def mm(self, length: float) -> float:
        """Millimetres as pixels."""
        return length * self.dpi / 25.4

    def font(self, size: float, style: str = "", role: str = "body") -> ImageFont.FreeTypeFont:
        """The typeface of the role at a size in points."""
        return self.faces[role].font(size * self.dpi / 72, style.replace("u", ""))

    def width(self, runs: Sequence[Run] | str, size: float, style: str = "") -> float:
        """Millimetres that a line takes."""
        parts = [Run(text=runs, style=style)] if isinstance(runs, str) else runs
        pixels = sum(advance(self.font(size, run.style, run.role), run.text) for run in parts)
        return pixels * 25.4 / self.dpi

    def next_block(self) -> None:
        """What is set from here on belongs together: a column, a paragraph."""
        self.block += 1

    def next_line(self) -> int:
        """Begin a printed line of the truth."""
        self.line_number += 1
        return self.line_number

    def line(
        self, runs: Sequence[Run] | str, x: float, y: float, size: float, *, style: str = "", align: Align = "left"
    ) -> tuple[float, float]:
        """Set one line with its baseline at `y`; returns where it begins and ends, in millimetres."""
        parts = [Run(text=runs, style=style)] if isinstance(runs, str) else list(runs)
        width = self.width(parts, size)
        start = x - width * {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        self.next_line()
        self._set(parts, self.mm(start), self.mm(y), size, stretch=0.0)
        return start, start + width

    def more(self, runs: Sequence[Run] | str, x: float, y: float, size: float, *, style: str = "") -> float:
        """Set text further right on the line begun last; returns where it ends."""
        parts = [Run(text=runs, style=style)] if isinstance(runs, str) else list(runs)
        self._set(parts, self.mm(x), self.mm(y), size, stretch=0.0)
        return x + self.width(parts, size)

    def paragraph(
        self,
        runs: Sequence[Run] | str,
        x: float,
        y: float,
        *,
        width: float,
        size: float,
        leading: float = 1.25,
        indent: float = 0.0,
        justified: bool = False,
        align: Align = "left",
        style: str = "",
    ) -> float:
        """Set a paragraph whose first baseline is at `y`; returns the baseline that the next line would have."""
        parts = [Run(text=runs, style=style)] if isinstance(runs, str) else list(runs)
        lines = self._broken(parts, width, size, indent)
        step = size * leading * 25.4 / 72
        for number, parts_of_line in enumerate(lines):
            begin = x + (indent if number == 0 else 0.0)
            room = width - (indent if number == 0 else 0.0)
            spaces = sum(run.text.count(" ") for run in parts_of_line)
            spare = room - self.width(parts_of_line, size)
            last = number == len(lines) - 1
            stretch = self.mm(spare) / spaces if justified and not last and spaces else 0.0
            if align != "left":
                begin += spare / 2 if align == "centre" else spare
            self.next_line()
            self._set(parts_of_line, self.mm(begin), self.mm(y), size, stretch=stretch)
            y += step
        return y

    def count_lines(self, runs: Sequence[Run], width: float, size: float, indent: float = 0.0) -> int:
        """How many lines a paragraph will take."""
        return len(self._broken(runs, width, size, indent))

    def rule(self, x: float, y: float, length: float, weight: float = 0.25) -> None:
        """A printed line to the right."""
        pixels = max(1, round(self.mm(weight)))
        self._draw.line(
            [(round(self.mm(x)), round(self.mm(y))), (round(self.mm(x + length)), round(self.mm(y)))], INK, pixels
        )

    def frame(self, x: float, y: float, width: float, height: float, *, weight: float = 0.25, tone: int = INK) -> None:
        """A printed rectangle."""
        box = [round(self.mm(side)) for side in (x, y, x + width, y + height)]
        self._draw.rectangle(box, outline=tone, width=max(1, round(self.mm(weight))))

    def leader(self, x: float, y: float, end: float, size: float, sign: str = ".") -> None:
        """Dots along the baseline, no word of the truth."""
        font = self.font(size)
        step = advance(font, sign)
        count = int(self.mm(end - x) / step) if step else 0
        if count > 0:
            self._draw.text((self.mm(x), self.mm(y)), sign * count, font=font, fill=INK + 30, anchor="ls")

    def mark(
        self, mask: Mask, colour: Colour, x: float, y: float, *, pen: bool = False, ignore: bool = False
    ) -> Rectangle:
        """Lay ink with its corner at pixels `x`, `y`, cut to the sheet; returns its rectangle."""
        left, top = round(x), round(y)
        mask = mask[max(0, -top) :, max(0, -left) :]
        left, top = max(0, left), max(0, top)
        mask = mask[: max(0, self.canvas.height - top), : max(0, self.canvas.width - left)]
        rectangle = (float(left), float(top), float(left + mask.shape[1]), float(top + mask.shape[0]))
        if mask.size:
            self.marks.append(Mark(mask=mask, colour=colour, x=left, y=top, pen=pen))
            if ignore:
                self.ignored.append(rectangle)
        return rectangle

    def note_word(self, text: str, ink: Rectangle, writing: Writing, name: str | None) -> None:
        """Add a word that something else than print put there, to the line begun last."""
        self.words.append(
            PlacedWord(text=text, ink=ink, block=self.block, line=self.line_number, writing=writing, field=name)
        )

    def ink(self, text: str, font: ImageFont.FreeTypeFont, x: float, y: float, tone: int = INK) -> Rectangle:
        """Print text with its baseline at pixels `x`, `y` and note no word; returns the rectangle of its ink."""
        left, base = round(x), round(y)
        self._draw.text((left, base), text, font=font, fill=tone, anchor="ls")
        inked = ink_box(font, text)
        return (left + inked[0], base + inked[1], left + inked[2], base + inked[3])

    def upright(self, x: float, y: float, length: float, weight: float = 0.25) -> None:
        """A printed line downwards."""
        ends = [(round(self.mm(x)), round(self.mm(y))), (round(self.mm(x)), round(self.mm(y + length)))]
        self._draw.line(ends, INK, max(1, round(self.mm(weight))))

    def _broken(self, runs: Sequence[Run], width: float, size: float, indent: float) -> list[list[Run]]:
        lines: list[list[Run]] = [[]]
        room = self.mm(width - indent)
        used = 0.0
        for run in runs:
            font = self.font(size, run.style, run.role)
            space = advance(font, " ")
            kept: list[str] = []
            for word in run.text.split():
                need = advance(font, word) + (space if kept or lines[-1] else 0.0)
                if used + need > room and (kept or lines[-1]):
                    lines[-1] += self._piece(run, kept, lines[-1])
                    lines.append([])
                    kept, used, room = [], 0.0, self.mm(width)
                    need = advance(font, word)
                kept.append(word)
                used += need
            lines[-1] += self._piece(run, kept, lines[-1])
        return lines

    @staticmethod
    def _piece(run: Run, words: Sequence[str], before: Sequence[Run]) -> list[Run]:
        text = (" " if before else "") + " ".join(words)
        return [Run(text=text, style=run.style, field=run.field, role=run.role)] if words else []

    def _set(self, runs: Sequence[Run], x: float, y: float, size: float, *, stretch: float) -> None:
        for run in runs:
            font = self.font(size, run.style, run.role)
            space = advance(font, " ") + stretch
            begin = x
            for number, word in enumerate(run.text.split(" ")):
                x += space if number else 0.0
                if word:
                    self._word(word, run, font, x, y)
                    x += advance(font, word)
            if "u" in run.style:
                self.rule(
                    begin * 25.4 / self.dpi, (y + 0.12 * font.size) * 25.4 / self.dpi, (x - begin) * 25.4 / self.dpi
                )

    def _word(self, word: str, run: Run, font: ImageFont.FreeTypeFont, x: float, y: float) -> None:
        left, base = round(x), round(y)
        if self.wobble:
            base += round(self.rng.gauss(0, self.mm(self.wobble)))
        tone = INK if not self.wobble else self.rng.randint(8, 70)
        self._draw.text((left, base), word, font=font, fill=tone, anchor="ls")
        inked = ink_box(font, word)
        ink = (left + inked[0], base + inked[1], left + inked[2], base + inked[3])
        self.note_word(word, ink, Writing.PRINTED, run.field)
