"""Dates: every printed and keyed form is understood, and nothing is invented."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.rules.dates import (
    ParsedDate,
    Precision,
    certainly_after,
    display,
    from_iso,
    parse_date,
    words_agree,
)

TODAY = dt.date(2026, 11, 23)

days = st.dates(min_value=dt.date(1800, 1, 1), max_value=dt.date(2099, 12, 31))
window = st.dates(min_value=dt.date(1927, 1, 1), max_value=dt.date(2026, 12, 31))
"""The hundred years that a year of two digits can mean today."""
isos = days.flatmap(lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]]))

PRINTED = [
    "ngày {d:02} tháng {m} năm {y}",
    "ngày {d} tháng {m:02} năm {y}",
    "Thanh Hóa, ngày {d:02} tháng {m} năm {y}",
    "Ngày {d}, tháng {m}, năm {y}.",
    "{d:02}/{m}/{y}",
    "{d:02}/{m:02}/{y}",
    "{d}-{m}-{y}",
    "{d:02}.{m:02}.{y}",
    "{d} / {m} / {y}",
    "Sinh ngày {d}/{m}/{y}",
    "Ngày sinh: {d}/{m}/{y}",
    "{y}-{m:02}-{d:02}",
]
PARTIAL = ["tháng {m}/{y}", "tháng {m} năm {y}", "{m}/{y}", "{m:02}.{y}", "ngày … tháng {m} năm {y}"]
YEAR = ["năm {y}", "Sinh năm {y}", "{y}", "Năm sinh: {y}", "ngày      tháng      năm {y}"]


def isos_of(text: str, *, keyed: bool = False, partial: bool = True) -> list[str]:
    return [date.iso for date in parse_date(text, today=TODAY, keyed=keyed, partial=partial)]


@pytest.mark.parametrize("form", PRINTED)
@given(day=days)
def test_every_printed_form_of_a_whole_date_is_read(form: str, day: dt.date) -> None:
    assert isos_of(form.format(d=day.day, m=day.month, y=day.year)) == [day.isoformat()]


@pytest.mark.parametrize(("form", "length"), [*((form, 7) for form in PARTIAL), *((form, 4) for form in YEAR)])
@given(day=days)
def test_a_paper_that_says_less_gives_less(form: str, length: int, day: dt.date) -> None:
    assert isos_of(form.format(m=day.month, y=day.year)) == [day.isoformat()[:length]]


@given(iso=isos, keyed=st.booleans(), partial=st.booleans())
def test_what_is_shown_is_read_back(iso: str, keyed: bool, partial: bool) -> None:
    assert iso in isos_of(display(iso), keyed=keyed, partial=partial)
    assert from_iso(iso) == ParsedDate(iso)


@given(text=st.text() | st.from_regex(r"[0-9]{1,9}|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{1,4}", fullmatch=True))
def test_what_is_found_is_always_a_real_date_whose_year_the_text_has(text: str) -> None:
    for keyed in (False, True):
        for date in parse_date(text, today=TODAY, keyed=keyed):
            assert from_iso(date.iso) == date
            assert date.first_day <= date.last_day
            if text.isascii():
                assert date.iso[2:4] in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "không rõ",
        "30/02/1998",
        "31/04/2020",
        "29/02/2023",
        "00/00/1998",
        "13/13/2020",
        "1998-13",
        "0/7/1998",
        "ngày tháng năm",
        "ngày 5 tháng … năm 1998",
        "năm 20",
        "ngày 5 tháng 7 năm 20",
        "5/7",
        "5",
        "05/7/199",
        "ngày 31 tháng 2 năm 1998",
        "Số 05/7/1998/QĐ",
        "05/7/1998 và 06/7/1998",
        "12/2020/QĐ-UBND",
    ],
)
def test_nothing_is_made_of_what_is_no_date(text: str) -> None:
    assert isos_of(text) == []
    assert isos_of(text, keyed=True) == []


@pytest.mark.parametrize("text", ["05/7/1998 (âm lịch)", "ngày 30 tháng 2 năm 1950 ÂL", "tháng 4 nhuận năm 2020"])
def test_a_lunar_date_is_not_taken_for_another_day(text: str) -> None:
    assert isos_of(text) == []


@pytest.mark.parametrize(
    ("text", "isos"),
    [("05/7/98", ["1998-07-05"]), ("05/7/25", ["2025-07-05", "1925-07-05"]), ("05/7/27", ["1927-07-05"])],
)
def test_a_printed_year_of_two_digits_means_every_century_it_can(text: str, isos: list[str]) -> None:
    assert isos_of(text) == isos


@pytest.mark.parametrize(
    ("keys", "isos"),
    [
        ("050798", ["1998-07-05"]),
        ("05071998", ["1998-07-05"]),
        ("5798", ["1998-07-05"]),
        ("571998", ["1998-07-05"]),
        ("5 7 98", ["1998-07-05"]),
        ("5/7/98", ["1998-07-05"]),
        ("050726", ["2026-07-05"]),
        ("050727", ["1927-07-05"]),
        ("11298", ["1998-02-11", "1998-12-01"]),
        ("1121998", ["1998-02-11", "1998-12-01"]),
        ("1998", ["1998"]),
        ("71998", ["1998-07"]),
        ("071998", ["1998-07"]),
        ("310298", []),
        ("99", []),
        ("123456789", []),
    ],
)
def test_digits_alone_are_a_date_when_a_person_keys(keys: str, isos: list[str]) -> None:
    assert isos_of(keys, keyed=True) == isos


@given(day=window)
def test_six_and_eight_digits_are_never_ambiguous(day: dt.date) -> None:
    assert isos_of(f"{day:%d%m%y}", keyed=True, partial=False) == [day.isoformat()]
    assert isos_of(f"{day:%d%m%Y}", keyed=True) == [day.isoformat()]


@given(day=window)
def test_the_shortest_form_always_offers_the_day_that_was_meant(day: dt.date) -> None:
    assert day.isoformat() in isos_of(f"{day.day}{day.month}{day:%y}", keyed=True, partial=False)
    assert day.isoformat() in isos_of(f"{day.day}{day.month}{day.year}", keyed=True)


def test_as_many_short_forms_are_ambiguous_as_were_measured() -> None:
    # 9.9 % of the shortest forms of all dates 1927-2026 can be read in two ways.
    first = dt.date(1927, 1, 1)
    every = [first + dt.timedelta(days=number) for number in range(0, 36_524, 7)]
    counts = Counter(len(isos_of(f"{day.day}{day.month}{day:%y}", keyed=True, partial=False)) for day in every)
    assert 0 not in counts
    assert 0.07 < sum(number for size, number in counts.items() if size > 1) / len(every) < 0.12


def test_a_bare_year_in_a_field_for_whole_dates_is_asked_about() -> None:
    assert isos_of("1998", keyed=True, partial=False) == ["1998", "1998-09-01"]


@given(year=st.integers(1800, 2099))
def test_a_bare_year_in_a_field_for_partial_dates_is_a_year(year: int) -> None:
    assert isos_of(str(year), keyed=True) == [str(year)]


@pytest.mark.parametrize(
    ("iso", "shown"),
    [("1998-07-05", "05/07/1998"), ("1998-07", "07/1998"), ("1998", "1998"), ("30/02/1998", "30/02/1998"), ("", "")],
)
def test_screens_show_dates_as_the_law_writes_them(iso: str, shown: str) -> None:
    assert display(iso) == shown


@pytest.mark.parametrize(
    ("iso", "precision", "last"),
    [
        ("1998-07-05", Precision.DAY, dt.date(1998, 7, 5)),
        ("2024-02", Precision.MONTH, dt.date(2024, 2, 29)),
        ("1998", Precision.YEAR, dt.date(1998, 12, 31)),
    ],
)
def test_a_partial_date_spans_all_its_days(iso: str, precision: Precision, last: dt.date) -> None:
    date = ParsedDate(iso)
    assert date.precision is precision
    assert date.last_day == last
    assert date.first_day.isoformat().startswith(iso)


@given(one=isos, other=isos)
def test_a_date_is_certainly_after_another_only_in_one_direction(one: str, other: str) -> None:
    assert not (certainly_after(one, other) and certainly_after(other, one))
    assert certainly_after(one, other) == (ParsedDate(one).first_day > ParsedDate(other).last_day)
    assert not certainly_after(one, "30/02/1998")


UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def in_words(number: int) -> str:
    """Numbers as registers write them, up to 9999."""
    if number >= 1000:
        hundreds, tens = divmod(number % 1000, 100)
        rest = f" linh {UNITS[tens]}" if 0 < tens < 10 else f" {in_words(tens)}" if tens else ""
        return f"{UNITS[number // 1000]} nghìn {UNITS[hundreds]} trăm{rest}"
    tens, units = divmod(number, 10)
    if tens == 0:
        return UNITS[units]
    last = {0: "", 1: " mốt" if tens > 1 else " một", 5: " lăm"}.get(units, f" {UNITS[units]}")
    return f"{'mười' if tens == 1 else UNITS[tens] + ' mươi'}{last}"


def spoken(day: dt.date) -> str:
    first = "mồng " if day.day <= 10 else ""
    return f"Ngày {first}{in_words(day.day)} tháng {in_words(day.month)} năm {in_words(day.year)}"


@given(day=days)
def test_a_date_in_words_agrees_with_the_same_date(day: dt.date) -> None:
    assert words_agree(day.isoformat(), spoken(day)) is True
    assert words_agree(day.isoformat(), spoken(day).upper()) is True
    assert isos_of(spoken(day)) == [day.isoformat()]


@given(day=days, other=days)
def test_a_date_in_words_disagrees_with_every_other_date(day: dt.date, other: dt.date) -> None:
    assert words_agree(other.isoformat(), spoken(day)) is (day == other)


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("mồng năm tháng bảy năm một nghìn chín trăm chín mươi tám", "1998-07-05"),
        ("Mồng năm, tháng bảy, năm một ngàn chín trăm chín mươi tám.", "1998-07-05"),
        ("mùng năm tháng năm năm một nghìn chín trăm năm mươi lăm", "1955-05-05"),
        ("hai mươi mốt tháng tư năm hai nghìn không trăm linh tư", "2004-04-21"),
        ("ba mốt tháng chạp năm một chín bảy lăm", "1975-12-31"),
        ("mười lăm tháng giêng năm hai nghìn lẻ năm", "2005-01-15"),
        ("ngày 05 tháng bảy năm 1998", "1998-07-05"),
        ("năm một nghìn chín trăm năm mươi hai", "1952"),
        ("tháng mười hai năm hai nghìn", "2000-12"),
    ],
)
def test_registers_write_dates_in_many_ways(words: str, iso: str) -> None:
    assert isos_of(words) == [iso]
    assert words_agree(iso, words) is True


@pytest.mark.parametrize(
    "words", ["", "không rõ", "ngày năm", "năm hai nghìn năm", "rằm tháng giêng năm hai nghìn", "ba mươi"]
)
def test_words_that_are_not_understood_say_nothing(words: str) -> None:
    assert words_agree("1998-07-05", words) is None


def test_words_for_a_year_alone_agree_with_any_day_of_it() -> None:
    assert words_agree("1998-07-05", "năm một nghìn chín trăm chín mươi tám") is True
    assert words_agree("1998", spoken(dt.date(1998, 7, 5))) is True
    assert words_agree("1998", spoken(dt.date(1999, 7, 5))) is False
    assert words_agree("x", spoken(dt.date(1999, 7, 5))) is None
