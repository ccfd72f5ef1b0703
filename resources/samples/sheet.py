"""One side of a sheet being printed: cursor, measure, and every printed line kept as truth. Knows no kinds of block."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from PIL import Image, ImageDraw

from resources.samples.fonts import Faces, millimetres, pixels

A4: Final = (round(millimetres(210)), round(millimetres(297)))
INK: Final = (26, 26, 30)
RED: Final = (176, 28, 34)
LINE: Final = 1.32  # line height as a multiple of the size; Word's "single" for Times with Vietnamese marks

Colour = tuple[int, int, int]


class Word(NamedTuple):
    """A word with the style it is set in."""

    text: str
    style: str


def styled_words(text: str, style: str) -> Iterator[Word]:
    """Words of `text`; those between `**` are bold."""
    for number, part in enumerate(re.split(r"\*\*", text)):
        bold = style if number % 2 == 0 else "".join(sorted({*style, "b"}))
        yield from (Word(word, bold) for word in part.split())


class Sheet:
    """A white A4 side at 200 dpi; `y` is the baseline of the last line set, `printed` the lines in reading order."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self.image = Image.new("RGB", A4, "white")
        self.draw = ImageDraw.Draw(self.image)
        self.left = millimetres(30)
        self.right = A4[0] - millimetres(17)
        self.y = millimetres(17)
        self.printed: list[str] = []

    @property
    def measure(self) -> float:
        """Width between the margins in pixels."""
        return self.right - self.left

    def width(self, text: str, points: float, style: str = "") -> float:
        """Width of `text` in pixels."""
        return self.faces.font(points, style).getlength(text)

    def set(
        self, text: str, *, x: float, y: float, points: float, style: str = "", align: str = "l", colour: Colour = INK
    ) -> None:
        """Draw one line on baseline `y`; `align` l, m or r says where of the text `x` is. The line is not recorded."""
        font = self.faces.font(points, style)
        self.draw.text((x, y), text, font=font, fill=colour, anchor=f"{align}s")

    def rule(self, *, x: float, y: float, length: float, weight: int = 2) -> None:
        """A horizontal rule centred on `x`."""
        self.draw.line([(x - length / 2, y), (x + length / 2, y)], fill=INK, width=weight)

    def down(self, points: float) -> None:
        """Move the cursor down."""
        self.y += pixels(points)

    def wrap(self, text: str, points: float, style: str, measure: float, indent: float = 0) -> list[list[Word]]:
        """Break `text` into lines no wider than `measure` pixels, the first shortened by `indent`."""
        space = self.width(" ", points, style)
        lines: list[list[Word]] = [[]]
        room = measure - indent
        for word in styled_words(text, style):
            length = self.width(word.text, points, word.style)
            if lines[-1] and length > room:
                lines.append([])
                room = measure
            lines[-1].append(word)
            room -= length + space
        return lines

    def paragraph(self, text: str, *, points: float, style: str = "", indent: float = 0) -> None:
        """Set justified text below the cursor; the last line stays ragged."""
        lines = self.wrap(text, points, style, self.measure, pixels(indent))
        for number, words in enumerate(lines):
            self.down(points * LINE)
            x = self.left + (pixels(indent) if number == 0 else 0)
            self._set_words(words, x, points, justify=number < len(lines) - 1)

    def _set_words(self, words: list[Word], x: float, points: float, *, justify: bool) -> None:
        lengths = [self.width(word.text, points, word.style) for word in words]
        space = self.width(" ", points)
        if justify and len(words) > 1:
            space = (self.right - x - sum(lengths)) / (len(words) - 1)
        for word, length in zip(words, lengths, strict=True):
            self.set(word.text, x=x, y=self.y, points=points, style=word.style)
            x += length + space
        self.printed.append(" ".join(word.text for word in words))
