"""The machine-readable lines of Vietnamese identity cards: three of 30 signs (ICAO 9303 part 5, TD1).

Accepted is only what proves itself. Beyond the five check digits a Vietnamese card says the same things twice: its
number is the end of the personal number, which knows year of birth, century and sex, and the card runs out on a
birthday (Luật Căn cước 26/2023/QH15 điều 21: at 14, 25, 40 or 60 years) or never. What is said once stays
to chance, a few in a million for two or three wrong signs: the digits of the province, and the day of birth on cards
that never run out. The name has no check digit and proves nothing. Cards of other states are refused: without the
second saying, check digits alone are too weak for misread print.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dossier.rules.personal_ids import Sex, decode
from dossier.text import fold

LINES = 3
LENGTH = 30
FILLER = "<"
MOST_REPAIRS = 4
"""Digits read as letters, in all; with more of them the check digits prove less than was guessed."""

_LONGEST = 60
_WEIGHTS = (7, 3, 1)
_NEVER = "991231"
_AGES = (14, 25, 40, 60)
_DIGITS_READ_AS = {
    **dict.fromkeys("ODQU", "0"),
    **dict.fromkeys("IL|!J", "1"),
    "Z": "2",
    "A": "4",
    "S": "5",
    "G": "69",
    "T": "71",
    "B": "8",
}
_PROVINCE = range(11, 13)
"""Of the digits that are read: two of the personal number that the card does not say again."""
_BIRTH = range(23, 30)
"""Birth and its check digit; on cards that never run out no other date repeats it."""
_PLAIN = {"O": "0", "I": "1"}
"""All that is mended in digits said once: of double errors there one in ten gets past both check digits."""
_LETTERS_READ_AS = {"I": "1L|!", "D": "0O", "V": "UY", "N": "", "M": ""}
_NAME_LETTERS = str.maketrans("0128|5", "OIZBIS")
_DOUBLE = str.maketrans({"\u00ab": "<<", "\u2039": "<", "\uff1c": "<", "\u226a": "<<"})
_LIKE_FILLERS = re.compile(r"[<KCLESXRG(\[{£€¢]*")
_HEAD = ("IDVNM", "VNM")
_FIRST = 27
"""Signs of line 1 before its fillers: type and state, number and its check digit, personal number."""
_SECOND = 18
"""Signs of line 2 before its fillers: birth, sex, expiry, each date with its check digit, and nationality."""


class MrzRefusal(StrEnum):
    """Why lines are not accepted."""

    NOT_LINES = "not_lines"
    """Not three lines, or not as long and built as those of a card."""
    OTHER_CARD = "other_card"
    """Lines of a card, but not of a Vietnamese one."""
    UNREADABLE = "unreadable"
    """A sign that stands for no digit where one must be, or more of them than can be mended."""
    CHECK_DIGIT = "check_digit"
    AMBIGUOUS = "ambiguous"
    """Two ways to mend it fit."""
    NUMBER = "number"
    """Card number, personal number, sex and year of birth do not say the same, or no province has such numbers."""
    BIRTH = "birth"
    """No real day, or one to come."""
    EXPIRY = "expiry"
    """Neither a birthday on which a card runs out nor the sign for never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedMrz:
    """Lines that are not accepted."""

    reason: MrzRefusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Mrz:
    """What the lines of a card say and prove."""

    number: str
    """The personal number, twelve digits."""
    card_number: str
    """Nine digits: the end of the personal number."""
    birth: dt.date
    sex: Sex
    expiry: dt.date | None
    """None: it never runs out."""
    name: str
    """Surname first, capitals without marks, as read. NOT proven: only to be compared with a name read elsewhere."""
    repairs: int
    """Digits that had been read as letters."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """The digits of the first two lines with everything else in its place."""

    first: str
    second: str

    @property
    def is_proven(self) -> bool:
        """Whether all five check digits are right."""
        one, two = self.first, self.second
        composite = one[5:30] + two[0:7] + two[8:15] + two[18:29]
        return all(
            check_digit(text) == digit
            for text, digit in (
                (one[5:14], one[14]),
                (one[15:29], one[29]),
                (two[0:6], two[6]),
                (two[8:14], two[14]),
                (composite, two[29]),
            )
        )


def check_digit(text: str) -> str:
    """Of A–Z, 0–9 and fillers: weights 7, 3, 1 over and over, sum modulo 10 (ICAO 9303 part 3, 4.9)."""
    values = (0 if sign == FILLER else int(sign, 36) for sign in text)
    return str(sum(value * _WEIGHTS[index % 3] for index, value in enumerate(values)) % 10)


def parse_td1(lines: Sequence[str], *, today: dt.date) -> Mrz | RefusedMrz:
    """What three lines say, or why they are not believed.

    Letters that stand where digits must be are mended if exactly one way makes every check digit right; a run of
    fillers may have any length and any letters that look like them. A digit is never made another digit; but where
    threes in the place of eights would prove themselves as well, nothing is believed.
    """
    plain = [_plain(line) for line in lines]
    if len(plain) != LINES or any(not line or len(line) > _LONGEST for line in plain):
        return RefusedMrz(reason=MrzRefusal.NOT_LINES)
    refilled = _refilled(plain[0], plain[1])
    if isinstance(refilled, MrzRefusal):
        return RefusedMrz(reason=refilled)
    repairs = _repairs(refilled)
    if repairs is None:
        return RefusedMrz(reason=MrzRefusal.UNREADABLE)
    proven = list(itertools.islice((way for way in _ways(refilled) if way.is_proven), 2))
    if len(proven) != 1:
        return RefusedMrz(reason=MrzRefusal.AMBIGUOUS if proven else MrzRefusal.CHECK_DIGIT)
    name = _name(plain[2])
    believed = _believed(proven[0], name, repairs, today)
    others = (other for other in _with_threes(proven[0]) if other.is_proven)
    if isinstance(believed, Mrz) and any(isinstance(_believed(other, name, 0, today), Mrz) for other in others):
        return RefusedMrz(reason=MrzRefusal.AMBIGUOUS)
    return believed


def has_name(mrz: Mrz, printed: str) -> bool:
    """Whether a name with marks is that of the lines, which cut long names short."""
    bare, read = (re.sub(r"[^A-Z]", "", fold(name).upper()) for name in (printed, mrz.name))
    cut = len(mrz.name) >= LENGTH - 1
    return bool(read) and (bare == read or (cut and bare.startswith(read)))


def _plain(line: str) -> str:
    return re.sub(r"\s", "", line[: 2 * _LONGEST].translate(_DOUBLE)).upper()


def _refilled(one: str, two: str) -> _Lines | MrzRefusal:
    """Both lines with their fillers as many as they must be, and their fixed letters."""
    if not (_FIRST < len(one) <= LENGTH + 4 and _SECOND + 4 < len(two) <= LENGTH + 8):
        return MrzRefusal.NOT_LINES
    if not (_LIKE_FILLERS.fullmatch(one[_FIRST:-1]) and _LIKE_FILLERS.fullmatch(two[_SECOND:-1])):
        return MrzRefusal.NOT_LINES
    if not (_is_like(one[:5], _HEAD[0]) and _is_like(two[15:_SECOND], _HEAD[1])):
        return MrzRefusal.OTHER_CARD
    return _Lines(
        f"{_HEAD[0]}{one[5:_FIRST]}{FILLER * 2}{one[-1]}",
        f"{two[:15]}{_HEAD[1]}{FILLER * 11}{two[-1]}",
    )


def _is_like(read: str, fixed: str) -> bool:
    return all(sign == letter or sign in _LETTERS_READ_AS[letter] for sign, letter in zip(read, fixed, strict=True))


def _slots(lines: _Lines) -> str:
    """The signs of both lines that must be digits."""
    return lines.first[5:_FIRST] + lines.first[29] + lines.second[0:7] + lines.second[8:15] + lines.second[29]


def _repairs(lines: _Lines) -> int | None:
    """How many digits were read as letters; None where that is too many, or a sign is no digit's."""
    odd = sum(not ("0" <= sign <= "9") for sign in _slots(lines))
    return odd if odd <= MOST_REPAIRS and all(_options(lines)) else None


def _options(lines: _Lines) -> list[str]:
    """The digits that each sign can stand for, one text a slot."""
    once = {*_PROVINCE, *(_BIRTH if lines.second[8] in "9G" else ())}
    return [
        sign if "0" <= sign <= "9" else (_PLAIN if place in once else _DIGITS_READ_AS).get(sign, "")
        for place, sign in enumerate(_slots(lines))
    ]


def _ways(lines: _Lines) -> Iterator[_Lines]:
    """Every way to put digits where digits must be."""
    return (_of_digits("".join(way), lines.second[7]) for way in itertools.product(*_options(lines)))


def _with_threes(lines: _Lines) -> Iterator[_Lines]:
    """Every way to take eights for misread threes: they differ by five, so any two of them keep a check digit right.

    It costs one card in six, which a person reads then; a wrong birthday that proves itself would cost more.
    """
    digits = _slots(lines)
    eights = [place for place, sign in enumerate(digits) if sign == "8"]
    for count in range(2, len(eights) + 1):
        for places in itertools.combinations(eights, count):
            threes = ("3" if place in places else sign for place, sign in enumerate(digits))
            yield _of_digits("".join(threes), lines.second[7])


def _of_digits(digits: str, sex: str) -> _Lines:
    return _Lines(
        f"{_HEAD[0]}{digits[:22]}{FILLER * 2}{digits[22]}",
        f"{digits[23:30]}{sex}{digits[30:37]}{_HEAD[1]}{FILLER * 11}{digits[37]}",
    )


def _believed(lines: _Lines, name: str, repairs: int, today: dt.date) -> Mrz | RefusedMrz:
    """What the lines say, if its parts agree."""
    card, number = lines.first[5:14], lines.first[15:27]
    person = decode(number)
    sex = {"M": Sex.MALE, "F": Sex.FEMALE}.get(lines.second[7])
    if person is None or person.province is None or person.sex is not sex:
        return RefusedMrz(reason=MrzRefusal.NUMBER)
    if number[3:] != card or number[4:6] != lines.second[:2]:
        return RefusedMrz(reason=MrzRefusal.NUMBER)
    birth = _day(person.birth_year, lines.second[2:6])
    if birth is None or birth > today:
        return RefusedMrz(reason=MrzRefusal.BIRTH)
    expiry = _day(2000 + int(lines.second[8:10]), lines.second[10:14])
    never = lines.second[8:14] == _NEVER
    if not never and (expiry is None or expiry not in _last_days(birth)):
        return RefusedMrz(reason=MrzRefusal.EXPIRY)
    return Mrz(
        number=number,
        card_number=card,
        birth=birth,
        sex=person.sex,
        expiry=None if never else expiry,
        name=name,
        repairs=repairs,
    )


def _day(year: int, month_and_day: str) -> dt.date | None:
    try:
        return dt.date(year, int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return None


def _last_days(birth: dt.date) -> set[dt.date]:
    """The days on which a card runs out; for those born on 29 February also the days beside it."""
    days = {_day(birth.year + age, f"{birth.month:02}{birth.day:02}") for age in _AGES}
    if (birth.month, birth.day) == (2, 29):
        days |= {dt.date(birth.year + age, month, day) for age in _AGES for month, day in ((2, 28), (3, 1))}
    return {day for day in days if day is not None}


def _name(line: str) -> str:
    """Surname and given names; what follows the second gap are fillers, whatever they were read as."""
    parts = re.split(r"<{2,}", line.translate(_NAME_LETTERS).strip(FILLER))[:2]
    return " ".join(re.sub(r"[^A-Z]+", " ", part).strip() for part in parts).strip()
