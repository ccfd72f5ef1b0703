"""Files named on the command line as documents, their pages on the way through the readers.

What `sohoa read` and `sohoa types try` share. Knows nothing of how it is told.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from desktop.digitising import Tools
from desktop.sources import plan
from dossier.errors import PageIncomplete, SecrecyMark, SohoaError, SourceError
from dossier.ports import Extractor, PageReader
from dossier.reading import Extraction, PagePicture, PageReading


@dataclass(slots=True)
class Page:
    """One page asked of the readers, or one that could not be had."""

    source: str
    number: int
    error: SohoaError | None = None
    reading: PageReading | None = None
    second_error: SohoaError | None = None
    settled: bool = True
    """Nothing more is awaited of it."""
    flaw: SohoaError | None = None
    """What is wrong with its picture although it can be read."""

    def settle(self, future: Future[PageReading]) -> None:
        """First stage."""
        try:
            self.reading = future.result()
        except SourceError as error:
            error.facts.update(source=self.source, page=self.number)
            self.error = error
            return
        if self.reading.secrecy_mark is not None:
            self.error = SecrecyMark(source=self.source, page=self.number, mark=self.reading.secrecy_mark)

    def settle_second(self, future: Future[PageReading]) -> None:
        """Second stage: when it fails, what the first one read stands."""
        try:
            self.reading = future.result()
        except SourceError as error:
            self.second_error = error


class Reading:
    """Pages on their way through the readers, a few ahead: pictures of a thousand pages would fill the memory.

    `ahead` pages wait in each stage, which keeps all workers busy while the oldest page is waited for.
    """

    def __init__(self, reader: PageReader, ahead: int, *, full: bool) -> None:
        self._reader = reader
        self._ahead = ahead
        self._full = full
        self._first: deque[tuple[Page, PagePicture, Future[PageReading]]] = deque()
        self._second: deque[tuple[Page, Future[PageReading]]] = deque()

    def add(self, page: Page, picture: PagePicture) -> None:
        """Hand a page to the readers."""
        page.settled = False
        if picture.incomplete:
            page.flaw = PageIncomplete(source=page.source, page=page.number)
        self._first.append((page, picture, self._reader.submit(picture)))
        self._settle(self._ahead)

    def finish(self) -> None:
        """Wait for everything."""
        self._settle(0)

    def _settle(self, most: int) -> None:
        while len(self._first) > most:
            page, picture, future = self._first.popleft()
            page.settle(future)
            if self._full and page.reading is not None and page.error is None and not page.reading.blank:
                self._second.append((page, self._reader.submit_second(picture, page.reading)))
            else:
                page.settled = True
        while len(self._second) > most:
            page, future = self._second.popleft()
            page.settle_second(future)
            page.settled = True


@dataclass(slots=True)
class Document:
    """One file."""

    pages: list[Page] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Whether nothing more is awaited of its pages."""
        return all(page.settled for page in self.pages)


def read_documents(paths: Sequence[Path], tools: Tools, *, ahead: int, full: bool) -> Iterator[Document]:
    """Every file as a document with its pages read, in order; a file that cannot be opened is one failed page."""
    reading = Reading(tools.reader, ahead, full=full)
    waiting: deque[Document] = deque()
    for document in _documents(paths, tools, reading):
        waiting.append(document)
        while waiting and waiting[0].settled:
            yield waiting.popleft()
    reading.finish()
    yield from waiting


def _documents(paths: Sequence[Path], tools: Tools, reading: Reading) -> Iterator[Document]:
    """Every file as a document, its pages handed to the readers as they come out of it."""
    planned = plan(paths)
    for path, error in planned.failures:
        yield Document([Page(source=str(path), number=1, error=error)])
    for dossier in planned.dossiers:
        for file in dossier.files:
            yield _open(file, tools, reading)


def _open(file: Path, tools: Tools, reading: Reading) -> Document:
    document = Document()
    try:
        for item in tools.pictures.pictures(file, tools.password):
            if isinstance(item, SourceError):
                number = item.facts.get("page")
                document.pages.append(
                    Page(source=str(file), number=number if isinstance(number, int) else 1, error=item)
                )
            else:
                page = Page(source=str(file), number=item.number)
                document.pages.append(page)
                reading.add(page, item)
    except SourceError as error:
        document.pages.append(Page(source=str(file), number=1, error=error))
    return document


def extract(extractor: Extractor, document: Document) -> Extraction | None:
    """Nothing is made of a document that bears a secrecy mark, or of which no page was read."""
    readings = [page.reading for page in document.pages if page.reading is not None]
    if not readings or any(reading.secrecy_mark for reading in readings):
        return None
    return extractor.extract(readings)
