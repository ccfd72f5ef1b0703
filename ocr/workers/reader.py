"""Reads pages in worker processes, in two stages: `dossier.ports.PageReader`."""

import functools
import heapq
import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import structlog

from dossier.errors import BugError, ReadingCrashed, SohoaError
from dossier.ids import Sha256
from dossier.ports import ReadingPriority, Stage
from dossier.reading import PagePicture, PageReading
from ocr.recipe import RECIPE
from ocr.workers.child import Job
from ocr.workers.process import Bounds, WorkerLost, WorkerProcess

if TYPE_CHECKING:
    from ocr.readers import Readers

ReadersMaker = Callable[[], "Readers"]
"""Makes the readers inside the worker; travels by pickle, so a function of a module or a partial of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """One stage of one page; travels to the worker. With `first`, its reading so far, it is the second stage."""

    picture: PagePicture
    first: PageReading | None = None
    cleared: bool = False

    @property
    def stage(self) -> Stage:
        return Stage.FIRST if self.first is None else Stage.SECOND


_LOG = structlog.get_logger("ocr")

_RANK = {
    (Stage.FIRST, ReadingPriority.ON_SCREEN): 0,
    (Stage.FIRST, ReadingPriority.BACKGROUND): 1,
    (Stage.SECOND, ReadingPriority.ON_SCREEN): 2,
    (Stage.SECOND, ReadingPriority.BACKGROUND): 3,
}
"""A page that nobody has read yet keeps a clerk waiting; a second reading only makes the first one surer."""


@dataclass(order=True, slots=True)
class _Waiting:
    """A task in the queue: by rank, then in the order they came."""

    rank: int
    number: int
    task: _Task = field(compare=False)
    future: Future[PageReading] = field(compare=False)


class WorkerPageReader:
    """Up to `jobs` worker processes, each with a thread of ours that waits on its pipe.

    Processes start with the first pages, and each makes its readers once, at its first. A worker that crashes, takes
    longer than the bounds say or grows beyond them costs the stage of the page it was at: its future fails with
    `ReadingCrashed`, `ReadingTimedOut` or `ReadingOutOfMemory` (fact page), the next page gets a new worker. Futures
    finish in the waiting threads; so do their callbacks. What fails unexpectedly is logged and is `ReadingCrashed` too
    (facts kind, where), as is a process that cannot be started (errno).
    """

    def __init__(
        self,
        readers: ReadersMaker,
        *,
        jobs: int,
        bounds: Bounds | None = None,
        new_process: Callable[[Callable[[], Job], Bounds], WorkerProcess] = WorkerProcess,
    ) -> None:
        self._new_process = new_process
        self._make_job = functools.partial(_reading_job, readers)
        self._jobs = max(1, jobs)
        self._bounds = bounds or Bounds()
        self._changed = threading.Condition()
        self._queue: list[_Waiting] = []
        self._numbers = itertools.count()
        self._lanes: list[threading.Thread] = []
        self._workers: set[WorkerProcess] = set()
        self._idle = 0
        self._closed = False
        self._preferred: Sha256 | None = None

    @property
    def recipe(self) -> str:
        """See `PageReader`."""
        return RECIPE

    @property
    def preferred(self) -> Sha256 | None:
        """See `PageReader`."""
        return self._preferred

    def submit(
        self,
        picture: PagePicture,
        priority: ReadingPriority = ReadingPriority.BACKGROUND,
        *,
        cleared: bool = False,
    ) -> Future[PageReading]:
        """See `PageReader`."""
        return self._enqueue(_Task(picture=picture, cleared=cleared), priority)

    def submit_second(
        self, picture: PagePicture, first: PageReading, priority: ReadingPriority = ReadingPriority.BACKGROUND
    ) -> Future[PageReading]:
        """See `PageReader`."""
        return self._enqueue(_Task(picture=picture, first=first), priority)

    def prefer(self, picture: Sha256) -> None:
        """See `PageReader`."""
        with self._changed:
            self._preferred = picture
            for entry in self._queue:
                if entry.task.picture.sha256 == picture:
                    entry.rank = _RANK[entry.task.stage, ReadingPriority.ON_SCREEN]
            heapq.heapify(self._queue)

    def _enqueue(self, task: _Task, priority: ReadingPriority) -> Future[PageReading]:
        future: Future[PageReading] = Future()
        with self._changed:
            if self._closed:
                raise BugError(what="page reader used after close")
            if task.picture.sha256 == self._preferred:
                priority = ReadingPriority.ON_SCREEN
            rank = _RANK[task.stage, priority]
            heapq.heappush(self._queue, _Waiting(rank, next(self._numbers), task, future))
            if self._idle < len(self._queue) and len(self._lanes) < self._jobs:
                lane = threading.Thread(target=self._serve, name=f"page reader {len(self._lanes) + 1}", daemon=True)
                self._lanes.append(lane)
                lane.start()
            self._changed.notify()
        return future

    def close(self) -> None:
        """End every worker at once; pages that wait or are being read are cancelled."""
        with self._changed:
            self._closed = True
            waiting, self._queue = self._queue, []
            for worker in self._workers:
                worker.end()
            self._changed.notify_all()
        for entry in waiting:
            entry.future.cancel()
        for lane in self._lanes:
            if lane is not threading.current_thread():
                lane.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _serve(self) -> None:
        """One lane: takes pages from the queue and has its worker read them, until the reader is closed."""
        worker: WorkerProcess | None = None
        while (entry := self._next()) is not None:
            if not entry.future.set_running_or_notify_cancel():
                continue
            try:
                worker = worker or self._new_worker()
            except OSError as error:
                # No process or no pipe is to be had just now; the next page asks again.
                _LOG.warning("no worker process", errno=error.errno)
                self._fail(entry, ReadingCrashed(errno=error.errno))
                continue
            if not self._read(worker, entry):
                self._drop(worker)
                worker = None
        if worker is not None:
            self._drop(worker)

    def _next(self) -> _Waiting | None:
        with self._changed:
            self._idle += 1
            self._changed.wait_for(lambda: self._queue or self._closed)
            self._idle -= 1
            return None if self._closed else heapq.heappop(self._queue)

    def _new_worker(self) -> WorkerProcess:
        worker = self._new_process(self._make_job, self._bounds)
        with self._changed:
            self._workers.add(worker)
            if self._closed:
                worker.end()
        try:
            worker.start()
        except OSError:
            self._drop(worker)
            raise
        return worker

    def _drop(self, worker: WorkerProcess) -> None:
        with self._changed:
            self._workers.discard(worker)
        worker.dispose()

    def _read(self, worker: WorkerProcess, entry: _Waiting) -> bool:
        """Read one page; whether the worker can go on."""
        try:
            (reading,) = worker.run(entry.task)
        except WorkerLost as loss:
            self._fail(entry, loss.reason)
            return False
        except SohoaError as error:
            self._fail(entry, error)
            return True
        entry.future.set_result(reading)
        return True

    def _fail(self, entry: _Waiting, error: SohoaError) -> None:
        if self._closed:
            entry.future.set_exception(CancelledError())
            return
        if isinstance(error, BugError):
            # A slip of ours on an odd page costs that page, not the pages behind it.
            _LOG.error("reading a page failed unexpectedly", **error.facts)
            error = ReadingCrashed(**error.facts)
        error.facts.setdefault("page", entry.task.picture.number)
        entry.future.set_exception(error)


def standard_readers() -> "Readers":
    """The readers of this machine. Loads what reads: for worker processes, and for who asks which readers there are."""
    from ocr.readers import make_readers  # noqa: PLC0415 - the parent shall not pay for it

    return make_readers()


def _reading_job(make_readers: ReadersMaker) -> Job:
    """Runs in the worker: imports what reading needs there only, and makes the readers once."""
    import cv2  # noqa: PLC0415 - the parent shall not pay for it

    from ocr.reading import read_first, read_second  # noqa: PLC0415 - as above

    # Two workers with a thread pool each are slower than two without.
    cv2.setNumThreads(1)
    readers = make_readers()

    def job(task: Any) -> Iterator[PageReading]:
        if task.first is None:
            yield read_first(task.picture, readers, cleared=task.cleared)
        else:
            yield read_second(task.picture, task.first, readers)

    return job
