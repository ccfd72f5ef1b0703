"""Words at the end of a printed line that are no print: what shines through from the back, strokes, edges of a seal.

Told by the second reader, which sees nothing at their place, and by their spelling. Knows no labels and no fields.
"""

import re

from dossier.reading import Word
from ocr.extraction.lines import Line
from resources.language.syllables import core, is_syllable

_FAINT = 0.5
"""A word spelt rightly is a stray only when its least sure sign is below this."""
_SURE = 0.9
_PARTS = re.compile(r"[\W_]+")
_CASES = (str.islower, str.isupper, str.istitle)


def without_strays(line: Line, *, after_print: bool = False, spelt_too: bool = False) -> Line | None:
    """The line without the strays at its end; at least one word is left but for a line that goes on `after_print`.

    Nothing is taken away behind a word that is not surely print: pens write what looks like strays. `spelt_too`:
    also faint words that are spelt rightly, in places that end at a label or at the edge of the form.
    """
    stop = len(line.words)
    while stop and _is_stray(line.words[stop - 1], spelt_too=spelt_too):
        stop -= 1
    if stop == len(line.words):
        return line
    if stop == 0:
        return None if after_print else line
    return line.part(0, stop) if _is_print(line.words[stop - 1]) else line


def _is_stray(word: Word, *, spelt_too: bool) -> bool:
    """Whether a word is most likely no print."""
    if _is_spelt(word.text):
        return spelt_too and word.second == "" and word.lowest < _FAINT
    # What one reader is sure of may be a name of another language, or a number, that the second has missed.
    least = min(word.lowest, word.confidence)
    return (word.second == "" and least < _SURE) or (word.second is None and least < _FAINT)


def _is_print(word: Word) -> bool:
    """Whether a word is surely print: both readers see it, or the only one is sure."""
    return word.agreed or (word.second is None and min(word.lowest, word.confidence) >= _SURE)


def _is_spelt(text: str) -> bool:
    """Whether the text is of syllables in a usual case, of two letters at least, and of numbers."""
    start, stop = core(text)
    parts = _PARTS.split(text[start:stop])
    return all(part.isdecimal() or (len(part) > 1 and _is_syllable(part)) for part in parts)


def _is_syllable(part: str) -> bool:
    return is_syllable(part) and any(case(part) for case in _CASES)
