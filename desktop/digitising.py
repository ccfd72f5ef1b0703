"""The main job without a screen: take in, read, propose, leave the dossiers in the clerk's list.

Items fail alone: every failure is reported and the batch goes on. Synchronous; events are told through `watch`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.sources import Plan, PlannedDossier
from dossier.errors import SohoaError, SourceError, UseError
from dossier.ids import DossierId
from dossier.ports import Extractor, PageReader, PictureSource
from dossier.use_cases.reading_dossiers import read_dossier, read_dossier_second
from dossier.use_cases.take_in import open_dossier, take_in_file
from dossier.use_cases.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One item that could not be done: a file, or one page of it."""

    source: str
    error: SohoaError
    code: str | None = None
    """Where a whole file failed: the dossier it was meant for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What opens files and reads pages."""

    pictures: PictureSource
    reader: PageReader
    extractor: Extractor
    password: str | None = field(default=None, repr=False)
    """Tried on locked files."""


class Watch:
    """Hears how the job goes; override what is of interest. Called on the thread that runs the job."""

    def started(self, item: str) -> None:
        """A file or dossier is begun."""

    def page_ready(self, item: str, number: int) -> None:
        """Page `number` of a file has been taken in."""

    def page_read(self, done: int, total: int) -> None:
        """So many pages of the present dossier are read."""

    def dossier_ready(self, dossier: DossierId) -> None:
        """The dossier's pages are taken in; reading begins."""

    def dossier_read(self, dossier: DossierId) -> None:
        """The first stage of the dossier is over: it can be keyed, and read on."""

    def failed(self, failure: Failure) -> None:
        """An item failed alone."""

    def second_failed(self, failure: Failure) -> None:
        """The second reader failed on a page; what the first read stands."""


@dataclass(slots=True)
class Outcome:
    """What was done."""

    dossiers: list[DossierId] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def never() -> bool:
    """Not cancelled."""
    return False


class Digitising:
    """Runs plans. `cancelled` is asked between files and between pages; what was done stays."""

    def __init__(
        self,
        workplace: Workplace,
        tools: Tools,
        watch: Watch | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> None:
        self._workplace = workplace
        self._tools = tools
        self._watch = watch or Watch()
        self._cancelled = cancelled
        self.outcome = Outcome()

    def run(self, plan: Plan, *, read: bool = True, second: bool = False) -> Outcome:
        """Take in every planned dossier and read it. `read` False: take in only.

        `second`: the second stage follows that of all first ones; where no second reader is live it is nothing.
        """
        for path, error in plan.failures:
            self._failed(str(path), error)
        for planned in plan.dossiers:
            if self._cancelled():
                break
            dossier = self._take_in(planned)
            if dossier is not None and read:
                self.read(dossier)
        if second:
            for dossier in dict.fromkeys(self.outcome.dossiers):
                self.read_second(dossier)
        return self.outcome

    def read(self, dossier: DossierId, *, again: bool = False) -> None:
        """Read what waits in one dossier (`again`: also what failed)."""
        content = self._workplace.store.content(dossier)
        try:
            self._read(dossier, len(content.pages), again=again)
        except UseError as error:
            # The dossier was completed or changed while it was being read; the others go on.
            self._failed(content.dossier.code, error)
        self._watch.dossier_read(dossier)

    def read_second(self, dossier: DossierId) -> None:
        """Second stage of one dossier."""
        reading = read_dossier_second(
            self._workplace, self._tools.reader, self._tools.extractor, dossier, cancelled=self._cancelled
        )
        for page in reading:
            if page.error is not None:
                self._watch.second_failed(Failure(source=page.page.source_name, error=page.error))

    def _read(self, dossier: DossierId, total: int, *, again: bool) -> None:
        reading = read_dossier(
            self._workplace,
            self._tools.reader,
            self._tools.extractor,
            dossier,
            again=again,
            cancelled=self._cancelled,
        )
        for done, page in enumerate(reading, start=1):
            self._watch.page_read(done, total)
            if page.error is not None:
                self._failed(page.page.source_name, page.error)

    def _take_in(self, planned: PlannedDossier) -> DossierId | None:
        try:
            dossier = open_dossier(self._workplace, planned.code)
        except UseError as error:
            for file in planned.files:
                self._failed(str(file), error)
            return None
        self.outcome.dossiers.append(dossier)
        self._take_in_files(dossier, planned)
        self._watch.dossier_ready(dossier)
        return dossier

    def _take_in_files(self, dossier: DossierId, planned: PlannedDossier) -> None:
        for file in planned.files:
            if self._cancelled():
                return
            self._watch.started(file.name)
            try:
                taken = take_in_file(
                    self._workplace,
                    self._tools.pictures,
                    file,
                    dossier,
                    password=self._tools.password,
                    on_page=lambda number, name=file.name: self._watch.page_ready(name, number),  # type: ignore[misc]
                    cancelled=self._cancelled,
                )
            except (SourceError, UseError) as error:
                self._failed(str(file), error, planned.code)
                continue
            for failure in taken.failures:
                self._failed(str(file), failure)

    def _failed(self, source: str, error: SohoaError, code: str | None = None) -> None:
        failure = Failure(source=source, error=error, code=code)
        self.outcome.failures.append(failure)
        self._watch.failed(failure)
