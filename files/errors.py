"""What can go wrong with files, keys and locks, as types with facts and no prose.

`files` knows nothing of the core; whoever owns a store (storage, server, desktop) translates these to the core's own.
"""


class FilesError(Exception):
    """Base of all; `facts` say where and how much."""

    def __init__(self, **facts: str | int | None) -> None:
        super().__init__(facts)
        self.facts: dict[str, str | int | None] = facts


class DiskFull(FilesError):
    """No room on the disk. Facts: path, needed, free."""


class IoFailed(FilesError):
    """The operating system refused to read or write. Facts: path, errno."""


class Missing(FilesError):
    """The store does not hold the file. Facts: sha256."""


class Damaged(FilesError):
    """The file is here but is not what was put. Facts: sha256 or path."""


class KeyMissing(FilesError):
    """A data folder without its key. Facts: folder, key_id, place."""


class WrongKey(FilesError):
    """A key or password that does not open this data folder. Facts: folder or key_id."""


class FolderInUse(FilesError):
    """Another process owns the data folder. Facts: path, pid."""
