"""The core's port `SealedFiles` over a sealed store: the same calls, with the core's own errors."""

from collections.abc import Iterator
from contextlib import contextmanager

from dossier.errors import (
    DataFolderInUse,
    DiskFull,
    FileDamaged,
    KeyMissing,
    NotFound,
    SohoaError,
    StorageFailed,
    WrongKey,
)
from dossier.ids import Sha256
from files import errors as file_errors
from files.sealed import SealedStore

_KINDS: tuple[tuple[type[file_errors.FilesError], type[SohoaError]], ...] = (
    (file_errors.DiskFull, DiskFull),
    (file_errors.Missing, NotFound),
    (file_errors.Damaged, FileDamaged),
    (file_errors.KeyMissing, KeyMissing),
    (file_errors.WrongKey, WrongKey),
    (file_errors.FolderInUse, DataFolderInUse),
    (file_errors.IoFailed, StorageFailed),
)


def as_core_error(error: file_errors.FilesError) -> SohoaError:
    """What an error of `files` is called in the core, with the same facts."""
    kind = next((core for own, core in _KINDS if isinstance(error, own)), StorageFailed)
    return kind(**error.facts)


@contextmanager
def core_errors() -> Iterator[None]:
    """Raise the core's error in place of one of `files`: round everything a composition root asks of `files`."""
    try:
        yield
    except file_errors.FilesError as error:
        raise as_core_error(error) from error


class CachedFiles:
    """`dossier.ports.SealedFiles` on the data folder's sealed store. Any thread."""

    def __init__(self, store: SealedStore) -> None:
        self._store = store

    def put(self, data: bytes) -> Sha256:
        """Keep bytes; durable on return. Raises `DiskFull`, `StorageFailed`."""
        with core_errors():
            return Sha256(self._store.put(data))

    def get(self, sha256: Sha256) -> bytes:
        """The bytes, verified; raises `NotFound`, `FileDamaged`, `StorageFailed`."""
        with core_errors():
            return self._store.get(sha256)

    def has(self, sha256: Sha256) -> bool:
        """Whether the file is here (by name; `get` verifies). A malformed hash is held by nobody."""
        try:
            return self._store.has(sha256)
        except file_errors.Missing:
            return False
