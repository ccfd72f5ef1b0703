"""Dates written out in Vietnamese words, as registers have them beside the figures.

"mồng năm tháng bảy năm một nghìn chín trăm chín mươi tám" is (1998, 7, 5). Words are compared without their marks: OCR
loses marks first, and no two number words fall together when they are stripped, but for năm (five) and năm (year),
which also stand alike on paper and are told apart by their place.
"""

import re
from collections.abc import Sequence

from dossier.text import fold

UNITS = {
    "khong": 0,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "lam": 5,
    "nham": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
"""Number words from nought to nine without their marks."""
_TENS = {word: digit for word, digit in UNITS.items() if digit > 1} | {"ham": 2, "bam": 3}
"""Before mươi, or before a unit with mươi left out; hăm and băm never have it."""
_TEN = frozenset({"muoi", "chuc"})
_MONTHS = {"gieng": 1, "chap": 12}
"""Official papers of the 1940s and 1950s say so of the common calendar. "Rằm" is lunar alone and not understood."""
_DATE = re.compile(r"(?:(?:(?:ngay )?(?:(?:mong|mung) )?(?P<day>.+?) )?thang (?P<month>.+?) )?nam (?P<year>.+)")
_FILLER = re.compile(r"[^\w\s]+")


def read_words(text: str) -> tuple[int, int | None, int | None] | None:
    """Year, month, day of a date in words, missing parts None; None where anything is not understood.

    The calendar is not asked: whether the day exists is for the caller.
    """
    match = _DATE.fullmatch(" ".join(_FILLER.sub(" ", fold(text)).split()))
    if match is None:
        return None
    year = _year(match["year"].split())
    month = _part(match["month"], _MONTHS)
    day = _part(match["day"], {})
    if year is None or (match["month"] and month is None) or (match["day"] and day is None):
        return None
    return year, month, day


def _part(words: str | None, names: dict[str, int]) -> int | None:
    if words is None:
        return None
    return names.get(words, below_hundred(words.split()))


def below_hundred(words: Sequence[str]) -> int | None:
    """0 to 99 in folded words ("hai muoi mot", "linh nam", "chin tam", "ham ba"), or a figure of one or two digits."""
    match list(words):
        case [figure] if figure.isascii() and figure.isdigit() and len(figure) <= 2:
            return int(figure)
        case ["muoi", *rest]:
            tens, units = 1, rest
        case ["linh" | "le", unit]:
            tens, units = 0, [unit]
        case [word, *rest] if word in _TENS and rest:
            tens, units = _TENS[word], rest[1:] if rest[0] in _TEN else rest
        case rest:
            tens, units = 0, rest
    if not units:
        return tens * 10 or None
    return tens * 10 + UNITS[units[0]] if len(units) == 1 and units[0] in UNITS else None


def _year(words: Sequence[str]) -> int | None:
    """A year of four digits: in figures, digit by digit, or with nghìn (ngàn) and trăm."""
    if len(words) == 1 and words[0].isascii() and words[0].isdigit():
        return int(words[0]) if len(words[0]) == 4 else None
    if len(words) == 4 and all(word in UNITS for word in words):
        return int("".join(str(UNITS[word]) for word in words))
    if len(words) < 2 or words[0] not in UNITS or words[1] not in {"nghin", "ngan"}:
        return None
    thousands, rest = UNITS[words[0]] * 1000, list(words[2:])
    hundreds = 0
    if len(rest) > 1 and rest[1] == "tram" and rest[0] in UNITS:
        hundreds, rest = UNITS[rest[0]] * 100, rest[2:]
    elif len(rest) == 1 and rest[0] in UNITS:
        return None  # "hai nghìn năm" is 2005 to one and 2500 to another
    tens = below_hundred(rest) if rest else 0
    return None if tens is None else thousands + hundreds + tens
