"""Totals of tables: which rows are totals, whether they are right, and by how much they are not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.rules.amounts import display_number
from dossier.rules.table_sums import check_sums, is_total, number_of, total_rows
from dossier.tables import Cell, Table, numbering_of
from dossier.words import Box

BOX = Box(x=0, y=0, w=1, h=1)


def table(*rows: tuple[str, ...], heads: int = 1) -> Table:
    cells = tuple(
        Cell(text=text, as_read=text, words=(), box=BOX, upright=BOX, row=row, column=column)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    columns = len(rows[0])
    edges = tuple(range(columns + 1))
    return Table(
        cells=cells, rows=len(rows), columns=columns, header_rows=heads, box=BOX, upright=BOX, edges=edges, ruled=True
    )


@pytest.mark.parametrize("text", ["Cộng", "Tổng cộng:", "TỔNG CỘNG", "Tổng", "Tổng số", "Cộng dồn", "- Cộng:"])
def test_totals_are_known_by_their_words(text: str) -> None:
    assert is_total(text)


@pytest.mark.parametrize(
    "text", ["Công ty A", "Cộng tác viên", "Tổng công ty điện lực", "Cộng đồng", "", "Tổng cục Thuế"]
)
def test_what_only_begins_like_a_total_is_none(text: str) -> None:
    assert not is_total(text)


def test_a_right_total_agrees_and_a_wrong_one_says_by_how_much() -> None:
    found = table(
        ("STT", "Loại", "Diện tích", "Tiền"),
        ("1", "Lúa", "1.250,5", "300.000"),
        ("2", "Màu", "49,5", "200.000"),
        ("", "Tổng cộng", "1.300,0", "510.000"),
    )
    checks = {check.column: check for check in check_sums(found)}
    assert total_rows(found) == (3,)
    assert checks[2].agrees
    assert (checks[3].printed, checks[3].summed, checks[3].difference) == ("510000", "500000", "10000")
    assert set(checks) == {2, 3}


def test_subtotals_and_their_total_are_each_right() -> None:
    found = table(
        ("Mục", "Số"), ("a", "1"), ("b", "2"), ("Cộng", "3"), ("c", "4"), ("d", "5"), ("Cộng", "9"), ("Tổng cộng", "12")
    )
    assert [check.agrees for check in check_sums(found)] == [True, True, True]


def test_groups_that_bear_their_own_sums_are_not_counted_twice() -> None:
    found = table(("STT", "Mục", "Số"), ("I", "Thu", "3"), ("1", "a", "1"), ("2", "b", "2"), ("", "Tổng cộng", "3"))
    assert [check.agrees for check in check_sums(found)] == [True]


def test_a_column_with_an_unreadable_number_is_not_checked() -> None:
    assert check_sums(table(("Mục", "Số"), ("a", "1"), ("b", "2?"), ("Cộng", "3"))) == ()


def test_rows_are_checked_under_a_heading_that_says_total() -> None:
    found = table(("Xã", "A", "B", "Cộng"), ("x", "1", "2", "3"), ("y", "4", "5", "9"), ("z", "1", "1", "3"))
    across = [(check.row, check.difference) for check in check_sums(found) if check.across]
    assert across == [(1, "0"), (2, "0"), (3, "1")]


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=12))
def test_every_true_sum_agrees_and_every_other_does_not(values: list[int]) -> None:
    rows = [(f"dòng {at}", display_number(str(value))) for at, value in enumerate(values)]
    right = table(("Mục", "Số"), *rows, ("Cộng", display_number(str(sum(values)))))
    wrong = table(("Mục", "Số"), *rows, ("Cộng", display_number(str(sum(values) + 1))))
    assert [check.difference for check in check_sums(right)] == ["0"]
    assert [check.difference for check in check_sums(wrong)] == ["1"]


def test_nothing_and_a_dash_are_zero_but_words_are_no_number() -> None:
    assert number_of("-") == number_of("") == Decimal(0)
    assert number_of("1.250,5") == Decimal("1250.5")
    assert number_of("hai") is None


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["(1)", "(2)", "(3)"], True),
        (["A", "B", "1", "2", "3=1x2"], True),
        (["1", "Lúa", "25"], False),
        (["1", "30", "7"], False),
    ],
)
def test_a_row_that_numbers_its_columns(texts: list[str], *, numbers: bool) -> None:
    assert numbering_of(texts) is numbers
