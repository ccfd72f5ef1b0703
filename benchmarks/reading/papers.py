"""A paper with its truth: what is read, and what is compared afterwards."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from benchmarks.reading.words import Piece
from dossier.errors import SourceError
from dossier.reading import Box, PagePicture, SlotKind, Writing
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures

CHECKOUT = Path(__file__).resolve().parent.parent.parent


class Group(StrEnum):
    """Papers that are reported together."""

    GENERATED = "generated"
    ADMINISTRATIVE = "administrative"
    """Real scans."""
    OTHER = "other"
    """Real photographs, forms, born-digital pages."""
    ARCHIVED = "dossier_01"
    """A real dossier by the archivists' sheet, which has errors of its own."""
    SAMPLES = "samples"
    """The drawn papers that come with the program."""
    EMPTY = "empty"
    """Blank sheets and pages that nobody can read: nothing may be proposed."""


REAL = (Group.ADMINISTRATIVE, Group.OTHER)
"""What was written down by eye; the archivists' sheet is compared apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a field's place on the paper holds. `value` None: the paper bears none."""

    value: str | None
    writing: Writing = Writing.PRINTED
    also: tuple[str, ...] = ()
    """Other values that are as right: a code that stands for several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document: its file and what is true of it."""

    name: str
    group: Group
    file: Path
    kind: str = ""
    """Id of its document type, as far as known."""
    level: int = 0
    """Wear 1..3 of generated pages."""
    text: str | None = None
    """Whole printed text with marks as in `words`; None where nobody has written it down."""
    pieces: tuple[Piece, ...] = ()
    """Words with their place on the picture, of generated pages only."""
    ignored: tuple[Box, ...] = ()
    """Seals and signatures: what is read there is neither right nor wrong."""
    turn: int = 0
    """Clockwise degrees that make the picture upright."""
    fields: Mapping[str, Truth] = field(default_factory=dict)
    slots: Mapping[SlotKind, Writing] = field(default_factory=dict)
    complete: bool = False
    """Whether `fields` names every value on the paper, so that any other is invented."""
    whole_agency: bool = True
    """False where the truth of the issuing body names the superior one too."""

    def pictures(self) -> list[PagePicture]:
        """The page pictures of its file; pages that fail are left out."""
        pages = open_pictures(self.file, Limits())
        return [picture for picture in pages if not isinstance(picture, SourceError)]


_NUMBER = re.compile(r"^\s*Số\s*:\s*(\S.*?)\s*/", re.MULTILINE)
_DATE = re.compile(r",\s*ngày\s*(\S+)\s*tháng\s*(\S+)\s*năm\s*(\S+)", re.IGNORECASE)
_HAND, _STAMP = "⟦hw:", "⟦stamp:"


def slots_of_text(text: str) -> dict[SlotKind, Writing]:
    """How the slots of the head are filled, by the marks of the written-down text."""
    found: dict[SlotKind, str] = {}
    if number := _NUMBER.search(text):
        found[SlotKind.NUMBER] = number[1]
    if date := _DATE.search(text):
        found |= {SlotKind.DAY: date[1], SlotKind.MONTH: date[2], SlotKind.YEAR: date[3]}
    return {kind: _writing(value) for kind, value in found.items()}


def stamped(text: str) -> Sequence[str]:
    """What stamps say."""
    return re.findall(r"⟦stamp:([^⟧]*)⟧", text)


def _writing(value: str) -> Writing:
    if _HAND in value:
        return Writing.HANDWRITTEN
    return Writing.STAMPED if _STAMP in value else Writing.PRINTED
