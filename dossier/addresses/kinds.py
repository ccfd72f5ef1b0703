"""The words for the kinds of units before their names, as printed: "xã", "TT.", "thành phố", also glued or misread."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dossier.addresses.spelling import Pattern, Printed
from dossier.addresses.units import Level

KIND_WORDS: Mapping[Level, Mapping[str, str]] = {
    Level.PROVINCE: {"thanhpho": "Thành phố", "tinh": "Tỉnh", "tp": "Thành phố", "t": "Tỉnh"},
    Level.DISTRICT: {
        "thanhpho": "Thành phố",
        "huien": "Huyện",
        "thixa": "Thị xã",
        "quan": "Quận",
        "tp": "Thành phố",
        "tx": "Thị xã",
        "h": "Huyện",
        "q": "Quận",
    },
    Level.COMMUNE: {
        "thitran": "Thị trấn",
        "dackhu": "Đặc khu",
        "phuong": "Phường",
        "xa": "Xã",
        "tt": "Thị trấn",
        "dk": "Đặc khu",
        "p": "Phường",
        "f": "Phường",
        "x": "Xã",
    },
}
"""By the letters they are printed with, y as i; longest first."""
_ALL = frozenset(word for words in KIND_WORDS.values() for word in words)
_LONG = tuple(word for word in _ALL if len(word) > 3 or word == "xa")
"""Those that are known glued to the next word and split as well: xãCẩm, hu yện."""
_WORN = tuple((word, 1 if len(word) < 5 else 2, Pattern(word[::-1])) for word in sorted(_ALL) if len(word) > 3)
"""How many letters of a word may be wrong behind a comma; one elsewhere. Patterns for a text read forwards."""
_MARKED = {
    "thanhpho": "thànhphố",
    "tinh": "tỉnh",
    "huien": "huyện",
    "thixa": "thịxã",
    "quan": "quận",
    "thitran": "thịtrấn",
    "dackhu": "đặckhu",
    "phuong": "phường",
    "xa": "xã",
}
"""The long words with their marks."""
_ROAD = "duong"
"""A đường is no phường, though two letters make it one."""
_LONGEST = max(map(len, _ALL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A word for a kind before a name."""

    start: int
    word: str
    is_worn: bool = False


class Prepared(Printed):
    """A printed text with the words for kinds in it."""

    @cached_property
    def kinds(self) -> Mapping[int, Kind]:
        """By where the name begins that they belong to; the surest and longest of each place.

        A comma never stands between the two: in "Hoàng Xá, Ba Vì" the xá is no xã.
        """
        found: dict[int, Kind] = {}
        for number, token in enumerate(self.tokens):
            whole = list(self._whole(number))
            is_clear = token.key == _ROAD or any(len(kind.word) > 2 for _, kind in whole)
            for end, kind in (*whole, *(() if is_clear else self._misread(token.start))):
                known = found.get(end)
                if known is None or _rank(kind, end) > _rank(known, end):
                    found[end] = kind
        return found

    def beginnings_of(self, level: Level) -> frozenset[int]:
        """Where names of a level can begin: with a word, but not behind a clear word for another level's kind."""
        words = KIND_WORDS[level]
        fitting = {place for place, kind in self.kinds.items() if kind.word in words}
        foreign = {place for place, kind in self.kinds.items() if kind.word not in words and not kind.is_worn}
        return self.starts - foreign | fitting

    @cached_property
    def first_commune(self) -> int:
        """Where the first clear word for the kind of a commune begins; the end where there is none."""
        words = KIND_WORDS[Level.COMMUNE]
        clear = (
            kind.start
            for end, kind in self.kinds.items()
            if kind.word in words and not kind.is_worn and end in self.by_end
        )
        return min(clear, default=len(self.key))

    def _whole(self, number: int) -> Iterator[tuple[int, Kind]]:
        token = self.tokens[number]
        for word in _LONG:
            end = token.start + len(word)
            if self.key.startswith(word, token.start) and not self._is_broken(token.start, end):
                yield end, Kind(start=token.start, word=word, is_worn=self._has_other_marks(token.start, end, word))
        short = token.key
        if len(short) == 1 and number + 1 < len(self.tokens) and len(self.tokens[number + 1].key) == 1:
            # T.P, T.X
            following = self.tokens[number + 1]
            if (both := short + following.key) in _ALL and not self._is_broken(token.start, following.end):
                yield following.end, Kind(start=token.start, word=both)
        if short in _ALL and short not in _MARKED and not self._is_broken(token.start, token.end):
            yield token.end, Kind(start=token.start, word=short)

    def _misread(self, start: int) -> Iterator[tuple[int, Kind]]:
        ahead = self.key[start : start + _LONGEST + 1]
        for word, most, pattern in _WORN:
            wrong = most if start in self.breaks else 1
            if len(ahead) < len(word) - 1 or (start not in self.breaks and ahead[0] != word[0]):
                continue
            for length, score in enumerate(pattern.distances(ahead[: len(word) + 1]), 1):
                if 0 < score <= wrong and length >= len(word) - 1 and not self._is_broken(start, start + length):
                    yield start + length, Kind(start=start, word=word, is_worn=True)

    def _has_other_marks(self, start: int, end: int, word: str) -> bool:
        """Whether it is printed with marks of its own in the middle of a text: Nga Phượng is no phường."""
        own = self.marked[start:end]
        return start not in self.breaks and not own.isascii() and own != _MARKED[word]

    def _is_broken(self, start: int, end: int) -> bool:
        return any(start < place <= end for place in self.breaks)


def _rank(kind: Kind, end: int) -> int:
    # A misread thị xã ends like a clear xã.
    return end - kind.start - (2 if kind.is_worn else 0)
