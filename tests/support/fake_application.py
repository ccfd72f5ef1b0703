"""An `Application` over a store in memory. Answers come later and in order, as in the real one."""

import datetime as dt
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal

from dossier.document_types import DocumentTypes
from dossier.errors import NotFound, SohoaError, SourcePasswordWrong
from dossier.ids import ArchiveId, DossierId, Sha256, sha256_of
from dossier.model import Actor, ChangeSet, Page
from dossier.ports import DossierStore, Identity, OutboxState, ScannerDevice, ScanSettings
from dossier.states import Role
from dossier.use_cases.workplace import Workplace
from tests.support.making import CLERK, OFFICE, START
from tests.support.memory_store import MemoryDossierStore
from ui.application import Application, Failed, Job, JobFailure, JobProgress, LockedFile, SyncStatus

T = TypeVar("T")


class TickingClock:
    """A second later at every look."""

    def __init__(self, start: dt.datetime = START) -> None:
        self._now = start

    def now(self) -> dt.datetime:
        self._now += dt.timedelta(seconds=1)
        return self._now


class CountingIds:
    """Ids that count up."""

    def __init__(self, prefix: str = "id") -> None:
        self._prefix, self._count = prefix, 0

    def new(self) -> str:
        self._count += 1
        return f"{self._prefix}-{self._count:06}"


class MemoryFiles:
    """Sealed files in a dictionary."""

    def __init__(self) -> None:
        self.files: dict[Sha256, bytes] = {}

    def put(self, data: bytes) -> Sha256:
        key = sha256_of(data)
        self.files[key] = data
        return key

    def get(self, sha256: Sha256) -> bytes:
        if sha256 not in self.files:
            raise NotFound(thing="file", id=sha256)
        return self.files[sha256]

    def has(self, sha256: Sha256) -> bool:
        return sha256 in self.files


class FakeJob(Job):
    """A job that a test drives."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_to_stop = False

    def cancel(self) -> None:
        self.asked_to_stop = True
        self.cancelled.emit()

    def advance(self, done: int, total: int, item: str = "") -> None:
        self.progressed.emit(JobProgress(done=done, total=total, item=item))

    def lock(self, path: Path, code: str) -> LockedFile:
        file = LockedFile(path=path, code=code)
        self.locked.emit(file)
        return file

    def fail_item(self, source: str, error: SohoaError) -> None:
        self.item_failed.emit(JobFailure(source=source, error=error))


class FakeApplication(Application):
    """Everything a screen can ask for. `hold()` keeps answers back, as a slow disk would."""

    _work_waits = Signal()

    def __init__(self, types: DocumentTypes, *, actor: Actor = CLERK, store: MemoryDossierStore | None = None) -> None:
        super().__init__()
        self.store = store if store is not None else MemoryDossierStore()
        self.files = MemoryFiles()
        self.clock = TickingClock()
        self.actor = actor
        self.ids = CountingIds(actor.user)
        self.jobs: list[FakeJob] = []
        self.taken_in: list[tuple[tuple[Path, ...], str | None]] = []
        self.scans: list[tuple[ScanSettings, str]] = []
        self.passwords: dict[Path, str] = {}
        self.unlock_error: SohoaError | None = None
        self.attached: list[ScannerDevice] = []
        self.pictures_asked: list[Sha256] = []
        self.taken: list[DossierId] = []
        self.released: list[DossierId] = []
        self.sync_rounds = 0
        self.take_error: SohoaError | None = None
        self.write_errors: deque[SohoaError] = deque()
        self.status = a_status(actor)
        self.roles = frozenset(Role)
        self.on_screen: list[Sha256] = []
        self.read_anew: list[DossierId] = []
        self._types = types
        self._queue: deque[Callable[[], None]] = deque()
        self._held = False
        self._work_waits.connect(self._work, Qt.ConnectionType.QueuedConnection)

    # What tests do

    def hold(self) -> None:
        """Answer nothing until `go_on`."""
        self._held = True

    def go_on(self) -> None:
        """Answer everything that waited."""
        self._held = False
        self._work_waits.emit()

    def show_status(self, status: SyncStatus) -> None:
        """The sync worker says this now."""
        self.status = status
        self.sync_changed.emit(status)

    def waiting(self) -> int:
        """How many answers are held back or on their way."""
        return len(self._queue)

    # The contract

    def types(self) -> DocumentTypes:
        return self._types

    def user_name(self) -> str:
        return self.actor.user

    def office_name(self) -> str:
        return "UBND xã Tân Phú Trung"

    def query(self, work: Callable[[DossierStore], T], then: Callable[[T], None], failed: Failed | None = None) -> None:
        self._later(lambda: work(self.store), then, failed)

    def write(
        self,
        work: Callable[[Workplace], ChangeSet],
        then: Callable[[ChangeSet], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        def run() -> ChangeSet:
            if self.write_errors:
                raise self.write_errors.popleft()
            return work(self.workplace())

        def tell(changes: ChangeSet) -> None:
            if then is not None:
                then(changes)
            self.changed.emit(changes)

        self._later(run, tell, failed)

    def picture(self, page: Page, then: Callable[[bytes], None], failed: Failed | None = None) -> None:
        self.pictures_asked.append(page.picture)
        self._later(lambda: self.files.get(page.picture), then, failed)

    def take_in(self, paths: Sequence[Path], code: str | None) -> Job:
        self.taken_in.append((tuple(paths), code))
        return self._job()

    def unlock(self, file: LockedFile, password: str, then: Callable[[Job], None], failed: Failed) -> None:
        def work() -> Job:
            if self.unlock_error is not None:
                raise self.unlock_error
            if self.passwords.get(file.path) != password:
                raise SourcePasswordWrong(source=file.path.name)
            return self._job()

        self._later(work, then, failed)

    def scanners(self, then: Callable[[Sequence[ScannerDevice]], None], failed: Failed | None = None) -> None:
        self._later(lambda: tuple(self.attached), then, failed)

    def scan(self, settings: ScanSettings, code: str) -> Job:
        self.scans.append((settings, code))
        return self._job()

    def read_again(self, dossier: DossierId) -> Job:
        self.read_anew.append(dossier)
        return self._job()

    def shows(self, page: Page) -> None:
        self.on_screen.append(page.picture)

    def sync_now(self) -> None:
        self.sync_rounds += 1

    def sync_status(self) -> SyncStatus:
        return self.status

    def take(self, dossier: DossierId, then: Callable[[], None], failed: Failed) -> None:
        def run() -> None:
            if self.take_error is not None:
                raise self.take_error
            self.taken.append(dossier)

        self._later(run, lambda _: then(), failed)

    def release(self, dossier: DossierId) -> None:
        self.released.append(dossier)

    # Inside

    def workplace(self) -> Workplace:
        """Where use cases act."""
        return Workplace(
            store=self.store,
            files=self.files,
            types=self._types,
            clock=self.clock,
            ids=self.ids,
            office=OFFICE,
            actor=self.actor,
            roles=self.roles,
        )

    def _job(self) -> FakeJob:
        self.jobs.append(FakeJob())
        return self.jobs[-1]

    def _later(self, work: Callable[[], T], then: Callable[[T], None], failed: Failed | None) -> None:
        def run() -> None:
            try:
                result = work()
            except SohoaError as error:
                if failed is None:
                    raise
                failed(error)
            else:
                then(result)

        self._queue.append(run)
        self._work_waits.emit()

    def _work(self) -> None:
        if not self._held and self._queue:
            self._queue.popleft()()
            if self._queue:
                self._work_waits.emit()


def a_status(actor: Actor = CLERK, *, embedded: bool = True, online: bool = True) -> SyncStatus:
    """A quiet queue."""
    identity = Identity(
        archive=ArchiveId("archive-1"),
        office=OFFICE,
        user=actor.user,
        roles=frozenset({Role.CLERK, Role.SUPERVISOR}),
        embedded=embedded,
    )
    return SyncStatus(
        online=online,
        connected_before=True,
        identity=identity,
        outbox=OutboxState(waiting=0, held=0, sent=0),
        running=False,
        last_error=None,
        last_success="2026-11-23T01:10:00+00:00",
        protected=True,
    )
