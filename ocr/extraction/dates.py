"""Dates as papers print them, also worn or with gaps that a pen filled: from found words to ISO."""

import datetime as dt
import re

from dossier.document_types import DocumentType
from dossier.reading import Word
from dossier.rules.dates import ParsedDate, Precision, parse_date
from dossier.text import fold
from ocr.extraction.found import EDGES, LEADERS, Found, Value

_EVERY_SHORT_YEAR_IS_DOUBTFUL = dt.date(2099, 12, 31)
"""Seen from here a printed year of two digits can always be two years, and two readings give no value."""
_IN_WORDS = re.compile(r"th[aoue]ng|\bn.m\b")
_DIGIT = r"(?:\d{1,2}|\d[l|i]|[l|i]\d)"
_TOLERANT_DATE = re.compile(
    rf"(?:ng.[yg][\s.,:]*|^)(?P<day>{_DIGIT})[\s.,]*t[hn]?[aoue]ng[\s.,]*(?P<month>{_DIGIT})[\s.,]*n.m[\s.,:]*(?P<year>\d{{4}})(?!\d)"
)
_DAY_WORD = re.compile(r"ng.[yg](?![a-z])")
"""Worn print costs a vowel its mark or a letter its foot: ngàg, ngỏy, nõm. No other word stands there."""
_PLAIN_DATE = re.compile(r"(?:ngay |^)\d{1,2} thang \d{1,2},? nam:? \d{4}(?!\d)")
_SHORT_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_DIGITS = str.maketrans("l|i", "111")


def exact_date(found: Found, _kind: DocumentType) -> Value | None:
    """The one day that the words name, or None."""
    return _any_date(found, {Precision.DAY})


def partial_date(found: Found, _kind: DocumentType) -> Value | None:
    """The one day, month or year that the words name, or None."""
    return _any_date(found, set(Precision))


def _any_date(found: Found, wanted: set[Precision]) -> Value | None:
    words = _from_day(found)
    text = " ".join(word.text for word in words).strip(EDGES)
    if _IN_WORDS.search(fold(text)):
        # Every sign between the three numbers counts: "ngày /2 tháng 02" is no second of February.
        parsed, repaired = _spelled_out(text)
    else:
        parsed, repaired = parse_date(text, today=_EVERY_SHORT_YEAR_IS_DOUBTFUL), bool(LEADERS.search(text))
    if len(parsed) != 1 or parsed[0].precision not in wanted:
        return None
    return Value(value=parsed[0].iso, words=words, as_read=found.text, repaired=repaired, slot=True, least=0.5)


def _from_day(found: Found) -> tuple[Word, ...]:
    """The words from "ngày" on; the place before it is another matter."""
    days = [at for at, word in enumerate(found.words) if _DAY_WORD.match(fold(word.text))]
    short = next((at for at, word in enumerate(found.words) if _SHORT_DATE.fullmatch(word.text.strip(EDGES))), None)
    if short is not None and any(at > short for at in days):
        return found.words[: short + 1]  # what goes on below it with another date is the place and date of signing
    return found.words[days[0] if days else 0 :]


def _spelled_out(text: str) -> tuple[tuple[ParsedDate, ...], bool]:
    """A date with "ngày … tháng … năm …", also run together or with a 1 read as l (l8); and whether it was so."""
    folded = fold(text)
    match = _TOLERANT_DATE.search(folded)
    if match is None:
        return (), False
    day, month, year = (match[name].translate(_DIGITS) for name in ("day", "month", "year"))
    plain = _PLAIN_DATE.search(folded) is not None
    return parse_date(f"{year}-{month:0>2}-{day:0>2}", today=_EVERY_SHORT_YEAR_IS_DOUBTFUL), not plain
