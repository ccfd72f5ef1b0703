"""What a reader sees on a page and what is made of it, independent of any engine.

Coordinates: pixels of the page picture as stored, before any turning; origin top left, x to the right, y down.
Confidences are probabilities in 0..1.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from dossier.codes import PageCode
from dossier.ids import Sha256
from dossier.tables import Table
from dossier.ticks import Tick
from dossier.words import Box, Word

__all__ = [
    "Box",
    "Candidate",
    "Extraction",
    "Gate",
    "PagePicture",
    "PageReading",
    "RecordReading",
    "Slot",
    "SlotKind",
    "ValueSource",
    "Word",
    "Writing",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """One page as a picture file: the exact bytes that are kept, hashed and sent.

    `origin` says how it came about: "embedded" (stream of the source as it is), "g4" (bilevel repacked as G4 TIFF)
    or "rendered" (300 dpi).
    """

    number: int
    """Page in its source file, from 1."""
    data: bytes
    mime: str
    width: int
    height: int
    dpi: int
    sha256: Sha256
    origin: str
    incomplete: bool = False
    """Something that the page draws is damaged or missing in its file and not to be seen here."""


class SlotKind(StrEnum):
    """A place of the head that offices fill by hand, by stamp or by machine."""

    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Writing(StrEnum):
    """How a slot is filled."""

    PRINTED = "printed"
    HANDWRITTEN = "handwritten"
    STAMPED = "stamped"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A slot of the head with what fills it; the box holds the filling alone, cropped for keying from the picture."""

    kind: SlotKind
    writing: Writing
    box: Box
    upright: Box
    line: int
    """The printed line it belongs to, as `Word.line`."""


class Gate(StrEnum):
    """What the reading of a page is worth as a whole."""

    READABLE = "readable"
    CHECK_ALL = "check_all"
    """Kiểm tra tất cả: nothing on it is certain."""
    UNREADABLE = "unreadable"
    """Không đọc được: nothing on it is proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What one reader read on one page."""

    words: tuple[Word, ...]
    text: str
    """Words in reading order, one printed line a line, NFC."""
    width: int
    height: int
    upright_width: int
    upright_height: int
    rotation: int
    """Clockwise turn in degrees (0, 90, 180, 270) that makes the picture upright."""
    skew: float
    """Further clockwise degrees after the turn."""
    blank: bool
    secrecy_mark: str | None
    """The mark as read (MẬT, TỐI MẬT, TUYỆT MẬT), or None."""
    reader: str
    """Engine, model and version."""
    recipe: str
    """Version of preparation and reading; equal picture hash and recipe give an equal reading."""
    seconds: float
    second_reader: str | None = None
    """Engine, model and version of the reader whose words are in `Word.second`; None after the first stage."""
    slots: tuple[Slot, ...] = ()
    faint: tuple[Word, ...] = ()
    """Lines of red stamps at the foot, read too unsurely to be text: only to be matched with known names."""
    gate: Gate = Gate.READABLE
    legibility: float = 1.0
    """0..1: mean confidence × share of known syllables; what `gate` is decided by."""
    steps: tuple[str, ...] = ()
    """What was done to the picture before it was read, in order, for example "turn 90", "skew 1.2", "bleach"."""
    codes: tuple[PageCode, ...] = ()
    tables: tuple[Table, ...] = ()
    ticks: tuple[Tick, ...] = ()
    """Codes, tables and boxes to tick are looked for in the second stage."""


class ValueSource(StrEnum):
    """Where a value comes from."""

    OCR = "ocr"
    HUMAN = "human"
    IMPORT = "import"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a reader proposes for one field. Nothing is invented: unreadable stays absent."""

    path: str
    """Field name, or `group[i].name` within a repeating group."""
    value: str
    """In storage form: ISO date, plain number, NFC text."""
    as_read: str
    confidence: float
    certain: bool
    page: int
    """Index into the pages of the document."""
    box: Box
    source: ValueSource = ValueSource.OCR
    handwritten: bool = False
    beside: str | None = None
    """What the print says where a code, whose value this is, clearly says otherwise; the person sees both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReading:
    """The candidates of one record of a document."""

    candidates: tuple[Candidate, ...]
    pages: tuple[int, ...]
    """Indexes of the document's pages that the record lies on."""
    regions: tuple[tuple[int, Box | None], ...] = ()
    """The same with the part of each page that is its own, None for the whole; empty: whole pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Type and fields of one document. `type_id` is None when no type is recognised: unknown stays unknown."""

    type_id: str | None
    type_confidence: float
    records: tuple[RecordReading, ...] = field(default=())
    generation: str | None = None
    """Which generation of the form it is, as the type calls it; None where that is in doubt or there is but one."""
