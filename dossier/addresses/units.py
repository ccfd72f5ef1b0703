"""Administrative units (đơn vị hành chính) of two generations, and which old unit became which new one.

Until 30 June 2025: province, district, commune; from 1 July 2025: province, commune (Nghị quyết 203/2025/QH15). The
rows come from outside, because they are data with validity dates: units change every year.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeAlias

REFORM = dt.date(2025, 7, 1)
"""The first day without districts."""


class Generation(StrEnum):
    """Which of the two systems of units."""

    OLD = "old"
    NEW = "new"


class Level(StrEnum):
    """Tỉnh, huyện, xã, each with the kinds of its level."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


_Group: TypeAlias = tuple[Generation, Level]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit in one state. A unit that changed its kind has one of these for each, under the same code."""

    generation: Generation
    level: Level
    code: str
    """Of the General Statistics Office: two, three or five digits. Unique within generation and level only."""
    kind: str
    """"Tỉnh", "Thành phố", "Huyện", "Quận", "Thị xã", "Xã", "Phường", "Thị trấn", "Đặc khu"."""
    name: str
    parent: str
    """Code of the district or province it belongs to; "" for a province."""
    valid_from: dt.date | None
    """None where it is not known."""
    valid_to: dt.date | None
    """The last day; None while it stands."""
    becomes: tuple[str, ...] = ()
    """Codes of the new units that its land went to: several where it was divided."""

    @property
    def full_name(self) -> str:
        """Kind and name: "Xã Cẩm Vân"."""
        return f"{self.kind} {self.name}"

    def is_valid(self, on: dt.date) -> bool:
        """Whether the unit stood in this state on a day; what is not known speaks for it."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerName:
    """A unit that ended before the last table of its generation: Hà Tây, huyện Đông Sơn, xã Vĩnh Tân."""

    kind: str
    name: str
    """Of communes without marks and spaces: no other spelling is known."""
    units: tuple[Unit, ...]
    """The units of the last old table that its land lies in."""
    valid_to: dt.date | None


class UnitTable:
    """All units by generation, level and code. Immutable once made; any thread."""

    def __init__(self, units: Iterable[Unit], former: Iterable[FormerName]) -> None:
        self._states: dict[_Group, dict[str, list[Unit]]] = {}
        self._below: dict[_Group, dict[str, list[Unit]]] = {}
        group, states, below = None, {}, {}
        for unit in units:
            # The rows come group by group; looking a pair of enum members up for each would take half the time.
            if group != (unit.generation, unit.level):
                group = unit.generation, unit.level
                states = self._states.setdefault(group, {})
                below = self._below.setdefault(group, {})
            known = states.setdefault(unit.code, [])
            known.append(unit)
            if len(known) == 1:
                below.setdefault(unit.parent, []).append(unit)
        self.former = tuple(former)

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[str]]) -> Self:
        """The table of rows of text: generation, level, code, parent, kind, name, first and last day, becomes, former.

        "" is an unknown date. `becomes` are codes, `former` "kind:name without marks", both joined by "|". A row of the
        generation "former" has no code and names in `becomes` the old units that its land lies in. Raises `ValueError`
        for another generation, level or date, `KeyError` for a code that no row has.
        """
        units: list[Unit] = []
        later: list[tuple[Sequence[str], Unit | None]] = []
        known = _Known()
        for row in rows:
            unit = None if row[0] == "former" else known.unit(row)
            if unit is not None:
                units.append(unit)
            if unit is None or row[9]:
                later.append((row, unit))
        table = cls(units, ())
        table.former = tuple(name for row, unit in later for name in table._former_names(row, unit, known))
        return table

    def _former_names(self, row: Sequence[str], unit: Unit | None, known: "_Known") -> Iterator[FormerName]:
        if unit is None:
            within = tuple(self.unit(Generation.OLD, known.levels[row[1]], code) for code in row[8].split("|"))
            yield FormerName(kind=row[4], name=row[5], units=within, valid_to=known.day(row[7]))
            return
        for former in row[9].split("|"):
            kind, _, name = former.partition(":")
            yield FormerName(kind=kind, name=name, units=(unit,), valid_to=None)

    def all(self, generation: Generation, level: Level) -> tuple[Unit, ...]:
        """Every unit of a level, each once, in the order of the rows."""
        return tuple(states[0] for states in self._states[generation, level].values())

    def unit(self, generation: Generation, level: Level, code: str, on: dt.date | None = None) -> Unit:
        """A unit in its state on a day, the latest by default and outside its dates; raises `KeyError`."""
        states = self._states[generation, level][code]
        if on is not None:
            for state in states:
                if state.is_valid(on):
                    return state
        return max(states, key=lambda state: state.valid_from or dt.date.min)

    def states(self, unit: Unit) -> tuple[Unit, ...]:
        """All states of a unit: before and after it changed its kind."""
        return tuple(self._states[unit.generation, unit.level][unit.code])

    def below(self, generation: Generation, level: Level, parent: str) -> Sequence[Unit]:
        """The units of a level that belong to a parent."""
        return self._below[generation, level].get(parent, ())

    def parent(self, unit: Unit, on: dt.date | None = None) -> Unit | None:
        """The district or province that a unit belongs to; None for a province."""
        if unit.level is Level.PROVINCE:
            return None
        is_old_commune = unit.level is Level.COMMUNE and unit.generation is Generation.OLD
        return self.unit(unit.generation, Level.DISTRICT if is_old_commune else Level.PROVINCE, unit.parent, on)

    def province(self, unit: Unit, on: dt.date | None = None) -> Unit:
        """The province of a unit, itself where it is one."""
        above = self.parent(unit, on)
        return self.unit(unit.generation, unit.level, unit.code, on) if above is None else self.province(above, on)

    def successors(self, unit: Unit, on: dt.date | None = None) -> tuple[Unit, ...]:
        """The new units that an old unit's land went to; none for an old district with communes and for new units."""
        level = Level.PROVINCE if unit.level is Level.PROVINCE else Level.COMMUNE
        return tuple(self.unit(Generation.NEW, level, code, on) for code in unit.becomes)


class _Known:
    """What many rows share, made once."""

    def __init__(self) -> None:
        self.generations = {str(item): item for item in Generation}
        self.levels = {str(item): item for item in Level}
        self.days: dict[str, dt.date | None] = {"": None}

    def day(self, text: str) -> dt.date | None:
        if text not in self.days:
            self.days[text] = dt.date.fromisoformat(text)
        return self.days[text]

    def unit(self, row: Sequence[str]) -> Unit:
        if row[0] not in self.generations or row[1] not in self.levels:
            raise ValueError(row[:2])
        return Unit(
            generation=self.generations[row[0]],
            level=self.levels[row[1]],
            code=row[2],
            parent=row[3],
            kind=row[4],
            name=row[5],
            valid_from=self.day(row[6]),
            valid_to=self.day(row[7]),
            becomes=tuple(row[8].split("|")) if row[8] else (),
        )
