"""Where one document of a batch ends and the next begins, by the cues of first pages and of further ones.

A proposal for a person: a page that says nothing of itself stays with the document before it only where that type has
further pages at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dossier.document_types import DocumentType
from dossier.reading import PageReading
from ocr.extraction.pages import Pages, Sheet, pages_of
from ocr.extraction.recognition import Match, best_match, continues


@dataclass(slots=True, kw_only=True)
class _Document:
    """Pages of a batch that go together; `kind` None: unknown. `back`: of what kind its only page is a further one."""

    start: int
    stop: int
    kind: DocumentType | None
    back: DocumentType | None = None


def cut_documents(readings: Sequence[PageReading], types: Iterable[DocumentType]) -> list[range]:
    """The pages of each document, in order; every page is in one of them. Blank pages stay with what is before them."""
    kinds = tuple(types)
    sheets = {sheet.number: sheet for sheet in pages_of(readings).sheets}
    found: list[_Document] = []
    for number, reading in enumerate(readings):
        sheet = sheets.get(number)
        current = found[-1] if found else None
        if current is not None and (sheet is None and reading.blank):
            current.stop = number + 1
            continue
        opened = best_match(Pages(sheets=(sheet,)), kinds) if sheet else None
        if current is not None and sheet is not None and _belongs(sheet, current, opened):
            current.stop = number + 1
            _front_found(current, opened)
            continue
        back = None if opened or sheet is None else _further_page_of(sheet, kinds)
        found.append(_Document(start=number, stop=number + 1, kind=opened.kind if opened else None, back=back))
    return [range(document.start, document.stop) for document in found]


def _belongs(sheet: Sheet, current: _Document, opened: Match | None) -> bool:
    """Whether a page goes on with the document before it."""
    if current.back is not None:
        # A back that lies before its front.
        return opened is not None and opened.kind.id == current.back.id
    kind = current.kind
    if kind is None or not kind.continued_by:
        return False
    further = continues(kind, sheet)
    return further > 0 if opened is None and further else opened is None or further > opened.score


def _front_found(current: _Document, opened: Match | None) -> None:
    if current.back is not None and opened is not None:
        current.kind, current.back = opened.kind, None


def _further_page_of(sheet: Sheet, kinds: Iterable[DocumentType]) -> DocumentType | None:
    """The type of which a page that opens nothing is clearly a further one; None for several."""
    scores = sorted(((continues(kind, sheet), kind.id, kind) for kind in kinds if kind.continued_by), reverse=True)
    if not scores or scores[0][0] <= 0 or (len(scores) > 1 and scores[1][0] == scores[0][0]):
        return None
    return scores[0][2]
