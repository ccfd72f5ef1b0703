"""Number and notation: examples from real papers, and the 29 kinds of NĐ 30 with their abbreviations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.rules.document_kinds import ADMINISTRATIVE, KINDS, kind_of, kind_of_abbreviation
from dossier.rules.document_numbers import NumberNotation, agrees_with_kind, is_notation, plain_notation, split


def parts(number: str, year: int | None, notation: str) -> NumberNotation:
    return NumberNotation(number=number, year=year, notation=notation)


EXAMPLES = [
    ("12/2020/QĐ-UBND", parts("12", 2020, "QĐ-UBND")),
    ("204/KH-UBND", parts("204", None, "KH-UBND")),
    ("57-NQ/TW", parts("57", None, "NQ/TW")),
    ("33/2024/QH15", parts("33", 2024, "QH15")),
    ("1437/BTP-CNTT", parts("1437", None, "BTP-CNTT")),
    ("19/2012/TTLT-BTC-BKHĐT-BTTTT", parts("19", 2012, "TTLT-BTC-BKHĐT-BTTTT")),
    ("1365/NQ-UBTVQH15", parts("1365", None, "NQ-UBTVQH15")),
    ("25/QyĐ-UBND", parts("25", None, "QyĐ-UBND")),
    ("45a/GP-UBND", parts("45a", None, "GP-UBND")),
    ("15/QĐ-BNV", parts("15", None, "QĐ-BNV")),
    ("61/2020/QH14", parts("61", 2020, "QH14")),
    ("165/2024/NĐ-CP", parts("165", 2024, "NĐ-CP")),
    ("16/2021/TT-BGTVT", parts("16", 2021, "TT-BGTVT")),
    ("120/QĐ/UB", parts("120", None, "QĐ/UB")),
    ("7/TC/UB", parts("7", None, "TC/UB")),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_real_numbers_are_taken_apart(text: str, expected: NumberNotation) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("02 /BC - CC", parts("02", None, "BC-CC")),
        ("Số: 02 /BC – CC", parts("02", None, "BC-CC")),
        ("Số: 01 / QÐ-CCATVSTP", parts("01", None, "QĐ-CCATVSTP")),
        ("Số:        /QĐ-UBND", parts("", None, "QĐ-UBND")),
        ("Số: ……/QĐ-UBND", parts("", None, "QĐ-UBND")),
        ("Số 73", parts("73", None, "")),
        ("Số: 45/2008", parts("45", 2008, "")),
        ("SỐ: 15/QĐ-BNV.", parts("15", None, "QĐ-BNV")),
    ],
)
def test_what_stands_around_a_number_on_paper_is_put_right(text: str, expected: NumberNotation) -> None:
    assert split(text) == expected


@pytest.mark.parametrize("text", ["", "/", "Số:", "QĐ", "mười hai/QĐ-UBND", "123456/QĐ-UBND", "12/qđ-ubnd", "12 QĐ"])
def test_what_is_no_number_and_notation_is_not_taken_apart(text: str) -> None:
    assert split(text) is None


abbreviations = st.sampled_from([kind.abbreviation for kind in KINDS if kind.abbreviation])
agencies = st.from_regex(r"[A-ZĐ]{2,6}(-[A-ZĐ]{2,4})?", fullmatch=True)


@given(
    number=st.integers(1, 99_999).map(lambda number: f"{number:02}"),
    year=st.none() | st.integers(1945, 2099),
    kind=abbreviations,
    agency=agencies,
    space=st.sampled_from(["", " "]),
)
def test_putting_together_and_taking_apart_is_the_same(
    number: str, year: int | None, kind: str, agency: str, space: str
) -> None:
    middle = f"{space}/{space}{year}" if year else ""
    text = f"Số: {number}{middle}{space}/{space}{kind}{space}-{space}{agency}"
    assert split(text) == parts(number, year, f"{kind}-{agency}")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("/ QĐ - UBND", "QĐ-UBND"),
        ("QĐ–CC", "QĐ-CC"),
        ("BC-CC", "BC-CC"),
        ("QÐ/UB", "QĐ/UB"),
        ("2020/QĐ-UBND", "2020/QĐ-UBND"),
    ],
)
def test_a_notation_is_stored_without_leading_slash_or_gaps(typed: str, stored: str) -> None:
    assert plain_notation(typed) == stored
    assert plain_notation(stored) == stored
    assert is_notation(stored)


@given(text=st.text())
def test_a_stored_notation_never_begins_with_a_slash(text: str) -> None:
    stored = plain_notation(text)
    assert not stored.startswith("/")
    assert plain_notation(stored) == stored


def test_the_table_has_the_32_codes_of_the_circular_and_the_29_kinds_of_the_decree() -> None:
    assert [kind.code for kind in KINDS] == [f"{number:02}" for number in range(1, 33)]
    assert len(ADMINISTRATIVE) == 29
    given_abbreviations = [kind.abbreviation for kind in KINDS if kind.abbreviation]
    assert len(given_abbreviations) == len({each.casefold() for each in given_abbreviations}) == 27
    assert {kind.name for kind in KINDS if kind.code in ADMINISTRATIVE and not kind.abbreviation} == {
        "Công văn",
        "Thư công",
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_kind_is_found_by_code_name_and_abbreviation(kind: object) -> None:
    found = next(each for each in KINDS if each is kind)
    assert kind_of(found.code) is found
    assert kind_of(found.name) is found
    assert kind_of(found.name.upper()) is found
    if found.abbreviation:
        assert kind_of_abbreviation(found.abbreviation) is found


def test_a_kind_printed_with_the_other_tone_placement_is_found() -> None:
    assert kind_of("GIẤY UỶ QUYỀN") is kind_of("16")
    assert kind_of("Bản thoả thuận") is kind_of("25")
    assert kind_of("Học bạ") is None


@pytest.mark.parametrize(
    ("notation", "kind", "agrees"),
    [
        ("QĐ-UBND", "Quyết định", True),
        ("QĐ-UBND", "QUYẾT ĐỊNH", True),
        ("QĐ-UBND", "02", True),
        ("NQ/TW", "01", True),
        ("2020/QĐ-UBND", "02", True),
        ("CTR-UBND", "09", True),
        ("BTP-CNTT", "22", True),
        ("QyĐ-UBND", "02", False),
        ("BC-CC", "02", False),
        ("DA-UBND", "12", False),
        ("BC-CC", "Công văn", False),
        ("UBND-VP", "02", False),
        ("QH15", "01", None),
        ("UBTVQH14", "01", None),
        ("GP-UBND", "32", None),
        ("GKS", "Giấy khai sinh", None),
        ("", "02", None),
    ],
)
def test_the_notation_names_the_kind(notation: str, kind: str, agrees: bool | None) -> None:
    assert agrees_with_kind(notation, kind) is agrees
