"""What a person typed becomes one storage form; what does not parse is kept to the letter."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fields import Choice, FieldDef, FieldKind
from dossier.rules.amounts import display_number, is_plain, parse_number
from dossier.rules.normalise import Normalised, normalise, shown
from dossier.rules.registry_codes import CodeShape
from dossier.schema import Words
from dossier.text import clean

TODAY = dt.date(2026, 11, 23)
KINDS = (
    Choice(code="02", label=Words(vi="Quyết định", en="Decision")),
    Choice(code="05", label=Words(vi="Quy định", en="Rules"), printed=("Qui định",)),
    Choice(code="16", label=Words(vi="Giấy ủy quyền", en="Power of attorney")),
    Choice(code="32", label=Words(vi="Đơn", en="Application"), printed=("Đơn xin",)),
    Choice(code="32", label=Words(vi="Khác", en="Other")),
)


def field(kind: FieldKind) -> FieldDef:
    choices = KINDS if kind is FieldKind.CHOICE else ()
    return FieldDef(name="it", label=Words(vi="Nó", en="It"), kind=kind, choices=choices)


def stored(kind: FieldKind, text: str) -> Normalised:
    return normalise(field(kind), text, TODAY)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (FieldKind.DATE, "050798", "1998-07-05"),
        (FieldKind.DATE, "5/7/1998", "1998-07-05"),
        (FieldKind.DATE, "1998-07-05", "1998-07-05"),
        (FieldKind.DATE, "30/02/1998", "30/02/1998"),
        (FieldKind.DATE, "không rõ", "không rõ"),
        (FieldKind.PARTIAL_DATE, "1952", "1952"),
        (FieldKind.PARTIAL_DATE, "7/1998", "1998-07"),
        (FieldKind.PERSON_NAME, " nguyễn   văn An ", "nguyễn văn An"),
        (FieldKind.PERSON_NAME, "\u00d0inh\nThị Hoà", "Đinh Thị Hoà"),
        (FieldKind.NUMBER, "1.234.567", "1234567"),
        (FieldKind.NUMBER, "12.500", "12500"),
        (FieldKind.NUMBER, "120,5 m2", "120.5"),
        (FieldKind.NUMBER, "120.5", "120.5"),
        (FieldKind.NUMBER, "500.000 đồng", "500000"),
        (FieldKind.NUMBER, "007", "7"),
        (FieldKind.NUMBER, "một trăm", "một trăm"),
        (FieldKind.AREA, "761,2 m²", "761.2"),
        (FieldKind.AREA, "1.250,5m?", "1250.5"),
        (FieldKind.AREA, "200 M2", "200"),
        (FieldKind.AREA, "85 m", "85"),
        (FieldKind.AREA, "85,0 mét vuông", "85.0"),
        (FieldKind.AREA, "1,5 ha", "1,5 ha"),
        (FieldKind.MONEY, "5.000.000 đồng", "5000000"),
        (FieldKind.MONEY, "5.000.000đ/tháng", "5000000"),
        (FieldKind.MONEY, "VNĐ 5.000.000,00", "5000000"),
        (FieldKind.MONEY, "5,000,000 vnd.", "5000000"),
        (FieldKind.MONEY, "5,000", "5000"),
        (FieldKind.MONEY, "5 000 000 dong chẵn", "5000000"),
        (FieldKind.MONEY, "360.000", "360000"),
        (FieldKind.MONEY, "5.000,000", "5.000,000"),
        (FieldKind.MONEY, "12.500.00", "12.500.00"),
        (FieldKind.MONEY, "500.00", "500.00"),
        (FieldKind.MONEY, "5,5", "5,5"),
        (FieldKind.MONEY, "năm triệu", "năm triệu"),
        (FieldKind.TAX_CODE, "0100 233 488", "0100233488"),
        (FieldKind.TAX_CODE, "0312687878 - 001", "0312687878-001"),
        (FieldKind.TAX_CODE, "038 169 000 002", "038169000002"),
        (FieldKind.CODE, "aa 02378604", "AA02378604"),
        (FieldKind.ADMINISTRATIVE_UNIT, "Xã  Cẩm Thuỷ", "Xã Cẩm Thuỷ"),
        (FieldKind.CHOICE, "quyet dinh", "Quyết định"),
        (FieldKind.CHOICE, "QUYẾT ĐỊNH", "Quyết định"),
        (FieldKind.CHOICE, "02", "Quyết định"),
        (FieldKind.CHOICE, "2", "Quyết định"),
        (FieldKind.CHOICE, "decision", "Quyết định"),
        (FieldKind.CHOICE, "qui định", "Quy định"),
        (FieldKind.CHOICE, "Giấy uỷ quyền", "Giấy ủy quyền"),
        (FieldKind.CHOICE, "đơn xin", "Đơn"),
        (FieldKind.CHOICE, "Học bạ", "Học bạ"),
        (FieldKind.PERSONAL_ID, "038 169 000 002", "038169000002"),
        (FieldKind.PERSONAL_ID, "chưa có", "chưa có"),
        (FieldKind.DOCUMENT_NUMBER, "45 / 2008", "45/2008"),
        (FieldKind.DOCUMENT_NUMBER, "02", "02"),
        (FieldKind.DOCUMENT_NOTATION, "/ QĐ - UBND", "QĐ-UBND"),
        (FieldKind.DOCUMENT_NOTATION, "/", "/"),
        (FieldKind.ADDRESS, "Xã  Cẩm Thuỷ, huyện Cẩm Thuỷ", "Xã Cẩm Thuỷ, huyện Cẩm Thuỷ"),
        (FieldKind.TEXT, "Về việc\u200b ban hành", "Về việc ban hành"),
    ],
)
def test_each_kind_has_its_storage_form(kind: FieldKind, typed: str, value: str) -> None:
    assert stored(kind, typed) == Normalised(value=value)


@pytest.mark.parametrize(
    ("kind", "typed", "alternatives"),
    [
        (FieldKind.DATE, "11298", ("1998-02-11", "1998-12-01")),
        (FieldKind.DATE, "1998", ("1998", "1998-09-01")),
        (FieldKind.PARTIAL_DATE, "111998", ("1998-01-01", "1998-11")),
        (FieldKind.CHOICE, "32", ("Đơn", "Khác")),
    ],
)
def test_what_can_mean_two_things_is_left_as_typed_and_both_are_offered(
    kind: FieldKind, typed: str, alternatives: tuple[str, ...]
) -> None:
    assert stored(kind, typed) == Normalised(value=typed, alternatives=alternatives)


@pytest.mark.parametrize("kind", FieldKind)
def test_an_empty_field_stays_empty(kind: FieldKind) -> None:
    assert stored(kind, " \u200b\n") == Normalised(value="")


@given(kind=st.sampled_from(FieldKind), text=st.text() | st.text(alphabet="0123456789/.-, "))
def test_nothing_typed_is_lost_and_every_offer_can_be_stored(kind: FieldKind, text: str) -> None:
    found = stored(kind, text)
    assert bool(found.value) == bool(clean(text))
    assert len(found.alternatives) != 1
    if found.alternatives:
        assert found.value == clean(text)
    for each in found.alternatives:
        assert stored(kind, shown(field(kind), each)).value in {each, *found.alternatives}


@given(kind=st.sampled_from(FieldKind), text=st.text() | st.text(alphabet="0123456789/.-, "))
def test_accepting_what_is_shown_changes_nothing(kind: FieldKind, text: str) -> None:
    value = stored(kind, text).value
    assert stored(kind, shown(field(kind), value)).value == value


@given(whole=st.integers(0, 10**12), decimals=st.from_regex(r"[0-9]{0,4}", fullmatch=True))
def test_numbers_are_shown_as_papers_print_them_and_read_back(whole: int, decimals: str) -> None:
    plain = f"{whole}.{decimals}" if decimals else str(whole)
    assert is_plain(plain)
    assert parse_number(display_number(plain)) == plain


def test_a_phone_is_stored_as_digits() -> None:
    phone = field(FieldKind.CODE).model_copy(update={"shape": CodeShape.PHONE})
    assert normalise(phone, "0912.345.678", TODAY) == Normalised(value="0912345678")


@given(whole=st.integers(0, 10**12))
def test_amounts_are_shown_as_papers_print_them_and_read_back(whole: int) -> None:
    money = field(FieldKind.MONEY)
    assert normalise(money, f"{shown(money, str(whole))} đồng", TODAY) == Normalised(value=str(whole))


@given(whole=st.integers(0, 10**7), decimals=st.from_regex(r"[0-9]{0,2}", fullmatch=True))
@pytest.mark.parametrize("unit", ["", " m2", "m²", " m?", " mét vuông"])
def test_areas_are_shown_as_papers_print_them_and_read_back(unit: str, whole: int, decimals: str) -> None:
    area, plain = field(FieldKind.AREA), f"{whole}.{decimals}" if decimals else str(whole)
    assert normalise(area, shown(area, plain) + unit, TODAY) == Normalised(value=plain)


def test_numbers_have_dots_between_thousands_and_a_comma() -> None:
    assert display_number("1234567.5") == "1.234.567,5"
    assert display_number("999") == "999"
    assert display_number("không") == "không"


@pytest.mark.parametrize("text", ["", "-5", "1.23.4", "1,2,3", "12a", "1..2", "m2", "٣"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None
