"""`sohoa types list|check|try`: which document types there are, whether files of them are right, what one reads.

Types are data: an office writes a file, checks it, tries it on its papers, and lays it into `document_types` of its
data folder. Nothing is stored here.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from desktop.commands.output import Exit, Output
from desktop.commands.reading_documents import Document, extract, read_documents
from desktop.environment import Environment
from desktop.reading_tools import check_reader, load_types, reading_tools
from dossier.document_types import DocumentType, DocumentTypes
from dossier.errors import InvalidDocumentType, UnknownDocumentType
from dossier.reading import Candidate
from ocr.extraction import RuleExtractor
from resources import document_types

_ALWAYS = 1e-9
"""A type that is tried is not asked whether it knows the paper."""


def run(options: argparse.Namespace, environment: Environment, output: Output) -> Exit:
    """Run the command."""
    match options.what:
        case "check":
            return _check(options.paths, output)
        case "try":
            return _try(options.type, options.paths, environment, output)
        case _:
            return _list(environment, output)


def _list(environment: Environment, output: Output) -> Exit:
    types, refused = DocumentTypes.from_files(document_types.load_files(environment.own_types))
    output.document({"types": [_body(kind) for kind in types.newest()], "refused": [_told(e, output) for e in refused]})
    head = [output.text(name) for name in ("type_id", "type_name", "type_database", "fields", "type_required")]
    rows = [
        (kind.id, _name(kind, output), kind.database.value, _count(kind), _required(kind)) for kind in types.newest()
    ]
    output.table([*head, ""], [(*row, _remark(types.get(str(row[0])), output)) for row in rows])
    _say(refused, output)
    return Exit.SOME_FAILED if refused else Exit.DONE


def _check(paths: Sequence[Path], output: Output) -> Exit:
    """Files, and folders of files, each against the schema and against one another."""
    types, refused = DocumentTypes.from_files(document_types.open_files(paths))
    body = {"types": [_body(kind) for kind in types.newest()], "refused": [_told(error, output) for error in refused]}
    output.document(body)
    for kind in types.newest():
        output.line(output.text("type_right", id=kind.id, name=_name(kind, output), fields=_count(kind)))
    _say(refused, output)
    return Exit.SOME_FAILED if refused else Exit.DONE


def _try(wanted: str, paths: Sequence[Path], environment: Environment, output: Output) -> Exit:
    """What a type, by its id or in a file, finds on each paper, and whether it would have been known again."""
    check_reader()
    known = load_types(environment.own_types)
    kind = _wanted(wanted, known)
    forced = DocumentTypes([kind.model_copy(update={"threshold": _ALWAYS})])
    others = DocumentTypes([*(other for other in known.newest() if other.id != kind.id), kind])
    bodies: list[dict[str, Any]] = []
    failed = False
    usual = RuleExtractor(others)
    with reading_tools(environment.workers, forced, environment.pdf_password) as tools:
        for document in read_documents(paths, tools, ahead=2 * environment.workers, full=True):
            failed |= any(page.error is not None for page in document.pages)
            recognised, found = extract(usual, document), extract(tools.extractor, document)
            candidates = [candidate for record in found.records for candidate in record.candidates] if found else []
            seen = recognised.type_id if recognised else None
            bodies.append(_tried_body(document, seen, candidates))
            _tell(document, kind, seen, candidates, output)
    output.document({"type": kind.id, "documents": bodies})
    return Exit.SOME_FAILED if failed else Exit.DONE


def _wanted(wanted: str, known: DocumentTypes) -> DocumentType:
    """Raises `InvalidDocumentType` for a file that is none, `UnknownDocumentType` for an id that is not there."""
    file = Path(wanted)
    if not file.is_file():
        return known.get(wanted)
    types, refused = DocumentTypes.from_files(document_types.open_files([file]))
    if refused:
        raise refused[0]
    if not types.newest():
        raise UnknownDocumentType(type=wanted)
    return types.newest()[0]


def _tell(
    document: Document, kind: DocumentType, seen: str | None, candidates: Sequence[Candidate], output: Output
) -> None:
    output.line(f"── {document.pages[0].source}" if document.pages else "──")
    for page in document.pages:
        if page.error is not None:
            output.line(output.message(page.error))
    output.line(output.text("type_known" if seen == kind.id else "type_not_known", id=kind.id, other=seen))
    head = [output.text(name) for name in ("type_field", "type_value", "type_sure", "type_page")]
    rows = [_row(candidate, output) for candidate in candidates]
    if rows:
        output.table(head, rows)
    else:
        output.line(output.text("type_nothing"))


def _row(candidate: Candidate, output: Output) -> tuple[object, ...]:
    value = output.text("type_by_hand") if candidate.handwritten and not candidate.value else candidate.value
    sure = output.text("type_certain") if candidate.certain else f"{candidate.confidence:.2f}"
    return candidate.path, value, sure, candidate.page + 1


def _tried_body(document: Document, seen: str | None, candidates: Sequence[Candidate]) -> dict[str, Any]:
    return {
        "source": document.pages[0].source if document.pages else None,
        "recognised": seen,
        "errors": [page.error.code for page in document.pages if page.error is not None],
        "fields": [
            {
                "path": candidate.path,
                "value": candidate.value,
                "as_read": candidate.as_read,
                "confidence": round(candidate.confidence, 4),
                "certain": candidate.certain,
                "handwritten": candidate.handwritten,
                "page": candidate.page,
            }
            for candidate in candidates
        ],
    }


def _body(kind: DocumentType) -> dict[str, Any]:
    return {
        "id": kind.id,
        "version": kind.version,
        "name": {"vi": kind.name.vi, "en": kind.name.en},
        "database": kind.database.value,
        "generations": list(kind.generations),
        "fields": _count(kind),
        "required": _required(kind),
        "checks_needed": kind.checks_needed,
        "seen_on_paper": kind.seen_on_paper,
    }


def _told(error: InvalidDocumentType, output: Output) -> dict[str, Any]:
    return {"facts": dict(error.facts), "message": output.message(error)}


def _say(refused: Sequence[InvalidDocumentType], output: Output) -> None:
    for error in refused:
        output.line(output.message(error))


def _name(kind: DocumentType, output: Output) -> str:
    return kind.name.en if output.wording.language == "en" else kind.name.vi


def _remark(kind: DocumentType, output: Output) -> str:
    return "" if kind.seen_on_paper else output.text("type_not_seen_on_paper")


def _fields(kind: DocumentType) -> Iterator[bool]:
    """Whether each is required; those of groups too."""
    yield from (item.required for item in kind.fields)
    yield from (item.required for group in kind.groups for item in group.fields)


def _count(kind: DocumentType) -> int:
    return sum(1 for _ in _fields(kind))


def _required(kind: DocumentType) -> int:
    return sum(_fields(kind))
