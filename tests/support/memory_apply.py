"""What operations and outcomes of reading do to the tables of `MemoryDossierStore`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from dossier.errors import ClearingReasonMissing, MoveNotAllowed, NotFound, SecrecyMark
from dossier.ids import SYSTEM_USER, DossierId, RecordId
from dossier.model import Clearance, PageStatus, Verdict
from dossier.operations import (
    AddDocument,
    AddPage,
    AddRecord,
    ClearPage,
    CreateDossier,
    Decide,
    DescribePage,
    MoveDossier,
    NewValue,
    Operation,
    PutValues,
    SetDocumentType,
)
from dossier.ports import PageOutcome, Stage
from dossier.reading import Gate, ValueSource
from dossier.rules.secrecy import is_held
from dossier.states import Mark, State
from dossier.use_cases.checking import mark_of, target_of
from tests.support.memory_rows import new_document, new_dossier, new_page, new_record, new_value
from tests.support.memory_rules import is_overtaken, require_open
from tests.support.memory_tables import RETURNED, Tables

Key = TypeVar("Key", bound=str)
Thing = TypeVar("Thing")


def apply(tables: Tables, operation: Operation) -> bool:
    """Do what an operation says; False where nothing changes."""
    require_open(operation, tables.dossiers, {*tables.documents, *tables.pages, *tables.records})
    if not is_overtaken(operation, tables.documents, set(tables.records)):
        return _apply_open(tables, operation)
    return False


def _apply_open(tables: Tables, operation: Operation) -> bool:
    match operation.payload:
        case CreateDossier() | AddDocument() | AddPage() | AddRecord():
            return _add(tables, operation)
        case DescribePage() as payload:
            _require(tables.pages, payload.id, "page")
            page = tables.pages[payload.id]
            tables.pages[page.id] = replace(page, rotation=payload.rotation, skew=payload.skew)
            return tables.pages[page.id] != page
        case ClearPage() | SetDocumentType() as payload:
            return _clear(tables, payload) if isinstance(payload, ClearPage) else _set_type(tables, payload)
        case PutValues() as payload:
            _require(tables.records, payload.record, "record")
            new = [_put(tables, operation, payload.record, value) for value in payload.values]
            return any(new)
        case MoveDossier() as payload:
            return _move(tables, operation, payload)
        case Decide() as payload:
            return _decide(tables, payload)


def _set_type(tables: Tables, payload: SetDocumentType) -> bool:
    _require(tables.documents, payload.id, "document")
    document = tables.documents[payload.id]
    if payload.source is not ValueSource.HUMAN and document.type_id is not None:
        told = document.type_id == payload.type_id and document.generation is None
        tables.documents[document.id] = replace(document, generation=payload.generation) if told else document
        return tables.documents[document.id] != document
    tables.documents[document.id] = replace(
        document,
        type_id=payload.type_id,
        type_version=payload.type_version,
        type_confidence=payload.type_confidence,
        generation=payload.generation,
    )
    return tables.documents[document.id] != document


def _add(tables: Tables, operation: Operation) -> bool:
    match operation.payload:
        case CreateDossier() as payload:
            if payload.id in tables.dossiers:
                return False
            tables.dossiers[payload.id] = new_dossier(operation, payload)
            tables.changed[payload.id] = operation.at
            return True
        case AddDocument() as payload:
            _require(tables.dossiers, payload.dossier, "dossier")
            return _put_new(tables.documents, payload.id, new_document(payload))
        case AddPage() as payload:
            _require(tables.documents, payload.document, "document")
            return _put_new(tables.pages, payload.id, new_page(payload))
        case AddRecord() as payload:
            _require(tables.documents, payload.document, "document")
            return _put_new(tables.records, payload.id, (operation.dossier, new_record(payload)))
    return False


def _put(tables: Tables, operation: Operation, record: RecordId, new: NewValue) -> bool:
    if new.id in tables.history:
        return False
    value = new_value(operation, record, new)
    tables.history[new.id] = value
    key = (record, new.path)
    current = tables.values.get(key)
    by_person = new.source is ValueSource.HUMAN
    proposal_made_on = current is not None and current.source is not ValueSource.HUMAN and new.base == current.id
    if by_person or current is None or proposal_made_on:
        tables.values[key] = value
    if by_person and operation.actor.user != SYSTEM_USER:
        tables.keyed.setdefault(operation.dossier, set()).add(operation.actor.user)
    return True


def _move(tables: Tables, operation: Operation, payload: MoveDossier) -> bool:
    _require(tables.dossiers, payload.dossier, "dossier")
    item = tables.dossiers[payload.dossier]
    if item.state is payload.target:
        return False
    if item.state is not payload.seen:
        raise MoveNotAllowed(current=item.state.value, target=payload.target.value)
    marks = item.marks
    if payload.target is State.KEYED:
        marks -= RETURNED
        tables.keyed.setdefault(payload.dossier, set()).add(operation.actor.user)
    tables.dossiers[payload.dossier] = replace(item, state=payload.target, marks=marks)
    return True


def _decide(tables: Tables, payload: Decide) -> bool:
    decision = payload.decision
    _require(tables.dossiers, decision.dossier, "dossier")
    item = tables.dossiers[decision.dossier]
    known = tables.decisions.setdefault(decision.dossier, [])
    if any(one.id == decision.id for one in known):
        return False
    target = target_of(decision.verdict, payload.seen)
    if item.state is not payload.seen:
        raise MoveNotAllowed(current=item.state.value, target=target.value)
    known.append(decision)
    marks = item.marks - RETURNED
    if decision.verdict is Verdict.RETURN:
        marks |= {mark_of(decision.remarks)}
    tables.dossiers[decision.dossier] = replace(item, state=target, marks=marks)
    return True


def keep_outcome(tables: Tables, outcome: PageOutcome) -> DossierId:
    """Keep how reading a page ended; returns whose page it is."""
    _require(tables.pages, outcome.page, "page")
    page = tables.pages[outcome.page]
    marked = outcome.failure == SecrecyMark.code
    if outcome.reading is not None:
        read = outcome.reading
        marked = is_held(page.clearance, tables.readings.get(page.id), read)
        tables.readings[page.id] = read
        half = read.second_reader is None and not marked and not read.blank
        tables.half = tables.half | {page.id} if half else tables.half - {page.id}
        page = replace(page, status=PageStatus.READ, failure=None, rotation=read.rotation, skew=read.skew)
        page = replace(page, gate=read.gate)
        if page.clearance is Clearance.HELD and read.gate is not Gate.UNREADABLE:
            page = replace(page, clearance=Clearance.CLEARED_BY_READER)
    elif outcome.stage is Stage.SECOND:
        tables.half = tables.half - {page.id}
    elif page.status is not PageStatus.READ:
        page = replace(page, status=PageStatus.FAILED, failure=outcome.failure)
    if marked:
        page = replace(page, clearance=Clearance.MARKED)
        item = tables.dossiers[page.dossier]
        tables.dossiers[page.dossier] = replace(item, marks=item.marks | {Mark.HELD_SECRECY})
    tables.pages[page.id] = page
    return page.dossier


def _clear(tables: Tables, payload: ClearPage) -> bool:
    page_id = payload.id
    _require(tables.pages, page_id, "page")
    before = tables.pages[page_id]
    if before.clearance is Clearance.CLEARED_BY_PERSON:
        return False
    if before.clearance is Clearance.MARKED and payload.mark is None:
        raise ClearingReasonMissing()
    status = PageStatus.WAITING if before.clearance is Clearance.MARKED else before.status
    page = replace(before, clearance=Clearance.CLEARED_BY_PERSON, status=status)
    tables.pages[page_id] = page
    pages = [item for item in tables.pages.values() if item.dossier == page.dossier]
    if not any(item.clearance is Clearance.MARKED for item in pages):
        item = tables.dossiers[page.dossier]
        tables.dossiers[page.dossier] = replace(item, marks=item.marks - {Mark.HELD_SECRECY})
    return True


def _require(things: Mapping[Key, object], key: Key, thing: str) -> None:
    if key not in things:
        raise NotFound(thing=thing, id=str(key))


def _put_new(things: dict[Key, Thing], key: Key, thing: Thing) -> bool:
    return things.setdefault(key, thing) is thing
