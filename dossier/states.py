"""The line a dossier passes: states, marks, delivery and the one table of allowed moves.

The picture of this table is in docs/architecture.md; a test holds the two together.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from dossier.errors import MoveNotAllowed, OwnWork
from dossier.ids import SYSTEM_USER, UserId


class State(StrEnum):
    """Where a dossier stands. The order of definition is the order of the line."""

    RECEIVED = "received"
    PREPARED = "prepared"
    SCANNED = "scanned"
    IMAGE_CHECKED = "image_checked"
    ARRANGED = "arranged"
    READ = "read"
    KEYED = "keyed"
    CHECKED_1 = "checked_1"
    CHECKED_2 = "checked_2"
    ACCEPTED = "accepted"
    PACKAGED = "packaged"
    ARCHIVED = "archived"


class Mark(StrEnum):
    """What can hang on a dossier beside its state."""

    RETURNED_FIELD = "returned(field)"
    RETURNED_PAGE = "returned(page)"
    RETURNED_STRUCTURE = "returned(structure)"
    HELD_SECRECY = "held(secrecy)"
    CONFLICT = "conflict"


class PaperPlace(StrEnum):
    """Where the paper itself is."""

    IN_OFFICE = "in_office"
    RETURNED_TO_SHELF = "returned_to_shelf"


class Delivery(StrEnum):
    """How far the record of a dossier has travelled; another matter than its state."""

    LOCAL = "local"
    SENDING = "sending"
    HELD_BY_ARCHIVE = "held_by_archive"
    ATTENTION = "attention"


class Role(StrEnum):
    """What a user may do; a user has one or more. Checked on the archive, mirrored on the screens."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"


LINE: tuple[State, ...] = tuple(State)

OPTIONAL: frozenset[State] = frozenset(
    {State.PREPARED, State.IMAGE_CHECKED, State.ARRANGED, State.CHECKED_2, State.PACKAGED}
)
"""Stations that an office's configuration may leave out; a move may pass over these and no others."""

CHECKED_BY_PERSON: frozenset[State] = frozenset({State.CHECKED_1, State.CHECKED_2, State.ACCEPTED})
"""Arriving here says that a second person looked."""

KEYING_OPEN: frozenset[State] = frozenset(
    {State.RECEIVED, State.PREPARED, State.SCANNED, State.IMAGE_CHECKED, State.ARRANGED, State.READ}
)
"""States in which values may be keyed."""


def _moves() -> Mapping[State, frozenset[State]]:
    """Forward to the next station that is not optional, or any optional one before it; backward as below."""
    moves: dict[State, frozenset[State]] = {}
    for index, state in enumerate(LINE):
        targets: set[State] = set()
        for later in LINE[index + 1 :]:
            targets.add(later)
            if later not in OPTIONAL:
                break
        moves[state] = frozenset(targets)
    moves[State.SCANNED] |= {State.RECEIVED}  # a page is missing: back to the scanner
    for checked in (State.KEYED, State.CHECKED_1, State.CHECKED_2):
        moves[checked] |= {State.READ, State.SCANNED}  # returned to the keyer or to the scanner
    return MappingProxyType(moves)


MOVES: Mapping[State, frozenset[State]] = _moves()


def require_move(current: State, target: State) -> None:
    """Raise `MoveNotAllowed` unless the table allows the move."""
    if target not in MOVES[current]:
        raise MoveNotAllowed(current=current.value, target=target.value)


def require_other_person(keyed_by: frozenset[UserId], checker: UserId) -> None:
    """Nobody checks what he keyed; raise `OwnWork` if `checker` is among the keyers.

    What a machine proposed is nobody's work.
    """
    if checker in keyed_by - {SYSTEM_USER}:
        raise OwnWork(user=checker)
