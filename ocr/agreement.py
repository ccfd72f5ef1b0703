"""Where two readers of one page say the same: the strongest sign that a word is right.

Words are matched by where they stand on the upright page, so that reading order and cutting into lines do not matter.
It knows nothing of engines, and corrects nothing.
"""

import bisect
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from dossier.reading import Box, Word

_ENDS = ",.;:'\"`´‘’“”„«»"  # noqa: RUF001 - the very signs that readers confuse
_LEAST_SHARE = 0.5
"""Share of the smaller side, across and down, that two words at one place have in common."""
_LEAST_SHARE_SAME = 0.25
"""Across, for words of the same text: readers differ most on the edges of words of one or two letters."""
_MOST_NEAR = 40
"""Words of one band looked at for one word, so that boxes piled up on one spot stay cheap."""
_LONGEST_RUN = 200


def with_second(words: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """The first reader's words, each with what the second has at its place ("" for nothing) in `Word.second`.

    A difference of spacing alone ("73 /QĐ", "73/QĐ") or of punctuation at the ends counts as none: `second` is then
    the word's own text. Case, marks and every sign within a number count. Where a run of words differs, the part that
    stands for each word is told; words with a digit then agree in no case. Each word of `second` is used once.
    Both lists are in pixels of the same upright page.
    """
    # Equal words of the second are interchangeable, so nothing depends on its order.
    others = sorted(second, key=lambda word: (_place(word.upright), word.text))
    found: dict[int, str] = {}
    used: set[int] = set()
    pairs = sorted(
        _pairs(words, others), key=lambda pair: (-pair.likeness, _place(words[pair.one].upright), pair.other)
    )
    for pair in pairs:
        if pair.one in found or pair.other in used:
            continue
        if _key(words[pair.one].text) == _key(others[pair.other].text):
            found[pair.one] = words[pair.one].text
            used.add(pair.other)
    rest = [pair for pair in pairs if pair.close and pair.one not in found and pair.other not in used]
    for ones, twos in _runs(rest):
        run = sorted((words[at] for at in ones), key=_across)
        texts = _compared(run, sorted((others[at] for at in twos), key=_across))
        found.update(zip(sorted(ones, key=lambda at: _across(words[at])), texts, strict=True))
    return tuple(replace(word, second=found.get(at, "")) for at, word in enumerate(words))


def with_overruled(words: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """As `with_second`, and marked where both readers saw the same text that the language model changed."""
    seen = with_second([_uncorrected(word) for word in words], [_uncorrected(word) for word in second])
    return tuple(
        replace(word, overruled=raw.agreed and raw.text != word.text)
        for word, raw in zip(with_second(words, second), seen, strict=True)
    )


def _uncorrected(word: Word) -> Word:
    return replace(word, text=word.as_read or word.text, as_read=None)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A word of each reader at one place, by their indexes."""

    one: int
    other: int
    likeness: float
    """Common area by the area of both."""
    close: bool
    """Near enough to be the same even if the texts differ."""


class _Bands:
    """Words to be found by place: the page cut into bands as high as a word, each sorted by x."""

    def __init__(self, words: Sequence[Word], height: int) -> None:
        self._height = height
        self._members: dict[int, list[int]] = {}
        for at in sorted(range(len(words)), key=lambda at: words[at].upright.x):
            for band in self._touched(words[at].upright):
                self._members.setdefault(band, []).append(at)
        self._starts = {band: [words[at].upright.x for at in members] for band, members in self._members.items()}
        self._widest = {band: max(words[at].upright.w for at in members) for band, members in self._members.items()}

    def near(self, box: Box) -> list[int]:
        """Indexes of words that may overlap the box."""
        found: set[int] = set()
        for band in self._touched(box):
            if members := self._members.get(band):
                stop = bisect.bisect_right(self._starts[band], box.right)
                start = bisect.bisect_left(self._starts[band], box.x - self._widest[band] - 1)
                found.update(members[max(start, stop - _MOST_NEAR) : stop])
        return sorted(found)

    def _touched(self, box: Box) -> range:
        return range(box.y // self._height, max(box.bottom - 1, box.y) // self._height + 1)


def _pairs(words: Sequence[Word], others: Sequence[Word]) -> Iterator[_Pair]:
    """Words of both that overlap."""
    if not words or not others:
        return
    height = round(statistics.median(word.upright.h for word in [*words, *others]))
    bands = _Bands(others, max(1, height))
    for one, word in enumerate(words):
        for other in bands.near(word.upright):
            if pair := _pair(one, other, word.upright, others[other].upright):
                yield pair


def _pair(one: int, other: int, first: Box, second: Box) -> _Pair | None:
    # A box without extent still stands somewhere.
    w1, h1, w2, h2 = (max(side, 1) for side in (first.w, first.h, second.w, second.h))
    across = min(first.x + w1, second.x + w2) - max(first.x, second.x)
    down = min(first.y + h1, second.y + h2) - max(first.y, second.y)
    share = across / min(w1, w2)
    if share < _LEAST_SHARE_SAME or down < _LEAST_SHARE * min(h1, h2):
        return None
    common = across * down
    likeness = common / (w1 * h1 + w2 * h2 - common)
    return _Pair(one=one, other=other, likeness=likeness, close=share >= _LEAST_SHARE)


def _runs(pairs: Sequence[_Pair]) -> list[tuple[list[int], list[int]]]:
    """Words that hang together through overlaps: those of the first and of the second reader."""
    of_one: dict[int, list[int]] = {}
    of_other: dict[int, list[int]] = {}
    for pair in pairs:
        of_one.setdefault(pair.one, []).append(pair.other)
        of_other.setdefault(pair.other, []).append(pair.one)
    runs, seen = [], set()
    for start in of_one:
        if start in seen:
            continue
        ones, twos, open_ = {start}, set(), [start]
        while open_:
            for other in of_one[open_.pop()]:
                if other not in twos:
                    twos.add(other)
                    open_ += [one for one in of_other[other] if one not in ones]
                    ones.update(of_other[other])
        seen |= ones
        runs.append((sorted(ones), sorted(twos)))
    return runs


def _compared(run: Sequence[Word], others: Sequence[Word]) -> list[str]:
    """For each word of the run what the second reader has for it; both from left to right."""
    texts = [_bare(word.text) for word in run]
    mine, theirs = "".join(texts), "".join(_bare(word.text) for word in others)
    if _key(mine) == _key(theirs):
        return [word.text for word in run]
    whole = " ".join(word.text for word in others)
    if len(run) == 1 or max(len(mine), len(theirs)) > _LONGEST_RUN:
        return [whole if whole != word.text else "" for word in run]
    told, start = [], 0
    ends = _ends_in(mine, theirs)
    for word, text in zip(run, texts, strict=True):
        part = theirs[ends[start] : ends[start + len(text)]]
        start += len(text)
        if part != text:
            told.append(part if part != word.text else "")
        elif any(sign.isdigit() for sign in text):
            # Which digit belongs to which word is a guess here, and a wrong number is the worst there is.
            told.append(whole if whole != word.text else "")
        else:
            told.append(word.text)
    return told


def _ends_in(mine: str, theirs: str) -> list[int]:
    """For every place between the signs of `mine` the place in `theirs`, by the fewest changes."""
    places = [0] * (len(mine) + 1)
    for change in Levenshtein.opcodes(mine, theirs):
        length, other = change.src_end - change.src_start, change.dest_end - change.dest_start
        for step in range(1, length + 1):
            places[change.src_start + step] = change.dest_start + min(step, other)
        # Signs that only the second reader has go to the word before them.
        places[change.src_end] = change.dest_end
    places[0] = 0
    return places


def _place(box: Box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.w, box.h


def _across(word: Word) -> tuple[int, int, int, int, str]:
    return *_place(word.upright), word.text


def _bare(text: str) -> str:
    return "".join(text.split())


def _key(text: str) -> str:
    """What is compared: no spaces, no punctuation at the ends, unless there is nothing else."""
    bare = _bare(text)
    return bare.strip(_ENDS) or bare
