"""Words that the language model shall leave alone, or change only with good reason. Knows words, costs nothing."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby

from ocr.engines.engine import EngineWord
from ocr.language.model import SyllableModel
from resources.language.syllables import plain

_SURE = 0.95
"""A line without any mark is believed when its words are read so surely on average."""
_LEAST_UNMARKED = 3
_LONGEST_ABBREVIATION = 4
_LONGEST_NAME = 5
_BEFORE_PLACES = frozenset(
    ("tinh", "huyen", "xa", "phuong", "quan", "tran", "pho", "thon", "ban", "ap", "lang", "duong")
)
"""Last words of what places are called by, without marks."""


class Lines:
    """The proper words of a page, without punctuation, and which of them share a printed line."""

    def __init__(self, texts: Sequence[str], lines: Sequence[int]) -> None:
        self.texts = texts
        self._spans = [list(group) for _, group in groupby(range(len(texts)), key=lambda at: lines[at])]

    def __iter__(self) -> Iterator[list[int]]:
        """The places of the words of each line, those of letters only."""
        for span in self._spans:
            yield [at for at in span if self.texts[at].isalpha()]


def stay_as_read(words: Sequence[EngineWord], lines: Lines, model: SyllableModel) -> set[int]:
    """Places of words that no context may change."""
    fixed: set[int] = set()
    for line in lines:
        syllables = [at for at in line if model.alike(plain(lines.texts[at]).lower())]
        if _printed_without_marks([words[at] for at in syllables], [lines.texts[at] for at in syllables]):
            fixed.update(line)
        fixed.update(_abbreviations(line, lines.texts, model))
    return fixed


def _printed_without_marks(words: Sequence[EngineWord], texts: Sequence[str]) -> bool:
    """Receipts and telegrams print "SIEU THI"; a reader that loses every mark of a line is not sure of it.

    Only words that could bear marks count: "PCT, UBND" does not make "tinh" one of such a line.
    """
    if len(texts) < _LEAST_UNMARKED or any(plain(text) != text for text in texts):
        return False
    return sum(word.confidence for word in words) / len(words) >= _SURE


def _abbreviations(line: Sequence[int], texts: Sequence[str], model: SyllableModel) -> Iterator[int]:
    """Short words in capitals without marks among words in small letters (TU, CA, BCH), and those of our list."""
    spelt_small = any(texts[at][1:].islower() for at in line)
    for at in line:
        text = texts[at]
        short = text.isupper() and 2 <= len(text) <= _LONGEST_ABBREVIATION
        if short and spelt_small and (plain(text) == text or model.is_abbreviation(text)):
            yield at


class NamePart(StrEnum):
    """What a word of a person's name is. Names of places look the same, but their words are no names of persons."""

    FAMILY = "family"
    MIDDLE = "middle"
    GIVEN = "given"
    PLACE = "place"


def parts_of_names(lines: Lines, model: SyllableModel) -> dict[int, NamePart]:
    """Places of names: rows of capitalised words of a line that begin with a family name, marks aside."""
    found: dict[int, NamePart] = {}
    for line in lines:
        for row in _capitalised_rows(line, lines.texts):
            first, last = row[0], row[-1]
            if not (2 <= len(row) <= _LONGEST_NAME and model.may_be_family_name(lines.texts[first])):
                continue
            before = line.index(first) - 1
            if before >= 0 and plain(lines.texts[line[before]]).lower() in _BEFORE_PLACES:
                known = row if model.is_family_name(lines.texts[first]) else row[1:]
                found.update(dict.fromkeys(known, NamePart.PLACE))
                continue
            found.update(dict.fromkeys(row, NamePart.MIDDLE))
            found.update({first: NamePart.FAMILY, last: NamePart.GIVEN})
    return found


def _capitalised_rows(line: Sequence[int], texts: Sequence[str]) -> Iterator[list[int]]:
    """Runs of neighbouring words that all begin with a capital."""
    row: list[int] = []
    for at in line:
        follows = bool(row) and at == row[-1] + 1
        if not texts[at][0].isupper() or not follows:
            if row:
                yield row
            row = []
        if texts[at][0].isupper():
            row.append(at)
    if row:
        yield row
