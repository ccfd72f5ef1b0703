"""The sending and receiving side of a cache, in memory: what `dossier.ports.Outbox` promises, without a database."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from dossier.ids import ArchiveId, DossierId, OperationId
from dossier.model import ChangeSet
from dossier.ports import SETTLED, Acknowledgement, AckStatus, AttentionItem, Cursor, OutboxEntry, OutboxState
from dossier.snapshots import (
    ConflictSnapshot,
    DecisionSnapshot,
    FeedRow,
    FieldSnapshot,
    Snapshot,
)


@dataclass
class FakeOutbox:
    """Entries in order, answers by archive, and the things the feed has told of."""

    entries: list[OutboxEntry] = field(default_factory=list)
    answers: dict[ArchiveId, dict[OperationId, Acknowledgement]] = field(default_factory=dict)
    cursors: dict[ArchiveId, Cursor] = field(default_factory=dict)
    things: dict[str, FeedRow] = field(default_factory=dict)
    held: set[DossierId] = field(default_factory=set)

    def add(self, *entries: OutboxEntry) -> None:
        self.entries += entries

    def pending(self, archive: ArchiveId, limit: int) -> Sequence[OutboxEntry]:
        settled = self.answers.get(archive, {})
        waiting = [entry for entry in self.entries if entry.operation not in settled and entry.dossier not in self.held]
        return waiting[:limit]

    def acknowledge(self, archive: ArchiveId, answers: Sequence[Acknowledgement], at: dt.datetime) -> ChangeSet:
        settled = {answer.operation: answer for answer in answers if answer.status in SETTLED}
        self.answers.setdefault(archive, {}).update(settled)
        return ChangeSet(outbox=True)

    def cursor(self, archive: ArchiveId) -> Cursor | None:
        return self.cursors.get(archive)

    def apply_feed(self, archive: ArchiveId, rows: Sequence[FeedRow], cursor: Cursor) -> ChangeSet:
        for row in rows:
            before = self.things.get(key_of(row.snapshot))
            if before is None or row.rev > before.rev:
                self.things[key_of(row.snapshot)] = row
        self.cursors[archive] = cursor
        return ChangeSet(dossiers=frozenset(row.dossier for row in rows))

    def outbox_state(self, archive: ArchiveId) -> OutboxState:
        settled = self.answers.get(archive, {})
        refused = [answer for answer in settled.values() if answer.status is AckStatus.REJECTED]
        now = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
        return OutboxState(
            waiting=len(self.pending(archive, len(self.entries))),
            held=sum(entry.dossier in self.held for entry in self.entries),
            sent=len(settled) - len(refused),
            attention=tuple(
                AttentionItem(
                    operation=answer.operation, dossier=DossierId(""), dossier_code="", code=answer.code or "", at=now
                )
                for answer in refused
            ),
        )

    def snapshots(self, dossier: DossierId) -> list[Snapshot]:
        return [row.snapshot for row in self.things.values() if row.dossier == dossier]


def key_of(snapshot: Snapshot) -> str:
    """What a row of the feed is about; the newest row of a key counts."""
    match snapshot:
        case FieldSnapshot(record=record, value=value):
            return f"field/{record}/{value.path}"
        case DecisionSnapshot(decision=decision):
            return f"decision/{decision.dossier}"
        case ConflictSnapshot(id=losing):
            return f"conflict/{losing}"
        case _:
            return f"{snapshot.kind}/{snapshot.id}"
