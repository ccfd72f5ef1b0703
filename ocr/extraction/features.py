"""What the probability of a value is worked out from: measures of its words, and of what stands around them."""

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from dossier.reading import Word
from ocr.extraction.found import Found, Value
from ocr.extraction.lines import Line, around

_LOOSE_SIGNS = "-–—.,;:…/"
"""Signs standing alone that say nothing; others (a + read for a quotation mark) are words to agree on."""
_MOST_SURE = 1e-4
_TOUCHING, _NEXT_LINE, _BESIDE = 0.6, 1.6, 1.5
"""How near a word stands that may belong to the value, in letter heights: above and below it, with letters below it,
across. Lines set one and a half apart leave 1.2 between them. On drawn pages 2 of 47 values were wrong that such a line
alone makes doubtful, .9 % of all others; words without letters are leaders there, and above is another value.
"""
_LEVEL = 0.3
"""Share of the lower height that words of one line have in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """About 0 to 1 each, but where said."""

    both: float
    """Whether the second reader has read the page."""
    agreed: float
    """Share of the letters that stand in words on which both readers agree."""
    differ: float
    """Whether they differ in any word."""
    lowest: float
    """Of the least sure sign: -log10 of its chance of being wrong, 0 to 4."""
    odd: float
    """How strange the strangest word is that was not read surely: its surprise in tens by the chance of a slip."""
    listed: float
    """Whether it is an item of a closed list."""
    repaired: float
    """Whether a rule changed what was read."""
    changed: float
    """Share of the words that the language model changed."""
    placed: float
    """Whether the place alone says that this is the value."""
    words: float
    """ln(1 + number of words)."""
    legible: float
    """Of the page."""


def features_of(value: Value, found: Found, legibility: float) -> Features:
    """The features of a value on a page of this legibility."""
    words = [word for word in value.words if word.text.strip(_LOOSE_SIGNS)]
    letters = max(1, sum(len(word.text) for word in words))
    both = all(word.second is not None for word in words)
    return Features(
        both=float(both),
        agreed=sum(len(word.text) for word in words if word.agreed) / letters,
        differ=float(both and not all(word.agreed for word in words) and not value.seen_twice),
        lowest=_sureness(min((least_sure(word) for word in words if has_letters(word)), default=0.0)),
        odd=max((word.surprise * (1 - least_sure(word)) for word in words), default=0.0),
        listed=float(value.listed),
        repaired=float(value.repaired),
        changed=sum(word.as_read is not None for word in words) / max(1, len(words)),
        placed=float(found.known_slot),
        words=math.log(1 + len(words)),
        legible=legibility,
    )


def surroundings(value: Value, found: Found, lines: Iterable[Line]) -> float:
    """Confidence of the worst read word that touches the value without being of it, 0 to 1; 1 where none does.

    A value beside something that reads badly may go on there: a line lost in what shines through, a name cut short.
    """
    own = {word.box for word in (*value.words, *found.words)}
    box = around(word.upright for word in value.words)
    height = statistics.median(word.upright.h for word in value.words)
    worst = 1.0
    for word in (word for line in lines for word in line.words if word.box not in own):
        under = word.upright.y - box.bottom
        down = max(under, box.y - word.upright.bottom)
        across = max(word.upright.x - box.right, box.x - word.upright.right)
        reach = _NEXT_LINE if under >= 0 and has_letters(word) else _TOUCHING
        over = across < 0 and down < reach * height
        level = down < -_LEVEL * min(word.upright.h, height) and across < _BESIDE * height
        if over or level:
            worst = min(worst, word.confidence)
    return worst


def least_sure(word: Word) -> float:
    """Confidence of its least sure sign."""
    return min(word.lowest, word.confidence)


def has_letters(word: Word) -> bool:
    """Whether it has a letter or digit."""
    return any(map(str.isalnum, word.text))


def _sureness(probability: float) -> float:
    return -math.log10(max(_MOST_SURE, 1 - probability))
