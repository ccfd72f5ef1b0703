"""What the QR code of an identity card says: `number|old card|name|ddmmyyyy|sex|address|ddmmyyyy[|…]`.

Seven parts on cards of 2021; later cards add more behind them, which are kept as they are. The payload is foreign: a
page can bear any code. Each part stands for itself: one that is no such thing is named and left
out, the others live on. Whether number, sex and birth agree is asked of every record alike, not here.
"""

import dataclasses
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from dossier.rules.names import looks_like_name
from dossier.rules.personal_ids import Sex
from dossier.text import clean, fold

LEAST_PARTS = 7
MOST_PARTS = 20
LONGEST = 1500
"""Signs of the whole payload; real ones have about 130."""

_LONGEST_NAME = 100
_LONGEST_ADDRESS = 300
_NUMBER = re.compile(r"0[0-9]{11}")
_OLD_NUMBER = re.compile(r"[0-9]{9}|0[0-9]{11}")
_DATE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE}
_FIRST_BIRTH = dt.date(1900, 1, 1)
_FIRST_CARD = dt.date(2016, 1, 1)
"""The first cards with twelve digits (Luật Căn cước công dân 2014)."""


class QrRefusal(StrEnum):
    """Why a payload is no card's."""

    TOO_LONG = "too_long"
    SIGNS = "signs"
    """Control signs, signs that turn the writing about, or no text at all."""
    NOT_A_CARD = "not_a_card"
    """Too few or too many parts, or the first is no personal number."""


class QrPart(StrEnum):
    """Parts that can be wrong for themselves, in their order."""

    OLD_NUMBER = "old_number"
    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    ADDRESS = "address"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedQr:
    """A payload that is no card's."""

    reason: QrRefusal


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityQr:
    """What a card says. None: not said, or not to be believed and then in `refused`."""

    number: str
    """The personal number, twelve digits."""
    old_number: str | None
    """Of the card before, nine digits as a rule."""
    name: str | None
    birth: dt.date | None
    sex: Sex | None
    address: str | None
    """Place of permanent residence as printed when the card was made."""
    issued: dt.date | None
    more: tuple[str, ...]
    """Further parts as they are; not checked in anything but their signs."""
    refused: tuple[QrPart, ...] = ()
    """Parts that say something, but not what belongs there."""


def parse_identity_qr(payload: str, *, today: dt.date) -> IdentityQr | RefusedQr:
    """What a payload says, or why it is no card's. Any text can be given; texts come back NFC, with Đ for U+00D0."""
    if len(payload) > LONGEST:
        return RefusedQr(reason=QrRefusal.TOO_LONG)
    text = clean(payload.strip())
    if not text or any(unicodedata.category(sign).startswith(("C", "Zl", "Zp")) for sign in text):
        return RefusedQr(reason=QrRefusal.SIGNS)
    parts = [part.strip() for part in text.split("|")]
    if not LEAST_PARTS <= len(parts) <= MOST_PARTS or not _NUMBER.fullmatch(parts[0]):
        return RefusedQr(reason=QrRefusal.NOT_A_CARD)
    old, name, birth, sex, address, issued = parts[1:LEAST_PARTS]
    born = _day(birth, _FIRST_BIRTH, today)
    card = IdentityQr(
        number=parts[0],
        old_number=old if _OLD_NUMBER.fullmatch(old) else None,
        name=name if _is_name(name) else None,
        birth=born,
        sex=_SEXES.get(fold(sex)),
        address=address if _is_address(address) else None,
        issued=_day(issued, max(_FIRST_CARD, born or _FIRST_CARD), today),
        more=tuple(parts[LEAST_PARTS:]),
    )
    values = (card.old_number, card.name, card.birth, card.sex, card.address, card.issued)
    said = zip(QrPart, parts[1:LEAST_PARTS], values, strict=True)
    return dataclasses.replace(card, refused=tuple(part for part, raw, value in said if raw and value is None))


def _day(text: str, first: dt.date, last: dt.date) -> dt.date | None:
    if not (match := _DATE.fullmatch(text)):
        return None
    try:
        day = dt.date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
    return day if first <= day <= last else None


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and _is_latin(text) and looks_like_name(text)


def _is_address(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_ADDRESS and _is_latin(text) and any(map(str.isalpha, text))


def _is_latin(text: str) -> bool:
    """Whether every letter is Latin: one of another script that looks the same is not the same."""
    return all(unicodedata.name(sign, "").startswith("LATIN ") for sign in text if sign.isalpha())
