"""Opens foreign files in worker processes: `dossier.ports.PictureSource`."""

import functools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dossier.errors import BugError, SourceError
from dossier.reading import PagePicture
from ocr.pictures.limits import Limits
from ocr.workers.child import Job
from ocr.workers.process import Bounds, WorkerLost, WorkerProcess

_MOST_LOSSES = 3


@dataclass(frozen=True, slots=True)
class _Opening:
    path: Path
    first: int


@dataclass(frozen=True, slots=True)
class _Opened:
    """The file as a whole can be used."""


Opener = Callable[[Path, int], Iterator[PagePicture | SourceError]]
"""Opens a file from a page on; travels by pickle."""


class WorkerPictureSource:
    """Each file that is being opened has a worker process of its own; idle ones are kept for the next file.

    The pages arrive one by one: the worker is at most a page or two ahead of the caller. A worker that crashes, hangs
    or grows costs the page it was at, which is yielded as its error (facts source, page); the others follow from a new
    worker. When the worker is lost before the file is open, or three times in one file, that error is raised.
    """

    def __init__(
        self, *, limits: Limits | None = None, bounds: Bounds | None = None, opener: Opener | None = None
    ) -> None:
        self._make_job = functools.partial(_opening_job, opener, limits or Limits())
        self._bounds = bounds or Bounds(seconds=40.0)
        self._lock = threading.Lock()
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._closed = False
        # Workers end with the thread that started them, so it is not the caller's, which may be short-lived.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="picture source")

    def pictures(self, path: Path) -> Iterator[PagePicture | SourceError]:
        """See `PictureSource`. Nothing happens before the first page is asked for."""
        first, losses = 1, 0
        while True:
            opened = False
            worker = self._take()
            try:
                for item in worker.run(_Opening(path, first)):
                    if isinstance(item, _Opened):
                        opened = True
                    else:
                        yield item
                        first += 1
                self._give_back(worker)
            except WorkerLost as loss:
                losses += 1
                loss.reason.facts.update(source=path.name, page=first)
                if not opened or losses >= _MOST_LOSSES:
                    raise loss.reason from None
                yield loss.reason
                first += 1
            except SourceError:
                self._give_back(worker)
                raise
            else:
                return
            finally:
                self._drop_if_busy(worker)

    def close(self) -> None:
        """End every worker; a file that is still being opened fails with `ReadingCrashed`."""
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

    def _take(self) -> WorkerProcess:
        with self._lock:
            if self._closed:
                raise BugError(what="picture source used after close")
            worker = self._idle.pop() if self._idle else None
            fresh = worker is None
            if worker is None:
                worker = WorkerProcess(self._make_job, self._bounds)
            self._busy.add(worker)
        if fresh:
            self._starter.submit(worker.start).result()
        return worker

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


def _opening_job(opener: Opener | None, limits: Limits) -> Job:
    """Runs in the worker."""
    from ocr.pictures.opening import open_pictures  # noqa: PLC0415 - the parent shall not load PDF libraries

    def open_file(path: Path, first: int) -> Iterator[PagePicture | SourceError]:
        return opener(path, first) if opener is not None else open_pictures(path, limits, first)

    def job(task: Any) -> Iterator[Any]:
        pages = open_file(task.path, task.first)
        yield _Opened()
        yield from pages

    return job
