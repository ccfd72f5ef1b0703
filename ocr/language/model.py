"""How likely a syllable is after the two before it, from the table of counts in `resources/language`.

Counts lie in sorted arrays and are asked for many at once; it knows nothing of readers, letters or costs.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from resources.language import ABBREVIATION, FAMILY_NAME, NAME, SYLLABLE, TABLE
from resources.language.syllables import BREAK, UNKNOWN, folded, is_syllable, plain

Numbers = NDArray[np.int64]
"""Numbers of syllables in the table."""

_PAIR_DISTRUST, _TRIPLE_DISTRUST = 2.0, 3.0
"""How much of a context's weight its different continuations take away (Witten and Bell 1991 have 1): least surprise
on lines of laws held out of the table, flat between 1 and 3, and from 2 to 6."""
_UNSEEN = 0.5
"""Added to every count of a single syllable."""
_FLOOR = 0.1
"""The count of a word that is not in the table."""


@dataclass(frozen=True, slots=True)
class Context:
    """Rows of counts that share their first syllables: how often they occur in sum, and how many there are."""

    total: NDArray[np.float64]
    different: NDArray[np.float64]

    @classmethod
    def of(cls, owners: Numbers, counts: NDArray[np.uint16], size: int) -> "Context":
        """`owners` tells for each row which of the `size` contexts it belongs to."""
        return cls(
            total=np.bincount(owners, weights=counts, minlength=size).astype(np.float64),
            different=np.bincount(owners, minlength=size).astype(np.float64),
        )


class SyllableModel:
    """The table, loaded; immutable, so that threads may share it. About 5 MB."""

    def __init__(self, table: Path = TABLE) -> None:
        with np.load(table, allow_pickle=False) as arrays:
            self._words: list[str] = arrays["words"].tobytes().decode().splitlines()
            plains = arrays["plain"].tobytes().decode().splitlines()
            self._kinds: NDArray[np.uint8] = arrays["kinds"]
            counts: NDArray[np.uint32] = arrays["counts"]
            self._pairs: NDArray[np.uint32] = arrays["pairs"]
            self._pair_counts: NDArray[np.uint16] = arrays["pair_counts"]
            self._triples: NDArray[np.uint32] = arrays["triples"]
            self._triple_counts: NDArray[np.uint16] = arrays["triple_counts"]
        self._numbers = {word: number for number, word in enumerate(self._words)}
        self._unknown = self._numbers[UNKNOWN]
        self._alike: dict[str, list[int]] = {}
        for number, bare in enumerate(plains):
            if self._kinds[number] & SYLLABLE:
                self._alike.setdefault(bare, []).append(number)
        size = len(self._words)
        single = counts + _UNSEEN
        single[self._unknown] = _FLOOR
        self._single = single / single.sum()
        self._after_one = Context.of(self._pairs // size, self._pair_counts, size)
        self._after_two = Context.of(self._triples // size, self._triple_counts, len(self._pairs))

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return len(self._words)

    @property
    def start(self) -> int:
        """The number of what stands before a sentence."""
        return self._numbers[BREAK]

    def number(self, token: str) -> int:
        """The number of a folded syllable or special token; that of the unknown word where the table has none."""
        return self._numbers.get(token, self._unknown)

    def syllable(self, number: int) -> str:
        """The folded syllable of a number."""
        return self._words[number]

    def knows(self, syllable: str) -> bool:
        """Whether the word, in any case and tone placement, is in the table."""
        return folded(syllable) in self._numbers

    def may_be(self, syllable: str) -> bool:
        """Whether the word is in the table or at least spelt like a Vietnamese syllable."""
        return self.knows(syllable) or is_syllable(syllable)

    def is_abbreviation(self, word: str) -> bool:
        """Whether our list of abbreviations has it."""
        return self._is(word, ABBREVIATION)

    def is_family_name(self, word: str) -> bool:
        """Whether our list of family names has it."""
        return self._is(word, FAMILY_NAME)

    def is_listed_name(self, word: str) -> bool:
        """Whether our lists of middle and given names have it."""
        return self._is(word, NAME)

    def may_be_family_name(self, word: str) -> bool:
        """Whether it is a family name, marks aside."""
        return any(self._kinds[number] & FAMILY_NAME for number in self.alike(plain(word).lower()))

    def alike(self, bare: str) -> list[int]:
        """The syllables that have these letters without marks, lower case."""
        return self._alike.get(bare, [])

    def bigram_count(self, first: str, second: str) -> int:
        """How often the second followed the first, weighted; any case and tone placement."""
        one, two = self._numbers.get(folded(first)), self._numbers.get(folded(second))
        if one is None or two is None:
            return 0
        place = int(self.pair_places(np.array([one]), np.array([two]))[0])
        return int(self._pair_counts[place]) if place >= 0 else 0

    def pair_places(self, first: Numbers, second: Numbers) -> Numbers:
        """Where the pairs stand in the table, -1 for a pair never seen; shapes broadcast."""
        return _places(self._pairs, first * len(self._words) + second)

    def after_one(self, first: Numbers, second: Numbers, pairs: Numbers) -> NDArray[np.float64]:
        """P(second | first), where `pairs` are their places; shapes broadcast."""
        total, different = self._after_one.total[first], self._after_one.different[first]
        seen = np.where(pairs >= 0, self._pair_counts[pairs], 0)
        chance: NDArray[np.float64] = _mixed(seen, total, different * _PAIR_DISTRUST, self._single[second])
        return chance

    def after_two(self, pairs: Numbers, third: Numbers, shorter: NDArray[np.float64]) -> NDArray[np.float64]:
        """P(third | two before it), where `pairs` are the places of the two and `shorter` is P(third | second)."""
        keys = np.where(pairs >= 0, pairs * len(self._words) + third, -1)
        places = _places(self._triples, keys)
        seen = np.where(places >= 0, self._triple_counts[places], 0)
        known = pairs >= 0
        total = np.where(known, self._pair_counts[pairs], 0)
        # Triples seen once are not in the table; each was a continuation of its own.
        left_out = np.maximum(total - self._after_two.total[pairs], 0)
        different = np.where(known, self._after_two.different[pairs] + left_out, 0)
        chance: NDArray[np.float64] = _mixed(seen, total, different * _TRIPLE_DISTRUST + 1, shorter)
        return chance

    def _is(self, word: str, kind: int) -> bool:
        number = self._numbers.get(folded(word))
        return number is not None and bool(self._kinds[number] & kind)


def _places(sorted_keys: NDArray[np.uint32], keys: Numbers) -> Numbers:
    # A key of another type would make a copy of the whole array at each call.
    wanted = keys.astype(np.uint32)
    places = np.minimum(np.searchsorted(sorted_keys, wanted), len(sorted_keys) - 1)
    found: Numbers = np.where((sorted_keys[places] == wanted) & (keys >= 0), places, -1)
    return found


def _mixed(
    seen: NDArray[np.float64], total: NDArray[np.float64], distrust: NDArray[np.float64], shorter: NDArray[np.float64]
) -> NDArray[np.float64]:
    """total/(total + distrust) of what was seen in this context, the rest of what a shorter one says."""
    mass = total + distrust
    mixed: NDArray[np.float64] = np.where(mass > 0, (seen + distrust * shorter) / np.maximum(mass, 1e-9), shorter)
    return mixed
