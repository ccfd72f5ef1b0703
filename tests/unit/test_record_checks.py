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


def a_type(*fields: dict[str, Any], groups: tuple[dict[str, Any], ...] = (), tt05: str | None = None) -> DocumentType:
    return DocumentType.model_validate(
        {
            "id": "giay",
            "version": 1,
            "name": {"vi": "Giấy", "en": "Paper"},
            "database": "all",
            "tt05_type": tt05,
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
