"""Read a dossier in two stages: pages go to the readers, their words become proposals (nhận dạng, trích trường).

The first stage reads; the dossier can then be keyed. The second lays another reader's words beside those of the first,
in the background and after all first stages, and says what is sure. Each page's outcome is durable when it arrives; the
last page of a document is written together with the proposals made from all its pages, so a run that is killed finds
every document either waiting or done, in either stage.

A dossier past keying takes no proposals. Only pages that a person has cleared are read there, for what was taken for a
secrecy mark kept them from being read in time: their words are found and shown, the values are the clerk's.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from functools import cached_property

from dossier.errors import FileDamaged, KeyingClosed, NotFound, PageDamaged, SourceError
from dossier.ids import DocumentId, DossierId, Sha256
from dossier.learned import Learned
from dossier.model import ChangeSet, Clearance, DossierContent, DossierSummary, Page, PageStatus
from dossier.operations import DescribePage, MoveDossier, Operation
from dossier.ports import Batch, Extractor, PageOutcome, PageReader, ReadingPriority, Stage
from dossier.reading import PagePicture, PageReading
from dossier.rules.secrecy import alarm_cleared, is_held
from dossier.states import KEYING_OPEN, State, require_move
from dossier.use_cases.proposing import propose
from dossier.use_cases.supporting import suggest_from_papers
from dossier.use_cases.workplace import Workplace

_AHEAD = 8
_CANCEL_CHECK_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """One page is done: read, or failed with its error."""

    page: Page
    error: SourceError | None
    changes: ChangeSet


def read_dossier(
    workplace: Workplace,
    reader: PageReader,
    extractor: Extractor,
    dossier: DossierId,
    *,
    again: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
    priority: ReadingPriority = ReadingPriority.BACKGROUND,
) -> Iterator[PageRead]:
    """First stage of every waiting page (`again`: those that failed, too), yielding as pages end, in any order.

    A picture that was read before by the same recipe, in whatever dossier, is not read twice. Stops between pages when
    `cancelled`; what was read stays. A `MachineError` of the reader ends the round.
    """
    system = workplace.as_system()
    content = system.store.content(dossier)
    wanted = {PageStatus.WAITING, PageStatus.FAILED} if again else {PageStatus.WAITING}
    todo = [page for page in _readable(content) if page.status in wanted]
    left = Counter(page.document for page in todo)
    writing = _Writing(system, extractor, Stage.FIRST, proposes=_is_open(content))

    def submit(page: Page) -> Future[PageReading]:
        cleared = alarm_cleared(page.clearance, system.store.reading(page.id))
        if not cleared:
            known = system.store.known_reading(page.picture, page.dpi, reader.recipe)
            if known is not None:
                return _done(known)
        return reader.submit(_picture(system, page), priority, cleared=cleared)

    for page, result in _results(reader, todo, submit, cancelled):
        left[page.document] -= 1
        yield writing.commit(page, result, last=not left[page.document])
    suggest_from_papers(system, dossier)
    finish_reading(system, dossier)


def read_dossier_second(
    workplace: Workplace,
    reader: PageReader,
    extractor: Extractor,
    dossier: DossierId,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    priority: ReadingPriority = ReadingPriority.BACKGROUND,
) -> Iterator[PageRead]:
    """Second stage of every page that waits for it, document by document; then what it says is proposed.

    Ends quietly when the dossier is completed meanwhile, and at once where no second reader is live: the pages then
    wait on. A page that fails keeps its first reading and is not tried again by itself. A `MachineError` ends it.
    """
    system = workplace.as_system()
    store = system.store
    content = store.content(dossier)
    half = store.half_read(dossier)
    todo = [page for page in _readable(content) if page.id in half]
    left = Counter(page.document for page in todo)
    gate = _AsBegun(workplace=system, dossier=dossier, began_open=_is_open(content))
    writing = _Writing(system, extractor, Stage.SECOND, proposes=gate.began_open)

    def submit(page: Page) -> Future[PageReading]:
        first = store.reading(page.id)
        if first is None or not gate.passes(page.document):
            raise NotFound(thing="reading", id=page.id)
        known = store.known_reading(page.picture, page.dpi, first.recipe)
        if known is not None and known.second_reader is not None:
            return _done(known)
        return reader.submit_second(_picture(system, page), first, priority)

    for page, result in _results(reader, todo, submit, lambda: cancelled() or gate.closed):
        if gate.closed or (isinstance(result, PageReading) and result.second_reader is None):
            return
        left[page.document] -= 1
        try:
            yield writing.commit(page, result, last=not left[page.document])
        except KeyingClosed:
            return
    if todo:
        suggest_from_papers(system, dossier)


def _is_open(content: DossierContent) -> bool:
    return content.dossier.state in KEYING_OPEN


def _readable(content: DossierContent) -> list[Page]:
    """Pages that may be read as the dossier stands."""
    by_person = Clearance.CLEARED_BY_PERSON
    pages = [page for page in content.pages if page.document is not None]
    return pages if _is_open(content) else [page for page in pages if page.clearance is by_person]


@dataclass(slots=True, kw_only=True)
class _AsBegun:
    """Looks, once a document, whether a dossier that was being keyed when the round began still is."""

    workplace: Workplace
    dossier: DossierId
    began_open: bool
    closed: bool = False
    seen: set[DocumentId | None] = field(default_factory=set)

    def passes(self, document: DocumentId | None) -> bool:
        if self.began_open and document not in self.seen:
            self.seen.add(document)
            self.closed = not _is_open(self.workplace.store.content(self.dossier))
        return not self.closed


def _results(
    reader: PageReader,
    pages: Sequence[Page],
    submit: Callable[[Page], Future[PageReading]],
    cancelled: Callable[[], bool],
) -> Iterator[tuple[Page, PageReading | SourceError]]:
    """Keep a few pages ahead at the readers, so that memory stays flat for a dossier of a thousand pages."""
    waiting = OrderedDict((page.picture, page) for page in pages)
    running: dict[Future[PageReading], Page] = {}
    try:
        while not cancelled():
            while waiting and len(running) < _AHEAD:
                page = _next(waiting, reader.preferred)
                try:
                    running[submit(page)] = page
                except (FileDamaged, NotFound):
                    yield page, PageDamaged(source=page.source_name, page=page.source_page)
            if not running:
                return
            ended, _ = wait(running, timeout=_CANCEL_CHECK_SECONDS, return_when=FIRST_COMPLETED)
            for future in ended:
                page = running.pop(future)
                yield page, _outcome(future, page)
    finally:
        for future in running:
            future.cancel()


def _next(waiting: OrderedDict[Sha256, Page], preferred: Sha256 | None) -> Page:
    """The page on the screen if it still waits, else the first. A picture is in a dossier once."""
    if preferred is not None and preferred in waiting:
        return waiting.pop(preferred)
    return waiting.popitem(last=False)[1]


def _outcome(future: Future[PageReading], page: Page) -> PageReading | SourceError:
    """A reader knows only the picture; where it came from is added here."""
    try:
        return future.result()
    except SourceError as error:
        error.facts.update(source=page.source_name, page=page.source_page)
        return error


def _done(reading: PageReading) -> Future[PageReading]:
    future: Future[PageReading] = Future()
    future.set_result(reading)
    return future


def _picture(workplace: Workplace, page: Page) -> PagePicture:
    return PagePicture(
        number=page.source_page,
        data=workplace.files.get(page.picture),
        mime=page.mime,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        sha256=page.picture,
        origin="kept",
    )


class _Writing:
    """Writes what comes back from the readers, and with the last page of a document what is proposed for it.

    What people have taught is asked for once a dossier, when the first document is whole. Where nothing is proposed
    the outcome alone is kept.
    """

    def __init__(self, workplace: Workplace, extractor: Extractor, stage: Stage, *, proposes: bool) -> None:
        self._proposes = proposes
        self._workplace = workplace
        self._extractor = extractor
        self._stage = stage

    def commit(self, page: Page, result: PageReading | SourceError, *, last: bool) -> PageRead:
        """One durable transaction; `last`: no other page of the document is awaited."""
        operations: list[Operation] = []
        error: SourceError | None = None
        if isinstance(result, PageReading):
            outcome = PageOutcome(page=page.id, reading=result, stage=self._stage)
            if self._stage is Stage.FIRST and self._proposes:
                described = DescribePage(id=page.id, rotation=result.rotation, skew=result.skew)
                operations.append(self._workplace.operation(page.dossier, described))
        else:
            error = result
            outcome = PageOutcome(page=page.id, reading=None, failure=result.code, stage=self._stage)
        if last and self._proposes:
            operations += self._proposals(page, outcome)
        changes = self._written(operations, outcome)
        return PageRead(page=page, error=error, changes=changes)

    def _written(self, operations: Sequence[Operation], outcome: PageOutcome) -> ChangeSet:
        """A mark that was found is kept even where the dossier takes nothing more."""
        store = self._workplace.store
        try:
            return store.commit(Batch(operations=tuple(operations), outcomes=(outcome,)))
        except KeyingClosed:
            if outcome.reading is not None and outcome.reading.secrecy_mark is not None:
                store.commit(Batch(outcomes=(outcome,)))
            raise

    def _proposals(self, page: Page, outcome: PageOutcome) -> list[Operation]:
        store = self._workplace.store
        content = store.content(page.dossier)
        document = next(item for item in content.documents if item.id == page.document)
        readings = dict(store.readings(document.id))
        if outcome.reading is not None:
            now = next(item for item in content.pages if item.id == page.id)
            if is_held(now.clearance, readings.get(page.id), outcome.reading):
                return []
            readings[outcome.page] = outcome.reading
        return propose(self._workplace, self._extractor, content, document, readings, learned=self._learned)

    @cached_property
    def _learned(self) -> Learned:
        return self._workplace.store.learned()


def is_unfinished(summary: DossierSummary) -> bool:
    """Whether reading was broken off: pages wait, or nobody noted that none does."""
    return summary.unread > 0 or (summary.pages > 0 and summary.dossier.state in _BEFORE_READ)


def finish_reading(workplace: Workplace, dossier: DossierId) -> None:
    """When no page waits any more the dossier stands at `read`. Harmless at any time."""
    content = workplace.store.content(dossier)
    state = content.dossier.state
    waiting = any(page.status is PageStatus.WAITING for page in content.pages)
    if waiting or not content.pages or state not in _BEFORE_READ:
        return
    require_move(state, State.READ)
    move = MoveDossier(dossier=dossier, seen=state, target=State.READ)
    workplace.store.commit(Batch(operations=(workplace.operation(dossier, move),)))


_BEFORE_READ = frozenset({State.SCANNED, State.IMAGE_CHECKED, State.ARRANGED})
