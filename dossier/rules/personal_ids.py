"""Numbers by which the state knows persons and taxpayers.

The twelve-digit number has no check digit; what it says of sex and year of birth is all there is to check it against.
Its tail is random: nothing more can be read from it. Numbers never change with the mergers of 2025, so all 63 former
provinces stay valid.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from stdnum.vn import mst

from dossier.rules.provinces import PROVINCES
from dossier.text import clean

_SEPARATORS = re.compile(r"(?<=\d)[ .\-](?=\d)")
_CITIZEN = re.compile(r"[0-9]{12}")
_CARD = re.compile(r"[0-9]{9}")
_PASSPORT = re.compile(r"[A-Z][0-9]{7,8}")


class Sex(StrEnum):
    """As the number knows it."""

    MALE = "male"
    FEMALE = "female"


class IdKind(StrEnum):
    """What kind of personal number a text is."""

    CITIZEN = "citizen"
    """Twelve digits: CCCD, căn cước, số định danh cá nhân."""
    CARD = "card"
    """Nine digits: CMND."""
    PASSPORT = "passport"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenId:
    """What a twelve-digit number says. `province` is None where the first digits name none of the 63."""

    number: str
    province_code: str
    province: str | None
    sex: Sex
    birth_year: int


def plain_id(text: str) -> str:
    """Storage form: no separators between digits, capital letters. What is no number comes back as cleaned text."""
    cleaned = clean(text)
    plain = _SEPARATORS.sub("", cleaned).upper()
    return plain if kind_of_id(plain) is not None or plain.isdigit() else cleaned


def kind_of_id(plain: str) -> IdKind | None:
    """The kind by its shape alone, or None."""
    if _CITIZEN.fullmatch(plain):
        return IdKind.CITIZEN
    if _CARD.fullmatch(plain):
        return IdKind.CARD
    return IdKind.PASSPORT if _PASSPORT.fullmatch(plain) else None


def decode(text: str) -> CitizenId | None:
    """What a twelve-digit number says of its bearer; None for any other text.

    The fourth digit tells century and sex: 0/1 a man/woman of the 1900s, 2/3 of the 2000s, and so on.
    """
    number = plain_id(text)
    if kind_of_id(number) is not IdKind.CITIZEN:
        return None
    century_and_sex = int(number[3])
    return CitizenId(
        number=number,
        province_code=number[:3],
        province=PROVINCES.get(number[:3]),
        sex=Sex.FEMALE if century_and_sex % 2 else Sex.MALE,
        birth_year=1900 + 100 * (century_and_sex // 2) + int(number[4:6]),
    )


def is_tax_code(text: str) -> bool:
    """A tax code (MST), 10 or 13 digits; since July 2025 a personal number is one too (TT 86/2024/TT-BTC)."""
    return mst.is_valid(clean(text)) or decode(text) is not None


def plain_tax_code(text: str) -> str:
    """Storage form: digits, the branch after a hyphen ("0312687878-001"); other text comes back cleaned."""
    cleaned = clean(text)
    return mst.format(cleaned) if mst.is_valid(cleaned) else plain_id(cleaned)
