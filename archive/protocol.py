"""Protocol v1 as it travels: the models that client and service share, and the limits both keep (docs/protocol.md).

Operations and snapshots are the core's own; here is only their wrapping. No prose travels: an error is a code with
facts, worded by whoever shows it. Fields that a program does not know are passed over.
"""

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from dossier.ids import ArchiveId, DossierId, OfficeId, OperationId, RecordId, Sha256, UserId
from dossier.model import Actor
from dossier.operations import NewValue
from dossier.ports import AckStatus
from dossier.snapshots import FeedRow
from dossier.states import Role

PROTOCOL = "1"
PROTOCOL_HEADER = "Archive-Protocol"
"""Carried by every request and every answer: an answer without it comes from something else (a captive portal)."""

PUSH_OPERATIONS = 100
PUSH_BYTES = 256 * 1024
"""Operations of one push, whichever is reached first; a single larger operation travels alone."""

MISSING_HASHES = 500
FEED_LIMIT = 500
LIST_LIMIT = 200
BLOB_BYTES = 256 * 1024 * 1024
"""Largest file: an original of that size is what take-in accepts."""
LARGEST_NUMBER = 2**53
"""What a counter may be: fits into the database and into every JSON reader."""
REQUEST_BYTES = 4 * 1024 * 1024
"""Largest body of a request that is not a file."""

Hash = Annotated[Sha256, Field(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class WireIdentity(_Wire):
    """Answer of `GET /v1/me`."""

    archive: ArchiveId
    epoch: str
    office: OfficeId
    user: UserId
    roles: frozenset[Role]
    embedded: bool
    time: dt.datetime
    """The archive's clock, by which leases run."""


class MissingRequest(_Wire):
    """`POST /v1/blobs/missing`: which of these must be uploaded first?"""

    hashes: Annotated[tuple[Hash, ...], Field(max_length=MISSING_HASHES)]


class MissingResponse(_Wire):
    """Those of the asked hashes that our office has not uploaded."""

    missing: tuple[Hash, ...]


class WireOperation(_Wire):
    """One operation: `body` is the frozen text of `dossier.operations.encode`, its bytes are what is fingerprinted."""

    device_seq: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
    previous: OperationId | None = None
    body: str


class PushRequest(_Wire):
    """`POST /v1/push`. `device` is the data folder that numbered the operations, `epoch` the last one heard of."""

    device: Name
    epoch: str | None = None
    ops: Annotated[tuple[WireOperation, ...], Field(max_length=PUSH_OPERATIONS)]


class OperationResult(_Wire):
    """What became of one operation; `rev` is the dossier's revision after it."""

    operation: OperationId
    status: AckStatus
    rev: int | None = None
    code: str | None = None
    missing: tuple[Hash, ...] = ()


class PushResponse(_Wire):
    """One result for each operation, in the order of the request; everything settled here is durable."""

    epoch: str
    results: tuple[OperationResult, ...]


class FeedPage(_Wire):
    """Rows after the asked number, in order. A page of another epoch than asked for starts from the beginning."""

    epoch: str
    rows: tuple[FeedRow, ...]
    next: int
    more: bool


class DossierPage(_Wire):
    """`GET /v1/dossiers`: dossier rows by id; `next` is the `after` of the following page, None at the end."""

    rows: tuple[FeedRow, ...]
    next: DossierId | None


class HistoricalValue(_Wire):
    """One value ever put, with what became of it (effective, kept, converged, conflict)."""

    record: RecordId
    value: NewValue
    actor: Actor
    """The user whose token brought it."""
    at: dt.datetime
    outcome: str
    claimed: UserId | None = None
    """Whom the operation names as its author, where that is another."""


class DossierDetail(_Wire):
    """`GET /v1/dossiers/{id}`: present state of everything in it, and every value ever put, oldest first."""

    rows: tuple[FeedRow, ...]
    history: tuple[HistoricalValue, ...]


class Counts(_Wire):
    """`GET /v1/counts`."""

    dossiers: int
    documents: int
    pages: int


class QueueRequest(_Wire):
    """`POST /v1/queue/take` and `/v1/queue/release`."""

    dossier: DossierId


class Taken(_Wire):
    """Until when, by the archive's clock."""

    until: dt.datetime


class ErrorBody(_Wire):
    """Body of every answer of 400 and above."""

    code: str
    facts: dict[str, str | int | float | None] = {}
