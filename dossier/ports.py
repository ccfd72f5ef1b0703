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
from dossier.learned import NOTHING, Learned
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

    def pictures(self, path: Path, password: str | None = None) -> Iterator[PagePicture | SourceError]:
        """Page pictures in order; a page that fails alone is yielded as its error (with fact `page`).

        Raises `SourceError` when the file as a whole cannot be opened. `password` opens a locked file; one that is not
        locked is opened as ever.
        """
        ...


class ReadingPriority(StrEnum):
    """Which pages go first."""

    ON_SCREEN = "on_screen"
    BACKGROUND = "background"


class PageReader(Protocol):
    """The reading workers: one page and one stage a task. Any thread.

    Every waiting first stage goes before any second one; within a stage what is on the screen goes first. Futures fail
    with a `SourceError` or `MachineError`; cancelling before the start works.
    """

    @property
    def recipe(self) -> str:
        """Version of how pages are read now: `PageReading.recipe` of what is read from here on."""
        ...

    def submit(
        self,
        picture: PagePicture,
        priority: ReadingPriority = ReadingPriority.BACKGROUND,
        *,
        cleared: bool = False,
    ) -> Future[PageReading]:
        """First stage: read one page. `cleared`: a person found no secrecy mark, read it whatever looks like one."""
        ...

    def submit_second(
        self, picture: PagePicture, first: PageReading, priority: ReadingPriority = ReadingPriority.BACKGROUND
    ) -> Future[PageReading]:
        """Second stage: the same reading with the second reader's words beside its own.

        `second_reader` stays None where no second reader is live.
        """
        ...

    @property
    def preferred(self) -> Sha256 | None:
        """The picture on the screen, as `prefer` was told last."""
        ...

    def prefer(self, picture: Sha256) -> None:
        """The page has come on screen: what waits for it is read before the rest of its stage."""
        ...


class Extractor(Protocol):
    """Makes type and fields of a document from the readings of its pages. Pure; any thread."""

    def extract(self, readings: Sequence[PageReading], learned: Learned = NOTHING) -> Extraction:
        """Type and candidates; candidate boxes in pixels of each page's picture.

        Names that are almost one of the `learned` become it.
        """
        ...


class Stage(StrEnum):
    """The two stages in which a page is read."""

    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOutcome:
    """How reading a page ended: a reading, or the code of its failure.

    A failed second stage takes nothing away: the first reading stays, and the second is not tried again by itself.
    """

    page: PageId
    reading: PageReading | None
    failure: str | None = None
    stage: Stage = Stage.FIRST


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
    taken: tuple[SourceTaken, ...] = ()
    incomplete: tuple[PageId, ...] = ()
    """Pages whose picture lacks a part of the page (`Page.incomplete`)."""
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

    def reading(self, page: PageId) -> PageReading | None:
        """The reading of one page, or None."""
        ...

    def known_reading(self, picture: Sha256, dpi: int, recipe: str) -> PageReading | None:
        """What was read on the same picture before by the same recipe, in any dossier; both stages if there are.

        Never a reading with a secrecy mark, nor one of a page that a person had to clear: those are read anew.
        """
        ...

    def half_read(self, dossier: DossierId) -> frozenset[PageId]:
        """Pages that were read in the first stage and wait for the second."""
        ...

    def half_read_dossiers(self) -> Sequence[DossierId]:
        """Dossiers with such pages, the most recently changed first: open for keying, or the page cleared by a person.

        Past keying nothing is proposed any more; what a false alarm kept from being read is read on all the same.
        """
        ...

    def unread_dossiers(
        self, states: Sequence[State], after: DossierId | None = None, limit: int = 500
    ) -> Sequence[DossierId]:
        """Dossiers of these states in which a page waits to be read, the newest first: a batch, then that `after` it.

        Whatever changes between two batches, none of the others is passed over or told twice.
        """
        ...

    def was_taken(self, dossier: DossierId, source: Sha256) -> bool:
        """Whether this source file has been taken into this dossier whole."""
        ...

    def learned(self) -> Learned:
        """Agencies and signers as people put them, the newest of them, in dossiers completed by keying or further on.

        Accepted dossiers would be surer, but acceptance comes weeks after keying and on another machine: a box would be
        keyed to its end before its first name were known. Completing says that a person stands by the whole dossier;
        one that is returned teaches no more until it is completed again, and what a checker corrects is superseded.
        Quick, and does not grow with the cache; still asked for once a dossier, not once a page.
        """
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
class HeldDossier:
    """A dossier that stays on this machine until a person has looked at its pages."""

    dossier: DossierId
    dossier_code: str
    pages: int
    """How many pages nobody has cleared though reading has ended."""
    marked: bool
    """One of them seems to bear a secrecy mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxState:
    """The queue in numbers, for one archive."""

    waiting: int
    held: int
    """Operations of dossiers whose pages are not yet cleared of secrecy marks."""
    sent: int
    attention: tuple[AttentionItem, ...] = field(default=())
    to_clear: tuple[HeldDossier, ...] = field(default=())
    """What is held until a person looks, the oldest first; the first few hundred."""


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
