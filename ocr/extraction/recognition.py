"""Which type a document is, and which generation of its form, by the cues of the types. Unknown stays unknown."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dossier.document_types import DocumentType
from dossier.looks import Cue, Look, Part
from dossier.rules.document_kinds import ADMINISTRATIVE, KINDS
from ocr.extraction.lines import Line
from ocr.extraction.matching import find_phrase, key
from ocr.extraction.page_codes import PageCodes
from ocr.extraction.pages import Pages, Sheet
from ocr.extraction.parts import find_part

_MOST = 0.99
_NAMING = 0.5
"""A cue whose weight is so much of the threshold names the type: its printed name, mostly."""
_NEAR = 0.05
"""Types whose scores lie so near each other are not told apart."""
_CLEARLY = 0.75
"""A generation is told when the next one speaks at most so loud."""
_HEADINGS = frozenset(key(item.name) for item in KINDS if item.code in ADMINISTRATIVE)
_HEADING_ZONE = (0.25, 0.8, 0.5)
"""Where a paper's own heading stands: left and right end of its middle, and how far down, as shares of the page."""
_FRONTS = 4
"""The front of a form is one of its first pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a document is."""

    kind: DocumentType
    generation: str | None
    sure: float
    pages: Pages
    """With the page first that is the front of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How loud the cues of one type speak on some pages."""

    kind: DocumentType
    score: float
    named: bool
    pages: Pages

    @property
    def known(self) -> bool:
        """Whether it is loud enough."""
        return self.score >= self.kind.threshold


def recognise(pages: Pages, types: Iterable[DocumentType]) -> Recognised | None:
    """The type whose cues speak loudest above its threshold, with a careful probability; None without one.

    A type that is named wins over one that only knows the layout which many kinds of paper have. Two that are equally
    loud are both none.
    """
    best = best_match(pages, types)
    if best is None:
        return None
    kind = best.kind
    total = sum(cue.weight for cue in kind.cues if not cue.against)
    beyond = (best.score - kind.threshold) / max(0.01, total - kind.threshold)
    sure = round(min(_MOST, 0.8 + 0.2 * beyond), 3)
    return Recognised(kind=kind, generation=generation_of(kind, best.pages), sure=sure, pages=best.pages)


def best_match(pages: Pages, types: Iterable[DocumentType]) -> Match | None:
    """The type that the pages are, or None. A form of several pages may lie with another than its front first."""
    kinds = tuple(types)
    codes = PageCodes(pages)
    matches = [match for kind in kinds if (match := _match(pages, kind, codes)).known]
    if not any(match.named for match in matches):
        turned = [pages.beginning_with(sheet.number) for sheet in pages.sheets[1:_FRONTS]]
        later = (_match(way, kind, codes) for way in turned for kind in kinds if kind.continued_by)
        matches += [match for match in later if match.known and match.named]
    matches.sort(key=lambda match: (match.named, match.score), reverse=True)
    if not matches:
        return None
    best, rivals = matches[0], [match for match in matches if match.kind is not matches[0].kind]
    if rivals and rivals[0].named == best.named and best.score - rivals[0].score < _NEAR:
        return None
    return best


def generation_of(kind: DocumentType, pages: Pages) -> str | None:
    """The generation whose cues speak loudest; None where none does, or a second one nearly as loud."""
    loud = dict.fromkeys(kind.generations, 0.0)
    codes = PageCodes(pages)
    for cue in (*kind.cues, *kind.continued_by):
        if cue.generation is not None:
            loud[cue.generation] += (-1 if cue.against else 1) * cue.weight * _strength(cue, kind, pages, codes)
    ranked = sorted(loud, key=lambda name: loud[name], reverse=True)
    if not ranked or loud[ranked[0]] <= 0:
        return None
    if len(ranked) > 1 and loud[ranked[1]] > _CLEARLY * loud[ranked[0]]:
        return None
    return ranked[0]


def continues(kind: DocumentType, sheet: Sheet) -> float:
    """How loud the cues of a type's further pages speak on a page, as the sum of their weights; 0 for not at all."""
    pages = Pages(sheets=(sheet,))
    codes = PageCodes(pages)
    return max(0.0, sum(_signed(cue) * _strength(cue, kind, pages, codes) for cue in kind.continued_by))


def _match(pages: Pages, kind: DocumentType, codes: PageCodes) -> Match:
    score, named = 0.0, False
    for cue in kind.cues:
        strength = _strength(cue, kind, pages, codes)
        score += _signed(cue) * strength
        named |= bool(strength) and not cue.against and cue.weight >= _NAMING * kind.threshold
    return Match(kind=kind, score=score, named=named, pages=pages)


def _signed(cue: Cue) -> float:
    return -cue.weight if cue.against else cue.weight


def _strength(cue: Cue, kind: DocumentType, pages: Pages, codes: PageCodes) -> float:
    """0..1: how clearly the cue is there. A cue without zone may stand on any page."""
    if cue.code is not None:
        return float(codes.has(cue.code))
    if cue.part is not None:
        return float(_has_part(cue, kind, pages))
    sheets = (pages.first,) if cue.zone or cue.heading else pages.sheets
    scores = (_score(line, cue) for sheet in sheets if sheet for line in _lines(sheet, cue, kind))
    return max(scores, default=0.0)


def _has_part(cue: Cue, kind: DocumentType, pages: Pages) -> bool:
    looks = [look for item in kind.fields for look in item.look if look.part is cue.part]
    return any(find_part(pages, look, kind) for look in looks or [Look(part=cue.part)])


def _lines(sheet: Sheet, cue: Cue, kind: DocumentType) -> Sequence[Line]:
    """The lines in the cue's zone; of a heading also what several lines below one another come to."""
    zone, lines = cue.zone, (*sheet.lines, *sheet.headings) if cue.heading else sheet.lines
    end = _other_heading(sheet, kind) if cue.heading and not cue.against else math.inf
    return [
        line
        for line in lines
        if (
            zone is None
            or (
                zone.x * sheet.width <= line.middle <= (zone.x + zone.w) * sheet.width
                and zone.y * sheet.height <= line.level <= (zone.y + zone.h) * sheet.height
            )
        )
        and line.box.y < end
    ]


def _other_heading(sheet: Sheet, kind: DocumentType) -> float:
    """Where the heading of another kind of paper stands, infinity where none does.

    What is printed below "BÁO CÁO" ("V/v cấp giấy phép xây dựng") is what that report is about, and no heading. A type
    that is told by having any heading has no other.
    """
    own = [key(cue.text) for cue in kind.cues if cue.text and cue.heading and not cue.against]
    if any(cue.part is Part.HEADING for cue in kind.cues):
        return math.inf
    left, right, down = _HEADING_ZONE
    others = (
        float(line.box.y)
        for line in sheet.lines
        if line.key in _HEADINGS
        and line.key not in own
        and left * sheet.width <= line.middle <= right * sheet.width
        and line.level <= down * sheet.height
    )
    return min(others, default=math.inf)


def _score(line: Line, cue: Cue) -> float:
    span = find_phrase(line.keys, cue.text or "", from_start=cue.heading)
    return span.score if span else 0.0
