"""The names of the table sorted by where they lie, so that an address is compared with few of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from dossier.addresses.names import Name, Names
from dossier.addresses.spelling import letters
from dossier.addresses.units import FormerName, Generation, Level, Unit, UnitTable


class Places:
    """Names by scope. Those of a district or province are put together when first asked for and then kept."""

    def __init__(self, table: UnitTable) -> None:
        self.table = table
        self._former_districts: dict[str, list[FormerName]] = defaultdict(list)
        self._former_communes: dict[str, list[FormerName]] = defaultdict(list)
        self._former_provinces: list[FormerName] = []
        for former in table.former:
            level = former.units[0].level
            if level is Level.PROVINCE:
                self._former_provinces.append(former)
            elif level is Level.DISTRICT:
                self._former_districts[former.units[0].parent].append(former)
            else:
                self._former_communes[former.units[0].parent].append(former)
        self._kept: dict[str, Names] = {}

    def provinces(self) -> Names:
        """Provinces of both generations, and those that ended before."""
        return self._keep("provinces", Level.PROVINCE, self._provinces)

    def districts(self, province: str | None) -> Names:
        """Districts of an old province by its code; None for the whole country."""
        return self._keep(f"districts {province}", Level.DISTRICT, lambda: self._districts(province))

    def communes(self, district: str) -> Names:
        """Communes of an old district."""
        return self._keep(f"communes {district}", Level.COMMUNE, lambda: self._communes((district,)))

    def communes_of_province(self, generation: Generation, province: str) -> Names:
        """Communes of a province."""
        if generation is Generation.NEW:
            make = lambda: self._new_communes(province)  # noqa: E731 - one of two ways to make the same
        else:
            below = self.table.below(generation, Level.DISTRICT, province)
            make = lambda: self._communes(unit.code for unit in below)  # noqa: E731
        return self._keep(f"communes {generation} {province}", Level.COMMUNE, make)

    def everywhere(self) -> Names:
        """Communes of the whole country and both generations; only to be asked for exact names."""
        return self._keep("everywhere", Level.COMMUNE, self._all_communes)

    def _keep(self, scope: str, level: Level, make: Callable[[], Iterable[Name]]) -> Names:
        if scope not in self._kept:
            self._kept[scope] = Names(level, make())
        return self._kept[scope]

    def _provinces(self) -> Iterable[Name]:
        for generation in Generation:
            for unit in self.table.all(generation, Level.PROVINCE):
                yield self._named(unit)
                if unit.name == "Hồ Chí Minh":
                    yield from (_alias(unit, alias) for alias in ("HCM", "TPHCM", "Sài Gòn"))
                if unit.name == "Bà Rịa - Vũng Tàu":
                    yield _alias(unit, "BR-VT")
        for former in self._former_provinces:
            yield from _former(former)

    def _districts(self, province: str | None) -> Iterable[Name]:
        if province is None:
            units = self.table.all(Generation.OLD, Level.DISTRICT)
            formers = [former for kept in self._former_districts.values() for former in kept]
        else:
            units = tuple(self.table.below(Generation.OLD, Level.DISTRICT, province))
            formers = self._former_districts.get(province, [])
        yield from map(self._named, units)
        for former in formers:
            yield from _former(former)

    def _communes(self, districts: Iterable[str]) -> Iterable[Name]:
        for district in districts:
            units = self.table.below(Generation.OLD, Level.COMMUNE, district)
            kinds = {unit.code: {unit.kind} for unit in units}
            formers = []
            for former in self._former_communes.get(district, ()):
                # The same name with another kind: the town that became a ward. It is the unit itself.
                if letters(former.name) == letters(former.units[0].name):
                    kinds[former.units[0].code].add(former.kind)
                else:
                    formers.append(former)
            yield from (Name(unit.name, unit, kinds[unit.code]) for unit in units)
            for former in formers:
                yield from _former(former)

    def _new_communes(self, province: str) -> Iterable[Name]:
        return map(self._named, self.table.below(Generation.NEW, Level.COMMUNE, province))

    def _all_communes(self) -> Iterable[Name]:
        yield from self._communes(unit.code for unit in self.table.all(Generation.OLD, Level.DISTRICT))
        yield from map(self._named, self.table.all(Generation.NEW, Level.COMMUNE))

    def _named(self, unit: Unit) -> Name:
        return Name(unit.name, unit, {state.kind for state in self.table.states(unit)})


def _alias(unit: Unit, alias: str) -> Name:
    return Name(alias, unit, (unit.kind,))


def _former(former: FormerName) -> Iterable[Name]:
    return (Name(former.name, unit, (former.kind,), former=True) for unit in former.units)
