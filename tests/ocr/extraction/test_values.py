"""Every way in which offices print numbers, notations and dates gives the one storage form, and noise gives nothing."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.document_types import DocumentType, DocumentTypes
from dossier.fields import FieldDef
from dossier.reading import Box, Word
from ocr.extraction.found import Found
from ocr.extraction.values import value_of
from resources.document_types import load

KIND: DocumentType = DocumentTypes.from_data(load()).get("van_ban_hanh_chinh")


def _value(text: str, field: FieldDef) -> str | None:
    box = Box(x=0, y=0, w=10, h=10)
    words = tuple(Word(text=token, box=box, upright=box, confidence=0.97, block=0, line=0) for token in text.split())
    if not words:
        return None
    value = value_of(Found(words=words, page=0), field, KIND)
    return value.value if value else None


def _field(name: str) -> FieldDef:
    return KIND.find(name)


@pytest.mark.parametrize(
    ("printed", "number", "notation"),
    [
        ("Số: 58/QĐ-CC", "58", "QĐ-CC"),
        ("Số: 02 /BC - CC", "02", "BC-CC"),
        ("Số : 204/KH-UBND", "204", "KH-UBND"),
        ("Số 57-NQ/TW", "57", "NQ/TW"),
        ("Số: 45a/GP-UBND", "45a", "GP-UBND"),
        ("Số: 19/2012/TTLT-BTC-BKHĐT-BTTTT", "19", "2012/TTLT-BTC-BKHĐT-BTTTT"),
        ("Số: 12/QĐ/UB", "12", "QĐ/UB"),
        ("Số:      /CT-UBND", None, "CT-UBND"),
        ("Số: 7§/QD-CC", None, "QĐ-CC"),
        ("Số: 96/QĐÐ-VX-UB", "96", "QĐ-VX-UB"),
        ("Số:.Ø....QĐ- CC", None, "QĐ-CC"),
        ("Số: 1437/BTP-CNTT", "1437", "BTP-CNTT"),
        ("Số: 5/UBNĐ-VX", "5", "UBND-VX"),
        ("Số: 00/QĐ-CC", None, "QĐ-CC"),
        ("Số: 12/STNMT-QLĐĐ", "12", "STNMT-QLĐĐ"),
        ("Số: 12/QĐ-UBNDThành phố", "12", "QĐ-UBND"),
        ("Số: abc", None, None),
    ],
)
def test_number_and_notation(printed: str, number: str | None, notation: str | None) -> None:
    assert _value(printed, _field("codeNumber")) == number
    assert _value(printed, _field("codeNotation")) == notation


def test_letters_are_repaired_by_closed_list_only() -> None:
    assert _value("Số: 1/DA-XYD", _field("codeNotation")) == "DA-XYD"
    assert _value("Số: 1/HD-SYT", _field("codeNotation")) == "HD-SYT"


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("Cà Mau, ngày 18 tháng 02 năm 2025", "2025-02-18"),
        ("Cà Mau, ngày l8 tháng 02 năm 2025", "2025-02-18"),
        ("Thanh Hóa, ngày5tháng4năm 2010", "2010-04-05"),
        ("Hà Nội, ngày 05 thung 7 năm 1998.", "1998-07-05"),
        ("Thanh Hóa, ngày /2 tháng 02 năm 2025", None),
        ("Thanh Hóa, ngày      tháng 02 năm 2025", None),
        ("Thanh Hóa, ngày 31 tháng 02 năm 2025", None),
        ("Thanh Hóa, ngày 4Í tháng ©4 năm 2010", None),
        ("Thanh Hóa, ngày 05 tháng 4 năm 20", None),
    ],
)
def test_date_of_issue(printed: str, stored: str | None) -> None:
    assert _value(printed, _field("issuedDate")) == stored


@given(
    st.dates(min_value=dt.date(1945, 9, 2), max_value=dt.date(2099, 12, 31)),
    st.booleans(),
    st.sampled_from(["ngày", "Ngày"]),
)
def test_every_printed_date_is_read_back(date: dt.date, padded: bool, word: str) -> None:
    day, month = (f"{date.day:02}", f"{date.month:02}") if padded else (str(date.day), str(date.month))

    assert _value(f"Hà Nội, {word} {day} tháng {month} năm {date.year}", _field("issuedDate")) == date.isoformat()


@given(
    st.integers(min_value=1, max_value=99999),
    st.sampled_from(["QĐ", "TB", "TTr", "KH"]),
    st.sampled_from(["UBND", "CC", "SYT"]),
)
def test_every_printed_number_is_read_back(number: int, kind: str, office: str) -> None:
    printed = f"Số: {number:02}/{kind}-{office}"

    assert _value(printed, _field("codeNumber")) == f"{number:02}"
    assert _value(printed, _field("codeNotation")) == f"{kind}-{office}"


@given(st.text(max_size=60))
def test_any_text_is_survived_and_what_comes_out_has_its_form(text: str) -> None:
    for name in ("codeNumber", "codeNotation", "issuedDate", "typeName", "signerName", "subject"):
        value = _value(text, _field(name))
        if value is None:
            continue
        assert value == value.strip()
        if name == "issuedDate":
            dt.date.fromisoformat(value)
        if name == "typeName":
            assert value in {choice.label.vi for choice in _field(name).choices}


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("QUYẾT ĐỊNH", "Quyết định"),
        ("QUYÉT ĐỊNH", "Quyết định"),
        ("BẢO CÁO", "Báo cáo"),
        ("HỢP ĐỒNG TRÁCH NHIỆM", "Hợp đồng"),
        ("BẢNG ĐÈ NGHỊ", "Bảng đề nghị"),
        ("GIẤY UỶ QUYỀN", "Giấy ủy quyền"),
        ("(V/v trực tết)", "Công văn"),
        ("THÔNG XÁO", None),
        ("NHẬT KÝ", None),
    ],
)
def test_kind_of_paper_by_closed_list(printed: str, kind: str | None) -> None:
    assert _value(printed, _field("typeName")) == kind
