"""An opened data folder with everything in it: the composition root of desktop/.

Only here and in the modules beside it are concrete classes named. One process owns a data folder at a time.
"""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self

from archive.client import HttpArchive
from desktop.digitising import Tools
from desktop.embedded_archive import ArchiveAddress, EmbeddedArchive
from desktop.enrolment import Enrolment
from desktop.environment import Environment
from desktop.reading_tools import check_reader, load_types, reading_tools
from desktop.storage_thread import StorageThread, ThreadedOutbox, ThreadedStore
from desktop.system import SystemClock, Uuid7Source
from dossier.errors import ArchiveUnauthorised
from dossier.ids import LOCAL_OFFICE, LOCAL_USER, UserId
from dossier.model import Actor
from dossier.ports import Identity
from dossier.states import Role
from dossier.use_cases.workplace import Workplace
from files.data_folder import take_data_folder
from files.durable import make_folder
from files.keys import DataKey, KeyPlaces, open_data_key
from files.sealed import SealedStore
from storage.database import device_id, open_cache
from storage.outbox import SqlOutbox
from storage.sealed_files import CachedFiles, core_errors
from storage.store import SqlDossierStore


class Installation:
    """Owns the data folder from construction to `close`. Raises `MachineError`: in use, wrong key, full disk.

    `store` and `outbox` may be called from any thread but the UI's; they run on the storage thread.
    """

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self._stack = ExitStack()
        try:
            self._open()
        except BaseException:
            self._stack.close()
            raise

    def _open(self) -> None:
        with core_errors():
            self.folder, lock = take_data_folder(self.environment.data_dir)
            self._stack.callback(lock.release)
            self.key: DataKey = open_data_key(
                self.folder.root, KeyPlaces.of_machine(), holds_data=self.folder.holds_data()
            )
            sealed = SealedStore(self.folder.sealed, self.key.derive("files"))
            sealed.clear_unfinished()
            self.files = CachedFiles(sealed)
            make_folder(self.folder.backups)
        engine = open_cache(self.folder.database, self.key.derive("cache"), self.folder.backups)
        self._stack.callback(engine.dispose)
        self.thread = StorageThread()
        self._stack.callback(self.thread.close)
        self.clock, self.ids = SystemClock(), Uuid7Source()
        self.types = load_types(self.environment.own_types)
        self.device = device_id(engine, self.ids.new)
        self.store = ThreadedStore(self.thread, SqlDossierStore(engine))
        self.outbox = ThreadedOutbox(self.thread, SqlOutbox(engine))
        self.enrolment = Enrolment(self.folder.settings, self.key.derive("archive token"))
        self._starting = threading.Lock()
        self._embedded: EmbeddedArchive | None = None
        self._stack.callback(self._close_embedded)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End what runs, give the folder free; harmless when done twice."""
        self._stack.close()

    @property
    def user(self) -> UserId:
        """Whom the archive took us for last; the implicit local user before that."""
        identity = self.enrolment.identity
        return identity.user if identity else LOCAL_USER

    def workplace(self) -> Workplace:
        """The workplace of the person at this machine. Before accounts exist the local user may do everything."""
        identity = self.enrolment.identity
        return Workplace(
            store=self.store,
            files=self.files,
            types=self.types,
            clock=self.clock,
            ids=self.ids,
            office=LOCAL_OFFICE,
            actor=Actor(user=self.user, device=self.device),
            roles=identity.roles if identity else frozenset(Role),
        )

    @contextmanager
    def tools(self, *, check: bool = True) -> Iterator[Tools]:
        """Reading workers while the block runs. `check`: raise at once when the reader cannot work here."""
        if check:
            check_reader()
        with reading_tools(self.environment.workers, self.types, self.environment.pdf_password) as tools:
            yield tools

    def archive_address(self) -> ArchiveAddress:
        """The archive this machine works with, the embedded one where no other is named; it is started if need be.

        Raises `ArchiveAway` when the embedded one does not start, `ArchiveUnauthorised` when there is no token.
        """
        url = self.environment.archive_url or self.enrolment.url
        if url is None:
            with self._starting:
                if self._embedded is not None and not self._embedded.is_running():
                    self._close_embedded()
                if self._embedded is None:
                    self._embedded = EmbeddedArchive(self.folder.archive, self.folder.archive_runtime)
                return self._embedded.address
        token = self.environment.token or self.enrolment.token(url)
        if token is None:
            raise ArchiveUnauthorised(archive=url)
        return ArchiveAddress(url=url, token=token)

    @contextmanager
    def archive(self) -> Iterator[tuple[HttpArchive, Identity]]:
        """A client of the archive and whom it takes us for, which is remembered. Raises `ArchiveError`."""
        address = self.archive_address()
        with HttpArchive(address.url, address.token) as client:
            identity = client.identity()
            if not identity.embedded:
                self.enrolment.keep(address.url, address.token, identity)
            yield client, identity

    def _close_embedded(self) -> None:
        if self._embedded is not None:
            self._embedded.close()
            self._embedded = None
