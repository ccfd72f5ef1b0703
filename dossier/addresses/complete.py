"""Units offered while a person types: without marks, by beginnings of words or by initials."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator

from dossier.addresses.kinds import KIND_WORDS
from dossier.addresses.results import Home, Place
from dossier.addresses.spelling import letters
from dossier.addresses.units import REFORM, Generation, Level, Unit, UnitTable

_LEVELS = {Level.PROVINCE: 0, Level.DISTRICT: 1, Level.COMMUNE: 2}
_LONGEST_INITIALS = 6
_MOST = 200
"""At most so many units are weighed."""
_KIND_PAIRS = frozenset({("thanh", "pho"), ("thi", "xa"), ("thi", "tran"), ("dac", "khu")})
_KIND_WORDS = frozenset(word for words in KIND_WORDS.values() for word in words)


class _Entry:
    """A unit with the words that find it: of its name, then of what it lies in, and of its kind."""

    __slots__ = ("above", "initials", "kind", "own", "place", "unit")

    def __init__(self, unit: Unit, place: Place, above: tuple[str, ...]) -> None:
        self.unit = unit
        self.place = place
        self.kind = _words(unit.kind)
        self.own = _words(unit.name)
        self.above = above
        short = "".join(word[0] for word in self.own)
        self.initials = (short, "".join(word[0] for word in self.kind) + short)


class Completer:
    """Finds units by what is typed so far. Immutable; any thread. Made once, in a fifth of a second."""

    def __init__(self, table: UnitTable) -> None:
        self._entries = [entry for generation in Generation for entry in _entries(table, generation)]
        self._entries.sort(key=lambda entry: _LEVELS[entry.unit.level])
        by_word: dict[str, list[int]] = {}
        at_home: dict[str, set[int]] = {}
        self._by_initials: dict[str, list[int]] = {}
        for number, entry in enumerate(self._entries):
            for word in dict.fromkeys(entry.own):
                by_word.setdefault(word, []).append(number)
            for province in _new_provinces(entry.place):
                at_home.setdefault(province, set()).add(number)
            for initials in entry.initials:
                if len(initials) > 1:
                    self._by_initials.setdefault(initials, []).append(number)
        self._words = sorted(by_word)
        self._by_word = by_word
        self._at_home = {province: frozenset(numbers) for province, numbers in at_home.items()}

    def complete(
        self, typed: str, *, limit: int = 10, on: dt.date | None = None, home: Home | None = None
    ) -> tuple[Place, ...]:
        """The units that what is typed can mean, the likeliest first, at most `limit`.

        "cam van cam thuy", "cẩm vân", "xa cam v", "tth" (initials with or without the kind). `on` before July 2025
        leaves out new units, later puts them first; units of the office's own province come before others.
        """
        typings = list(dict.fromkeys((tuple(words := _words(typed)), _without_kinds(words))))
        ranked = sorted(
            (rank, number)
            for number in {number for words in typings for number in self._candidates(words, home)}
            if (rank := self._rank(self._entries[number], typings, on, home)) is not None
        )
        return tuple(self._entries[number].place for _, number in ranked[:limit])

    def _candidates(self, words: tuple[str, ...], home: Home | None) -> list[int]:
        """Units whose name has a word that begins as the first typed one, or whose initials are typed.

        Of too many (one or two letters) those of the office's province and the larger ones; they come first anyway.
        """
        if not words:
            return []
        first = self._beginning(words[0])
        if len(words) > 1:
            first = {number for number in first if _has(self._entries[number], words[1])}
        elif len(words[0]) <= _LONGEST_INITIALS:
            first.update(self._by_initials.get(words[0], ()))
        if len(first) <= _MOST:
            return list(first)
        at_home = self._at_home.get(home.province, frozenset()) if home is not None else frozenset()
        return [*sorted(first & at_home)[:_MOST], *sorted(first - at_home)[: _MOST // 4]]

    def _beginning(self, typed: str) -> set[int]:
        numbers: set[int] = set()
        for word in self._words[bisect_left(self._words, typed) :]:
            if not word.startswith(typed):
                break
            numbers.update(self._by_word[word])
        return numbers

    def _rank(
        self, entry: _Entry, typings: list[tuple[str, ...]], on: dt.date | None, home: Home | None
    ) -> tuple[int, int, int, int, int] | None:
        """Smaller is better; None where the unit does not fit."""
        is_new = entry.unit.generation is Generation.NEW
        if on is not None and on < REFORM and is_new:
            return None
        fits = [fit for words in typings if words and (fit := _fit(entry, words)) is not None]
        if not fits:
            return None
        away = int(home is not None and not _is_home(entry.place, home))
        behind = int(is_new != (on is None or on >= REFORM))
        other_kind = int(len(typings) > 1 and not _says_kind(entry, typings[0]))
        return min(fits), other_kind + away, _LEVELS[entry.unit.level], behind, len(entry.own)


def _fit(entry: _Entry, words: tuple[str, ...]) -> int | None:
    """0 the whole name, 1 its beginning, 2 words in it, 3 initials; None nothing."""
    used = _begins(entry.own, words)
    if used == len(words) or (used == len(entry.own) and _in_order(entry.above, words[used:])):
        return 0 if used == len(entry.own) and words[used - 1] == entry.own[used - 1] else 1
    if _in_order((*entry.own, *entry.above), words):
        return 2
    return 3 if len(words) == 1 and words[0] in entry.initials else None


def _says_kind(entry: _Entry, words: tuple[str, ...]) -> bool:
    return words[: len(entry.kind)] == entry.kind or words[0] == "".join(word[0] for word in entry.kind)


def _has(entry: _Entry, typed: str) -> bool:
    return any(word.startswith(typed) for word in (*entry.own, *entry.above))


def _without_kinds(words: tuple[str, ...]) -> tuple[str, ...]:
    """What is typed without words for kinds: "phường 1 quận 3" as "1 3"."""
    kept: list[str] = []
    rest = list(words)
    while rest:
        if len(rest) > 1 and tuple(rest[:2]) in _KIND_PAIRS:
            rest = rest[2:]
        elif rest[0] in _KIND_WORDS and len(rest) > 1:
            rest = rest[1:]
        else:
            kept.append(rest.pop(0))
    return tuple(kept)


def _begins(name: tuple[str, ...], typed: tuple[str, ...]) -> int:
    """How many words of the name are typed, each by its beginning, from the first on."""
    count = 0
    for word, start in zip(name, typed, strict=False):
        if not word.startswith(start):
            break
        count += 1
    return count


def _in_order(words: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    rest = iter(words)
    return all(any(word.startswith(start) for word in rest) for start in typed)


def _is_home(place: Place, home: Home) -> bool:
    return home.province in _new_provinces(place)


def _new_provinces(place: Place) -> tuple[str, ...]:
    """Codes of the provinces of today; an old one may have been divided among several."""
    province = place.province
    return () if province is None else province.becomes or (province.code,)


def _entries(table: UnitTable, generation: Generation) -> Iterator[_Entry]:
    for province in table.all(generation, Level.PROVINCE):
        current = table.unit(generation, Level.PROVINCE, province.code)
        words = _words(province.name)
        yield _Entry(current, Place(generation=generation, province=current), ())
        if generation is Generation.NEW:
            yield from _communes(table, Place(generation=generation, province=current), province.code, words)
            continue
        for district in table.below(generation, Level.DISTRICT, province.code):
            place = Place(generation=generation, province=current, district=district)
            yield _Entry(district, place, words)
            yield from _communes(table, place, district.code, (*_words(district.name), *words))


def _communes(table: UnitTable, above: Place, parent: str, words: tuple[str, ...]) -> Iterator[_Entry]:
    for unit in table.below(above.generation, Level.COMMUNE, parent):
        commune = table.unit(unit.generation, unit.level, unit.code)
        place = Place(generation=above.generation, province=above.province, district=above.district, commune=commune)
        yield _Entry(commune, place, words)


def _words(text: str) -> tuple[str, ...]:
    parts = text.replace("-", " ").replace(",", " ").replace(".", " ").split()
    return tuple(key for part in parts if (key := letters(part)))
