"""Vietnamese text is stored in one form and compared by folded ones; the examples are syllables that trip others up."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.text import clean, fold, tone_key

LETTERS = "aăâeêioôơuưyđqhcngtmAĂÂEÊIOÔƠUƯYĐ"
MARKS = ["", *"\u0300\u0301\u0303\u0309\u0323\u0306\u0302\u031b"]
vietnamese = st.lists(
    st.tuples(st.sampled_from(LETTERS), st.sampled_from(MARKS), st.sampled_from(["", "", "", " ", "\n", "\u200b"]))
).map(lambda letters: "".join(map("".join, letters)))
"""Letters with one mark too many now and then, in no particular composition."""
texts = vietnamese | st.text() | st.text(alphabet="aăđÐ\u0301\u200b\ufeff \t\r\n")


@given(text=texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(text=texts)
def test_what_is_clean_is_nfc_without_eth_hidden_characters_or_wide_gaps(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set("ðÐ\u200b\u200c\u200d\u2060\ufeff\u00ad\t\r\u00a0")
    assert "  " not in cleaned
    assert cleaned == cleaned.strip()


@given(text=texts)
def test_cleaning_does_not_ask_how_the_text_was_composed(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)) == clean(text)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("\u00d0inh Th\u1ecb", "Đinh Thị"),
        ("To\u0300a a\u0301n", "Tòa án"),
        ("Xã  Cẩm\u00a0 Thuỷ ", "Xã Cẩm Thuỷ"),
        ("Thanh\u200b Hóa\ufeff", "Thanh Hóa"),
        ("a\u200b\u0301", "á"),
        (" một \n hai \n", "một\nhai"),
    ],
)
def test_text_from_scanners_macs_and_web_pages_is_put_right(raw: str, stored: str) -> None:
    assert clean(raw) == stored


@pytest.mark.parametrize(
    ("late", "early"),
    [
        ("hoà", "hòa"),
        ("Thanh Hoá", "Thanh Hóa"),
        ("thuỷ", "thủy"),
        ("Uỷ", "Ủy"),
        ("nguỵ", "ngụy"),
        ("loá", "lóa"),
        ("khoẻ", "khỏe"),
        ("Cẩm Thuỷ", "Cẩm Thủy"),
        ("CỘNG HOÀ", "Cộng hòa"),
    ],
)
def test_both_places_of_the_tone_mark_compare_equal(late: str, early: str) -> None:
    assert clean(late) != clean(early)
    assert tone_key(late) == tone_key(early) == early.lower()


@pytest.mark.parametrize("word", ["quý", "giá", "hoàn", "toàn", "huyền", "quỳ", "hoặc", "ngoặt", "thoại", "nguyệt"])
def test_other_syllables_keep_their_mark_where_it_is(word: str) -> None:
    assert tone_key(word) == word


@pytest.mark.parametrize(("one", "other"), [("hòa", "hoa"), ("má", "mà"), ("Lý", "Lí"), ("da", "đa"), ("bùi", "bủi")])
def test_what_differs_by_more_than_the_place_of_the_mark_stays_different(one: str, other: str) -> None:
    assert tone_key(one) != tone_key(other)


@given(text=vietnamese)
def test_keys_are_their_own_keys(text: str) -> None:
    assert tone_key(tone_key(text)) == tone_key(text)
    assert fold(fold(text)) == fold(text)


@given(text=vietnamese)
def test_searching_asks_for_neither_case_nor_marks_nor_their_place(text: str) -> None:
    folded = fold(text)
    assert folded == fold(text.upper()) == fold(tone_key(text))
    assert set(folded) <= set("aeiouydqhcngtm \n")


@pytest.mark.parametrize(
    ("printed", "typed"),
    [("Đặng Thị Huệ", "dang thi hue"), ("THƯỜNG XUÂN", "thuong xuan"), ("Ksor H'Nhiên", "ksor h'nhien")],
)
def test_what_is_typed_without_marks_finds_what_is_printed(printed: str, typed: str) -> None:
    assert fold(printed) == typed
