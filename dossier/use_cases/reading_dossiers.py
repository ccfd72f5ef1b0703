"""Read a dossier: waiting pages go to the readers, their words become proposals (nhận dạng, trích trường).

A machine only proposes. Each page's outcome is durable when it arrives; the last page of a document is written together
with the proposals made from all its pages, so a run that is killed finds every document either waiting or done.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

from dossier import ids
from dossier.document_types import DocumentType
from dossier.errors import FileDamaged, NotFound, PageDamaged, SourceError
from dossier.ids import DossierId, ValueId
from dossier.model import ChangeSet, Document, DossierContent, DossierSummary, FieldValue, Page, PageStatus, Region
from dossier.operations import AddRecord, DescribePage, MoveDossier, NewValue, Operation, PutValues, SetDocumentType
from dossier.ports import Batch, Extractor, PageOutcome, PageReader, ReadingPriority
from dossier.reading import Candidate, Extraction, PagePicture, PageReading, RecordReading, ValueSource
from dossier.states import State, require_move
from dossier.use_cases.workplace import Workplace


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
    """Read every waiting page (`again`: those that failed, too), yielding as pages end, in any order.

    Stops between pages when `cancelled`; what was read stays. A `MachineError` of the reader ends the round.
    """
    system = workplace.as_system()
    content = system.store.content(dossier)
    wanted = {PageStatus.WAITING, PageStatus.FAILED} if again else {PageStatus.WAITING}
    todo = [page for page in content.pages if page.status in wanted and page.document is not None]
    left = Counter(page.document for page in todo)
    for page, result in _results(system, reader, todo, cancelled, priority):
        left[page.document] -= 1
        yield _commit(system, extractor, page, result, last=not left[page.document])
    finish_reading(system, dossier)


def _results(
    workplace: Workplace,
    reader: PageReader,
    pages: Sequence[Page],
    cancelled: Callable[[], bool],
    priority: ReadingPriority,
) -> Iterator[tuple[Page, PageReading | SourceError]]:
    """Keep a few pages ahead at the readers, so that memory stays flat for a dossier of a thousand pages."""
    queue = iter(pages)
    running: dict[Future[PageReading], Page] = {}
    try:
        while not cancelled():
            for page in queue:
                try:
                    running[reader.submit(_picture(workplace, page), priority)] = page
                except (FileDamaged, NotFound):
                    yield page, PageDamaged(source=page.source_name, page=page.source_page)
                if len(running) >= _AHEAD:
                    break
            if not running:
                return
            ended, _ = wait(running, timeout=_CANCEL_CHECK_SECONDS, return_when=FIRST_COMPLETED)
            for future in ended:
                page = running.pop(future)
                yield page, _outcome(future, page)
    finally:
        for future in running:
            future.cancel()


_AHEAD = 8
_CANCEL_CHECK_SECONDS = 0.2


def _outcome(future: Future[PageReading], page: Page) -> PageReading | SourceError:
    """A reader knows only the picture; where it came from is added here."""
    try:
        return future.result()
    except SourceError as error:
        error.facts.update(source=page.source_name, page=page.source_page)
        return error


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


def _commit(
    workplace: Workplace,
    extractor: Extractor,
    page: Page,
    result: PageReading | SourceError,
    *,
    last: bool,
) -> PageRead:
    operations: list[Operation] = []
    error: SourceError | None = None
    if isinstance(result, PageReading):
        outcome = PageOutcome(page=page.id, reading=result)
        described = DescribePage(id=page.id, rotation=result.rotation, skew=result.skew)
        operations.append(workplace.operation(page.dossier, described))
    else:
        error = result
        outcome = PageOutcome(page=page.id, reading=None, failure=result.code)
    if last:
        operations += _propose(workplace, extractor, page, outcome)
    changes = workplace.store.commit(Batch(operations=tuple(operations), outcomes=(outcome,)))
    return PageRead(page=page, error=error, changes=changes)


def _propose(workplace: Workplace, extractor: Extractor, page: Page, outcome: PageOutcome) -> list[Operation]:
    """Operations for a document whose last page has just ended."""
    content = workplace.store.content(page.dossier)
    document = next(item for item in content.documents if item.id == page.document)
    readings = dict(workplace.store.readings(document.id))
    if outcome.reading is not None:
        readings[outcome.page] = outcome.reading
    pages = [item for item in content.pages_of(document.id) if item.id in readings]
    if not pages or any(readings[item.id].secrecy_mark for item in pages):
        return []
    extraction = extractor.extract([readings[item.id] for item in pages])
    read = _ReadDocument(
        content=content, document=document, pages=pages, readers=[readings[item.id].reader for item in pages]
    )
    return _proposals(workplace, read, extraction)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadDocument:
    """A document with those of its pages that were read, and by whom each."""

    content: DossierContent
    document: Document
    pages: Sequence[Page]
    readers: Sequence[str]


def _proposals(workplace: Workplace, read: _ReadDocument, extraction: Extraction) -> list[Operation]:
    """Operations that say type, records and proposed values of one document."""
    known = read.document.type_id
    if extraction.type_id is None or known not in (None, extraction.type_id):
        return []  # unknown stays unknown, and what a person says a document is stands
    kind = workplace.types.get(extraction.type_id)
    operations: list[Operation] = []
    if read.document.type_id is None:
        typed = SetDocumentType(
            id=read.document.id,
            type_id=kind.id,
            type_version=kind.version,
            type_confidence=extraction.type_confidence,
            source=ValueSource.OCR,
        )
        operations.append(workplace.operation(read.content.dossier.id, typed))
    for ordinal, reading in enumerate(extraction.records):
        operations += _record(workplace, read, kind, ordinal, reading)
    return operations


def _record(
    workplace: Workplace, read: _ReadDocument, kind: DocumentType, ordinal: int, reading: RecordReading
) -> list[Operation]:
    record = ids.record_id(read.document.id, kind.id, ordinal)
    dossier = read.content.dossier.id
    added = AddRecord(
        id=record,
        document=read.document.id,
        ordinal=ordinal,
        type_id=kind.id,
        type_version=kind.version,
        regions=tuple(Region(page=read.pages[index].id) for index in reading.pages),
    )
    values = tuple(
        _proposal(workplace, read, candidate, current)
        for candidate in reading.candidates
        if (current := read.content.value_of(record, candidate.path)) is None or current.value != candidate.value
    )
    operations = [workplace.operation(dossier, added)]
    if values:
        operations.append(workplace.operation(dossier, PutValues(record=record, values=values)))
    return operations


def _proposal(workplace: Workplace, read: _ReadDocument, candidate: Candidate, current: FieldValue | None) -> NewValue:
    return NewValue(
        id=ValueId(workplace.ids.new()),
        path=candidate.path,
        value=candidate.value,
        source=candidate.source,
        as_read=candidate.as_read,
        confidence=candidate.confidence,
        certain=candidate.certain,
        page=read.pages[candidate.page].id,
        box=candidate.box,
        reader=read.readers[candidate.page],
        base=current.id if current else None,
        base_value=current.value if current else None,
    )


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
