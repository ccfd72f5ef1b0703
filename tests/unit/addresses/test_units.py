"""The table of units: states, parents, successors; and spelling."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.addresses.spelling import Pattern, distance, letters, marked_letters
from dossier.addresses.units import Generation, Level, UnitTable
from resources.catalogues import load_units

TABLE = UnitTable.from_rows(load_units())


def test_a_unit_that_changed_its_kind_has_a_state_for_each_day() -> None:
    before = TABLE.unit(Generation.NEW, Level.PROVINCE, "75", dt.date(2026, 4, 29))
    after = TABLE.unit(Generation.NEW, Level.PROVINCE, "75", dt.date(2026, 4, 30))
    assert (before.full_name, after.full_name) == ("Tỉnh Đồng Nai", "Thành phố Đồng Nai")
    assert TABLE.unit(Generation.NEW, Level.PROVINCE, "75") == after


def test_ba_che_keeps_the_code_of_its_town() -> None:
    assert TABLE.unit(Generation.NEW, Level.COMMUNE, "06970").full_name == "Xã Ba Chẽ"


def test_every_old_commune_became_at_least_one_new_one() -> None:
    without = [unit.full_name for unit in TABLE.all(Generation.OLD, Level.COMMUNE) if not TABLE.successors(unit)]
    assert without == []


def test_every_new_commune_came_from_an_old_one() -> None:
    levels = (Level.COMMUNE, Level.DISTRICT)
    reached = {code for level in levels for unit in TABLE.all(Generation.OLD, level) for code in unit.becomes}
    assert {unit.code for unit in TABLE.all(Generation.NEW, Level.COMMUNE)} - reached == set()


def test_thanh_hoa_was_not_merged() -> None:
    districts = TABLE.below(Generation.OLD, Level.DISTRICT, "38")
    assert len(districts) == 26
    assert sum(len(TABLE.below(Generation.OLD, Level.COMMUNE, unit.code)) for unit in districts) == 547
    assert len(TABLE.below(Generation.NEW, Level.COMMUNE, "38")) == 166


@pytest.mark.parametrize(
    "row",
    [
        ["oldest", "province", "1", "", "Tỉnh", "A", "", "", "", ""],
        ["old", "village", "1", "", "Tỉnh", "A", "", "", "", ""],
        ["old", "province", "1", "", "Tỉnh", "A", "soon", "", "", ""],
    ],
)
def test_a_row_that_is_none_is_refused(row: list[str]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        UnitTable.from_rows([row])


@pytest.mark.parametrize(
    ("one", "other"), [("Hoà Lý", "Hòa Lí"), ("Thuỷ", "Thủy"), ("Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu")]
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert letters(one) == letters(other.replace("–", "-"))
    assert distance(marked_letters(one), marked_letters(other.replace("–", "-")), marks=True) <= 0.1


_ROWS = st.text(alphabet="abchin", min_size=1, max_size=9)


@given(_ROWS, _ROWS)
def test_the_fast_distance_is_that_of_levenshtein(name: str, text: str) -> None:
    def slow(one: str, other: str) -> int:
        row = list(range(len(other) + 1))
        for i, letter in enumerate(one, 1):
            previous, row[0] = row[0], i
            for j, against in enumerate(other, 1):
                previous, row[j] = row[j], min(previous + (letter != against), row[j] + 1, row[j - 1] + 1)
        return row[-1]

    ends = [text[len(text) - length :] for length in range(1, len(text) + 1)]
    assert Pattern(name).distances(text[::-1]) == [slow(name, end) for end in ends]
