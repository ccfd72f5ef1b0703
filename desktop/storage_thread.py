"""The one storage worker thread: everything that touches the cache runs here, in the order it was asked for.

`ThreadedStore` and `ThreadedOutbox` are the cache for everybody else: they forward each call to that thread and wait.
They must not be called on the UI thread, which uses `StorageThread.submit` and hears by signal.
"""

import datetime as dt
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from dossier.ids import ArchiveId, DocumentId, DossierId, PageId, Sha256
from dossier.learned import Learned
from dossier.model import ChangeSet, DossierContent, DossierSummary
from dossier.ports import Acknowledgement, Batch, Cursor, DossierStore, Outbox, OutboxEntry, OutboxState
from dossier.reading import PageReading
from dossier.snapshots import FeedRow
from dossier.states import State

T = TypeVar("T")
Listener = Callable[[ChangeSet], None]


class StorageThread:
    """Owns the thread. One listener may hear of every change set, on the storage thread."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        self._ident = self._executor.submit(threading.get_ident).result()
        self._listener: Listener | None = None

    def listen(self, listener: Listener | None) -> None:
        """Tell this one from now on; None tells nobody."""
        self._listener = listener

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Run `work` after everything asked for before."""
        return self._executor.submit(work)

    def call(self, work: Callable[[], T]) -> T:
        """Run `work` there and wait; at once when already there."""
        if threading.get_ident() == self._ident:
            return work()
        return self._executor.submit(work).result()

    def changed(self, changes: ChangeSet) -> ChangeSet:
        """Tell of a write; returns what it was given."""
        if self._listener is not None and changes != ChangeSet():
            self._listener(changes)
        return changes

    def close(self) -> None:
        """Finish what was asked for, then end the thread."""
        self._executor.shutdown(wait=True)


class ThreadedStore:
    """The `DossierStore` for any thread but the UI's."""

    def __init__(self, thread: StorageThread, store: DossierStore) -> None:
        self._thread = thread
        self._store = store

    def commit(self, batch: Batch) -> ChangeSet:
        """See `DossierStore.commit`; every listener is told."""
        return self._thread.call(lambda: self._thread.changed(self._store.commit(batch)))

    def content(self, dossier: DossierId) -> DossierContent:
        """See `DossierStore.content`."""
        return self._thread.call(lambda: self._store.content(dossier))

    def summaries(self, states: Sequence[State] = (), limit: int = 500) -> Sequence[DossierSummary]:
        """See `DossierStore.summaries`."""
        return self._thread.call(lambda: self._store.summaries(states, limit))

    def search(self, text: str, limit: int = 50) -> Sequence[DossierSummary]:
        """See `DossierStore.search`."""
        return self._thread.call(lambda: self._store.search(text, limit))

    def readings(self, document: DocumentId) -> Mapping[PageId, PageReading]:
        """See `DossierStore.readings`."""
        return self._thread.call(lambda: self._store.readings(document))

    def reading(self, page: PageId) -> PageReading | None:
        """See `DossierStore.reading`."""
        return self._thread.call(lambda: self._store.reading(page))

    def known_reading(self, picture: Sha256, dpi: int, recipe: str) -> PageReading | None:
        """See `DossierStore.known_reading`."""
        return self._thread.call(lambda: self._store.known_reading(picture, dpi, recipe))

    def half_read(self, dossier: DossierId) -> frozenset[PageId]:
        """See `DossierStore.half_read`."""
        return self._thread.call(lambda: self._store.half_read(dossier))

    def half_read_dossiers(self) -> Sequence[DossierId]:
        """See `DossierStore.half_read_dossiers`."""
        return self._thread.call(self._store.half_read_dossiers)

    def unread_dossiers(
        self, states: Sequence[State], after: DossierId | None = None, limit: int = 500
    ) -> Sequence[DossierId]:
        """See `DossierStore.unread_dossiers`."""
        return self._thread.call(lambda: self._store.unread_dossiers(states, after, limit))

    def was_taken(self, dossier: DossierId, source: Sha256) -> bool:
        """See `DossierStore.was_taken`."""
        return self._thread.call(lambda: self._store.was_taken(dossier, source))

    def learned(self) -> Learned:
        """See `DossierStore.learned`."""
        return self._thread.call(self._store.learned)


class ThreadedOutbox:
    """The `Outbox` for the sync worker."""

    def __init__(self, thread: StorageThread, outbox: Outbox) -> None:
        self._thread = thread
        self._outbox = outbox

    def pending(self, archive: ArchiveId, limit: int) -> Sequence[OutboxEntry]:
        """See `Outbox.pending`."""
        return self._thread.call(lambda: self._outbox.pending(archive, limit))

    def acknowledge(self, archive: ArchiveId, answers: Sequence[Acknowledgement], at: dt.datetime) -> ChangeSet:
        """See `Outbox.acknowledge`; every listener is told."""
        return self._thread.call(lambda: self._thread.changed(self._outbox.acknowledge(archive, answers, at)))

    def cursor(self, archive: ArchiveId) -> Cursor | None:
        """See `Outbox.cursor`."""
        return self._thread.call(lambda: self._outbox.cursor(archive))

    def apply_feed(self, archive: ArchiveId, rows: Sequence[FeedRow], cursor: Cursor) -> ChangeSet:
        """See `Outbox.apply_feed`; every listener is told."""
        return self._thread.call(lambda: self._thread.changed(self._outbox.apply_feed(archive, rows, cursor)))

    def outbox_state(self, archive: ArchiveId) -> OutboxState:
        """See `Outbox.outbox_state`."""
        return self._thread.call(lambda: self._outbox.outbox_state(archive))
