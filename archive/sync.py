"""The sync engine: brings what waits in the outbox to one archive and what is new there to the cache.

It owns no thread, clock, socket or database: all come through ports, so that thousands of histories can be simulated.
It knows nothing of HTTP. One round ends when nothing more can be settled now; what could not be waits for the next.

Files go before the operations that name them; an operation that waits holds up its own dossier and no other. Everything
is repeatable: a round that dies anywhere is simply run again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from archive.protocol import MISSING_HASHES, PUSH_BYTES, PUSH_OPERATIONS, FeedPage
from dossier.errors import ArchiveAway, ArchiveError, ArchiveProtocol, ArchiveRefused, SohoaError
from dossier.ids import DossierId, OperationId, Sha256
from dossier.model import ChangeSet
from dossier.ports import (
    SETTLED,
    Acknowledgement,
    AckStatus,
    Clock,
    Cursor,
    Identity,
    Outbox,
    OutboxEntry,
    SealedFiles,
)

_BLOB_ROUNDS = 3
"""How often an operation may ask for files again before its dossier is left for the next round."""


class SyncArchive(Protocol):
    """An archive as the engine needs it. Every call raises `ArchiveError`."""

    def identity(self) -> Identity:
        """Who we are there."""
        ...

    def missing(self, hashes: Sequence[Sha256]) -> frozenset[Sha256]:
        """Those of at most 500 files that must be uploaded."""
        ...

    def upload(self, sha256: Sha256, data: bytes) -> None:
        """Bring one file; durable there on return."""
        ...

    def push(self, entries: Sequence[OutboxEntry]) -> Sequence[Acknowledgement]:
        """Bring at most 100 operations; whatever is settled is durable there."""
        ...

    def feed(self, cursor: Cursor | None) -> FeedPage:
        """The next rows of our office's feed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncProgress:
    """How far a round has come, after every step."""

    blobs_sent: int
    operations_sent: int
    received_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What one round did. `away`: the archive could not be reached (no failure, the work waits)."""

    blobs_sent: int = 0
    """Files that were really uploaded, each once."""
    operations_sent: int = 0
    """Operations newly applied or merged; duplicates of an earlier round are not counted."""
    rejected: int = 0
    received_rows: int = 0
    away: bool = False
    why: SohoaError | None = None
    """What ended the round early: an `ArchiveError`."""
    cancelled: bool = False
    waiting: frozenset[DossierId] = frozenset()
    """Dossiers whose operations could not be settled in this round."""
    troubles: tuple[SohoaError, ...] = ()
    """Files that could not be read here (`NotFound`, `FileDamaged`), and what the archive refused to look at."""
    changes: ChangeSet = field(default_factory=ChangeSet)


class _Cancelled(Exception):
    """Ends the round; is no error."""


def sync_once(
    outbox: Outbox,
    files: SealedFiles,
    archive: SyncArchive,
    clock: Clock,
    *,
    progress: Callable[[SyncProgress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SyncReport:
    """Run one round: push everything that can be settled, then read the feed to its end.

    Raises nothing of the archive's: how it ended stands in the report. Errors of the cache itself pass through.
    """
    round_ = _Round(
        outbox,
        files,
        archive,
        clock,
        progress=progress or (lambda _: None),
        cancelled=cancelled or (lambda: False),
    )
    try:
        round_.run()
    except _Cancelled:
        return replace(round_.report(), cancelled=True)
    except ArchiveError as error:
        return replace(round_.report(), away=isinstance(error, ArchiveAway), why=error)
    return round_.report()


class _Round:
    """The state of one round. `aside`: dossiers that wait for the next one."""

    def __init__(
        self,
        outbox: Outbox,
        files: SealedFiles,
        archive: SyncArchive,
        clock: Clock,
        *,
        progress: Callable[[SyncProgress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._outbox, self._files, self._archive, self._clock = outbox, files, archive, clock
        self._progress, self._cancelled = progress, cancelled
        self._counted = SyncReport()
        self._aside: set[DossierId] = set()
        self._settled: set[OperationId] = set()
        self._held: set[Sha256] = set()
        self._asked_again: dict[OperationId, int] = {}
        self._troubles: list[SohoaError] = []
        self._one_by_one = False

    def report(self) -> SyncReport:
        return replace(self._counted, waiting=frozenset(self._aside), troubles=tuple(self._troubles))

    def run(self) -> None:
        self._identity = self._archive.identity()
        full: ArchiveError | None = None
        try:
            while batch := self._next_batch():
                self._push(batch)
        except (ArchiveAway, ArchiveProtocol):
            raise
        except ArchiveError as error:
            full = error  # an archive that takes nothing may still give
        self._pull()
        if full is not None:
            raise full

    def _next_batch(self) -> list[OutboxEntry]:
        """Entries not set aside, within the limits of one push; asks for more while the head of the queue waits."""
        limit = PUSH_OPERATIONS
        while True:
            entries = self._outbox.pending(self._identity.archive, limit)
            fresh = [
                entry for entry in entries if entry.dossier not in self._aside and entry.operation not in self._settled
            ]
            if self._one_by_one:
                fresh = [entry for entry in fresh if entry.dossier == fresh[0].dossier]
            if fresh or len(entries) < limit:
                return list(_within_limits(fresh))
            limit *= 2

    def _push(self, batch: Sequence[OutboxEntry]) -> None:
        self._bring_files(batch)
        sendable = [entry for entry in batch if entry.dossier not in self._aside]
        if not sendable:
            return
        self._stop_if_cancelled()
        try:
            answers = self._archive.push(sendable)
        except ArchiveRefused as error:
            self._find_refused(sendable, error)
            return
        if {answer.operation for answer in answers} != {entry.operation for entry in sendable}:
            raise ArchiveProtocol(reason="answers")
        settled = [answer for answer in answers if answer.status in SETTLED]
        if settled:
            changes = self._outbox.acknowledge(self._identity.archive, settled, self._clock.now())
            self._settled.update(answer.operation for answer in settled)
            new = [answer for answer in settled if answer.status in (AckStatus.APPLIED, AckStatus.MERGED)]
            rejected = [answer for answer in settled if answer.status is AckStatus.REJECTED]
            self._count(operations_sent=len(new), rejected=len(rejected), changes=changes)
        self._set_aside(sendable, [answer for answer in answers if answer.status not in SETTLED])

    def _find_refused(self, sent: Sequence[OutboxEntry], error: ArchiveRefused) -> None:
        """The archive refused a push whole: from now on one dossier at a time, and only the culprit waits."""
        dossiers = {entry.dossier for entry in sent}
        if len(dossiers) == 1:
            self._troubles.append(error)
            self._aside |= dossiers
        self._one_by_one = True

    def _set_aside(self, sent: Sequence[OutboxEntry], open_: Sequence[Acknowledgement]) -> None:
        """Every unsettled answer either forgets files it lacks, a bounded number of times, or ends its dossier's turn.

        A `blocked` one behind an operation that lacks files is only behind it: it goes again with it.
        """
        dossier_of = {entry.operation: entry.dossier for entry in sent}
        again: set[DossierId] = set()
        for answer in open_:
            tries = self._asked_again.get(answer.operation, 0) + 1
            if answer.status is AckStatus.NEED_BLOBS and answer.missing and tries <= _BLOB_ROUNDS:
                self._asked_again[answer.operation] = tries
                self._held.difference_update(answer.missing)
                again.add(dossier_of[answer.operation])
        self._aside.update({dossier_of[answer.operation] for answer in open_} - again)

    def _bring_files(self, batch: Sequence[OutboxEntry]) -> None:
        """Upload what the archive lacks. A file that cannot be read or sent sets its dossiers aside, nothing else."""
        asked = [sha256 for sha256 in _unique(batch) if sha256 not in self._held]
        for start in range(0, len(asked), MISSING_HASHES):
            self._stop_if_cancelled()
            chunk = asked[start : start + MISSING_HASHES]
            missing = self._archive.missing(chunk)
            self._held.update(sha256 for sha256 in chunk if sha256 not in missing)
            for sha256 in (sha256 for sha256 in chunk if sha256 in missing):
                self._bring(sha256, batch)

    def _bring(self, sha256: Sha256, batch: Sequence[OutboxEntry]) -> None:
        needing = {entry.dossier for entry in batch if sha256 in entry.needs}
        if needing <= self._aside:
            return
        self._stop_if_cancelled()
        try:
            data = self._files.get(sha256)
        except SohoaError as error:
            self._troubles.append(error)
            self._aside |= needing
            return
        try:
            self._archive.upload(sha256, data)
        except ArchiveRefused as error:
            self._troubles.append(error)
            self._aside |= needing
            return
        self._held.add(sha256)
        self._count(blobs_sent=1)

    def _pull(self) -> None:
        cursor = self._outbox.cursor(self._identity.archive)
        while True:
            self._stop_if_cancelled()
            page = self._archive.feed(cursor)
            after = Cursor(epoch=page.epoch, seq=page.next)
            if after != cursor:
                changes = self._outbox.apply_feed(self._identity.archive, page.rows, after)
                self._count(received_rows=len(page.rows), changes=changes)
            elif page.rows or page.more:
                raise ArchiveProtocol(reason="feed_stands_still")
            cursor = after
            if not page.more:
                return

    def _count(
        self,
        *,
        blobs_sent: int = 0,
        operations_sent: int = 0,
        rejected: int = 0,
        received_rows: int = 0,
        changes: ChangeSet | None = None,
    ) -> None:
        so_far = self._counted
        self._counted = replace(
            so_far,
            blobs_sent=so_far.blobs_sent + blobs_sent,
            operations_sent=so_far.operations_sent + operations_sent,
            rejected=so_far.rejected + rejected,
            received_rows=so_far.received_rows + received_rows,
            changes=so_far.changes | (changes or ChangeSet()),
        )
        self._progress(
            SyncProgress(
                blobs_sent=self._counted.blobs_sent,
                operations_sent=self._counted.operations_sent,
                received_rows=self._counted.received_rows,
            )
        )

    def _stop_if_cancelled(self) -> None:
        if self._cancelled():
            raise _Cancelled


def _unique(batch: Iterable[OutboxEntry]) -> list[Sha256]:
    return list(dict.fromkeys(sha256 for entry in batch for sha256 in entry.needs))


def _within_limits(entries: Sequence[OutboxEntry]) -> Iterator[OutboxEntry]:
    """The first entries that fit into one push, at least one."""
    size = 0
    for count, entry in enumerate(entries):
        size += len(entry.body.encode())
        if count == PUSH_OPERATIONS or (count and size > PUSH_BYTES):
            return
        yield entry
