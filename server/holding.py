"""What the archive holds of one dossier, within one transaction.

Rules read and put snapshots here and never see a table. Changes of one operation are staged and then accepted or
dropped whole, so that a refused operation leaves nothing behind; `flush` writes what was accepted, the office's counter
last but the rows it numbers.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from dossier.content_hash import content_hash
from dossier.errors import OperationInvalid
from dossier.ids import DossierId, OfficeId, OperationId, RecordId, ValueId
from dossier.model import Actor
from dossier.operations import NewValue
from dossier.snapshots import (
    SNAPSHOT,
    ConflictSnapshot,
    DecisionSnapshot,
    DocumentSnapshot,
    DossierSnapshot,
    FieldSnapshot,
    PageSnapshot,
    RecordSnapshot,
    Snapshot,
)
from server.merge import Outcome
from server.tables import entity, field_value, scope_counter
from server.values import NEW_VALUE

_S = TypeVar(
    "_S",
    DossierSnapshot,
    DocumentSnapshot,
    PageSnapshot,
    RecordSnapshot,
    FieldSnapshot,
    ConflictSnapshot,
    DecisionSnapshot,
)
_ORDER = ("document", "page", "record", "field", "decision", "conflict", "dossier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One thing with its revision, and what the archive notes on it for itself (`tables.entity`)."""

    snapshot: Snapshot
    rev: int
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """One value for the history."""

    record: RecordId
    value: NewValue
    outcome: Outcome
    actor: Actor
    at: dt.datetime
    operation: OperationId


Key = tuple[str, str]


class Holding:
    """The dossier's things as this transaction sees them."""

    def __init__(self, connection: Connection, office: OfficeId, dossier: DossierId) -> None:
        self._connection, self._office, self._dossier = connection, office, dossier
        self._known: dict[Key, Held | None] = {}
        self._staged: dict[Key, Held] = {}
        self._staged_values: list[Put] = []
        self._changed: set[Key] = set()
        self._values: list[Put] = []

    def dossier(self) -> DossierSnapshot | None:
        """The dossier itself, or None before it is created."""
        return self.find(DossierSnapshot, self._dossier)

    def rev(self) -> int:
        """The dossier's revision, 0 before it is created."""
        held = self._held(("dossier", self._dossier))
        return held.rev if held else 0

    def find(self, kind: type[_S], name: str) -> _S | None:
        """One thing of this dossier; raises `OperationInvalid` for an id that belongs to another dossier."""
        held = self._held((_kind(kind), name))
        return held.snapshot if held is not None and isinstance(held.snapshot, kind) else None

    def note(self, kind: type[_S], name: str) -> str | None:
        """What was noted on the thing."""
        held = self._held((_kind(kind), name))
        return held.note if held else None

    def all(self, kind: type[_S]) -> list[_S]:
        """Every thing of that kind in this dossier."""
        rows = self._connection.execute(
            select(entity.c.id, entity.c.rev, entity.c.body, entity.c.note).where(
                entity.c.office == self._office, entity.c.dossier == self._dossier, entity.c.kind == _kind(kind)
            )
        )
        for name, rev, body, note in rows:
            held = Held(snapshot=SNAPSHOT.validate_json(body), rev=rev, note=note)
            self._known.setdefault((_kind(kind), name), held)
        seen = {**self._known, **self._staged}
        return [held.snapshot for held in seen.values() if held is not None and isinstance(held.snapshot, kind)]

    def put(self, snapshot: Snapshot, *, note: str | None = None, touch: bool = False) -> None:
        """Stage a thing's new state; one that equals what is held is no change, unless its revision is to count on."""
        key = _key(snapshot)
        before = self._held(key)
        if before is not None and before.snapshot == snapshot and before.note == note and not touch:
            return
        self._staged[key] = Held(snapshot=snapshot, rev=before.rev + 1 if before else 1, note=note)

    def has_staged_conflict(self) -> bool:
        """Whether the operation being applied opens, changes or closes a conflict."""
        return any(kind == "conflict" for kind, _ in self._staged)

    def keep_value(self, put: Put) -> None:
        """Stage a value for the history."""
        self._staged_values.append(put)

    def history(self, record: RecordId, paths: Iterable[str]) -> list[NewValue]:
        """Every value ever put into these fields."""
        wanted = set(paths)
        rows = self._connection.execute(
            select(field_value.c.body).where(
                field_value.c.office == self._office, field_value.c.record == record, field_value.c.path.in_(wanted)
            )
        )
        found = [NEW_VALUE.validate_json(body) for (body,) in rows]
        return found + [
            put.value
            for put in (*self._values, *self._staged_values)
            if put.record == record and put.value.path in wanted
        ]

    def known_values(self, names: Sequence[ValueId]) -> dict[ValueId, NewValue]:
        """Which of these value ids exist, in this dossier or any other."""
        rows = self._connection.execute(
            select(field_value.c.body).where(field_value.c.office == self._office, field_value.c.id.in_(names))
        )
        found = [NEW_VALUE.validate_json(body) for (body,) in rows]
        found += [put.value for put in self._values if put.value.id in names]
        return {value.id: value for value in found}

    def content_hash(self) -> str:
        """The hash a checker's verdict must name (dossier/content_hash.py)."""
        return content_hash(
            ((page.document, page.position, page.id) for page in self.all(PageSnapshot)),
            ((field.record, field.value.path, field.value.id) for field in self.all(FieldSnapshot)),
        )

    def accept(self) -> None:
        """The operation is applied: what it staged counts."""
        self._known.update(self._staged)
        self._changed.update(self._staged)
        self._values += self._staged_values
        self.drop()

    def drop(self) -> None:
        """The operation is refused: what it staged is forgotten."""
        self._staged, self._staged_values = {}, []

    def flush(self, now: dt.datetime) -> None:
        """Write everything accepted."""
        if self._values:
            self._connection.execute(field_value.insert(), [self._value_row(put, now) for put in self._values])
        if not self._changed:
            return
        # A new dossier goes before its parts; the change of a known one comes after what caused it.
        new = any(key[0] == "dossier" and (held := self._known[key]) and held.rev == 1 for key in self._changed)
        order = (_ORDER[-1], *_ORDER[:-1]) if new else _ORDER
        changed = sorted(self._changed, key=lambda key: (order.index(key[0]), key[1]))
        first = self._numbers(len(changed))
        rows = [self._entity_row(key, first + index) for index, key in enumerate(changed)]
        statement = upsert(entity)
        replaced = {name: statement.excluded[name] for name in ("rev", "seq", "body", "note", "code", "state")}
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["office", "kind", "id"], set_=replaced), rows
        )

    def _numbers(self, count: int) -> int:
        """Take `count` numbers of the office's feed; returns the first."""
        statement = upsert(scope_counter).values(office=self._office, seq=count)
        taken = self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["office"], set_={"seq": scope_counter.c.seq + count}
            ).returning(scope_counter.c.seq)
        ).scalar_one()
        return int(taken) - count + 1

    def _held(self, key: Key) -> Held | None:
        if key in self._staged:
            return self._staged[key]
        if key not in self._known:
            row = self._connection.execute(
                select(entity.c.dossier, entity.c.rev, entity.c.body, entity.c.note).where(
                    entity.c.office == self._office, entity.c.kind == key[0], entity.c.id == key[1]
                )
            ).first()
            if row is not None and row.dossier != self._dossier:
                raise OperationInvalid(thing=key[0], id=key[1])
            self._known[key] = (
                None if row is None else Held(snapshot=SNAPSHOT.validate_json(row.body), rev=row.rev, note=row.note)
            )
        return self._known[key]

    def _entity_row(self, key: Key, seq: int) -> dict[str, object]:
        held = self._known[key]
        assert held is not None  # noqa: S101 - `_changed` names accepted things only
        snapshot = held.snapshot
        dossier = snapshot if isinstance(snapshot, DossierSnapshot) else None
        return {
            "office": self._office,
            "kind": key[0],
            "id": key[1],
            "dossier": self._dossier,
            "rev": held.rev,
            "seq": seq,
            "body": SNAPSHOT.dump_json(snapshot).decode(),
            "note": held.note,
            "code": dossier.code if dossier else None,
            "state": dossier.state.value if dossier else None,
        }

    def _value_row(self, put: Put, now: dt.datetime) -> dict[str, object]:
        return {
            "office": self._office,
            "id": put.value.id,
            "dossier": self._dossier,
            "record": put.record,
            "path": put.value.path,
            "body": NEW_VALUE.dump_json(put.value).decode(),
            "outcome": put.outcome.value,
            "actor_user": put.actor.user,
            "actor_device": put.actor.device,
            "operation": put.operation,
            "at": put.at.isoformat(),
            "stored_at": now.isoformat(),
        }


def field_key(record: RecordId, path: str) -> str:
    """Id of a field within the feed: fields have no id of their own."""
    return f"{record}/{path}"


def _kind(kind: type[_S]) -> str:
    return str(kind.__dataclass_fields__["kind"].default)


def _key(snapshot: Snapshot) -> Key:
    if isinstance(snapshot, FieldSnapshot):
        return snapshot.kind, field_key(snapshot.record, snapshot.value.path)
    if isinstance(snapshot, DecisionSnapshot):
        return snapshot.kind, snapshot.decision.dossier
    return snapshot.kind, snapshot.id
