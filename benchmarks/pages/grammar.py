"""Words for papers: sentences grown from `data/grammar.yaml`, and places, people, numbers that no paper ever bore.

Every draw comes from one `random.Random`, so a page's words depend on its seed alone.
"""

import functools
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from dossier.rules.provinces import PROVINCES

_DATA: Final = Path(__file__).parent / "data"
_SLOT: Final = re.compile(r"\{(\w+)(?::(\d+)-(\d+))?\}")


@functools.cache
def table(name: str) -> Any:
    """One of the files of words, read once."""
    return yaml.safe_load((_DATA / f"{name}.yaml").read_text("utf-8"))


def own_half(entries: list[dict[str, Any]], parity: int) -> list[dict[str, Any]]:
    """The entries that a split may use: those at even or at odd positions."""
    return entries[parity::2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who does not exist."""

    name: str
    male: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a paper is from."""

    province: str
    """Bare name."""
    province_title: str
    """With its word: tỉnh Hậu Giang, thành phố Cần Thơ."""
    code: str
    """First three digits of personal numbers registered there."""
    town: str
    district: str
    commune: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Grows text for one paper: `facts` are fixed for it, `topic` is what it is about."""

    rng: random.Random
    place: Place
    topic: Mapping[str, str]
    facts: Mapping[str, str] = field(default_factory=dict)
    year: int = 2015

    def say(self, symbol: str) -> str:
        """One sentence or phrase of the symbol, with everything in braces filled in."""
        return self.fill(self._choice(symbol))

    def fill(self, template: str) -> str:
        """The template with its slots filled; a slot that starts in capitals gets a capital first letter."""
        return _SLOT.sub(self._slot, template)

    def many(self, symbol: str, count: int) -> list[str]:
        """Different sentences of the symbol as long as there are enough templates."""
        templates = list(table("grammar")[symbol])
        self.rng.shuffle(templates)
        while len(templates) < count:
            templates += self.rng.sample(templates, len(templates))
        return [self.fill(template) for template in templates[:count]]

    def _choice(self, symbol: str) -> str:
        return str(self.rng.choice(table("grammar")[symbol]))

    def _slot(self, match: re.Match[str]) -> str:
        name, low, high = match.groups()
        if low is not None:
            number = self.rng.randint(int(low), int(high))
            return str(number)
        made = self._made(name)
        if made is not None:
            return made
        if name[0].isupper() and name.lower() in table("grammar"):
            text = self.say(name.lower())
            return text[:1].upper() + text[1:]
        return self.say(name)

    def _made(self, name: str) -> str | None:
        if name in self.facts:
            return self.facts[name]
        if name in self.topic:
            return self.fill(self.rng.choice(self.topic[name].split(" | ")))
        if name in _NUMBERS:
            return _NUMBERS[name](self.rng, self.year)
        return self._placed(name)

    def _placed(self, name: str) -> str | None:
        here = self.place
        if name == "C":
            return here.commune if self.rng.random() < 0.4 else commune(self.rng, here.district)
        fixed = {"P": here.province_title, "p": here.province, "D": here.district, "town": here.town}
        return fixed.get(name)


def _percent(rng: random.Random, _year: int) -> str:
    return f"{rng.randint(1, 99)},{rng.randint(1, 9)}%" if rng.random() < 0.6 else f"{rng.randint(5, 100)}%"


def _phone(rng: random.Random, _year: int) -> str:
    return f"0{rng.randint(2, 9)}{rng.randint(10, 99)}.{rng.randint(100, 999)}.{rng.randint(100, 999)}"


_MONTHS: Final = ("01", "02", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
_NUMBERS: Final[Mapping[str, Callable[[random.Random, int], str]]] = {
    "day": lambda rng, _: f"{rng.randint(1, 28):02d}",
    "month": lambda rng, _: rng.choice(_MONTHS),
    "year": lambda _, year: str(year),
    "lawyear": lambda rng, year: str(rng.randint(year - 12, year)),
    "count": lambda rng, _: grouped(rng.choice((rng.randint(3, 99), rng.randint(100, 999), rng.randint(1000, 98000)))),
    "money": lambda rng, _: f"{grouped(rng.randint(12, 98000) * 1000 * rng.choice((1, 5, 10)))} đồng",
    "percent": _percent,
    "area": lambda rng, _: f"{grouped(rng.randint(40, 9800))},{rng.randint(1, 9)} m²",
    "ratio": lambda rng, _: f"{rng.randint(2, 6)},{rng.randint(10, 99)}",
    "phone": _phone,
    "man": lambda rng, _: person(rng, male=True).name,
    "woman": lambda rng, _: person(rng, male=False).name,
    "hamlet": lambda rng, _: hamlet(rng),
    "street": lambda rng, _: str(rng.choice(table("names")["streets"])),
    "N": lambda rng, _: commune_name(rng),
}
"""Words that need no more than chance and the year of the paper."""


def grouped(number: int) -> str:
    """With dots between thousands, as papers print numbers."""
    return f"{number:,}".replace(",", ".")


def person(rng: random.Random, *, male: bool | None = None, surname: str | None = None) -> Person:
    """A name of three or four parts, sometimes two."""
    names = table("names")
    is_male = rng.random() < 0.5 if male is None else male
    sex = "male" if is_male else "female"
    middle = "" if rng.random() < 0.04 else rng.choice(names[f"{sex}_middles"])
    parts = [surname or rng.choice(names["surnames"]), middle, rng.choice(names[f"{sex}_names"])]
    return Person(name=" ".join(part for part in parts if part), male=is_male)


def commune_name(rng: random.Random) -> str:
    """Two syllables as communes are named."""
    names = table("names")
    first = rng.choice(names["commune_first"])
    return f"{first} {rng.choice([second for second in names['commune_second'] if second != first])}"


def commune(rng: random.Random, district: str) -> str:
    """A commune or ward with its word, as fits the district."""
    word = "phường" if district.startswith("quận") else rng.choices(("xã", "thị trấn", "phường"), (8, 1, 1))[0]
    return f"{word} {commune_name(rng)}"


def bare(unit: str) -> str:
    """The name of a unit without its word: thị xã An Nhơn is An Nhơn."""
    return re.sub(r"^(?:thị xã|thị trấn|thành phố|huyện|quận|phường|xã|tỉnh) ", "", unit)


def word_of(unit: str) -> str:
    """The word of a unit without its name: thị trấn Tân An is thị trấn."""
    return unit.removesuffix(bare(unit)).strip()


def hamlet(rng: random.Random) -> str:
    """A hamlet by number or name."""
    kind = rng.choice(table("names")["hamlet_kinds"])
    return f"{kind} {rng.randint(1, 19)}" if rng.random() < 0.5 or "số" in kind else f"{kind} {commune_name(rng)}"


def place(rng: random.Random, parity: int) -> Place:
    """A province of the half, one of its districts and an invented commune."""
    chosen = rng.choice(own_half(table("places"), parity))
    district = rng.choice(chosen["districts"])
    name = chosen["name"]
    code = next(code for code, listed in PROVINCES.items() if listed.removeprefix("Thành phố ") == name)
    return Place(
        province=name,
        province_title=f"{'thành phố' if chosen.get('city') else 'tỉnh'} {name}",
        code=code,
        town=chosen["town"],
        district=district,
        commune=commune(rng, district),
    )
