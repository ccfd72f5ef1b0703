"""What becomes of files and scanned pages: one line an item, failures kept in sight with their sentence. No widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from dossier.errors import SohoaError
from dossier.ids import DossierId
from dossier.model import ChangeSet, DossierContent, PageStatus
from dossier.ports import ScannerDevice, ScanSettings
from dossier.text import clean
from ui.application import Application, Job, JobFailure, JobProgress


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
    """One job at a time; the clerk may key meanwhile. Lives on the UI thread."""

    def __init__(self, application: Application, view: TakeInView) -> None:
        self._application = application
        self._view = view
        self._state = TakeInState()
        self._job: Job | None = None
        self._last: tuple[Sequence[Path], str | None] | None = None
        self._asking: set[DossierId] = set()
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
        if self._job is not None and self._state.phase is Phase.RUNNING:
            self._show(phase=Phase.STOPPING)
            self._job.cancel()

    def retry(self) -> None:
        """F5: the same files again (what is there is passed over), and pages whose reading failed."""
        if self._busy():
            return
        if self._last is not None and (
            self._state.failures or self._state.error or self._state.phase is Phase.CANCELLED
        ):
            paths, code = self._last
            self._start(self._application.take_in(paths, code), keep=True)
            return
        unread = next(
            (item for item in self._state.dossiers if any(page is not PageStatus.READ for page in item.pages)), None
        )
        if unread is not None:
            self._start(self._application.read_again(unread.id), keep=True)

    def ready(self) -> DossierId | None:
        """The dossier that Enter opens: the last that came in."""
        return self._state.dossiers[-1].id if self._state.dossiers else None

    def _busy(self) -> bool:
        if self._job is not None:
            self._show(problem=Problem.BUSY)
        return self._job is not None

    def _start(self, job: Job, *, keep: bool = False) -> None:
        self._job = job
        dossiers = self._state.dossiers if keep else ()
        self._state = replace(TakeInState(scanners=self._state.scanners), phase=Phase.RUNNING, dossiers=dossiers)
        job.progressed.connect(self._on_progress)
        job.item_failed.connect(self._on_item_failed)
        job.dossier_ready.connect(self._on_ready)
        job.done.connect(lambda: self._on_end(Phase.DONE))
        job.cancelled.connect(lambda: self._on_end(Phase.CANCELLED))
        job.failed.connect(lambda error: self._on_end(Phase.FAILED, error))
        self._show()

    def _on_progress(self, progress: JobProgress) -> None:
        self._show(done=progress.done, total=progress.total, item=progress.item)

    def _on_item_failed(self, failure: JobFailure) -> None:
        self._show(failures=(*self._state.failures, Failure(source=failure.source, error=failure.error)))

    def _on_ready(self, dossier: str) -> None:
        self._ask(DossierId(dossier))

    def _on_end(self, phase: Phase, error: SohoaError | None = None) -> None:
        self._job = None
        self._show(phase=phase, error=error)
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
