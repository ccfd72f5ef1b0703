"""The sending and receiving side of the cache: `dossier.ports.Outbox` over SQL. Only the storage thread calls it.

Nothing blocks for ever: an operation that was rejected is settled, goes to the attention box and lets those behind it
pass (to the archive it is a predecessor it has seen); a dossier with an uncleared page waits, and no other with it.
"""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, Engine, delete, func, select, text, update
from sqlalchemy.dialects.sqlite import insert

from dossier.ids import ArchiveId, DossierId, OperationId, Sha256
from dossier.model import ChangeSet
from dossier.ports import (
    SETTLED,
    Acknowledgement,
    AckStatus,
    AttentionItem,
    Cursor,
    HeldDossier,
    OutboxEntry,
    OutboxState,
)
from dossier.snapshots import FeedRow
from dossier.states import Mark
from storage import feed, operation_log, values
from storage.changes import Changes
from storage.engine import WRITE
from storage.schema import acknowledgement, operation, waiting
from storage.schema import archive as archives
from storage.schema import dossier as dossiers

_REJECTED = AckStatus.REJECTED.value
_SHOWN = 200


class SqlOutbox:
    """Over an engine of `storage.database.open_cache`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{WRITE: True})

    def pending(self, archive: ArchiveId, limit: int) -> Sequence[OutboxEntry]:
        """The next operations that this archive has not settled, in order, none of a held dossier."""
        with self._writer.begin() as connection:
            operation_log.meet(connection, archive)
            rows = connection.execute(
                select(operation)
                .join_from(waiting, operation, operation.c.device_seq == waiting.c.device_seq)
                .join(dossiers, dossiers.c.id == waiting.c.dossier)
                .where(waiting.c.archive == archive, dossiers.c.held.is_(False))
                .order_by(waiting.c.device_seq)
                .limit(limit)
            ).all()
        return [
            OutboxEntry(
                operation=OperationId(row.id),
                dossier=DossierId(row.dossier),
                device_seq=row.device_seq,
                previous=None if row.previous is None else OperationId(row.previous),
                needs=tuple(Sha256(need) for need in row.needs),
                body=row.body,
            )
            for row in rows
        ]

    def acknowledge(self, archive: ArchiveId, answers: Sequence[Acknowledgement], at: dt.datetime) -> ChangeSet:
        """Keep the archive's answers; one to an operation that is not ours is passed over."""
        changes = Changes(outbox=bool(answers))
        with self._writer.begin() as connection:
            operation_log.meet(connection, archive)
            for answer in answers:
                _answer(connection, changes, archive, answer, at)
            return changes.finish(connection)

    def cursor(self, archive: ArchiveId) -> Cursor | None:
        """Where the feed was left, or None before the first reading."""
        with self._engine.connect() as connection:
            row = connection.execute(select(archives.c.epoch, archives.c.seq).filter_by(id=archive)).first()
        return None if row is None or row.epoch is None else Cursor(epoch=row.epoch, seq=row.seq)

    def apply_feed(self, archive: ArchiveId, rows: Sequence[FeedRow], cursor: Cursor) -> ChangeSet:
        """Apply rows and move the cursor in one transaction; own unacknowledged values stay in front.

        With another epoch than before, what the archive had answered is forgotten and everything offered again.
        """
        changes = Changes()
        with self._writer.begin() as connection:
            operation_log.meet(connection, archive)
            epoch = connection.scalar(select(archives.c.epoch).filter_by(id=archive))
            if epoch is not None and epoch != cursor.epoch:
                operation_log.forget_answers(connection, archive)
                changes.outbox = True
            for row in rows:
                feed.apply_row(connection, changes, archive, row)
            here = update(archives).where(archives.c.id == archive)
            connection.execute(here.values(epoch=cursor.epoch, seq=cursor.seq))
            return changes.finish(connection)

    def outbox_state(self, archive: ArchiveId) -> OutboxState:
        """Counts and the attention box; an archive not met yet waits for everything."""
        with self._engine.connect() as connection:
            made = connection.scalar(select(func.max(operation.c.device_seq))) or 0
            queued, held = _queued(connection, archive)
            attention = _attention(connection, archive)
            sent = made - queued - held - len(attention)
            return OutboxState(
                waiting=queued, held=held, sent=sent, attention=attention, to_clear=_to_clear(connection)
            )


def _answer(
    connection: Connection, changes: Changes, archive: ArchiveId, answer: Acknowledgement, at: dt.datetime
) -> None:
    columns = (operation.c.dossier, operation.c.kind, operation.c.entity, operation.c.device_seq)
    ours = connection.execute(select(*columns).filter_by(id=answer.operation)).first()
    if ours is None:
        return
    dossier = DossierId(ours.dossier)
    key = {"archive": archive, "operation": answer.operation}
    said = {"dossier": dossier, "status": answer.status.value, "rev": answer.rev, "code": answer.code, "at": at}
    statement = insert(acknowledgement).values(**key, **said)
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=said))
    changes.dossier(dossier)
    if answer.status not in SETTLED:
        return
    connection.execute(delete(waiting).filter_by(**key))
    if answer.rev is not None:
        newer = (dossiers.c.id == dossier) & (dossiers.c.rev < answer.rev)
        connection.execute(update(dossiers).where(newer).values(rev=answer.rev))
    if answer.status is not AckStatus.REJECTED:
        values.settle(connection, changes, answer.operation)
    if answer.status is not AckStatus.APPLIED:
        settled = feed.Settled(kind=ours.kind, entity=ours.entity, device_seq=ours.device_seq)
        rejected = answer.status is AckStatus.REJECTED
        feed.believe(connection, changes, archive, settled, only_set_aside=not rejected)


def _queued(connection: Connection, archive: ArchiveId) -> tuple[int, int]:
    """How many operations wait, and how many of them belong to held dossiers."""
    met = connection.execute(select(archives.c.id).filter_by(id=archive)).first() is not None
    source = waiting if met else operation
    statement = select(func.count(), func.count().filter(dossiers.c.held)).join_from(
        source, dossiers, dossiers.c.id == source.c.dossier
    )
    if met:
        statement = statement.where(waiting.c.archive == archive)
    every, held = connection.execute(statement).one()
    return every - held, held


def _attention(connection: Connection, archive: ArchiveId) -> tuple[AttentionItem, ...]:
    rows = connection.execute(
        select(acknowledgement, dossiers.c.code.label("dossier_code"))
        .join_from(acknowledgement, dossiers, dossiers.c.id == acknowledgement.c.dossier)
        .where(acknowledgement.c.archive == archive, acknowledgement.c.status == _REJECTED)
        .order_by(acknowledgement.c.at.desc(), acknowledgement.c.operation)
    ).all()
    return tuple(
        AttentionItem(
            operation=OperationId(row.operation),
            dossier=DossierId(row.dossier),
            dossier_code=row.dossier_code,
            code=row.code or "",
            at=row.at,
        )
        for row in rows
    )


def _to_clear(connection: Connection) -> tuple[HeldDossier, ...]:
    columns = (dossiers.c.id, dossiers.c.code, dossiers.c.to_clear, dossiers.c.marks)
    # The condition stands here in the words of the partial index, else it would not be used.
    rows = connection.execute(select(*columns).where(text("to_clear > 0")).order_by(dossiers.c.num).limit(_SHOWN)).all()
    return tuple(
        HeldDossier(
            dossier=DossierId(row.id),
            dossier_code=row.code,
            pages=row.to_clear,
            marked=Mark.HELD_SECRECY.value in row.marks,
        )
        for row in rows
    )
