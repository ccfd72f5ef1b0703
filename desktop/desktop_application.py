"""The real `Application` behind the screens: what they ask runs on its own thread, what comes back comes home."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from desktop.background_jobs import BackgroundJob, BackgroundJobs
from desktop.faults import told
from desktop.home import Home
from desktop.installation import Installation
from desktop.pictures import SHOWN_AS_THEY_ARE, as_png
from desktop.scanning.sane_scanner import SaneScanner
from desktop.sync_worker import SyncWorker
from dossier.document_types import DocumentTypes
from dossier.errors import NotFound, SohoaError
from dossier.ids import DossierId, Sha256
from dossier.model import ChangeSet, Page
from dossier.ports import DossierStore, ScannerDevice, ScanSettings
from dossier.use_cases.take_in import try_password
from dossier.use_cases.workplace import Workplace
from ui.application import Application, Failed, Job, LockedFile, SyncStatus

T = TypeVar("T")


class DesktopApplication(Application):
    """Made on the UI thread over an open installation; `close` ends every thread and process it started."""

    def __init__(self, installation: Installation, *, sync: bool = True) -> None:
        super().__init__()
        self._installation = installation
        self._home = Home(self)
        self._stack = ExitStack()
        self._fetching = ThreadPoolExecutor(max_workers=2, thread_name_prefix="files")
        self._scanner = SaneScanner()
        tools = self._stack.enter_context(installation.tools(check=False))
        self._reader = tools.reader
        self._pictures = tools.pictures
        self._jobs = BackgroundJobs(self._home, installation.workplace, tools, self._scanner)
        self._sync = SyncWorker(installation, self._on_status, told)
        installation.thread.listen(self._on_change)
        self._syncing = sync
        if sync:
            self._sync.start()
        self._jobs.resume()

    def types(self) -> DocumentTypes:
        """The document types in force."""
        return self._installation.types

    def user_name(self) -> str:
        """The archive's name for us, or empty before accounts."""
        identity = self._installation.enrolment.identity
        return identity.user if identity is not None else ""

    def office_name(self) -> str:
        """The archive's name of our office, or empty before it has told."""
        identity = self._installation.enrolment.identity
        return identity.office if identity is not None else ""

    def query(self, work: Callable[[DossierStore], T], then: Callable[[T], None], failed: Failed | None = None) -> None:
        """See `Application.query`."""
        store = self._installation.store
        self._home.settle(self._installation.thread.submit(lambda: work(store)), then, failed)

    def write(
        self,
        work: Callable[[Workplace], ChangeSet],
        then: Callable[[ChangeSet], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """See `Application.write`."""
        workplace = self._installation.workplace()
        self._home.settle(self._installation.thread.submit(lambda: work(workplace)), then, failed)

    def picture(self, page: Page, then: Callable[[bytes], None], failed: Failed | None = None) -> None:
        """See `Application.picture`; what Qt cannot decode (JPEG 2000) is handed over as PNG."""

        def work() -> bytes:
            data = self._file(page.picture)
            return data if page.mime in SHOWN_AS_THEY_ARE else as_png(data)

        self._home.settle(self._fetching.submit(work), then, failed)

    def shows(self, page: Page) -> None:
        """See `Application.shows`."""
        self._reader.prefer(page.picture)
        self._jobs.second.shows(page.dossier)

    def take_in(self, paths: Sequence[Path], code: str | None) -> BackgroundJob:
        """See `Application.take_in`."""
        return self._jobs.take_in(paths, code)

    def unlock(self, file: LockedFile, password: str, then: Callable[[Job], None], failed: Failed) -> None:
        """See `Application.unlock`."""
        tried = self._fetching.submit(try_password, self._pictures, file.path, password)
        self._home.settle(tried, lambda _none: then(self._jobs.take_in_locked(file, password)), failed)

    def scanners(self, then: Callable[[Sequence[ScannerDevice]], None], failed: Failed | None = None) -> None:
        """See `Application.scanners`."""
        self._home.settle(self._fetching.submit(self._scanner.devices), then, failed)

    def scan(self, settings: ScanSettings, code: str) -> BackgroundJob:
        """See `Application.scan`."""
        return self._jobs.scan(settings, code)

    def read_again(self, dossier: DossierId) -> BackgroundJob:
        """See `Application.read_again`."""
        return self._jobs.read_again(dossier)

    def sync_now(self) -> None:
        """See `Application.sync_now`."""
        self._sync.ask(hurry=True)

    def sync_status(self) -> SyncStatus:
        """See `Application.sync_status`."""
        return self._sync.status()

    def take(self, dossier: DossierId, then: Callable[[], None], failed: Failed) -> None:
        """See `Application.take`."""

        def work() -> None:
            with self._installation.archive() as (client, _identity):
                client.take(dossier)

        self._home.settle(self._fetching.submit(work), lambda _none: then(), failed)

    def release(self, dossier: DossierId) -> None:
        """See `Application.release`; an archive that is away forgets the lease by itself."""

        def work() -> None:
            with self._installation.archive() as (client, _identity):
                client.release(dossier)

        self._home.settle(self._fetching.submit(work), None, _nothing)

    def close(self) -> None:
        """Cancel jobs, finish writes, end threads and processes. The installation stays its owner's to close."""
        self._home.close()
        self._jobs.close()
        if self._syncing:
            self._sync.close()
        self._fetching.shutdown(wait=True, cancel_futures=True)
        self._installation.thread.listen(None)
        self._stack.close()

    def _file(self, sha256: Sha256) -> bytes:
        """From this machine, else from the archive, and then kept here."""
        try:
            return self._installation.files.get(sha256)
        except NotFound:
            with self._installation.archive() as (client, _identity):
                data = client.fetch(sha256)
            self._installation.files.put(data)
            return data

    def _on_change(self, changes: ChangeSet) -> None:
        """Storage thread."""
        self._home.send(lambda: self.changed.emit(changes))
        if changes.outbox and self._syncing:
            self._sync.recount()
            self._sync.ask(hurry=False)

    def _on_status(self, status: SyncStatus) -> None:
        """Sync or storage thread."""
        self._home.send(lambda: self.sync_changed.emit(status))


def _nothing(_error: SohoaError) -> None:
    """A release that does not arrive needs no word: the lease ends by itself."""
