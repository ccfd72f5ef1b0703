"""Which dossiers a clerk keys, in which order: returned first, then the half-done, then what waits."""

from collections.abc import Iterable
from enum import IntEnum

from dossier.ids import DossierId
from dossier.model import DossierSummary
from dossier.ports import DossierStore
from dossier.states import KEYING_OPEN, Mark

RETURNED = frozenset({Mark.RETURNED_FIELD, Mark.RETURNED_PAGE, Mark.RETURNED_STRUCTURE})


class Turn(IntEnum):
    """Why a dossier is in the list, in the order of the list."""

    RETURNED = 0
    HALF_DONE = 1
    WAITING = 2


def turn_of(summary: DossierSummary) -> Turn:
    """What kind of work a dossier is."""
    if summary.dossier.marks & RETURNED:
        return Turn.RETURNED
    return Turn.HALF_DONE if summary.keyed_by else Turn.WAITING


def in_turn(summaries: Iterable[DossierSummary]) -> list[DossierSummary]:
    """Returned first; the half-done with the latest first; what waits with the oldest first."""

    def place(summary: DossierSummary) -> tuple[int, float]:
        turn = turn_of(summary)
        moment = summary.changed_at.timestamp()
        return turn, (-moment if turn is Turn.HALF_DONE else moment)

    return sorted(summaries, key=place)


def next_to_key(store: DossierStore, leave: DossierId | None) -> DossierId | None:
    """The first dossier with pages that is not the one being left. Storage thread."""
    found = in_turn(store.summaries(states=list(KEYING_OPEN)))
    return next((item.dossier.id for item in found if item.pages and item.dossier.id != leave), None)
