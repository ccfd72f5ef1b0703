"""Which type a document is, by the cues of the types. Unknown stays unknown."""

from collections.abc import Iterable

from dossier.document_types import DocumentType
from dossier.looks import Cue, Look
from ocr.extraction.lines import Line
from ocr.extraction.matching import find_phrase
from ocr.extraction.pages import Pages, Sheet
from ocr.extraction.parts import find_part

_MOST = 0.99


def recognise(pages: Pages, types: Iterable[DocumentType]) -> tuple[DocumentType | None, float]:
    """The type whose cues speak loudest above its threshold, and a careful probability; (None, 0) without one."""
    best: tuple[DocumentType | None, float, float] = (None, 0.0, 0.0)
    for kind in types:
        score = sum(cue.weight * _strength(cue, kind, pages) for cue in kind.cues)
        if score >= kind.threshold and score > best[1]:
            total = sum(cue.weight for cue in kind.cues)
            beyond = (score - kind.threshold) / max(0.01, total - kind.threshold)
            best = (kind, score, round(min(_MOST, 0.8 + 0.2 * beyond), 3))
    return best[0], best[2]


def _strength(cue: Cue, kind: DocumentType, pages: Pages) -> float:
    """0..1: how clearly the cue is there. A cue without zone may stand on any page."""
    if cue.part is not None:
        return float(_has_part(cue, kind, pages))
    sheets = (pages.first,) if cue.zone or cue.heading else pages.sheets
    scores = (_score(line, cue) for sheet in sheets if sheet for line in _lines(sheet, cue))
    return max(scores, default=0.0)


def _has_part(cue: Cue, kind: DocumentType, pages: Pages) -> bool:
    looks = [look for item in kind.fields for look in item.look if look.part is cue.part]
    return any(find_part(pages, look, kind) for look in looks or [Look(part=cue.part)])


def _lines(sheet: Sheet, cue: Cue) -> Iterable[Line]:
    zone = cue.zone
    if zone is None:
        return sheet.lines
    return (
        line
        for line in sheet.lines
        if zone.x * sheet.width <= line.middle <= (zone.x + zone.w) * sheet.width
        and zone.y * sheet.height <= line.level <= (zone.y + zone.h) * sheet.height
    )


def _score(line: Line, cue: Cue) -> float:
    span = find_phrase(line.keys, cue.text or "", from_start=cue.heading)
    return span.score if span else 0.0
