"""Whether a value looks whole: nothing of it left before its first word, behind its last, or on the line below.

A value cut short is read as surely as a whole one, so no measure of its words can tell. Knows nothing of labels: what
follows a value on a form begins with a capital, a number or a sign; what goes on does not.
"""

import re
from collections.abc import Iterable, Iterator

from dossier.fields import FieldDef, FieldKind
from dossier.reading import Word
from ocr.extraction.found import Found, Value
from ocr.extraction.lines import Line, around

_RUNNING = frozenset({FieldKind.TEXT, FieldKind.ADDRESS, FieldKind.PERSON_NAME})
_COUNTED = frozenset({FieldKind.NUMBER, FieldKind.AREA, FieldKind.MONEY})
_BELOW = 2.2
"""Letter heights from line to line within which a text goes on: lines are set up to twice their height apart."""
_BESIDE = 1.5
_LEVEL = 0.5
_GOES_ON = re.compile(r"^[,;]|^[^\W\d_]")
_FIGURE = re.compile(r"^\(?\d[\d.,]*\)?$")


def is_whole(value: Value, found: Found, item: FieldDef, lines: Iterable[Line]) -> bool:
    """Whether both ends of the value are seen to be its ends. `lines` are those of its page."""
    if item.kind in _RUNNING:
        lines = tuple(lines)
        beside = item.kind is not FieldKind.PERSON_NAME and any(map(_is_small, _behind(value, found, lines)))
        return not (beside or _begins_within(value) or _goes_on_below(value, found, lines))
    if item.kind in _COUNTED:
        return not any(_FIGURE.match(word.text) for word in _behind(value, found, lines))
    return True


def _begins_within(value: Value) -> bool:
    """A sentence has begun before it."""
    return value.value[:1].islower()


def _goes_on_below(value: Value, found: Found, lines: Iterable[Line]) -> bool:
    own = {word.box for word in (*value.words, *found.words)}
    last = value.words[-1].upright
    box = around(word.upright for word in value.words)
    for line in lines:
        first = line.words[0]
        if first.box in own or not _is_small(first):
            continue
        down = line.level - (last.y + last.h / 2)
        over = line.box.x < box.right and box.x < line.box.right
        if 0.5 * last.h < down < _BELOW * last.h and over:
            return True
    return False


def _is_small(word: Word) -> bool:
    """Whether it begins as the rest of a sentence does: small, or with a comma."""
    return bool(_GOES_ON.match(word.text)) and not word.text[:1].isupper()


def _behind(value: Value, found: Found, lines: Iterable[Line]) -> Iterator[Word]:
    """The word right behind the last one, where it is no wider a gap away than words of a line are."""
    own = {word.box for word in (*value.words, *found.words)}
    last = value.words[-1].upright
    for word in (word for line in lines for word in line.words if word.box not in own):
        common = min(word.upright.bottom, last.bottom) - max(word.upright.y, last.y)
        if common > _LEVEL * min(word.upright.h, last.h) and -0.5 < (word.upright.x - last.right) / last.h < _BESIDE:
            yield word
