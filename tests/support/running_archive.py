"""A real archive for tests: real database and sealed files, in process or behind a real socket on loopback."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.protocol import OperationResult, PushRequest, WireOperation
from dossier.ids import DossierId, OfficeId, UserId
from dossier.ports import Clock, OutboxEntry
from dossier.snapshots import Snapshot
from dossier.states import Role
from files.sealed import SealedStore
from server.accounts import Caller
from server.app import create_app
from server.receiving import Receiving
from server.service import ArchiveService, open_service
from server.serving import ArchiveServer, listen, url_of
from storage.engine import open_engine
from storage.sealed_files import CachedFiles
from tests.support.archive_parts import OFFICE, Desk

KEY = bytes(range(32))
BOTH = (Role.CLERK, Role.SUPERVISOR)


@dataclass(frozen=True)
class TestArchive:
    """An opened service with short ways to use it."""

    __test__ = False

    service: ArchiveService

    def token(self, user: str, *roles: Role, office: OfficeId = OFFICE) -> str:
        now = self.service.clock.now()
        self.service.accounts.add_user(UserId(user), roles, office, now)
        return self.service.accounts.add_device(UserId(user), now)[1]

    def caller(self, user: str, *roles: Role, office: OfficeId = OFFICE) -> Caller:
        return self.service.accounts.authenticate(self.token(user, *roles, office=office))

    def upload(self, caller: Caller, desk: Desk) -> None:
        for sha256, data in desk.files.held.items():
            self.service.blobs.put(caller, sha256, data)

    def push(self, caller: Caller, entries: Sequence[OutboxEntry], device: str = "may-1") -> list[OperationResult]:
        ops = tuple(
            WireOperation(device_seq=entry.device_seq, previous=entry.previous, body=entry.body) for entry in entries
        )
        return list(self.service.pushing.push(caller, PushRequest(device=device, ops=ops)).results)

    def snapshots(self, caller: Caller, dossier: DossierId) -> list[Snapshot]:
        return [row.snapshot for row in self.service.reading.dossier(caller, dossier).rows]


@contextmanager
def open_archive(root: Path, clock: Clock, *, embedded: bool = False) -> Iterator[TestArchive]:
    """The service on a folder; the same folder may be opened again."""
    root.mkdir(exist_ok=True)
    engine = open_engine(root / "archive.db", KEY)
    files = CachedFiles(SealedStore(root / "files", KEY))
    try:
        yield TestArchive(open_service(engine, files, clock, embedded=embedded))
    finally:
        engine.dispose()


@contextmanager
def listening_archive(archive: TestArchive, receiving: Receiving | None = None) -> Iterator[str]:
    """The archive behind a real socket in a thread; yields its address."""
    ready = threading.Event()
    server = ArchiveServer(create_app(archive.service, receiving), ready.set)
    with listen("127.0.0.1", 0) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="archive")
        thread.start()
        try:
            assert ready.wait(30)
            yield url_of(listening)
        finally:
            server.end()
            thread.join(30)
