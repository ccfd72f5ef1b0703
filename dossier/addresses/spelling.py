"""How names of places are compared: letters without marks and spaces, and how far two spellings differ.

A reader of paper loses marks, spaces and commas first, letters last. So everything is compared as one row of letters.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Self

from dossier.text import clean, tone_key


def _bare_letters() -> dict[int, str]:
    bare = {}
    for code in (*range(0xC0, 0x1B5), *range(0x1EA0, 0x1EFA)):
        letter = unicodedata.normalize("NFD", chr(code))[0].lower()
        if letter.isascii() and letter.isalpha():
            bare[code] = letter.replace("y", "i")
    return bare | {ord(letter): "d" for letter in "đĐðÐ"}


_BARE = _bare_letters() | {ord("y"): "i", ord("Y"): "i"}
"""i and y are one: Lý and Lí, Mỹ and Mĩ are the same places."""
_NUMBERED = re.compile(r"(?:phuong|quan|thon|xom|khu|to|so|ap|doi|p|q|f)(\d+)")
_BARE_ROW = _BARE | {ord(sign): "" for sign in " -'’.,()"}
_TWO_PLACES = re.compile("[ou][àáảãạèéẻẽẹỳýỷỹỵ]", re.IGNORECASE)
_SPLIT_M = re.compile(r"(?<![bcdđghklmnpqrstvx])rn(?!n)", re.IGNORECASE)
_DIGIT_AS_LETTER = str.maketrans("0158", "oisb")
"""What a digit among letters was: Th0, Qu1."""
_WORD = re.compile(r"[^\W_](?:[^\W_]|[|'’\u0300-\u036f])*")
_ALIKE = frozenset(
    frozenset(pair)
    for pair in (
        *("il", "it", "lt", "ij", "rt", "ft", "ce", "oe", "co", "ao", "ae", "un", "uv", "vu", "nh", "mn", "nr"),
        *("bh", "hk", "gq", "gy", "vy", "bd", "dl", "sg", "sa", "xk", "pq", "cg", "eg", "0o", "1l", "1i", "5s", "8b"),
    )
)
"""Letters that readers of worn print take for one another; each counts half."""
_MARK, _SIMILAR, _OTHER = 0.1, 0.5, 1.0


def letters(name: str) -> str:
    """A name as one row of lower letters and digits without marks: "Bà Rịa - Vũng Tàu" is "bariavungtau"."""
    return name.translate(_BARE_ROW).lower()


def marked_letters(name: str) -> str:
    """The same row with its marks, the tone of an open oa, oe, uy on the first vowel."""
    return "".join(tone_key(word) for word in name.replace("-", " ").replace("'", "").split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text: its place in the row of letters."""

    start: int
    end: int
    key: str


@dataclass(frozen=True)
class Printed:
    """A text prepared once for many comparisons. Positions are those of `key`, one row of letters."""

    text: str
    key: str
    marked: str
    at: tuple[int, ...]
    """Where in `text` each letter stands."""
    tokens: tuple[Token, ...]
    breaks: frozenset[int]
    """Before which letters a comma, a dash, a bracket, a line break or the beginning stands."""

    @classmethod
    def of(cls, text: str) -> Self:
        """Prepare a printed address."""
        plain = clean(text)
        key: list[str] = []
        marked: list[str] = []
        at: list[int] = []
        tokens: list[Token] = []
        breaks = {0}
        last = 0
        for word in _WORD.finditer(plain):
            if any(mark in ",;-–()[]\n/:" for mark in plain[last : word.start()]):
                breaks.add(len(key))
            last = word.end()
            own, with_marks, places = _word(word[0])
            tokens.extend(_tokens(own, len(key)))
            key.extend(own)
            marked.extend(with_marks)
            at.extend(word.start() + place for place in places)
        return cls(plain, "".join(key), "".join(marked), tuple(at), tuple(tokens), frozenset(breaks))

    @cached_property
    def starts(self) -> frozenset[int]:
        """Where words begin."""
        return frozenset(token.start for token in self.tokens)

    @cached_property
    def by_end(self) -> dict[int, int]:
        """The number of the token that ends at a position."""
        return {token.end: number for number, token in enumerate(self.tokens)}

    @cached_property
    def has_marks(self) -> bool:
        """Whether anything is printed with marks: capitals and typewriters often have none."""
        return any(letter > "\x7f" for letter in self.marked)

    def before(self, end: int) -> str:
        """The printed text before a position, without the punctuation that closes it."""
        place = self.at[end] if end < len(self.at) else len(self.text)
        return self.text[:place].rstrip(" \n,;:.-–(")


def _word(word: str) -> tuple[str, str, list[int]]:
    """Its letters without and with marks, and where they stand in it."""
    places = [place for place, letter in enumerate(word) if letter == "|" or letter.isalnum()]
    own = "".join(word[place] for place in places).replace("|", "l")
    # No Vietnamese word has them side by side: a misread m.
    while (split := _SPLIT_M.search(own)) is not None:
        at = split.start()
        own = f"{own[:at]}m{own[at + 2 :]}"
        del places[at + 1]
    bare = own.translate(_BARE).lower()
    if any(map(str.isalpha, bare)) and not bare.isalpha() and not _NUMBERED.fullmatch(bare):
        bare = bare.translate(_DIGIT_AS_LETTER)
    # Most words have no tone that can stand on either of two vowels, and then there is nothing to move.
    with_marks = tone_key(own) if _TWO_PLACES.search(own) else own.lower()
    # Moving a tone keeps the number of letters; a letter whose small form is two letters does not.
    return bare, with_marks if len(with_marks) == len(bare) else bare, places


def _tokens(own: str, start: int) -> Iterator[Token]:
    """One, or two of a word glued to its number: P11, quận3."""
    end = start + len(own)
    if (number := _NUMBERED.fullmatch(own)) is None:
        yield Token(start, end, own)
        return
    between = start + number.start(1)
    yield Token(start, between, own[: number.start(1)])
    yield Token(between, end, number[1])


def distance(read: str, name: str, *, marks: bool) -> float:
    """How far a row of marked letters is from a name's: 1 a letter, half for look-alikes, a tenth for a mark.

    `marks` false: the print has none, so they count nothing.
    """
    if read == name:
        return 0.0
    mark = _MARK if marks else 0.0
    bare_read, bare_name = read.translate(_BARE), name.translate(_BARE)
    if bare_read == bare_name:
        return mark * sum(map(str.__ne__, read, name))
    row = [float(column) for column in range(len(name) + 1)]
    for i, letter in enumerate(read):
        previous, row[0] = row[0], row[0] + 1
        for j, other in enumerate(name, 1):
            if letter == other:
                cost = previous
            elif bare_read[i] == bare_name[j - 1]:
                cost = previous + mark
            else:
                cost = previous + (_SIMILAR if frozenset((bare_read[i], bare_name[j - 1])) in _ALIKE else _OTHER)
            previous, row[j] = row[j], min(cost, row[j] + 1, row[j - 1] + 1)
    return row[-1]


def letter_bit(letter: str) -> int:
    """One bit for each letter, for comparing sets of letters in one step."""
    return 1 << (ord(letter) & 63)


class Pattern:
    """A name turned round for finding it at the end of a text: Myers' bit-parallel edit distance."""

    __slots__ = ("grams", "letters", "masks", "size")

    def __init__(self, key: str) -> None:
        self.size = len(key)
        self.grams = frozenset(map("".join, pairwise(key)))
        self.letters = 0
        self.masks: dict[str, int] = {}
        for place, letter in enumerate(reversed(key)):
            self.masks[letter] = self.masks.get(letter, 0) | 1 << place
            self.letters |= letter_bit(letter)

    def distances(self, reversed_text: str) -> list[int]:
        """The distance from the first 1, 2, … letters of a reversed text."""
        full = (1 << self.size) - 1
        top = 1 << (self.size - 1)
        more, less, score = full, 0, self.size
        scores = []
        for letter in reversed_text:
            equal = self.masks.get(letter, 0)
            vertical = equal | less
            horizontal = (((equal & more) + more) ^ more) | equal
            up = less | ~(horizontal | more) & full
            down = more & horizontal
            if up & top:
                score += 1
            elif down & top:
                score -= 1
            up = up << 1 | 1
            more = (down << 1 | ~(vertical | up)) & full
            less = up & vertical
            scores.append(score)
        return scores
