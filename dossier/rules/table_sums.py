"""Totals of tables checked: rows and columns named "Cộng", "Tổng", "Tổng cộng" beside the sums of what they add up.

A total may add all rows above, those since the total before, or the totals themselves; where any of these fits, it is
right. A column with a number that cannot be read is not checked: nothing is known of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from dossier.rules.amounts import parse_number
from dossier.tables import SumCheck, Table
from dossier.text import fold

_TOTAL = re.compile(
    r"^\W*(?!tong (cong (ty|trinh)|cuc|giam|bien|thau|thanh)\b)"
    r"(tong\b|cong(?=\W*$|\W*[\d(:]|\W+(tong|trang|muc|phan|chuong|khoan|loai|nhom|nguon|don|lai|luy|chung|ca|[ivx]+|[a-e])\b))"
)
"""Without marks: readers mistake those of "Cộng" most. Hence the words that may follow it: "Công nghệ" is none."""
_GROUP = re.compile(r"^\W*([IVX]+|[A-Z])\W*$")
_NOTHING = frozenset(("", "-", "–", "—", "x", "//"))
_LEAST_PARTS = 2
_LONGEST_LABEL = 40

Number = Decimal | None
"""None: something that is no number stands there."""


def is_total(text: str) -> bool:
    """Whether a heading or the first words of a row say that it adds up others: "Tổng cộng:", not "Công ty"."""
    return len(text) <= _LONGEST_LABEL and _TOTAL.match(fold(text)) is not None


def total_rows(table: Table) -> tuple[int, ...]:
    """Rows whose first words are those of a total."""
    return tuple(row for row in table.body() if is_total(_label(table, row)))


def number_of(text: str) -> Number:
    """The number in a cell; nothing and a dash are zero."""
    bare = text.strip()
    if bare in _NOTHING:
        return Decimal(0)
    plain = parse_number(bare)
    return Decimal(plain) if plain is not None else None


def check_sums(table: Table) -> tuple[SumCheck, ...]:
    """Every printed total that can be checked, right or wrong, by row and column; downwards first."""
    numbers = [[number_of(table.text(row, column)) for column in range(table.columns)] for row in range(table.rows)]
    totals = total_rows(table)
    first = next((row for row in table.body() if row not in totals), table.rows)
    columns = [column for column in range(table.columns) if _is_filled(table, totals, column)]
    found = [check for column in columns for check in _down(table, numbers, totals, column)]
    if first < table.rows:
        found += _across(table, numbers)
    return tuple(found)


def with_sums(table: Table) -> Table:
    """The table with its totals checked."""
    return replace(table, sums=check_sums(table))


def _label(table: Table, row: int) -> str:
    """The first text of a row that is no number."""
    texts = (table.text(row, column) for column in range(min(3, table.columns)))
    return next((text for text in texts if text and parse_number(text) is None), "")


def _is_filled(table: Table, totals: Sequence[int], column: int) -> bool:
    return any(parse_number(table.text(row, column)) is not None for row in totals)


def _down(table: Table, numbers: Sequence[Sequence[Number]], totals: Sequence[int], column: int) -> list[SumCheck]:
    found = []
    for place, row in enumerate(totals):
        printed = numbers[row][column]
        if printed is None or not table.text(row, column).strip(" -–"):
            continue
        since = totals[place - 1] + 1 if place else table.header_rows
        parts = [at for at in range(table.header_rows, row) if at not in totals]
        groups = [at for at in parts if _GROUP.match(table.text(at, 0))]
        ways = [
            [at for at in parts if at >= since],
            parts,
            [at for at in parts if at not in groups],
            groups,
            list(totals[:place]),
        ]
        sums = [_sum([numbers[at][column] for at in way]) for way in ways if len(way) >= _LEAST_PARTS]
        known = [total for total in sums if total is not None]
        if known and sums[0] is not None:
            best = printed if printed in known else known[0]
            found.append(_check(row, column, printed, best, across=False))
    return found


def _across(table: Table, numbers: Sequence[Sequence[Number]]) -> list[SumCheck]:
    """Rows under a last heading that says total; only where most rows fit, since headings promise less than labels."""
    column = next((at for at in reversed(range(1, table.columns)) if is_total(table.heading(at))), None)
    if column is None or table.header_rows == 0:
        return []
    found = []
    for row in table.body():
        printed = numbers[row][column]
        start = next((at for at in range(column) if parse_number(table.text(row, at)) is None), -1) + 1
        parts = numbers[row][start:column]
        total = _sum(parts)
        if printed is None or total is None or len(parts) < _LEAST_PARTS or not table.text(row, column).strip(" -–"):
            continue
        found.append(_check(row, column, printed, total, across=True))
    right = sum(check.agrees for check in found)
    return found if 2 * right > len(found) else []


def _sum(parts: Sequence[Number]) -> Number:
    total = Decimal(0)
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def _check(row: int, column: int, printed: Decimal, total: Decimal, *, across: bool) -> SumCheck:
    return SumCheck(
        row=row,
        column=column,
        across=across,
        printed=_plain(printed),
        summed=_plain(total),
        difference=_plain(printed - total),
    )


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if text != "-0" else "0"
