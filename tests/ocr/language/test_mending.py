"""Marks are chosen by context where the reader leaves room, and what is not a word of the language stays as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.language.mending import mend
from resources.language.syllables import plain
from tests.ocr.language.words import Others, texts, word, words

if TYPE_CHECKING:
    from ocr.language.model import SyllableModel


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("quyến sử dụng đất", "quyền sử dụng đất"),
        ("ỦY BAN NHÂN DAN TỈNH", "ỦY BAN NHÂN DÂN TỈNH"),
        ("Nơi nhân: Như trên", "Nơi nhận: Như trên"),
        ("Cộng hoa xã hội chủ nghĩa Việt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("huyện Vị Thuỷ, tỉnh Hâu Giang", "huyện Vị Thuỷ, tỉnh Hậu Giang"),
        ("(chịu trach nhiệm thi hành)", "(chịu trách nhiệm thi hành)"),
    ],
)
@pytest.mark.parametrize("lettered", [True, False])
def test_marks_that_the_context_wants(model: SyllableModel, read: str, meant: str, lettered: bool) -> None:
    assert texts(mend(words(read, lettered=lettered), model)) == meant


@pytest.mark.parametrize(
    "read",
    [
        "Số: 12/QĐ-UBND ngày 03 tháng 4 năm 2010",
        "gửi UBND, TU, CA, QĐ và HĐND tỉnh về việc",
        "thư điện tử tinhuy@hau-giang.gov.vn của cơ quan",
        "hoà bình, ủy ban, uỷ ban, quý báu",
        "Đồng chí Trần Thị Khuê, Nguyễn Vân Anh",
        "27D1 B2O 5l lIO",
    ],
)
def test_what_stays(model: SyllableModel, read: str) -> None:
    given_words = words(read)
    assert mend(given_words, model) == given_words


def test_what_was_read_is_kept_beside_what_is_meant(model: SyllableModel) -> None:
    mended = mend(words("quyến sử dụng đất"), model)
    assert [(one.text, one.as_read) for one in mended] == [
        ("quyền", "quyến"), ("sử", None), ("dụng", None), ("đất", None),
    ]  # fmt: skip


def test_the_alternatives_of_the_reader_decide(model: SyllableModel) -> None:
    line = words("ông Nguyễn Van sinh năm 1970")
    sure = line[2]
    for sign, meant in (("â", "Vân"), ("ă", "Văn")):
        offered = word("Van", x=sure.box.x, others={1: ((sign, 0.5),)})
        assert mend((*line[:2], offered, *line[3:]), model)[2].text == meant


def test_a_name_is_changed_only_with_better_reason_than_a_word(model: SyllableModel) -> None:
    offered: Others = {1: (("ă", 3.0),)}
    name = (word("Nguyễn"), word("Vân", x=80, others=offered), word("Sơn", x=130))
    assert texts(mend(name, model)) == "Nguyễn Vân Sơn"


def test_a_line_surely_read_without_marks_was_printed_so(model: SyllableModel) -> None:
    line = "CONG TY CO PHAN THUONG MAI"
    assert texts(mend(words(line, confidence=0.99), model)) == line
    assert texts(mend(words(line, confidence=0.7, lettered=False), model)) == "CÔNG TY CỔ PHẦN THƯƠNG MẠI"


def test_abbreviations_do_not_make_a_line_one_without_marks(model: SyllableModel) -> None:
    assert texts(mend(words("- PCT UBND tinh;", confidence=0.99), model)) == "- PCT UBND tỉnh;"


def test_tone_stands_where_the_reader_saw_it(model: SyllableModel) -> None:
    line = words("Cộng hoa xã hội chủ nghĩa")
    late = replace(word("hoa", x=line[1].box.x, others={2: (("à", 2.0),)}))
    assert mend((line[0], late, *line[2:]), model)[1].text == "hoà"


def test_a_long_page_is_mended_to_its_end(model: SyllableModel) -> None:
    read = words("về quyến sử dụng đất và " * 150)
    assert {one.text for one in mend(read, model)} == {"về", "quyền", "sử", "dụng", "đất", "và"}


def test_nothing_is_mended_on_an_empty_page(model: SyllableModel) -> None:
    assert mend((), model) == ()
    assert texts(mend(words("-- ... 12 ;;"), model)) == "-- ... 12 ;;"


SIGNS = st.text(st.sampled_from("aăâáàạđdeêếoôơuưựyýmnhtcbTĐỦNIlO0159.,;:-/'`ÐHG"), min_size=1, max_size=10)
COMMON = st.sampled_from(
    ["quyến", "dung", "đat", "nam", "2010", "Nguyen", "VAN", "UBND", "hoà", "12/QĐ-CC", "thưc", "pham"]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.one_of(SIGNS, COMMON), st.integers(0, 3), st.booleans()), max_size=25))
def test_only_marks_change_and_twice_is_once(model: SyllableModel, parts: list[tuple[str, int, bool]]) -> None:
    read = tuple(word(text, line=line, lettered=lettered) for text, line, lettered in parts)
    mended = mend(read, model)
    shapes = [[plain(one.text).replace("O", "U") for one in side] for side in (mended, read)]
    assert shapes[0] == shapes[1], "a marked U in capitals may be an O; no other letter changes"
    assert [one.as_read for one in mended] == [
        None if now.text == was.text else was.text for was, now in zip(read, mended, strict=True)
    ]
    assert [replace(now, text="", as_read=None) for now in mended] == [replace(was, text="") for was in read]
    assert all(now.text == was.text for was, now in zip(read, mended, strict=True) if any(map(str.isdigit, was.text)))
    assert mend(mended, model) == mended


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("SỬ GIÁO DỤC VÀ ĐÀO TẠO", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        ("CŨNG HŨA XÃ HŨI CHỦ NGHĨA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        ("KT. GIÁM ĐỨC", "KT. GIÁM ĐỐC"),
        ("XÃ ĐỨC LẬP TỈNH PHÚ THỌ", "XÃ ĐỨC LẬP TỈNH PHÚ THỌ"),
    ],
)
def test_a_marked_o_in_capitals_may_be_doubtfully_read_as_u(model: SyllableModel, read: str, meant: str) -> None:
    assert texts(mend(words(read, confidence=0.6), model)) == meant


@pytest.mark.parametrize("lettered", [True, False])
@pytest.mark.parametrize("read", ["PHÒNG CHỐNG LŨ LỤT", "QUẢN LÝ TÀI SẢN CŨ", "TỦ THUỐC", "XÃ THỤ LỘC", "BÙI", "NÚI"])
def test_a_marked_u_surely_read_stays(model: SyllableModel, read: str, lettered: bool) -> None:
    assert plain(texts(mend(words(read, confidence=0.99, lettered=lettered), model))) == plain(read)


def test_small_letters_are_never_exchanged(model: SyllableModel) -> None:
    assert texts(mend(words("giám đức sử giáo dục"), model)) == "giám đức sử giáo dục"


@pytest.mark.parametrize(
    ("read", "offered", "meant"),
    [
        ("Trãn Mai Ngẫu", {2: (("ầ", 9.0), ("ấ", 8.0))}, "Trần Mai Ngẫu"),
        ("Nguyên Bá Huệ", {4: (("ễ", 3.0),)}, "Nguyễn Bá Huệ"),
    ],
)
def test_a_name_begins_with_a_family_name(model: SyllableModel, read: str, offered: Others, meant: str) -> None:
    first, *rest = read.split()
    name = (word(first, others=offered), *words(" ".join(rest)))
    assert texts(mend(name, model)) == meant


def test_what_only_looks_like_a_family_name_stays(model: SyllableModel) -> None:
    offered: Others = {1: (("ố", 8.0),)}
    title = (word("Tổng", others=offered), *words("Giám đốc"))
    assert texts(mend(title, model)) == "Tổng Giám đốc"
