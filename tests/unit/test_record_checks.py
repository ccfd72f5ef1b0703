"""What the rules find odd in a record: said once, at the right field, and hard only for our own codes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.document_types import DocumentType
from dossier.rules.findings import FindingCode, Severity
from dossier.rules.record_checks import check_record
from resources.wording import LANGUAGES, blanks, load

TODAY = dt.date(2026, 11, 23)


def a_field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "label": {"vi": name, "en": name}, "kind": kind, **more}


def a_type(
    *fields: dict[str, Any],
    groups: tuple[dict[str, Any], ...] = (),
    tt05: str | None = None,
    generations: tuple[str, ...] = (),
) -> DocumentType:
    return DocumentType.model_validate(
        {
            "id": "giay",
            "version": 1,
            "name": {"vi": "Giấy", "en": "Paper"},
            "database": "all",
            "tt05_type": tt05,
            "generations": generations,
            "cues": [{"text": "Giấy"}],
            "fields": fields,
            "groups": groups,
        }
    )


SEXES = [{"code": "1", "label": {"vi": "Nam", "en": "Male"}}, {"code": "2", "label": {"vi": "Nữ", "en": "Female"}}]
DECISION = [{"code": "02", "label": {"vi": "Quyết định", "en": "Decision"}}]
BIRTH = a_type(
    a_field("so", "document_number", required=True, max_length=10),
    a_field("ngayDangKy", "date", required=True, earliest=1945, not_before="nksNgaySinh"),
    a_field("nksHoTen", "person_name", required=True),
    a_field("nksGioiTinh", "choice", choices=SEXES),
    a_field("nksNgaySinh", "partial_date", earliest=1900),
    a_field("nksNgaySinhBangChu", "text"),
    a_field("nksSoDinhDanh", "personal_id"),
    a_field("chaSoGiayToTuyThan", "personal_id"),
    a_field("chaNgaySinh", "partial_date"),
    a_field("meSoGiayToTuyThan", "personal_id"),
    a_field("soTo", "number"),
    groups=(
        {
            "name": "con",
            "label": {"vi": "Con", "en": "Child"},
            "fields": [a_field("hoTen", "person_name", required=True), a_field("ngaySinh", "date")],
        },
    ),
)
GOOD = {
    "so": "45/2008",
    "ngayDangKy": "2008-03-10",
    "nksHoTen": "Lê Thị Hòa",
    "nksGioiTinh": "Nữ",
    "nksNgaySinh": "2008-02-27",
    "nksNgaySinhBangChu": "Ngày hai mươi bảy tháng hai năm hai nghìn không trăm linh tám",
    "nksSoDinhDanh": "038308000001",
    "chaSoGiayToTuyThan": "038080000001",
    "chaNgaySinh": "1980",
    "meSoGiayToTuyThan": "171234567",
    "soTo": "1",
    "con[0].hoTen": "Nguyễn Văn An",
    "con[0].ngaySinh": "2010-01-01",
}
PERMIT = a_type(
    a_field("serial", "code", shape="land_certificate"),
    a_field("dienThoai", "code", shape="phone"),
    a_field("maSoThue", "tax_code"),
    a_field("loai", "text", catalogue="loai"),
    a_field("soHieu", "text", pattern="[A-Z] \\d{6}"),
    a_field("ngay", "date", years_after=[{"field": "ngaySinh", "at_least": 18, "at_most": 100}]),
    a_field("ngaySinh", "partial_date"),
    a_field("dtXd", "area", smallest=1, in_words="dtXdChu"),
    a_field("dtXdChu", "text"),
    a_field("tongDtSan", "area", not_below="dtXd"),
    a_field("tyLe", "number", smallest=0, largest=100),
    a_field("soTien", "money", in_words="soTienChu", sum_of="khoan.soTien"),
    a_field("soTienChu", "text"),
    a_field("noiCuTru", "address", generations=["G2"], required=True),
    a_field("queQuan", "address", generations=["G1"]),
    groups=(
        {
            "name": "khoan",
            "label": {"vi": "Khoản", "en": "Item"},
            "fields": [
                a_field("noiDung", "text"),
                a_field("soTien", "money"),
                a_field("ngay2", "date", not_before="ngay"),
            ],
        },
    ),
    generations=("G1", "G2"),
)
GOOD_PERMIT = {
    "serial": "AA02378604",
    "dienThoai": "0912345678",
    "maSoThue": "0100233488",
    "loai": "Nhà ở",
    "soHieu": "B 123456",
    "ngay": "2020-05-01",
    "ngaySinh": "2002",
    "dtXd": "85.5",
    "dtXdChu": "Tám mươi lăm phẩy năm mét vuông",
    "tongDtSan": "171",
    "tyLe": "100",
    "soTien": "5000000",
    "soTienChu": "Năm triệu đồng chẵn",
    "noiCuTru": "Xã A",
    "khoan[0].noiDung": "Sách",
    "khoan[0].soTien": "2000000",
    "khoan[0].ngay2": "2020-05-01",
    "khoan[1].soTien": "3000000",
}
ODD_PERMIT = {
    **GOOD_PERMIT,
    "serial": "A1",
    "dienThoai": "01651234567",
    "maSoThue": "0100233489",
    "loai": "Nhà kho",
    "ngaySinh": "2015",
    "dtXd": "0.5",
    "tongDtSan": "0.2",
    "soTien": "4000000",
    "queQuan": "Xã B",
    "khoan[0].ngay2": "2020-04-30",
}
LETTER = a_type(
    a_field("typeName", "choice", choices=DECISION),
    a_field("codeNumber", "document_number"),
    a_field("codeNotation", "document_notation"),
    a_field("issuedDate", "date"),
)


def found(kind: DocumentType, values: dict[str, str]) -> list[tuple[FindingCode, tuple[str, ...]]]:
    return [(finding.code, finding.paths) for finding in check_record(kind, values, TODAY)]


def test_a_good_record_has_no_findings() -> None:
    assert found(BIRTH, GOOD) == []


@pytest.mark.parametrize(
    ("path", "value", "code", "other"),
    [
        ("so", "", FindingCode.REQUIRED_MISSING, ()),
        ("so", "45/2008-12345", FindingCode.TOO_LONG, ()),
        ("so", "không số", FindingCode.NUMBER_ODD, ()),
        ("ngayDangKy", "30/02/2008", FindingCode.DATE_UNREADABLE, ()),
        ("ngayDangKy", "2009", FindingCode.DATE_INCOMPLETE, ()),
        ("ngayDangKy", "2026-11-24", FindingCode.DATE_IN_FUTURE, ()),
        ("ngayDangKy", "2008-02-26", FindingCode.DATE_ORDER, ("nksNgaySinh",)),
        ("nksHoTen", "Lê Th1 Hòa", FindingCode.NAME_ODD, ()),
        ("nksGioiTinh", "Nư", FindingCode.CHOICE_UNKNOWN, ()),
        ("nksSoDinhDanh", "03830800000", FindingCode.ID_ODD, ()),
        ("nksSoDinhDanh", "003308000001", FindingCode.ID_PROVINCE_UNKNOWN, ()),
        ("nksSoDinhDanh", "038208000001", FindingCode.ID_SEX_DIFFERS, ("nksGioiTinh",)),
        ("nksSoDinhDanh", "038309000001", FindingCode.ID_BIRTH_YEAR_DIFFERS, ("nksNgaySinh",)),
        ("chaSoGiayToTuyThan", "038180000001", FindingCode.ID_SEX_DIFFERS, ()),
        ("chaSoGiayToTuyThan", "038081000001", FindingCode.ID_BIRTH_YEAR_DIFFERS, ("chaNgaySinh",)),
        ("meSoGiayToTuyThan", "038080000001", FindingCode.ID_SEX_DIFFERS, ()),
        ("soTo", "một", FindingCode.NUMBER_UNREADABLE, ()),
        ("con[0].hoTen", "", FindingCode.REQUIRED_MISSING, ()),
        ("con[0].ngaySinh", "2027-01-01", FindingCode.DATE_IN_FUTURE, ()),
        ("khongCo", "x", FindingCode.FIELD_UNKNOWN, ()),
    ],
)
def test_each_oddity_is_found_once_and_at_its_field(
    path: str, value: str, code: FindingCode, other: tuple[str, ...]
) -> None:
    assert found(BIRTH, {**GOOD, path: value}) == [(code, (path, *other))]


def test_figures_and_words_that_differ_are_found() -> None:
    words = "ngày mồng hai tháng hai năm hai nghìn không trăm linh tám"
    expected = [(FindingCode.DATE_WORDS_DIFFER, ("nksNgaySinh", "nksNgaySinhBangChu"))]
    assert found(BIRTH, {**GOOD, "nksNgaySinhBangChu": words}) == expected


def test_a_date_before_the_first_year_of_its_field_is_found() -> None:
    values = {"ngayDangKy": "1944-01-01", "so": "1", "nksHoTen": "Y Bhăm"}
    assert found(BIRTH, values) == [(FindingCode.DATE_TOO_EARLY, ("ngayDangKy",))]


def test_rows_of_a_group_are_checked_one_by_one() -> None:
    values = {**GOOD, "con[1].ngaySinh": "2011-01-01", "con[3].hoTen": "Lê An"}
    assert found(BIRTH, values) == [(FindingCode.REQUIRED_MISSING, ("con[1].hoTen",))]


def test_a_partial_date_is_not_out_of_order_where_it_may_be_in_order() -> None:
    assert found(BIRTH, {**GOOD, "nksNgaySinh": "2008", "nksNgaySinhBangChu": ""}) == []


def test_a_number_is_never_compared_with_another_persons_birth() -> None:
    # The mother's number says 1985; only the child's and the father's birth dates are known.
    assert found(BIRTH, {**GOOD, "meSoGiayToTuyThan": "038185000001"}) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"codeNotation": "QĐ-UBND"}, []),
        ({"codeNotation": "BC-CC"}, [(FindingCode.NOTATION_KIND_DIFFERS, ("codeNotation", "typeName"))]),
        ({"codeNotation": "qđ ubnd", "typeName": ""}, [(FindingCode.NOTATION_ODD, ("codeNotation",))]),
        ({"codeNumber": "12/2020"}, []),
        ({"codeNumber": "12/2019"}, [(FindingCode.NOTATION_YEAR_DIFFERS, ("codeNumber", "issuedDate"))]),
        ({"codeNotation": "2019/QĐ-UBND"}, [(FindingCode.NOTATION_YEAR_DIFFERS, ("codeNotation", "issuedDate"))]),
        ({"codeNumber": "2019"}, []),
    ],
)
def test_number_and_notation_are_held_against_kind_and_date(
    values: dict[str, str], expected: list[tuple[FindingCode, tuple[str, ...]]]
) -> None:
    assert found(LETTER, {"typeName": "Quyết định", "issuedDate": "2020-05-01", **values}) == expected


def test_the_kind_of_the_type_counts_where_no_field_names_it() -> None:
    kind = a_type(a_field("codeNotation", "document_notation"), tt05="02")
    assert found(kind, {"codeNotation": "BC-CC"}) == [(FindingCode.NOTATION_KIND_DIFFERS, ("codeNotation",))]


def test_a_good_permit_has_no_findings_of_its_generation() -> None:
    listed = {"loai": {"nha o"}}
    assert check_record(PERMIT, GOOD_PERMIT, TODAY, generation="G2", catalogues=listed) == ()
    assert check_record(PERMIT, GOOD_PERMIT, TODAY, catalogues=listed) == ()


@pytest.mark.parametrize(
    ("path", "value", "code", "other"),
    [
        ("serial", "AB12345", FindingCode.CODE_ODD, ()),
        ("soHieu", "B123456", FindingCode.CODE_ODD, ()),
        ("dienThoai", "01651234567", FindingCode.PHONE_OLD, ()),
        ("maSoThue", "0100233489", FindingCode.TAX_CODE_ODD, ()),
        ("loai", "Nhà kho", FindingCode.CATALOGUE_UNKNOWN, ()),
        ("ngay", "2019-12-31", FindingCode.YEARS_TOO_FEW, ("ngaySinh",)),
        ("ngaySinh", "1918", FindingCode.YEARS_TOO_MANY, ("ngay",)),
        ("tongDtSan", "85.4", FindingCode.NUMBER_BELOW, ("dtXd",)),
        ("dtXdChu", "Tám mươi lăm phẩy sáu", FindingCode.NUMBER_WORDS_DIFFER, ("dtXd",)),
        ("tyLe", "100.5", FindingCode.NUMBER_TOO_LARGE, ()),
        ("soTienChu", "Năm triệu hai trăm nghìn đồng", FindingCode.NUMBER_WORDS_DIFFER, ("soTien",)),
        ("soTien", "5.5", FindingCode.NUMBER_UNREADABLE, ()),
        ("khoan[1].soTien", "3000001", FindingCode.SUM_DIFFERS, ("soTien", "khoan[0].soTien")),
        ("khoan[0].ngay2", "2020-04-30", FindingCode.DATE_ORDER, ("ngay",)),
        ("queQuan", "Xã B", FindingCode.GENERATION_DIFFERS, ()),
        ("noiCuTru", "", FindingCode.REQUIRED_MISSING, ()),
    ],
)
def test_each_rule_of_a_type_finds_its_oddity_and_nothing_else(
    path: str, value: str, code: FindingCode, other: tuple[str, ...]
) -> None:
    values = {**GOOD_PERMIT, path: value}
    findings = check_record(PERMIT, values, TODAY, generation="G2", catalogues={"loai": {"nha o"}})
    assert [finding.code for finding in findings] == [code]
    assert set(findings[0].paths) == {path, *other}


def test_an_unknown_generation_requires_and_forbids_nothing() -> None:
    values = {**GOOD_PERMIT, "noiCuTru": "", "queQuan": "Xã B"}
    assert check_record(PERMIT, values, TODAY) == ()


def test_rows_that_cannot_be_read_are_not_added_up() -> None:
    assert [finding.paths for finding in check_record(PERMIT, {**GOOD_PERMIT, "khoan[1].soTien": "ba"}, TODAY)] == [
        ("khoan[1].soTien",)
    ]


def married(**rule: Any) -> DocumentType:
    return a_type(
        a_field("ngayDangKy", "date", years_after=[{"field": "chongNgaySinh", "at_least": 20, **rule}]),
        a_field("chongNgaySinh", "partial_date"),
        a_field("capHoc", "text"),
    )


@pytest.mark.parametrize(
    ("born", "married_on", "too_young"),
    [
        ("2000-05-02", "2020-05-01", True),
        ("2000-05-01", "2020-05-01", False),
        ("2000", "2020-01-01", False),
        ("2001", "2020-12-31", True),
        ("2000-02-29", "2020-02-28", True),
        ("2021", "2020-01-01", True),
    ],
)
def test_ages_are_whole_years_and_partial_dates_are_taken_at_their_best(
    born: str, married_on: str, too_young: bool
) -> None:
    values = {"chongNgaySinh": born, "ngayDangKy": married_on}
    assert bool(found(married(), values)) is too_young


def test_a_rule_of_years_holds_since_a_year_and_under_its_conditions_alone() -> None:
    values = {"chongNgaySinh": "1996-06-01", "ngayDangKy": "2014-07-01", "capHoc": "THCS"}
    assert found(married(since=2014), values)
    assert not found(married(since=2015), values)
    assert found(married(when={"capHoc": ["THCS"]}), values)
    assert not found(married(when={"capHoc": ["THPT"]}), values)


@given(
    born=st.dates(dt.date(1900, 1, 1), dt.date(2010, 1, 1)), later=st.dates(dt.date(1950, 1, 1), dt.date(2026, 1, 1))
)
def test_what_a_whole_date_shows_a_year_alone_never_contradicts(born: dt.date, later: dt.date) -> None:
    values = {"chongNgaySinh": born.isoformat(), "ngayDangKy": later.isoformat()}
    if found(married(), {**values, "chongNgaySinh": str(born.year)}):
        assert found(married(), values)


def test_a_type_says_whose_number_it_is_where_the_names_do_not() -> None:
    fields = (
        a_field("so_giay_to", "personal_id", person="me"),
        a_field("nam_sinh_me", "partial_date", person="me"),
        a_field("ngay_sinh", "date"),
        a_field("gioi_tinh", "choice", choices=SEXES),
    )
    values = {
        "so_giay_to": "038190000001",
        "nam_sinh_me": "1990",
        "ngay_sinh": "2020-01-01",
        "gioi_tinh": "Nam",
    }
    assert found(a_type(*fields), values) == []
    too_old = found(a_type(*fields), {**values, "nam_sinh_me": "1991"})
    assert too_old == [(FindingCode.ID_BIRTH_YEAR_DIFFERS, ("so_giay_to", "nam_sinh_me"))]
    a_man = found(a_type(*fields), {**values, "so_giay_to": "038090000001"})
    assert a_man == [(FindingCode.ID_SEX_DIFFERS, ("so_giay_to",))]


@given(values=st.dictionaries(st.sampled_from([*GOOD_PERMIT, "khoan[2].soTien"]), st.text() | st.from_regex("[0-9.]+")))
def test_no_rule_of_a_type_is_hard(values: dict[str, str]) -> None:
    for finding in check_record(PERMIT, values, TODAY, generation="G1", catalogues={"loai": set()}):
        assert finding.severity is Severity.SOFT


@given(values=st.dictionaries(st.sampled_from([*GOOD, "con[1].hoTen", "x", "con.hoTen", "con[a].hoTen"]), st.text()))
def test_whatever_is_printed_can_be_saved_but_for_our_own_codes(values: dict[str, str]) -> None:
    for finding in check_record(BIRTH, values, TODAY):
        assert finding.paths
        assert (finding.severity is Severity.HARD) == (finding.code is FindingCode.CHOICE_UNKNOWN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_brings_exactly_the_facts_of_its_sentence(language: str) -> None:
    everything = dict.fromkeys(GOOD, "?") | {
        "so": "0123456789ab",
        "ngayDangKy": "1944-01-01",
        "nksNgaySinh": "2026-12-01",
        "nksNgaySinhBangChu": "ngày mồng hai tháng hai năm hai nghìn không trăm linh tám",
        "nksSoDinhDanh": "003308000001",
        "chaSoGiayToTuyThan": "038180000001",
        "con[1].ngaySinh": "2009",
        "x": "y",
    }
    letter = {"typeName": "Quyết định", "codeNumber": "số", "codeNotation": "2019/BC-CC", "issuedDate": "2020-05-01"}
    findings = [
        *check_record(BIRTH, everything, TODAY),
        *check_record(LETTER, letter, TODAY),
        *check_record(LETTER, {"codeNotation": "qđ"}, TODAY),
        *check_record(PERMIT, ODD_PERMIT, TODAY, generation="G2", catalogues={"loai": {"nha o"}}),
        *check_record(PERMIT, {"ngay": "2020-01-01", "ngaySinh": "1900", "tyLe": "101"}, TODAY),
    ]
    assert {finding.code for finding in findings} == set(FindingCode)
    templates = load(language).sentences.findings
    for finding in findings:
        assert blanks(templates[finding.code]) == set(finding.facts), finding.code


def test_facts_are_what_the_sentence_needs() -> None:
    (order,) = check_record(BIRTH, {**GOOD, "ngayDangKy": "2008-02-26"}, TODAY)
    assert order.facts == {"value": "26/02/2008", "other": "27/02/2008"}
    (years,) = check_record(BIRTH, {**GOOD, "nksSoDinhDanh": "038309000001"}, TODAY)
    assert years.facts == {"value": "038309000001", "in_id": 2009, "year": 2008}
