"""Background jobs of the window: take in, scan, read. Each ends in exactly one of done, failed, cancelled."""

import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from desktop.digitising import Digitising, Failure, Tools, Watch
from desktop.faults import bare, told
from desktop.home import Home
from desktop.second_readings import SecondReadings
from desktop.sources import Plan, PlannedDossier, plan
from dossier.errors import SourceEncrypted
from dossier.ids import DossierId
from dossier.ports import DossierStore, Scanner, ScanSettings
from dossier.states import KEYING_OPEN, State
from dossier.use_cases.reading_dossiers import is_unfinished
from dossier.use_cases.take_in import open_dossier, take_in_scan
from dossier.use_cases.workplace import Workplace
from ui.application import Job, JobFailure, JobProgress, LockedFile

MOST_RESUMED = 10_000
_PAST_KEYING, LOOKED_UP_AT_ONCE = [state for state in State if state not in KEYING_OPEN], 500
"""There a page is read only when a false alarm was cleared before the window closed; all of them are gone through."""

Work = Callable[["BackgroundJob"], None]


class BackgroundJob(Job):
    """A job on a worker thread. Its signals are emitted on the UI thread only."""

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._home = home
        self._cancel = threading.Event()

    def cancel(self) -> None:
        """Ask to stop; the job ends at the next page."""
        self._cancel.set()

    def is_cancelled(self) -> bool:
        """Whether stopping was asked for. Any thread."""
        return self._cancel.is_set()

    def tell(self, progress: JobProgress) -> None:
        """Report progress. Worker thread."""
        self._home.send(lambda: self.progressed.emit(progress))

    def tell_failure(self, failure: JobFailure) -> None:
        """Report an item that failed alone. Worker thread."""
        self._home.send(lambda: self.item_failed.emit(failure))

    def tell_locked(self, file: LockedFile) -> None:
        """Report a file that waits for its password. Worker thread."""
        self._home.send(lambda: self.locked.emit(file))

    def tell_ready(self, dossier: DossierId) -> None:
        """Report a dossier that can be opened. Worker thread."""
        self._home.send(lambda: self.dossier_ready.emit(dossier))

    def run(self, work: Work) -> None:
        """Do the work and say how it ended, once. Worker thread; the border at which untyped errors become bugs."""
        try:
            work(self)
        except Exception as error:  # noqa: BLE001 - the one border of background work
            known = told(error)
            self._home.send(lambda: self.failed.emit(known))
            return
        ending = self.cancelled if self.is_cancelled() else self.done
        self._home.send(ending.emit)


class _JobWatch(Watch):
    """Turns the events of digitising into the job's progress."""

    def __init__(self, job: BackgroundJob, files: int, second: SecondReadings) -> None:
        self._job = job
        self._files = files
        self._second = second
        self._begun = 0
        self._item = ""

    def started(self, item: str) -> None:
        self._item = item
        self._job.tell(JobProgress(done=self._begun, total=self._files, item=item))
        self._begun += 1

    def page_ready(self, item: str, number: int) -> None:
        self._job.tell(JobProgress(done=self._begun - 1, total=self._files, item=f"{item} · {number}"))

    def page_read(self, done: int, total: int) -> None:
        self._job.tell(JobProgress(done=done, total=total, item=self._item))

    def dossier_ready(self, dossier: DossierId) -> None:
        self._job.tell_ready(dossier)

    def dossier_read(self, dossier: DossierId) -> None:  # noqa: ARG002 - what is half read is looked up
        self._second.wake()

    def failed(self, failure: Failure) -> None:
        # A wrong password counts as none: the one of the environment was meant for other files.
        if isinstance(failure.error, SourceEncrypted) and failure.code is not None:
            self._job.tell_locked(LockedFile(path=Path(failure.source), code=failure.code))
            return
        self._job.tell_failure(JobFailure(source=failure.source, error=bare(failure.error)))


class BackgroundJobs:
    """Starts jobs, one after another: two at once would only share the same processors.

    Jobs read in the first stage alone; `second` reads on behind them.
    """

    def __init__(
        self,
        home: Home,
        workplace: Callable[[], Workplace],
        tools: Tools,
        scanner: Scanner,
        *,
        at_once: int = LOOKED_UP_AT_ONCE,
    ) -> None:
        self._at_once = at_once
        self.second = SecondReadings(workplace, tools)
        self._home = home
        self._workplace = workplace
        self._tools = tools
        self._scanner = scanner
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")
        self._running: list[BackgroundJob] = []

    def take_in(self, paths: Sequence[Path], code: str | None) -> BackgroundJob:
        """Files and folders into dossiers, then read."""

        def work(job: BackgroundJob) -> None:
            planned = plan(paths, code)
            watch = _JobWatch(job, sum(len(item.files) for item in planned.dossiers), self.second)
            Digitising(self._workplace(), self._tools, watch, job.is_cancelled).run(planned)

        return self._start(work)

    def take_in_locked(self, file: LockedFile, password: str) -> BackgroundJob:
        """One file that this password opens. It is forgotten with the job."""

        def work(job: BackgroundJob) -> None:
            planned = Plan(dossiers=(PlannedDossier(code=file.code, files=(file.path,)),), failures=())
            tools = replace(self._tools, password=password)
            Digitising(self._workplace(), tools, _JobWatch(job, 1, self.second), job.is_cancelled).run(planned)

        return self._start(work)

    def scan(self, settings: ScanSettings, code: str) -> BackgroundJob:
        """Pages of a scanner into a dossier, then read. A scanner's error fails the job; arrived pages are safe."""

        def work(job: BackgroundJob) -> None:
            if job.is_cancelled():
                return
            workplace = self._workplace()
            dossier = open_dossier(workplace, code)
            try:
                self._scan(job, workplace, dossier, settings)
            finally:
                job.tell_ready(dossier)
                Digitising(workplace, self._tools, self._watch(job), job.is_cancelled).read(dossier)

        return self._start(work)

    def read_again(self, dossier: DossierId) -> BackgroundJob:
        """Pages that wait or failed."""

        def work(job: BackgroundJob) -> None:
            Digitising(self._workplace(), self._tools, self._watch(job), job.is_cancelled).read(dossier, again=True)

        return self._start(work)

    def resume(self) -> None:
        """Go on with what the last run broke off: pages that wait to be read, then those that were read once."""

        def work(job: BackgroundJob) -> None:
            workplace = self._workplace()
            store = workplace.store
            begun = store.summaries(states=list(KEYING_OPEN), limit=MOST_RESUMED)
            unfinished = (summary.dossier.id for summary in begun if is_unfinished(summary))
            for dossier in itertools.chain(unfinished, _unread_past_keying(store, self._at_once)):
                if job.is_cancelled():
                    return
                Digitising(workplace, self._tools, self._watch(job), job.is_cancelled).read(dossier)
            self.second.wake()

        self._start(work)

    def close(self) -> None:
        """Cancel what runs and wait for it to stop between two pages; what has not begun ends as cancelled."""
        for job in self._running:
            job.cancel()
        self._executor.shutdown(wait=True)
        self.second.close()

    def _watch(self, job: BackgroundJob) -> _JobWatch:
        return _JobWatch(job, 0, self.second)

    def _scan(self, job: BackgroundJob, workplace: Workplace, dossier: DossierId, settings: ScanSettings) -> None:
        started = workplace.clock.now().astimezone()
        name = f"scan {started:%Y-%m-%d %H.%M.%S}"
        pages = 0
        for taken in take_in_scan(workplace, self._scanner.scan(settings), dossier, name):
            pages += len(taken.added)
            job.tell(JobProgress(done=pages, total=0, item=name))
            if job.is_cancelled():
                return

    def _start(self, work: Work) -> BackgroundJob:
        job = BackgroundJob(self._home)
        self._running = [known for known in self._running if not known.is_cancelled()]
        self._running.append(job)
        self._executor.submit(job.run, work)
        return job


def _unread_past_keying(store: DossierStore, at_once: int) -> Iterator[DossierId]:
    """In batches: an office's cache may hold a hundred thousand dossiers that were completed long ago."""
    last: DossierId | None = None
    while batch := store.unread_dossiers(_PAST_KEYING, last, at_once):
        yield from batch
        last = batch[-1]
