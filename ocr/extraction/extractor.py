"""The extractor: recognises the type of a document and proposes a value for each field its rules find."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from dossier.document_types import DocumentType, DocumentTypes
from dossier.fields import FieldDef, FieldKind
from dossier.learned import NOTHING, Learned
from dossier.looks import Look, PageChoice, Part
from dossier.reading import Box, Candidate, Extraction, PageReading, RecordReading, Slot, Word, Writing
from dossier.text import clean
from ocr.extraction.confidence import Certainty, is_readable, is_written, may_be_certain
from ocr.extraction.families import FamilyNames
from ocr.extraction.features import features_of, surroundings
from ocr.extraction.found import Found, Value, found_in
from ocr.extraction.labels import LabelledPage
from ocr.extraction.lines import Line, around
from ocr.extraction.matching import dense
from ocr.extraction.pages import Pages, Sheet, pages_of, word_page
from ocr.extraction.parts import find_part
from ocr.extraction.recognition import recognise
from ocr.extraction.signature import find_stamped_signer
from ocr.extraction.slots import slots_for
from ocr.extraction.snapping import is_clear, snapped
from ocr.extraction.spelling import as_listed, mended, with_initials, with_province
from ocr.extraction.values import value_of
from resources.language import entries


class RuleExtractor:
    """`dossier.ports.Extractor` by the rules of the document types; keeps nothing between documents."""

    def __init__(self, types: DocumentTypes, certainty: Certainty | None = None) -> None:
        self._types = types
        self._certainty = certainty or Certainty.shipped()
        self._families = FamilyNames(entries("family_names"))

    def extract(self, readings: Sequence[PageReading], learned: Learned = NOTHING) -> Extraction:
        """Type and candidates of one document: one record that lies on all its pages.

        Names that are almost one of the `learned` become it. Pages held for a secrecy mark are not looked at.
        Any thread; raises nothing for any words.
        """
        pages = pages_of(readings)
        kind, sure = recognise(pages, self._types.newest())
        if kind is None:
            return Extraction(type_id=None, type_confidence=0.0)
        document = _Document(pages, kind, self._certainty, learned, self._families)
        found = (document.candidate(item) for item in kind.fields)
        record = RecordReading(
            candidates=tuple(candidate for candidate in found if candidate), pages=tuple(range(len(readings)))
        )
        return Extraction(type_id=kind.id, type_confidence=sure, records=(record,))


class _Document:
    """The pages of one document under one type, with the labels of each page found once."""

    def __init__(
        self, pages: Pages, kind: DocumentType, certainty: Certainty, learned: Learned, families: FamilyNames
    ) -> None:
        self._pages = pages
        self._kind = kind
        self._certainty = certainty
        self._learned = learned
        self._families = families
        self._labelled: dict[int, LabelledPage] = {}

    def candidate(self, item: FieldDef) -> Candidate | None:
        """The value of the first look that holds one; a slot filled by hand is proposed empty, with its place."""
        for look in item.look:
            slots = slots_for(item, look, self._pages)
            if any(slot.writing is Writing.HANDWRITTEN for slot in slots):
                return _to_be_keyed(item, slots, self._pages)
            if any(slot.writing is Writing.EMPTY for slot in slots):
                continue
            printed = bool(slots) and all(slot.writing is Writing.PRINTED for slot in slots)
            for found in self._places(look):
                value = value_of(found, item, self._kind)
                if value is None or not is_readable(value, item.kind, printed=printed):
                    continue
                if look.anchor is not None and is_written(value):
                    return _written(item, value, found)
                spelled = self._known(self._spelled(value, found, item, look), look)
                # A date of the head whose slots were not found may be a pen's or a stamp's.
                placed = bool(slots) or look.part is not Part.PLACE_DATE
                return self._proposed(item, replace(spelled, apart=spelled.apart or not placed), found, slots)
            if look.part is Part.SIGNER_NAME and (stamped := self._stamped(item)):
                return stamped
        return None

    def _stamped(self, item: FieldDef) -> Candidate | None:
        """The known signer of the agency whose name a red stamp seems to bear; never certain."""
        signer = find_stamped_signer(self._pages, self._learned.signers_of(self._agency or ""))
        if signer is None:
            return None
        word, name = signer
        found = Found(words=(word,), page=word_page(self._pages, word), known_slot=False)
        value = Value(value=name, words=(word,), as_read=word.text, repaired=True, listed=True, apart=True)
        return self._proposed(item, value, found, ())

    def _proposed(self, item: FieldDef, value: Value, found: Found, slots: Sequence[Slot]) -> Candidate:
        sheet = next(sheet for sheet in self._pages.sheets if sheet.number == found.page)
        features = features_of(value, found, sheet.legibility)
        probability = self._certainty.probability(item, features)
        beside = surroundings(value, found, sheet.lines)
        certain = may_be_certain(value, found, item, sheet.gate, slots, beside=beside)
        certain = certain and not (item.kind is FieldKind.PERSON_NAME and self._families.lacks_marks(value.value))
        return Candidate(
            path=item.name,
            value=value.value,
            as_read=clean(" ".join(word.as_read or word.text for word in found.words)),
            confidence=round(probability, 4),
            certain=certain and self._certainty.is_certain(item, features, probability),
            page=found.page,
            box=around(word.box for word in value.words),
        )

    def _places(self, look: Look) -> Iterator[Found]:
        """Where the look finds words."""
        if look.part is not None:
            found = find_part(self._pages, look, self._kind)
            if found:
                yield found
            return
        for sheet in _sheets(self._pages, look.page):
            if look.anchor is None:
                yield from _in_zone(sheet, look)
                continue
            found = self._labels_of(sheet).value_beside(look.anchor)
            if found:
                yield from _matching(found, look)

    def _spelled(self, value: Value, found: Found, item: FieldDef, look: Look) -> Value:
        """With the marks of the document's own words and of the look's list of openings."""
        if item.kind is FieldKind.DOCUMENT_NOTATION:
            if all(word.agreed for word in value.words):
                return value
            notation = with_initials(value.value, self._names_in_head)
            return value if notation == value.value else replace(value, value=notation, repaired=True)
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
        if len(texts) == len(found.words):
            words = tuple(replace(word, text=text) for word, text in zip(found.words, texts, strict=True))
        else:
            words = (replace(found.words[0], text=" ".join(texts)),)
        better = value_of(replace(found, words=words), item, self._kind)
        if better is None or better.value == value.value:
            return value
        return replace(value, value=better.value, repaired=True)

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
        found = self.candidate(bodies[0]) if bodies else None
        return found.value if found else None

    @cached_property
    def _names_in_head(self) -> list[list[str]]:
        """The words of the agency and of the heading: their initials are what a notation is made of."""
        parts = (find_part(self._pages, Look(part=Part.HEADING), self._kind),)
        agency = [word.text for line in (self._pages.head.agency if self._pages.head else ()) for word in line.words]
        return [agency, *([word.text for word in part.words] for part in parts if part)]

    def _words(self) -> list[Word]:
        return [word for sheet in self._pages.sheets for line in sheet.lines for word in line.words]

    def _labels_of(self, sheet: Sheet) -> LabelledPage:
        if sheet.number not in self._labelled:
            self._labelled[sheet.number] = LabelledPage(sheet, self._kind)
        return self._labelled[sheet.number]


def _written(item: FieldDef, value: Value, found: Found) -> Candidate:
    """The place of a form that a pen filled, without what it was taken for."""
    return Candidate(
        path=item.name,
        value="",
        as_read=clean(" ".join(word.as_read or word.text for word in value.words)),
        confidence=0.0,
        certain=False,
        page=found.page,
        box=around(word.box for word in value.words),
        handwritten=True,
    )


def _to_be_keyed(item: FieldDef, slots: Sequence[Slot], pages: Pages) -> Candidate | None:
    """No value, only the place: what a pen wrote is keyed from the picture."""
    first = pages.first
    if first is None:
        return None
    lines = {slot.line for slot in slots}
    box = around(slot.box for slot in slots)
    words = [word for line in first.lines for word in line.words if word.line in lines]
    inside = [word.as_read or word.text for word in words if _touches(word.box, box)]
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


def _touches(left: Box, right: Box) -> bool:
    across = left.x < right.right and right.x < left.right
    return across and left.y < right.bottom and right.y < left.bottom


def _sheets(pages: Pages, choice: PageChoice) -> Sequence[Sheet]:
    if choice is PageChoice.ANY:
        return pages.sheets
    sheet = pages.first if choice is PageChoice.FIRST else pages.last
    return (sheet,) if sheet else ()


def _in_zone(sheet: Sheet, look: Look) -> Iterator[Found]:
    """Lines whose words lie in the zone (the whole page without one), narrowed by the pattern."""
    for line in sheet.lines:
        inside = line if look.zone is None else _inside(line, sheet, look)
        found = found_in([inside]) if inside else None
        if found:
            yield from _matching(found, look)


def _inside(line: Line, sheet: Sheet, look: Look) -> Line | None:
    zone = look.zone
    if zone is None:
        return line
    words = tuple(
        word
        for word in line.words
        if zone.x * sheet.width <= word.upright.x + word.upright.w / 2 <= (zone.x + zone.w) * sheet.width
        and zone.y * sheet.height <= word.upright.y + word.upright.h / 2 <= (zone.y + zone.h) * sheet.height
    )
    return Line(words=words, page=line.page) if words else None


def _matching(found: Found, look: Look) -> Iterator[Found]:
    """The words that the pattern's group `value` touches; all where there is no pattern."""
    if look.pattern is None:
        yield found
        return
    match = re.search(look.pattern, found.text)
    if match is None:
        return
    start, stop = match.span("value") if "value" in match.groupdict() else match.span()
    edge, words = 0, []
    for word in found.words:
        if edge < stop and start < edge + len(word.text):
            words.append(word)
        edge += len(word.text) + 1
    if words:
        yield replace(found, words=tuple(words), breaks=())
