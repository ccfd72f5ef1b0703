"""Where everything of one installation lies: the data folder and its parts.

<root>/            0700
  lock             who owns the folder now
  keyring.json     names the data key and holds the wraps, never the key
  sohoa.db         the encrypted cache (and its -wal, -shm)
  files/           sealed page pictures and source files
  tmp/             emptied at start
  backups/         the cache as it was before a migration
  settings.json    this machine's settings
  archive/         data folder of the embedded archive, with its runtime file (port and token, 0600)
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from files import durable
from files.errors import DiskFull
from files.locks import FolderLock
from files.tempfolder import clean_temporary


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFolder:
    """The paths of one data folder; nothing is touched by naming them."""

    root: Path

    @property
    def lock(self) -> Path:
        """Lock file with pid and start time."""
        return self.root / "lock"

    @property
    def database(self) -> Path:
        """The encrypted cache."""
        return self.root / "sohoa.db"

    @property
    def sealed(self) -> Path:
        """Root of the sealed files."""
        return self.root / "files"

    @property
    def tmp(self) -> Path:
        """Private temporary folder."""
        return self.root / "tmp"

    @property
    def backups(self) -> Path:
        """Encrypted copies of the cache."""
        return self.root / "backups"

    @property
    def settings(self) -> Path:
        """Settings of this machine."""
        return self.root / "settings.json"

    @property
    def archive(self) -> Path:
        """Data folder of the embedded archive."""
        return self.root / "archive"

    @property
    def archive_runtime(self) -> Path:
        """Port and token of the running embedded archive, 0600."""
        return self.archive / "runtime.json"

    def holds_data(self) -> bool:
        """Whether a cache or a sealed file is here already, so that its key must be too."""
        return self.database.exists() or any(self.sealed.glob("??/??/*"))


def take_data_folder(root: Path) -> tuple[DataFolder, FolderLock]:
    """Make the folder where it is new, own it and empty its `tmp`. Raises `FolderInUse`, `DiskFull`, `IoFailed`."""
    folder = DataFolder(root=root)
    durable.make_folder(root)
    lock = FolderLock(folder.lock)
    try:
        clean_temporary(folder.tmp)
    except BaseException:
        lock.release()
        raise
    return folder, lock


def free_bytes(path: Path) -> int:
    """Room on the disk of a path that may not exist yet."""
    while not path.exists():
        path = path.parent
    with durable.translated(path):
        return shutil.disk_usage(path).free


def require_free(path: Path, needed: int) -> None:
    """Raise `DiskFull` unless that much room is left: a full disk is better met before a write than in it."""
    free = free_bytes(path)
    if free < needed:
        raise DiskFull(path=str(path), needed=needed, free=free)
