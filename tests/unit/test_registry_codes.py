"""Codes of registers: one storage form, and letters put right only where one reading is left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.rules.registry_codes import (
    PATTERNS,
    CodeShape,
    RepairedCode,
    fits,
    phone_today,
    plain_code,
    plain_phone,
    repaired_code,
)
from dossier.text import clean

SHAPES = st.sampled_from(CodeShape)


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (CodeShape.LAND_CERTIFICATE, "AB123456"),
        (CodeShape.LAND_CERTIFICATE, "Đ123456"),
        (CodeShape.LAND_CERTIFICATE, "AA02378604"),
        (CodeShape.SOCIAL_INSURANCE, "3821000001"),
        (CodeShape.HEALTH_CARD, "TE1383821000001"),
        (CodeShape.FISHING_VESSEL, "TH-90123-TS"),
        (CodeShape.PHONE, "0912345678"),
        (CodeShape.PHONE, "02373851234"),
        (CodeShape.PHONE, "01651234567"),
        (CodeShape.BUDGET_UNIT, "1034567"),
        (CodeShape.ICD10, "E11.9;I10"),
        (CodeShape.INDUSTRY, "4711,47190"),
    ],
)
def test_known_shapes(shape: CodeShape, code: str) -> None:
    assert fits(code, PATTERNS[shape])
    assert not fits(f"{code}X", PATTERNS[shape])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ab 123456", "AB123456"),
        ("AA 02378604", "AA02378604"),
        ("th – 90123 – ts", "TH-90123-TS"),
        ("\u00d0 123456", "Đ123456"),
        ("26a8 001234", "26A8001234"),
        ("chưa có", "chưa có"),
        ("xem ghi chú 2", "xem ghi chú 2"),
        ("AB", "AB"),
    ],
)
def test_codes_are_stored_in_capitals_without_spaces(typed: str, stored: str) -> None:
    assert plain_code(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0912 345 678", "0912345678"),
        ("+84 912.345.678", "0912345678"),
        ("(0237) 3851-234", "02373851234"),
        ("0912345678 - 0987654321", "0912345678 - 0987654321"),
        ("không có", "không có"),
        ("113", "113"),
    ],
)
def test_phones_are_stored_as_digits(typed: str, stored: str) -> None:
    assert plain_phone(typed) == stored


@given(text=st.text() | st.text(alphabet="AB0123456789 -./+()đĐ"))
def test_storage_forms_are_stable_and_lose_nothing(text: str) -> None:
    for rule in (plain_code, plain_phone):
        stored = rule(text)
        assert rule(stored) == stored
        assert bool(stored) == bool(clean(text))


def test_old_mobile_numbers_are_known_by_their_prefix_and_length() -> None:
    assert phone_today("01651234567") == "0351234567"
    assert phone_today("01991234567") == "0591234567"
    assert phone_today("0165123456") is None
    assert phone_today("01611234567") is None
    assert phone_today("0912345678") is None


@pytest.mark.parametrize(
    ("read", "pattern", "repaired"),
    [
        ("AB 12345O", PATTERNS[CodeShape.LAND_CERTIFICATE], RepairedCode(value="AB123450", repaired=True)),
        ("AB 123456", PATTERNS[CodeShape.LAND_CERTIFICATE], RepairedCode(value="AB123456", repaired=False)),
        ("TH-9O1Z3-T5", PATTERNS[CodeShape.FISHING_VESSEL], RepairedCode(value="TH-90123-TS", repaired=True)),
        ("QD-UBND", "QĐ-UBND", RepairedCode(value="QĐ-UBND", repaired=True)),
        ("l0345B7", PATTERNS[CodeShape.BUDGET_UNIT], RepairedCode(value="1034587", repaired=True)),
        ("0123456", PATTERNS[CodeShape.LAND_CERTIFICATE], None),
        ("AB 12345", PATTERNS[CodeShape.LAND_CERTIFICATE], None),
        ("AB OOOO56", PATTERNS[CodeShape.LAND_CERTIFICATE], None),
        ("", PATTERNS[CodeShape.LAND_CERTIFICATE], None),
    ],
)
def test_repair(read: str, pattern: str, repaired: RepairedCode | None) -> None:
    assert repaired_code(read, pattern) == repaired


@given(shape=SHAPES, data=st.data())
def test_a_code_that_fits_is_never_touched(shape: CodeShape, data: st.DataObject) -> None:
    code = data.draw(st.from_regex(PATTERNS[shape].replace(r"\d", "[0-9]"), fullmatch=True))
    assert repaired_code(code, PATTERNS[shape]) == RepairedCode(value=code, repaired=False)


@given(number=st.from_regex(r"[0-9]{8}", fullmatch=True), data=st.data())
def test_digits_read_as_letters_come_back(number: str, data: st.DataObject) -> None:
    confused = {"0": "OQ", "1": "IL", "5": "S", "8": "B", "2": "Z", "6": "G"}
    places = [at for at, digit in enumerate(number) if digit in confused]
    wrong = data.draw(st.lists(st.sampled_from(places), max_size=3, unique=True)) if places else []
    letters = [data.draw(st.sampled_from(confused[d])) if at in wrong else d for at, d in enumerate(number)]
    assert repaired_code("".join(letters), r"\d{8}") == RepairedCode(value=number, repaired=bool(wrong))


@given(text=st.text(max_size=40), shape=SHAPES)
def test_a_repair_always_fits(text: str, shape: CodeShape) -> None:
    found = repaired_code(text, PATTERNS[shape])
    assert found is None or fits(found.value, PATTERNS[shape])
