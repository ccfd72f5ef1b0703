"""The extractor: recognises the type of a document and proposes a value for each field its rules find."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from dossier.document_types import DocumentType, DocumentTypes, FieldDef, Look, PageChoice, Part
from dossier.reading import Candidate, Extraction, PageReading, RecordReading, Word
from dossier.text import clean
from ocr.extraction.confidence import confidence, is_certain, is_readable, is_written
from ocr.extraction.found import Found, found_in
from ocr.extraction.labels import LabelledPage
from ocr.extraction.lines import Line, around
from ocr.extraction.pages import Pages, Sheet, pages_of
from ocr.extraction.parts import find_part
from ocr.extraction.recognition import recognise
from ocr.extraction.spelling import as_listed, mended, with_province
from ocr.extraction.values import Value, value_of


class RuleExtractor:
    """`dossier.ports.Extractor` by the rules of the document types; keeps nothing between documents."""

    def __init__(self, types: DocumentTypes) -> None:
        self._types = types

    def extract(self, readings: Sequence[PageReading]) -> Extraction:
        """Type and candidates of one document: one record that lies on all its pages.

        Pages held for a secrecy mark are not looked at. Any thread; raises nothing for any words.
        """
        pages = pages_of(readings)
        kind, sure = recognise(pages, self._types.newest())
        if kind is None:
            return Extraction(type_id=None, type_confidence=0.0)
        document = _Document(pages, kind)
        found = (document.candidate(item) for item in kind.fields)
        record = RecordReading(
            candidates=tuple(candidate for candidate in found if candidate), pages=tuple(range(len(readings)))
        )
        return Extraction(type_id=kind.id, type_confidence=sure, records=(record,))


class _Document:
    """The pages of one document under one type, with the labels of each page found once."""

    def __init__(self, pages: Pages, kind: DocumentType) -> None:
        self._pages = pages
        self._kind = kind
        self._labelled: dict[int, LabelledPage] = {}

    def candidate(self, item: FieldDef) -> Candidate | None:
        """The value of the first look that holds one."""
        for look in item.look:
            for found in self._places(look):
                value = value_of(found, item, self._kind)
                if value is None or not is_readable(value, item.kind):
                    continue
                return _proposed(item, self._spelled(value, found, item, look), found)
        return None

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
        texts = [word.text for word in found.words]
        if look.part in {Part.ISSUING_BODY, Part.SUBJECT, Part.LETTER_SUBJECT}:
            texts = mended(found.words, self._words())
        if look.part is Part.ISSUING_BODY:
            texts = with_province(texts)
        if look.begins:
            edges = pairwise([0, *found.breaks, len(texts)])
            texts = [as_listed(texts[start:stop], look.begins) for start, stop in edges]
        if len(texts) == len(found.words):
            words = tuple(replace(word, text=text) for word, text in zip(found.words, texts, strict=True))
        else:
            words = (replace(found.words[0], text=" ".join(texts)),)
        better = value_of(replace(found, words=words), item, self._kind)
        if better is None or better.value == value.value:
            return value
        return replace(value, value=better.value, repaired=True)

    def _words(self) -> list[Word]:
        return [word for sheet in self._pages.sheets for line in sheet.lines for word in line.words]

    def _labels_of(self, sheet: Sheet) -> LabelledPage:
        if sheet.number not in self._labelled:
            self._labelled[sheet.number] = LabelledPage(sheet, self._kind)
        return self._labelled[sheet.number]


def _proposed(item: FieldDef, value: Value, found: Found) -> Candidate:
    return Candidate(
        path=item.name,
        value=value.value,
        as_read=clean(value.as_read),
        confidence=confidence(value, found, item.kind),
        certain=is_certain(value, found, item.kind),
        page=found.page,
        box=around(word.box for word in value.words),
        handwritten=is_written(value),
    )


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
