"""What the core needs from the outside, as protocols. The composition roots bring the real ones.

Calls block; which thread may call is said at each port.
"""

import datetime as dt
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from dossier.errors import SourceError
from dossier.ids import ArchiveId, DocumentId, DossierId, OfficeId, OperationId, PageId, Sha256, UserId
from dossier.model import ChangeSet, DossierContent, DossierSummary
from dossier.operations import Operation
from dossier.reading import Extraction, PagePicture, PageReading
from dossier.snapshots import FeedRow
from dossier.states import Role, State


class Clock(Protocol):
    """Aware UTC time. Any thread."""

    def now(self) -> dt.datetime:
        """The present moment, UTC."""
        ...


class IdSource(Protocol):
    """Fresh UUIDv7 ids. Any thread."""

    def new(self) -> str:
        """A new id."""
        ...


class SealedFiles(Protocol):
    """Durable encrypted files by content hash: page pictures and source files. Any thread."""

    def put(self, data: bytes) -> Sha256:
        """Keep bytes; durable on return. Putting the same bytes again is harmless."""
        ...

    def get(self, sha256: Sha256) -> bytes:
        """The bytes; raises `NotFound` or `FileDamaged`."""
        ...

    def has(self, sha256: Sha256) -> bool:
        """Whether the file is here (by name; `get` verifies)."""
        ...


class PictureSource(Protocol):
    """Opens foreign files. Runs the opening in a worker process; called from any thread but the UI's."""

    def pictures(self, path: Path) -> Iterator[PagePicture | SourceError]:
        """Page pictures in order; a page that fails alone is yielded as its error (with fact `page`).

        Raises `SourceError` when the file as a whole cannot be opened.
        """
        ...


class ReadingPriority(StrEnum):
    """Which pages go first."""

    ON_SCREEN = "on_screen"
    BACKGROUND = "background"


class PageReader(Protocol):
    """The reading workers: one page a task. Any thread."""

    def submit(
        self, picture: PagePicture, priority: ReadingPriority = ReadingPriority.BACKGROUND
    ) -> Future[PageReading]:
        """Read one page; the future fails with a `SourceError` or `MachineError`. Cancelling before start works."""
        ...


class Extractor(Protocol):
    """Makes type and fields of a document from the readings of its pages. Pure; any thread."""

    def extract(self, readings: Sequence[PageReading]) -> Extraction:
        """Type and candidates; candidate boxes in pixels of each page's picture."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOutcome:
    """How reading a page ended: a reading, or the code of its failure."""

    page: PageId
    reading: PageReading | None
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTaken:
    """A source file that has been taken into a dossier whole, so that another run can pass over it."""

    dossier: DossierId
    sha256: Sha256
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one transaction writes: operations (also into the outbox) and what stays on this machine."""

    operations: tuple[Operation, ...] = ()
    outcomes: tuple[PageOutcome, ...] = ()
    cleared: tuple[PageId, ...] = ()
    """Pages that a person declared free of secrecy marks."""
    taken: tuple[SourceTaken, ...] = ()
    initiator: str | None = None


class DossierStore(Protocol):
    """The cache. Only the storage thread calls it."""

    def commit(self, batch: Batch) -> ChangeSet:
        """Apply all of the batch and put its operations into the outbox, in one durable transaction."""
        ...

    def content(self, dossier: DossierId) -> DossierContent:
        """A dossier with everything in it; raises `NotFound`."""
        ...

    def summaries(self, states: Sequence[State] = (), limit: int = 500) -> Sequence[DossierSummary]:
        """Lists: returned first, then the most recently changed. No states: all."""
        ...

    def search(self, text: str, limit: int = 50) -> Sequence[DossierSummary]:
        """Dossiers whose code, values or page text hold the words; exact hits before folded ones."""
        ...

    def readings(self, document: DocumentId) -> Mapping[PageId, PageReading]:
        """Readings of a document's pages; pages not read are left out."""
        ...

    def was_taken(self, dossier: DossierId, source: Sha256) -> bool:
        """Whether this source file has been taken into this dossier whole."""
        ...


class AckStatus(StrEnum):
    """What the archive made of an operation."""

    APPLIED = "applied"
    MERGED = "merged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    NEED_BLOBS = "need_blobs"
    BLOCKED = "blocked"
    RETRY = "retry"


SETTLED: frozenset[AckStatus] = frozenset(
    {AckStatus.APPLIED, AckStatus.MERGED, AckStatus.DUPLICATE, AckStatus.REJECTED}
)
"""Answers that end an operation's waiting; a rejected one goes to the attention box, never away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    """One operation as enqueued: the frozen JSON, its number on this device and its predecessor in the dossier."""

    operation: OperationId
    dossier: DossierId
    device_seq: int
    previous: OperationId | None
    needs: tuple[Sha256, ...]
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """The archive's answer to one operation. `code` says why it was rejected."""

    operation: OperationId
    status: AckStatus
    rev: int | None = None
    code: str | None = None
    missing: tuple[Sha256, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far the feed of one archive has been read, in one life (epoch) of that archive."""

    epoch: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionItem:
    """An operation the archive rejected; the values stay here (Cần xử lý)."""

    operation: OperationId
    dossier: DossierId
    dossier_code: str
    code: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxState:
    """The queue in numbers, for one archive."""

    waiting: int
    held: int
    """Operations of dossiers whose pages are not yet cleared of secrecy marks."""
    sent: int
    attention: tuple[AttentionItem, ...] = field(default=())


class Outbox(Protocol):
    """The sending and receiving side of the cache. Only the storage thread calls it."""

    def pending(self, archive: ArchiveId, limit: int) -> Sequence[OutboxEntry]:
        """The next operations that this archive has not settled, in order, none of a held dossier."""
        ...

    def acknowledge(self, archive: ArchiveId, answers: Sequence[Acknowledgement], at: dt.datetime) -> ChangeSet:
        """Keep the archive's answers."""
        ...

    def cursor(self, archive: ArchiveId) -> Cursor | None:
        """Where the feed was left, or None before the first reading."""
        ...

    def apply_feed(self, archive: ArchiveId, rows: Sequence[FeedRow], cursor: Cursor) -> ChangeSet:
        """Apply rows and move the cursor in one transaction; own unacknowledged values stay in front."""
        ...

    def outbox_state(self, archive: ArchiveId) -> OutboxState:
        """Counts and the attention box."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whom the archive takes us for."""

    archive: ArchiveId
    office: OfficeId
    user: UserId
    roles: frozenset[Role]
    embedded: bool
    """A work archive on this machine: what it holds has not left the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCounts:
    """What the archive holds of our office."""

    dossiers: int
    documents: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerDevice:
    """A scanner as its driver names it."""

    name: str
    label: str
    has_feeder: bool


class ColourMode(StrEnum):
    """SANE's mode names in our words."""

    COLOUR = "colour"
    GREY = "grey"
    BILEVEL = "bilevel"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSettings:
    """What to ask of the scanner. TT 05/2025 asks 200 dpi and colour by the original; we default to 300."""

    device: str
    dpi: int = 300
    mode: ColourMode = ColourMode.COLOUR
    feeder: bool = True
    duplex: bool = False
    at_most: int | None = None
    options: tuple[tuple[str, str], ...] = ()
    """Further options of the driver by its own names, as a scanner profile keeps them."""


class Scanner(Protocol):
    """Scanners of this machine; the driver runs in a child process. Any thread but the UI's."""

    def devices(self) -> Sequence[ScannerDevice]:
        """What is attached; may be empty."""
        ...

    def scan(self, settings: ScanSettings) -> Generator[PagePicture, None, None]:
        """Pages as they arrive, until the feeder is empty; closing the generator stops the scanner.

        Raises `ScannerError` after the pages that did arrive.
        """
        ...
