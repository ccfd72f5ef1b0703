"""Whether the number and the date of a head are printed, written by hand, stamped or left open, slot by slot.

New documents print the month and have the number and the day written in, so each slot is judged alone. What is
written by hand is not to be read but to be keyed from its picture.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dossier.reading import Box, Slot, SlotKind, Writing
from ocr.engines.engine import EngineWord, Letter
from ocr.geometry import Upright
from ocr.slots.anchors import Gap, find_gaps
from ocr.slots.ink import TALL, Ink, ink_of

_SURE, _HALF_SURE = 0.9, 0.5
"""Least sure letter of print; of 36 printed slots of 25 scans one was less sure, of 59 handwritten ones 57. On drawn
pages with much wear one in seven is less sure: then ink alone tells. A whole year is rarely written."""
_COLOURED_SHARE = 0.3
_STRONG, _STRONG_AND_TALL = 1.2, 1.1
"""Of 480 printed slots of drawn pages one was stronger than the first, 2 in 100 than the second; half of pens are."""
_LEVEL = 0.12
"""Of a capital: by so much the digits of a line of print may differ in height and place."""
_STAMP_SURE, _CAST_LEVEL = 0.97, 0.05
"""Stricter for a stamp, since a neat hand comes near to it and print is the worse guess of the two."""
_LIKE_DIGITS = frozenset("oOQDlIịiỊseEgBbSzZ")
_LEADERS = frozenset(".,…_-–:;'· ")
_YEAR_DIGITS = 4
_ROOM = 0.5


def find_slots(
    words: Sequence[EngineWord], page: NDArray[np.uint8], placing: Upright, scale: float
) -> tuple[Slot, ...]:
    """The number and date slots of a page as they stand on the picture.

    `words` are what a reader read on `page` (upright, grey or RGB, not bleached: stamps are red), `placing` and
    `scale` how that page was made from the picture. A slot whose printed neighbours were not read is not found.
    """
    gaps = find_gaps(words, page.shape[1], page.shape[0])
    return tuple(_slot(page, gap, [other for other in gaps if other.line == gap.line], placing, scale) for gap in gaps)


def _slot(page: NDArray[np.uint8], gap: Gap, filled: Sequence[Gap], placing: Upright, scale: float) -> Slot:
    ink = ink_of(page, gap, filled)
    upright = placing.scaled(_box(gap, ink), scale)
    return Slot(
        kind=gap.kind, writing=writing_of(gap, ink), box=placing.on_picture(upright), upright=upright, line=gap.line
    )


def _box(gap: Gap, ink: Ink | None) -> Box:
    if ink is not None:
        return ink.box
    widen = gap.row.h if _swallowed(gap) else 0
    x0, x1 = max(0, round(gap.x0) - widen), round(gap.x1) + widen
    return Box(x=x0, y=gap.row.y, w=max(0, x1 - x0), h=gap.row.h)


def _swallowed(gap: Gap) -> bool:
    """Whether there is no room for a filling: a head always leaves some, so the reader took writing for its border."""
    return gap.x1 - gap.x0 < _ROOM * gap.row.h


def writing_of(gap: Gap, ink: Ink | None) -> Writing:
    """How a slot with this ink is filled.

    Print has the colour, height and strength of its line and is read surely; a numbering stamp is as level and as
    sure, but of another ink or size; anything else was written by hand.
    """
    # What is neither letter nor digit may be a leader or a rule.
    signs = [letter for letter in gap.letters if letter.text.isalnum()]
    digits = sum(letter.text.isdigit() for letter in signs)
    numeric = 0 < digits == len(signs)
    sure = numeric and all(letter.probability >= _SURE for letter in signs)
    if ink is None:
        return Writing.PRINTED if sure else Writing.HANDWRITTEN if _swallowed(gap) else Writing.EMPTY
    if _unlike_print(ink, sure=sure):
        return Writing.STAMPED if _stamped(gap, ink) else Writing.HANDWRITTEN
    if gap.kind is SlotKind.YEAR and digits < _YEAR_DIGITS and ink.pieces <= digits:
        # The century is printed, the rest is open.
        return Writing.EMPTY
    whole_year = gap.kind is SlotKind.YEAR and numeric and digits == _YEAR_DIGITS and _least(signs) >= _HALF_SURE
    return Writing.PRINTED if sure or whole_year or _level(ink, signs) else Writing.HANDWRITTEN


def _unlike_print(ink: Ink, *, sure: bool) -> bool:
    """Whether it has another colour, strength or height than its line.

    Where ink is worn, specks and broken strokes make single digits of print higher than its capitals, not all of them,
    nor stronger; they are still read surely.
    """
    if max(ink.blue, ink.red) > _COLOURED_SHARE or ink.strength > _STRONG:
        return True
    return ink.tallest > TALL and not (sure and ink.lowest <= TALL and ink.strength <= _STRONG_AND_TALL)


def _level(ink: Ink, signs: Sequence[Letter]) -> bool:
    """Whether it stands as level as print, which is then print though read as letters like it (199e, o6)."""
    if not any(letter.text.isdigit() for letter in signs):
        return False
    if all(letter.text.isdigit() for letter in signs):
        like_print = ink.unlevel <= _LEVEL and ink.tallest - ink.lowest <= _LEVEL
        if like_print and (abs(ink.tallest - 1) <= _LEVEL or _least(signs) >= _HALF_SURE):
            return True
    cast = ink.pieces > 1 and ink.unlevel <= max(_CAST_LEVEL, 1.5 * ink.dot)
    return cast and all(letter.text.isdigit() or letter.text in _LIKE_DIGITS for letter in signs)


def _least(signs: Sequence[Letter]) -> float:
    return min((letter.probability for letter in signs), default=0.0)


def _stamped(gap: Gap, ink: Ink) -> bool:
    if not all(letter.text.isdigit() or letter.text in _LEADERS for letter in gap.letters):
        return False
    digits = [letter.probability for letter in gap.letters if letter.text.isdigit()]
    # The digits of a stamp are cast in a row: they differ by what a scan rounds off.
    level = ink.unlevel <= max(_CAST_LEVEL, 1.5 * ink.dot)
    return level and 2 <= ink.pieces <= len(digits) and min(digits) >= _STAMP_SURE
