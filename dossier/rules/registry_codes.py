"""Codes of registers: known shapes, their storage form, and repair of letters that a reader confuses with digits.

Knows no field: a type names a shape, or gives a pattern of its own. What fits no shape is still stored as printed.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product

from dossier.rules.document_numbers import tight
from dossier.text import clean

_CODE = re.compile(r"(?=.*[0-9])(?:[A-ZĐ]{1,4}(?![A-ZĐ])|[0-9./,;+*-])+")
"""Letters and digits by turns; five letters in a row are a word."""
_PUNCTUATED_PHONE = re.compile(r"(?:\(?\+?84\)?|\(?0)[\d\s.()-]+")
_MOST_CHANGES = 3
"""More wrong letters than these in one code: it is not read, it is guessed."""
_LONGEST = 20
_OLD_MOBILE = 11


class CodeShape(StrEnum):
    """Codes whose shape is known, by what they are of."""

    LAND_CERTIFICATE = "land_certificate"
    """Serial of a giấy chứng nhận: one or two letters with six digits; since TT 10/2024/TT-BTNMT two with eight."""
    SOCIAL_INSURANCE = "social_insurance"
    """Mã số BHXH."""
    HEALTH_CARD = "health_card"
    """Thẻ BHYT: group, level and province before the insurance number; on cards since 2021 the number alone."""
    FISHING_VESSEL = "fishing_vessel"
    """Registration of a fishing vessel (TT 23/2018/TT-BNNPTNT)."""
    PHONE = "phone"
    """Mobile, landline, service and, until September 2018, mobile numbers of eleven digits."""
    BUDGET_UNIT = "budget_unit"
    """Mã số đơn vị có quan hệ với ngân sách (QHNS)."""
    ICD10 = "icd10"
    """One disease or several, with commas or semicolons between them."""
    INDUSTRY = "industry"
    """Mã ngành of VSIC, four or five digits, one or several."""


PATTERNS: dict[CodeShape, str] = {
    CodeShape.LAND_CERTIFICATE: r"[A-ZĐ]{1,2}\d{6}|[A-Z]{2}\d{8}",
    CodeShape.SOCIAL_INSURANCE: r"\d{10}",
    CodeShape.HEALTH_CARD: r"[A-Z]{2}[1-5]\d{12}|\d{10}",
    CodeShape.FISHING_VESSEL: r"[A-ZĐ]{1,3}-\d{4,5}-TS",
    CodeShape.PHONE: r"0[35789]\d{8}|02\d{8,9}|01[2689]\d{8}|1[89]00\d{4,6}",
    CodeShape.BUDGET_UNIT: r"\d{7}",
    CodeShape.ICD10: r"[A-Z]\d{2}(?:\.\d{1,2})?(?:[;,][A-Z]\d{2}(?:\.\d{1,2})?)*",
    CodeShape.INDUSTRY: r"\d{4,5}(?:[;,]\d{4,5})*",
}
"""Of codes in storage form."""

_NEW_PREFIXES = {
    "0162": "032",
    "0163": "033",
    "0164": "034",
    "0165": "035",
    "0166": "036",
    "0167": "037",
    "0168": "038",
    "0169": "039",
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0126": "076",
    "0128": "078",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0127": "081",
    "0129": "082",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
"""Mobile prefixes changed from September to November 2018 (QĐ 798/QĐ-BTTTT)."""

_CONFUSED = {
    "0": "ODQ",
    "O": "0",
    "Q": "0",
    "1": "IL",
    "I": "1",
    "L": "1",
    "|": "1I",
    "5": "S",
    "S": "5",
    "8": "B",
    "B": "8",
    "2": "Z",
    "Z": "2",
    "6": "G",
    "G": "6",
    "D": "Đ0",
    "Đ": "D0",
}
"""What each letter may have been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairedCode:
    """A code that fits its pattern."""

    value: str
    repaired: bool
    """Some letter differs from what was read: to be shown, never certain."""


def plain_code(text: str) -> str:
    """Storage form: capitals without spaces. A text with words or without digits stays."""
    cleaned = clean(text)
    bare = "".join(tight(cleaned).split()).upper()
    return bare if _CODE.fullmatch(bare) else cleaned


def plain_phone(text: str) -> str:
    """Digits with the leading 0 for +84; a text that is no such number, or several, stays."""
    cleaned = clean(text)
    if not cleaned.isascii() or not _PUNCTUATED_PHONE.fullmatch(cleaned):
        return cleaned
    digits = re.sub(r"\D", "", cleaned)
    number = "0" + digits[2:].lstrip("0") if digits.startswith("84") else digits
    return number if re.fullmatch(PATTERNS[CodeShape.PHONE], number) else cleaned


def phone_today(phone: str) -> str | None:
    """The number that reaches the owner of an old one of eleven digits, else None. A hint: what is printed stays."""
    prefix = _NEW_PREFIXES.get(phone[:4])
    return prefix + phone[4:] if prefix and len(phone) == _OLD_MOBILE and phone.isdigit() else None


def fits(code: str, pattern: str) -> bool:
    """Whether a code in storage form matches the whole pattern."""
    return re.fullmatch(pattern, code) is not None


def repaired_code(text: str, pattern: str) -> RepairedCode | None:
    """The storage form of a code as read, with confused letters (O/0, I/L/1, S/5, B/8, Z/2, G/6, D/Đ) put right.

    A code that fits is never touched. Else the fewest letters that make it fit are changed, at most three; None where
    nothing fits, two readings do with as few changes, or a letter may be lost: "AB 12345" is no A812345.
    """
    plain = "".join(tight(text).split()).upper()
    if fits(plain, pattern):
        return RepairedCode(value=plain, repaired=False)
    if len(plain) > _LONGEST or _lacks_one(plain, pattern):
        return None
    places = [at for at, char in enumerate(plain) if char in _CONFUSED]
    matches = re.compile(pattern).fullmatch
    for changes in range(1, _MOST_CHANGES + 1):
        found = {
            code
            for chosen in combinations(places, changes)
            for signs in product(*(_CONFUSED[plain[at]] for at in chosen))
            if matches(code := _changed(plain, chosen, signs))
        }
        if found:
            return RepairedCode(value=found.pop(), repaired=True) if len(found) == 1 else None
    return None


def _lacks_one(text: str, pattern: str) -> bool:
    """Whether one more digit or letter somewhere would make it fit."""
    return any(fits(text[:at] + sign + text[at:], pattern) for at in range(len(text) + 1) for sign in "0A")


def _changed(text: str, places: tuple[int, ...], signs: tuple[str, ...]) -> str:
    letters = list(text)
    for at, sign in zip(places, signs, strict=True):
        letters[at] = sign
    return "".join(letters)
