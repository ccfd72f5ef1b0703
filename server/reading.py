"""What the archive tells: the change feed, lists, one dossier whole, totals. Only ever of the caller's office.

Rows are stored as they travel, so a page of the feed is put together from text without being parsed.
"""

import json
import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from archive.protocol import Counts, DossierDetail, DossierPage, HistoricalValue
from dossier.errors import NotFound
from dossier.ids import LOCAL_USER, SYSTEM_USER, DeviceId, DossierId, RecordId, UserId
from dossier.model import Actor
from dossier.snapshots import SNAPSHOT, FeedRow
from dossier.states import State
from server.accounts import Caller
from server.database import Database
from server.tables import applied_operation, entity, field_value
from server.values import NEW_VALUE

_ROW = (entity.c.seq, entity.c.dossier, entity.c.rev, entity.c.body)


class Reading:
    """The reading side of the archive. Any thread."""

    def __init__(self, database: Database, epoch: str) -> None:
        self._database, self._epoch = database, epoch

    def feed_page(self, caller: Caller, *, after: int, epoch: str | None, limit: int) -> str:
        """A `FeedPage` as JSON. A cursor of another epoch says nothing here: reading begins at the beginning."""
        start = after if epoch == self._epoch else 0
        wanted = (
            select(*_ROW)
            .where(entity.c.office == caller.office, entity.c.seq > start)
            .order_by(entity.c.seq)
            .limit(limit + 1)
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        page, more = rows[:limit], len(rows) > limit
        said = ",".join(
            f'{{"seq":{seq},"dossier":{json.dumps(dossier)},"rev":{rev},"snapshot":{body}}}'
            for seq, dossier, rev, body in page
        )
        following = page[-1].seq if page else start
        return f'{{"epoch":{json.dumps(self._epoch)},"rows":[{said}],"next":{following},"more":{json.dumps(more)}}}'

    def dossiers(self, caller: Caller, *, code: str | None, state: State | None, after: str, limit: int) -> DossierPage:
        """Dossiers by id, those of a code or state where one is given."""
        conditions: list[ColumnElement[bool]] = [
            entity.c.office == caller.office,
            entity.c.kind == "dossier",
            entity.c.id > after,
        ]
        if code is not None:
            conditions.append(entity.c.code == code)
        if state is not None:
            conditions.append(entity.c.state == state.value)
        with self._database.reading() as connection:
            rows = connection.execute(select(*_ROW).where(*conditions).order_by(entity.c.id).limit(limit + 1)).all()
        page = tuple(_feed_row(*row) for row in rows[:limit])
        return DossierPage(rows=page, next=page[-1].dossier if len(rows) > limit else None)

    def dossier(self, caller: Caller, dossier: DossierId) -> DossierDetail:
        """Everything in it and every value ever put, oldest first. Raises `NotFound`."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(*_ROW)
                .where(entity.c.office == caller.office, entity.c.dossier == dossier)
                .order_by(entity.c.seq)
            ).all()
            history = connection.execute(
                select(field_value)
                .where(field_value.c.office == caller.office, field_value.c.dossier == dossier)
                .order_by(field_value.c.number)
            ).all()
            bodies = connection.execute(
                select(applied_operation.c.id, applied_operation.c.body).where(
                    applied_operation.c.office == caller.office,
                    applied_operation.c.id.in_({row.operation for row in history}),
                )
            ).all()
        if not rows:
            raise NotFound(thing="dossier", id=dossier)
        authors = {name: _author(body) for name, body in bodies}
        return DossierDetail(
            rows=tuple(_feed_row(*row) for row in rows),
            history=tuple(_historical(row, authors[row.operation]) for row in history),
        )

    def counts(self, caller: Caller) -> Counts:
        """Totals of the office."""
        with self._database.reading() as connection:
            found = connection.execute(
                select(entity.c.kind, func.count())
                .where(entity.c.office == caller.office, entity.c.kind.in_(("dossier", "document", "page")))
                .group_by(entity.c.kind)
            ).all()
        by_kind = {kind: int(count) for kind, count in found}
        return Counts(
            dossiers=by_kind.get("dossier", 0), documents=by_kind.get("document", 0), pages=by_kind.get("page", 0)
        )


def _feed_row(seq: int, dossier: str, rev: int, body: str) -> FeedRow:
    return FeedRow(seq=seq, dossier=DossierId(dossier), rev=rev, snapshot=SNAPSHOT.validate_json(body))


def _author(body: str) -> UserId:
    return UserId(str(json.loads(unicodedata.normalize("NFC", body))["actor"]["user"]))


def _historical(row: Row[Any], author: UserId) -> HistoricalValue:
    nobody = author in (row.actor_user, LOCAL_USER, SYSTEM_USER) or row.actor_user == SYSTEM_USER
    return HistoricalValue(
        record=RecordId(row.record),
        value=NEW_VALUE.validate_json(row.body),
        actor=Actor(user=UserId(row.actor_user), device=DeviceId(row.actor_device)),
        at=row.at,
        outcome=row.outcome,
        claimed=None if nobody else author,
    )
