"""What is understood of a printed address. The printed text is always kept; what the print does not say stays open."""

from dataclasses import dataclass
from enum import StrEnum

from dossier.addresses.units import Generation, Level, Unit


class Mapping(StrEnum):
    """How the old unit leads to the new one."""

    EXACT = "exact"
    """The whole old commune went to one new commune, or the new one is printed."""
    NEEDS_CHOICE = "needs_choice"
    """It was divided, or had gone into another before the table begins: a person chooses."""
    UNKNOWN = "unknown"
    """No commune is known."""


class Certainty(StrEnum):
    """How sure the units are."""

    EXACT = "exact"
    """Letter by letter; marks count where the print has any."""
    TOLERANT = "tolerant"
    """Nearly, and nothing else is near."""
    AMBIGUOUS = "ambiguous"
    """Several are as near; none is taken."""
    PARTIAL = "partial"
    """Only the larger units are known."""
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A commune with what it lies in, as far as known. `district` is always None in the new generation."""

    generation: Generation
    province: Unit | None = None
    district: Unit | None = None
    commune: Unit | None = None
    former: frozenset[Level] = frozenset()
    """Levels whose printed unit ended before the last old table: the unit here is the one it had gone into."""

    @property
    def smallest(self) -> Unit | None:
        """The commune, else the district, else the province."""
        return self.commune or self.district or self.province


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where the office is: its province as of today, and the old district it lies in."""

    province: str
    """Code of the new generation."""
    district: str | None = None
    """Code of the old generation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedAddress:
    """A printed address and its units before and since 1 July 2025."""

    text: str
    """As printed."""
    street: str
    """What stands before the units: house, street, hamlet."""
    old: Place | None
    """None where the print names units of the new generation, or nothing is known."""
    new: Place | None
    mapping: Mapping
    options: tuple[Unit, ...]
    """The new communes of which a person chooses; only with `NEEDS_CHOICE`."""
    certainty: Certainty
    distance: float
    """How far the printed names are from those of the units: 1 a letter, half for look-alikes, a tenth for a mark."""
    rivals: tuple[Place, ...]
    """What else it can mean: with `AMBIGUOUS` all readings; with `PARTIAL` communes that are so called, elsewhere."""
    from_context: frozenset[Level]
    """Levels that the print does not decide and that were taken from where the office is."""
