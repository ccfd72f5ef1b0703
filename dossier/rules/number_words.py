"""Numbers written out in Vietnamese words, as papers repeat amounts and areas beside the figures.

Compared without marks, as OCR loses those first: mười and mươi, tư and từ fall together, and their place tells them
apart. Where people say two things with the same words ("hai triệu năm trăm") both are given: words are held against
figures, and only a number that no reading gives is a difference.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dossier.rules.date_words import UNITS, below_hundred
from dossier.text import fold

_SCALES = (("ty", 10**9), ("trieu", 10**6), ("nghin", 10**3))
_ONE_SPELLING = {"ti": "ty", "ngan": "nghin"}
_ZERO_BEFORE_UNIT = ("linh", "le")
_LEAD = re.compile(r"^(?:(?:tong )?(?:so tien|dien tich) )?(?:(?:viet|ghi) )?bang chu (?:la )?")
_UNITS_OF_MEASURE = frozenset({"dong", "vnd", "met", "m2", "m", "hecta", "hec", "ha", "phan", "gam", "kilogam", "chan"})
_AFTER_UNIT = _UNITS_OF_MEASURE | {"viet", "nam", "vuong", "ta", "tram", "moi", "mot", "thang"}
_FILLER = re.compile(r"[^\w\s]+|_+")
_DECIMAL = "phay"
_LONGEST = 64
"""Words; a longer text is no number."""


def read_number_words(text: str) -> tuple[str, ...]:
    """The plain numbers that the words can mean, the literal one first; none where anything is not understood.

    All of mốt, tư, lăm, nhăm, linh, lẻ, nghìn, ngàn, tỷ, tỉ, không trăm, rưỡi, phẩy are known; "(Bằng chữ: … đồng
    chẵn./.)" around the number is passed over.
    """
    words = _words(text)
    if not words or len(words) > _LONGEST:
        return ()
    if _DECIMAL not in words:
        return tuple(dict.fromkeys(map(str, _below_scale(words, len(_SCALES)))))
    at = words.index(_DECIMAL)
    decimals = list(_decimals(words[at + 1 :]))
    whole = _below_scale(words[:at], len(_SCALES))
    return tuple(dict.fromkeys(f"{number}.{part}" for number in whole for part in decimals))


def number_words_agree(plain: str, words: str) -> bool | None:
    """Whether words can mean a number in storage form; None where they are not understood. 761.20 is 761.2."""
    readings = read_number_words(words)
    return Decimal(plain) in map(Decimal, readings) if readings else None


def _words(text: str) -> list[str]:
    """The folded number words alone; none where something else follows them than units of measure."""
    bare = _LEAD.sub("", " ".join(_FILLER.sub(" ", fold(text)).split()))
    words = [_ONE_SPELLING.get(word, word) for word in bare.split()]
    end = next((at for at, word in enumerate(words) if word in _UNITS_OF_MEASURE), len(words))
    return words[:end] if _AFTER_UNIT.issuperset(words[end:]) else []


def _below_scale(words: Sequence[str], level: int) -> tuple[int, ...]:
    """Readings of a number below the scale `level` counted from nghìn; tỷ alone has a nghìn or triệu before it."""
    for place, (name, scale) in enumerate(_SCALES):
        if name not in words:
            continue
        if len(_SCALES) - place > level:
            return ()
        at = len(words) - 1 - words[::-1].index(name) if name == "ty" else words.index(name)
        inside = len(_SCALES) - 1 if name == "ty" else 0
        ahead = _below_scale(words[:at], inside)
        behind = tuple(_behind(words[at + 1 :], scale, len(_SCALES) - place - 1))
        return tuple(number * scale + rest for number in ahead for rest in behind)
    return tuple(_below_thousand(words))


def _behind(words: Sequence[str], scale: int, level: int) -> Iterator[int]:
    """What the words after a scale add: nothing, half of it, so much, or by custom so many tenths or thousandths."""
    match list(words):
        case []:
            yield 0
        case ["ruoi"]:
            yield scale // 2
        case ["linh" | "le", *rest] if rest:
            yield from _below_scale(rest, level)
        case rest:
            yield from _below_scale(rest, level)
            if len(rest) == 1 and UNITS.get(rest[0]):
                yield UNITS[rest[0]] * scale // 10
            elif scale > 1000 and rest[1:2] == ["tram"] and rest[0] != "khong" and "nghin" not in rest:
                yield from (number * scale // 1000 for number in _below_thousand(rest))


def _below_thousand(words: Sequence[str]) -> Iterator[int]:
    match list(words):
        case [hundreds, "tram", *rest] if hundreds in UNITS:
            for number in _behind_hundred(rest):
                yield UNITS[hundreds] * 100 + number
        case rest:
            tens = below_hundred(rest) if rest else None
            yield from (tens,) if tens is not None else ()


def _behind_hundred(words: Sequence[str]) -> Iterator[int]:
    match list(words):
        case []:
            yield 0
        case ["ruoi"]:
            yield 50
        case [unit] if UNITS.get(unit):
            yield UNITS[unit]
            yield UNITS[unit] * 10
        case rest:
            yield from filter(None, [below_hundred(rest)])


def _decimals(words: Sequence[str]) -> Iterator[str]:
    """Figures after the comma: one by one ("không năm"), or as a number ("hai mươi lăm")."""
    if words and all(word in UNITS for word in words):
        yield "".join(str(UNITS[word]) for word in words)
        return
    yield from map(str, _below_thousand(words))
