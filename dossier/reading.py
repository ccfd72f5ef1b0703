"""What a reader sees on a page and what is made of it, independent of any engine.

Coordinates: pixels of the page picture as stored, before any turning; origin top left, x to the right, y down.
Confidences are probabilities in 0..1.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from dossier.errors import NegativeBox
from dossier.ids import Sha256


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReading:
    """The candidates of one record of a document."""

    candidates: tuple[Candidate, ...]
    pages: tuple[int, ...]
    """Indexes of the document's pages that the record lies on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Type and fields of one document. `type_id` is None when no type is recognised: unknown stays unknown."""

    type_id: str | None
    type_confidence: float
    records: tuple[RecordReading, ...] = field(default=())
