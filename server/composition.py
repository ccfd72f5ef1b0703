"""The archive's composition root: data folder, key, database and files of this process.

<root>/        0700
  lock         who serves this folder
  keyring.json names the key, never holds it
  archive.db   the encrypted database (and its -wal, -shm)
  files/       sealed files
  tmp/         emptied at start

The key lies in the file that SOHOA_ARCHIVE_KEY_FILE names, else in the operating system's keyring where that is used,
else in a 0600 file of the user's configuration folder: never beside the data.
"""

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import platformdirs

from files import durable
from files.data_folder import take_data_folder
from files.keys import KEYRING_NAME, DataKey, KeyPlaces, open_data_key
from files.locks import FolderLock
from files.sealed import SealedStore
from server.service import ArchiveService, open_service
from storage.engine import open_engine
from storage.sealed_files import CachedFiles, core_errors

DATABASE = "archive.db"
FILES = "files"
_SETUP_LOCK = "setup.lock"


class SystemClock:
    """The machine's time, UTC."""

    def now(self) -> dt.datetime:
        """The present moment."""
        return dt.datetime.now(dt.UTC)


def default_data_folder() -> Path:
    """Where the archive of this user lies when nothing is said."""
    return platformdirs.user_data_path("sohoa-archive", appauthor=False)


def key_places(environment: Mapping[str, str] = os.environ) -> KeyPlaces:
    """Where the archive's key is looked for: as for a clerk's machine, but under names of its own."""
    named = environment.get("SOHOA_ARCHIVE_KEY_FILE")
    of_machine = KeyPlaces.of_machine({name: value for name, value in environment.items() if name != "SOHOA_KEY_FILE"})
    return replace(of_machine, key_file=Path(named) if named else None)


@contextmanager
def serving(root: Path, *, embedded: bool) -> Iterator[ArchiveService]:
    """Own a data folder and open the archive in it. Raises `MachineError`s, `DataFolderInUse` with the owner's pid."""
    with core_errors():
        _, lock = take_data_folder(root)
    with lock, _opened(root, embedded=embedded) as (service, store):
        store.clear_unfinished()
        yield service


@contextmanager
def administering(root: Path) -> Iterator[ArchiveService]:
    """Open the archive beside the process that may be serving it, for a short transaction."""
    with core_errors():
        durable.make_folder(root)
    with _opened(root, embedded=False) as (service, _):
        yield service


@contextmanager
def _opened(root: Path, *, embedded: bool) -> Iterator[tuple[ArchiveService, SealedStore]]:
    with core_errors():
        key = _key(root)
        store = SealedStore(root / FILES, key.derive("archive files"))
    engine = open_engine(root / DATABASE, key.derive("archive database"))
    try:
        yield open_service(engine, CachedFiles(store), SystemClock(), embedded=embedded), store
    finally:
        engine.dispose()


def _key(root: Path) -> DataKey:
    """Only one process at a time may make the key of a new folder."""
    if (root / KEYRING_NAME).exists():
        return open_data_key(root, key_places(), holds_data=True)
    with FolderLock(root / _SETUP_LOCK):
        return open_data_key(root, key_places(), holds_data=(root / DATABASE).exists())
