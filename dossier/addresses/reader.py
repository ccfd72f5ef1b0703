"""Prepared addresses understood from their end: province, district, commune, and before them house, street or hamlet.

Every way to read the names at the end is weighed by how far the spelling is and what is missing; the best one counts if
no other is near. Nothing is filled in: a unit that neither the print nor the office's place decides stays open.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from dossier.addresses.kinds import Prepared
from dossier.addresses.readings import NEAR, NO_PROVINCE, Reading, Search
from dossier.addresses.results import Certainty, Home, Mapping, ParsedAddress, Place
from dossier.addresses.units import REFORM, Generation, Level, Unit, UnitTable

_NEAR_MISREAD = 0.5
"""The same where letters are misread: then little tells between two names."""
_SIMILAR_LETTER = 0.5
_SURE = 0.05


class AddressReader:
    """Reads addresses against one table. Immutable but for indexes made when first needed; any thread."""

    def __init__(self, table: UnitTable) -> None:
        self._table = table
        self._search = Search(table)

    def read(self, text: str, *, on: dt.date | None = None, home: Home | None = None) -> ParsedAddress:
        """Understand a printed address.

        `on` is the day of the paper: before July 2025 only old units are meant, later two levels mean new ones, and
        units are given as they stood then. Without it an address of two levels that fits a new and another old commune
        is ambiguous. `home` decides between places that the print leaves open, and is then named in `from_context`.
        """
        prepared = Prepared.of(text)
        readings = self._search.readings(prepared, home, old_only=on is not None and on < REFORM)
        if not readings:
            return _nothing(text, prepared)
        near = _near(readings, on)
        near += self._elsewhere(prepared, near)
        if len(near) > 1 and home is not None:
            near = self._at_home(near, home)
        return self._result(text, prepared, near, on)

    def _elsewhere(self, text: Prepared, near: list[Reading]) -> list[Reading]:
        """Communes of the province that are called as printed, where what was found is called otherwise.

        Papers name a commune with the district it had then: "xã Quảng Tâm, huyện Quảng Xương" is no misread Quảng Tân.
        """
        best = near[0]
        if len(near) > 1 or best.end is None or best.place.province is None or best.last_distance < _SIMILAR_LETTER:
            return []
        names = self._search.places.communes_of_province(best.place.generation, best.place.province.code)
        called = [hit for hit in names.exact(text, best.end) if hit.start == best.start and hit.cost < _SIMILAR_LETTER]
        return [self._search.reading((hit,), NO_PROVINCE) for hit in called if hit.name.unit != best.place.commune]

    def _at_home(self, near: list[Reading], home: Home) -> list[Reading]:
        """Those in the office's district, else in its province, else all."""
        old = {unit.code for unit in self._search.old_provinces(home)}
        here = [
            reading
            for reading in near
            if (unit := reading.place.province) is not None
            and (unit.code == home.province if unit.generation is Generation.NEW else unit.code in old)
        ]
        closer = [reading for reading in here if home.district and _code(reading.place.district) == home.district]
        level = Level.DISTRICT if closer and len(closer) < len(here) else Level.PROVINCE
        kept = closer or here
        if not kept or len(kept) == len(near):
            return near
        context = frozenset({Level.PROVINCE, level}) if len(here) < len(near) else frozenset({level})
        return [_with_context(reading, context) for reading in kept]

    def _result(self, text: str, prepared: Prepared, near: list[Reading], on: dt.date | None) -> ParsedAddress:
        best = near[0]
        place = _common([reading.place for reading in near]) if len(near) > 1 else best.place
        rivals = tuple(self._as_of(reading.place, on) for reading in near) if len(near) > 1 else ()
        certainty = _certainty(near)
        old = self._as_of(place, on) if place is not None and place.generation is Generation.OLD else None
        new, mapping, options = self._mapped(place, on)
        return ParsedAddress(
            text=text,
            street=prepared.before(best.start),
            old=old,
            new=new,
            mapping=mapping,
            options=options,
            certainty=certainty,
            distance=round(best.distance, 2),
            rivals=rivals,
            from_context=best.context,
        )

    def _mapped(self, place: Place | None, on: dt.date | None) -> tuple[Place | None, Mapping, tuple[Unit, ...]]:
        """The new place, how it is found, and what a person must choose from."""
        if place is None or place.smallest is None:
            return None, Mapping.UNKNOWN, ()
        since = max(on, REFORM) if on is not None else None
        if place.generation is Generation.NEW:
            known = Mapping.EXACT if place.commune is not None else Mapping.UNKNOWN
            return self._as_of(place, on), known, ()
        provinces = self._table.successors(place.province, since) if place.province is not None else ()
        province = provinces[0] if len(provinces) == 1 and Level.PROVINCE not in place.former else None
        last = place.commune or (place.district if place.district is not None and place.district.becomes else None)
        if last is None:
            return _new_place(province, None), Mapping.UNKNOWN, ()
        options = self._table.successors(last, since)
        province = self._table.province(options[0], since)
        if len(options) == 1 and last.level not in place.former:
            return _new_place(province, options[0]), Mapping.EXACT, ()
        return _new_place(province, None), Mapping.NEEDS_CHOICE, options

    def _as_of(self, place: Place, on: dt.date | None) -> Place:
        """The same place with its units as they stood on a day."""

        def state(unit: Unit | None) -> Unit | None:
            return self._table.unit(unit.generation, unit.level, unit.code, on) if unit is not None else None

        return Place(
            generation=place.generation,
            province=state(place.province),
            district=state(place.district),
            commune=state(place.commune),
            former=place.former,
        )


def _new_place(province: Unit | None, commune: Unit | None) -> Place | None:
    if province is None:
        return None
    return Place(generation=Generation.NEW, province=province, commune=commune)


def _near(readings: Iterable[Reading], on: dt.date | None) -> list[Reading]:
    """The best reading and its rivals, best first, each unit once."""
    by_unit: dict[tuple[str, str, str], Reading] = {}
    for reading in sorted(readings, key=lambda reading: reading.cost):
        by_unit.setdefault(reading.identity, reading)
    ranked = list(by_unit.values())
    best = ranked[0]
    within = best.cost + (NEAR if best.last_distance < _SIMILAR_LETTER else _NEAR_MISREAD)
    near = [reading for reading in ranked if reading.cost <= within and not _is_told_apart(reading, best)]
    if best.place.generation is Generation.NEW and best.place.commune is not None and on is None:
        near += [reading for reading in ranked if reading not in near and _is_older_sense(reading, best)]
    if on is not None and on >= REFORM and any(reading.place.generation is Generation.NEW for reading in near):
        near = [reading for reading in near if reading.place.generation is Generation.NEW or not reading.missing]
    return _one_generation(near)


def _is_older_sense(reading: Reading, best: Reading) -> bool:
    """Whether an old commune fits the print as well but for the district, which two levels do not name."""
    return reading.place.commune is not None and reading.cost - reading.missing <= best.cost - best.missing + _SURE


def _is_told_apart(reading: Reading, best: Reading) -> bool:
    """What is printed mark by mark is not what only nearly is: Vĩnh Hùng and Vĩnh Hưng."""
    same_above = _code(reading.place.province) == _code(best.place.province) and reading.end == best.end
    return best.last_distance == 0 < reading.last_distance and same_above


def _one_generation(near: list[Reading]) -> list[Reading]:
    """Without the old communes that wholly became the new one, or the new one they became: they are no other place."""
    best = near[0].place
    if best.commune is not None and best.generation is Generation.OLD:
        becomes = best.commune.becomes
        return [reading for reading in near if not (_is_new_commune(reading) and reading.identity[2] in becomes)]
    new = {reading.place.commune.code for reading in near if reading.place.commune and _is_new_commune(reading)}
    return [
        reading
        for reading in near
        if _is_new_commune(reading) or reading.place.commune is None or not {*reading.place.commune.becomes} <= new
    ]


def _is_new_commune(reading: Reading) -> bool:
    return reading.place.generation is Generation.NEW and reading.place.commune is not None


def _common(places: list[Place]) -> Place | None:
    """What all readings share."""
    first = places[0]
    if any(place.generation is not first.generation for place in places):
        return None
    if any(_code(place.province) != _code(first.province) for place in places):
        return None
    same = all(_code(place.district) == _code(first.district) for place in places)
    former = frozenset.intersection(*(place.former for place in places))
    return Place(
        generation=first.generation, province=first.province, district=first.district if same else None, former=former
    )


def _certainty(near: list[Reading]) -> Certainty:
    best = near[0]
    if len(near) > 1:
        return Certainty.AMBIGUOUS
    place = best.place
    is_last = place.commune is not None or (place.district is not None and bool(place.district.becomes))
    if not is_last:
        return Certainty.PARTIAL
    return Certainty.EXACT if best.distance == 0 else Certainty.TOLERANT


def _code(unit: Unit | None) -> str | None:
    return unit.code if unit is not None else None


def _with_context(reading: Reading, context: frozenset[Level]) -> Reading:
    return replace(reading, context=context)


def _nothing(text: str, prepared: Prepared) -> ParsedAddress:
    return ParsedAddress(
        text=text,
        street=prepared.text,
        old=None,
        new=None,
        mapping=Mapping.UNKNOWN,
        options=(),
        certainty=Certainty.NONE,
        distance=0.0,
        rivals=(),
        from_context=frozenset(),
    )
