"""Numbers that registers give to people, firms and papers: from found words to their storage form."""

import re
from collections.abc import Callable, Iterator, Sequence

from dossier.document_types import DocumentType
from dossier.fields import FieldDef
from dossier.reading import Word
from dossier.rules.personal_ids import is_tax_code, kind_of_id, plain_id, plain_tax_code
from dossier.rules.registry_codes import CodeShape, fits, plain_code, plain_phone, repaired_code
from ocr.extraction.found import EDGES, Found, Value

_DIGITS = re.compile(r"(?<![\w/])\d(?:[ .-]?\d){8,13}(?![\w/])")
_MOST_WORDS = 5
"""Into so many words a reader cuts one code."""


def personal_id_of(found: Found, _kind: DocumentType) -> Value | None:
    """The one personal number, card number or passport that the words are, or hold among others."""
    number = plain_id(found.text.strip(EDGES))
    if kind_of_id(number):
        return Value(value=number, words=found.words, as_read=found.text)
    inside = [match for match in _DIGITS.finditer(found.text) if kind_of_id(plain_id(match[0]))]
    if len({plain_id(match[0]) for match in inside}) != 1:
        return None
    words = found.touching(*inside[0].span())
    return Value(value=plain_id(inside[0][0]), words=words, as_read=found.text)


def tax_code_of(found: Found, _kind: DocumentType) -> Value | None:
    """The tax code that the words hold; one whose check digit is wrong is doubted."""
    matches = [found.text.strip(EDGES), *(match[0] for match in _DIGITS.finditer(found.text))]
    right = dict.fromkeys(plain_tax_code(text) for text in matches if is_tax_code(text))
    if len(right) == 1:
        return Value(value=next(iter(right)), words=found.words, as_read=found.text)
    plain = plain_tax_code(matches[-1])
    if right or len(plain) not in {10, 13, 14} or not plain.replace("-", "").isdecimal():
        return None
    return Value(value=plain, words=found.words, as_read=found.text, doubted=True)


def code_of(found: Found, item: FieldDef) -> Value | None:
    """The code that fits the field's pattern, among the words; with letters put right only where one way fits.

    Without a pattern, what is written like a code: capitals and digits, from the first word on.
    """
    pattern = item.code_pattern
    if item.shape is CodeShape.PHONE:
        return _first(found, lambda text: number if (number := plain_phone(text)).isdecimal() else None)
    if pattern is None:
        return _first(found, lambda text: code if " " not in (code := plain_code(text)) and _has_digit(code) else None)
    exact = _first(found, lambda text: code if fits(code := plain_code(text), pattern) else None, anywhere=True)
    if exact is not None:
        return exact
    for words in _runs(found):
        better = repaired_code(_text(words), pattern)
        if better is not None:
            return Value(value=better.value, words=words, as_read=found.text, repaired=True)
    return None


def _first(found: Found, parse: "_Parse", *, anywhere: bool = False) -> Value | None:
    """The value of the longest run of words from the first one on that is one, or of the first such run anywhere."""
    starts = range(len(found.words)) if anywhere else range(1)
    for start in starts:
        for words in _runs(found, start):
            value = parse(_text(words))
            if value is not None:
                return Value(value=value, words=words, as_read=found.text)
    return None


def _runs(found: Found, start: int = 0) -> Iterator[tuple[Word, ...]]:
    for stop in range(min(len(found.words), start + _MOST_WORDS), start, -1):
        yield found.words[start:stop]


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words).strip(EDGES)


def _has_digit(code: str) -> bool:
    return any(map(str.isdigit, code))


_Parse = Callable[[str], str | None]
