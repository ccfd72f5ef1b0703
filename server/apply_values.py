"""Applying values: each goes through the merge rules, and every one of them is kept in the history."""

from collections.abc import Sequence
from dataclasses import replace

from dossier.errors import NotFound, OperationChanged
from dossier.ids import RecordId, UserId, ValueId
from dossier.operations import NewValue, PutValues
from dossier.ports import AckStatus
from dossier.reading import ValueSource
from dossier.rules.doubts import is_doubt
from dossier.snapshots import ConflictSnapshot, DossierSnapshot, FieldSnapshot, RecordSnapshot
from dossier.states import Mark
from server.holding import Put, field_key
from server.merge import Outcome, merge_value, same_proposal
from server.work import Work


def put_values(work: Work, payload: PutValues) -> AckStatus:
    """Put values into a record of this dossier. Raises `NotFound`, `KeyingClosed`, `OperationChanged`.

    What is known already (the same value again, the same proposal of another device) adds nothing, whatever the state.
    """
    if work.holding.find(RecordSnapshot, payload.record) is None:
        raise NotFound(thing="record", id=payload.record)
    fresh = _fresh(work, payload)
    if not fresh:
        return AckStatus.MERGED
    work.require_keying_open()
    outcomes = {_put_one(work, payload.record, value) for value in fresh}
    if any(value.source is ValueSource.HUMAN for value in fresh):
        dossier = work.dossier()
        work.holding.put(replace(dossier, keyed_by=with_keyers(dossier.keyed_by, work.people)))
    _mark_conflicts(work)
    everything = outcomes == {Outcome.EFFECTIVE} and len(fresh) == len(payload.values)
    return AckStatus.APPLIED if everything else AckStatus.MERGED


def _fresh(work: Work, payload: PutValues) -> list[NewValue]:
    """Values that are neither known by id nor the same proposal as one put before, in this operation too.

    What was made on the value that stands is weighed against that alone: a machine may come back to what it, or one at
    another desk, had proposed before.
    """
    known = work.holding.known_values([value.id for value in payload.values])
    before: Sequence[NewValue] = work.holding.history(payload.record, {value.path for value in payload.values})
    fresh: list[NewValue] = []
    for value in payload.values:
        if value.id in known:
            if known[value.id] != value:
                raise OperationChanged(value=value.id)
        elif not any(
            same_proposal(value, earlier) for earlier in _to_weigh(work, payload.record, value, before, fresh)
        ):
            fresh.append(value)
    return fresh


def _to_weigh(
    work: Work, record: RecordId, value: NewValue, before: Sequence[NewValue], fresh: Sequence[NewValue]
) -> Sequence[NewValue]:
    """What a value would have to repeat to add nothing."""
    made_on = [earlier for earlier in fresh if earlier.path == value.path and earlier.id == value.base]
    if made_on:
        return made_on
    standing = work.holding.find(FieldSnapshot, field_key(record, value.path))
    if standing is None or value.base != standing.value.id:
        return (*before, *fresh)
    return [one for one in (standing.value, standing.differing) if one is not None]


def _put_one(work: Work, record: RecordId, value: NewValue) -> Outcome:
    key = field_key(record, value.path)
    current = work.holding.find(FieldSnapshot, key)
    open_ = [item for item in _open_conflicts(work) if (item.record, item.path) == (record, value.path)]
    standing = current.value if current else None
    unseen = [item.id for item in open_ if not _can_have_seen(work, item, standing, value)]
    merged = merge_value(standing, value, [item.id for item in open_], unseen)
    actor = work.actor(value.source)
    at = work.operation.at
    for item in open_:
        closed = item.id in merged.closes
        effective = value.value if merged.outcome is Outcome.EFFECTIVE else item.effective
        opened = work.holding.note(ConflictSnapshot, item.id)
        work.holding.put(replace(item, open=not closed, effective=effective), note=opened)
    if merged.outcome is Outcome.EFFECTIVE:
        differing = current.differing if current and value.source is ValueSource.HUMAN else None
        if differing is not None and not is_doubt(value, differing):
            differing = None
        work.holding.put(FieldSnapshot(record=record, value=value, actor=actor, at=at, differing=differing))
    elif current is not None and _contradicts(current.value, value):
        work.holding.put(replace(current, differing=value))
    if merged.outcome is Outcome.CONFLICT and current is not None:
        work.holding.put(
            ConflictSnapshot(
                id=ValueId(value.id),
                dossier=work.operation.dossier,
                record=record,
                path=value.path,
                effective=current.value.value,
                losing=value.value,
                source=value.source,
                losing_actor=actor,
                at=at,
                open=True,
            ),
            # The mark below takes the dossier to this revision or beyond.
            note=str(work.holding.rev() + 1),
        )
    put = Put(record=record, value=value, outcome=merged.outcome, actor=actor, at=at, operation=work.operation.id)
    work.holding.keep_value(put)
    return merged.outcome


def _contradicts(person: NewValue, machine: NewValue) -> bool:
    """Whether a machine that read late says something else than a person: the checkers are shown both."""
    by_person = person.source is ValueSource.HUMAN and machine.source is not ValueSource.HUMAN
    return by_person and machine.id != person.base and is_doubt(person, machine)


def _can_have_seen(work: Work, conflict: ConflictSnapshot, current: NewValue | None, value: NewValue) -> bool:
    """Whether the author of a value knew of a conflict: by the revision he saw, else by the value he saw."""
    if work.operation.base_rev:
        return work.operation.base_rev >= int(work.holding.note(ConflictSnapshot, conflict.id) or 0)
    return current is not None and value.base == current.id


def _open_conflicts(work: Work) -> list[ConflictSnapshot]:
    if Mark.CONFLICT not in work.dossier().marks and not work.holding.has_staged_conflict():
        return []
    return [item for item in work.holding.all(ConflictSnapshot) if item.open]


def with_keyers(keyed_by: Sequence[UserId], people: Sequence[UserId]) -> tuple[UserId, ...]:
    """The keyers with these people, in the order they came."""
    return tuple(dict.fromkeys((*keyed_by, *people)))


def _mark_conflicts(work: Work) -> None:
    """The mark follows the open conflicts."""
    if work.holding.has_staged_conflict():
        dossier = work.dossier()
        work.holding.put(_marked(dossier, conflict=bool(_open_conflicts(work))), touch=True)


def _marked(dossier: DossierSnapshot, *, conflict: bool) -> DossierSnapshot:
    marks = set(dossier.marks) - {Mark.CONFLICT} | ({Mark.CONFLICT} if conflict else set())
    return replace(dossier, marks=tuple(sorted(marks)))
