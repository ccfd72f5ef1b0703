"""Each rule of the clean-up: what it puts right, what it leaves, and what none of them may ever do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.reading import Box
from ocr.language.cleanup import apart_at_signs, clean_up, digits, quotes, vietnamese_d
from ocr.language.splitting import cut, reworded
from resources.language.syllables import plain
from tests.ocr.language.words import texts, word, words

if TYPE_CHECKING:
    from ocr.language.model import SyllableModel


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Nơinhận:", "Nơi nhận:"),
        ("CHICỤC TRƯỞNG", "CHI CỤC TRƯỞNG"),
        ("Sở Ytế", "Sở Y tế"),
        ("-LưuVT.", "- Lưu VT."),
        ("UBNDtỉnh", "UBND tỉnh"),
        ("(trongthờigian)", "(trong thời gian)"),
        ("ngày15 tháng", "ngày 15 tháng"),
        ("15tháng", "15 tháng"),
        ("+Tổ trưởng *Các", "+ Tổ trưởng * Các"),
        ("Lưu -VT", "Lưu -VT"),
        ("phẩm'", "phẩm”"),
        ("`Tháng", "“Tháng"),
        ("D'Ran M'Đrắk", "D'Ran M'Đrắk"),
        ("trong nam 2010", "trong năm 2010"),
        ("Việt nam 2010", "Việt nam 2010"),
        ("phía nam 15", "phía nam 15"),
        ("Ðiều ÐẤT", "Điều ĐẤT"),
        ("2O10 l5 O1/2Ol0", "2010 15 01/2010"),
        ("5l 2O1O I.1 B2O lO I15 km2", "5l 2O1O I.1 B2O lO I15 km2"),
        ("12/QĐ-UBND QĐ-UBNDtỉnh 27D1 T15", "12/QĐ-UBND QĐ-UBNDtỉnh 27D1 T15"),
        ("Khuê Internet Facebook", "Khuê Internet Facebook"),
        ("ỦY BAN NHÂN DÂNCỘNG HÒA XÃ HỘI", "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI"),
        ("Iưu VP Ĩưu: VT", "Lưu VP Lưu: VT"),
        ("In ấn ích lợi II. Iran", "In ấn ích lợi II. Iran"),
    ],
)
def test_rules(model: SyllableModel, read: str, meant: str) -> None:
    assert texts(clean_up(words(read), model)) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("tên:LÊ", "tên: LÊ"),
        ("Thanh,ngày", "Thanh, ngày"),
        ("Số:73/QĐ-UBND", "Số: 73/QĐ-UBND"),
        ("nhận;Lưu:VT", "nhận; Lưu: VT"),
        ("số 3,phường Thôn 15,xã", "số 3, phường Thôn 15, xã"),
        ("Dao........Quốc Na..._Quốc ....tịch", "Dao ........ Quốc Na ..._ Quốc .... tịch"),
        ("Bình... 04/04/2016.. Giang.....,...", "Bình ... 04/04/2016 .. Giang .....,..."),
        ("Số:...../QĐ-UBND ...12/QĐ này./.", "Số:...../QĐ-UBND ...12/QĐ này./."),
        ("HòMaiAnh LòQuang", "Hò Mai Anh Lò Quang"),
        ("YouTube McDonald UBNDtỉnh", "YouTube McDonald UBNDtỉnh"),
        ("7:30 1,5 2;3 TP.Hồ a@b.vn http://x", "7:30 1,5 2;3 TP.Hồ a@b.vn http://x"),
        ("m2,5 tên: :LÊ", "m2,5 tên: :LÊ"),
    ],
)
def test_a_sign_that_lost_its_space_ends_a_word(read: str, meant: str) -> None:
    assert texts(apart_at_signs(words(read))) == meant
    assert texts(apart_at_signs(apart_at_signs(words(read)))) == meant


def test_halves_share_letters_box_and_what_was_read() -> None:
    whole = reworded(word("Nơinhân", x=100), "Nơinhận")
    left, right = cut(whole, 3)
    assert (left.text, left.as_read, right.text, right.as_read) == ("Nơi", None, "nhận", "nhân")
    assert (left.box, right.box) == (Box(x=100, y=0, w=30, h=20), Box(x=130, y=0, w=40, h=20))
    assert left.letters + right.letters == whole.letters


def test_a_word_without_letters_is_cut_in_proportion() -> None:
    left, right = cut(word("Nơinhận", lettered=False), 3)
    assert (left.box.w, right.box.x, right.box.w) == (30, 30, 40)


ALPHABET = "aăâáàạđdeêếoôơuưựyýmnhtcbTĐỦNIlO0159.,;:-/'`ÐHG+*("
SIGNS = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=12)
COMMON = st.sampled_from(
    [
        "Nơinhận",
        "nam",
        "2010",
        "LưuVT",
        "Ytế",
        "-Như",
        "'Tháng'",
        "UBNDtỉnh",
        "ngày15",
        "2O1O",
        "Việt",
        "Ðiều",
        "chicục",
    ]
)
PAGE = st.lists(st.tuples(st.one_of(SIGNS, COMMON), st.integers(0, 3), st.booleans()), max_size=12)


@settings(deadline=None, max_examples=80)
@given(PAGE)
def test_nothing_is_lost_and_twice_is_once(model: SyllableModel, parts: list[tuple[str, int, bool]]) -> None:
    read = tuple(
        word(text, line=line, x=1000 * at, lettered=lettered)
        for at, (text, line, lettered) in enumerate(sorted(parts, key=lambda part: part[1]))
    )
    found = clean_up(read, model)
    assert clean_up(found, model) == found
    for at, whole in enumerate(read):
        halves = [one for one in found if 1000 * at <= one.box.x < 1000 * (at + 1)]
        assert _letters("".join(one.text for one in halves)) == _letters(whole.text)
        assert "".join(one.as_read or one.text for one in halves) == whole.text
        assert all(len(one.as_read or one.text) == len(one.text) for one in halves)
        assert sum((one.letters for one in halves), start=()) == whole.letters
        assert all(one.box.union(whole.box) == whole.box for one in halves)
        assert halves[0].box.x == whole.box.x
        assert sum(one.box.w for one in halves) == whole.box.w


def _letters(text: str) -> str:
    """Letters without marks; what the rule for digits may take for a digit, and quotation marks, count as one."""
    folded = re.sub("[lIO01]", "0", plain(text))
    return re.sub("[“”'`]", "'", folded)


@given(SIGNS)
def test_rules_on_one_word_keep_its_length_and_its_digits(text: str) -> None:
    for rule in (vietnamese_d, quotes, digits):
        now = rule(text)
        assert len(now) == len(text)
        assert rule(now) == now
        assert all(new == old for old, new in zip(text, now, strict=True) if old.isdigit())
