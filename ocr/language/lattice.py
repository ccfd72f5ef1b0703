"""The likeliest row of syllables through a page: what each word may be, weighed by the language model.

Plain arithmetic on numbers of syllables; it knows no words, letters or boxes. Look-ups happen many at once,
the search itself in small arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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
    ids: list[Numbers] = [np.array(row.numbers, np.int64) for row in rows]
    if len(ids) < 3:
        return [np.zeros((1, 1, 1)) for _ in ids]
    firsts = np.concatenate([np.repeat(one, len(two)) for one, two in pairwise(ids)])
    seconds = np.concatenate([np.tile(two, len(one)) for one, two in pairwise(ids)])
    pairs = model.pair_places(firsts, seconds)
    shorter = model.after_one(firsts, seconds, pairs)
    ends = np.cumsum([len(one) * len(two) for one, two in pairwise(ids)])
    spans = list(zip([0, *ends[:-1]], ends, strict=True))
    shapes = [(len(one), len(two), len(three)) for one, two, three in zip(ids, ids[1:], ids[2:], strict=False)]
    before = [np.repeat(pairs[slice(*spans[at])], shape[2]) for at, shape in enumerate(shapes)]
    third = [np.tile(ids[at + 2], shape[0] * shape[1]) for at, shape in enumerate(shapes)]
    backed = [np.tile(shorter[slice(*spans[at + 1])], shape[0]) for at, shape in enumerate(shapes)]
    flat = np.log(model.after_two(np.concatenate(before), np.concatenate(third), np.concatenate(backed)))
    cuts = np.cumsum([np.prod(shape) for shape in shapes])[:-1]
    parts = [part.reshape(shape) for part, shape in zip(np.split(flat, cuts), shapes, strict=True)]
    return [np.zeros((1, 1, 1)), np.zeros((1, 1, 1)), *parts]


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
