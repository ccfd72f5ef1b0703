"""Every way to read the names at the end of a printed address, each with what speaks against it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dossier.addresses.kinds import Prepared
from dossier.addresses.names import Hit, Names
from dossier.addresses.places import Places
from dossier.addresses.results import Home, Place
from dossier.addresses.units import Generation, Level, Unit, UnitTable

NO_PROVINCE, _NO_DISTRICT, _NO_COMMUNE = 0.6, 0.6, 2.5
"""What a level that is not found counts: less than two letters, but for the commune, which is what is asked for."""
_EXPLAINED = -0.4
"""What each name that is found counts: of two readings the one that leaves less of the print over."""
NEAR = 0.35
"""Readings within so much of the best are its rivals: less than a look-alike letter, more than three marks."""
_LEFT_OVER = _NO_COMMUNE
"""A commune is taken for what stands where a district should, behind the word for a commune's kind: it is none."""
_SURE = 0.05
_LITTLE = 0.4
"""Marks alone, no letter."""
_FARTHEST = 2.5
"""Letters of all names together that may be wrong; beyond it is guessing."""
_HITS = 5
"""At most so many names are followed up at each level."""
_CUTS = 2
"""At most so many last parts that name no unit are left out: "Việt Nam", "điện thoại …"."""
_COUNTRY = ("vietnam", "vn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read the end of a text."""

    place: Place
    start: int
    end: int | None
    """Where the smallest unit's name ends; None where it is the only one."""
    cost: float
    distance: float
    """Of all names."""
    last_distance: float
    """Of the smallest unit's name."""
    missing: float = 0.0
    """The part of the cost that is due to levels not printed."""
    context: frozenset[Level] = frozenset()

    @property
    def identity(self) -> tuple[str, str, str]:
        """Equal for readings of the same smallest unit."""
        unit = self.place.smallest
        return (unit.generation, unit.level, unit.code) if unit is not None else ("", "", "")


class Search:
    """Finds the readings of texts in one table. Immutable but for indexes made when first needed; any thread."""

    def __init__(self, table: UnitTable) -> None:
        self._table = table
        self.places = Places(table)

    def readings(self, text: Prepared, home: Home | None, *, old_only: bool) -> list[Reading]:
        """All readings of the longest end of the text that names a unit; `old_only` leaves out new units."""
        for end in _ends(text):
            found = self._at(text, end, home, old_only=old_only)
            readings = [_with_rest(reading, text) for reading in found if reading.distance <= _FARTHEST]
            if readings:
                return readings
        return []

    def _at(self, text: Prepared, end: int, home: Home | None, *, old_only: bool) -> list[Reading]:
        provinces = [
            hit
            for hit in _best(self.places.provinces(), text, end)
            if not old_only or hit.name.unit.generation is Generation.OLD
        ]
        is_doubtful = not provinces or provinces[0].cost > NO_PROVINCE
        found = list(self._without_province(text, end, home, old_only=old_only)) if is_doubtful else []
        for hit in provinces:
            # What could be no rival even with all names found is not looked at, here and below.
            if hit.cost + 3 * _EXPLAINED > _bound(found):
                break
            below = self._in_new if hit.name.unit.generation is Generation.NEW else self._in_old
            found.extend(below(text, hit, found))
        is_called_so = any(hit.kind == "Tỉnh" and hit.distance < _SURE for hit in provinces)
        if not is_doubtful and not is_called_so and _bound(found) >= NO_PROVINCE + 2 * _EXPLAINED:
            found.extend(self._without_province(text, end, home, old_only=old_only))
        return found

    def _in_new(self, text: Prepared, province: Hit, known: list[Reading]) -> list[Reading]:
        found = [self.reading((province,), _NO_COMMUNE)]
        if province.cost + 2 * _EXPLAINED <= _bound(known):
            names = self.places.communes_of_province(Generation.NEW, province.name.unit.code)
            found.extend(self.reading((province, hit), 0.0) for hit in _best(names, text, province.start))
        return found

    def _in_old(self, text: Prepared, province: Hit, known: list[Reading]) -> list[Reading]:
        found = [self.reading((province,), _NO_COMMUNE + _NO_DISTRICT)]
        code = province.name.unit.code
        # A new commune of the same name prunes nothing: without a date both are meant.
        bound = _bound([reading for reading in known if reading.place.generation is Generation.OLD])
        for district in _best(self.places.districts(code), text, province.start):
            if province.cost + district.cost + 3 * _EXPLAINED > min(bound, _bound(found)):
                break
            found.extend(self._in_district(text, (province, district), 0.0))
        if province.cost + _NO_DISTRICT + 2 * _EXPLAINED <= min(bound, _bound(found)):
            names = self.places.communes_of_province(Generation.OLD, code)
            found.extend(self.reading((province, hit), _NO_DISTRICT) for hit in _best(names, text, province.start))
        return found

    def _in_district(self, text: Prepared, above: tuple[Hit, ...], missing: float) -> Iterator[Reading]:
        district = above[-1]
        # Islands without communes: the district is the last unit there is.
        yield self.reading(above, missing + (0.0 if district.name.unit.becomes else _NO_COMMUNE))
        names = self.places.communes(district.name.unit.code)
        yield from (self.reading((*above, hit), missing) for hit in _best(names, text, district.start))

    def _without_province(self, text: Prepared, end: int, home: Home | None, *, old_only: bool) -> Iterator[Reading]:
        for district in _best(self.places.districts(None), text, end):
            readings = self._in_district(text, (district,), NO_PROVINCE)
            # A word like a district's name is none, unless it is called one or a commune of it stands before it.
            stands = _stands_clear(district, text) and district.distance < _LITTLE
            yield from (reading for reading in readings if stands or reading.place.commune is not None)
        hits = self.places.everywhere().exact(text, end)
        if home is not None:
            here = [(Generation.OLD, unit.code) for unit in self.old_provinces(home)]
            for generation, code in (*here, (Generation.NEW, home.province)):
                hits.extend(self.places.communes_of_province(generation, code).like(text, end))
        for hit in hits:
            is_new = hit.name.unit.generation is Generation.NEW
            if _stands_clear(hit, text) and not (old_only and is_new):
                yield self.reading((hit,), NO_PROVINCE + (0.0 if is_new else _NO_DISTRICT))

    def old_provinces(self, home: Home) -> list[Unit]:
        """The old provinces whose land lies in the office's province."""
        provinces = self._table.all(Generation.OLD, Level.PROVINCE)
        return [unit for unit in provinces if home.province in unit.becomes]

    def reading(self, hits: tuple[Hit, ...], missing: float) -> Reading:
        """The reading of names found one before the other, the largest first."""
        smallest = hits[-1].name.unit
        units = {smallest.level: smallest}
        above = self._table.parent(smallest)
        while above is not None:
            units[above.level] = above
            above = self._table.parent(above)
        place = Place(
            generation=smallest.generation,
            province=units[Level.PROVINCE],
            district=units.get(Level.DISTRICT),
            commune=units.get(Level.COMMUNE),
            former=frozenset(hit.name.unit.level for hit in hits if hit.name.former),
        )
        return Reading(
            place=place,
            start=hits[-1].start,
            end=hits[-2].start if len(hits) > 1 else None,
            cost=sum(hit.cost + _EXPLAINED for hit in hits) + missing,
            distance=sum(hit.distance for hit in hits),
            last_distance=hits[-1].distance,
            missing=missing,
        )


def _ends(text: Prepared) -> Iterator[int]:
    """Where the last unit may end: at the end, before the country's name, before the last parts."""
    end = len(text.key)
    for country in _COUNTRY:
        if text.key.endswith(country) and end - len(country) in text.starts:
            end -= len(country)
            break
    if end:
        yield end
    yield from [place for place in sorted(text.breaks, reverse=True) if 0 < place < end][:_CUTS]


def _best(names: Names, text: Prepared, end: int) -> list[Hit]:
    """The nearest names before a place: the exact ones alone where one stands clear of what is before it."""
    if end == 0:
        return []
    hits = names.exact(text, end)
    if not any(hit.distance < _SURE and hit.cost < _LITTLE and _stands_clear(hit, text) for hit in hits):
        hits = names.like(text, end)
    hits.sort(key=lambda hit: (hit.cost, -len(hit.name.key)))
    keys = list(dict.fromkeys(hit.name.key for hit in hits))[:_HITS]
    return [hit for hit in hits if hit.name.key in keys]


def _with_rest(reading: Reading, text: Prepared) -> Reading:
    """Dearer where the word for another commune's kind is left over before the commune."""
    if reading.place.commune is None or reading.start <= text.first_commune:
        return reading
    return replace(reading, cost=reading.cost + _LEFT_OVER)


def _bound(readings: list[Reading]) -> float:
    """What a reading may cost at most to be a rival of the best that names a commune."""
    costs = (reading.cost for reading in readings if reading.place.commune is not None)
    return min(costs, default=float("inf")) + NEAR


def _stands_clear(hit: Hit, text: Prepared) -> bool:
    """Whether the print tells where the name begins: by its kind, by a comma."""
    return hit.kind is not None or hit.start in text.breaks
