"""Values beside printed labels: the forms of civil papers. Knows nothing of which labels there are.

All labels of a type are found first, so that a value ends where the next label begins and a label within a longer one
("Họ, chữ đệm, tên" in "Họ, chữ đệm, tên người mẹ") is not taken for itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dossier.document_types import DocumentType
from dossier.fields import FieldDef
from dossier.looks import Anchor, Direction
from ocr.extraction.found import Found, found_in
from ocr.extraction.lines import Line, pitch, solid
from ocr.extraction.matching import dense, find_phrase, opens_with
from ocr.extraction.pages import Sheet
from ocr.extraction.strays import without_strays

_NEXT_LINE = 3.0
"""A value goes on in the next line if that is at most so many letter heights below."""
_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVXL]{1,4})"
_NUMBERING = re.compile(rf"\W*{_NUMBER}?\W*")
"""What numbers an item: "2.", "b)", "-"."""
_NUMBERED = re.compile(rf"^\W*{_NUMBER}\s*[.),]\s*")
_UNREAD = 0.4
"""Words below this are leaders and strokes of a pen, not a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A printed label: line `row`, words `start` to `stop` (outside)."""

    text: str
    row: int
    start: int
    stop: int
    score: float

    @property
    def weight(self) -> float:
        """Long labels say more than short ones within them, but not when they are read so badly that they differ."""
        return len(dense(self.text)) * self.score**4


def labels_of(kind: DocumentType) -> tuple[str, ...]:
    """The labels of all fields, groups and rows of a type: what is looked for in one part of it ends at any other."""
    items = [*kind.fields, *(item for group in kind.groups for item in group.fields)]
    texts = {text for item in items for text in labels_of_field(item)}
    rows = [*(rows for group in kind.groups for rows in group.rows), *([kind.records] if kind.records else [])]
    texts.update(text for each in rows for text in (*each.labels, *each.after, *each.before))
    return tuple(sorted(texts))


def labels_of_field(item: FieldDef) -> Iterator[str]:
    """The labels of its anchors."""
    for anchor in (look.anchor for look in item.look if look.anchor):
        yield from (*anchor.labels, *anchor.after, *anchor.before)


class LabelledPage:
    """The labels of one page in reading order."""

    def __init__(self, sheet: Sheet, texts: Iterable[str]) -> None:
        """`texts` are all labels of the type, see `labels_of`."""
        self._sheet = sheet
        self._labels = sorted(_without_inner(_all(sheet, texts)), key=lambda label: (label.row, label.start))

    @property
    def labels(self) -> Sequence[Label]:
        """All of them in reading order."""
        return self._labels

    def value_beside(self, anchor: Anchor) -> Found | None:
        """The words beside the first of the anchor's labels that has any within its part of the page, or None."""
        for label in self._named(anchor):
            rows = self._rows_of(label, anchor)
            bare = [without_strays(row, after_print=at > 0, spelt_too=True) for at, row in enumerate(rows) if row]
            if kept := [row for row in (_legible(row) for row in bare if row) if row]:
                return found_in(kept, known_slot=True)
        return None

    def all_beside(self, anchor: Anchor) -> Found | None:
        """As `value_beside` with all that was read there, however badly: where boxes stand among the words."""
        label = next(self._named(anchor), None)
        return found_in(row for row in self._rows_of(label, anchor) if row) if label else None

    def _named(self, anchor: Anchor) -> Iterator[Label]:
        wanted = {dense(text) for text in anchor.labels}
        return (label for label in self._within(anchor) if dense(label.text) in wanted)

    def _within(self, anchor: Anchor) -> Sequence[Label]:
        """Labels after the one that opens the anchor's part and before the one that closes it."""
        labels = self._labels
        if anchor.after:
            opening = _first(labels, anchor.after)
            labels = labels[opening:] if opening is not None else []
        closing = _first(labels, anchor.before) if anchor.before else None
        return labels[:closing] if closing is not None else labels

    def _rows_of(self, label: Label, anchor: Anchor) -> list[Line | None]:
        line = self._sheet.rows[label.row]
        rows = [self._cut(label.row, line, label.stop, anchor, label)]
        if anchor.direction is Direction.BELOW:
            rows = [None]
        goes_on = label.stop == len(line.words) or _is_whole(rows[0], line)
        if anchor.direction is Direction.BELOW or (anchor.direction is Direction.RIGHT_THEN_BELOW and goes_on):
            rows += self._below(label, line, anchor, len(rows))
        return rows

    def _cut(self, row: int, line: Line, start: int, anchor: Anchor, own: Label) -> Line | None:
        """The words from `start` to the next label or stop on the line."""
        others = [label for label in self._of_row(row, own) if label.start >= start]
        stops = [label.start for label in others if not self._is_value(label, own)]
        for stop in anchor.stops:
            span = find_phrase(line.keys[start:], stop)
            stops += [start + span.start] if span else []
        return line.part(start, min(stops, default=None))

    def _of_row(self, row: int, own: Label) -> list[Label]:
        """The labels of a row, but what repeats the `own` one: below "HỒ SƠ" a title says "Hồ sơ về …"."""
        repeated = dense(own.text)
        return [
            label
            for label in self._labels
            if label.row == row
            and (row == own.row or self._has_colon(label) or not dense(label.text).startswith(repeated))
        ]

    def _is_value(self, label: Label, own: Label) -> bool:
        """Whether a label right behind the colon of another is what that one says ("Tiêu đề hồ sơ: Hồ sơ về …")."""
        right_behind = label.row == own.row and label.start == own.stop
        return right_behind and self._has_colon(own) and not self._has_colon(label)

    def _has_colon(self, label: Label) -> bool:
        return self._sheet.rows[label.row].words[label.stop - 1].text.endswith(":")

    def _below(self, own: Label, line: Line, anchor: Anchor, most: int) -> list[Line | None]:
        rows: list[Line | None] = []
        row, above = own.row, line
        for number in range(row + 1, min(row + 1 + anchor.lines - most + 1, len(self._sheet.rows))):
            below = self._sheet.rows[number]
            stopped = opens_with(_NUMBERED.sub("", below.text), anchor.stops)
            if stopped or self._begins(number, own) or pitch(above, below) > _NEXT_LINE:
                break
            rows.append(self._cut(number, below, 0, anchor, own))
            if not _is_whole(rows[-1], below):
                break
            above = below
        return rows

    def _begins(self, row: int, own: Label) -> bool:
        """Whether a label opens the row, also behind the number of an item ("2. Điện thoại", "- Ra viện lúc")."""
        first = min((label.start for label in self._of_row(row, own)), default=None)
        return first is not None and all(
            _NUMBERING.fullmatch(word.text) for word in self._sheet.rows[row].words[:first]
        )


def _is_whole(part: Line | None, line: Line) -> bool:
    """Whether nothing cut the end of the line off: what follows belongs to the next label or stop."""
    return part is not None and part.words[-1] is line.words[-1]


def _all(sheet: Sheet, texts: Iterable[str]) -> list[Label]:
    labels: list[Label] = []
    wanted = tuple(texts)
    for row, line in enumerate(sheet.rows):
        words = [word.text for word in line.words]
        # A label ends at its colon: "Họ và tên: HÀ …" is not "Họ và tên cha".
        colons = [at + 1 for at, word in enumerate(words) if word.endswith(":")]
        for start, stop in pairwise([0, *colons, len(words)]):
            for text in wanted:
                found = _among(line.keys[start:stop], text, row, start)
                # A short label is told from a word of the text by the colon that it is written with: "Số:".
                labels += [label for label in found if not text.endswith(":") or words[label.stop - 1].endswith(":")]
    return labels


def _among(keys: Sequence[str], text: str, row: int, offset: int) -> Iterator[Label]:
    """Where the label stands among some words of a row, the first of which is word `offset`."""
    start = 0
    while span := find_phrase(keys[start:], text, at_least=0.88):
        first, stop = start + span.start, start + span.stop
        yield Label(text=text, row=row, start=offset + first, stop=offset + stop, score=span.score)
        start = stop


def _without_inner(labels: Sequence[Label]) -> list[Label]:
    """Without labels that overlap a weightier one."""
    kept: list[Label] = []
    for label in sorted(labels, key=lambda item: item.weight, reverse=True):
        if not any(other.row == label.row and label.start < other.stop and other.start < label.stop for other in kept):
            kept.append(label)
    return kept


def _first(labels: Sequence[Label], texts: Iterable[str]) -> int | None:
    wanted = {dense(text) for text in texts}
    return next((at for at, label in enumerate(labels) if dense(label.text) in wanted), None)


def _legible(line: Line) -> Line | None:
    """The line without leaders; None where what is left is not read."""
    rest = solid(line)
    return rest if rest and min(word.confidence for word in rest.words) >= _UNREAD else None
