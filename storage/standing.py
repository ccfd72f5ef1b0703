"""Where a dossier stands on the line: its state and marks, moved by a person's step or a checker's decision."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from dossier.errors import MoveNotAllowed, NotFound
from dossier.ids import DossierId
from dossier.model import Verdict
from dossier.operations import Decide, MoveDossier, Operation
from dossier.states import Mark, State
from dossier.use_cases.checking import mark_of, target_of
from storage import schema, values
from storage.changes import Changes
from storage.counters import RETURNED
from storage.rows import from_decision


def set_state(
    connection: Connection, changes: Changes, dossier: DossierId, state: State, marks: Iterable[str | Mark]
) -> None:
    """Put a dossier at a state with exactly these marks."""
    row = {"state": state.value, "marks": sorted(str(mark) for mark in marks)}
    connection.execute(update(schema.dossier).where(schema.dossier.c.id == dossier).values(row))
    changes.dossier(dossier)


def move(connection: Connection, changes: Changes, operation: Operation, payload: MoveDossier) -> bool:
    """A step of the line; False where it was made before. Raises `MoveNotAllowed` when the dossier stands elsewhere."""
    state, marks = _standing(connection, payload.dossier)
    if state is payload.target:
        return False
    if state is not payload.seen:
        raise MoveNotAllowed(current=state.value, target=payload.target.value)
    if payload.target is State.KEYED:
        # What was returned has been put right; the reasons stay in the decision.
        marks -= RETURNED
        values.add_keyer(connection, payload.dossier, operation.actor.user)
    set_state(connection, changes, payload.dossier, payload.target, marks)
    changes.dossier(payload.dossier, operation.at)
    return True


def decide(connection: Connection, changes: Changes, operation: Operation, payload: Decide) -> bool:
    """A checker's word: on to the next station, or back with its reasons. Raises as `move`."""
    decision = payload.decision
    known = select(schema.decision.c.id).filter_by(id=decision.id)
    if connection.execute(known).first() is not None:
        return False
    state, marks = _standing(connection, decision.dossier)
    target = target_of(decision.verdict, payload.seen)
    if state is not payload.seen:
        raise MoveNotAllowed(current=state.value, target=target.value)
    connection.execute(insert(schema.decision).values(from_decision(decision)))
    marks -= RETURNED
    if decision.verdict is Verdict.RETURN:
        marks.add(mark_of(decision.remarks).value)
    set_state(connection, changes, decision.dossier, target, marks)
    changes.dossier(decision.dossier, operation.at)
    return True


def _standing(connection: Connection, dossier: DossierId) -> tuple[State, set[str]]:
    row = connection.execute(select(schema.dossier.c.state, schema.dossier.c.marks).filter_by(id=dossier)).first()
    if row is None:
        raise NotFound(thing="dossier", id=dossier)
    return State(row.state), set(row.marks)
