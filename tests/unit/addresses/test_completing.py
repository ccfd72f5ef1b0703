"""Units offered while a person types."""

import datetime as dt

import pytest

from dossier.addresses.complete import Completer
from dossier.addresses.results import Home
from dossier.addresses.units import Generation, UnitTable
from resources.catalogues import load_units

COMPLETER = Completer(UnitTable.from_rows(load_units()))
HOME = Home(province="38")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("thanh hoa", "Tỉnh Thanh Hóa"),
        ("tth", "Tỉnh Thanh Hóa"),
        ("cam van cam thuy", "Xã Cẩm Vân"),
        ("xa cam v", "Xã Cẩm Vân"),
        ("Đông Vệ", "Phường Đông Vệ"),
        ("p. dong ve", "Phường Đông Vệ"),
        ("huyện nga s", "Huyện Nga Sơn"),
        ("phuong 1 quan 3", "Phường 1"),
    ],
)
def test_the_first_offer(typed: str, first: str) -> None:
    place = COMPLETER.complete(typed, home=HOME)[0]
    assert place.smallest is not None
    assert place.smallest.full_name == first


def test_before_the_reform_there_are_no_new_units() -> None:
    offers = COMPLETER.complete("ha trung", on=dt.date(2020, 1, 1), home=HOME)
    assert {place.generation for place in offers} == {Generation.OLD}


def test_no_more_than_asked_for_and_nothing_for_nothing() -> None:
    assert len(COMPLETER.complete("t", limit=7)) == 7
    assert COMPLETER.complete("") == ()
    assert COMPLETER.complete(" , ") == ()
    assert COMPLETER.complete("qqqq") == ()
