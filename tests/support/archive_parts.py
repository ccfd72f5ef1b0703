"""What tests of the archive are made of: a clock one sets, files in memory, a clerk's desk that makes operations."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from dossier import ids
from dossier.content_hash import content_hash
from dossier.errors import NotFound
from dossier.ids import (
    DecisionId,
    DeviceId,
    DocumentId,
    DossierId,
    OfficeId,
    OperationId,
    PageId,
    RecordId,
    Sha256,
    UserId,
    ValueId,
)
from dossier.model import Actor, Decision, Region, Remark, Verdict
from dossier.operations import (
    AddDocument,
    AddPage,
    AddRecord,
    CreateDossier,
    Decide,
    MoveDossier,
    NewValue,
    Operation,
    Payload,
    PutValues,
    encode,
)
from dossier.ports import OutboxEntry
from dossier.reading import Box, ValueSource
from dossier.snapshots import FieldSnapshot, PageSnapshot, Snapshot
from dossier.states import State

START = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
OFFICE = OfficeId("xa-01")
LAN = UserId("lan")
MAY_1 = DeviceId("may-1")


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> dt.datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += dt.timedelta(**by)


class MemoryFiles:
    """`SealedFiles` in memory."""

    def __init__(self, *contents: bytes) -> None:
        self.held = {ids.sha256_of(data): data for data in contents}

    def put(self, data: bytes) -> Sha256:
        sha256 = ids.sha256_of(data)
        self.held[sha256] = data
        return sha256

    def get(self, sha256: Sha256) -> bytes:
        if sha256 not in self.held:
            raise NotFound(thing="file", id=sha256)
        return self.held[sha256]

    def has(self, sha256: Sha256) -> bool:
        return sha256 in self.held


@dataclass
class Desk:
    """A clerk's machine as far as the wire sees it: numbers operations and chains those of a dossier."""

    user: UserId = LAN
    device: DeviceId = MAY_1
    office: OfficeId = OFFICE
    made: int = 0
    last: dict[DossierId, OperationId] = field(default_factory=dict)
    files: MemoryFiles = field(default_factory=MemoryFiles)

    def id(self) -> str:
        self.made += 1
        digest = hashlib.sha256(f"{self.device}/{self.made}".encode()).hexdigest()
        return f"{digest[:8]}-{digest[8:12]}-7{digest[12:15]}-8{digest[15:18]}-{digest[18:30]}"

    def entry(
        self, dossier: DossierId, payload: Payload, needs: tuple[Sha256, ...] = (), *, base_rev: int = 0
    ) -> OutboxEntry:
        operation = Operation(
            id=OperationId(self.id()),
            dossier=dossier,
            payload=payload,
            needs=needs,
            base_rev=base_rev,
            actor=Actor(user=self.user, device=self.device),
            at=START,
        )
        previous = self.last.get(dossier)
        self.last[dossier] = operation.id
        return OutboxEntry(
            operation=operation.id,
            dossier=dossier,
            device_seq=self.made,
            previous=previous,
            needs=needs,
            body=encode(operation),
        )

    def paper(self, code: str) -> "Paper":
        """A paper dossier of one document with one page, as it would be taken in here."""
        dossier = ids.dossier_id(self.office, code)
        picture = self.files.put(f"picture of {code}".encode())
        source = self.files.put(f"file of {code}".encode())
        page = ids.page_id(dossier, picture)
        document = ids.document_id(dossier, page)
        return Paper(
            code=code,
            dossier=dossier,
            document=document,
            page=page,
            record=ids.record_id(document, "van_ban", 0),
            picture=picture,
            source=source,
        )

    def take_in(self, paper: "Paper", *, state: State = State.RECEIVED, incomplete: bool = False) -> list[OutboxEntry]:
        """The operations of taking it in, up to its record."""
        dossier = paper.dossier
        create = CreateDossier(id=dossier, office=self.office, code=paper.code, title="Hồ sơ", state=state)
        document = AddDocument(id=paper.document, dossier=dossier, position=0, source_name="a.pdf")
        page = AddPage(
            id=paper.page,
            dossier=dossier,
            document=paper.document,
            position=0,
            picture=paper.picture,
            mime="image/jpeg",
            width=100,
            height=200,
            dpi=300,
            source=paper.source,
            source_name="a.pdf",
            source_page=1,
            incomplete=incomplete,
        )
        record = AddRecord(
            id=paper.record,
            document=paper.document,
            ordinal=0,
            type_id="van_ban",
            type_version=1,
            regions=(Region(page=paper.page),),
        )
        return [
            self.entry(dossier, create),
            self.entry(dossier, document),
            self.entry(dossier, page, (paper.picture, paper.source)),
            self.entry(dossier, record),
        ]

    def value(
        self, text: str, *, path: str = "subject", source: ValueSource = ValueSource.HUMAN, base: NewValue | None = None
    ) -> NewValue:
        return NewValue(
            id=ValueId(self.id()),
            path=path,
            value=text,
            source=source,
            box=Box(x=1, y=2, w=3, h=4) if source is not ValueSource.HUMAN else None,
            base=base.id if base else None,
            base_value=base.value if base else None,
        )

    def put(self, paper: "Paper", *values: NewValue, base_rev: int = 0) -> OutboxEntry:
        return self.entry(paper.dossier, PutValues(record=paper.record, values=values), base_rev=base_rev)

    def move(self, paper: "Paper", seen: State, target: State) -> OutboxEntry:
        return self.entry(paper.dossier, MoveDossier(dossier=paper.dossier, seen=seen, target=target))

    def keyed(self, paper: "Paper", *values: NewValue) -> list[OutboxEntry]:
        """Taken in, keyed and handed to the checkers."""
        return [
            *self.take_in(paper),
            self.move(paper, State.RECEIVED, State.SCANNED),
            self.move(paper, State.SCANNED, State.READ),
            *([self.put(paper, *values)] if values else []),
            self.move(paper, State.READ, State.KEYED),
        ]

    def decide(
        self,
        paper: "Paper",
        verdict: Verdict,
        seen_hash: str,
        *remarks: Remark,
        seen: State = State.KEYED,
        claims: UserId | None = None,
    ) -> OutboxEntry:
        decision = Decision(
            id=DecisionId(self.id()),
            dossier=paper.dossier,
            verdict=verdict,
            remarks=remarks,
            content_hash=seen_hash,
            actor=Actor(user=claims or self.user, device=self.device),
            at=START,
        )
        return self.entry(paper.dossier, Decide(decision=decision, seen=seen))


@dataclass(frozen=True)
class Paper:
    """The ids of a paper dossier: the same on every machine that takes it in."""

    code: str
    dossier: DossierId
    document: DocumentId
    page: PageId
    record: RecordId
    picture: Sha256
    source: Sha256


def hash_of(snapshots: list[Snapshot]) -> str:
    """What a checker who sees these things would sign."""
    return content_hash(
        ((item.document, item.position, item.id) for item in snapshots if isinstance(item, PageSnapshot)),
        ((item.record, item.value.path, item.value.id) for item in snapshots if isinstance(item, FieldSnapshot)),
    )
