"""Operations for tests of stores: ids count up, time goes on a second a call, all else has a plain default."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from dossier import ids
from dossier.ids import (
    DecisionId,
    DeviceId,
    DocumentId,
    DossierId,
    OfficeId,
    OperationId,
    PageId,
    RecordId,
    UserId,
    ValueId,
)
from dossier.model import Actor, Decision, Region, Remark, Verdict
from dossier.operations import (
    AddDocument,
    AddPage,
    AddRecord,
    ClearPage,
    CreateDossier,
    Decide,
    MoveDossier,
    NewValue,
    Operation,
    Payload,
    PutValues,
)
from dossier.ports import Batch, PageOutcome
from dossier.reading import Box, PageReading, ValueSource, Word
from dossier.states import State

OFFICE = OfficeId("xa-1")
START = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
CLERK = Actor(user=UserId("lan"), device=DeviceId("pc-1"))
OTHER = Actor(user=UserId("minh"), device=DeviceId("pc-2"))
MACHINE = Actor(user=ids.SYSTEM_USER, device=DeviceId("pc-1"))


def reading(text: str, *, secrecy_mark: str | None = None, rotation: int = 0) -> PageReading:
    """A reading of one line."""
    box = Box(x=1, y=2, w=30, h=4)
    words = tuple(Word(text=word, box=box, upright=box, confidence=0.9, block=0, line=0) for word in text.split())
    return PageReading(
        words=words,
        text=text,
        width=100,
        height=200,
        upright_width=100,
        upright_height=200,
        rotation=rotation,
        skew=0.5,
        blank=False,
        secrecy_mark=secrecy_mark,
        reader="fake 1",
        recipe="r1",
        seconds=0.1,
    )


@dataclass(slots=True)
class Maker:
    """One source of operations; two makers with other prefixes never make the same id."""

    prefix: str = "x"
    count: int = 0
    actor: Actor = CLERK

    def id(self) -> str:
        """A fresh id."""
        self.count += 1
        return f"{self.prefix}{self.count:06}"

    def now(self) -> dt.datetime:
        """The time of the last id."""
        return START + dt.timedelta(seconds=self.count)

    def operation(self, dossier: DossierId, payload: Payload, actor: Actor | None = None) -> Operation:
        """Any operation."""
        needs = (payload.picture, payload.source) if isinstance(payload, AddPage) else ()
        return Operation(
            id=OperationId(self.id()),
            dossier=dossier,
            payload=payload,
            needs=needs,
            base_rev=0,
            actor=actor or self.actor,
            at=self.now(),
        )

    def create(self, code: str = "HS-1", title: str = "", state: State = State.RECEIVED) -> Operation:
        """A new dossier."""
        dossier = ids.dossier_id(OFFICE, code)
        return self.operation(dossier, CreateDossier(id=dossier, office=OFFICE, code=code, title=title, state=state))

    def document(self, dossier: DossierId, position: int = 0) -> Operation:
        """A new document, named after its place."""
        document = ids.document_id(dossier, PageId(str(position)))
        return self.operation(
            dossier, AddDocument(id=document, dossier=dossier, position=position, source_name="a.pdf")
        )

    def page(self, dossier: DossierId, document: DocumentId, name: str = "p", position: int = 0) -> Operation:
        """A new page whose picture is hashed from `name`."""
        picture = ids.sha256_of(name.encode())
        payload = AddPage(
            id=ids.page_id(dossier, picture),
            dossier=dossier,
            document=document,
            position=position,
            picture=picture,
            mime="image/jpeg",
            width=100,
            height=200,
            dpi=300,
            source=ids.sha256_of(b"source"),
            source_name="a.pdf",
            source_page=position + 1,
        )
        return self.operation(dossier, payload)

    def record(self, dossier: DossierId, document: DocumentId, *pages: PageId) -> Operation:
        """The first record of a document."""
        payload = AddRecord(
            id=ids.record_id(document, "giay_khai_sinh", 0),
            document=document,
            ordinal=0,
            type_id="giay_khai_sinh",
            type_version=1,
            regions=tuple(Region(page=page) for page in pages),
        )
        return self.operation(dossier, payload)

    def value(self, path: str, text: str, source: ValueSource = ValueSource.HUMAN, **more: Any) -> NewValue:
        """A new value."""
        return replace(NewValue(id=ValueId(self.id()), path=path, value=text, source=source), **more)

    def put(self, dossier: DossierId, record: RecordId, *values: NewValue, actor: Actor | None = None) -> Operation:
        """Values into a record; a machine's by default where all of them are a machine's."""
        by_person = any(value.source is ValueSource.HUMAN for value in values)
        who = actor or (self.actor if by_person else MACHINE)
        return self.operation(dossier, PutValues(record=record, values=values), who)

    def clear(self, dossier: DossierId, page: PageId, *, mark: str | None = None, reason: str = "") -> Operation:
        """A person finds no secrecy mark on a page."""
        return self.operation(dossier, ClearPage(id=page, mark=mark, reason=reason))

    def move(self, dossier: DossierId, seen: State, target: State) -> Operation:
        """A move along the line."""
        return self.operation(dossier, MoveDossier(dossier=dossier, seen=seen, target=target))

    def decide(self, dossier: DossierId, verdict: Verdict, *remarks: Remark, actor: Actor = OTHER) -> Operation:
        """A verdict on a dossier that is keyed."""
        decision = Decision(
            id=DecisionId(self.id()),
            dossier=dossier,
            verdict=verdict,
            remarks=remarks,
            content_hash="h",
            actor=actor,
            at=self.now(),
        )
        return self.operation(dossier, Decide(decision=decision, seen=State.KEYED), actor)

    def scanned(self, code: str = "HS-1", pages: int = 1, title: str = "") -> "Scanned":
        """A batch with one dossier of one document of some pages, its record opened; nothing is read yet."""
        create = self.create(code, title, State.SCANNED)
        dossier = create.dossier
        document = self.document(dossier)
        in_document = ids.document_id(dossier, PageId("0"))
        added = [self.page(dossier, in_document, f"{code}-{index}", index) for index in range(pages)]
        page_ids = tuple(ids.page_id(dossier, ids.sha256_of(f"{code}-{index}".encode())) for index in range(pages))
        record = self.record(dossier, in_document, *page_ids)
        return Scanned(
            dossier=dossier,
            document=in_document,
            pages=page_ids,
            record=ids.record_id(in_document, "giay_khai_sinh", 0),
            batch=Batch(operations=(create, document, *added, record)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What `Maker.scanned` made."""

    dossier: DossierId
    document: DocumentId
    pages: tuple[PageId, ...]
    record: RecordId
    batch: Batch

    def read(self, text: str = "cộng hòa xã hội") -> Batch:
        """All its pages read."""
        return Batch(outcomes=tuple(PageOutcome(page=page, reading=reading(text)) for page in self.pages))
