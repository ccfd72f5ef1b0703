"""Names of persons: their shape and their two cases. What is stored is what is printed.

Names of all 54 ethnic groups pass: one word, a bare letter, an apostrophe ("H'Hen Niê", "Y Bhăm", "Ksor"). i and y are
never exchanged.
"""

import re

from dossier.text import clean, tone_key

_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = r"[^\W\d_]+(?:['’.\-]+[^\W\d_]+)*['’.]*"
_NAME = re.compile(rf"{_WORD}(?: {_WORD})*")
_COMMON_SURNAMES = frozenset(
    map(
        tone_key,
        (
            *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô"),
            *("Dương", "Trịnh", "Đinh", "Đoàn", "Trương"),
        ),
    )
)
"""Whoever bears one of these has a given name too; alone it is a name cut short."""


def looks_like_name(text: str) -> bool:
    """Whether a text can be a person's name: letters with ' - . between them, and no common surname alone."""
    plain = clean(text)
    return (
        _NAME.fullmatch(plain) is not None
        and sum(map(str.isalpha, plain)) > 1
        and tone_key(plain) not in _COMMON_SURNAMES
    )


def title_case(text: str) -> str:
    """NGUYỄN VĂN AN as Nguyễn Văn An, H'HEN NIÊ as H'Hen Niê. For showing and export, never to change a stored name."""
    return _LETTERS.sub(lambda word: word[0].capitalize(), clean(text))


def capitals(text: str) -> str:
    """The form papers print: NGUYỄN VĂN AN."""
    return clean(text).upper()


def same_name(one: str, other: str) -> bool:
    """Whether two spellings differ in nothing but case, spaces and tone placement."""
    return tone_key(one).replace("\n", " ") == tone_key(other).replace("\n", " ")
