"""From what a person typed to what is stored, and back to what is shown; one rule a kind of field.

What does not parse is kept as typed: nothing a person keyed is ever lost or refused here.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dossier.fields import FieldDef, FieldKind
from dossier.rules.amounts import display_number, parse_area, parse_money, parse_number
from dossier.rules.dates import display, parse_date
from dossier.rules.document_numbers import plain_notation, tight
from dossier.rules.personal_ids import plain_id, plain_tax_code
from dossier.rules.registry_codes import CodeShape, plain_code, plain_phone
from dossier.text import clean, fold, tone_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """A value in storage form.

    With `alternatives` the text has several readings: `value` is then the text as typed, and the person picks one.
    """

    value: str
    alternatives: tuple[str, ...] = ()


def normalise(field: FieldDef, text: str, today: dt.date) -> Normalised:
    """Storage form of a typed text. `today` bounds years of two digits. Any thread, no I/O, raises nothing."""
    typed = clean(text)
    if not typed:
        return Normalised(value="")
    match field.kind:
        case FieldKind.DATE | FieldKind.PARTIAL_DATE:
            partial = field.kind is FieldKind.PARTIAL_DATE
            dates = parse_date(typed, today=today, keyed=True, partial=partial)
            return _one_of(typed, tuple(date.iso for date in dates))
        case FieldKind.CHOICE:
            return _one_of(typed, _choices(field, typed))
        case _:
            return Normalised(value=_plain(field, typed))


def shown(field: FieldDef, value: str) -> str:
    """A stored value as the screen shows and edits it; `normalise` of the result gives the value again."""
    match field.kind:
        case FieldKind.DATE | FieldKind.PARTIAL_DATE:
            return display(value)
        case FieldKind.NUMBER | FieldKind.AREA:
            return display_number(value)
        case FieldKind.MONEY if value.isdigit():
            return display_number(value)
        case _:
            return value


def _plain(field: FieldDef, typed: str) -> str:
    if field.shape is CodeShape.PHONE:
        return plain_phone(typed)
    rule = _STORAGE_FORMS.get(field.kind)
    return (rule(typed) if rule else None) or typed


def _one_line(typed: str) -> str:
    return " ".join(typed.split())


_STORAGE_FORMS: Mapping[FieldKind, Callable[[str], str | None]] = MappingProxyType(
    {
        FieldKind.NUMBER: parse_number,
        FieldKind.AREA: parse_area,
        FieldKind.MONEY: parse_money,
        FieldKind.PERSON_NAME: _one_line,
        FieldKind.PERSONAL_ID: plain_id,
        FieldKind.TAX_CODE: plain_tax_code,
        FieldKind.CODE: plain_code,
        FieldKind.DOCUMENT_NUMBER: tight,
        FieldKind.DOCUMENT_NOTATION: plain_notation,
    }
)
"""Kinds without a rule are stored as typed, and so is what a rule does not understand."""


def _one_of(typed: str, readings: tuple[str, ...]) -> Normalised:
    if len(readings) == 1:
        return Normalised(value=readings[0])
    return Normalised(value=typed, alternatives=readings)


def _choices(field: FieldDef, typed: str) -> tuple[str, ...]:
    """Labels that the text can mean: by exact spelling or code, then without tone placement, then without marks."""
    for same in (str, tone_key, fold):
        key = same(typed)
        labels = [
            choice.label.vi
            for choice in field.choices
            if key in {same(form) for form in (choice.label.vi, choice.label.en, *choice.printed)}
        ]
        labels += [choice.label.vi for choice in field.choices if _is_code(typed, choice.code)]
        if labels:
            return tuple(dict.fromkeys(labels))
    return ()


def _is_code(typed: str, code: str) -> bool:
    """Codes are typed with or without their leading zeros."""
    return typed == code or (typed.isdigit() and typed.lstrip("0") == code.lstrip("0"))
