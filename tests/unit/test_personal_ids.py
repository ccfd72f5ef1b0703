"""Numbers of persons and taxpayers say what the law lets them say, and no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.rules.personal_ids import IdKind, Sex, decode, is_tax_code, kind_of_id, plain_id, plain_tax_code
from dossier.rules.provinces import PROVINCES


@given(
    province=st.sampled_from(sorted(PROVINCES)),
    sex=st.sampled_from(Sex),
    year=st.integers(1900, 2399),
    tail=st.integers(0, 999_999),
)
def test_a_personal_number_tells_province_sex_and_year_of_birth(province: str, sex: Sex, year: int, tail: int) -> None:
    fourth = (year // 100 - 19) * 2 + (sex is Sex.FEMALE)
    found = decode(f"{province}{fourth}{year % 100:02}{tail:06}")
    assert found is not None
    assert (found.province_code, found.sex, found.birth_year) == (province, sex, year)
    assert found.province == PROVINCES[province]


@pytest.mark.parametrize(
    ("number", "province", "sex", "year"),
    [
        ("038219000001", "Thanh Hóa", Sex.MALE, 2019),
        ("038169000002", "Thanh Hóa", Sex.FEMALE, 1969),
        ("038 169 000002", "Thanh Hóa", Sex.FEMALE, 1969),
        ("001301000003", "Hà Nội", Sex.FEMALE, 2001),
        ("003169000002", None, Sex.FEMALE, 1969),
    ],
)
def test_the_numbers_of_the_book_are_read_as_the_book_says(
    number: str, province: str | None, sex: Sex, year: int
) -> None:
    found = decode(number)
    assert found is not None
    assert (found.province, found.sex, found.birth_year) == (province, sex, year)


def test_all_63_former_provinces_keep_their_code() -> None:
    assert len(PROVINCES) == 63
    assert len(set(PROVINCES.values())) == 63
    assert all(code.startswith("0") and len(code) == 3 for code in PROVINCES)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("038219000001", IdKind.CITIZEN),
        ("171234567", IdKind.CARD),
        ("B1234567", IdKind.PASSPORT),
        ("C12345678", IdKind.PASSPORT),
        ("12345678", None),
        ("0382190000012", None),
        ("", None),
        ("không", None),
    ],
)
def test_the_kind_is_told_by_the_shape(number: str, kind: IdKind | None) -> None:
    assert kind_of_id(number) is kind


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("038 219 000 001", "038219000001"),
        ("171.234.567", "171234567"),
        ("b1234567", "B1234567"),
        ("12-34", "1234"),
        ("chưa được cấp", "chưa được cấp"),
        ("O38219000001", "O38219000001"),
    ],
)
def test_numbers_are_stored_without_separators_and_words_as_they_are(typed: str, stored: str) -> None:
    assert plain_id(typed) == stored
    assert plain_id(stored) == stored


@given(text=st.text())
def test_nothing_but_twelve_digits_is_decoded(text: str) -> None:
    assert decode(text) is None or kind_of_id(plain_id(text)) is IdKind.CITIZEN


@pytest.mark.parametrize("code", ["0100233488", "0100233488-001", "0312 68 78 78 - 001", "038169000002"])
def test_tax_codes_of_firms_branches_and_persons_are_known(code: str) -> None:
    assert is_tax_code(code)


@pytest.mark.parametrize("code", ["0100233489", "0100233488-000", "0100000000", "123", "", "171234567"])
def test_a_wrong_check_digit_or_length_is_no_tax_code(code: str) -> None:
    assert not is_tax_code(code)


@given(digits=st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_at_most_one_check_digit_fits(digits: str) -> None:
    assert sum(is_tax_code(f"{digits}{check}") for check in range(10)) <= 1


def test_tax_codes_are_stored_in_one_form() -> None:
    assert plain_tax_code("0312 68 78 78 - 001") == plain_tax_code("0312687878-001") == "0312687878-001"
    assert plain_tax_code("0100233488") == "0100233488"
    assert plain_tax_code("không có") == "không có"
