"""The likeliest row of syllables through a page: what each word may be, weighed by the language model.

Plain arithmetic on numbers of syllables; it knows no words, letters or boxes. Look-ups happen many at once,
the search itself in small arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.language.model import Numbers, SyllableModel

_AT_ONCE = 256
"""Rows looked up together: a crowded page would take hundreds of MB at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One word of a sentence: the numbers of what it may be, and what each choice costs in ln P (0 or less)."""

    numbers: tuple[int, ...]
    scores: tuple[float, ...]


def best_path(model: SyllableModel, sentences: Sequence[Sequence[Slice]]) -> list[list[int]]:
    """For each sentence the chosen place in each slice: greatest sum of scores and ln P(syllable | two before)."""
    start = Slice(numbers=(model.start,), scores=(0.0,))
    rows = [slice_ for sentence in sentences for slice_ in (start, start, *sentence)]
    chances = _chances(model, rows)
    chosen: list[list[int]] = []
    at = 0
    for sentence in sentences:
        stop = at + 2 + len(sentence)
        chosen.append(_viterbi(rows[at + 2 : stop], chances[at + 2 : stop]))
        at = stop
    return chosen


def _chances(model: SyllableModel, rows: Sequence[Slice]) -> list[NDArray[np.float64]]:
    """For each row ln P of its choices after the choices of the two rows before: an array of three axes."""
    found: list[NDArray[np.float64]] = []
    for start in range(0, len(rows), _AT_ONCE):
        before = max(0, start - 2)
        found.extend(_looked_up(model, rows[before : start + _AT_ONCE])[start - before :])
    return found


def _looked_up(model: SyllableModel, rows: Sequence[Slice]) -> list[NDArray[np.float64]]:
    """As `_chances`; the first two rows have nothing before them and get 0."""
    if len(rows) < 3:
        return [np.zeros((1, 1, 1)) for _ in rows]
    ids: Numbers = np.array([number for row in rows for number in row.numbers], np.int64)
    many = np.array([len(row.numbers) for row in rows])
    starts = _starts(many)
    # Of every two rows each choice of the first with each of the second, then of every three.
    two = many[:-1] * many[1:]
    at, place = _counted(two)
    first, second = np.divmod(place, many[1:][at])
    firsts, seconds = ids[starts[at] + first], ids[starts[at + 1] + second]
    pairs = model.pair_places(firsts, seconds)
    shorter = model.after_one(firsts, seconds, pairs)
    begin = _starts(two)
    at, place = _counted(two[:-1] * many[2:])
    before, third = np.divmod(place, many[2:][at])
    backed = shorter[begin[at + 1] + place % two[1:][at]]
    flat = np.log(model.after_two(pairs[begin[at] + before], ids[starts[at + 2] + third], backed))
    cuts = np.cumsum(two[:-1] * many[2:]).tolist()
    sizes = many.tolist()
    parts = [
        flat[start:stop].reshape(shape)
        for start, stop, shape in zip(
            [0, *cuts[:-1]], cuts, zip(sizes, sizes[1:], sizes[2:], strict=False), strict=True
        )
    ]
    return [np.zeros((1, 1, 1)), np.zeros((1, 1, 1)), *parts]


def _starts(sizes: Numbers) -> Numbers:
    """Where each of some runs begins that lie one behind the other."""
    starts: Numbers = np.cumsum(sizes) - sizes
    return starts


def _counted(sizes: Numbers) -> tuple[Numbers, Numbers]:
    """For each member of such runs the number of its run and its place within."""
    runs = np.repeat(np.arange(len(sizes)), sizes)
    return runs, np.arange(len(runs)) - np.repeat(_starts(sizes), sizes)


def _viterbi(rows: Sequence[Slice], chances: Sequence[NDArray[np.float64]]) -> list[int]:
    """States are the choices of two neighbouring rows."""
    state: NDArray[np.float64] = np.zeros((1, 1))
    backward: list[NDArray[np.intp]] = []
    for row, chance in zip(rows, chances, strict=True):
        reached = state[:, :, None] + chance
        came = reached.argmax(axis=0)
        state = np.take_along_axis(reached, came[None], axis=0)[0] + np.array(row.scores)
        backward.append(came)
    before, last = (int(place) for place in np.unravel_index(int(state.argmax()), state.shape))
    chosen: list[int] = []
    for came in reversed(backward):
        chosen.append(last)
        before, last = int(came[before, last]), before
    return chosen[::-1]
