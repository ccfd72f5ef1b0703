"""Whether a number, an amount or a date says the same as the words in which a paper repeats it."""

from dossier.fields import DATES, FieldDef
from dossier.rules.amounts import is_plain
from dossier.rules.dates import words_agree
from dossier.rules.number_words import number_words_agree

_SURER = 4
"""By so much the chance of being wrong is divided where words say the same: a slip in figures seldom makes the number
that stands in words. Not measured."""


def agreement(item: FieldDef, value: str, words: str) -> bool | None:
    """Whether both say the same; None where either cannot be understood."""
    if item.kind in DATES:
        return words_agree(value, words)
    return number_words_agree(value, words) if is_plain(value) else None


def surer(probability: float) -> float:
    """The probability of a value that words confirm."""
    return 1 - (1 - probability) / _SURER
