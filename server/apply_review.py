"""Applying moves along the line and checkers' verdicts: where the archive says who may, and on what he saw."""

from dataclasses import replace

from dossier.errors import (
    AlreadyTaken,
    ArchiveForbidden,
    OpenConflicts,
    OperationInvalid,
    OwnWork,
    ReasonMissing,
    StaleReview,
    StateConflict,
)
from dossier.model import Verdict
from dossier.operations import Decide, MoveDossier
from dossier.ports import AckStatus
from dossier.snapshots import DecisionSnapshot, DossierSnapshot
from dossier.states import CHECKED_BY_PERSON, KEYING_OPEN, LINE, Mark, Role, State, require_move, require_other_person
from dossier.use_cases.checking import CHECKABLE, mark_of, target_of
from server.apply_values import with_keyers
from server.work import Work

_RETURNED = frozenset({Mark.RETURNED_FIELD, Mark.RETURNED_PAGE, Mark.RETURNED_STRUCTURE})


def move_dossier(work: Work, payload: MoveDossier) -> AckStatus:
    """Move a dossier whose author saw where it stands. A station before keying that is passed already is no change.

    Only a verdict makes a dossier checked; what was handed to the checkers comes back by a verdict, or by the one who
    keyed it while nobody has taken it. Raises `StateConflict`, `MoveNotAllowed`, `ArchiveForbidden`, `AlreadyTaken`.
    """
    if payload.dossier != work.operation.dossier:
        raise OperationInvalid(thing="dossier", id=payload.dossier)
    dossier = work.dossier()
    if _passed(dossier.state, payload):
        return AckStatus.MERGED
    _require_seen(dossier, payload.seen)
    require_move(payload.seen, payload.target)
    if payload.target in CHECKED_BY_PERSON or payload.seen in CHECKED_BY_PERSON:
        raise ArchiveForbidden(target=payload.target.value)
    if payload.seen is State.KEYED:
        _require_own_and_free(work, dossier)
    moved = replace(dossier, state=payload.target)
    if payload.target is State.KEYED:
        moved = replace(moved, keyed_by=with_keyers(dossier.keyed_by, work.people), marks=_without_returned(dossier))
    work.holding.put(moved)
    return AckStatus.APPLIED


def decide(work: Work, payload: Decide) -> AckStatus:
    """A verdict on exactly what stands here. Raises what stands in the way, in the order a person would be told."""
    decision = payload.decision
    if decision.dossier != work.operation.dossier:
        raise OperationInvalid(thing="dossier", id=decision.dossier)
    work.require_role(Role.SUPERVISOR)
    dossier = work.dossier()
    _require_seen(dossier, payload.seen)
    if dossier.state not in CHECKABLE:
        raise StateConflict(current=dossier.state.value, seen=payload.seen.value)
    _require_may_check(work, dossier)
    returned = decision.verdict is Verdict.RETURN
    if returned and (not decision.remarks or not all(remark.reason.strip() for remark in decision.remarks)):
        raise ReasonMissing()
    if decision.content_hash != work.holding.content_hash():
        raise StaleReview(dossier=dossier.code)
    if not returned and Mark.CONFLICT in dossier.marks:
        raise OpenConflicts(dossier=dossier.code)
    marks = _without_returned(dossier)
    if returned:
        marks = tuple(sorted({*marks, mark_of(decision.remarks)}))
    target = target_of(decision.verdict, dossier.state)
    work.holding.put(replace(dossier, state=target, marks=marks, holder=None, held_until=None))
    work.holding.put(DecisionSnapshot(decision=replace(decision, actor=work.actor())), note=work.people[-1])
    return AckStatus.APPLIED


def held_by_another(dossier: DossierSnapshot, work: Work) -> bool:
    """Whether another person has taken the dossier and his time has not run out, by the archive's clock."""
    live = dossier.held_until is not None and dossier.held_until > work.now
    return live and dossier.holder != work.person


def _require_seen(dossier: DossierSnapshot, seen: State) -> None:
    if dossier.state is not seen:
        raise StateConflict(current=dossier.state.value, seen=seen.value)


def _require_may_check(work: Work, dossier: DossierSnapshot) -> None:
    """Nobody checks what he keyed, nor what another has taken, nor twice what he has checked once.

    That holds for the token's user and for whom the verdict names: neither may have keyed or checked it, under either
    of the two names he may be known by.
    """
    for person in work.people:
        require_other_person(frozenset(dossier.keyed_by), person)
    if held_by_another(dossier, work):
        raise AlreadyTaken(holder=dossier.holder)
    last = work.holding.find(DecisionSnapshot, dossier.id)
    if dossier.state is State.CHECKED_1 and last is not None:
        before = {last.decision.actor.user, work.holding.note(DecisionSnapshot, dossier.id)}
        if not before.isdisjoint(work.people):
            raise OwnWork(user=work.person)


def _require_own_and_free(work: Work, dossier: DossierSnapshot) -> None:
    if work.person not in dossier.keyed_by:
        raise ArchiveForbidden(dossier=dossier.code)
    if held_by_another(dossier, work):
        raise AlreadyTaken(holder=dossier.holder)


def _passed(current: State, payload: MoveDossier) -> bool:
    """A second device that takes the same paper in moves it through stations the first has left behind."""
    at, target, seen = LINE.index(current), LINE.index(payload.target), LINE.index(payload.seen)
    return payload.target in KEYING_OPEN and seen < target <= at


def _without_returned(dossier: DossierSnapshot) -> tuple[Mark, ...]:
    return tuple(mark for mark in dossier.marks if mark not in _RETURNED)
