"""Field values: append-only, and for each field the one that stands in front.

`effective.value` is what this machine shows; `archive_value` is what the archive last said. They differ only while a
value of our own is on its way, or was rejected and waits in the attention box.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert

from dossier.ids import SYSTEM_USER, ArchiveId, DossierId, OperationId, RecordId, UserId, ValueId
from dossier.model import Actor, FieldValue
from dossier.operations import NewValue
from dossier.ports import AckStatus
from dossier.reading import ValueSource
from dossier.rules.doubts import is_doubt
from storage.changes import Changes
from storage.rows import from_actor, from_value, to_value
from storage.schema import acknowledgement, effective, field_value, keyer, waiting

_HUMAN = ValueSource.HUMAN.value

# Built once: they run at every committed field.
_IN_FIELD = (effective.c.record == bindparam("in_record"), effective.c.path == bindparam("at_path"))
_CURRENT = (
    select(field_value.c.id, field_value.c.source, field_value.c.operation)
    .join_from(effective, field_value, field_value.c.id == effective.c.value)
    .where(*_IN_FIELD)
)
_APPEND = insert(field_value).on_conflict_do_nothing()
_FIRST = insert(effective)
_FRONT = update(effective).where(*_IN_FIELD).values(value=bindparam("front"))
_TOLD = update(effective).where(*_IN_FIELD).values(archive_value=bindparam("told"))
_KEYER = insert(keyer).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A value on its way into a field. `operation` is ours that carries it, None for one the archive told of."""

    dossier: DossierId
    record: RecordId
    value: NewValue
    actor: Actor
    at: dt.datetime
    operation: OperationId | None


def put_local(connection: Connection, changes: Changes, put: Put) -> bool:
    """Append a value made on this machine; False when it is here already.

    A person's stands in front; a machine's only where there is none, or in place of the proposal that it was made on.
    """
    current = _current(connection, put)
    if not _append(connection, put):
        return False
    if current is None or _displaces(put.value, current):
        _set_front(connection, put, first=current is None)
    _note(connection, changes, put)
    return True


def put_from_archive(connection: Connection, changes: Changes, archive: ArchiveId, put: Put) -> None:
    """The archive's effective value of a field. Our own stays in front while `archive` has not settled it."""
    current = _current(connection, put)
    _append(connection, put)
    if current is None or not _holds_front(connection, archive, current, put.value):
        _set_front(connection, put, first=current is None)
    connection.execute(_TOLD, {**_place(put), "told": put.value.id})
    _note(connection, changes, put)


def keep_from_archive(connection: Connection, changes: Changes, put: Put) -> None:
    """A value of the archive's history that never stands in front."""
    if _append(connection, put):
        changes.record(put.record, put.dossier, put.at)


def doubts(connection: Connection, dossier: DossierId) -> tuple[FieldValue, ...]:
    """What a machine has read otherwise since a person spoke: its last word on each field, where that is a doubt."""
    newest = (
        select(func.max(field_value.c.seq))
        .where(field_value.c.record == effective.c.record, field_value.c.path == effective.c.path)
        .where(field_value.c.source != _HUMAN)
        .scalar_subquery()
    )
    person, machine = field_value.alias("person"), field_value.alias("machine")
    rows = connection.execute(
        select(machine, person.c.value.label("said"), person.c.as_read.label("seen"), person.c.base.label("stems"))
        .join_from(effective, person, person.c.id == effective.c.value)
        .join(machine, machine.c.seq == newest)
        .where(effective.c.dossier == dossier, person.c.source == _HUMAN)
        .where(person.c.base.is_distinct_from(machine.c.id))
        .order_by(effective.c.record, effective.c.path)
    ).mappings()
    return tuple(
        to_value(row)
        for row in rows.all()
        if is_doubt(_Said(value=row["said"], as_read=row["seen"]), to_value(row))
        and not _stems_from(connection, row["stems"], row["id"])
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a person put, and what he had before him."""

    value: str
    as_read: str | None
    second: str | None = None


def settle(connection: Connection, changes: Changes, operation: OperationId) -> None:
    """The archive took the values of an operation of ours, in front or into its history.

    It keeps what it had told of where ours was not made on that (a conflict, or the same words keyed twice), and tells
    of it no second time, so that is shown from now on. Where it did put ours in front, a newer feed row says so.
    """
    ours, told = field_value.alias("ours"), field_value.alias("told")
    over_machine = (ours.c.source == _HUMAN) & (told.c.source != _HUMAN)
    fields = connection.execute(
        select(effective.c.record, effective.c.path, effective.c.dossier, told.c.id, ours.c.base)
        .join_from(ours, effective, effective.c.value == ours.c.id)
        .join(told, told.c.id == effective.c.archive_value)
        .where(ours.c.operation == operation, told.c.id != ours.c.id, ~over_machine)
    ).all()
    for field in fields:
        if not _stems_from(connection, field.base, field.id):
            _give_way(connection, changes, (field.dossier, field.record, field.path), field.id)


def lose(connection: Connection, changes: Changes, value: ValueId) -> None:
    """The archive says that this value lost a conflict: what the archive holds stands in front."""
    columns = (effective.c.record, effective.c.path, effective.c.dossier, effective.c.archive_value.label("id"))
    told_otherwise = effective.c.archive_value != value
    for field in connection.execute(select(*columns).where(effective.c.value == value, told_otherwise)).all():
        _give_way(connection, changes, (field.dossier, field.record, field.path), field.id)


def add_keyer(connection: Connection, dossier: DossierId, user: UserId) -> None:
    """Remember who keyed in a dossier; the machine is nobody."""
    if user != SYSTEM_USER:
        connection.execute(_KEYER, {"dossier": dossier, "user_id": user})


def is_open(connection: Connection, archive: ArchiveId, operation: OperationId) -> bool:
    """Whether an operation of ours still waits for this archive, or was rejected by it."""
    queued = exists().where(waiting.c.archive == archive, waiting.c.operation == operation)
    refused = exists().where(
        acknowledgement.c.archive == archive,
        acknowledgement.c.operation == operation,
        acknowledgement.c.status == AckStatus.REJECTED.value,
    )
    return bool(connection.scalar(select(queued | refused)))


def _current(connection: Connection, put: Put) -> Row[str, str, str | None] | None:
    return connection.execute(_CURRENT, _place(put)).first()


def _displaces(new: NewValue, current: Row[str, str, str | None]) -> bool:
    """The archive's own rule, so that both show the same."""
    return new.source is ValueSource.HUMAN or (current.source != _HUMAN and new.base == current.id)


def _append(connection: Connection, put: Put) -> bool:
    row = {
        "dossier": put.dossier,
        "record": put.record,
        "at": put.at,
        "operation": put.operation,
        **from_value(put.value),
        **from_actor(put.actor),
    }
    return connection.execute(_APPEND, row).rowcount == 1


def _set_front(connection: Connection, put: Put, *, first: bool) -> None:
    if first:
        new = {"record": put.record, "path": put.value.path, "dossier": put.dossier, "value": put.value.id}
        connection.execute(_FIRST, new)
    else:
        connection.execute(_FRONT, {**_place(put), "front": put.value.id})


def _note(connection: Connection, changes: Changes, put: Put) -> None:
    if put.value.source is ValueSource.HUMAN:
        add_keyer(connection, put.dossier, put.actor.user)
    changes.record(put.record, put.dossier, put.at)


def _holds_front(
    connection: Connection, archive: ArchiveId, current: Row[str, str, str | None], told: NewValue
) -> bool:
    """Whether our value stays in front of what the archive tells.

    Not when ours is settled or is what the told one is based on; and a machine's never against a person's.
    """
    if current.operation is None or told.base == current.id:
        return False
    if current.source != _HUMAN and told.source is ValueSource.HUMAN:
        return False
    return is_open(connection, archive, OperationId(current.operation))


def _place(put: Put) -> dict[str, str]:
    return {"in_record": put.record, "at_path": put.value.path}


def _stems_from(connection: Connection, base: str | None, ancestor: str) -> bool:
    """Whether a value was made on another, over any number of our own in between."""
    seen: set[str] = set()
    while base is not None and base != ancestor and base not in seen:
        seen.add(base)
        base = connection.scalar(select(field_value.c.base).filter_by(id=base))
    return base == ancestor


def _give_way(connection: Connection, changes: Changes, field: tuple[str, str, str], told: str) -> None:
    dossier, record, path = field
    place = {"in_record": record, "at_path": path}
    connection.execute(_FRONT, {**place, "front": told})
    changes.record(RecordId(record), DossierId(dossier))
