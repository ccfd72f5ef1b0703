"""Where a look finds words: zones and patterns on the lines of a page, values beside labels, parts of the layout."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dossier.document_types import DocumentType
from dossier.fields import FieldDef
from dossier.looks import Look, PageChoice
from ocr.extraction.found import Found, Value, found_in
from ocr.extraction.labels import LabelledPage, labels_of
from ocr.extraction.pages import Pages, Sheet
from ocr.extraction.parts import find_part
from ocr.extraction.ticked import ticked_in


class Places:
    """Looks for words in pages, or in a part of them, under one type; the labels of each page are found once."""

    def __init__(self, pages: Pages, kind: DocumentType) -> None:
        self._pages = pages
        self._kind = kind
        self._texts = labels_of(kind)
        self._labelled: dict[int, tuple[Sheet, LabelledPage]] = {}

    def found(self, look: Look) -> Iterator[Found]:
        """What stands where the look says, the likeliest first."""
        pages = self._pages.on(look.side)
        if look.part is not None:
            part = find_part(pages, look, self._kind)
            if part:
                yield part
            return
        for sheet in sheets_of(pages, look.page):
            if look.anchor is None:
                yield from _in_zone(sheet, look)
                continue
            beside = self._labels_of(sheet if look.zone is None else sheet.within(look.zone)).value_beside(look.anchor)
            if beside:
                yield from _matching(beside, look)

    def ticked(self, look: Look, item: FieldDef) -> Iterator[tuple[Found, Value]]:
        """The item of a choice that is ticked; with an anchor, among what stands beside it alone."""
        for sheet in sheets_of(self._pages.on(look.side), look.page):
            place = sheet if look.zone is None else sheet.within(look.zone)
            within = None
            if look.anchor is not None:
                beside = self._labels_of(place).all_beside(look.anchor)
                if beside is None:
                    continue
                within = beside.words
            one = ticked_in(place, item, within)
            if one is not None:
                yield one

    def _labels_of(self, sheet: Sheet) -> LabelledPage:
        # The sheet is kept with its labels, so that no other one can come to have its id.
        if id(sheet) not in self._labelled:
            self._labelled[id(sheet)] = sheet, LabelledPage(sheet, self._texts)
        return self._labelled[id(sheet)][1]


def sheets_of(pages: Pages, choice: PageChoice) -> Sequence[Sheet]:
    """The sheets on which to look; of a part of the pages always all."""
    if choice is PageChoice.ANY or pages.narrowed:
        return pages.sheets
    sheet = pages.first if choice is PageChoice.FIRST else pages.last
    return (sheet,) if sheet else ()


def _in_zone(sheet: Sheet, look: Look) -> Iterator[Found]:
    """Lines whose words lie in the zone (the whole page without one), narrowed by the pattern."""
    inside = sheet if look.zone is None else sheet.within(look.zone)
    for line in inside.lines:
        found = found_in([line])
        if found:
            yield from _matching(found, look)


def _matching(found: Found, look: Look) -> Iterator[Found]:
    """The words that the pattern's group `value` touches; all where there is no pattern."""
    if look.pattern is None:
        yield found
        return
    match = re.search(look.pattern, found.text)
    if match is None:
        return
    start, stop = match.span("value") if "value" in match.groupdict() else match.span()
    words = found.touching(start, stop)
    if words:
        yield replace(found, words=words, breaks=())
