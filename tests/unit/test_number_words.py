"""Numbers in words: every way papers spell them comes back as the figures, and what can mean two things gives both."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.rules.number_words import number_words_agree, read_number_words
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def spell(number: int, pick: Callable[[list[str]], str], *, zeros: bool = False) -> str:
    """The number in words; `pick` chooses among dialect forms, `zeros` says empty scales aloud ("không nghìn")."""
    if number == 0:
        return "không"
    words: list[str] = []
    billions, rest = divmod(number, 10**9)
    if billions:
        words += [spell(billions, pick, zeros=zeros), pick(["tỷ", "tỉ"])]
    for scale, names in ((10**6, ["triệu"]), (10**3, ["nghìn", "ngàn"])):
        count, rest = divmod(rest, scale)
        if count or (zeros and words and rest):
            words += [_group(count, pick, whole=bool(words)) if count else "không", pick(names)]
    if rest:
        words.append(_group(rest, pick, whole=bool(words)))
    return " ".join(words)


def _group(number: int, pick: Callable[[list[str]], str], *, whole: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    words = [DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens == 0 and unit:
        words += [*([pick(["linh", "lẻ"])] if words else []), DIGITS[unit]]
    elif tens == 1:
        words += ["mười", pick(["lăm", "nhăm"]) if unit == 5 else DIGITS[unit]][: 1 + bool(unit)]
    elif tens:
        last = {0: [], 1: ["mốt"], 4: ["tư", "bốn"], 5: ["lăm", "nhăm", "năm"]}.get(unit, [DIGITS[unit]])
        words += [DIGITS[tens], "mươi", *([pick(last)] if last else [])]
    return " ".join(words)


@settings(max_examples=400)
@given(number=st.integers(0, 10**12), zeros=st.booleans(), data=st.data())
def test_every_number_up_to_a_trillion_comes_back_in_any_dialect(number: int, zeros: bool, data: st.DataObject) -> None:
    words = spell(number, lambda forms: data.draw(st.sampled_from(forms)), zeros=zeros)
    readings = read_number_words(words)
    assert readings[0] == str(number), words
    assert len(readings) == 1, words


@given(number=st.integers(0, 9999))
def test_small_numbers_come_back_one_and_all(number: int) -> None:
    assert read_number_words(spell(number, lambda forms: forms[0])) == (str(number),)


@given(number=st.integers(0, 10**12), data=st.data())
def test_case_marks_and_what_stands_around_do_not_matter(number: int, data: st.DataObject) -> None:
    words = spell(number, lambda forms: forms[0])
    around = data.draw(st.sampled_from(["{}", "(Bằng chữ: {} đồng chẵn./.)", "Viết bằng chữ: {} đồng", "{} mét vuông"]))
    spelt = data.draw(st.sampled_from([words, words.upper(), words.capitalize(), fold(words)]))
    assert read_number_words(around.format(spelt)) == (str(number),)


@given(whole=st.integers(0, 10**7), decimals=st.from_regex(r"[0-9]{1,3}", fullmatch=True))
def test_areas_with_decimals_come_back(whole: int, decimals: str) -> None:
    by_one = " ".join(DIGITS[int(digit)] for digit in decimals)
    words = f"{spell(whole, lambda forms: forms[0])} phẩy {by_one} mét vuông"
    assert read_number_words(words) == (f"{whole}.{decimals}",)
    assert number_words_agree(f"{whole}.{decimals}", words) is True


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("Bảy trăm sáu mươi mốt phẩy hai mét vuông", ("761.2",)),
        ("bẩy trăm sáu mươi mốt phảy hai m2", ("761.2",)),
        ("ba mươi phẩy không năm", ("30.05",)),
        ("một trăm phẩy hai mươi lăm", ("100.25",)),
        ("Hai triệu rưỡi", ("2500000",)),
        ("một trăm rưỡi", ("150",)),
        ("một nghìn hai trăm tỷ", ("1200000000000",)),
        ("chín tám", ("98",)),
        ("hai chục", ("20",)),
        ("5 triệu đồng", ("5000000",)),
        ("ba trăm sáu mươi nghìn đồng/tháng", ("360000",)),
        ("hai triệu năm trăm", ("2000500", "2500000")),
        ("hai triệu tư", ("2000004", "2400000")),
        ("một trăm hai", ("102", "120")),
        ("hai nghìn năm", ("2005", "2500")),
    ],
)
def test_how_people_say_it(words: str, numbers: tuple[str, ...]) -> None:
    assert read_number_words(words) == numbers


@pytest.mark.parametrize(
    "words", ["", "tỷ", "trăm", "đồng", "hai ba bốn", "một triệu hai triệu", "năm đồng hai hào", "phẩy hai", "hai phẩy"]
)
def test_what_is_no_number_is_none(words: str) -> None:
    assert read_number_words(words) == ()
    assert number_words_agree("5", words) is None


@given(one=st.integers(0, 10**9), other=st.integers(0, 10**9))
def test_words_agree_with_their_own_number_alone(one: int, other: int) -> None:
    words = spell(other, lambda forms: forms[0])
    assert number_words_agree(str(one), words) is (one == other)


def test_noughts_behind_the_comma_are_no_difference() -> None:
    assert number_words_agree("761.20", "bảy trăm sáu mươi mốt phẩy hai") is True


@given(text=st.text() | st.text(alphabet="abc mốt tư lăm linh nghìn tỷ phẩy triệu trăm mươi"))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for number in read_number_words(text):
        assert Decimal(number) >= 0
