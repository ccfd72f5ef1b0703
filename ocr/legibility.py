"""What the reading of a page is worth as a whole: whether anything on it may be proposed, or called certain.

A reader gives words for whatever it is shown. On a page that it cannot read they are unsure and no syllables.
Pictures are not looked at here; whether a page is blank is decided before.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from dossier.reading import Gate

_UNREADABLE, _CHECK_ALL = 0.5, 0.7
"""By eye: clean scans have .79 to .98, the four worst pages that still gave text .48 to .56, a crumpled receipt .19."""
_TRUST_WORDS, _TRUST = 10, 0.9
"""A share of few words says little: so many words, known at the rate of an ordinary page, are thought beside them."""
_EDGES = ".,;:!?()[]{}\"'“”«»…-/*+"


class _Read(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def confidence(self) -> float: ...


def legibility(words: Sequence[_Read], knows: Callable[[str], bool]) -> float:
    """0..1: the mean confidence of the words × the share of known syllables among those of letters alone.

    `knows` tells of a syllable in lower case whether it is Vietnamese. Numbers and notations count for their
    confidence only. 0 where nothing was read.
    """
    if not words:
        return 0.0
    syllables = [text for word in words if (text := word.text.strip(_EDGES).lower()).isalpha()]
    known = sum(knows(syllable) for syllable in syllables)
    share = (known + _TRUST * _TRUST_WORDS) / (len(syllables) + _TRUST_WORDS) if syllables else 1.0
    return share * sum(word.confidence for word in words) / len(words)


def gate_of(value: float) -> Gate:
    """What a page of this legibility may be used for."""
    if value < _UNREADABLE:
        return Gate.UNREADABLE
    return Gate.CHECK_ALL if value < _CHECK_ALL else Gate.READABLE
