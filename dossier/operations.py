"""Operations (thao tác): the one way anything changes, on this machine and on the archive.

A use case makes operations; the store applies them and puts them in the outbox in one transaction; the archive applies
the same bytes exactly once by `id`. An operation states intent with the base it was made on, never a whole record, so a
program that does not know a field cannot erase it.

The stored JSON is frozen when it is enqueued: the same id with other bytes is an error everywhere.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from dossier.ids import (
    DocumentId,
    DossierId,
    OfficeId,
    OperationId,
    PageId,
    RecordId,
    Sha256,
    ValueId,
)
from dossier.model import Actor, Decision, Region
from dossier.reading import Box, ValueSource
from dossier.states import State

Finite = Annotated[float, Field(allow_inf_nan=False)]
"""JSON has no NaN: one that came in would leave as null, and no feed that holds it could be read again."""

Whole = Annotated[int, Field(ge=-(2**53), le=2**53)]
"""Fits into every database and every JSON reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateDossier:
    """Open a dossier. Creating the same code in the same office again is the same dossier."""

    id: DossierId
    office: OfficeId
    code: str
    title: str
    state: State
    kind: Literal["dossier.create"] = "dossier.create"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDocument:
    """Add a document, its type not yet known."""

    id: DocumentId
    dossier: DossierId
    position: Whole
    source_name: str
    kind: Literal["document.add"] = "document.add"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPage:
    """Add a page. Its picture and its source file must be held before this is accepted (blobs first)."""

    id: PageId
    dossier: DossierId
    document: DocumentId
    position: Whole
    picture: Sha256
    mime: str
    width: Whole
    height: Whole
    dpi: Whole
    source: Sha256
    source_name: str
    source_page: Whole
    incomplete: bool = False
    """Its file is damaged and the picture lacks a part of the page."""
    kind: Literal["page.add"] = "page.add"


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribePage:
    """How the page must be turned to be upright, as a reader found it."""

    id: PageId
    rotation: Whole
    skew: Finite
    kind: Literal["page.describe"] = "page.describe"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearPage:
    """A person says that a page bears no secrecy mark. Who and when stand in the operation.

    `mark` is what a reader took for a mark, None for a page that was not read. A false alarm is declared by a
    supervisor, with the reason.
    """

    id: PageId
    mark: str | None
    reason: str
    kind: Literal["page.clear"] = "page.clear"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDocumentType:
    """The document's type, recognised or chosen. None: unknown.

    A machine displaces no type that stands; of that very type it may still tell the generation of the form, where none
    is known yet.
    """

    id: DocumentId
    type_id: str | None
    type_version: Whole | None
    type_confidence: Finite
    source: ValueSource
    generation: str | None = None
    kind: Literal["document.set_type"] = "document.set_type"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRecord:
    """Add a record on regions of pages of a document."""

    id: RecordId
    document: DocumentId
    ordinal: Whole
    type_id: str
    type_version: Whole
    regions: tuple[Region, ...]
    kind: Literal["record.add"] = "record.add"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewValue:
    """A value with what it was based on: the id and text of the effective value its author saw, or None."""

    id: ValueId
    path: str
    value: str
    source: ValueSource
    as_read: str | None = None
    confidence: Finite | None = None
    certain: bool = False
    as_printed: bool = False
    page: PageId | None = None
    box: Box | None = None
    reader: str | None = None
    base: ValueId | None = None
    base_value: str | None = None
    handwritten: bool = False
    """What stands at the box is written by hand; with an empty value nothing is proposed."""
    second: str | None = None
    """What another reader has at the same place, where that is something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutValues:
    """Put values into a record. A machine's value is a proposal and never displaces a person's."""

    record: RecordId
    values: tuple[NewValue, ...]
    kind: Literal["record.put_values"] = "record.put_values"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDossier:
    """Move a dossier along its line; refused when it no longer stands where its author saw it."""

    dossier: DossierId
    seen: State
    target: State
    kind: Literal["dossier.move"] = "dossier.move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """A checker's verdict: moves the dossier and, when returning, hangs the mark on it."""

    decision: Decision
    seen: State
    kind: Literal["dossier.decide"] = "dossier.decide"


Payload = Annotated[
    CreateDossier
    | AddDocument
    | AddPage
    | DescribePage
    | ClearPage
    | SetDocumentType
    | AddRecord
    | PutValues
    | MoveDossier
    | Decide,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One change. `needs` are the files that the archive must hold first; `base_rev` the dossier's revision seen."""

    id: OperationId
    dossier: DossierId
    payload: Payload
    needs: tuple[Sha256, ...]
    base_rev: Whole
    actor: Actor
    at: dt.datetime


_ADAPTER: TypeAdapter[Operation] = TypeAdapter(Operation)


def encode(operation: Operation) -> str:
    """The JSON that is stored and sent. Stable: equal operations give equal text."""
    return _ADAPTER.dump_json(operation).decode()


def decode(text: str | bytes) -> Operation:
    """Read an encoded operation; raises pydantic's `ValidationError` on anything else."""
    return _ADAPTER.validate_json(text)


def fingerprint(text: str) -> str:
    """SHA-256 of the encoded operation, by which "same id, other bytes" is noticed."""
    return hashlib.sha256(text.encode()).hexdigest()
