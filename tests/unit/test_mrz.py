"""The lines of a card are believed only where they prove themselves."""

import datetime as dt
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dossier.rules.mrz import FILLER, LENGTH, Mrz, MrzRefusal, RefusedMrz, check_digit, has_name, parse_td1
from tests.ocr.codes.cards import TODAY, Person, person

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_READ_AS = {"0": "ODQ", "1": "IL", "8": "B", "5": "S", "2": "Z", "6": "G", "4": "A", "7": "T", "<": "KCLSE", "3": "8"}

people = st.integers(0, 2**32).map(lambda seed: person(random.Random(seed)))


def _proven(mrz: Mrz) -> tuple[object, ...]:
    return mrz.number, mrz.card_number, mrz.birth, mrz.sex, mrz.expiry


def _truth(one: Person) -> tuple[object, ...]:
    return one.number, one.number[3:], one.birth, one.sex, one.expiry


def _is_refused_for_its_eights(read: Mrz | RefusedMrz, one: Person) -> bool:
    """One card in six could be another with threes for eights; one that has no two eights never."""
    refused = isinstance(read, RefusedMrz) and read.reason is MrzRefusal.AMBIGUOUS
    return refused and "".join(one.lines[:2]).count("8") > 1


def _with(lines: tuple[str, ...], places: dict[int, str]) -> list[str]:
    signs = list("".join(lines))
    for place, sign in places.items():
        signs[place] = sign
    text = "".join(signs)
    return [text[start : start + LENGTH] for start in range(0, 3 * LENGTH, LENGTH)]


def _reason(lines: list[str]) -> MrzRefusal | None:
    answer = parse_td1(lines, today=TODAY)
    return answer.reason if isinstance(answer, RefusedMrz) else None


@pytest.mark.parametrize(("text", "digit"), [("D23145890", "7"), ("740812", "2"), ("120415", "9"), ("<<<<<<<<<", "0")])
def test_check_digits_are_those_of_the_standard(text: str, digit: str) -> None:
    assert check_digit(text) == digit


@given(people)
def test_what_a_card_says_comes_back(one: Person) -> None:
    read = parse_td1(one.lines, today=TODAY)
    assume(not _is_refused_for_its_eights(read, one))
    assert isinstance(read, Mrz)
    assert _proven(read) == _truth(one)
    assert read.repairs == 0
    assert has_name(read, one.name)


@given(people, st.dictionaries(st.integers(0, 89), st.sampled_from(_SIGNS), min_size=1, max_size=3))
def test_up_to_three_wrong_signs_are_never_believed_to_be_something_else(one: Person, places: dict[int, str]) -> None:
    read = parse_td1(_with(one.lines, places), today=TODAY)
    assert isinstance(read, RefusedMrz) or _proven(read) == _truth(one)


@given(people, st.data())
def test_what_readers_confuse_is_never_believed_to_be_something_else(one: Person, data: st.DataObject) -> None:
    text = "".join(one.lines)
    places = data.draw(st.lists(st.integers(0, 89), min_size=1, max_size=8, unique=True))
    wrong = {place: data.draw(st.sampled_from(_READ_AS.get(text[place], text[place]))) for place in places}
    read = parse_td1(_with(one.lines, wrong), today=TODAY)
    assert isinstance(read, RefusedMrz) or _proven(read) == _truth(one)


@given(people, st.data())
def test_letters_for_digits_are_mended(one: Person, data: st.DataObject) -> None:
    text = "".join(one.lines)
    said_once = {16, 17, *(range(30, 37) if one.expiry is None else ())}
    digits = [place for place, sign in enumerate(text) if sign in "0125846" and place not in said_once]
    places = data.draw(st.lists(st.sampled_from(digits), min_size=1, max_size=3, unique=True))
    read = parse_td1(_with(one.lines, {place: _READ_AS[text[place]][0] for place in places}), today=TODAY)
    assume(not _is_refused_for_its_eights(read, one))
    if isinstance(read, RefusedMrz):
        # Several slips may agree with two readings of the card; one never does.
        assert read.reason is MrzRefusal.AMBIGUOUS
        assert len(places) > 1
        return
    assert _proven(read) == _truth(one)
    assert read.repairs == len(places)


def test_what_a_card_says_once_is_mended_only_where_it_is_plain() -> None:
    text = _card(number="001190000017")[0]
    assert isinstance(
        parse_td1(["IDVNM" + text[5:15] + "OOI" + text[18:], *_card(number="001190000017")[1:]], today=TODAY), Mrz
    )
    assert _reason([text[:16] + "A" + text[17:], *_card()[1:]]) is MrzRefusal.UNREADABLE
    assert _reason([_card()[0], "9O" + _card()[1][2:], _card()[2]]) is None
    never = _card(expiry="991231")
    assert _reason([never[0], never[1][:5] + "S" + never[1][6:], never[2]]) is MrzRefusal.UNREADABLE
    assert _reason(_card(number="099190000017")) is MrzRefusal.NUMBER


@given(people, st.data())
def test_fillers_may_be_read_as_letters_and_in_any_number(one: Person, data: st.DataObject) -> None:
    first, second, third = one.lines
    runs = [data.draw(st.text("<KCLS", min_size=1, max_size=4)), data.draw(st.text("<KCLS", min_size=6, max_size=14))]
    lines = [first[:27] + runs[0] + first[29], second[:18] + runs[1] + second[29], third]
    read = parse_td1(lines, today=TODAY)
    assume(not _is_refused_for_its_eights(read, one))
    assert isinstance(read, Mrz)
    assert _proven(read) == _truth(one)


@given(people, st.integers(5, 26), st.integers(1, 9))
def test_a_wrong_digit_is_never_mended(one: Person, place: int, more: int) -> None:
    text = one.lines[0]
    wrong = str((int(text[place]) + more) % 10)
    assert _reason(_with(one.lines, {place: wrong})) is MrzRefusal.CHECK_DIGIT


@given(st.lists(st.text(max_size=90), max_size=5))
def test_any_text_can_be_given(lines: list[str]) -> None:
    assert isinstance(parse_td1(lines, today=TODAY), RefusedMrz)


def _card(*, number: str = "038190000017", birth: str = "900705", sex: str = "F", expiry: str = "300705") -> list[str]:
    """Lines whose check digits are right whatever they say."""
    card, optional = number[3:], f"{number}<<"
    one = f"{card}{check_digit(card)}{optional}{check_digit(optional)}"
    dates = [date + check_digit(date) for date in (birth, expiry)]
    composite = check_digit(one + "".join(dates) + FILLER * 11)
    return [f"IDVNM{one}", f"{dates[0]}{sex}{dates[1]}VNM{FILLER * 11}{composite}", "LE<<THI<AN".ljust(30, "<")]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (_card(), None),
        (_card(expiry="991231"), None),
        (_card(sex="M"), MrzRefusal.NUMBER),
        (_card(birth="910705", expiry="310705"), MrzRefusal.NUMBER),
        (_card(expiry="300704"), MrzRefusal.EXPIRY),
        (_card(expiry="310705"), MrzRefusal.EXPIRY),
        (_card(birth="900231"), MrzRefusal.BIRTH),
        (_card(number="038330000017", birth="300705", expiry="550705"), MrzRefusal.BIRTH),
        (
            ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"],
            "other",
        ),
        (_card()[:2], MrzRefusal.NOT_LINES),
        (["", "", ""], MrzRefusal.NOT_LINES),
    ],
)
def test_right_check_digits_are_not_enough(lines: list[str], reason: object) -> None:
    answer = _reason(lines)
    if reason == "other":
        assert answer in {MrzRefusal.OTHER_CARD, MrzRefusal.NOT_LINES}
    else:
        assert answer is reason


def test_the_leap_day_runs_out_beside_itself() -> None:
    for expiry in ("290228", "290301"):
        read = parse_td1(_card(number="038204000017", birth="040229", sex="M", expiry=expiry), today=TODAY)
        assert isinstance(read, Mrz)
        assert read.birth == dt.date(2004, 2, 29)


def test_a_name_that_is_cut_short_is_still_the_name() -> None:
    lines = [*_card()[:2], "NGUYEN<<CONG<TANG<TON<NU<THI<K"]
    read = parse_td1(lines, today=TODAY)
    assert isinstance(read, Mrz)
    assert has_name(read, "Nguyễn Công Tằng Tôn Nữ Thị Khánh Huyền")
    assert not has_name(read, "Nguyễn Công Tằng")


def test_threes_read_as_eights_in_pairs_are_refused() -> None:
    """Digits that differ by five keep check digits right: the day of birth says it once on cards that never run out."""
    lines = _card(number="038149449532", birth="490613", sex="F", expiry="991231")
    assert isinstance(parse_td1(lines, today=TODAY), Mrz)
    assert lines[1][6] == "3"
    assert _reason([lines[0], f"{lines[1][:5]}88{lines[1][7:]}", lines[2]]) is MrzRefusal.AMBIGUOUS
