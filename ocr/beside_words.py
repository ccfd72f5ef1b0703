"""What a page bears beside its words: codes that machines read, tables, boxes to tick. Looked for after the words.

Words that were read with a box in them are read again without it. Tables are told as found; a type takes a row from
one only where the headings are those it names. Runs in a worker.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dossier.codes import CodeKind, PageCode
from dossier.reading import Box, Gate, PagePicture, PageReading, Word
from dossier.tables import Table
from dossier.ticks import Tick
from ocr.codes.barcodes import find_barcodes
from ocr.codes.mrz_lines import find_mrz
from ocr.page_again import PageAgain
from ocr.preparation import to_grey
from ocr.readers import Readers
from ocr.tables.finding import confirmed, find_tables
from ocr.tables.page import TablePage
from ocr.ticks.finding import find_ticks
from ocr.ticks.lifting import without_boxes, words_beside


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideWords:
    """As the fields of `PageReading`."""

    words: tuple[Word, ...]
    codes: tuple[PageCode, ...]
    tables: tuple[Table, ...]
    ticks: tuple[Tick, ...]

    def confirmed(self, second: Sequence[Word]) -> "BesideWords":
        """The same with what the second reader has in the cells of the tables."""
        return replace(self, tables=confirmed(self.tables, second))


def beside_words(
    picture: PagePicture, pixels: NDArray[np.uint8], page: PageAgain, first: PageReading, readers: Readers
) -> BesideWords:
    """What the page of a first reading bears; `pixels` are the decoded picture, `page` is made from them.

    On a page too bad to be read a code may still be whole; nothing else is looked for there. Raises what engines raise.
    """
    codes = (*_barcodes(picture, pixels), *_mrz(page, first, readers))
    if first.gate is Gate.UNREADABLE:
        return BesideWords(words=first.words, codes=codes, tables=(), ticks=())
    # Found anew among words that were read without boxes they might come out otherwise.
    ticks = first.ticks or _ticks(page, first.words, codes)
    lifted = without_boxes(page.cleaned, ticks, page.scale)
    words = words_beside(
        first.words,
        ticks,
        lifted,
        scale=page.scale,
        dpi=page.dpi,
        placing=page.placing,
        engine=readers.first,
        language=readers.language,
    )
    table_page = TablePage(grey=lifted, scale=page.scale, dpi=page.dpi, placing=page.placing, words=words)
    tables = find_tables(table_page, readers.first, readers.language)
    return BesideWords(words=words, codes=codes, tables=tables, ticks=ticks)


def _ticks(page: PageAgain, words: Sequence[Word], codes: Sequence[PageCode]) -> tuple[Tick, ...]:
    """The squares in the corners of a QR code are none to tick."""
    ticks = find_ticks(page.plain, words, page.placing, page.scale)
    return tuple(tick for tick in ticks if not any(_holds(code.box, tick.box) for code in codes))


def _barcodes(picture: PagePicture, pixels: NDArray[np.uint8]) -> tuple[PageCode, ...]:
    """As the picture lies: a code is read in any position."""
    own = pixels.shape[1] / picture.width
    codes = find_barcodes(to_grey(pixels), max(1, round(picture.dpi * own)), tuple(CodeKind))
    return codes if own == 1 else tuple(replace(code, box=_on_picture(code.box, own, picture)) for code in codes)


def _on_picture(box: Box, own: float, picture: PagePicture) -> Box:
    x, y = round(box.x / own), round(box.y / own)
    right, bottom = min(picture.width, round(box.right / own)), min(picture.height, round(box.bottom / own))
    return Box(x=x, y=y, w=right - x, h=bottom - y)


def _mrz(page: PageAgain, first: PageReading, readers: Readers) -> tuple[PageCode, ...]:
    return find_mrz(
        first.words,
        page.cleaned,
        scale=page.scale,
        dpi=page.dpi,
        rotation=first.rotation,
        engine=readers.for_lines,
    )


def _holds(place: Box, box: Box) -> bool:
    x, y = box.x + box.w / 2, box.y + box.h / 2
    return place.x <= x <= place.right and place.y <= y <= place.bottom
