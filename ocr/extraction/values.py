"""From found words to a value in storage form, by the kind of the field.

Nothing is invented: what does not parse is none. Shapes and repairs come from `dossier.rules`; letters are repaired by
closed list only.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from dossier.document_types import DocumentType
from dossier.fields import Choice, FieldDef, FieldKind
from dossier.reading import Word
from dossier.rules.names import looks_like_name
from dossier.text import clean, tone_key
from ocr.extraction.dates import exact_date, partial_date
from ocr.extraction.found import EDGES, LEADERS, Found, Value
from ocr.extraction.matching import dense, likeness
from ocr.extraction.notations import notation_of
from ocr.extraction.notations import number_of as document_number_of
from ocr.extraction.quantities import area_of, money_of, number_of
from ocr.extraction.registry_numbers import code_of, personal_id_of, tax_code_of

_GOES_ON = re.compile(r"[,;-]\s*[.…_·‥]{2,}\s*$")
_LEADER_EDGES = " .…_·‥:"
_HALF_ABOUT = re.compile(r"^(\W*)V/(?=\s)")
_TEXT_EDGES = " \t.,;:…_-–—|~*"
_BULLET = re.compile(r"^\W*[-–—+*•]\s*")
_Maker = Callable[[Found, DocumentType], Value | None]
_SAME_HOWEVER_CUT = frozenset(
    {
        FieldKind.DOCUMENT_NUMBER,
        FieldKind.DOCUMENT_NOTATION,
        FieldKind.AREA,
        FieldKind.MONEY,
        FieldKind.TAX_CODE,
        FieldKind.CODE,
    }
)


def value_of(found: Found, definition: FieldDef, kind: DocumentType) -> Value | None:
    """The value of a field, or None when the words are no such value."""
    if definition.choices:
        return _choice(found, definition.choices)
    maker = _maker(definition)
    made = maker(found, kind)
    if made is not None and definition.kind in _SAME_HOWEVER_CUT:
        made = replace(made, seen_twice=_second_value(maker, found, kind) == made.value)
    if made is None or (definition.max_length is not None and len(made.value) > definition.max_length):
        return None
    return made


def _maker(definition: FieldDef) -> _Maker:
    if definition.kind is FieldKind.CODE:
        return lambda found, _kind: code_of(found, definition)
    return _MAKERS.get(definition.kind, _text)


def _second_value(maker: _Maker, found: Found, kind: DocumentType) -> str | None:
    """What the second reader's words come to by the same rule, however it cut them: "S6:.12/TB", "Số: 12 /TB"."""
    if not all(word.second for word in found.words if any(map(str.isalnum, word.text))):
        return None
    seconds = dict.fromkeys(word.second for word in found.words if word.second)
    words = tuple(replace(found.words[0], text=text, second=text) for text in seconds if text is not None)
    made = maker(replace(found, words=words, breaks=()), kind) if words else None
    return made.value if made else None


def _text(found: Found, _kind: DocumentType) -> Value | None:
    text = clean(LEADERS.sub(" ", _listed(found) or _with_about(found.text))).strip(_TEXT_EDGES)
    text = _unbracketed(text)
    letters = sum(char.isalnum() for char in text)
    if not text.isdecimal() and (letters < 2 or letters < 0.6 * len(text.replace(" ", ""))):
        return None
    return Value(value=text, words=found.words, as_read=found.text, repaired=_has_leaders_within(found.text))


def _has_leaders_within(text: str) -> bool:
    """Whether a leader parts the text, or stands where it goes on; others are the line of a form that was typed on."""
    return LEADERS.search(text.strip(_LEADER_EDGES)) is not None or _GOES_ON.search(text) is not None


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
    return "; ".join(stripped for item in items if (stripped := item.strip(EDGES)))


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


def _person(found: Found, _kind: DocumentType) -> Value | None:
    text = clean(LEADERS.sub(" ", found.text)).strip(EDGES)
    if not looks_like_name(text) or not all(word[0].isupper() for word in text.split()):
        return None
    return Value(value=text, words=found.words, as_read=found.text, repaired=_has_leaders_within(found.text))


_MAKERS: Mapping[FieldKind, _Maker] = MappingProxyType(
    {
        FieldKind.DATE: exact_date,
        FieldKind.PARTIAL_DATE: partial_date,
        FieldKind.DOCUMENT_NUMBER: document_number_of,
        FieldKind.DOCUMENT_NOTATION: notation_of,
        FieldKind.PERSON_NAME: _person,
        FieldKind.PERSONAL_ID: personal_id_of,
        FieldKind.TAX_CODE: tax_code_of,
        FieldKind.NUMBER: number_of,
        FieldKind.AREA: area_of,
        FieldKind.MONEY: money_of,
    }
)
