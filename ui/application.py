"""What screens may ask of the application: the one seam between ui/ and desktop/.

desktop/ brings the real one, tests bring a fake. Every method is called on the UI thread and returns at once; answers
come back on the UI thread by a callback or a signal. A screen never blocks and never touches a store, a file or a wire.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from dossier.document_types import DocumentTypes
from dossier.errors import SohoaError
from dossier.ids import DossierId
from dossier.model import ChangeSet, Page
from dossier.ports import DossierStore, Identity, OutboxState, ScannerDevice, ScanSettings
from dossier.use_cases.workplace import Workplace

T = TypeVar("T")
Failed = Callable[[SohoaError], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobProgress:
    """How far a job has come. `total` 0: not known yet."""

    done: int
    total: int
    item: str
    """What is being worked on: a file name or a dossier code, as a person knows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFailure:
    """One item of a job that failed alone; the others went on."""

    source: str
    error: SohoaError


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFile:
    """A file that only a password opens, and the dossier it is meant for."""

    path: Path
    code: str


class Job(QObject):
    """Work running in the background. Ends in exactly one of done, failed, cancelled.

    Signals arrive on the UI thread (queued). `item_failed` comes once for each item that failed alone.
    """

    progressed = Signal(object)
    """JobProgress"""
    item_failed = Signal(object)
    """JobFailure"""
    locked = Signal(object)
    """LockedFile that was left aside for its password; the others go on. It is no item that failed, yet."""
    dossier_ready = Signal(str)
    """A dossier's pages are taken in: it can be opened while reading goes on."""
    done = Signal()
    failed = Signal(object)
    """SohoaError that ended the whole job"""
    cancelled = Signal()

    @abstractmethod
    def cancel(self) -> None:
        """Ask to stop between two pages; what was done stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """What the sync screen and the status line show."""

    online: bool
    connected_before: bool
    """False until an archive has answered once."""
    identity: Identity | None
    outbox: OutboxState
    running: bool
    last_error: SohoaError | None
    last_success: str | None
    """ISO time of the last complete round, or None."""
    protected: bool
    """Whether the data key is kept by a password or the system's keyring ("not protected" otherwise)."""


class Application(QObject):
    """The application as screens see it."""

    changed = Signal(object)
    """ChangeSet of every write, whoever made it; screens refresh from it."""
    sync_changed = Signal(object)
    """SyncStatus"""

    @abstractmethod
    def types(self) -> DocumentTypes:
        """The document types in force."""

    @abstractmethod
    def user_name(self) -> str:
        """Who works here, as shown in the top line."""

    def office_name(self) -> str:
        """Whose data it is, as shown in the top line; empty while unknown."""
        return ""

    @abstractmethod
    def query(self, work: Callable[[DossierStore], T], then: Callable[[T], None], failed: Failed | None = None) -> None:
        """Read from the store on the storage thread; `then` gets the result."""

    @abstractmethod
    def write(
        self,
        work: Callable[[Workplace], ChangeSet],
        then: Callable[[ChangeSet], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run a use case on the storage thread. Durable before `then`; `changed` is emitted too.

        Writes run in the order in which they were asked for.
        """

    @abstractmethod
    def picture(self, page: Page, then: Callable[[bytes], None], failed: Failed | None = None) -> None:
        """The page picture file, from this machine or fetched from the archive."""

    def shows(self, page: Page) -> None:
        """This page is before the clerk now: what is to be read of it goes first."""

    @abstractmethod
    def take_in(self, paths: Sequence[Path], code: str | None) -> Job:
        """Take in files and folders, then read them. `code` None: a folder is a dossier named after it."""

    @abstractmethod
    def unlock(self, file: LockedFile, password: str, then: Callable[[Job], None], failed: Failed) -> None:
        """Try the password at once, whatever job is running; `then` gets the job that takes the file in, after it.

        `failed` gets `SourcePasswordWrong` or what else is wrong with the file. The password is not kept.
        """

    @abstractmethod
    def scanners(self, then: Callable[[Sequence[ScannerDevice]], None], failed: Failed | None = None) -> None:
        """Scanners attached now."""

    @abstractmethod
    def scan(self, settings: ScanSettings, code: str) -> Job:
        """Scan into the dossier of that code; pages go the same way as files."""

    @abstractmethod
    def read_again(self, dossier: DossierId) -> Job:
        """Read pages that wait or failed."""

    @abstractmethod
    def sync_now(self) -> None:
        """Ask for a round of sync; `sync_changed` tells how it went."""

    @abstractmethod
    def sync_status(self) -> SyncStatus:
        """The latest status, at once."""

    @abstractmethod
    def take(self, dossier: DossierId, then: Callable[[], None], failed: Failed) -> None:
        """Take a dossier from the archive's queue for checking."""

    @abstractmethod
    def release(self, dossier: DossierId) -> None:
        """Give it back."""
