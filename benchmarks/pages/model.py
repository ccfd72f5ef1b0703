"""What the generator hands out: a page picture with everything that is true of it. Knows nothing of drawing.

Coordinates: pixels of the picture as stored, before any turning; origin top left, as in `dossier.reading`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from dossier.ids import sha256_of
from dossier.reading import Box, PagePicture, SlotKind, Writing


class Kind(StrEnum):
    """What paper; the first two are ids of our document types."""

    ADMINISTRATIVE = "van_ban_hanh_chinh"
    BIRTH = "giay_khai_sinh"
    LAND = "giay_chung_nhan_dat"


class Level(IntEnum):
    """How worn: a clean scan, a usual one, a bad one."""

    CLEAN = 1
    TYPICAL = 2
    BAD = 3


class Split(StrEnum):
    """TUNE may be looked at while rules, lists and calibration are made; SCORED is for measuring alone."""

    TUNE = "tune"
    SCORED = "scored"


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthWord:
    """One word with the box of its ink. `block` and `line` count in reading order."""

    text: str
    box: Box
    block: int
    line: int
    writing: Writing = Writing.PRINTED
    field: str | None = None
    """Field that the word is part of the value of, where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthSlot:
    """A number, day, month or year slot of the head and how it is filled; the box holds the filling."""

    kind: SlotKind
    writing: Writing
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedPage:
    """One page. The same arguments, typefaces and library versions give the same bytes."""

    seed: int
    kind: Kind
    level: Level
    split: Split
    layout: str
    font: str
    data: bytes
    mime: str
    width: int
    height: int
    dpi: int
    words: tuple[TruthWord, ...]
    slots: tuple[TruthSlot, ...]
    fields: Mapping[str, str]
    """Values in storage form by the field names of the document type; what the page does not bear is absent."""
    written: Mapping[str, Writing]
    """How each field is written; a date with one part by hand counts as handwritten."""
    ignored: tuple[Box, ...] = ()
    """Seals, signatures and other marks: what a reader finds there is neither right nor wrong."""
    turn: int = 0
    """Clockwise degrees that make the picture upright."""
    skew: float = 0.0
    """Further clockwise degrees that level its lines."""
    photograph: bool = False
    extras: Mapping[str, str] = field(default_factory=dict)
    """What the page bears beyond the fields: the superior agency, the wear that was drawn."""

    @property
    def text(self) -> str:
        """The printed text in reading order, one printed line a line; handwriting and stamps left out."""
        lines: dict[int, list[str]] = {}
        for word in self.words:
            if word.writing is Writing.PRINTED:
                lines.setdefault(word.line, []).append(word.text)
        return "\n".join(" ".join(words) for _, words in sorted(lines.items()))

    def picture(self, number: int = 1) -> PagePicture:
        """The page as the readers take it."""
        return PagePicture(
            number=number,
            data=self.data,
            mime=self.mime,
            width=self.width,
            height=self.height,
            dpi=self.dpi,
            sha256=sha256_of(self.data),
            origin="embedded",
        )


class PageFontMissing(Exception):
    """A split has no usable typeface for `role`; `wanted` names packages, `lacking` files' lacking letters."""

    code = "page_font_missing"

    def __init__(self, *, role: str, wanted: tuple[str, ...], lacking: Mapping[str, str]) -> None:
        super().__init__(self.code)
        self.role = role
        self.wanted = wanted
        self.lacking = lacking
