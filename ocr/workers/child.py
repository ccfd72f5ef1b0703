"""What runs inside a worker process: takes one task after another from its pipe and sends back what comes of it.

Imports neither Qt nor a database, so that a worker stays small. The parent may vanish at any moment: the worker then
ends itself and whatever it started.
"""

import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

from dossier.errors import BugError, ReadingOutOfMemory, SohoaError
from files.processes import end_own_tree, give_back_memory, lead_own_group

Job = Callable[[Any], Iterator[Any]]
"""Turns one task into items, which travel to the parent one by one."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing the job made."""

    value: Any


@dataclass(frozen=True, slots=True)
class Ended:
    """The task is over; `error` says why when it failed."""

    error: SohoaError | None = None


def main(connection: "Connection[Any, Any]", parent: int, make_job: Callable[[], Job]) -> None:
    """The worker's life. `make_job` is called once, here."""
    lead_own_group(parent)
    threading.Thread(target=_end_with_parent, name="parent watch", daemon=True).start()
    # Decoders write about damaged files to standard error from C; what matters comes back as an error.
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, no path of ours
        os.dup2(nowhere.fileno(), 2)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    job: Job | None = None
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        if job is None:
            job = make_job()
        _work(connection, job, task)
        # A page may have taken ten times what the process needs while it waits for the next.
        give_back_memory()


def _work(connection: "Connection[Any, Any]", job: Job, task: object) -> None:
    error: SohoaError | None = None
    try:
        for value in job(task):
            connection.send(Item(value))
    except SohoaError as failure:
        error = failure
    except MemoryError:
        error = ReadingOutOfMemory()
    except BrokenPipeError:
        sys.exit(0)
    except Exception as failure:  # noqa: BLE001 - the border of the worker: whatever a page does stays with the page
        where = traceback.extract_tb(failure.__traceback__)[-1]
        error = BugError(kind=type(failure).__name__, where=f"{where.name}:{where.lineno}")
    connection.send(Ended(error))


def _end_with_parent() -> None:
    """The kernel ends us too where it can (prctl); this also ends what we started, and works on Windows."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        end_own_tree()
