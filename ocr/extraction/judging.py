"""From a value that was found to the candidate that is proposed: how probable it is, and whether it is certain."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dossier.fields import FieldDef, FieldKind
from dossier.reading import Box, Candidate, Slot, Word
from dossier.tables import Cell
from dossier.text import clean
from ocr.extraction.closed_lists import ClosedLists
from ocr.extraction.confidence import Certainty, may_be_certain
from ocr.extraction.edges import is_whole
from ocr.extraction.families import FamilyNames
from ocr.extraction.features import features_of, surroundings
from ocr.extraction.found import Found, Value
from ocr.extraction.in_words import agreement, surer
from ocr.extraction.lines import Line, around
from ocr.extraction.page_codes import Said, clearly_differs
from ocr.extraction.pages import Pages, Sheet
from ocr.extraction.slots import words_in

_BY_CODE = 0.999
"""A code mends its own slips of reading, and refuses what it cannot mend."""
_AGAINST_PRINT = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """What decides over values of all documents."""

    certainty: Certainty
    families: FamilyNames
    lists: ClosedLists

    def judged(
        self,
        item: FieldDef,
        value: Value,
        found: Found,
        sheet: Sheet,
        *,
        path: str,
        slots: Sequence[Slot] = (),
        words: str | None = None,
        cell: Cell | None = None,
    ) -> Candidate:
        """The candidate. `words`: the same in words, as another field has it; `cell`: the place in a table."""
        if item.catalogue is not None:
            value = self.lists.listed(value, item.catalogue)
        agrees = agreement(item, value.value, words) if words else None
        value = replace(value, doubted=value.doubted or agrees is False)
        features = features_of(value, found, sheet.legibility)
        probability = self.certainty.probability(item, features)
        probability = surer(probability) if agrees else probability
        beside = surroundings(value, found, _around_cell(sheet, cell))
        certain = may_be_certain(value, found, item, sheet.gate, slots, beside=beside)
        certain = certain and is_whole(value, found, item, _around_cell(sheet, cell))
        certain = certain and not (item.kind is FieldKind.PERSON_NAME and self.families.lacks_marks(value.value))
        return Candidate(
            path=path,
            value=value.value,
            as_read=clean(" ".join(word.as_read or word.text for word in found.words)),
            confidence=round(probability, 4),
            certain=certain and self.certainty.is_certain(item, features, probability),
            page=found.page,
            box=_place(value.words, cell),
        )


def by_code(item: FieldDef, said: Said, printed: Candidate | None) -> Candidate:
    """What a code says, at the place where it is printed too; certain unless the print clearly says otherwise.

    The capitals of the print are kept, for the fields hold what is printed.
    """
    differs = bool(printed and printed.value) and clearly_differs(
        said.value, printed.value if printed else "", item.kind
    )
    value = said.value
    if printed is not None and item.kind is FieldKind.PERSON_NAME and printed.value.isupper() and not differs:
        value = value.upper()
    return Candidate(
        path=item.name,
        value=value,
        as_read=printed.as_read if printed else value,
        confidence=_AGAINST_PRINT if differs else _BY_CODE,
        certain=not differs,
        page=printed.page if printed else said.page,
        box=printed.box if printed else said.box,
        beside=printed.value if printed and differs else None,
    )


def written(path: str, value: Value, found: Found, cell: Cell | None = None) -> Candidate:
    """The place of a form that a pen filled, without what it was taken for."""
    return Candidate(
        path=path,
        value="",
        as_read=clean(" ".join(word.as_read or word.text for word in value.words)),
        confidence=0.0,
        certain=False,
        page=found.page,
        box=_place(value.words, cell),
        handwritten=True,
    )


def to_be_keyed(item: FieldDef, slots: Sequence[Slot], pages: Pages) -> Candidate | None:
    """No value, only the place: what a pen wrote is keyed from the picture."""
    first = pages.first
    if first is None:
        return None
    box = around(slot.box for slot in slots)
    inside = [word.as_read or word.text for word in words_in(first, slots, box)]
    return Candidate(
        path=item.name,
        value="",
        as_read=clean(" ".join(inside)),
        confidence=0.0,
        certain=False,
        page=first.number,
        box=box,
        handwritten=True,
    )


def _place(words: Sequence[Word], cell: Cell | None) -> Box:
    """Where the words stand; of a cell that goes on over a page break, its first part."""
    if cell is None or cell.continued is None:
        return around(word.box for word in words)
    own = [word.box for word in words if word in cell.words]
    return around(own) if own else cell.box


def _around_cell(sheet: Sheet, cell: Cell | None) -> Sequence[Line]:
    """The lines that may hold more of a value; none for a cell that was read by itself."""
    if cell is None:
        return sheet.lines
    if cell.words and any(word in line.words for line in sheet.lines for word in cell.words):
        return sheet.lines
    return ()
