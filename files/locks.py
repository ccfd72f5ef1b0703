"""One process owns a data folder.

The operating system holds the lock (flock, or LockFile on Windows) and drops it when the process dies, however it dies,
so a stale one is simply taken over. The file says who: pid and start time, for the sentence "is in use by". The start
time tells a reused pid from the owner, which matters where the lock itself does not work (some network drives). The
lock file is never removed: removing it would let two processes lock two files of one name.
"""

import json
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from files.durable import PRIVATE_FILE, translated
from files.errors import FolderInUse

_CLOSE_ENOUGH = 1.0  # seconds: start times of one process differ by rounding only
_FAR = 1 << 30  # the locked byte lies beyond the text, because Windows locks are mandatory


class FolderLock:
    """The lock of one data folder, held from construction to `release`. Raises `FolderInUse` with the pid."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with translated(path):
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
        try:
            self._refuse_second_owner()
            with translated(path):
                self._write(json.dumps({"pid": os.getpid(), "started": _started(os.getpid())}))
        except BaseException:
            os.close(self._descriptor)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Give the folder free; harmless when done twice."""
        if self._descriptor < 0:
            return
        self._write("")
        os.close(self._descriptor)  # drops the lock
        self._descriptor = -1

    def _refuse_second_owner(self) -> None:
        if not _try_lock(self._descriptor) or self._owner_lives():
            raise FolderInUse(path=str(self._path), pid=self._owner()[0])

    def _write(self, text: str) -> None:
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, text.encode())

    def _owner(self) -> tuple[int | None, float]:
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        try:
            said = json.loads(os.read(self._descriptor, 1000))
            return int(said["pid"]), float(said["started"])
        except (ValueError, KeyError, TypeError):
            return None, 0.0  # empty, or torn by a power cut

    def _owner_lives(self) -> bool:
        pid, started = self._owner()
        if pid is None or pid == os.getpid():
            return False
        now_started = _started(pid)
        return now_started is not None and abs(now_started - started) < _CLOSE_ENOUGH


def _started(pid: int) -> float | None:
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.Error:
        return None


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists on this platform only

            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - exists on this platform only

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
