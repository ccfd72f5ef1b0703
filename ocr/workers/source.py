"""Opens foreign files in worker processes: `dossier.ports.PictureSource`."""

import errno
import functools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import structlog

from dossier.errors import (
    BugError,
    OpeningCrashed,
    OpeningNotStarted,
    OpeningOutOfMemory,
    OpeningTimedOut,
    ReadingCrashed,
    ReadingOutOfMemory,
    ReadingTimedOut,
    SourceError,
)
from dossier.reading import PagePicture
from ocr.pictures.limits import Limits
from ocr.workers.child import Job
from ocr.workers.process import Bounds, WorkerLost, WorkerProcess

_LOG = structlog.get_logger("ocr")
_MOST_LOSSES = 3
# A worker's loss is told as that of a reader; here no page is kept yet, and the person is told so.
_OPENING_ERRORS: dict[type[SourceError], type[SourceError]] = {
    ReadingCrashed: OpeningCrashed,
    ReadingTimedOut: OpeningTimedOut,
    ReadingOutOfMemory: OpeningOutOfMemory,
}


@dataclass(frozen=True, slots=True)
class _Opening:
    path: Path
    first: int
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Opened:
    """The file as a whole can be used."""


Opener = Callable[[Path, int], Iterator[PagePicture | SourceError]]
"""Opens a file from a page on; travels by pickle."""


class WorkerPictureSource:
    """Each file that is being opened has a worker process of its own; idle ones are kept for the next file.

    The pages arrive one by one: the worker is at most a page or two ahead of the caller. A worker that crashes, hangs
    or grows costs the page it was at, which is yielded as its error (facts source, page); the others follow from a new
    worker. When the worker is lost before the file is open, or three times in one file, that error is raised. Where no
    process can be started it is `OpeningNotStarted` (facts source, errno): the file is sound, the machine is full.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        bounds: Bounds | None = None,
        opener: Opener | None = None,
        new_process: Callable[[Callable[[], Job], Bounds], WorkerProcess] = WorkerProcess,
    ) -> None:
        self._new_process = new_process
        self._make_job = functools.partial(_opening_job, opener, limits or Limits())
        # Longer than a renderer is waited for, which bounds the work itself.
        self._bounds = bounds or Bounds(seconds=120.0)
        self._lock = threading.Lock()
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._closed = False
        # Workers end with the thread that started them, so it is not the caller's, which may be short-lived.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="picture source")

    def pictures(self, path: Path, password: str | None = None) -> Iterator[PagePicture | SourceError]:
        """See `PictureSource`. Nothing happens before the first page is asked for."""
        first, losses = 1, 0
        while True:
            opened = False
            worker = self._take_for(path)
            try:
                for item in worker.run(_Opening(path, first, password)):
                    if isinstance(item, _Opened):
                        opened = True
                    else:
                        yield item
                        first += 1
                self._give_back(worker)
            except (WorkerLost, ReadingOutOfMemory, BugError) as loss:
                losses += 1
                error = _opening_error(loss, path, first)
                if not opened or losses >= _MOST_LOSSES:
                    raise error from None
                yield error
                first += 1
            except SourceError:
                self._give_back(worker)
                raise
            else:
                return
            finally:
                self._drop_if_busy(worker)

    def close(self) -> None:
        """End every worker; a file that is still being opened fails with `OpeningCrashed`."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for worker in self._busy:
                worker.end()
        for worker in idle:
            worker.dispose()
        self._starter.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take_for(self, path: Path) -> WorkerProcess:
        try:
            return self._take()
        except OSError as error:
            _LOG.warning("no worker process", errno=error.errno)
            raise OpeningNotStarted(source=path.name, errno=error.errno) from None

    def _take(self) -> WorkerProcess:
        with self._lock:
            if self._closed:
                raise BugError(what="picture source used after close")
            worker = self._idle.pop() if self._idle else None
            fresh = worker is None
            if worker is None:
                worker = self._new_process(self._make_job, self._bounds)
            self._busy.add(worker)
        if fresh:
            try:
                self._started(worker)
            except OSError:
                self._drop_if_busy(worker)
                raise
        return worker

    def _started(self, worker: WorkerProcess) -> None:
        try:
            starting = self._starter.submit(worker.start)
        except RuntimeError:
            # No thread can be made; Python does not say why, and the system gives the same reason as for processes.
            raise BlockingIOError(errno.EAGAIN, "no thread") from None
        starting.result()

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            if not self._closed and worker in self._busy:
                self._busy.discard(worker)
                self._idle.append(worker)

    def _drop_if_busy(self, worker: WorkerProcess) -> None:
        """A worker that was not given back is lost, or was left in the middle of a file."""
        with self._lock:
            busy = worker in self._busy
            self._busy.discard(worker)
        if busy:
            worker.dispose()


def _opening_error(loss: WorkerLost | ReadingOutOfMemory | BugError, path: Path, page: int) -> SourceError:
    if isinstance(loss, BugError):
        _LOG.error("opening a file failed unexpectedly", **loss.facts)
        return OpeningCrashed(**(loss.facts | {"source": path.name, "page": page}))
    reason = loss.reason if isinstance(loss, WorkerLost) else loss
    facts = reason.facts | {"source": path.name, "page": page}
    return _OPENING_ERRORS[type(reason)](**facts)


def _opening_job(opener: Opener | None, limits: Limits) -> Job:
    """Runs in the worker."""
    from ocr.pictures.opening import open_pictures  # noqa: PLC0415 - the parent shall not load PDF libraries

    def open_file(task: _Opening) -> Iterator[PagePicture | SourceError]:
        if opener is not None:
            return opener(task.path, task.first)
        return open_pictures(task.path, limits, task.first, task.password)

    def job(task: Any) -> Iterator[Any]:
        pages = open_file(task)
        yield _Opened()
        yield from pages

    return job
