"""What the archive tells of each thing it holds: the rows of its change feed.

A row is the present state of one entity, not an event; reading it twice or late is harmless because the store applies
it only if `rev` is newer than what it has.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from dossier.ids import DocumentId, DossierId, OfficeId, PageId, RecordId, Sha256, UserId, ValueId
from dossier.model import Actor, Decision, Region
from dossier.operations import Finite, NewValue
from dossier.reading import ValueSource
from dossier.states import Mark, State


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSnapshot:
    """A dossier. `holder` is who has taken it from the queue until `held_until` (archive time)."""

    id: DossierId
    office: OfficeId
    code: str
    title: str
    state: State
    marks: tuple[Mark, ...]
    keyed_by: tuple[UserId, ...]
    created_at: dt.datetime
    holder: UserId | None = None
    held_until: dt.datetime | None = None
    kind: Literal["dossier"] = "dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSnapshot:
    """A document with its type."""

    id: DocumentId
    dossier: DossierId
    position: int
    type_id: str | None
    type_version: int | None
    type_confidence: Finite
    source_name: str
    generation: str | None = None
    kind: Literal["document"] = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSnapshot:
    """A page; its picture is held by the archive."""

    id: PageId
    dossier: DossierId
    document: DocumentId
    position: int
    picture: Sha256
    mime: str
    width: int
    height: int
    dpi: int
    source: Sha256
    source_name: str
    source_page: int
    rotation: int
    skew: Finite
    incomplete: bool = False
    """The picture lacks a part of the page: whoever works against it compares with the paper."""
    kind: Literal["page"] = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSnapshot:
    """A record, without its values."""

    id: RecordId
    document: DocumentId
    ordinal: int
    type_id: str
    type_version: int
    regions: tuple[Region, ...]
    kind: Literal["record"] = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSnapshot:
    """The effective value of one field of a record. Every value ever put stays in the archive's history."""

    record: RecordId
    value: NewValue
    actor: Actor
    at: dt.datetime
    differing: NewValue | None = None
    """What a machine has read otherwise since a person put `value`; for the checker."""
    kind: Literal["field"] = "field"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSnapshot:
    """The last verdict on a dossier."""

    decision: Decision
    kind: Literal["decision"] = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictSnapshot:
    """Two persons keyed one field on the same base: the first stays effective, the other is kept here (a work item)."""

    id: ValueId
    """Id of the value that lost."""
    dossier: DossierId
    record: RecordId
    path: str
    effective: str
    losing: str
    source: ValueSource
    losing_actor: Actor
    at: dt.datetime
    open: bool
    kind: Literal["conflict"] = "conflict"


Snapshot = Annotated[
    DossierSnapshot
    | DocumentSnapshot
    | PageSnapshot
    | RecordSnapshot
    | FieldSnapshot
    | DecisionSnapshot
    | ConflictSnapshot,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """One row of an office's feed. `seq` orders it; `rev` counts the changes of this entity."""

    seq: int
    dossier: DossierId
    rev: int
    snapshot: Snapshot


SNAPSHOT: TypeAdapter[Snapshot] = TypeAdapter(Snapshot)
