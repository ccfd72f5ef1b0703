"""Comparing printed words with expected ones in spite of reading errors. Text only; knows no positions.

Both sides are folded (no marks, no case, letters and digits only), which already forgives most errors of Tesseract:
in capitals it mistakes the marks far more often than the letters.
"""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from dossier.text import fold, tone_key

_NO_LETTER = re.compile(r"[\W_]+")
_OPENING = " ([{*_\"'\u201c\u201d\u2018\u2019"
_FUZZY_FROM = 6
"""Shorter words are compared exactly: one error in five letters makes another word."""


def key(text: str) -> str:
    """Letters and digits of the folded text, single spaces between."""
    return _NO_LETTER.sub(" ", fold(text)).strip()


def dense(text: str) -> str:
    """As `key`, without spaces: readers join and split words."""
    return _NO_LETTER.sub("", fold(text))


def likeness(left: str, right: str) -> float:
    """0..1 for two dense texts; short ones are equal or not."""
    if min(len(left), len(right)) < _FUZZY_FROM:
        return float(left == right)
    return fuzz.ratio(left, right) / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words `start` to `stop` (outside) that are like a phrase."""

    start: int
    stop: int
    score: float


def find_phrase(keys: Sequence[str], phrase: str, *, at_least: float = 0.84, from_start: bool = False) -> Span | None:
    """The run of words most like the phrase, or None. `keys` are the words as `dense` gives them.

    `from_start` allows a run to begin only at the first word that has letters.
    """
    wanted = _wanted(phrase)
    if not _may_hold("".join(keys), wanted, at_least):
        return None
    starts = [index for index, word in enumerate(keys) if word]
    best: Span | None = None
    for start in starts[:1] if from_start else starts:
        run = ""
        for stop in range(start + 1, len(keys) + 1):
            run += keys[stop - 1]
            if len(run) > len(wanted) + 3:
                break
            score = likeness(run, wanted)
            # Of equal runs the shorter is kept, so that signs after the phrase stay outside.
            if score >= at_least and (best is None or score > best.score):
                best = Span(start=start, stop=stop, score=score)
    return best


@functools.lru_cache(maxsize=8192)
def _wanted(phrase: str) -> str:
    return dense(phrase)


def _may_hold(text: str, wanted: str, at_least: float) -> bool:
    """False only where no run of the text can be so like the phrase; asked first, for most lines hold none.

    A likeness is twice the common letters by the letters of both, and a run has those in common at least.
    """
    if len(wanted) < _FUZZY_FROM:
        return wanted in text
    return LCSseq.similarity(text, wanted) >= at_least * len(wanted) / (2 - at_least) - 1e-6


def opens_with(text: str, beginnings: Iterable[str]) -> str | None:
    """The longest of the beginnings that the text opens with, at a word's end; or None.

    A beginning that ends in a sign ("- ", "1.") is compared as it stands.
    """
    plain, wordy, joined = fold(text).lstrip(_OPENING), f"{key(text)} ", dense(text)
    for beginning in sorted(beginnings, key=len, reverse=True):
        if not beginning.rstrip()[-1:].isalpha():
            found = plain.startswith(fold(beginning))
        else:
            # Several words are told without the spaces too, which readers lose ("CHICỤC").
            found = wordy.startswith(f"{key(beginning)} ") or (" " in beginning and joined.startswith(dense(beginning)))
        if found:
            return beginning
    return None


def opens_exactly(text: str, beginnings: Iterable[str]) -> str | None:
    """As `opens_with`, but with its marks and a capital: "Điều 1" opens an article, "điều chỉnh" goes on in a line."""
    plain = text.lstrip(_OPENING)
    if plain[:1].islower():
        return None
    words = f"{' '.join(_NO_LETTER.sub(' ', tone_key(text)).split())} "
    for beginning in sorted(beginnings, key=len, reverse=True):
        if not beginning.rstrip()[-1:].isalpha():
            found = fold(plain).startswith(fold(beginning))
        else:
            found = words.startswith(f"{tone_key(beginning)} ")
        if found:
            return beginning
    return None
