"""A `DossierStore` in memory: what the core's use cases and the screens are tested on. Held to the same contract."""

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from dossier.errors import BugError, MoveNotAllowed, NotFound, SecrecyMark
from dossier.ids import SYSTEM_USER, DocumentId, DossierId, OperationId, PageId, RecordId, Sha256, UserId
from dossier.model import (
    ChangeSet,
    Clearance,
    Decision,
    Document,
    Dossier,
    DossierContent,
    DossierSummary,
    FieldValue,
    Page,
    PageStatus,
    Record,
    Verdict,
)
from dossier.operations import (
    AddDocument,
    AddPage,
    AddRecord,
    CreateDossier,
    Decide,
    DescribePage,
    MoveDossier,
    NewValue,
    Operation,
    PutValues,
    SetDocumentType,
)
from dossier.ports import Batch, PageOutcome
from dossier.reading import PageReading, ValueSource
from dossier.states import Delivery, Mark, PaperPlace, State
from dossier.text import fold, tone_key
from dossier.use_cases.checking import mark_of, target_of

if TYPE_CHECKING:
    import datetime as dt

Key = TypeVar("Key", bound=str)
Thing = TypeVar("Thing")

RETURNED = frozenset({Mark.RETURNED_FIELD, Mark.RETURNED_PAGE, Mark.RETURNED_STRUCTURE})


class MemoryDossierStore:
    """Not durable and on no thread of its own; `operations` are those that would stand in the outbox."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self._dossiers: dict[DossierId, Dossier] = {}
        self._changed: dict[DossierId, dt.datetime] = {}
        self._documents: dict[DocumentId, Document] = {}
        self._pages: dict[PageId, Page] = {}
        self._records: dict[RecordId, tuple[DossierId, Record]] = {}
        self._history: dict[str, FieldValue] = {}
        self._values: dict[tuple[RecordId, str], FieldValue] = {}
        self._decisions: dict[DossierId, list[Decision]] = {}
        self._keyed: dict[DossierId, set[UserId]] = {}
        self._readings: dict[PageId, PageReading] = {}
        self._taken: set[tuple[DossierId, Sha256]] = set()

    def commit(self, batch: Batch) -> ChangeSet:
        """See the port; all or nothing."""
        before = {name: _copied(value) for name, value in vars(self).items()}
        try:
            return self._commit(batch)
        except BaseException:
            vars(self).update(before)
            raise

    def _commit(self, batch: Batch) -> ChangeSet:
        known: dict[OperationId, Operation] = {operation.id: operation for operation in self.operations}
        changes = ChangeSet(initiator=batch.initiator)
        for operation in batch.operations:
            if operation.id in known:
                if known[operation.id] != operation:
                    raise BugError(thing="operation", id=operation.id)
                continue
            if self._apply(operation):
                self.operations.append(operation)
                records = [operation.payload.record] if isinstance(operation.payload, PutValues) else []
                changes |= ChangeSet(dossiers=frozenset({operation.dossier}), records=frozenset(records), outbox=True)
                self._changed[operation.dossier] = max(self._changed[operation.dossier], operation.at)
        touched = [self._outcome(outcome) for outcome in batch.outcomes]
        touched += [self._clear(page) for page in batch.cleared]
        for taken in batch.taken:
            self._taken.add((taken.dossier, taken.sha256))
            touched.append(taken.dossier)
        return changes | ChangeSet(dossiers=frozenset(touched))

    def content(self, dossier: DossierId) -> DossierContent:
        """See the port."""
        if dossier not in self._dossiers:
            raise NotFound(thing="dossier", id=dossier)
        documents = sorted(
            (item for item in self._documents.values() if item.dossier == dossier), key=lambda item: item.position
        )
        order = {item.id: index for index, item in enumerate(documents)}
        pages = [page for page in self._pages.values() if page.dossier == dossier]
        records = [record for owner, record in self._records.values() if owner == dossier]
        decisions = self._decisions.get(dossier, [])
        return DossierContent(
            dossier=self._dossiers[dossier],
            documents=tuple(documents),
            pages=tuple(
                sorted(pages, key=lambda page: (order[page.document] if page.document else len(order), page.position))
            ),
            records=tuple(sorted(records, key=lambda record: (order[record.document], record.ordinal))),
            values=tuple(value for key, value in self._values.items() if self._records[key[0]][0] == dossier),
            keyed_by=frozenset(self._keyed.get(dossier, ())),
            decision=decisions[-1] if decisions else None,
            delivery=Delivery.LOCAL,
        )

    def summaries(self, states: Sequence[State] = (), limit: int = 500) -> Sequence[DossierSummary]:
        """See the port."""
        lines = [self._summary(item) for item in self._dossiers if not states or self._dossiers[item].state in states]
        lines.reverse()
        return sorted(lines, key=lambda line: (self._rank(line), -line.changed_at.timestamp()))[:limit]

    def search(self, text: str, limit: int = 50) -> Sequence[DossierSummary]:
        """See the port."""
        words = [word for word in text.split() if any(char.isalnum() for char in word)]
        newest = list(reversed(self._dossiers))
        exact = [item for item in newest if words and self._holds(item, [tone_key(word) for word in words], tone_key)]
        folded = [item for item in newest if words and self._holds(item, [fold(word) for word in words], fold)]
        return [self._summary(item) for item in dict.fromkeys(exact + folded)][:limit]

    def readings(self, document: DocumentId) -> Mapping[PageId, PageReading]:
        """See the port."""
        pages = sorted(
            (page for page in self._pages.values() if page.document == document), key=lambda page: page.position
        )
        return {page.id: self._readings[page.id] for page in pages if page.id in self._readings}

    def was_taken(self, dossier: DossierId, source: Sha256) -> bool:
        """See the port."""
        return (dossier, source) in self._taken

    def _apply(self, operation: Operation) -> bool:
        match operation.payload:
            case CreateDossier() | AddDocument() | AddPage() | AddRecord():
                return self._add(operation)
            case DescribePage() as payload:
                _require(self._pages, payload.id, "page")
                page = self._pages[payload.id]
                self._pages[page.id] = replace(page, rotation=payload.rotation, skew=payload.skew)
                return self._pages[page.id] != page
            case SetDocumentType() as payload:
                return self._set_type(payload)
            case PutValues() as payload:
                _require(self._records, payload.record, "record")
                new = [self._put(operation, payload.record, value) for value in payload.values]
                return any(new)
            case MoveDossier() as payload:
                return self._move(operation, payload)
            case Decide() as payload:
                return self._decide(payload)

    def _set_type(self, payload: SetDocumentType) -> bool:
        _require(self._documents, payload.id, "document")
        document = self._documents[payload.id]
        self._documents[document.id] = replace(
            document,
            type_id=payload.type_id,
            type_version=payload.type_version,
            type_confidence=payload.type_confidence,
        )
        return self._documents[document.id] != document

    def _add(self, operation: Operation) -> bool:
        match operation.payload:
            case CreateDossier() as payload:
                if payload.id in self._dossiers:
                    return False
                self._dossiers[payload.id] = _new_dossier(operation, payload)
                self._changed[payload.id] = operation.at
                return True
            case AddDocument() as payload:
                _require(self._dossiers, payload.dossier, "dossier")
                return _put_new(self._documents, payload.id, _new_document(payload))
            case AddPage() as payload:
                _require(self._documents, payload.document, "document")
                return _put_new(self._pages, payload.id, _new_page(payload))
            case AddRecord() as payload:
                _require(self._documents, payload.document, "document")
                record = Record(
                    id=payload.id,
                    document=payload.document,
                    ordinal=payload.ordinal,
                    type_id=payload.type_id,
                    type_version=payload.type_version,
                    regions=payload.regions,
                )
                return _put_new(self._records, payload.id, (operation.dossier, record))
        return False

    def _put(self, operation: Operation, record: RecordId, new: NewValue) -> bool:
        if new.id in self._history:
            return False
        value = _new_value(operation, record, new)
        self._history[new.id] = value
        key = (record, new.path)
        current = self._values.get(key)
        by_person = new.source is ValueSource.HUMAN
        proposal_made_on = current is not None and current.source is not ValueSource.HUMAN and new.base == current.id
        if by_person or current is None or proposal_made_on:
            self._values[key] = value
        if by_person and operation.actor.user != SYSTEM_USER:
            self._keyed.setdefault(operation.dossier, set()).add(operation.actor.user)
        return True

    def _move(self, operation: Operation, payload: MoveDossier) -> bool:
        _require(self._dossiers, payload.dossier, "dossier")
        item = self._dossiers[payload.dossier]
        if item.state is payload.target:
            return False
        if item.state is not payload.seen:
            raise MoveNotAllowed(current=item.state.value, target=payload.target.value)
        marks = item.marks
        if payload.target is State.KEYED:
            marks -= RETURNED
            self._keyed.setdefault(payload.dossier, set()).add(operation.actor.user)
        self._dossiers[payload.dossier] = replace(item, state=payload.target, marks=marks)
        return True

    def _decide(self, payload: Decide) -> bool:
        decision = payload.decision
        _require(self._dossiers, decision.dossier, "dossier")
        item = self._dossiers[decision.dossier]
        known = self._decisions.setdefault(decision.dossier, [])
        if any(one.id == decision.id for one in known):
            return False
        target = target_of(decision.verdict, payload.seen)
        if item.state is not payload.seen:
            raise MoveNotAllowed(current=item.state.value, target=target.value)
        known.append(decision)
        marks = item.marks - RETURNED
        if decision.verdict is Verdict.RETURN:
            marks |= {mark_of(decision.remarks)}
        self._dossiers[decision.dossier] = replace(item, state=target, marks=marks)
        return True

    def _outcome(self, outcome: PageOutcome) -> DossierId:
        _require(self._pages, outcome.page, "page")
        page = self._pages[outcome.page]
        marked = outcome.failure == SecrecyMark.code
        if outcome.reading is not None:
            read = outcome.reading
            self._readings[page.id] = read
            page = replace(page, status=PageStatus.READ, failure=None, rotation=read.rotation, skew=read.skew)
            marked = read.secrecy_mark is not None
            if page.clearance is Clearance.HELD:
                page = replace(page, clearance=Clearance.CLEARED_BY_READER)
        elif page.status is not PageStatus.READ:
            page = replace(page, status=PageStatus.FAILED, failure=outcome.failure)
        if marked and page.clearance is not Clearance.CLEARED_BY_PERSON:
            page = replace(page, clearance=Clearance.MARKED)
            item = self._dossiers[page.dossier]
            self._dossiers[page.dossier] = replace(item, marks=item.marks | {Mark.HELD_SECRECY})
        self._pages[page.id] = page
        return page.dossier

    def _clear(self, page_id: PageId) -> DossierId:
        _require(self._pages, page_id, "page")
        page = replace(self._pages[page_id], clearance=Clearance.CLEARED_BY_PERSON)
        self._pages[page_id] = page
        pages = [item for item in self._pages.values() if item.dossier == page.dossier]
        if not any(item.clearance is Clearance.MARKED for item in pages):
            item = self._dossiers[page.dossier]
            self._dossiers[page.dossier] = replace(item, marks=item.marks - {Mark.HELD_SECRECY})
        return page.dossier

    def _summary(self, dossier: DossierId) -> DossierSummary:
        content = self.content(dossier)
        filled = [value for value in content.values if value.value]
        certain = sum(value.certain or value.source is ValueSource.HUMAN for value in filled)
        returned = bool(RETURNED & content.dossier.marks)
        returns = [one for one in self._decisions.get(dossier, []) if one.verdict is Verdict.RETURN]
        return DossierSummary(
            dossier=content.dossier,
            documents=len(content.documents),
            pages=len(content.pages),
            fields=len(filled),
            certain=certain,
            doubtful=len(filled) - certain,
            unread=sum(page.status is PageStatus.WAITING for page in content.pages),
            delivery=content.delivery,
            keyed_by=content.keyed_by,
            reason=returns[-1].remarks[0].reason if returned and returns and returns[-1].remarks else None,
            changed_at=self._changed[dossier],
        )

    def _rank(self, line: DossierSummary) -> int:
        if RETURNED & line.dossier.marks:
            return 0
        values = self.content(line.dossier.id).values
        by_person = any(value.source is ValueSource.HUMAN for value in values)
        return 1 if line.dossier.state is State.READ and by_person else 2

    def _holds(self, dossier: DossierId, words: Sequence[str], form: Callable[[str], str]) -> bool:
        content = self.content(dossier)
        texts = [content.dossier.code, content.dossier.title, *(value.value for value in content.values)]
        shown = (page.id for page in content.pages if page.clearance is not Clearance.MARKED)
        texts += [self._readings[page].text for page in shown if page in self._readings]
        whole = form("\n".join(texts))
        return all(re.search(rf"(?<![^\W_]){re.escape(word)}", whole) for word in words)


def _copied(value: object) -> object:
    return copy.copy(value) if isinstance(value, dict | list | set) else value


def _require(things: Mapping[Key, object], key: Key, thing: str) -> None:
    if key not in things:
        raise NotFound(thing=thing, id=str(key))


def _put_new(things: dict[Key, Thing], key: Key, thing: Thing) -> bool:
    return things.setdefault(key, thing) is thing


def _new_dossier(operation: Operation, payload: CreateDossier) -> Dossier:
    return Dossier(
        id=payload.id,
        office=payload.office,
        code=payload.code,
        title=payload.title,
        state=payload.state,
        marks=frozenset(),
        paper=PaperPlace.IN_OFFICE,
        created_at=operation.at,
        rev=0,
    )


def _new_document(payload: AddDocument) -> Document:
    return Document(
        id=payload.id,
        dossier=payload.dossier,
        position=payload.position,
        type_id=None,
        type_version=None,
        type_confidence=0.0,
        source_name=payload.source_name,
    )


def _new_page(payload: AddPage) -> Page:
    return Page(
        id=payload.id,
        dossier=payload.dossier,
        document=payload.document,
        position=payload.position,
        picture=payload.picture,
        mime=payload.mime,
        width=payload.width,
        height=payload.height,
        dpi=payload.dpi,
        source=payload.source,
        source_name=payload.source_name,
        source_page=payload.source_page,
        status=PageStatus.WAITING,
        clearance=Clearance.HELD,
        rotation=0,
        skew=0.0,
        failure=None,
    )


def _new_value(operation: Operation, record: RecordId, new: NewValue) -> FieldValue:
    return FieldValue(
        id=new.id,
        record=record,
        path=new.path,
        value=new.value,
        source=new.source,
        as_read=new.as_read,
        confidence=new.confidence,
        certain=new.certain,
        as_printed=new.as_printed,
        page=new.page,
        box=new.box,
        reader=new.reader,
        actor=operation.actor,
        at=operation.at,
        base=new.base,
    )
