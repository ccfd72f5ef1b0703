"""Numbers as Vietnamese papers print them: dots between thousands, a comma before decimals.

Stored plain: digits and at most one dot before decimals ("1234567.5").
"""

import re

_GROUPED = re.compile(r"(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?")
_ENGLISH = re.compile(r"(\d{1,3}(?:,\d{3}){2,})(?:\.(\d+))?")
_SIMPLE = re.compile(r"(\d+)(?:[.,](\d+))?")
_UNIT = re.compile(r"(?<=\d) ?(?:m2|m²|đồng|đ|vnđ|vnd)\.?$", re.IGNORECASE)
_AREA_UNIT = re.compile(r" ?(?:m ?[2²?]?|mét vuông|met vuong)\.?$", re.IGNORECASE)
"""Readers lose the raised 2 or take it for a question mark."""
_BEFORE_MONEY = re.compile(r"^(?:số tiền ?:? ?)?(?:vnđ|vnd|₫)? ?", re.IGNORECASE)
_AFTER_MONEY = re.compile(
    r"[ .]?(?:(?:đồng|dong|đ|d|vnđ|vnd|₫)(?: ?chẵn)?)?\.?(?: ?(?:/|một|mỗi) ?tháng)?[ ./-]*$", re.IGNORECASE
)
_MONEY = re.compile(r"(\d{1,3}(?:\.\d{3})+)(?:,0{1,2})?|(\d{1,3}(?:,\d{3})+)(?:\.0{1,2})?|(\d+)")
"""Hundredths stand behind the other sign alone: 12.500.00 is an amount cut short."""
_LONGEST = 100
"""A longer text is no amount, and is not searched for one."""
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GROUPS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


def parse_number(text: str) -> str | None:
    """The plain number, or None. A dot before exactly three digits parts thousands: "12.500" is 12500, "12.5" is 12.5.

    A storage form must therefore not be parsed again: show it with `display_number` first.
    """
    bare = _UNIT.sub("", text.strip()).replace(" ", "")
    if not bare.isascii():
        return None
    match = _GROUPED.fullmatch(bare) or _ENGLISH.fullmatch(bare) or _SIMPLE.fullmatch(bare)
    if match is None:
        return None
    whole = re.sub(r"[.,]", "", match[1]).lstrip("0") or "0"
    return f"{whole}.{match[2]}" if match[2] else whole


def parse_area(text: str) -> str | None:
    """Square metres as a plain number, or None; another unit (ha, sào) is not turned into them."""
    return parse_number(_AREA_UNIT.sub("", text.strip()))


def parse_money(text: str) -> str | None:
    """Whole đồng, or None. Dots and commas alike part thousands: there is no smaller coin; ",00" is passed over."""
    if len(text) > _LONGEST:
        return None
    bare = _AFTER_MONEY.sub("", _BEFORE_MONEY.sub("", text.strip())).replace(" ", "")
    match = _MONEY.fullmatch(bare) if bare.isascii() else None
    if match is None:
        return None
    return re.sub(r"[.,]", "", match[1] or match[2] or match[3]).lstrip("0") or "0"


def is_plain(text: str) -> bool:
    """Whether a text is a number in storage form."""
    return text.isascii() and _PLAIN.fullmatch(text) is not None


def display_number(plain: str) -> str:
    """1234567.5 as 1.234.567,5; anything but a plain number comes back unchanged. `parse_number` undoes it."""
    if not is_plain(plain):
        return plain
    whole, _, decimals = plain.partition(".")
    grouped = _GROUPS.sub(".", whole)
    return f"{grouped},{decimals}" if decimals else grouped
