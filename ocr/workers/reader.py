"""Reads pages in worker processes: `dossier.ports.PageReader`."""

import functools
import heapq
import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from dossier.errors import BugError, SohoaError
from dossier.ports import ReadingPriority
from dossier.reading import PagePicture, PageReading
from ocr.workers.child import Job
from ocr.workers.process import Bounds, WorkerLost, WorkerProcess

if TYPE_CHECKING:
    from ocr.engines.engine import OcrEngine

EngineMaker = Callable[[], "OcrEngine"]
"""Makes the engine inside the worker; travels by pickle, so a class, a function of a module or a partial of one."""

_RANK = {ReadingPriority.ON_SCREEN: 0, ReadingPriority.BACKGROUND: 1}


@dataclass(order=True, slots=True)
class _Waiting:
    """A page in the queue: on-screen pages first, then in the order they came."""

    rank: int
    number: int
    picture: PagePicture = field(compare=False)
    future: Future[PageReading] = field(compare=False)


class WorkerPageReader:
    """Up to `jobs` worker processes, each with a thread of ours that waits on its pipe.

    Processes start with the first pages. A worker that crashes, takes longer than the bounds say or grows beyond them
    costs the page it was at: its future fails with `ReadingCrashed`, `ReadingTimedOut` or `ReadingOutOfMemory` (fact
    page), the next page gets a new worker. Futures finish in the waiting threads; so do their callbacks.
    """

    def __init__(self, engine: EngineMaker, *, jobs: int, bounds: Bounds | None = None) -> None:
        self._make_job = functools.partial(_reading_job, engine)
        self._jobs = max(1, jobs)
        self._bounds = bounds or Bounds()
        self._changed = threading.Condition()
        self._queue: list[_Waiting] = []
        self._numbers = itertools.count()
        self._lanes: list[threading.Thread] = []
        self._workers: set[WorkerProcess] = set()
        self._idle = 0
        self._closed = False

    def submit(
        self, picture: PagePicture, priority: ReadingPriority = ReadingPriority.BACKGROUND
    ) -> Future[PageReading]:
        """See `PageReader`."""
        future: Future[PageReading] = Future()
        with self._changed:
            if self._closed:
                raise BugError(what="page reader used after close")
            heapq.heappush(self._queue, _Waiting(_RANK[priority], next(self._numbers), picture, future))
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
            if worker is None:
                worker = self._new_worker()
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
        worker = WorkerProcess(self._make_job, self._bounds)
        with self._changed:
            self._workers.add(worker)
            if self._closed:
                worker.end()
        worker.start()
        return worker

    def _drop(self, worker: WorkerProcess) -> None:
        with self._changed:
            self._workers.discard(worker)
        worker.dispose()

    def _read(self, worker: WorkerProcess, entry: _Waiting) -> bool:
        """Read one page; whether the worker can go on."""
        try:
            (reading,) = worker.run(entry.picture)
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
        error.facts.setdefault("page", entry.picture.number)
        entry.future.set_exception(error)


def _reading_job(make_engine: EngineMaker) -> Job:
    """Runs in the worker: imports what reading needs there only, and makes the engine once."""
    import cv2  # noqa: PLC0415 - the parent shall not pay for it

    from ocr.reading import read_page  # noqa: PLC0415 - as above

    # Two workers with a thread pool each are slower than two without.
    cv2.setNumThreads(1)
    engine = make_engine()

    def job(picture: Any) -> Iterator[PageReading]:
        yield read_page(picture, engine)

    return job
