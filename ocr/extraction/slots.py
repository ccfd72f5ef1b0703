"""Which slots of the head belong to a field, so that what a pen or a stamp put there is not taken for print."""

from collections.abc import Sequence

from dossier.fields import FieldDef, FieldKind
from dossier.looks import Look, Part
from dossier.reading import Box, Slot, SlotKind, Word
from ocr.extraction.pages import Pages, Sheet

_NUMBER = frozenset({SlotKind.NUMBER})
_DATE = frozenset({SlotKind.DAY, SlotKind.MONTH, SlotKind.YEAR})


def slots_for(item: FieldDef, look: Look, pages: Pages) -> Sequence[Slot]:
    """The slots of the first page that the field is read from; none for a field that no slot holds."""
    if pages.first is None:
        return ()
    kinds: frozenset[SlotKind] = frozenset()
    if look.part is Part.NUMBER and item.kind is FieldKind.DOCUMENT_NUMBER:
        kinds = _NUMBER
    elif look.part is Part.PLACE_DATE:
        kinds = _DATE
    return [slot for slot in pages.first.slots if slot.kind in kinds]


def words_in(sheet: Sheet, slots: Sequence[Slot], box: Box) -> Sequence[Word]:
    """The words of the slots' lines that touch a box of the picture."""
    lines = {slot.line for slot in slots}
    words = [word for line in sheet.lines for word in line.words if word.line in lines]
    return [word for word in words if _touches(word.box, box)]


def _touches(left: Box, right: Box) -> bool:
    across = left.x < right.right and right.x < left.right
    return across and left.y < right.bottom and right.y < left.bottom
