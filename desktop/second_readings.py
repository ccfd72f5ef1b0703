"""The second stage in the window: whatever is half read is read on, quietly, behind everything that anybody waits for.

A thread of its own, so that no job waits for it; the readers' own queue puts every first stage before it. What a run
left half read the next one finds again.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog

from desktop.digitising import Tools
from desktop.faults import told
from dossier.ids import DossierId
from dossier.use_cases.reading_dossiers import read_dossier_second
from dossier.use_cases.workplace import Workplace

_LOG = structlog.get_logger("desktop")


class SecondReadings:
    """`wake` from any thread; `close` waits for the page that is being read to be let go."""

    def __init__(self, workplace: Callable[[], Workplace], tools: Tools) -> None:
        self._workplace = workplace
        self._tools = tools
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="second readings")
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._waiting = False
        self._on_screen: DossierId | None = None

    def wake(self) -> None:
        """A first stage has ended: look for what is half read."""
        with self._lock:
            if self._waiting or self._closing.is_set():
                return
            self._waiting = True
            self._executor.submit(self._run)

    def shows(self, dossier: DossierId) -> None:
        """This dossier is on the screen: it comes before the others."""
        self._on_screen = dossier

    def close(self) -> None:
        """Stop between two pages."""
        with self._lock:
            self._closing.set()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _run(self) -> None:
        with self._lock:
            self._waiting = False
        try:
            self._read_all()
        except Exception as error:  # noqa: BLE001 - the border of this thread: told in the log, the first readings stand
            _LOG.warning("second readings ended", code=told(error).code)

    def _read_all(self) -> None:
        workplace = self._workplace()
        done: set[DossierId] = set()
        while not self._closing.is_set():
            left = [dossier for dossier in workplace.store.half_read_dossiers() if dossier not in done]
            if not left:
                return
            dossier = self._on_screen if self._on_screen in left else left[0]
            read = self._read(workplace, dossier, set(left))
            if not self._gives_way(dossier, set(left)):
                done.add(dossier)
                if not read and dossier in workplace.store.half_read_dossiers():
                    return  # it is open and waits on: no second reader is live

    def _read(self, workplace: Workplace, dossier: DossierId, left: set[DossierId]) -> int:
        pages = 0
        for page in read_dossier_second(
            workplace,
            self._tools.reader,
            self._tools.extractor,
            dossier,
            cancelled=lambda: self._gives_way(dossier, left),
        ):
            pages += 1
            if page.error is not None:
                _LOG.warning("second reader failed", source=page.page.source_name, code=page.error.code)
        return pages

    def _gives_way(self, dossier: DossierId, left: set[DossierId]) -> bool:
        """Whether another dossier has come on the screen, or the window closes."""
        other = self._on_screen
        return self._closing.is_set() or (other != dossier and other in left)
