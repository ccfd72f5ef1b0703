"""`sohoa read PATH…`: read only, store nothing. Prints the text, or pages and documents as JSON."""

import argparse
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.commands.output import Exit, Output
from desktop.digitising import Tools
from desktop.environment import Environment
from desktop.reading_tools import check_reader, load_types, reading_tools
from desktop.sources import plan
from dossier.errors import PageIncomplete, SecrecyMark, SohoaError, SourceError
from dossier.ports import PageReader
from dossier.reading import Extraction, Gate, PagePicture, PageReading


@dataclass(slots=True)
class _Page:
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


class _Reading:
    """Pages on their way through the readers, a few ahead: pictures of a thousand pages would fill the memory.

    `ahead` pages wait in each stage, which keeps all workers busy while the oldest page is waited for.
    """

    def __init__(self, reader: PageReader, ahead: int, *, full: bool) -> None:
        self._reader = reader
        self._ahead = ahead
        self._full = full
        self._first: deque[tuple[_Page, PagePicture, Future[PageReading]]] = deque()
        self._second: deque[tuple[_Page, Future[PageReading]]] = deque()

    def add(self, page: _Page, picture: PagePicture) -> None:
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
class _Document:
    pages: list[_Page] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        return all(page.settled for page in self.pages)


def run(options: argparse.Namespace, environment: Environment, output: Output) -> Exit:
    """Run the command. A file that cannot be opened is one failed page; the others go on."""
    check_reader()
    with reading_tools(environment.workers, load_types(), environment.pdf_password) as tools:
        reading = _Reading(tools.reader, 2 * environment.workers, full=options.stage == "full")
        told = _Told(tools, output)
        waiting: deque[_Document] = deque()
        for document in _documents(options.paths, tools, reading):
            waiting.append(document)
            while waiting and waiting[0].settled:
                told.tell(waiting.popleft())
        reading.finish()
        for document in waiting:
            told.tell(document)
    output.document({"pages": told.pages, "documents": told.documents})
    return Exit.SOME_FAILED if told.failed else Exit.DONE


class _Told:
    """What has been made of the documents, in their order; of their readings nothing more is kept."""

    def __init__(self, tools: Tools, output: Output) -> None:
        self.pages: list[dict[str, Any]] = []
        self.documents: list[dict[str, Any]] = []
        self.failed = False
        self._tools = tools
        self._output = output

    def tell(self, document: _Document) -> None:
        """People see the document's text at once, programs everything at the end."""
        extraction = _extract(self._tools, document)
        read = [number for number, page in enumerate(document.pages, len(self.pages)) if page.reading is not None]
        if extraction is not None:
            self.documents += _document_bodies(extraction, read)
        for page in document.pages:
            self.pages.append(_page_body(page, self._output))
            self.failed |= page.error is not None
            self._say(page)

    def _say(self, page: _Page) -> None:
        output = self._output
        output.line(f"── {page.source} · {page.number}")
        _remark(page, output)
        output.line(output.message(page.error) if page.error else (page.reading.text if page.reading else ""))


def _remark(page: _Page, output: Output) -> None:
    """What the reading is worth, for people: among the text, or on standard error where a program reads the text."""
    say = output.note if output.as_json else output.line
    where = f"{page.source} · {page.number}: " if output.as_json else ""
    if page.flaw is not None:
        say(output.message(page.flaw))
    if page.reading is not None and page.error is None and not page.reading.blank:
        match page.reading.gate:
            case Gate.UNREADABLE:
                say(where + output.text("page_unreadable"))
            case Gate.CHECK_ALL:
                say(where + output.text("page_check_all"))
            case Gate.READABLE:
                pass
    if page.second_error is not None:
        output.note(output.text("second_failed", source=page.source, reason=page.second_error.code))


def _documents(paths: Sequence[Path], tools: Tools, reading: _Reading) -> Iterator[_Document]:
    """Every file as a document, its pages handed to the readers as they come out of it."""
    planned = plan(paths)
    for path, error in planned.failures:
        yield _Document([_Page(source=str(path), number=1, error=error)])
    for dossier in planned.dossiers:
        for file in dossier.files:
            yield _open(file, tools, reading)


def _open(file: Path, tools: Tools, reading: _Reading) -> _Document:
    document = _Document()
    try:
        for item in tools.pictures.pictures(file, tools.password):
            if isinstance(item, SourceError):
                number = item.facts.get("page")
                document.pages.append(
                    _Page(source=str(file), number=number if isinstance(number, int) else 1, error=item)
                )
            else:
                page = _Page(source=str(file), number=item.number)
                document.pages.append(page)
                reading.add(page, item)
    except SourceError as error:
        document.pages.append(_Page(source=str(file), number=1, error=error))
    return document


def _extract(tools: Tools, document: _Document) -> Extraction | None:
    """Nothing is made of a document that bears a secrecy mark, or of which no page was read."""
    readings = [page.reading for page in document.pages if page.reading is not None]
    if not readings or any(reading.secrecy_mark for reading in readings):
        return None
    return tools.extractor.extract(readings)


def _page_body(page: _Page, output: Output) -> dict[str, Any]:
    """`error` is that of a failed page alone; a page that was read although it has a flaw bears `warnings` besides."""
    reading = page.reading
    failed = page.error is not None
    return {
        "source": page.source,
        "page": page.number,
        "status": "failed" if failed else "ok",
        "error": _told(page.error, output) if page.error else None,
        "rotation": reading.rotation if reading else 0,
        "skew": round(reading.skew, 2) if reading else 0.0,
        "blank": reading.blank if reading else False,
        "text": reading.text if reading and not failed else "",
        "seconds": round(reading.seconds, 3) if reading else 0.0,
        **({"warnings": [_told(page.flaw, output)]} if page.flaw is not None and not failed else {}),
    }


def _told(error: SohoaError, output: Output) -> dict[str, str]:
    return {"code": error.code, "message": output.message(error)}


def _document_bodies(extraction: Extraction, where: Sequence[int]) -> Iterator[dict[str, Any]]:
    """One entry a record; a document without a known type is one entry without fields.

    `where` are the numbers, among all pages, of those that were read.
    """
    if not extraction.records:
        yield _document_body(where, extraction, 0, {})
    for record in extraction.records:
        fields = {
            candidate.path: {
                "value": candidate.value,
                "as_read": candidate.as_read,
                "confidence": round(candidate.confidence, 4),
                "certain": candidate.certain,
                "source": candidate.source.value,
                "page": where[candidate.page],
                "box": [candidate.box.x, candidate.box.y, candidate.box.w, candidate.box.h],
                "handwritten": candidate.handwritten,
            }
            for candidate in record.candidates
        }
        yield _document_body([where[index] for index in record.pages], extraction, len(extraction.records), fields)


def _document_body(
    pages: Sequence[int], extraction: Extraction, records: int, fields: dict[str, Any]
) -> dict[str, Any]:
    return {
        "pages": list(pages),
        "type": extraction.type_id,
        "type_confidence": round(extraction.type_confidence, 4),
        "records": records,
        "fields": fields,
        "tables": {},
    }
