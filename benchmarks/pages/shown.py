"""How values of a paper are printed and how the same values are stored. No drawing.

A fact is a string, a whole number, a Decimal, a date, a `When` (part of a date) or a `Fact` that says both.
"""

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from benchmarks.pages.grammar import grouped, table
from benchmarks.pages.numerals import date_words


@dataclass(frozen=True, slots=True)
class Fact:
    """A value whose printed form is not its stored one: an identity number in groups, a code with a space."""

    text: str
    stored: str


@dataclass(frozen=True, slots=True)
class When:
    """A year or a month: "1954", "1954-03"."""

    iso: str


Value = str | int | Decimal | dt.date | Fact | When
_MONTHS = ("01", "02", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")


@functools.cache
def kinds(type_id: str) -> dict[str, str]:
    """Kinds of the fields of a type by name (`group[].name` within a group), without the star."""
    fields: dict[str, str] = table("contract").get(type_id, {})
    return {name: kind.removesuffix("*") for name, kind in fields.items()}


def starred(type_id: str) -> set[str]:
    """Names of the required fields of a type."""
    return {name for name, kind in table("contract")[type_id].items() if kind.endswith("*")}


def printed(value: Value, form: str) -> str:
    """The value as a paper bears it; `form` chooses among the ways to write a date or a name."""
    if isinstance(value, Fact):
        return value.text
    if isinstance(value, When):
        return "/".join(reversed(value.iso.split("-")))
    if isinstance(value, dt.date):
        return _date(value, form)
    if isinstance(value, int | Decimal):
        whole, _, rest = f"{value:f}".partition(".") if isinstance(value, Decimal) else (str(value), "", "")
        return f"{grouped(int(whole))},{rest}" if rest else grouped(int(whole))
    return {"caps": value.upper(), "cap": value[:1].upper() + value[1:]}.get(form, value)


def stored(value: Value, form: str, kind: str) -> str:
    """The value in the storage form of a field of this kind."""
    if isinstance(value, Fact):
        return value.stored
    if isinstance(value, When):
        return value.iso
    if isinstance(value, dt.date):
        return printed(value, "slash") if kind == "text" else value.isoformat()
    if isinstance(value, int | Decimal):
        plain = f"{value:f}" if isinstance(value, Decimal) else str(value)
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    text = printed(value, form)
    return "".join(text.split()).upper() if kind in {"code", "tax_code"} else text


_DATES: Final[Mapping[str, Callable[[dt.date], str]]] = {
    "d": lambda day: f"{day.day:02d}",
    "m": lambda day: _MONTHS[day.month - 1],
    "mm": lambda day: f"{day.month:02d}",
    "y": lambda day: str(day.year),
    "long": lambda day: f"ngày {day:%d} tháng {day:%m} năm {day.year}",
    "after": lambda day: f"{day:%d} tháng {day:%m} năm {day.year}",
    "dash": lambda day: f"{day:%d-%m}-{day.year}",
    "dot": lambda day: f"{day:%d.%m}.{day.year}",
    "words": lambda day: date_words(day.year, day.month, day.day),
}
"""Ways to write a date; any other is dd/mm/yyyy."""


def _date(day: dt.date, form: str) -> str:
    return _DATES[form](day) if form in _DATES else f"{day:%d/%m}/{day.year}"
