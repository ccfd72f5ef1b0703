"""Rows of a group and records of a page that begin at printed labels: each is the part of the pages up to the next.

A part may go over a page break: then the page above has no more labels behind it, and the next page begins with it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dossier.document_types import DocumentType
from dossier.fields import Group
from dossier.looks import Rows
from ocr.extraction.labels import LabelledPage, labels_of, labels_of_field
from ocr.extraction.matching import dense
from ocr.extraction.pages import Pages


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Place:
    """A word, by the order of its sheet, its row and its number there."""

    sheet: int
    row: int
    word: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """The parts of the pages, in order, and what stands above the first of them."""

    parts: tuple[Pages, ...]
    above: Pages


def spans_of(pages: Pages, rows: Rows, kind: DocumentType, group: Group | None = None) -> Spans:
    """The parts that the labels of `rows` begin. With a group, one also ends where a line begins with another label.

    Without such a label all is above.
    """
    pages = pages.on(rows.side)
    marks = list(_marks(pages, kind))
    openings, closings = {dense(text) for text in rows.labels}, {dense(text) for text in rows.before}
    if rows.after:
        wanted = {dense(text) for text in rows.after}
        first = next((at for at, (_, text) in enumerate(marks) if text in wanted), len(marks))
        marks = marks[first + 1 :]
    starts = [at for at, (_, text) in enumerate(marks) if text in openings]
    if starts:
        closed = next((at for at, (_, text) in enumerate(marks) if at > starts[0] and text in closings), len(marks))
        starts, marks = [at for at in starts if at < closed], marks[: closed + 1]
    foreign = _foreign(kind, group, rows)
    parts = []
    for at, following in pairwise([*starts, len(marks)]):
        inside = range(at + 1, following)
        ends = (other for other in inside if _ends(marks[other], foreign, closings))
        end = next(ends, following)
        parts.append(_part(pages, marks[at][0], marks[end][0] if end < len(marks) else None))
    top = _Place(sheet=0, row=0, word=0)
    above = _part(pages, top, marks[starts[0]][0] if starts else None)
    return Spans(parts=tuple(parts), above=above)


def above_on(pages: Pages, part: Pages) -> Pages:
    """What stands above a part on the page that it begins on."""
    first = part.first
    if first is None:
        return Pages(sheets=(), narrowed=True)
    top = first.lines[0].box.y
    for sheet in pages.sheets:
        if sheet.number == first.number:
            row = next((at for at, line in enumerate(sheet.rows) if line.box.y >= top), 0)
            narrowed = sheet.span((0, 0), (row, 0))
            return Pages(sheets=(narrowed,) if narrowed.lines else (), narrowed=True)
    return Pages(sheets=(), narrowed=True)


def _marks(pages: Pages, kind: DocumentType) -> Iterator[tuple[_Place, str]]:
    texts = labels_of(kind)
    for number, sheet in enumerate(pages.sheets):
        for label in LabelledPage(sheet, texts).labels:
            yield _Place(sheet=number, row=label.row, word=label.start), dense(label.text)


def _foreign(kind: DocumentType, group: Group | None, rows: Rows) -> Collection[str]:
    """Labels of what is not in the group; of a record all labels are its own."""
    if group is None:
        return ()
    own = {dense(text) for item in group.fields for text in labels_of_field(item)}
    own |= {dense(text) for text in (*rows.labels, *rows.after)}
    return {dense(text) for text in labels_of(kind)} - own


def _ends(mark: tuple[_Place, str], foreign: Collection[str], closings: Collection[str]) -> bool:
    place, text = mark
    return text in closings or (text in foreign and place.word == 0)


def _part(pages: Pages, start: _Place, stop: _Place | None) -> Pages:
    last = stop or _Place(sheet=len(pages.sheets), row=0, word=0)
    sheets = []
    for number in range(start.sheet, min(last.sheet + 1, len(pages.sheets))):
        begin = (start.row, start.word) if number == start.sheet else (0, 0)
        end = (last.row, last.word) if number == last.sheet else None
        narrowed = pages.sheets[number].span(begin, end)
        sheets += [narrowed] if narrowed.lines else []
    return Pages(sheets=tuple(sheets), narrowed=True)


def sheets_within(part: Pages, numbers: Sequence[int]) -> Pages:
    """The part on some of its pages alone."""
    return Pages(sheets=tuple(sheet for sheet in part.sheets if sheet.number in numbers), narrowed=True)
