"""The smallest things a reader sees on a page: a word and its box. Knows no page, no table and no engine.

Coordinates as in `dossier.reading`, which hands both names on.
"""

from dataclasses import dataclass

from dossier.errors import NegativeBox


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on the page picture, in its pixels."""

    x: int
    y: int
    w: int
    h: int

    def __post_init__(self) -> None:
        if self.w < 0 or self.h < 0:
            raise NegativeBox(w=self.w, h=self.h)

    @property
    def right(self) -> int:
        """First column outside."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """First row outside."""
        return self.y + self.h

    def union(self, other: "Box") -> "Box":
        """The smallest box around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x=x, y=y, w=max(self.right, other.right) - x, h=max(self.bottom, other.bottom) - y)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word with its box and the numbers of its text block and line, in reading order."""

    text: str
    """As corrected by the language model and the typed clean-up."""
    box: Box
    upright: Box
    """The same box on the turned and deskewed page, where lines are level: what layout rules measure."""
    confidence: float
    """Mean over its signs, as the reader says; not calibrated."""
    block: int
    line: int
    as_read: str | None = None
    """What the reader saw, where that differs from `text`."""
    lowest: float = 1.0
    """Confidence of its least sure sign."""
    surprise: float = 0.0
    """-log10 of its chance after the word before it, about 0 to 8, as the language model says."""
    second: str | None = None
    """What the second reader has at this place, "" for nothing; None: it has not read the page."""

    overruled: bool = False
    """Both readers saw the same, and the language model made another word of it: it may be the author's own slip."""

    @property
    def agreed(self) -> bool:
        """Both readers, each corrected in its own right, have the same text here."""
        return self.second == self.text
