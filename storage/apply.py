"""Operations applied to the cache, as they will be on the archive, at once and without asking it.

Each function says whether anything changed: an operation whose effect is here already is dropped, not sent again, so a
run that is repeated adds nothing.
"""

from sqlalchemy import Connection, Table, select, update
from sqlalchemy.dialects.sqlite import insert

from dossier.errors import KeyingClosed, NotFound
from dossier.ids import SYSTEM_USER, DossierId
from dossier.model import Clearance, PageStatus
from dossier.operations import (
    AddDocument,
    AddPage,
    AddRecord,
    ClearPage,
    CreateDossier,
    Decide,
    DescribePage,
    MoveDossier,
    Operation,
    PutValues,
    SetDocumentType,
)
from dossier.reading import ValueSource
from dossier.states import KEYING_OPEN, Delivery, PaperPlace, State
from storage import outcomes, schema, standing, values
from storage.changes import Changes
from storage.rows import from_actor, from_regions

NEW_COUNTERS = {
    "rank": 2,
    "documents": 0,
    "pages": 0,
    "fields": 0,
    "certain": 0,
    "unread": 0,
    "held": False,
    "delivery": Delivery.LOCAL.value,
    "keyed_by": [],
}
"""Counters of a dossier before its first refresh."""


def apply(connection: Connection, changes: Changes, operation: Operation) -> bool:  # noqa: C901, PLR0911 - one line a kind
    """Apply one operation; False when its effect is here already.

    Raises `NotFound` when what it belongs to is not here, `MoveNotAllowed` when the dossier stands elsewhere,
    `KeyingClosed` when it is past keying: the archive would refuse it too, and here it is still in time to say so.
    """
    if isinstance(operation.payload, _KEYING) and not _is_known(connection, operation.payload):
        _require_open(connection, operation.dossier)
    match operation.payload:
        case CreateDossier() as payload:
            return _create_dossier(connection, changes, operation, payload)
        case AddDocument() as payload:
            return _add_document(connection, changes, operation, payload)
        case AddPage() as payload:
            return _add_page(connection, changes, operation, payload)
        case DescribePage() as payload:
            return _describe_page(connection, changes, operation, payload)
        case ClearPage() as payload:
            return outcomes.clear(connection, changes, payload)
        case SetDocumentType() as payload:
            return _set_type(connection, changes, operation, payload)
        case AddRecord() as payload:
            return _add_record(connection, changes, operation, payload)
        case PutValues() as payload:
            return _put_values(connection, changes, operation, payload)
        case MoveDossier() as payload:
            return standing.move(connection, changes, operation, payload)
        case Decide() as payload:
            return standing.decide(connection, changes, operation, payload)


def entity_of(operation: Operation) -> str:
    """Id of what an operation changes."""
    match operation.payload:
        case PutValues(record=record):
            return record
        case MoveDossier(dossier=dossier):
            return dossier
        case Decide(decision=decision):
            return decision.dossier
        case (
            CreateDossier(id=same)
            | AddDocument(id=same)
            | AddPage(id=same)
            | DescribePage(id=same)
            | ClearPage(id=same)
            | SetDocumentType(id=same)
            | AddRecord(id=same)
        ):
            return same


def _create_dossier(connection: Connection, changes: Changes, operation: Operation, payload: CreateDossier) -> bool:
    row = {
        "id": payload.id,
        "office": payload.office,
        "code": payload.code,
        "title": payload.title,
        "state": payload.state.value,
        "marks": [],
        "paper": PaperPlace.IN_OFFICE.value,
        "created_at": operation.at,
        "changed_at": operation.at,
        "rev": 0,
        **NEW_COUNTERS,
        **from_actor(operation.actor),
    }
    if not _insert(connection, schema.dossier, row):
        return False
    changes.heads.add(payload.id)
    changes.dossier(payload.id, operation.at)
    return True


def _add_document(connection: Connection, changes: Changes, operation: Operation, payload: AddDocument) -> bool:
    _require(connection, schema.dossier, payload.dossier)
    row = {
        "id": payload.id,
        "dossier": payload.dossier,
        "position": payload.position,
        "type_confidence": 0.0,
        "source_name": payload.source_name,
        **from_actor(operation.actor),
    }
    changes.dossier(payload.dossier, operation.at)
    return _insert(connection, schema.document, row)


def _add_page(connection: Connection, changes: Changes, operation: Operation, payload: AddPage) -> bool:
    _require(connection, schema.document, payload.document)
    row = {
        "id": payload.id,
        "dossier": payload.dossier,
        "document": payload.document,
        "position": payload.position,
        "picture": payload.picture,
        "mime": payload.mime,
        "width": payload.width,
        "height": payload.height,
        "dpi": payload.dpi,
        "source": payload.source,
        "source_name": payload.source_name,
        "source_page": payload.source_page,
        "status": PageStatus.WAITING.value,
        "clearance": Clearance.HELD.value,
        "rotation": 0,
        "skew": 0.0,
        "incomplete": payload.incomplete,
        **from_actor(operation.actor),
    }
    changes.dossier(payload.dossier, operation.at)
    return _insert(connection, schema.page, row)


def _describe_page(connection: Connection, changes: Changes, operation: Operation, payload: DescribePage) -> bool:
    page = schema.page.c
    _require(connection, schema.page, payload.id)
    changed = (page.rotation != payload.rotation) | (page.skew != payload.skew)
    row = {"rotation": payload.rotation, "skew": payload.skew}
    changes.dossier(operation.dossier, operation.at)
    return connection.execute(update(schema.page).where(page.id == payload.id, changed).values(row)).rowcount == 1


def _set_type(connection: Connection, changes: Changes, operation: Operation, payload: SetDocumentType) -> bool:
    _require(connection, schema.document, payload.id)
    document = schema.document.c
    if payload.source is not ValueSource.HUMAN:
        # A machine's type is a proposal for a document that has none; meanwhile a person may have said what it is.
        known = connection.scalar(select(document.type_id).where(document.id == payload.id))
        if known is not None:
            return known == payload.type_id and _tell_generation(connection, changes, operation, payload)
    changed = (
        document.type_id.is_distinct_from(payload.type_id)
        | document.type_version.is_distinct_from(payload.type_version)
        | (document.type_confidence != payload.type_confidence)
        | document.generation.is_distinct_from(payload.generation)
    )
    row = {
        "type_id": payload.type_id,
        "type_version": payload.type_version,
        "type_confidence": payload.type_confidence,
        "generation": payload.generation,
    }
    changes.dossier(operation.dossier, operation.at)
    statement = update(schema.document).where(document.id == payload.id, changed).values(row)
    return connection.execute(statement).rowcount == 1


def _tell_generation(connection: Connection, changes: Changes, operation: Operation, payload: SetDocumentType) -> bool:
    document = schema.document.c
    if payload.generation is None:
        return False
    changes.dossier(operation.dossier, operation.at)
    statement = update(schema.document).where(document.id == payload.id, document.generation.is_(None))
    return connection.execute(statement.values(generation=payload.generation)).rowcount == 1


def _add_record(connection: Connection, changes: Changes, operation: Operation, payload: AddRecord) -> bool:
    _require(connection, schema.document, payload.document)
    if operation.actor.user == SYSTEM_USER and _type_of(connection, payload.document) not in {None, payload.type_id}:
        return False
    row = {
        "id": payload.id,
        "dossier": operation.dossier,
        "document": payload.document,
        "ordinal": payload.ordinal,
        "type_id": payload.type_id,
        "type_version": payload.type_version,
        "regions": from_regions(payload.regions),
        **from_actor(operation.actor),
    }
    changes.dossier(operation.dossier, operation.at)
    return _insert(connection, schema.record, row)


def _type_of(connection: Connection, document: str) -> str | None:
    found: str | None = connection.scalar(select(schema.document.c.type_id).where(schema.document.c.id == document))
    return found


def _put_values(connection: Connection, changes: Changes, operation: Operation, payload: PutValues) -> bool:
    if operation.actor.user == SYSTEM_USER and not _has(connection, schema.record, payload.record):
        return False  # its record was dropped just before, because a person chose another type
    _require(connection, schema.record, payload.record)
    new = [
        values.put_local(
            connection,
            changes,
            values.Put(
                dossier=operation.dossier,
                record=payload.record,
                value=value,
                actor=operation.actor,
                at=operation.at,
                operation=operation.id,
            ),
        )
        for value in payload.values
    ]
    return any(new)


_KEYING = (AddDocument, AddPage, DescribePage, SetDocumentType, AddRecord, PutValues)


def _is_known(connection: Connection, payload: object) -> bool:
    """Taking in again what is here is harmless at any time."""
    table = {AddDocument: schema.document, AddPage: schema.page, AddRecord: schema.record}.get(type(payload))
    if table is None or not isinstance(payload, AddDocument | AddPage | AddRecord):
        return False
    return _has(connection, table, payload.id)


def _require_open(connection: Connection, dossier: DossierId) -> None:
    row = connection.execute(select(schema.dossier.c.state, schema.dossier.c.code).filter_by(id=dossier)).first()
    if row is not None and State(row.state) not in KEYING_OPEN:
        raise KeyingClosed(dossier=row.code, state=row.state)


def _insert(connection: Connection, table: Table, row: dict[str, object]) -> bool:
    return connection.execute(insert(table).values(row).on_conflict_do_nothing()).rowcount == 1


def _has(connection: Connection, table: Table, key: str) -> bool:
    return connection.execute(select(table.c.id).where(table.c.id == key)).first() is not None


def _require(connection: Connection, table: Table, key: str) -> None:
    if not _has(connection, table, key):
        raise NotFound(thing=table.name, id=key)
