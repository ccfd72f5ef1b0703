"""`sohoa read PATH…`: read only, store nothing. Prints the text, or pages and documents as JSON."""

import argparse
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
from dossier.errors import SecrecyMark, SohoaError, SourceError
from dossier.reading import Extraction, PageReading


@dataclass(slots=True)
class _Page:
    """One page asked of the readers, or one that could not be had."""

    source: str
    number: int
    future: Future[PageReading] | None = None
    error: SohoaError | None = None
    reading: PageReading | None = None

    def settle(self) -> None:
        if self.future is None:
            return
        try:
            self.reading = self.future.result()
        except SourceError as error:
            error.facts.update(source=self.source, page=self.number)
            self.error = error
            return
        if self.reading.secrecy_mark is not None:
            self.error = SecrecyMark(source=self.source, page=self.number, mark=self.reading.secrecy_mark)


@dataclass(slots=True)
class _Document:
    pages: list[_Page] = field(default_factory=list)


def run(options: argparse.Namespace, environment: Environment, output: Output) -> Exit:
    """Run the command. A file that cannot be opened is one failed page; the others go on."""
    check_reader()
    with reading_tools(environment.workers, load_types()) as tools:
        documents = list(_documents(options.paths, tools))
        for document in documents:
            for page in document.pages:
                page.settle()
        extractions = [_extract(tools, document) for document in documents]
    pages = [page for document in documents for page in document.pages]
    numbers = {id(page): index for index, page in enumerate(pages)}
    output.document(
        {
            "pages": [_page_body(page, output) for page in pages],
            "documents": [
                body
                for document, extraction in zip(documents, extractions, strict=True)
                for body in _document_bodies(document, extraction, numbers)
            ],
        }
    )
    for page in pages:
        output.line(f"── {page.source} · {page.number}")
        output.line(output.message(page.error) if page.error else (page.reading.text if page.reading else ""))
    return Exit.SOME_FAILED if any(page.error for page in pages) else Exit.DONE


def _documents(paths: Sequence[Path], tools: Tools) -> Iterator[_Document]:
    """Every file as a document, its pages handed to the readers as they come out of it."""
    planned = plan(paths)
    for path, error in planned.failures:
        yield _Document([_Page(source=str(path), number=1, error=error)])
    for dossier in planned.dossiers:
        for file in dossier.files:
            yield _open(file, tools)


def _open(file: Path, tools: Tools) -> _Document:
    document = _Document()
    try:
        for item in tools.pictures.pictures(file):
            if isinstance(item, SourceError):
                number = item.facts.get("page")
                document.pages.append(
                    _Page(source=str(file), number=number if isinstance(number, int) else 1, error=item)
                )
            else:
                document.pages.append(_Page(source=str(file), number=item.number, future=tools.reader.submit(item)))
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
    reading = page.reading
    failed = page.error is not None
    return {
        "source": page.source,
        "page": page.number,
        "status": "failed" if failed else "ok",
        "error": {"code": page.error.code, "message": output.message(page.error)} if page.error else None,
        "rotation": reading.rotation if reading else 0,
        "skew": round(reading.skew, 2) if reading else 0.0,
        "blank": reading.blank if reading else False,
        "text": reading.text if reading and not failed else "",
        "seconds": round(reading.seconds, 3) if reading else 0.0,
    }


def _document_bodies(
    document: _Document, extraction: Extraction | None, numbers: dict[int, int]
) -> Iterator[dict[str, Any]]:
    """One entry a record; a document without a known type is one entry without fields."""
    if extraction is None:
        return
    read = [page for page in document.pages if page.reading is not None]
    where = [numbers[id(page)] for page in read]
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


def _document_body(pages: list[int], extraction: Extraction, records: int, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "pages": pages,
        "type": extraction.type_id,
        "type_confidence": round(extraction.type_confidence, 4),
        "records": records,
        "fields": fields,
        "tables": {},
    }
