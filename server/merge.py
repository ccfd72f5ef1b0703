"""How values of one field meet: pure rules, no database, no clock.

Two things always hold, whatever the order of arrival: a machine never displaces a person, and a person's value that is
displaced was seen by the one who displaced it, or stands in a conflict.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from dossier.ids import ValueId
from dossier.operations import NewValue
from dossier.reading import ValueSource


class Outcome(StrEnum):
    """What became of a value that arrived."""

    EFFECTIVE = "effective"
    """It is the field's value now."""
    KEPT = "kept"
    """A proposal that changes nothing; history only."""
    CONVERGED = "converged"
    """A person keyed what stands already; history only."""
    CONFLICT = "conflict"
    """Another person was first; this one waits as a work item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The outcome, and which open conflicts of the field end with it (ids of the losing values)."""

    outcome: Outcome
    closes: frozenset[ValueId] = frozenset()


def merge_value(
    current: NewValue | None, new: NewValue, losing: Collection[ValueId] = (), unseen: Collection[ValueId] = ()
) -> Merged:
    """Where `new` goes, given the effective value and the losing values of the field's open conflicts.

    A value whose author saw the effective one supersedes it and settles the field's conflicts but those in `unseen`,
    which he cannot have known. One whose author only saw his own earlier, losing value takes its place in the conflict.
    """
    if new.source is not ValueSource.HUMAN:
        return Merged(outcome=Outcome.EFFECTIVE if _may_propose(current, new) else Outcome.KEPT)
    if current is None or current.source is not ValueSource.HUMAN or saw(new, current):
        return Merged(outcome=Outcome.EFFECTIVE, closes=frozenset(losing) - frozenset(unseen) | _own(new, losing))
    if new.value == current.value:
        # "As printed" is one person's word that another has not contradicted.
        adds = new.as_printed and not current.as_printed
        return Merged(outcome=Outcome.EFFECTIVE if adds else Outcome.CONVERGED, closes=_own(new, losing))
    return Merged(outcome=Outcome.CONFLICT, closes=_own(new, losing))


def saw(new: NewValue, current: NewValue) -> bool:
    """Whether the author of `new` had `current` before him: that very value, or one of the same text."""
    return new.base is not None and (new.base == current.id or new.base_value == current.value)


def _own(new: NewValue, losing: Collection[ValueId]) -> frozenset[ValueId]:
    return frozenset(value for value in losing if value == new.base)


def _may_propose(current: NewValue | None, new: NewValue) -> bool:
    """A proposal stands where there is none, or in place of the proposal that it was made on."""
    if current is None:
        return True
    return current.source is not ValueSource.HUMAN and new.base == current.id


def same_proposal(one: NewValue, other: NewValue) -> bool:
    """Whether two machines propose the same thing at the same place: taking the same paper in twice adds nothing."""
    machines = ValueSource.HUMAN not in (one.source, other.source)
    return machines and _said(one) == _said(other)


def _said(value: NewValue) -> tuple[object, ...]:
    """What a machine says; how sure a number it gives is another matter."""
    return value.path, value.value, value.page, value.box, value.certain, value.handwritten, value.second
