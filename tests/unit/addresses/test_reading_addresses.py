"""A printed address: which units it names, which it became, and what is left to a person."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.addresses.reader import AddressReader
from dossier.addresses.results import Certainty, Home, Mapping, ParsedAddress
from dossier.addresses.units import Generation, Level, UnitTable
from resources.catalogues import load_units

TABLE = UnitTable.from_rows(load_units())
READER = AddressReader(TABLE)
THANH_HOA = Home(province="38")
OLD_DAY, NEW_DAY = dt.date(2001, 5, 1), dt.date(2026, 1, 1)


def _old(parsed: ParsedAddress) -> str | None:
    commune = parsed.old.commune if parsed.old is not None else None
    return commune.full_name if commune is not None else None


def _new(parsed: ParsedAddress) -> str | None:
    commune = parsed.new.commune if parsed.new is not None else None
    return commune.full_name if commune is not None else None


@pytest.mark.parametrize(
    ("text", "street", "old", "new"),
    [
        ("thôn 3, xã Cẩm Vân, huyện Cẩm Thủy, tỉnh Thanh Hóa", "thôn 3", "Xã Cẩm Vân", "Xã Cẩm Vân"),
        ("P. Đông Vệ - TP Thanh Hóa", "", "Phường Đông Vệ", "Phường Hạc Thành"),
        (
            "Số 12 đường Lê Lợi, P.Đông Vệ, TP.Thanh Hóa, Việt Nam",
            "Số 12 đường Lê Lợi",
            "Phường Đông Vệ",
            "Phường Hạc Thành",
        ),
        ("CAM VAN CAM THUY THANH HOA", "", "Xã Cẩm Vân", "Xã Cẩm Vân"),
        ("xãCẩmVân, huyệnCẩmThủy, tỉnhThanhHóa", "", "Xã Cẩm Vân", "Xã Cẩm Vân"),
        ("Nga Thuỷ, Nga Sơn", "", "Xã Nga Thủy", "Xã Nga Sơn"),
        ("P11,quận 3, TPHCM", "", "Phường 11", "Phường Nhiêu Lộc"),
        ("Bản Lát, xã Trung Hạ, huyện Quan Sơn, Thanh Hoá. ĐT 0912345678", "Bản Lát", "Xã Trung Hạ", "Xã Trung Hạ"),
        ("Xã Vĩnh Hùng, huyện Vĩnh Lộc, tỉnh Thanh Hóa", "", "Xã Vĩnh Hùng", "Xã Biện Thượng"),
    ],
)
def test_an_address_letter_by_letter(text: str, street: str, old: str, new: str) -> None:
    parsed = READER.read(text)
    assert (_old(parsed), _new(parsed), parsed.street) == (old, new, street)
    assert parsed.certainty is Certainty.EXACT
    assert parsed.mapping is Mapping.EXACT
    assert parsed.text == text


@pytest.mark.parametrize(
    "text",
    [
        "xã C ẩm Vân huyện Cẩm Thú y tinh Thanh H0á",
        "xã Cam Ván, huyên Cẩm Thủv, tỉnh Thanh Hóa",
        "xã Cẩm Vâu, buyện Cẩm Thủy, tỉnh Tbanh Hóa",
    ],
)
def test_misread_letters_are_told_by_their_distance(text: str) -> None:
    parsed = READER.read(text)
    assert _old(parsed) == "Xã Cẩm Vân"
    assert parsed.certainty is Certainty.TOLERANT
    assert parsed.distance > 0


def test_a_divided_commune_is_left_to_a_person() -> None:
    parsed = READER.read("thị trấn Hà Trung, huyện Hà Trung, tỉnh Thanh Hóa")
    assert parsed.mapping is Mapping.NEEDS_CHOICE
    assert {unit.full_name for unit in parsed.options} == {"Xã Hà Trung", "Xã Hoạt Giang"}
    assert _new(parsed) is None
    assert parsed.new is not None
    assert parsed.new.province is not None


def test_every_divided_commune_of_thanh_hoa_is_known() -> None:
    divided = [
        unit.full_name
        for district in TABLE.below(Generation.OLD, Level.DISTRICT, "38")
        for unit in TABLE.below(Generation.OLD, Level.COMMUNE, district.code)
        if len(unit.becomes) > 1
    ]
    assert len(divided) == 10


def test_a_commune_that_ended_earlier_is_offered_never_taken() -> None:
    parsed = READER.read("TT. Quan Hóa, H. Quan Hóa, T. Thanh Hoá")
    assert parsed.old is not None
    assert Level.COMMUNE in parsed.old.former
    assert parsed.mapping is Mapping.NEEDS_CHOICE
    assert [unit.full_name for unit in parsed.options] == ["Xã Hồi Xuân"]


def test_former_districts_and_provinces_lead_to_the_later_ones() -> None:
    dong_son = READER.read("xã Đông Khê, huyện Đông Sơn, tỉnh Thanh Hóa")
    assert dong_son.old is not None
    assert dong_son.old.former == {Level.DISTRICT}
    assert _new(dong_son) == "Phường Đông Sơn"
    ha_tay = READER.read("xã Minh Quang, huyện Ba Vì, tỉnh Hà Tây")
    assert ha_tay.old is not None
    assert ha_tay.old.province is not None
    assert ha_tay.old.province.name == "Hà Nội"
    assert ha_tay.old.former == {Level.PROVINCE}


def test_a_commune_of_another_district_is_not_bent_into_a_like_one() -> None:
    """Quảng Tâm had moved to the city; the district has a Quảng Tân."""
    parsed = READER.read("xã Quảng Tâm, huyện Quảng Xương, tỉnh Thanh Hóa")
    assert parsed.certainty is Certainty.AMBIGUOUS
    assert _old(parsed) is None
    assert "Phường Quảng Tâm" in {place.commune.full_name for place in parsed.rivals if place.commune is not None}


def test_a_name_of_many_provinces_stays_open() -> None:
    parsed = READER.read("xã Tân Thành")
    assert parsed.certainty is Certainty.AMBIGUOUS
    assert parsed.old is None
    assert parsed.new is None
    assert len({place.province for place in parsed.rivals}) > 5


def test_the_place_of_the_office_decides_and_says_so() -> None:
    parsed = READER.read("xã Tân Thành", home=THANH_HOA)
    assert parsed.new is not None
    assert parsed.new.province is not None
    assert parsed.new.province.name == "Thanh Hóa"
    assert Level.PROVINCE in parsed.from_context
    assert READER.read("xã Nga Thủy, huyện Nga Sơn", home=THANH_HOA).from_context == frozenset()


def test_the_day_of_the_paper_chooses_the_generation() -> None:
    text = "xã Dầu Giây, tỉnh Đồng Nai"
    then, now = READER.read(text, on=dt.date(2025, 8, 1)), READER.read(text, on=dt.date(2026, 6, 1))
    assert (_new(then), _new(now)) == ("Xã Dầu Giây", "Phường Dầu Giây")
    assert READER.read("xã Cẩm Vân, tỉnh Thanh Hóa", on=OLD_DAY).old is not None
    assert READER.read("xã Cẩm Vân, tỉnh Thanh Hóa", on=NEW_DAY).old is None


def test_an_old_and_a_new_commune_of_one_name_are_told_apart_by_the_day_only() -> None:
    """Two old xã Yên Thọ lie in the province beside the new one."""
    text = "xã Yên Thọ, tỉnh Thanh Hóa"
    assert READER.read(text).certainty is Certainty.AMBIGUOUS
    assert READER.read(text, on=NEW_DAY).certainty is Certainty.EXACT
    old = READER.read(text, on=OLD_DAY)
    assert old.certainty is Certainty.AMBIGUOUS
    assert {place.generation for place in old.rivals} == {Generation.OLD}


@pytest.mark.parametrize("text", ["", "   ", "Bệnh viện đa khoa", "12/5/1998", "Nguyễn Văn An", "!!!", "như trên"])
def test_what_is_no_address_gives_nothing(text: str) -> None:
    parsed = READER.read(text)
    assert parsed.certainty is Certainty.NONE
    assert (parsed.old, parsed.new, parsed.options) == (None, None, ())


def test_a_street_is_no_ward() -> None:
    parsed = READER.read("đường Lê Lợi, TP Vinh, Nghệ An")
    assert parsed.certainty is Certainty.PARTIAL
    assert parsed.street == "đường Lê Lợi"
    assert _old(parsed) is None


def test_islands_without_communes_go_over_as_a_whole() -> None:
    parsed = READER.read("huyện Lý Sơn, tỉnh Quảng Ngãi")
    assert (parsed.certainty, _new(parsed)) == (Certainty.EXACT, "Đặc khu Lý Sơn")


_PARTS = st.sampled_from(
    [
        "xã",
        "Cẩm Vân",
        "huyện",
        "Cẩm Thủy",
        "tỉnh",
        "Thanh Hóa",
        ",",
        " ",
        "-",
        "P.",
        "TP",
        "1",
        "đường",
        "Ha",
        "\n",
        "ẫ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PARTS | st.text(max_size=6), max_size=12).map("".join))
def test_nothing_is_ever_invented(text: str) -> None:
    """Whatever is read: the print stays, the units agree with one another, and doubts are never resolved."""
    parsed = READER.read(text, home=THANH_HOA)
    assert parsed.text == text
    for place in (parsed.old, parsed.new, *parsed.rivals):
        if place is not None and place.commune is not None:
            parent = TABLE.parent(place.commune)
            assert parent is not None
            assert parent.code == (place.district or place.province).code  # type: ignore[union-attr]
    if parsed.certainty is Certainty.AMBIGUOUS:
        assert len(parsed.rivals) > 1
        assert _old(parsed) is None
        assert _new(parsed) is None
    if parsed.mapping is Mapping.NEEDS_CHOICE:
        assert parsed.options
        assert _new(parsed) is None
    if parsed.old is not None and parsed.old.commune is not None and _new(parsed) is not None:
        assert parsed.old.commune.becomes == (parsed.new.commune.code,)  # type: ignore[union-attr]


_COMMUNES = [unit for unit in TABLE.all(Generation.OLD, Level.COMMUNE) if unit.code[:2] in {"14", "15", "16"}]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(_COMMUNES), st.sampled_from([str, str.upper, str.lower]), st.sampled_from([", ", " - ", "; "]))
def test_every_full_address_is_understood(unit: object, case: object, separator: str) -> None:
    assert callable(case)
    commune = next(item for item in _COMMUNES if item is unit)
    district, province = TABLE.parent(commune), TABLE.province(commune)
    assert district is not None
    text = case(separator.join((commune.full_name, district.full_name, province.full_name)))
    parsed = READER.read(text)
    assert parsed.old is not None
    assert parsed.old.commune == commune
    assert parsed.mapping is (Mapping.EXACT if len(commune.becomes) == 1 else Mapping.NEEDS_CHOICE)
