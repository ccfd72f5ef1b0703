"""`sohoa read PATH…`: read only, store nothing. Prints the text, or pages and documents as JSON."""

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from desktop.commands.output import Exit, Output
from desktop.commands.reading_documents import Document, Page, extract, read_documents
from desktop.digitising import Tools
from desktop.environment import Environment
from desktop.reading_tools import check_reader, load_types, reading_tools
from dossier.errors import SohoaError
from dossier.reading import Extraction, Gate


def run(options: argparse.Namespace, environment: Environment, output: Output) -> Exit:
    """Run the command. A file that cannot be opened is one failed page; the others go on."""
    check_reader()
    with reading_tools(environment.workers, load_types(environment.own_types), environment.pdf_password) as tools:
        told = _Told(tools, output)
        ahead = 2 * environment.workers
        for document in read_documents(options.paths, tools, ahead=ahead, full=options.stage == "full"):
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

    def tell(self, document: Document) -> None:
        """People see the document's text at once, programs everything at the end."""
        extraction = extract(self._tools.extractor, document)
        read = [number for number, page in enumerate(document.pages, len(self.pages)) if page.reading is not None]
        if extraction is not None:
            self.documents += _document_bodies(extraction, read)
        for page in document.pages:
            self.pages.append(_page_body(page, self._output))
            self.failed |= page.error is not None
            self._say(page)

    def _say(self, page: Page) -> None:
        output = self._output
        output.line(f"── {page.source} · {page.number}")
        _remark(page, output)
        output.line(output.message(page.error) if page.error else (page.reading.text if page.reading else ""))


def _remark(page: Page, output: Output) -> None:
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


def _page_body(page: Page, output: Output) -> dict[str, Any]:
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
