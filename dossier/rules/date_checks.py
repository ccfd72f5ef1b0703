"""What is odd about a date: alone, against other dates of the record, against its words."""

import datetime as dt
from collections.abc import Iterator

from dossier.fields import FieldDef, FieldKind, YearsAfter
from dossier.rules.dates import Precision, certainly_after, display, from_iso, words_agree, years_between
from dossier.rules.findings import Fact, Finding, FindingCode
from dossier.rules.rows import Row

IN_WORDS = "BangChu"
"""Suffix by which the hộ tịch DTO names the field that repeats a date in words."""


def check_date(item: FieldDef, row: Row, today: dt.date) -> Iterator[Finding]:
    """Findings about the value of a date field."""
    path, value = row.path(item.name), row.value(item.name)
    date = from_iso(value)
    if date is None:
        yield Finding(code=FindingCode.DATE_UNREADABLE, paths=(path,), facts={"value": value})
        return
    facts = {"value": display(value)}
    if item.kind is FieldKind.DATE and date.precision is not Precision.DAY:
        yield Finding(code=FindingCode.DATE_INCOMPLETE, paths=(path,), facts=facts)
    if date.first_day > today:
        yield Finding(code=FindingCode.DATE_IN_FUTURE, paths=(path,), facts=facts)
    if item.earliest is not None and date.last_day.year < item.earliest:
        yield Finding(code=FindingCode.DATE_TOO_EARLY, paths=(path,), facts={**facts, "earliest": item.earliest})
    for name in item.not_before:
        if certainly_after(other := row.value(name), value):
            facts_of_order = {**facts, "other": display(other)}
            yield Finding(code=FindingCode.DATE_ORDER, paths=(path, row.path(name)), facts=facts_of_order)
    in_words = item.in_words or item.name + IN_WORDS
    words = row.value(in_words)
    if words_agree(value, words) is False:
        paths = (path, row.path(in_words))
        yield Finding(code=FindingCode.DATE_WORDS_DIFFER, paths=paths, facts={**facts, "words": words})


def check_years(item: FieldDef, row: Row) -> Iterator[Finding]:
    """Findings about the years that lie between other dates and this one; what `not_before` finds is not said twice."""
    for rule in item.years_after:
        if _applies(rule, row, row.value(item.name)):
            yield from _check_years(item, rule, row)


def _applies(rule: YearsAfter, row: Row, value: str) -> bool:
    date = from_iso(value)
    if date is None or (rule.since is not None and date.first_day.year < rule.since):
        return False
    return all(row.value(name) in values for name, values in rule.when.items())


def _check_years(item: FieldDef, rule: YearsAfter, row: Row) -> Iterator[Finding]:
    value, other = row.value(item.name), row.value(rule.field)
    one, later = from_iso(other), from_iso(value)
    if one is None or later is None or (rule.field in item.not_before and certainly_after(other, value)):
        return
    least, most = years_between(one, later)
    paths = (row.path(item.name), row.path(rule.field))
    facts: dict[str, Fact] = {"value": display(value), "other": display(other)}
    if rule.at_least is not None and most < rule.at_least:
        facts |= {"years": max(most, 0), "at_least": rule.at_least}
        yield Finding(code=FindingCode.YEARS_TOO_FEW, paths=paths, facts=facts)
    elif rule.at_most is not None and least > rule.at_most:
        facts |= {"years": least, "at_most": rule.at_most}
        yield Finding(code=FindingCode.YEARS_TOO_MANY, paths=paths, facts=facts)
