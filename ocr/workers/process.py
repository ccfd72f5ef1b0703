"""The parent's side of one worker process: starts it, gives it a task, watches time and memory, ends it.

Knows nothing of pages. One thread at a time uses a worker; `end` may come from any other.
"""

import contextlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dossier.errors import ReadingCrashed, ReadingOutOfMemory, ReadingTimedOut, SourceError
from files.processes import end_tree, memory_of_tree
from ocr.workers.child import Ended, Item, Job, main

_WATCH_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one step of a worker (the time between two items) may cost."""

    seconds: float = 120.0
    memory: int = 1_000_000_000
    """Resident bytes of the worker and of what it started."""


class WorkerLost(Exception):
    """Inside this package only: the worker had to be ended or ended itself; `reason` is the error for whoever waits."""

    def __init__(self, reason: SourceError) -> None:
        super().__init__(reason)
        self.reason = reason


class WorkerProcess:
    """One process, used up when it is lost: make another."""

    def __init__(self, make_job: Callable[[], Job], bounds: Bounds) -> None:
        self._bounds = bounds
        context = multiprocessing.get_context("spawn")
        self._pipe, self._child_end = context.Pipe()
        self._process = context.Process(
            target=main, args=(self._child_end, os.getpid(), make_job), name="reading worker", daemon=True
        )
        self._lock = threading.Lock()
        self._started = False
        self._ended = False

    def start(self) -> None:
        """Start it; raises `OSError` where the machine has no process left.

        The calling thread must live as long as the worker is wanted (see `lead_own_group`).
        """
        try:
            with self._lock:
                if not self._ended:
                    self._process.start()
                    self._started = True
        finally:
            self._child_end.close()

    def run(self, task: object) -> Iterator[Any]:
        """Give it a task; yields what comes of it, item by item.

        The worker goes on while the caller is busy with an item, by no more than the pipe holds. Raises the error the
        task ended with, or `WorkerLost`. A run that is left before its end loses the worker.
        """
        finished = False
        try:
            self._send(task)
            while isinstance(message := self._receive(), Item):
                yield message.value
            finished = True
        finally:
            if not finished:
                self.end()
        if isinstance(message, Ended) and message.error is not None:
            raise message.error

    def end(self) -> None:
        """End it and everything it started, at once. Any thread, any number of times."""
        with self._lock:
            already, self._ended = self._ended, True
            if self._started and not already and self._process.pid is not None:
                end_tree(self._process.pid)

    def dispose(self) -> None:
        """End it, wait until it is gone and free the pipe. Only the thread that uses it."""
        self.end()
        if self._started:
            self._process.join()
            with contextlib.suppress(ValueError):
                # Somebody else in this process may have taken its exit status; then it counts as running for ever.
                self._process.close()
        self._pipe.close()

    def _send(self, task: object) -> None:
        # A worker that does not read would keep us here for ever.
        rescue = threading.Timer(self._bounds.seconds, self.end)
        rescue.daemon = True
        rescue.start()
        try:
            self._pipe.send(task)
        except OSError:
            raise self._lost() from None
        finally:
            rescue.cancel()

    def _receive(self) -> object:
        deadline = time.monotonic() + self._bounds.seconds
        try:
            while not self._pipe.poll(_WATCH_SECONDS):
                held = memory_of_tree(self._process.pid or 0)
                if held > self._bounds.memory:
                    raise WorkerLost(ReadingOutOfMemory(bytes=held, most=self._bounds.memory))
                if time.monotonic() > deadline:
                    raise WorkerLost(ReadingTimedOut(seconds=self._bounds.seconds))
            return self._pipe.recv()
        except (EOFError, OSError):
            raise self._lost() from None

    def _lost(self) -> WorkerLost:
        if self._started:
            self._process.join(1.0)
        return WorkerLost(ReadingCrashed(exit=self._process.exitcode))
