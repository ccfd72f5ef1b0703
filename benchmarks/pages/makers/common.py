"""What all makers draw from: people with numbers that fit them, addresses, offices, signers, entries of catalogues."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from benchmarks.pages.grammar import Place, bare, commune, hamlet, own_half, person, place, table
from benchmarks.pages.numerals import amount
from benchmarks.pages.shown import Fact, When

TWO_TIERS: Final = dt.date(2025, 7, 1)
"""From this day districts are no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """Someone who does not exist, with the numbers that someone born then and there has."""

    name: str
    male: bool
    born: dt.date
    id12: str
    id9: str
    ethnic: str
    home: str

    @property
    def sex(self) -> str:
        """Nam or Nữ."""
        return "Nam" if self.male else "Nữ"


@dataclass(slots=True, kw_only=True)
class Maker:
    """Draws the facts of one paper; `use` is what the layout asks for."""

    rng: random.Random
    parity: int
    use: Mapping[str, Any] = field(default_factory=dict)
    here: Place = field(init=False)

    def __post_init__(self) -> None:
        self.here = place(self.rng, self.parity)

    def day(self, first: int, last: int) -> dt.date:
        """A day of the years."""
        return dt.date(self.rng.randint(first, last), self.rng.randint(1, 12), self.rng.randint(1, 28))

    def later(self, day: dt.date, least: int, most: int) -> dt.date:
        """A day so many days after another."""
        return day + dt.timedelta(days=self.rng.randint(least, most))

    def years(self, first: int, last: int) -> tuple[int, int]:
        """The years of the layout's generation, else these."""
        own = self.use.get("years", (first, last))
        return int(own[0]), int(own[1])

    def issued(self, first: int, last: int) -> dt.date:
        """A day within the years of the layout's generation; no later than October 2026."""
        return min(self.day(*self.years(first, last)), dt.date(2026, 10, self.rng.randint(1, 28)))

    def chance(self, share: float) -> bool:
        """True in so many of a hundred."""
        return self.rng.random() < share

    def maybe(self, share: float, value: Any) -> Any:
        """The value, or None: left empty."""
        return value if self.rng.random() < share else None

    def entry(self, catalogue: str) -> Any:
        """One of the half's own entries of a catalogue."""
        return self.rng.choice(self.entries(catalogue))

    def entries(self, catalogue: str) -> Sequence[Any]:
        """The half's own entries of a catalogue."""
        return own_half(table("catalogues")[catalogue], self.parity)

    def digits(self, count: int) -> str:
        """So many figures."""
        return f"{self.rng.randrange(10**count):0{count}d}"

    def where(self, day: dt.date, *, home: bool = True) -> str:
        """An address as papers of the day print it: with a district until July 2025."""
        unit = self.here.commune if self.chance(0.5) else commune(self.rng, self.here.district)
        if self.chance(0.2) and bare(unit) != unit and unit.startswith(("phường", "thị trấn")):
            street = self.rng.choice(table("names")["streets"])
            first = f"Số {self.rng.randint(1, 390)} đường {street}"
        else:
            first = hamlet(self.rng) if home and self.chance(0.75) else ""
        parts = [first, unit, "" if day >= TWO_TIERS else self.here.district, self.here.province_title]
        if self.use.get("bare_units"):
            parts = [first, *(bare(part) for part in parts[1:])]
        text = ", ".join(part for part in parts if part)
        return text[:1].upper() + text[1:]

    def citizen(self, first: int, last: int, *, male: bool | None = None, on: dt.date | None = None) -> Citizen:
        """Someone born in the years, at home in the place of the paper."""
        rng = self.rng
        someone = person(rng, male=male)
        born = self.day(first, last)
        century = (0 if someone.male else 1) if born.year < 2000 else (2 if someone.male else 3)
        return Citizen(
            name=someone.name,
            male=someone.male,
            born=born,
            id12=f"{self.here.code}{century}{born.year % 100:02d}{self.digits(6)}",
            id9=f"{rng.randint(1, 3)}{self.digits(8)}",
            ethnic=rng.choice(table("names")["ethnic_groups"]),
            home=self.where(on or dt.date(2015, 1, 1)),
        )

    def number_of(self, someone: Citizen, day: dt.date) -> str:
        """The identity number that papers of the day bear."""
        return someone.id12 if day.year >= 2017 else someone.id9

    def birthday(self, someone: Citizen, year_only: float = 0.0) -> dt.date | When:
        """The day, or for some the year alone."""
        return When(str(someone.born.year)) if self.chance(year_only) else someone.born

    def office(self, level: str, day: dt.date) -> dict[str, Any]:
        """The people's committee of a level as a head prints it (`_over`, `_agency`, `_seal`, `co_quan`, `_town`)."""
        here = self.here
        level = "commune" if level == "district" and day >= TWO_TIERS else level
        unit = {"commune": here.commune, "district": here.district, "province": here.province_title}[level]
        over = {"commune": here.district, "district": here.province_title, "province": ""}[level]
        over = here.province_title if level == "commune" and day >= TWO_TIERS else over
        town = {"commune": here.commune, "district": here.district, "province": here.town}[level]
        name = f"Ủy ban nhân dân {unit}"
        return {
            "_over": f"ỦY BAN NHÂN DÂN {over.upper()}" if over else "",
            "_agency": name.upper(),
            "_seal": name.upper(),
            "_office": name,
            "_unit": unit,
            "_unit_caps": unit.upper(),
            "_town": bare(town),
            "_province": here.province_title,
            "_p": here.province,
            "_district": here.district,
            "_commune": here.commune,
            "co_quan": Fact(name.upper(), name),
        }

    def body(self, name: str, over: str, town: str = "") -> dict[str, Any]:
        """A department, a school or a hospital as a head prints it."""
        here = self.here
        return {
            "_over": over.upper(),
            "_agency": name.upper(),
            "_seal": name.upper(),
            "_office": name,
            "_town": town or here.town,
            "_province": here.province_title,
            "_p": here.province,
            "_district": here.district,
            "_commune": here.commune,
            "co_quan": Fact(name.upper(), name),
        }

    def signer(
        self, head: str, deputy: str, names: tuple[str, str] = ("nguoi_ky", "chuc_vu_nguoi_ky")
    ) -> dict[str, Any]:
        """Who signs and as what; deputies sign for their heads."""
        lines = [head] if self.chance(0.55) else [f"KT. {head}", deputy]
        name = person(self.rng, male=self.chance(0.7)).name
        return {
            names[0]: name,
            names[1]: Fact("\n".join(lines), " ".join(lines)),
            "_position": Fact("\n".join(lines), ""),
            "_head": head,
        }

    def money(self, least: int, most: int, step: int) -> int:
        """An amount in whole steps."""
        return self.rng.randint(least // step, most // step) * step

    def decimal(self, least: float, most: float, places: int = 1) -> Decimal:
        """A number with so many decimals."""
        return Decimal(str(round(self.rng.uniform(least, most), places))).quantize(Decimal(1).scaleb(-places))


def money_words(number: int) -> str:
    """Written out with its unit, first letter large."""
    text = f"{amount(number)} đồng"
    return text[:1].upper() + text[1:]


def decimal_words(number: Decimal) -> str:
    """An area or a share written out: "một trăm linh năm phẩy ba"."""
    text = f"{number:f}"
    whole, _, rest = text.rstrip("0").rstrip(".").partition(".") if "." in text else (text, "", "")
    said = amount(int(whole))
    return f"{said} phẩy {amount(int(rest))}" if rest else said


def plain(text: str) -> str:
    """Without marks, in capitals, as a machine-readable zone spells a name."""
    import unicodedata

    parted = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(sign for sign in parted if not unicodedata.combining(sign)).upper()
