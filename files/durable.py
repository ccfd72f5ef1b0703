"""Writing so that it survives a power cut: temporary file, fsync, rename, fsync of the folder.

Both operating systems are here. On Windows a folder cannot be synced; the rename itself is written through instead.
A failed fsync is never tried again: the kernel may have dropped the pages and would then report success.
"""

import errno
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from files.errors import DiskFull, FilesError, IoFailed

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_NO_ROOM = frozenset(code for name in ("ENOSPC", "EDQUOT") if (code := getattr(errno, name, None)) is not None)
_WINDOWS_NO_ROOM = frozenset({39, 112})  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL

Sync = Callable[[int], None]
"""Makes what was written to a file descriptor durable; tests pass one that fails."""


def world_error(error: OSError, path: Path) -> FilesError:
    """The one place that decides whether an operating-system error is a full disk."""
    if error.errno in _NO_ROOM or getattr(error, "winerror", None) in _WINDOWS_NO_ROOM:
        return DiskFull(path=str(path))
    return IoFailed(path=str(path), errno=error.errno)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise `DiskFull` or `IoFailed` in place of an `OSError`."""
    try:
        yield
    except OSError as error:
        raise world_error(error, path) from error


def sync_file(descriptor: int) -> None:
    """Flush one file to the disk; on macOS through the drive's own cache as well."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - exists on this platform only

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable. Nothing to do on Windows, where renames are written through."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Rename over whatever is there, atomically; the folder still has to be synced."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - exists on this platform only

        replace_existing, write_through = 0x1, 0x8
        if not ctypes.windll.kernel32.MoveFileExW(str(source), str(target), replace_existing | write_through):
            raise ctypes.WinError()
    else:
        source.replace(target)


def make_folder(folder: Path) -> None:
    """Create a private folder with its parents, durably. One that exists is left as it is."""
    with translated(folder):
        _make_folder(folder)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    sync_folder(folder.parent)


def write(path: Path, data: bytes, *, temporary: Path | None = None, sync: Sync = sync_file) -> None:
    """Write a private file whole and durably: after a crash there is the old content or the new, never a part.

    `temporary` is a folder on the same file system for the unfinished file, by default that of `path`. Raises
    `DiskFull` or `IoFailed`; the unfinished file is then gone and an older one untouched.
    """
    unfinished = (temporary or path.parent) / f".{secrets.token_hex(8)}.part"
    with translated(path):
        try:
            _write_new(unfinished, data, sync)
            replace(unfinished, path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def _write_new(path: Path, data: bytes, sync: Sync) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, PRIVATE_FILE)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        sync(descriptor)
    finally:
        os.close(descriptor)
