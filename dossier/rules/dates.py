"""Dates as papers print them and as clerks key them.

A date is stored as an ISO prefix: "1998-07-05", "1998-07" or "1998". Nothing is invented: what the text does not say
stays unsaid, an impossible date gives nothing, and a text with two readings gives both. A lunar date gives nothing,
because its ISO form would name another day; it is kept as typed.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dossier.rules.date_words import read_words
from dossier.text import clean, fold

FIRST_YEAR = 1800
LAST_YEAR = 2099
OLDEST_LIVING = 1900
"""Where a printed year of two digits may begin."""

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FULL_YEAR = r"(?:18|19|20)\d\d"
_SEPARATOR = r" ?[/.\-] ?"
_LEAD = r"(?:ngay thang nam sinh|ngay sinh|sinh ngay|nam sinh|sinh nam|sinh|ngay)?[ :]*"
_NUMERIC = re.compile(rf"{_LEAD}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}({_FULL_YEAR}|\d\d)")
_SPACED = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4}|\d\d)")
_MONTH = re.compile(rf"(?:thang )?(\d{{1,2}})(?:{_SEPARATOR}|,? nam )({_FULL_YEAR})")
_YEAR = re.compile(rf"(?:{_LEAD}nam |{_LEAD})({_FULL_YEAR})")
_BLANK = r"[ .…_]*"
_IN_WORDS = re.compile(
    rf"(?:[^\d]*[, ])??(?:ngay(?: sinh)?)?[ :]*(?:(?:mong|mung) )?(\d{{1,2}})?{_BLANK},?{_BLANK}"
    rf"thang{_BLANK}(\d{{1,2}})?{_BLANK},?{_BLANK}nam{_BLANK}((?:18|19|20) ?\d\d)"
)
_LUNAR = re.compile(r"\b(?:am lich|al|nhuan)\b")
_YEAR_IN_DIGITS = re.compile(_FULL_YEAR)
_SHAPES = tuple((day, month, year) for year in (2, 4) for day in (2, 1) for month in (2, 1))
"""Digits of day, month and year in dates keyed without separators."""


class Precision(StrEnum):
    """How much of a date the paper says."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class ParsedDate:
    """A real calendar date or a part of one, in storage form."""

    iso: str

    @property
    def precision(self) -> Precision:
        """Day, month or year, told by the length of the ISO form."""
        return {10: Precision.DAY, 7: Precision.MONTH}.get(len(self.iso), Precision.YEAR)

    @property
    def first_day(self) -> dt.date:
        """The earliest day it can mean."""
        year, month, day = (*map(int, self.iso.split("-")), 1, 1)[:3]
        return dt.date(year, month, day)

    @property
    def last_day(self) -> dt.date:
        """The latest day it can mean."""
        first = self.first_day
        if self.precision is Precision.DAY:
            return first
        month = first.month if self.precision is Precision.MONTH else 12
        return dt.date(first.year, month, calendar.monthrange(first.year, month)[1])


def parse_date(text: str, *, today: dt.date, keyed: bool = False, partial: bool = True) -> tuple[ParsedDate, ...]:
    """All dates that the text can mean, the likeliest first; none when it is no date, two or more when it is ambiguous.

    Args:
        text: a value alone; place names before "ngày … tháng … năm …" are passed over.
        today: bounds years of two digits.
        keyed: a person types: digits alone are a date, and a year of two digits lies in the hundred years up to this
            one. On paper such a year is every year from 1900 on that it can be, so "05/7/25" gives two.
        partial: the field may hold a month or year alone; decides whether 1998 is a year (it is also 1/9/98).
    """
    folded = fold(clean(text)).replace("\n", " ").strip(" .,;:")
    if not folded or _LUNAR.search(folded):
        return ()
    whole = from_iso(folded)
    if whole is not None and len(folded) > 4:
        return (whole,)
    digits = folded.isascii() and folded.isdigit()
    if digits and keyed:
        return _unique(_keyed_digits(folded, today=today, partial=partial))
    if digits:
        return _unique([whole])
    return _unique(_printed(folded, today=today, keyed=keyed))


def from_iso(text: str) -> ParsedDate | None:
    """The date in storage form, or None if it is not in that form or not real. Unlike `parse_date`, no guessing."""
    match = _ISO.fullmatch(text)
    if match is None or not text.isascii():
        return None
    year, month, day = match.groups()
    return _date(int(year), int(month) if month else None, int(day) if day else None)


def display(iso: str) -> str:
    """05/07/1998, 07/1998 or 1998 as screens and TT 05/2025 write it; anything else comes back unchanged."""
    return "/".join(reversed(iso.split("-"))) if from_iso(iso) else iso


def certainly_after(later: str, earlier: str) -> bool:
    """Whether `later` lies after `earlier` whatever days the partial ones mean; False where one is no date."""
    one, other = from_iso(later), from_iso(earlier)
    return one is not None and other is not None and one.first_day > other.last_day


def years_between(earlier: ParsedDate, later: ParsedDate) -> tuple[int, int]:
    """The fewest and the most whole years that can lie between two dates, whatever days the partial ones mean."""
    return _whole_years(earlier.last_day, later.first_day), _whole_years(earlier.first_day, later.last_day)


def _whole_years(one: dt.date, other: dt.date) -> int:
    return other.year - one.year - ((other.month, other.day) < (one.month, one.day))


def words_agree(iso: str, words: str) -> bool | None:
    """Whether a date in Vietnamese words says the same as the stored one; None where either cannot be understood.

    Where one of the two says less (the year alone), they agree when they do not contradict each other.
    """
    date, spoken = from_iso(iso), read_words(words)
    if date is None or spoken is None:
        return None
    said = _date(*spoken)
    if said is None:
        return None
    return date.iso.startswith(said.iso) or said.iso.startswith(date.iso)


def _date(year: int, month: int | None = None, day: int | None = None) -> ParsedDate | None:
    """The date if it exists, else None. A day without its month says nothing that can be stored."""
    if not FIRST_YEAR <= year <= LAST_YEAR or (day is not None and month is None):
        return None
    try:
        dt.date(year, month if month is not None else 1, day if day is not None else 1)
    except ValueError:
        return None
    return ParsedDate("-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]))


def _unique(found: Iterable[ParsedDate | None]) -> tuple[ParsedDate, ...]:
    return tuple(dict.fromkeys(item for item in found if item is not None))


def _years(text: str, *, today: dt.date, keyed: bool) -> list[int]:
    if len(text) == 4:
        return [int(text)]
    recent = today.year - (today.year - int(text)) % 100
    if keyed:
        return [recent]
    return [year for year in range(recent, OLDEST_LIVING - 1, -100) if year >= OLDEST_LIVING]


def _printed(folded: str, *, today: dt.date, keyed: bool) -> Iterator[ParsedDate | None]:
    if match := _NUMERIC.fullmatch(folded) or (_SPACED.fullmatch(folded) if keyed else None):
        day, month, year = match.groups()
        for each in _years(year, today=today, keyed=keyed):
            yield _date(each, int(month), int(day))
    elif match := _MONTH.fullmatch(folded):
        yield _date(int(match[2]), int(match[1]))
    elif match := _YEAR.fullmatch(folded):
        yield _date(int(match[1]))
    elif match := _IN_WORDS.fullmatch(folded):
        printed_day, printed_month, printed_year = match.groups()
        month_number = int(printed_month) if printed_month else None
        yield _date(int(printed_year.replace(" ", "")), month_number, int(printed_day) if printed_day else None)
    elif spoken := read_words(folded):
        yield _date(*spoken)


def _keyed_digits(digits: str, *, today: dt.date, partial: bool) -> Iterator[ParsedDate | None]:
    """Every way to cut the digits into day, month and year.

    Six digits (ddmmyy) and eight are never ambiguous as whole dates; 9.9 % of the shortest forms are.
    """
    size = len(digits)
    if size == 4 and _YEAR_IN_DIGITS.fullmatch(digits):
        yield _date(int(digits))
        if partial:
            return
    for day, month, year in (shape for shape in _SHAPES if sum(shape) == size):
        for each in _years(digits[-year:], today=today, keyed=True):
            yield _date(each, int(digits[day : day + month]), int(digits[:day]))
    if partial and size in {5, 6}:
        yield _date(int(digits[-4:]), int(digits[:-4]))
