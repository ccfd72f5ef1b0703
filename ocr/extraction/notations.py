"""Number and notation of a paper: what stands before and after the slash. Letters are mended by closed list only."""

import re
from collections.abc import Iterable

from dossier.document_types import DocumentType
from dossier.reading import Word
from dossier.rules.document_numbers import is_notation, split, tight
from dossier.text import fold
from ocr.extraction.found import EDGES, LEADERS, Found, Value

_NUMBER_LABEL = re.compile(r"^\W*[Ss]\w(?:\W*?[:.;,z>]\s*|\s+)")
_ABBREVIATION_AT_END = re.compile(r"(?:^|[^\w])([A-ZĐ][\wĐđ]*)((?:[-.&][A-ZĐ][\wĐđ]*)+)$")
_NUMBER = re.compile(r"\d{1,5}[a-zđ]?")
_GLUED_PLACE = re.compile(r"(?<=[A-ZĐ])[ _]?[A-ZĐ](?![A-ZĐ])[a-zà-ỹ]{2,}.*$")
"""The place before the date, where it was read on to the notation: QĐ-UBNDThành."""
_LETTER_OF = str.maketrans("0815", "dbis")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BODIES = ("UBND", "HĐND", "UBMTTQ")


def number_of(found: Found, _kind: DocumentType) -> Value | None:
    """The number before the slash, or None."""
    text = tight(_unlabelled(found.text)).replace(" ", "").strip(EDGES)
    rest = _printed_notation(text, ())
    number = text.removesuffix(rest or "").rstrip("/-").strip(EDGES)
    if rest is None or not _NUMBER.fullmatch(number) or number.strip("0") == "":
        return None
    words = _before_slash(found)
    # A number typed with the rest of the line is one word with it; one written or stamped in later stands apart.
    typed = any(re.search(rf"{number}[/-]\w", word.text) for word in words) and not LEADERS.search(found.text)
    return Value(value=number, words=words, as_read=found.text, apart=not typed, least=0.5 if typed else 0.93)


def notation_of(found: Found, kind: DocumentType) -> Value | None:
    """The notation after the slash, with the year where one stands before it, or None."""
    read = tight(_unlabelled(found.text)).strip(EDGES)
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
