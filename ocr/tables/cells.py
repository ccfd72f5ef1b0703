"""What stands in one cell: whether there is ink, its printed lines, and their words, read from the cell alone.

The reading of a whole page loses lone figures and joins words of neighbouring cells; a cell read by itself does
neither. Where the page's words are surer, they are kept.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.reading import Box, Word
from dossier.tables import CellSource
from ocr.engines.engine import EngineWord, Layout, OcrEngine
from ocr.preparation.colour import MM_PER_INCH
from ocr.readers import Language
from ocr.tables.page import TablePage

_RIM_MM = 0.35
"""Of a cell's edge is the rule's."""
_LETTER_MM = 0.9
"""The lowest letter or figure; what is lower are marks, dots and dashes."""
_DASH_MM = 0.6
_FAINT = 30
"""So little darker than its paper the darkest of a cell is no ink."""
_INK_SHARE = 0.45
_SPECK_MM = 0.25
_ROOM = 0.08
"""Of a line's height, left free above and below."""
_SHARED = 0.4
"""So much of the lower of two letters of one line is level with the other."""
_LOW = 0.6
"""Lower than so much of the other lines is no line, but marks."""
_SURE = 0.9
"""Words of the page that are so sure, to the last sign, are not read again."""
_COVERED = 0.6
_APART = 1.2
"""Of a line's height, a gap that parts what stands in a merged cell."""
_EDGE_MM, _THIN_MM = 0.25, 0.55
_CORNER_INK = 0.25
"""Two rules that meet in a corner fill less of the box around them; print fills more."""
_STROKES = frozenset("1Il|!/()[]-_.,'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The words of a cell in reading order, and which reading they come from."""

    words: tuple[Word, ...]
    source: CellSource


class CellReader:
    """Reads cells of one page with the first reader. One object a page; runs where the page is read."""

    def __init__(self, page: TablePage, engine: OcrEngine, language: Language) -> None:
        self._page = page
        self._engine = engine
        self._language = language

    def read(self, box: Box, *, ruled: bool = True, merged: bool = False) -> Content:
        """The content of a cell that `box` (pixels of the grey page) encloses.

        What stands far apart in a `merged` one is read apart: a label and the figures of several columns.
        """
        rim = round(_RIM_MM / MM_PER_INCH * self._page.dpi) if ruled else 0
        inner = _shrunk(box, rim, self._page.grey.shape)
        lines = text_lines(self._page.grey[inner.y : inner.bottom, inner.x : inner.right], self._page.dpi)
        if not lines:
            return Content(words=(), source=CellSource.EMPTY)
        if merged:
            part = self._page.grey[inner.y : inner.bottom, inner.x : inner.right]
            pieces = [_apart(part, line) for line in lines]
            if any(len(row) > 1 for row in pieces):
                own = self._own(inner, [piece for row in pieces for piece in row])
                return Content(words=own, source=CellSource.CELL)
        found = self._of_page(box)
        whole = bool(found) and self._covered(inner, lines, found)
        if whole and min(word.lowest for word in found) >= _SURE:
            return Content(words=found, source=CellSource.PAGE)
        own = self._own(inner, lines)
        if not own or (whole and _sureness(found) > _sureness(own)):
            return Content(words=found, source=CellSource.PAGE)
        return Content(words=own, source=CellSource.CELL)

    def _covered(self, inner: Box, lines: Sequence[Box], found: Sequence[Word]) -> bool:
        """Whether the page's words lie on all the ink of a cell."""
        boxes = [self._page.on_grey(word.upright) for word in found]
        for line in lines:
            y, start, stop = inner.y + line.y + line.h / 2, inner.x + line.x, inner.x + line.right
            on = [box for box in boxes if box.y <= y < box.bottom]
            if not on or sum(max(0, min(box.right, stop) - max(box.x, start)) for box in on) < _COVERED * line.w:
                return False
        return True

    def _own(self, inner: Box, lines: Sequence[Box]) -> tuple[Word, ...]:
        words: list[EngineWord] = []
        for number, line in enumerate(lines):
            y, x = inner.y + line.y, inner.x + line.x
            part = np.ascontiguousarray(self._page.grey[y : y + line.h, x : x + line.w])
            for word in self._engine.read(part, round(self._page.dpi), Layout.LINE):
                place = Box(x=word.box.x + line.x, y=word.box.y + line.y, w=word.box.w, h=word.box.h)
                words.append(replace(word, box=place, line=number))
        return self._page.placed(self._language.corrected(words), inner)

    def _of_page(self, box: Box) -> tuple[Word, ...]:
        """The page's words in a cell, without what was read of its rules."""
        upright = self._page.upright(box)
        rim = 2 * _RIM_MM / MM_PER_INCH * self._page.dpi / self._page.scale
        found = [word for word in self._page.words if _lies_in(word.upright, upright, rim)]
        return _in_order([word for word in found if not _is_stroke(word, upright, rim)])


def _apart(cell: NDArray[np.uint8], line: Box) -> list[Box]:
    """A line of a cell cut at gaps wider than those between words by far."""
    part = cell[line.y : line.bottom, line.x : line.right]
    ground, dark = float(np.percentile(part, 85)), float(part.min())
    inked = np.flatnonzero(part.min(axis=0) < ground - _INK_SHARE * (ground - dark))
    if not len(inked):
        return [line]
    cuts = np.flatnonzero(np.diff(inked) > _APART * line.h)
    starts, stops = inked[np.concatenate([[0], cuts + 1])], inked[np.concatenate([cuts, [len(inked) - 1]])]
    room = round(_ROOM * line.h) + 1
    found = []
    for start, stop in zip(starts, stops, strict=True):
        x, right = max(0, int(start) - room), min(line.w, int(stop) + 1 + room)
        found.append(Box(x=line.x + x, y=line.y, w=right - x, h=line.h))
    return found


def _is_stroke(word: Word, cell: Box, rim: float) -> bool:
    """Whether a word is a rule's: a stroke at the very side of the cell."""
    beside = word.upright.x < cell.x + rim or word.upright.right > cell.right - rim
    return beside and len(word.text) == 1 and word.text in _STROKES and word.upright.w < 2 * rim


def text_lines(cell: NDArray[np.uint8], dpi: float) -> list[Box]:
    """The printed lines of a cell from top to bottom, in its own pixels; none where there is no ink."""
    if cell.size == 0 or min(cell.shape) < 3:
        return []
    mm = dpi / MM_PER_INCH
    ground, dark = float(np.percentile(cell, 85)), float(np.percentile(cell, 0.3))
    if ground - dark < _FAINT:
        return []
    ink = (cell < ground - _INK_SHARE * (ground - dark)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pieces = [
        Box(x=x, y=y, w=w, h=h)
        for x, y, w, h, area in stats[1:].tolist()
        if area > (_SPECK_MM * mm) ** 2 and not _is_rule(Box(x=x, y=y, w=w, h=h), area, cell.shape, mm)
    ]
    letters = [piece for piece in pieces if piece.h >= _LETTER_MM * mm]
    if not letters:
        # A lone dash stands for nothing there, and is to be read.
        dashes = [piece for piece in pieces if piece.w >= _DASH_MM * mm]
        return [_roomy(_around(dashes), 3 * max(piece.h for piece in dashes), cell.shape)] if dashes else []
    rows = _rows(letters)
    for mark in pieces:
        if mark.h < _LETTER_MM * mm:
            near = min(rows, key=lambda row: _distance(_around(row), mark))
            if _distance(_around(near), mark) < 0.5 * near[0].h:
                near.append(mark)
    return [_roomy(line, round(_ROOM * line.h) + 1, cell.shape) for line in (_around(row) for row in rows)]


def _rows(letters: Sequence[Box]) -> list[list[Box]]:
    """Letters in lines: those that share most of their height; marks that stand apart go to the line below them."""
    rows: list[list[Box]] = []
    for letter in sorted(letters, key=lambda letter: (-letter.h, letter.x)):
        for row in rows:
            top, bottom = (statistics.median(side) for side in zip(*((one.y, one.bottom) for one in row), strict=True))
            common = min(bottom, letter.bottom) - max(top, letter.y)
            if common > _SHARED * min(letter.h, bottom - top):
                row.append(letter)
                break
        else:
            rows.append([letter])
    rows.sort(key=lambda row: min(one.y for one in row))
    typical = statistics.median(max(one.h for one in row) for row in rows)
    whole: list[list[Box]] = []
    marks: list[Box] = []
    for row in rows:
        if max(one.h for one in row) < _LOW * typical:
            marks += row
        else:
            whole.append(row)
    for mark in marks:
        min(whole, key=lambda row: _distance(_around(row), mark)).append(mark)
    return whole


def _distance(letter: Box, mark: Box) -> float:
    return max(0, letter.y - mark.bottom, mark.y - letter.bottom)


def _is_rule(piece: Box, area: int, shape: tuple[int, ...], mm: float) -> bool:
    """Whether a piece is what is left of a rule at the cell's edge: thin, along it, round a corner; a frame inside."""
    near = max(1.0, _EDGE_MM * mm)
    beside = piece.x <= near or piece.right >= shape[1] - near
    below = piece.y <= near or piece.bottom >= shape[0] - near
    whole = piece.w > 0.9 * shape[1] and piece.h > 0.9 * shape[0]
    corner = beside and below and area < _CORNER_INK * piece.w * piece.h
    thin = (beside and piece.w < _THIN_MM * mm) or (below and piece.h < _THIN_MM * mm and piece.w > 2 * mm)
    return thin or corner or whole


def _around(boxes: Sequence[Box]) -> Box:
    found = boxes[0]
    for box in boxes[1:]:
        found = found.union(box)
    return found


def _roomy(box: Box, room: int, shape: tuple[int, ...]) -> Box:
    x, y = max(0, box.x - room), max(0, box.y - room)
    right, bottom = min(shape[1], box.right + room), min(shape[0], box.bottom + room)
    return Box(x=x, y=y, w=right - x, h=bottom - y)


def _shrunk(box: Box, rim: int, shape: tuple[int, ...]) -> Box:
    x, y = min(box.x + rim, shape[1]), min(box.y + rim, shape[0])
    right, bottom = max(x, min(box.right - rim, shape[1])), max(y, min(box.bottom - rim, shape[0]))
    return Box(x=x, y=y, w=right - x, h=bottom - y)


def _lies_in(word: Box, cell: Box, rim: float) -> bool:
    """Whether a word is a cell's; one that reaches over its side is two cells' words read as one."""
    middle = word.y + word.h / 2
    return cell.x - rim <= word.x and word.right <= cell.right + rim and cell.y <= middle < cell.bottom


def _in_order(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words of a cell line by line: the reader of the page may have taken its lines for columns."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.upright.y + word.upright.h / 2):
        level = word.upright.y + word.upright.h / 2
        if rows and level - (rows[-1][0].upright.y + rows[-1][0].upright.h / 2) < 0.5 * word.upright.h:
            rows[-1].append(word)
        else:
            rows.append([word])
    return tuple(word for row in rows for word in sorted(row, key=lambda word: word.upright.x))


def _sureness(words: Sequence[Word]) -> float:
    """Of its words, and of the least sure of them."""
    return sureness(words) + min(word.lowest for word in words)


def sureness(words: Sequence[Word]) -> float:
    """Mean confidence by letters; 1 for none."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 1.0
