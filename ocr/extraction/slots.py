"""Which slots of the head belong to a field, so that what a pen or a stamp put there is not taken for print."""

from collections.abc import Sequence

from dossier.fields import FieldDef, FieldKind
from dossier.looks import Look, Part
from dossier.reading import Slot, SlotKind
from ocr.extraction.pages import Pages

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
