"""The fields of one document, of a row of a group, or of a record on a part of its pages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from dossier.document_types import DocumentType
from dossier.fields import FieldDef, FieldKind
from dossier.learned import Learned
from dossier.looks import Look, Part
from dossier.reading import Candidate, Word, Writing
from dossier.tables import Cell
from ocr.extraction.confidence import is_readable, is_written
from ocr.extraction.found import Found, Value
from ocr.extraction.judging import Judge, by_code, to_be_keyed, written
from ocr.extraction.matching import dense
from ocr.extraction.page_codes import PageCodes
from ocr.extraction.pages import Pages, Sheet, word_page
from ocr.extraction.parts import find_part
from ocr.extraction.places import Places
from ocr.extraction.signature import find_stamped_signer
from ocr.extraction.slots import slots_for
from ocr.extraction.snapping import is_clear, snapped
from ocr.extraction.spelling import as_listed, mended, with_initials, with_province
from ocr.extraction.table_rows import found_in_cell
from ocr.extraction.values import value_of


class PartOfDocument:
    """Pages, or a part of them, under one type; whole pages are a part too."""

    def __init__(self, pages: Pages, kind: DocumentType, judge: Judge, learned: Learned) -> None:
        self._pages = pages
        self._kind = kind
        self._judge = judge
        self._learned = learned
        self._places = Places(pages, kind)
        self._codes = PageCodes(pages)
        self._known_candidates: dict[str, Candidate | None] = {}

    def candidates(self, items: Iterable[FieldDef]) -> tuple[Candidate, ...]:
        """What is found of some fields; those that repeat one another in words must be among them."""
        by_name = {item.name: item for item in items}
        found = (self._candidate(item, by_name) for item in by_name.values())
        return tuple(candidate for candidate in found if candidate)

    def in_cells(self, cells: Mapping[str, Cell], items: Iterable[FieldDef]) -> tuple[Candidate, ...]:
        """What the cells of a line of a table hold, by the names of their fields."""
        texts = {name: cell.text for name, cell in cells.items()}
        found = (self._in_cell(item, cells[item.name], texts) for item in items if item.name in cells)
        return tuple(candidate for candidate in found if candidate)

    def _candidate(self, item: FieldDef, items: Mapping[str, FieldDef]) -> Candidate | None:
        """A field's candidate, looked for once."""
        if item.name not in self._known_candidates:
            printed = self._printed(item, items)
            parts = (look.code for look in item.look if look.code)
            said = next((said for part in parts if (said := self._codes.said(part, item))), None)
            self._known_candidates[item.name] = by_code(item, said, printed) if said else printed
        return self._known_candidates[item.name]

    def _printed(self, item: FieldDef, items: Mapping[str, FieldDef]) -> Candidate | None:
        """The value of the first look that holds one; a slot filled by hand is proposed empty, with its place."""
        for look in (look for look in item.look if not _is_code_alone(look)):
            slots = slots_for(item, look, self._pages)
            if any(slot.writing is Writing.HANDWRITTEN for slot in slots):
                return to_be_keyed(item, slots, self._pages)
            if any(slot.writing is Writing.EMPTY for slot in slots):
                continue
            printed = bool(slots) and all(slot.writing is Writing.PRINTED for slot in slots)
            for found, value in self._values(item, look):
                if value is None or not is_readable(value, item.kind, printed=printed):
                    continue
                if look.anchor is not None and not look.ticks and is_written(value):
                    return written(item.name, value, found)
                spelled = value if look.ticks else self._known(self._spelled(value, found, item, look), look)
                # A date of the head whose slots were not found may be a pen's or a stamp's.
                placed = bool(slots) or look.part is not Part.PLACE_DATE
                spelled = replace(spelled, apart=spelled.apart or not placed)
                words = self._in_words(item, items)
                sheet = self._sheet(found.page)
                return self._judge.judged(item, spelled, found, sheet, path=item.name, slots=slots, words=words)
            if look.part is Part.SIGNER_NAME and (stamped := self._stamped(item)):
                return stamped
        return None

    def _values(self, item: FieldDef, look: Look) -> Iterator[tuple[Found, Value | None]]:
        if look.ticks:
            yield from self._places.ticked(look, item)
            return
        for found in self._places.found(look):
            yield found, value_of(found, item, self._kind)

    def _in_words(self, item: FieldDef, items: Mapping[str, FieldDef]) -> str | None:
        """What the field says that repeats this one in words."""
        other = items.get(item.in_words) if item.in_words else None
        words = self._candidate(other, items) if other and not other.in_words else None
        return words.value if words else None

    def _in_cell(self, item: FieldDef, cell: Cell, texts: Mapping[str, str]) -> Candidate | None:
        found = found_in_cell(cell)
        value = value_of(found, item, self._kind) if found else None
        if found is None or value is None or not is_readable(value, item.kind, printed=False):
            return None
        if is_written(value):
            return written(item.name, value, found, cell)
        words = texts.get(item.in_words) if item.in_words else None
        sheet = self._sheet(found.page)
        return self._judge.judged(item, value, found, sheet, path=item.name, words=words, cell=cell)

    def _stamped(self, item: FieldDef) -> Candidate | None:
        """The known signer of the agency whose name a red stamp seems to bear; never certain."""
        signer = find_stamped_signer(self._pages, self._learned.signers_of(self._agency or ""))
        if signer is None:
            return None
        word, name = signer
        found = Found(words=(word,), page=word_page(self._pages, word), known_slot=False)
        value = Value(value=name, words=(word,), as_read=word.text, repaired=True, listed=True, apart=True)
        return self._judge.judged(item, value, found, self._sheet(found.page), path=item.name)

    def _spelled(self, value: Value, found: Found, item: FieldDef, look: Look) -> Value:
        """With the marks of the document's own words and of the look's list of openings."""
        if item.kind is FieldKind.DOCUMENT_NOTATION:
            if all(word.agreed for word in value.words):
                return value
            notation = with_initials(value.value, self._names_in_head)
            return value if notation == value.value else replace(value, value=notation, repaired=True)
        texts = self._texts(found, look)
        if texts == [word.text for word in found.words]:
            return value
        if len(texts) == len(found.words):
            words = tuple(replace(word, text=text) for word, text in zip(found.words, texts, strict=True))
        else:
            words = (replace(found.words[0], text=" ".join(texts)),)
        better = value_of(replace(found, words=words), item, self._kind)
        if better is None or better.value == value.value:
            return value
        return replace(value, value=better.value, repaired=True)

    def _texts(self, found: Found, look: Look) -> list[str]:
        """The words as the document and the look's list spell them; a line that a list has may come as one."""
        texts = [word.text for word in found.words]
        if look.part in {Part.ISSUING_BODY, Part.SUBJECT, Part.LETTER_SUBJECT}:
            texts = mended(found.words, self._words())
        if look.part is Part.ISSUING_BODY:
            texts = with_province(texts)
        if look.begins:
            edges = pairwise([0, *found.breaks, len(texts)])
            whole = look.part is Part.SIGNER_POSITION
            clear = {dense(word.text) for word in found.words if is_clear(word)}
            texts = [as_listed(texts[start:stop], look.begins, clear, whole=whole) for start, stop in edges]
        return texts

    def _known(self, value: Value, look: Look) -> Value:
        """As the agency or the signer of accepted records whose name it is but for a slip."""
        names: frozenset[str] = frozenset()
        if look.part is Part.ISSUING_BODY:
            names = self._learned.agencies
        elif look.part is Part.SIGNER_NAME:
            names = self._learned.signers_of(self._agency or "")
        known = snapped(value.words, names) if names else None
        if known is None:
            return value
        return replace(value, value=known, repaired=known != value.value, listed=known == value.value)

    @cached_property
    def _agency(self) -> str | None:
        """The issuing body, which tells whose signers are known."""
        bodies = [item for item in self._kind.fields for look in item.look if look.part is Part.ISSUING_BODY]
        found = self._candidate(bodies[0], {}) if bodies else None
        return found.value if found else None

    @cached_property
    def _names_in_head(self) -> list[list[str]]:
        """The words of the agency and of the heading: their initials are what a notation is made of."""
        parts = (find_part(self._pages, Look(part=Part.HEADING), self._kind),)
        agency = [word.text for line in (self._pages.head.agency if self._pages.head else ()) for word in line.words]
        return [agency, *([word.text for word in part.words] for part in parts if part)]

    def _words(self) -> list[Word]:
        return [word for sheet in self._pages.sheets for line in sheet.lines for word in line.words]

    def _sheet(self, number: int) -> Sheet:
        return next(sheet for sheet in self._pages.sheets if sheet.number == number)


def _is_code_alone(look: Look) -> bool:
    """What only a code on the page says is not to be looked for among the words."""
    return look.code is not None and look.anchor is None and look.pattern is None and look.zone is None
