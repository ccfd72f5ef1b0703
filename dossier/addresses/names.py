"""Names of units to be found at the end of a printed text, with the word for their kind before them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import or_

from dossier.addresses.kinds import KIND_WORDS, Kind, Prepared
from dossier.addresses.spelling import Pattern, Token, distance, letter_bit, letters, marked_letters
from dossier.addresses.units import Level, Unit

_ROADS = frozenset(("đường", "phố", "ngõ", "ngách", "hẻm", "kiệt"))
"""Their names are longer than one word, and many wards are called like their last two: đường Nguyễn Thị Minh Khai."""
_SMALLER_PLACES = _ROADS | frozenset(
    ("thôn", "xóm", "ấp", "bản", "làng", "khu", "tổ", "khóm", "buôn", "sóc", "số", "đội", "cụm")
)
"""What stands before a name that is none of a unit: thôn Đông Sơn. Marks tell đường from Sơn Dương, tổ from Đắk Tô."""
_WITHOUT_MARKS = {words: frozenset(map(letters, words)) for words in (_ROADS, _SMALLER_PLACES)}
GLUED, UNCLEAR, OTHER_KIND, WORN_KIND, FORMER = 0.5, 0.2, 0.4, 0.1, 0.4
"""What counts against a find: it begins within a word; no comma and no kind tells where it begins; its kind is another
than printed; that word itself is misread; the unit ended before the last table."""
OTHER_KIND_OF_PROVINCE = 1.2
"""No paper calls Thanh Hóa a city when it means the province; districts and communes changed their kinds."""
UNREADABLE_KIND = 0.5
"""One word between a comma and a name of a province or district that is none we know: its kind, past reading."""
_CANDIDATES = 24
"""At most so many names of a level are compared letter by letter: those that lack fewest of their pairs."""
_MOST_WRONG = 3


class Name:
    """One name of one unit. `kinds` are all that it had; `former` where the unit of that name ended earlier.

    No dataclass: thousands are made at once, and the spelling with marks only of those that are compared.
    """

    __slots__ = ("_marked", "_text", "former", "key", "kinds", "unit")

    def __init__(self, text: str, unit: Unit, kinds: Iterable[str], *, former: bool = False) -> None:
        self.key = letters(text)
        self.unit = unit
        self.kinds = frozenset(kinds)
        self.former = former
        self._text = text
        self._marked = ""

    @property
    def marked(self) -> str:
        """Its letters with their marks."""
        if not self._marked:
            self._marked = marked_letters(self._text)
        return self._marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A name found at the end of a text. `start` is where its kind, else itself, begins."""

    name: Name
    start: int
    distance: float
    """Of the letters alone."""
    cost: float
    """The distance and what else counts against it."""
    kind: str | None
    """As printed before it."""


class Names:
    """Names of one level. Immutable; patterns are made when first needed."""

    def __init__(self, level: Level, names: Iterable[Name]) -> None:
        self._level = level
        self._by_key: dict[str, list[Name]] = {}
        for name in names:
            self._by_key.setdefault(name.key, []).append(name)
        self._lengths = sorted(set(map(len, self._by_key)), reverse=True)
        self._longest = max(self._lengths, default=0)
        self._patterns: dict[str, Pattern] = {}
        self._by_gram: dict[str, list[str]] = {}
        self._needed: dict[str, int] = {}

    def exact(self, text: Prepared, end: int) -> list[Hit]:
        """Names that the text before `end` ends with, letter by letter."""
        found: list[Hit] = []
        for length in self._lengths:
            start = end - length
            if start >= 0 and (names := self._by_key.get(text.key[start:end])) is not None:
                found.extend(self._hits(names, text, start, end))
        return found

    def like(self, text: Prepared, end: int) -> list[Hit]:
        """Names that the text before `end` nearly ends with, each once; the exact ones too."""
        exact = self.exact(text, end)
        known = {hit.name.key for hit in exact}
        backwards = text.key[max(0, end - self._longest - _MOST_WRONG) : end][::-1]
        beginnings = text.beginnings_of(self._level)
        lengths: dict[int, list[int]] = {}
        for key in self._candidates(backwards):
            size = len(key)
            slack = _slack(size)
            if size not in lengths:
                span = range(size - slack, min(size + slack, len(backwards)) + 1)
                lengths[size] = [length for length in span if end - length in beginnings]
            if key in known or not lengths[size]:
                continue
            scores = self._patterns[key].distances(backwards[: lengths[size][-1]])
            best: list[Hit] = []
            for length in lengths[size]:
                if scores[length - 1] <= slack:
                    hits = self._hits(self._by_key[key], text, end - length, end)
                    if hits and (not best or min(hit.cost for hit in hits) < min(hit.cost for hit in best)):
                        best = hits
            exact += best
        return exact

    def _candidates(self, backwards: str) -> list[str]:
        """The names that share most pairs of letters with the end of the text: a wrong letter spoils two."""
        self._make_patterns()
        shared: Counter[str] = Counter()
        for gram in {backwards[place + 1] + backwards[place] for place in range(len(backwards) - 1)}:
            shared.update(self._by_gram.get(gram, ()))
        seen = list(accumulate(map(letter_bit, backwards), or_, initial=0))
        found = []
        for key, count in shared.items():
            if count >= self._needed[key]:
                slack = _slack(len(key))
                window = seen[min(len(key) + slack, len(backwards))]
                if (self._patterns[key].letters & ~window).bit_count() <= slack:
                    found.append((count - self._needed[key] - 2 * slack, key))
        return [key for _, key in sorted(found, reverse=True)[:_CANDIDATES]]

    def _make_patterns(self) -> None:
        if self._by_gram:
            return
        for key in self._by_key:
            if _slack(len(key)) and not key.isdigit():
                pattern = self._patterns[key] = Pattern(key)
                self._needed[key] = len(pattern.grams) - 2 * _slack(len(key))
                for gram in pattern.grams:
                    self._by_gram.setdefault(gram, []).append(key)

    def _hits(self, names: Sequence[Name], text: Prepared, start: int, end: int) -> list[Hit]:
        hits = []
        for begin, called, extra in self._before(text, start, names[0].key):
            for name in names:
                own = _distance(text, start, end, name)
                cost = own + extra + (FORMER if name.former else 0.0)
                if called is not None and called not in name.kinds:
                    cost += OTHER_KIND_OF_PROVINCE if self._level is Level.PROVINCE else OTHER_KIND
                hits.append(Hit(name=name, start=begin, distance=own, cost=cost, kind=called))
        return hits

    def _before(self, text: Prepared, start: int, key: str) -> Iterator[tuple[int, str | None, float]]:
        """The ways to see what stands before a name: where it begins with its kind, the kind, and what that counts."""
        kind = text.kinds.get(start)
        if key.isdigit() and start not in text.starts:
            return
        if kind is not None:
            called = KIND_WORDS[self._level].get(kind.word)
            if called is not None:
                yield kind.start, called, _worn(text, kind)
            if not kind.is_worn:
                return
        if not _may_begin(text, start, key):
            return
        yield start, None, 0.0 if start in text.breaks else UNCLEAR if start in text.starts else GLUED
        number = text.by_end.get(start)
        if self._level is not Level.COMMUNE and number is not None and start not in text.breaks:
            token = text.tokens[number]
            if token.start in text.breaks and token.start > 0:
                yield token.start, None, UNREADABLE_KIND


def _distance(text: Prepared, start: int, end: int, name: Name) -> float:
    # Of most former communes no spelling with marks is known.
    if name.former and name.marked == name.key:
        return distance(text.key[start:end], name.key, marks=False)
    return distance(text.marked[start:end], name.marked, marks=text.has_marks)


def _slack(size: int) -> int:
    """How many letters of a name may be wrong."""
    return 0 if size < 3 else 1 if size < 7 else 2 if size < 12 else 3


def _worn(text: Prepared, kind: Kind) -> float:
    if not kind.is_worn:
        return 0.0
    # Without a comma before it, it can as well be the end of another name: "Hải Thượng" is no phường.
    return WORN_KIND if kind.start in text.breaks else GLUED


def _may_begin(text: Prepared, start: int, key: str) -> bool:
    """Whether a name without a word for its kind may begin here: not after "đường", and a number never."""
    number = text.by_end.get(start)
    if key.isdigit() or start in text.breaks or number is None:
        return not key.isdigit()
    if _is_one_of(_SMALLER_PLACES, text, text.tokens[number]):
        return False
    for token in reversed(text.tokens[max(0, number - 2) : number + 1]):
        if _is_one_of(_ROADS, text, token):
            return False
        if token.start in text.breaks or token.key.isdigit():
            break
    return True


def _is_one_of(words: frozenset[str], text: Prepared, token: Token) -> bool:
    printed = text.marked[token.start : token.end]
    return printed in words or (printed == token.key and token.key in _WITHOUT_MARKS[words])
