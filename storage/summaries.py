"""The lists: lines of dossiers in the order in which a clerk should take them."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from dossier.model import DossierSummary
from dossier.states import State
from storage.rows import to_summary
from storage.schema import dossier as dossiers

_LINES = select(dossiers).order_by(dossiers.c.rank, dossiers.c.changed_at.desc(), dossiers.c.num.desc())


def listed(connection: Connection, states: Sequence[State], limit: int) -> list[DossierSummary]:
    """Returned first, then half keyed, then the most recently changed."""
    lines = _LINES.limit(limit)
    if not states:
        return [to_summary(row) for row in connection.execute(lines).mappings()]
    # One walk down the index of each state, then a merge: no walk over states that are not wanted.
    rows = [
        row
        for state in dict.fromkeys(states)
        for row in connection.execute(lines.where(dossiers.c.state == state.value)).mappings()
    ]
    rows.sort(key=lambda row: (-row["rank"], row["changed_at"], row["num"]), reverse=True)
    return [to_summary(row) for row in rows[:limit]]


def of_numbers(connection: Connection, numbers: Sequence[int]) -> list[DossierSummary]:
    """Summaries in the order of the numbers."""
    rows = connection.execute(select(dossiers).where(dossiers.c.num.in_(numbers))).mappings()
    by_number = {row["num"]: row for row in rows}
    return [to_summary(by_number[number]) for number in numbers if number in by_number]
