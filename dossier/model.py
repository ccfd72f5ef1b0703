"""Dossier, document, page, record and field value: the things a clerk works on.

All are immutable; a change is a new value in the store, reported by a `ChangeSet`. Nothing is deleted: pages are set
aside, values superseded.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from dossier.ids import (
    DecisionId,
    DeviceId,
    DocumentId,
    DossierId,
    OfficeId,
    PageId,
    RecordId,
    Sha256,
    UserId,
    ValueId,
)
from dossier.reading import Box, Gate, ValueSource
from dossier.states import Delivery, Mark, PaperPlace, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it, on which device. `SYSTEM_USER` for machines."""

    user: UserId
    device: DeviceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The unit a clerk completes (hồ sơ)."""

    id: DossierId
    office: OfficeId
    code: str
    title: str
    state: State
    marks: frozenset[Mark]
    paper: PaperPlace
    created_at: dt.datetime
    rev: int
    """Revision on the archive last seen; 0 before the first answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One paper of a dossier (tài liệu)."""

    id: DocumentId
    dossier: DossierId
    position: int
    type_id: str | None
    type_version: int | None
    type_confidence: float
    source_name: str
    generation: str | None = None
    """Which generation of the form it is, as the type calls it; None where nobody knows or there is but one."""


class PageStatus(StrEnum):
    """How far reading of a page has come."""

    WAITING = "waiting"
    READ = "read"
    FAILED = "failed"


class Clearance(StrEnum):
    """Whether a page may leave the machine: unread means held."""

    HELD = "held"
    CLEARED_BY_READER = "cleared_by_reader"
    CLEARED_BY_PERSON = "cleared_by_person"
    MARKED = "marked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One side of a sheet (trang). `document` None puts it in the tray of unarranged pages."""

    id: PageId
    dossier: DossierId
    document: DocumentId | None
    position: int
    picture: Sha256
    mime: str
    width: int
    height: int
    dpi: int
    source: Sha256
    """The file it came in; kept byte for byte."""
    source_name: str
    source_page: int
    status: PageStatus
    clearance: Clearance
    rotation: int
    skew: float
    failure: str | None
    """Error code of a failed reading."""
    gate: Gate = Gate.READABLE
    """What its reading is worth as a whole; known on the machine that read it."""
    incomplete: bool = False
    """Its file is damaged and the picture lacks a part of the page."""

    @property
    def to_clear(self) -> bool:
        """Somebody must look: reading has ended, and neither it nor a person has found that there is no secrecy mark.

        Unread means held, also a photograph without a word: until then the whole dossier stays on this machine.
        """
        if self.clearance is Clearance.HELD:
            return self.status is not PageStatus.WAITING
        return self.clearance is Clearance.MARKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of a page; `box` None is the whole page."""

    page: PageId
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One set of values on regions of pages (bản ghi). Names the type version it is keyed with."""

    id: RecordId
    document: DocumentId
    ordinal: int
    type_id: str
    type_version: int
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """One value with its provenance. Append-only: a correction is another value with `base` naming this one."""

    id: ValueId
    record: RecordId
    path: str
    value: str
    source: ValueSource
    as_read: str | None
    confidence: float | None
    certain: bool
    as_printed: bool
    """A person says the paper really says so ("đúng như bản giấy"), whatever the rules find."""
    page: PageId | None
    box: Box | None
    reader: str | None
    actor: Actor
    at: dt.datetime
    base: ValueId | None
    handwritten: bool = False
    """What stands at the box is written by hand: with an empty value nothing is proposed, the box is keyed from."""
    second: str | None = None
    """What another reader has at the same place, where that is something else."""


class Verdict(StrEnum):
    """What a checker decides."""

    APPROVE = "approve"
    RETURN = "return"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Why something is returned: at a field, a page, or the dossier's structure."""

    reason: str
    record: RecordId | None = None
    path: str | None = None
    page: PageId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A checker's verdict, bound to the bytes he reviewed by `content_hash`."""

    id: DecisionId
    dossier: DossierId
    verdict: Verdict
    remarks: tuple[Remark, ...]
    content_hash: str
    actor: Actor
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierContent:
    """A dossier with everything in it, as one screen or one check needs it."""

    dossier: Dossier
    documents: tuple[Document, ...]
    pages: tuple[Page, ...]
    records: tuple[Record, ...]
    values: tuple[FieldValue, ...]
    """The effective value of each field that has one."""
    keyed_by: frozenset[UserId]
    decision: Decision | None
    """The last decision, whose remarks a returned dossier shows."""
    delivery: Delivery
    doubts: tuple[FieldValue, ...] = ()
    """What a machine has read otherwise since a person spoke: for the checker alone, at most one a field."""

    def pages_of(self, document: DocumentId) -> tuple[Page, ...]:
        """Pages of one document in order."""
        return tuple(page for page in self.pages if page.document == document)

    def records_of(self, document: DocumentId) -> tuple[Record, ...]:
        """Records of one document in order."""
        return tuple(record for record in self.records if record.document == document)

    def value_of(self, record: RecordId, path: str) -> FieldValue | None:
        """The effective value of one field, or None."""
        return next((value for value in self.values if value.record == record and value.path == path), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSummary:
    """A line of a list."""

    dossier: Dossier
    documents: int
    pages: int
    fields: int
    certain: int
    doubtful: int
    unread: int
    """Pages still waiting to be read."""
    to_clear: int
    """Pages that nobody has cleared of secrecy marks though reading has ended: until a person looks, all stays here."""
    delivery: Delivery
    keyed_by: frozenset[UserId]
    reason: str | None
    """First remark of the last return, where it stands returned."""
    changed_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """What a write touched; screens refresh from it. `initiator` lets a view ignore its own echo."""

    dossiers: frozenset[DossierId] = field(default_factory=frozenset)
    records: frozenset[RecordId] = field(default_factory=frozenset)
    outbox: bool = False
    initiator: str | None = None

    def __or__(self, other: "ChangeSet") -> "ChangeSet":
        return ChangeSet(
            dossiers=self.dossiers | other.dossiers,
            records=self.records | other.records,
            outbox=self.outbox or other.outbox,
            initiator=self.initiator or other.initiator,
        )
