"""What the archive tells of the things it holds, laid over the cache row by row.

A row counts only if its revision is newer than the last one seen of that entity from that archive. Rows may come in any
order, so each stands for itself. What this machine changed and the archive has not settled stays in front.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert

from dossier.ids import SYSTEM_USER, ArchiveId, DossierId
from dossier.model import Actor, Clearance, PageStatus
from dossier.snapshots import (
    SNAPSHOT,
    ConflictSnapshot,
    DecisionSnapshot,
    DocumentSnapshot,
    DossierSnapshot,
    FeedRow,
    FieldSnapshot,
    PageSnapshot,
    RecordSnapshot,
)
from dossier.states import Mark, PaperPlace, State
from storage import schema, values
from storage.apply import NEW_COUNTERS
from storage.changes import Changes
from storage.outcomes import has_marked_page
from storage.rows import from_actor, from_decision, from_regions
from storage.standing import set_state

_CHANGED_BY = {
    "dossier.move": "dossier",
    "dossier.decide": "dossier",
    "document.set_type": "document",
    "page.describe": "page",
}
"""Kinds of operations that change something the archive also tells of as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """An operation of ours that the archive has answered for good."""

    kind: str
    entity: str
    device_seq: int


def apply_row(connection: Connection, changes: Changes, archive: ArchiveId, row: FeedRow) -> None:
    """Lay one row over the cache; nothing when it is not newer than what was seen."""
    if not _is_newer(connection, archive, row):
        return
    match row.snapshot:
        case DossierSnapshot() | DocumentSnapshot() | PageSnapshot() as told:
            _lay(connection, changes, archive, told, row.rev)
        case RecordSnapshot() as told:
            _record(connection, changes, row.dossier, told)
        case FieldSnapshot() as told:
            _field(connection, changes, archive, row.dossier, told)
        case DecisionSnapshot() as told:
            connection.execute(insert(schema.decision).values(from_decision(told.decision)).on_conflict_do_nothing())
            changes.dossier(row.dossier, told.decision.at)
        case ConflictSnapshot() as told:
            _conflict(connection, changes, told)


def believe(
    connection: Connection, changes: Changes, archive: ArchiveId, settled: Settled, *, only_set_aside: bool
) -> None:
    """An operation of ours is settled without having been taken as it was: what the archive last told counts again.

    `only_set_aside`: only if it was told while the operation waited. What was told before is older than the archive's
    answer, and a newer row is on its way.
    """
    kind = _CHANGED_BY.get(settled.kind)
    row = connection.execute(
        select(schema.told.c.rev, schema.told.c.after_seq, schema.told.c.body).filter_by(
            archive=archive, entity=f"{kind}:{settled.entity}"
        )
    ).first()
    if kind is None or row is None or (only_set_aside and row.after_seq < settled.device_seq):
        return
    told = SNAPSHOT.validate_json(row.body)
    if isinstance(told, DossierSnapshot | DocumentSnapshot | PageSnapshot):
        _lay(connection, changes, archive, told, row.rev)


def _lay(
    connection: Connection,
    changes: Changes,
    archive: ArchiveId,
    told: DossierSnapshot | DocumentSnapshot | PageSnapshot,
    rev: int,
) -> None:
    match told:
        case DossierSnapshot():
            _dossier(connection, changes, archive, told, rev)
        case DocumentSnapshot():
            _document(connection, changes, archive, told)
        case PageSnapshot():
            _page(connection, changes, archive, told)


def _entity(row: FeedRow) -> str:
    match row.snapshot:
        case FieldSnapshot(record=record, value=value):
            return f"field:{record}:{value.path}"
        case DecisionSnapshot(decision=decision):
            return f"decision:{decision.id}"
        case (
            DossierSnapshot(id=same)
            | DocumentSnapshot(id=same)
            | PageSnapshot(id=same)
            | RecordSnapshot(id=same)
            | ConflictSnapshot(id=same)
        ):
            return f"{row.snapshot.kind}:{same}"


def _is_newer(connection: Connection, archive: ArchiveId, row: FeedRow) -> bool:
    """Note the row as the last told of its entity; False when one as new is known already."""
    whole = isinstance(row.snapshot, DossierSnapshot | DocumentSnapshot | PageSnapshot)
    said = {
        "rev": row.rev,
        "after_seq": connection.scalar(select(func.max(schema.operation.c.device_seq))) or 0,
        "body": SNAPSHOT.dump_json(row.snapshot).decode() if whole else None,
    }
    statement = insert(schema.told).values(archive=archive, entity=_entity(row), **said)
    guarded = statement.on_conflict_do_update(
        index_elements=["archive", "entity"], set_=said, where=schema.told.c.rev < row.rev
    )
    return connection.execute(guarded).rowcount == 1


def _dossier(connection: Connection, changes: Changes, archive: ArchiveId, told: DossierSnapshot, rev: int) -> None:
    marks = sorted(mark.value for mark in told.marks)
    always = {
        "office": told.office,
        "code": told.code,
        "title": told.title,
        "rev": rev,
    }
    new = {
        **always,
        "id": told.id,
        "state": told.state.value,
        "marks": marks,
        "paper": PaperPlace.IN_OFFICE.value,
        "created_at": told.created_at,
        "changed_at": told.created_at,
        **NEW_COUNTERS,
    }
    if connection.execute(insert(schema.dossier).values(new).on_conflict_do_nothing()).rowcount == 0:
        connection.execute(update(schema.dossier).where(schema.dossier.c.id == told.id).values(always))
    for user in told.keyed_by:
        values.add_keyer(connection, told.id, user)
    if not _has_open(connection, archive, told.id, "dossier"):
        _stand(connection, changes, told.id, told.state, marks)
    changes.heads.add(told.id)
    changes.dossier(told.id)


def _stand(connection: Connection, changes: Changes, dossier: DossierId, state: State, marks: Iterable[str]) -> None:
    """A secrecy mark is known here alone: a held dossier never left, so the archive cannot lift it."""
    held = {Mark.HELD_SECRECY.value} if has_marked_page(connection, dossier) else set()
    set_state(connection, changes, dossier, state, {*marks, *held})


def _document(connection: Connection, changes: Changes, archive: ArchiveId, told: DocumentSnapshot) -> None:
    typed = {
        "type_id": told.type_id,
        "type_version": told.type_version,
        "type_confidence": told.type_confidence,
        "generation": told.generation,
    }
    placed = {"dossier": told.dossier, "position": told.position, "source_name": told.source_name}
    ours = _has_open(connection, archive, told.id, "document")
    statement = insert(schema.document).values(id=told.id, **placed, **typed)
    update_with = placed if ours else {**placed, **typed}
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=update_with))
    changes.dossier(told.dossier)


def _page(connection: Connection, changes: Changes, archive: ArchiveId, told: PageSnapshot) -> None:
    """A page from elsewhere was cleared there before it left, so it may be shown and sent here."""
    placed = {"dossier": told.dossier, "document": told.document, "position": told.position}
    turned = {"rotation": told.rotation, "skew": told.skew}
    # What this machine has seen to be damaged is so, also where an older program elsewhere did not say it.
    lacking = {"incomplete": True} if told.incomplete else {}
    new = {
        "id": told.id,
        "picture": told.picture,
        "mime": told.mime,
        "width": told.width,
        "height": told.height,
        "dpi": told.dpi,
        "source": told.source,
        "source_name": told.source_name,
        "source_page": told.source_page,
        "status": PageStatus.READ.value,
        "clearance": Clearance.CLEARED_BY_READER.value,
    }
    ours = _has_open(connection, archive, told.id, "page")
    statement = insert(schema.page).values({**new, **placed, **turned, **lacking})
    update_with = {**placed, **lacking} if ours else {**placed, **turned, **lacking}
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=update_with))
    changes.dossier(told.dossier)


def _record(connection: Connection, changes: Changes, dossier: DossierId, told: RecordSnapshot) -> None:
    row = {
        "dossier": dossier,
        "document": told.document,
        "ordinal": told.ordinal,
        "type_id": told.type_id,
        "type_version": told.type_version,
        "regions": from_regions(told.regions),
    }
    statement = insert(schema.record).values(id=told.id, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))
    # Its values may have come before it and are not in the index yet.
    changes.record(told.id, dossier)


def _field(
    connection: Connection, changes: Changes, archive: ArchiveId, dossier: DossierId, told: FieldSnapshot
) -> None:
    put = values.Put(
        dossier=dossier, record=told.record, value=told.value, actor=told.actor, at=told.at, operation=None
    )
    values.put_from_archive(connection, changes, archive, put)
    if told.differing is not None:
        machine = Actor(user=SYSTEM_USER, device=told.actor.device)
        values.keep_from_archive(connection, changes, replace(put, value=told.differing, actor=machine))


def _conflict(connection: Connection, changes: Changes, told: ConflictSnapshot) -> None:
    row = {
        "dossier": told.dossier,
        "record": told.record,
        "path": told.path,
        "effective": told.effective,
        "losing": told.losing,
        "source": told.source.value,
        "at": told.at,
        "open": told.open,
        **from_actor(told.losing_actor),
    }
    statement = insert(schema.conflict).values(id=told.id, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))
    if told.open:
        values.lose(connection, changes, told.id)
    changes.dossier(told.dossier, told.at)


def _has_open(connection: Connection, archive: ArchiveId, entity: str, kind: str) -> bool:
    """Whether a change of ours to this dossier, document or page still waits for the archive."""
    found = exists().where(
        schema.operation.c.entity == entity,
        schema.operation.c.kind.in_([by for by, changed in _CHANGED_BY.items() if changed == kind]),
        schema.waiting.c.archive == archive,
        schema.waiting.c.operation == schema.operation.c.id,
    )
    return bool(connection.scalar(select(found)))
