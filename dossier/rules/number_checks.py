"""What is odd about a number, an area or an amount: alone, against other numbers of the record, against its words."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dossier.fields import FieldDef, FieldKind
from dossier.rules.amounts import display_number, is_plain
from dossier.rules.findings import Finding, FindingCode
from dossier.rules.number_words import number_words_agree
from dossier.rules.rows import Row


def check_number(item: FieldDef, row: Row) -> Iterator[Finding]:
    """Findings about the value of a number field."""
    path, value = row.path(item.name), row.value(item.name)
    if not _is_number(item.kind, value):
        yield Finding(code=FindingCode.NUMBER_UNREADABLE, paths=(path,), facts={"value": value})
        return
    number, facts = Decimal(value), {"value": display_number(value)}
    if item.smallest is not None and number < _decimal(item.smallest):
        facts_of_bound = {**facts, "smallest": _shown(_decimal(item.smallest))}
        yield Finding(code=FindingCode.NUMBER_TOO_SMALL, paths=(path,), facts=facts_of_bound)
    if item.largest is not None and number > _decimal(item.largest):
        facts_of_bound = {**facts, "largest": _shown(_decimal(item.largest))}
        yield Finding(code=FindingCode.NUMBER_TOO_LARGE, paths=(path,), facts=facts_of_bound)
    other = row.value(item.not_below) if item.not_below else ""
    if item.not_below and is_plain(other) and number < Decimal(other):
        paths = (path, row.path(item.not_below))
        yield Finding(code=FindingCode.NUMBER_BELOW, paths=paths, facts={**facts, "other": display_number(other)})
    if item.in_words and number_words_agree(value, words := row.value(item.in_words)) is False:
        paths = (path, row.path(item.in_words))
        yield Finding(code=FindingCode.NUMBER_WORDS_DIFFER, paths=paths, facts={**facts, "words": words})
    if item.sum_of:
        yield from _check_sum(path, number, row, item.sum_of)


def _check_sum(path: str, number: Decimal, row: Row, sum_of: str) -> Iterator[Finding]:
    """Rows without a value count as nothing; where one cannot be read nothing is said."""
    group, _, name = sum_of.partition(".")
    of_rows = re.compile(rf"{group}\[\d+\]\.{name}")
    parts = {path: value for path, value in row.said.items() if of_rows.fullmatch(path)}
    if not parts or not all(map(is_plain, parts.values())):
        return
    total = sum(map(Decimal, parts.values()), start=Decimal(0))
    if total != number:
        facts = {"value": _shown(number), "sum": _shown(total)}
        yield Finding(code=FindingCode.SUM_DIFFERS, paths=(path, *parts), facts=facts)


def _is_number(kind: FieldKind, value: str) -> bool:
    return is_plain(value) and (kind is not FieldKind.MONEY or value.isdigit())


def _decimal(bound: float) -> Decimal:
    return Decimal(str(bound))


def _shown(number: Decimal) -> str:
    plain = f"{number:f}"
    return display_number(plain.rstrip("0").rstrip(".") if "." in plain else plain)
