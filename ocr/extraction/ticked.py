"""The item of a choice beside whose printed name a box is ticked. Knows no pictures: boxes come with the reading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dossier.fields import Choice, FieldDef
from dossier.reading import Word
from dossier.ticks import Tick
from ocr.extraction.found import Found, Value
from ocr.extraction.lines import Line
from ocr.extraction.matching import dense, find_phrase
from ocr.extraction.pages import Sheet

_SURE = 0.9
_LIKE = 0.86
_REACH = 6.0
"""A box stands at most so many of its own widths before the name it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A box with the item whose name stands beside it."""

    tick: Tick
    choice: Choice
    words: tuple[Word, ...]


def ticked_in(sheet: Sheet, item: FieldDef, within: Sequence[Word] | None = None) -> tuple[Found, Value] | None:
    """The one ticked item, or None for none and for several. `within`: only boxes among or beside these words.

    Forms print all boxes before their names, or all behind them. Where they come first, the last box of a row has a
    name behind it; where they come last, the first has one before it. Where both or neither is so nothing is told.
    """
    ticks = [tick for tick in sheet.ticks if within is None or _is_among(tick, within)]
    if not ticks:
        return None
    before, behind = (_all_named(ticks, sheet.rows, item.choices, before=side) for side in (True, False))
    first, last = _has_end(before, ticks, last=True), _has_end(behind, ticks, last=False)
    if first is last:
        return None
    named = before if first else behind
    chosen = [each for each in named if each.tick.ticked]
    if len(chosen) != 1:
        return None
    (one,) = chosen
    found = Found(words=one.words, page=sheet.number)
    # A mark that is not clearly one is asked about; so is an item beside which another box is hardly empty.
    doubted = min(each.tick.sure for each in named) < _SURE
    label = one.choice.label.vi
    return found, Value(value=label, words=one.words, as_read=found.text, listed=True, doubted=doubted)


def _has_end(named: Sequence[_Named], ticks: Sequence[Tick], *, last: bool) -> bool:
    """Whether a box with a name is the last, or the first, of its row."""
    for each in named:
        row = [tick.upright.x for tick in ticks if tick is each.tick or _level(tick, each.tick)]
        if each.tick.upright.x == (max(row) if last else min(row)):
            return True
    return False


def _all_named(ticks: Sequence[Tick], rows: Sequence[Line], choices: Sequence[Choice], *, before: bool) -> list[_Named]:
    named = (_named(tick, ticks, rows, choices, before=before) for tick in ticks)
    return [each for each in named if each is not None]


def _named(
    tick: Tick, ticks: Iterable[Tick], rows: Iterable[Line], choices: Sequence[Choice], *, before: bool
) -> _Named | None:
    """The box with the item whose name stands right behind it (`before` the name), or right before it."""
    box = tick.upright
    level = box.y + box.h / 2
    row = next((row for row in rows if row.box.y - 0.3 * box.h <= level <= row.box.bottom + 0.3 * box.h), None)
    if row is None:
        return None
    others = [other.upright.x for other in ticks if other is not tick and _level(other, tick)]
    words = [word for word in row.words if not _overlaps(word, tick)]
    if before:
        end = min((x for x in others if x > box.x), default=10**9)
        words = [word for word in words if box.x < word.upright.x < end]
        near = bool(words) and words[0].upright.x - box.right < _REACH * box.w
    else:
        start = max((x for x in others if x < box.x), default=-1)
        words = [word for word in words if start < word.upright.x < box.x]
        # Boxes in a column of their own stand far behind their names; nothing may be between.
        near = bool(words)
    return _best(tick, words, choices, before=before) if near else None


def _best(tick: Tick, words: Sequence[Word], choices: Sequence[Choice], *, before: bool) -> _Named | None:
    keys = [dense(word.text) for word in words]
    best: tuple[float, int, _Named] | None = None
    for choice in choices:
        for name in (choice.label.vi, *choice.printed):
            span = find_phrase(keys, name, at_least=_LIKE, from_start=before)
            if span is None or (not before and any(keys[span.stop :])):
                continue
            rank = (span.score, len(dense(name)))
            if best is None or rank > best[:2]:
                best = (*rank, _Named(tick=tick, choice=choice, words=tuple(words[span.start : span.stop])))
    return best[2] if best else None


def _is_among(tick: Tick, words: Sequence[Word]) -> bool:
    """Whether the box stands on a line of the words, at most a reach before or behind them."""
    reach = _REACH * tick.upright.w
    level = tick.upright.y + tick.upright.h / 2
    boxes = [word.upright for word in words]
    line = [box for box in boxes if box.y - 0.5 * box.h <= level <= box.bottom + 0.5 * box.h]
    return bool(line) and min(box.x for box in line) - reach <= tick.upright.x <= max(box.right for box in line) + reach


def _level(one: Tick, other: Tick) -> bool:
    return abs(one.upright.y - other.upright.y) < 0.8 * other.upright.h


def _overlaps(word: Word, tick: Tick) -> bool:
    box, inner = word.upright, tick.upright
    middle = box.x + box.w / 2
    return inner.x - 0.2 * inner.w <= middle <= inner.right + 0.2 * inner.w
