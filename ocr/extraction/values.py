"""From found words to a value in storage form, by the kind of the field.

Nothing is invented: what does not parse is none. Shapes and repairs come from `dossier.rules`; letters are repaired by
closed list only.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from dossier.document_types import Choice, DocumentType, FieldDef, FieldKind
from dossier.reading import Word
from dossier.rules.dates import ParsedDate, Precision, parse_date
from dossier.rules.document_numbers import is_notation, split, tight
from dossier.rules.names import looks_like_name
from dossier.rules.personal_ids import kind_of_id, plain_id
from dossier.text import clean, fold, tone_key
from ocr.extraction.found import Found
from ocr.extraction.matching import dense, likeness

_EVERY_SHORT_YEAR_IS_DOUBTFUL = dt.date(2099, 12, 31)
"""Seen from here a printed year of two digits can always be two years, and two readings give no value."""
_LEADERS = re.compile(r"[.…_·‥]{2,}")
_GOES_ON = re.compile(r"[,;-]\s*[.…_·‥]{2,}\s*$")
_LEADER_EDGES = " .…_·‥:"
_EDGES = " \t.,;:…_-–—|~*'\"\u201c\u201d\u2018\u2019"
_HALF_ABOUT = re.compile(r"^(\W*)V/(?=\s)")
_TEXT_EDGES = " \t.,;:…_-–—|~*"
_BULLET = re.compile(r"^\W*[-–—+*•]\s*")
_NUMBER_LABEL = re.compile(r"^\W*[Ss]\w(?:\W*?[:.;,z>]\s*|\s+)")
_ABBREVIATION_AT_END = re.compile(r"(?:^|[^\w])([A-ZĐ][\wĐđ]*)((?:[-.&][A-ZĐ][\wĐđ]*)+)$")
_NUMBER = re.compile(r"\d{1,5}[a-zđ]?")
_GLUED_PLACE = re.compile(r"(?<=[A-ZĐ])[ _]?[A-ZĐ](?![A-ZĐ])[a-zà-ỹ]{2,}.*$")
"""The place before the date, where it was read on to the notation: QĐ-UBNDThành."""
_LETTER_OF = str.maketrans("0815", "dbis")
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_WORDS = re.compile(r"th[aoue]ng|\bn.m\b")
_DIGIT = r"(?:\d{1,2}|\d[l|i]|[l|i]\d)"
_TOLERANT_DATE = re.compile(
    rf"(?:ng.[yg][\s.,:]*|^)(?P<day>{_DIGIT})[\s.,]*t[hn]?[aoue]ng[\s.,]*(?P<month>{_DIGIT})[\s.,]*n.m[\s.,:]*(?P<year>\d{{4}})(?!\d)"
)
_DAY_WORD = re.compile(r"ng.[yg](?![a-z])")
"""Worn print costs a vowel its mark or a letter its foot: ngàg, ngỏy, nõm. No other word stands there."""
_PLAIN_DATE = re.compile(r"(?:ngay |^)\d{1,2} thang \d{1,2},? nam:? \d{4}(?!\d)")
_DIGITS = str.maketrans("l|i", "111")
_IN_ONE_WORD = frozenset({FieldKind.DOCUMENT_NUMBER, FieldKind.DOCUMENT_NOTATION})
_BODIES = ("UBND", "HĐND", "UBMTTQ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value in storage form with the words that carry it."""

    value: str
    words: tuple[Word, ...]
    as_read: str
    repaired: bool = False
    """Some letter differs from what was read; never certain."""
    listed: bool = False
    """It is an item of a closed list."""
    slot: bool = False
    """Offices fill this place by hand, by stamp or by machine; only the look of it tells."""
    apart: bool = False
    """The value stands apart from the print around it, as what is written in later does."""
    seen_twice: bool = False
    """The second reader's words come to the same number or notation, though it cuts or begins them otherwise."""
    least: float = 0.0
    """Below this confidence of a word the value is not worth showing; an empty field is honest."""


def value_of(found: Found, definition: FieldDef, kind: DocumentType) -> Value | None:
    """The value of a field, or None when the words are no such value."""
    if definition.choices:
        return _choice(found, definition.choices)
    maker = _MAKERS.get(definition.kind, _text)
    made = maker(found, kind)
    if made is not None and definition.kind in _IN_ONE_WORD:
        made = replace(made, seen_twice=_second_value(maker, found, kind) == made.value)
    if made is None or (definition.max_length is not None and len(made.value) > definition.max_length):
        return None
    return made


def _second_value(maker: Callable[[Found, DocumentType], Value | None], found: Found, kind: DocumentType) -> str | None:
    """What the second reader's words come to by the same rule, however it cut them: "S6:.12/TB", "Số: 12 /TB"."""
    if not all(word.second for word in found.words if any(map(str.isalnum, word.text))):
        return None
    seconds = dict.fromkeys(word.second for word in found.words if word.second)
    words = tuple(replace(found.words[0], text=text, second=text) for text in seconds if text is not None)
    made = maker(replace(found, words=words, breaks=()), kind) if words else None
    return made.value if made else None


def _text(found: Found, _kind: DocumentType) -> Value | None:
    text = clean(_LEADERS.sub(" ", _listed(found) or _with_about(found.text))).strip(_TEXT_EDGES)
    text = _unbracketed(text)
    letters = sum(char.isalnum() for char in text)
    if letters < 2 or letters < 0.6 * len(text.replace(" ", "")):
        return None
    return Value(value=text, words=found.words, as_read=found.text, repaired=_has_leaders_within(found.text))


def _has_leaders_within(text: str) -> bool:
    """Whether a leader parts the text, or stands where it goes on; others are the line of a form that was typed on."""
    return _LEADERS.search(text.strip(_LEADER_EDGES)) is not None or _GOES_ON.search(text) is not None


def _listed(found: Found) -> str | None:
    """The items of a list with dashes, "; " between them; None for running text."""
    lines = found.items()
    if not any(_BULLET.match(line) for line in lines):
        return None
    items: list[str] = []
    for line in lines:
        if _BULLET.match(line) or not items:
            items.append(_BULLET.sub("", line))
        else:
            items[-1] += f" {line}"
    return "; ".join(stripped for item in items if (stripped := item.strip(_EDGES)))


def _with_about(text: str) -> str:
    """With "V/v" where its small v was not read ("V/ trực tết")."""
    return _HALF_ABOUT.sub(r"\1V/v", text)


def _unbracketed(text: str) -> str:
    """Without the brackets around the whole, also where the reader lost one of the pair."""
    if text.startswith("(") and ("(" not in text[1:] and text.count(")") <= 1):
        text = text[1:].rstrip("})] ") if text.endswith((")", "}", "]")) or ")" not in text else text
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    return text.strip(_TEXT_EDGES)


def _choice(found: Found, choices: Iterable[Choice]) -> Value | None:
    """The item that the text opens with; the longest name wins, a name that is like two items is none."""
    wanted = dense(_with_about(found.text))
    names = [(dense(name), name, choice) for choice in choices for name in (choice.label.vi, *choice.printed)]
    names.sort(key=lambda item: len(item[0]), reverse=True)
    exact = next((item for item in names if wanted.startswith(item[0])), None)
    if exact is not None:
        marks = tone_key(found.text).replace(" ", "").lstrip('("').startswith(tone_key(exact[1]).replace(" ", ""))
        words = _words_covering(found, len(exact[0]))
        return Value(value=exact[2].label.vi, words=words, as_read=found.text, repaired=not marks, listed=True)
    near = [(likeness(wanted[: len(name)], name), choice, len(name)) for name, _, choice in names]
    best = max(near, key=lambda item: item[0], default=None)
    if best is None or best[0] < 0.85:
        return None
    rivals = [item for item in near if item[1] is not best[1] and item[0] > best[0] - 0.05]
    if rivals:
        return None
    words = _words_covering(found, best[2])
    return Value(value=best[1].label.vi, words=words, as_read=found.text, repaired=True, listed=True)


def _words_covering(found: Found, letters: int) -> tuple[Word, ...]:
    seen = 0
    for index, word in enumerate(found.words):
        seen += len(dense(word.text))
        if seen >= letters:
            return found.words[: index + 1]
    return found.words


def _date(found: Found, _kind: DocumentType) -> Value | None:
    return _any_date(found, {Precision.DAY})


def _partial_date(found: Found, _kind: DocumentType) -> Value | None:
    return _any_date(found, set(Precision))


def _any_date(found: Found, wanted: set[Precision]) -> Value | None:
    words = _from_day(found)
    text = " ".join(word.text for word in words).strip(_EDGES)
    if _IN_WORDS.search(fold(text)):
        # Every sign between the three numbers counts: "ngày /2 tháng 02" is no second of February.
        parsed, repaired = _spelled_out(text)
    else:
        parsed, repaired = parse_date(text, today=_EVERY_SHORT_YEAR_IS_DOUBTFUL), bool(_LEADERS.search(text))
    if len(parsed) != 1 or parsed[0].precision not in wanted:
        return None
    return Value(value=parsed[0].iso, words=words, as_read=found.text, repaired=repaired, slot=True, least=0.5)


def _from_day(found: Found) -> tuple[Word, ...]:
    """The words from "ngày" on; the place before it is another matter."""
    start = next((at for at, word in enumerate(found.words) if _DAY_WORD.match(fold(word.text))), 0)
    return found.words[start:]


def _spelled_out(text: str) -> tuple[tuple[ParsedDate, ...], bool]:
    """A date with "ngày … tháng … năm …", also run together or with a 1 read as l (l8); and whether it was so."""
    folded = fold(text)
    match = _TOLERANT_DATE.search(folded)
    if match is None:
        return (), False
    day, month, year = (match[name].translate(_DIGITS) for name in ("day", "month", "year"))
    plain = _PLAIN_DATE.search(folded) is not None
    return parse_date(f"{year}-{month:0>2}-{day:0>2}", today=_EVERY_SHORT_YEAR_IS_DOUBTFUL), not plain


def _number(found: Found, _kind: DocumentType) -> Value | None:
    text = tight(_unlabelled(found.text)).replace(" ", "").strip(_EDGES)
    rest = _printed_notation(text, ())
    number = text.removesuffix(rest or "").rstrip("/-").strip(_EDGES)
    if rest is None or not _NUMBER.fullmatch(number) or number.strip("0") == "":
        return None
    words = _before_slash(found)
    # A number typed with the rest of the line is one word with it; one written or stamped in later stands apart.
    typed = any(re.search(rf"{number}[/-]\w", word.text) for word in words) and not _LEADERS.search(found.text)
    return Value(value=number, words=words, as_read=found.text, apart=not typed, least=0.5 if typed else 0.93)


def _notation(found: Found, kind: DocumentType) -> Value | None:
    read = tight(_unlabelled(found.text)).strip(_EDGES)
    known = [choice.abbreviation for item in kind.fields for choice in item.choices if choice.abbreviation]
    text = _GLUED_PLACE.sub("", read)
    if not all(word.agreed for word in _after_slash(found)):
        text = _mended(text, known)
    rest = _printed_notation(text, known)
    if rest is None:
        return None
    year, _, after = rest.partition("/")
    value = f"{year}/{after}" if _YEAR.fullmatch(year) and after else rest
    return Value(value=value, words=_after_slash(found), as_read=found.text, repaired=value not in read)


def _printed_notation(text: str, known: Iterable[str]) -> str | None:
    """What follows the first slash after which all is a notation; without a slash, what begins with a known kind."""
    whole = split(text)
    if whole and whole.notation:
        return whole.notation if whole.year is None else f"{whole.year}/{whole.notation}"
    parts = text.replace(" ", "").split("/")
    for start in range(1, len(parts)):
        rest = "/".join(parts[start:])
        if len(rest) > 1 and is_notation(rest):
            return rest
    match = _ABBREVIATION_AT_END.search(text)
    return match[1] + match[2] if match and _repaired(match[1], known) in known else None


def _unlabelled(text: str) -> str:
    return _NUMBER_LABEL.sub("", text, count=1)


def _mended(notation: str, known: Iterable[str]) -> str:
    """Segments that are a known abbreviation but for Đ/D, as that abbreviation; all else as read."""
    names = (*known, *_BODIES)
    return re.sub(r"[^-/.&]+", lambda segment: _repaired(segment[0], names), notation)


def _repaired(segment: str, known: Iterable[str]) -> str:
    names = tuple(known)
    if segment in names or segment.isdecimal():
        return segment
    single = _shape(re.sub("Đ{2,}", "Đ", segment))
    like = {name for name in names if _shape(name) == single}
    return like.pop() if len(like) == 1 else segment


def _shape(text: str) -> str:
    """Letters without marks, and digits as the letters they are taken for in typewritten capitals (Q0-U8ND)."""
    return fold(text).translate(_LETTER_OF)


def _before_slash(found: Found) -> tuple[Word, ...]:
    at = next((at for at, word in enumerate(found.words) if "/" in word.text), len(found.words) - 1)
    return found.words[: at + 1]


def _after_slash(found: Found) -> tuple[Word, ...]:
    at = next((at for at, word in enumerate(found.words) if "/" in word.text), 0)
    if found.words[at].text.endswith("/") and at + 1 < len(found.words):
        at += 1
    return found.words[at:]


def _person(found: Found, _kind: DocumentType) -> Value | None:
    text = clean(_LEADERS.sub(" ", found.text)).strip(_EDGES)
    if not looks_like_name(text) or not all(word[0].isupper() for word in text.split()):
        return None
    return Value(value=text, words=found.words, as_read=found.text, repaired=_has_leaders_within(found.text))


def _personal_id(found: Found, _kind: DocumentType) -> Value | None:
    number = plain_id(found.text.strip(_EDGES))
    return Value(value=number, words=found.words, as_read=found.text) if kind_of_id(number) else None


def _plain_number(found: Found, _kind: DocumentType) -> Value | None:
    text = found.text.strip(_EDGES)
    return Value(value=text, words=found.words, as_read=found.text) if text.isdecimal() else None


_MAKERS: Mapping[FieldKind, Callable[[Found, DocumentType], Value | None]] = MappingProxyType(
    {
        FieldKind.DATE: _date,
        FieldKind.PARTIAL_DATE: _partial_date,
        FieldKind.DOCUMENT_NUMBER: _number,
        FieldKind.DOCUMENT_NOTATION: _notation,
        FieldKind.PERSON_NAME: _person,
        FieldKind.PERSONAL_ID: _personal_id,
        FieldKind.NUMBER: _plain_number,
    }
)
