"""What becomes of files and scanned pages: one line an item, failures kept in sight with their sentence. No widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from dossier.errors import SohoaError, SourceEncrypted, SourcePasswordWrong
from dossier.ids import DossierId
from dossier.model import ChangeSet, DossierContent, PageStatus
from dossier.ports import ScannerDevice, ScanSettings
from dossier.text import clean
from ui.application import Application, Job, JobFailure, JobProgress, LockedFile


class Phase(StrEnum):
    """Where a job stands."""

    IDLE = "idle"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Problem(StrEnum):
    """Why nothing was started."""

    CODE_MISSING = "code_missing"
    NO_PATH = "no_path"
    NO_SCANNER = "no_scanner"
    BUSY = "busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDossier:
    """A dossier that came in: the state of each of its pages, in order."""

    id: DossierId
    code: str
    documents: int
    pages: tuple[PageStatus, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An item that failed alone."""

    source: str
    error: SohoaError


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInState:
    """What is shown."""

    phase: Phase = Phase.IDLE
    done: int = 0
    total: int = 0
    item: str = ""
    dossiers: tuple[TakenDossier, ...] = ()
    failures: tuple[Failure, ...] = ()
    locked: tuple[LockedFile, ...] = ()
    """Files whose password is asked for, the first of them now."""
    skipped: tuple[LockedFile, ...] = ()
    """Files left aside without a password, of whatever job: F5 asks for them again."""
    trying: bool = False
    """The password given for the first of them is being tried."""
    wrong: bool = False
    """The last one given did not open it."""
    error: SohoaError | None = None
    problem: Problem | None = None
    scanners: tuple[ScannerDevice, ...] = ()
    looking_for_scanners: bool = False


class TakeInView(Protocol):
    """What the presenter needs of the screen."""

    def show_state(self, state: TakeInState) -> None:
        """Show this."""
        ...


class TakeInPresenter:
    """One job at a time, but for locked files, which follow it; the clerk may key meanwhile. Lives on the UI thread."""

    def __init__(self, application: Application, view: TakeInView) -> None:
        self._application = application
        self._view = view
        self._state = TakeInState()
        self._jobs: list[Job] = []
        self._last: tuple[Sequence[Path], str | None] | None = None
        self._asking: set[DossierId] = set()
        self._opening: dict[Job, LockedFile] = {}
        self._attempt = 0
        """Counts passwords: the answer to one that is not waited for any more is of no use."""
        application.changed.connect(self._on_changed)

    @property
    def state(self) -> TakeInState:
        """What is shown now."""
        return self._state

    def look_for_scanners(self) -> None:
        """Ask which scanners are attached; drivers may take seconds."""
        if self._state.looking_for_scanners:
            return
        self._show(looking_for_scanners=True)
        self._application.scanners(
            lambda found: self._show(scanners=tuple(found), looking_for_scanners=False),
            lambda error: self._show(error=error, looking_for_scanners=False),
        )

    def take_in(self, paths: Sequence[Path], code: str) -> None:
        """Take in files (into the dossier of that code) and folders (which name themselves unless a code is given)."""
        wanted = clean(code) or None
        if not paths:
            self._show(problem=Problem.NO_PATH)
        elif wanted is None and any(not path.is_dir() for path in paths):
            self._show(problem=Problem.CODE_MISSING)
        elif not self._busy():
            self._last = (tuple(paths), wanted)
            self._start(self._application.take_in(paths, wanted))

    def scan(self, settings: ScanSettings | None, code: str) -> None:
        """F9."""
        wanted = clean(code)
        if not wanted:
            self._show(problem=Problem.CODE_MISSING)
        elif settings is None:
            self._show(problem=Problem.NO_SCANNER)
        elif not self._busy():
            self._last = None
            self._start(self._application.scan(settings, wanted))

    def stop(self) -> None:
        """Esc: between two pages; what came in stays."""
        if self._state.phase is Phase.RUNNING:
            self._attempt += 1
            self._show(phase=Phase.STOPPING, trying=False)
            for job in tuple(self._jobs):
                job.cancel()

    def retry(self) -> None:
        """F5: skipped files, the same files again (what is there is passed over), and pages whose reading failed."""
        if self._busy():
            return
        skipped = self._state.skipped
        self._ask_for(*skipped)
        if self._last is not None and (
            self._state.failures or self._state.error or self._state.phase is Phase.CANCELLED
        ):
            paths, code = self._last
            self._start(self._application.take_in(paths, code), keep=True)
            return
        if skipped:
            return
        unread = next(
            (item for item in self._state.dossiers if any(page is not PageStatus.READ for page in item.pages)), None
        )
        if unread is not None:
            self._start(self._application.read_again(unread.id), keep=True)

    def give_password(self, password: str) -> None:
        """For the file that is asked about; it is tried at once, a wrong one is asked for again."""
        if not self._state.locked or self._state.trying or not password:
            return
        file = self._state.locked[0]
        self._attempt += 1
        attempt = self._attempt
        self._show(trying=True, wrong=False)
        self._application.unlock(
            file,
            password,
            lambda job: self._on_unlocked(file, job, attempt),
            lambda error: self._on_refused(file, error, attempt),
        )

    def skip_locked(self) -> None:
        """The file that is asked about stays aside, with its sentence, even while one is tried; F5 asks again."""
        if self._state.locked:
            self._attempt += 1
            file = self._state.locked[0]
            self._leave_aside(file, SourceEncrypted(source=file.path.name))

    def ready(self) -> DossierId | None:
        """The dossier that Enter opens: the last that came in."""
        return self._state.dossiers[-1].id if self._state.dossiers else None

    def _busy(self) -> bool:
        if self._jobs:
            self._show(problem=Problem.BUSY)
        return bool(self._jobs)

    def _start(self, job: Job, *, keep: bool = False) -> None:
        before = self._state
        self._state = replace(
            TakeInState(scanners=before.scanners),
            dossiers=before.dossiers if keep else (),
            failures=_of(before.skipped, before.failures),
            skipped=before.skipped,
            locked=before.locked,
            trying=before.trying,
            wrong=before.wrong,
        )
        self._follow(job)

    def _follow(self, job: Job) -> None:
        self._jobs.append(job)
        job.progressed.connect(self._on_progress)
        job.item_failed.connect(self._on_item_failed)
        job.dossier_ready.connect(self._on_ready)
        job.locked.connect(lambda file: self._on_locked(file, job))
        job.done.connect(lambda: self._on_end(job, Phase.DONE))
        job.cancelled.connect(lambda: self._on_end(job, Phase.CANCELLED))
        job.failed.connect(lambda error: self._on_end(job, Phase.FAILED, error))
        self._show(phase=Phase.RUNNING)

    def _on_progress(self, progress: JobProgress) -> None:
        self._show(done=progress.done, total=progress.total, item=progress.item)

    def _on_item_failed(self, failure: JobFailure) -> None:
        self._show(failures=(*self._state.failures, Failure(source=failure.source, error=failure.error)))

    def _on_locked(self, file: LockedFile, job: Job) -> None:
        """Not asked again where its password is known already: its own job comes after this one."""
        if file not in self._opening.values() or self._opening.get(job) == file:
            self._ask_for(file)

    def _ask_for(self, *files: LockedFile) -> None:
        state = self._state
        new = tuple(file for file in files if file not in state.locked)
        if new:
            told = _of(new, state.failures)
            self._show(
                locked=(*state.locked, *new),
                skipped=tuple(file for file in state.skipped if file not in new),
                failures=tuple(failure for failure in state.failures if failure not in told),
            )

    def _on_unlocked(self, file: LockedFile, job: Job, attempt: int) -> None:
        if attempt != self._attempt:
            job.cancel()
            return
        self._forget(file)
        self._opening[job] = file
        self._follow(job)

    def _on_refused(self, file: LockedFile, error: SohoaError, attempt: int) -> None:
        if attempt != self._attempt:
            return
        if isinstance(error, SourcePasswordWrong):
            self._show(trying=False, wrong=True)
        else:
            self._leave_aside(file, error)

    def _leave_aside(self, file: LockedFile, error: SohoaError) -> None:
        self._forget(file)
        self._show(
            skipped=(*self._state.skipped, file),
            failures=(*self._state.failures, Failure(source=str(file.path), error=error)),
        )

    def _forget(self, file: LockedFile) -> None:
        left = tuple(one for one in self._state.locked if one != file)
        self._state = replace(self._state, locked=left, trying=False, wrong=False)

    def _on_ready(self, dossier: str) -> None:
        self._ask(DossierId(dossier))

    def _on_end(self, job: Job, phase: Phase, error: SohoaError | None = None) -> None:
        """The screen is at rest when nothing runs any more; the first error stays."""
        self._jobs.remove(job)
        file = self._opening.pop(job, None)
        if file is not None and phase is not Phase.DONE and file not in self._state.locked:
            # Perhaps it did not come in; what did is passed over.
            self._state = replace(self._state, skipped=(*self._state.skipped, file))
        self._show(phase=self._state.phase if self._jobs else phase, error=self._state.error or error)
        for dossier in self._state.dossiers:
            self._ask(dossier.id)

    def _on_changed(self, changes: ChangeSet) -> None:
        for dossier in self._state.dossiers:
            if dossier.id in changes.dossiers:
                self._ask(dossier.id)

    def _ask(self, dossier: DossierId) -> None:
        if dossier in self._asking:
            return
        self._asking.add(dossier)
        self._application.query(
            lambda store: store.content(dossier), self._on_content, lambda _: self._asking.discard(dossier)
        )

    def _on_content(self, content: DossierContent) -> None:
        found = content.dossier
        self._asking.discard(found.id)
        taken = TakenDossier(
            id=found.id,
            code=found.code,
            documents=len(content.documents),
            pages=tuple(page.status for page in content.pages),
        )
        known = [item.id for item in self._state.dossiers]
        dossiers = list(self._state.dossiers)
        if found.id in known:
            dossiers[known.index(found.id)] = taken
        else:
            dossiers.append(taken)
        self._show(dossiers=tuple(dossiers), problem=self._state.problem)

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **({"problem": None} | changes))  # type: ignore[arg-type]
        self._view.show_state(self._state)


def _of(files: Sequence[LockedFile], failures: Sequence[Failure]) -> tuple[Failure, ...]:
    """The failures that tell of these files."""
    sources = {str(file.path) for file in files}
    return tuple(failure for failure in failures if failure.source in sources)
