"""Count syllables into the table that the language model reads: `python -m resources.language.build LEGAL_TXT [TABLE]`.

The text of laws gives the language, our lists give names, places and set phrases. Only counts are kept, in sorted
arrays; equal input gives equal bytes. The text itself stays where it is.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from resources.language import ABBREVIATION, FAMILY_NAME, NAME, SYLLABLE, TABLE, entries
from resources.language.syllables import BREAK, MOST_LETTERS, SPECIAL, UNKNOWN, folded, is_syllable, plain, sentences

WEIGHTS = {
    "administrative": 5,
    "agencies": 10,
    "civil_status": 10,
    "every_paper": 100,
    "headings": 10,
    "land": 10,
    "numerals": 5,
    "old_spellings": 3,
    "positions": 10,
}
"""How often a phrase of each list counts beside one sentence of a law. Forms and heads hold little else, laws hold
none of them; a third or twice as much changes nothing. The laws have as many words as 3,000 papers."""
_PLACE_WEIGHTS = {"Tỉnh": 20, "Thành": 20, "Huyện": 5, "Quận": 5, "Thị": 5, "Đặc": 5}
"""By the first syllable of a unit's name; a ward counts once."""
_COMMON_FAMILIES, _COMMON_MIDDLES, _COMMON = 14, 2, 5
"""The first so many of their lists count so often: most people are called so."""
_LEAST_FOREIGN = 3
"""A word of the laws that is no Vietnamese syllable is kept when it stands there so often: ubnd, internet."""
_LEAST_TRIGRAM = 2

Sentence = tuple[list[str], int]
"""Tokens and how often they count."""


def _own_sentences() -> Iterator[Sentence]:
    for name, weight in WEIGHTS.items():
        for line in entries(name):
            yield from ((tokens, weight) for tokens in sentences(line))
    for line in entries("places"):
        weight = _PLACE_WEIGHTS.get(line.split()[0], 1)
        yield from ((tokens, weight) for tokens in sentences(line))


def _name_pairs() -> Iterator[tuple[str, str, int]]:
    """Family and middle, middle and given name; who bears which together nobody can list."""
    middles = entries("middle_names")
    for rank, family in enumerate(entries("family_names")):
        for middle_rank, middle in enumerate(middles):
            weight = _COMMON if rank < _COMMON_FAMILIES and middle_rank < _COMMON_MIDDLES else 1
            yield folded(family), folded(middle), weight
    for middle_rank, middle in enumerate(middles):
        for given in entries("given_names"):
            yield folded(middle), folded(given), _COMMON if middle_rank < _COMMON_MIDDLES else 1


class _Counts:
    def __init__(self, laws: Iterable[str]) -> None:
        self.sentences = [(tokens, 1) for line in laws for tokens in sentences(line)]
        in_laws = Counter(token for tokens, _ in self.sentences for token in tokens)
        own = list(_own_sentences())
        self.sentences += own
        kept = {token for token, count in in_laws.items() if is_syllable(token) or _is_foreign(token, count)}
        kept |= {token for tokens, _ in own for token in tokens}
        kept |= set(_kinds_of_lists())
        self.words = [*SPECIAL, *sorted(word for word in kept if word not in SPECIAL and len(word) <= MOST_LETTERS)]
        self.ids = {word: number for number, word in enumerate(self.words)}
        self.one: Counter[int] = Counter()
        self.two: Counter[tuple[int, int]] = Counter()
        self.three: Counter[tuple[int, int, int]] = Counter()
        for tokens, weight in self.sentences:
            self._count(tokens, weight)
        for first, second, weight in _name_pairs():
            self.two[self.ids[first], self.ids[second]] += weight
            self.one[self.ids[second]] += weight

    def _count(self, tokens: list[str], weight: int) -> None:
        """Rows that hold an unknown word are left out: each such word is rare, all of them together are not."""
        start, unknown = self.ids[BREAK], self.ids[UNKNOWN]
        row = [start, start, *(self.ids.get(token, unknown) for token in tokens)]
        for token in row[2:]:
            self.one[token] += weight
        for pair in pairwise(row[1:]):
            if unknown not in pair:
                self.two[pair] += weight
        for triple in zip(row, row[1:], row[2:], strict=False):
            if unknown not in triple:
                self.three[triple] += weight


def _is_foreign(token: str, count: int) -> bool:
    """Not the words that lost the space between them ("thamgia", "cóthể"): the laws were joined from printed lines."""
    glued = any(is_syllable(token[:at]) and is_syllable(token[at:]) for at in range(1, len(token)))
    return count >= _LEAST_FOREIGN and token.isascii() and not glued


def _kinds_of_lists() -> dict[str, int]:
    kinds: dict[str, int] = {}
    lists = {"family_names": FAMILY_NAME, "middle_names": NAME, "given_names": NAME, "abbreviations": ABBREVIATION}
    for name, bit in lists.items():
        for entry in entries(name):
            kinds[folded(entry)] = kinds.get(folded(entry), 0) | bit
    return kinds


def build(laws: Iterable[str], target: Path) -> None:
    """Count the lines of laws and our lists into `target`.

    Arrays of the table, V words: `words` the words in order of their numbers, UTF-8, a line break after each; `plain`
    the same without marks; `kinds` bits; `counts` of each; `pairs` sorted a·V + b with `pair_counts`; `triples` sorted
    (place of ab in pairs)·V + c with `triple_counts`, from two on. Raises `OverflowError` when a key no longer fits.
    """
    counts = _Counts(laws)
    size = len(counts.words)
    pairs = sorted((a * size + b, count) for (a, b), count in counts.two.items())
    place = {key: at for at, (key, _) in enumerate(pairs)}
    triples = sorted(
        (place[a * size + b] * size + c, count)
        for (a, b, c), count in counts.three.items()
        if count >= _LEAST_TRIGRAM and a * size + b in place
    )
    listed = _kinds_of_lists()
    kinds = [listed.get(word, 0) | (SYLLABLE if is_syllable(word) else 0) for word in counts.words]
    with target.open("wb") as file:
        # Not compressed: it loads in a moment, and the bytes do not hang on the version of a compressor.
        np.savez(
            file,
            words=_letters(counts.words),
            plain=_letters(plain(word) for word in counts.words),
            kinds=np.array(kinds, np.uint8),
            counts=np.array([counts.one[number] for number in range(size)], np.uint32),
            pairs=_keys(pairs),
            pair_counts=_times(pairs),
            triples=_keys(triples),
            triple_counts=_times(triples),
        )


def _letters(words: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("".join(f"{word}\n" for word in words).encode(), np.uint8)


def _keys(rows: list[tuple[int, int]]) -> NDArray[np.uint32]:
    return np.array([key for key, _ in rows], np.uint32)


def _times(rows: list[tuple[int, int]]) -> NDArray[np.uint16]:
    return np.array([min(count, 65_535) for _, count in rows], np.uint16)


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        build(lines, Path(sys.argv[2]) if len(sys.argv) > 2 else TABLE)
