"""Names of persons of every ethnic group pass; what a reader mistook for a name does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.rules.names import capitals, looks_like_name, same_name, title_case

NAMES = [
    "Nguyễn Văn An",
    "Lê Thị Hòa",
    "Trần An",
    "H'Hen Niê",
    "H’Nhiên Ksor",
    "Y Bhăm Êban",
    "Ksor",
    "Siu Black",
    "Hồ Thị A Dơi",
    "Lò Văn Pá",
    "Jean-Pierre Müller",
    "Nguyễn Văn A.",
    "T.V. An",
]


@pytest.mark.parametrize("name", NAMES)
def test_real_names_pass_in_both_cases(name: str) -> None:
    assert looks_like_name(name)
    assert looks_like_name(capitals(name))
    assert title_case(capitals(name)) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nguyễn",
        "TRẦN",
        "A",
        "Nguyễn Văn 4n",
        "Nguyễn_Văn",
        "Nguyễn Văn ^",
        "12/QĐ",
        "An,",
        "'An",
        "....",
        "Lê Văn (A)",
    ],
)
def test_what_is_cut_short_or_misread_does_not(text: str) -> None:
    assert not looks_like_name(text)


@given(text=st.text())
def test_cases_change_letters_alone(text: str) -> None:
    assert title_case(title_case(text)) == title_case(text)
    assert isinstance(looks_like_name(text), bool)


def test_the_same_name_however_it_is_printed() -> None:
    assert same_name("NGUYỄN THỊ HOÀ", "Nguyễn  Thị Hòa")
    assert not same_name("Nguyễn Thị Hòa", "Nguyễn Thị Hoa")
    assert not same_name("Lý Mỹ", "Lí Mĩ")
