"""The QR code of a card: each part for itself, and nothing of what is no card's."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.rules.identity_qr import LONGEST, IdentityQr, QrPart, QrRefusal, RefusedQr, parse_identity_qr
from dossier.rules.personal_ids import Sex
from tests.ocr.codes.cards import TODAY, Person, person

people = st.integers(0, 2**32).map(lambda seed: person(random.Random(seed)))
_PAYLOAD = "038190000017|171234567|Lê Thị Đào|05071990|Nữ|Thôn 3, Xã Đông Tiến, Đông Sơn, Thanh Hóa|10052021"
_PARTS = _PAYLOAD.split("|")


def _card(payload: str) -> IdentityQr:
    card = parse_identity_qr(payload, today=TODAY)
    assert isinstance(card, IdentityQr)
    return card


def _reason(payload: str) -> QrRefusal | None:
    answer = parse_identity_qr(payload, today=TODAY)
    return answer.reason if isinstance(answer, RefusedQr) else None


def _instead(place: int, text: str) -> str:
    return "|".join([*_PARTS[:place], text, *_PARTS[place + 1 :]])


@given(people, st.lists(st.text("abc ĐÊ", max_size=9).map(str.strip), max_size=4))
def test_what_a_card_says_comes_back(one: Person, more: list[str]) -> None:
    card = _card("|".join([one.payload, *more]))
    assert (card.number, card.old_number or "", card.name) == (one.number, one.old_number, one.name)
    assert (card.birth, card.sex, card.address, card.issued) == (one.birth, one.sex, one.address, one.issued)
    assert not card.refused
    assert len(card.more) == len(more)


@given(st.text(max_size=200))
def test_any_text_can_be_given(text: str) -> None:
    parse_identity_qr(text, today=TODAY)


@given(st.lists(st.text(max_size=30), min_size=6, max_size=12))
def test_no_part_of_a_foreign_card_gets_through_unchecked(parts: list[str]) -> None:
    card = parse_identity_qr("|".join(["038190000017", *parts]), today=TODAY)
    if isinstance(card, IdentityQr):
        assert card.old_number is None or card.old_number.isdecimal()
        assert card.name is None or all(sign.isalpha() or sign in " '’.-" for sign in card.name)
        assert card.birth is None or card.birth <= TODAY
        assert card.sex in {None, *Sex}


@pytest.mark.parametrize(
    ("place", "text", "part"),
    [
        (1, "17123456", QrPart.OLD_NUMBER),
        (2, "Lê Thị 4", QrPart.NAME),
        (2, "Lê Thị Ан", QrPart.NAME),
        (2, "A" * 101, QrPart.NAME),
        (3, "31021990", QrPart.BIRTH),
        (3, "05072990", QrPart.BIRTH),
        (3, "5/7/1990", QrPart.BIRTH),
        (4, "Khác", QrPart.SEX),
        (5, "1234", QrPart.ADDRESS),
        (6, "10051985", QrPart.ISSUED),
        (6, "10052031", QrPart.ISSUED),
    ],
)
def test_a_part_that_is_no_such_thing_is_named_and_the_others_live_on(place: int, text: str, part: QrPart) -> None:
    card = _card(_instead(place, text))
    assert card.refused == (part,)
    assert card.number == "038190000017"
    values = (card.old_number, card.name, card.birth, card.sex, card.address, card.issued)
    assert values.count(None) == 1


@pytest.mark.parametrize("place", range(1, 7))
def test_an_empty_part_is_not_said_and_not_refused(place: int) -> None:
    assert not _card(_instead(place, "")).refused


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ("", QrRefusal.SIGNS),
        ("https://example.vn/038190000017", QrRefusal.NOT_A_CARD),
        ("|".join(_PARTS[:6]), QrRefusal.NOT_A_CARD),
        ("|".join([*_PARTS, *"x" * 14]), QrRefusal.NOT_A_CARD),
        (_instead(0, "38190000017"), QrRefusal.NOT_A_CARD),
        (_instead(0, "\u0660\u0663\u0668190000017"), QrRefusal.NOT_A_CARD),
        (_instead(2, "Lê\x00An"), QrRefusal.SIGNS),
        (_instead(2, "Lê\u202eAn"), QrRefusal.SIGNS),
        (_instead(2, "Lê\nAn"), QrRefusal.SIGNS),
        (_instead(5, "x" * LONGEST), QrRefusal.TOO_LONG),
    ],
)
def test_what_is_no_card_is_refused(payload: str, reason: QrRefusal) -> None:
    assert _reason(payload) is reason


def test_texts_are_composed_and_have_the_vietnamese_letter() -> None:
    card = _card(_instead(2, "Le\u0302 \u00d0u\u031b\u0301c"))
    assert card.name == "Lê Đức"
