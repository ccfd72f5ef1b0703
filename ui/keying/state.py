"""What the keying screen shows at one moment: made by the presenter, painted by the view, changed by neither alone."""

from dataclasses import dataclass
from enum import StrEnum

from dossier.ids import DocumentId, DossierId
from dossier.model import Page
from dossier.schema import Words
from ui.keying.lines import Line, LineKey
from ui.widgets.banner import Tone
from ui.widgets.page_view import Zone


class Place(StrEnum):
    """What takes the keyboard."""

    FIELD = "field"
    TYPES = "types"
    """The list of document types, where none is known."""
    COMPLETE = "complete"
    """Everything is settled: Enter completes the dossier."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """A document in the contents at the left."""

    id: DocumentId
    title: str
    pages: tuple[Page, ...]
    open_fields: int
    typed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEntry:
    """A repeating group that can get another row."""

    name: str
    label: Words
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What the banner says."""

    text: str
    tone: Tone = Tone.INFO


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyingState:
    """All of it. `focus_serial` grows when the keyboard should move to `place`/`active`."""

    dossier: DossierId | None = None
    code: str = ""
    loading: bool = False
    editable: bool = True
    documents: tuple[DocumentEntry, ...] = ()
    document: DocumentId | None = None
    record_number: int = 0
    record_count: int = 0
    lines: tuple[Line, ...] = ()
    groups: tuple[GroupEntry, ...] = ()
    place: Place = Place.NOTHING
    active: LineKey | None = None
    focus_serial: int = 0
    page: Page | None = None
    page_number: int = 0
    page_count: int = 0
    zones: tuple[Zone, ...] = ()
    look: int = 0
    """Grows when the picture should move to the active zone."""
    message: Message | None = None
    page_note: Message | None = None
    clearing: bool = False
    """A reason is being asked why the page on show bears no secrecy mark."""
    open_fields: int = 0
    acceptable: int = 0
    """Fields that Ctrl+Enter would take now."""
    settled: int = 0
    total: int = 0
