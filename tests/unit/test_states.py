"""The line a dossier passes: what can be reached, what cannot be skipped, and who may not check."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.errors import MoveNotAllowed, OwnWork
from dossier.ids import LOCAL_USER, SYSTEM_USER, UserId
from dossier.states import (
    CHECKED_BY_PERSON,
    KEYING_OPEN,
    LINE,
    MOVES,
    OPTIONAL,
    State,
    require_move,
    require_other_person,
)

REQUIRED = [State.SCANNED, State.READ, State.KEYED, State.CHECKED_1, State.ACCEPTED]
"""Written out here, so that the table cannot excuse itself: no dossier is archived without any of these."""

users = st.sampled_from([UserId("lan"), UserId("minh"), LOCAL_USER, SYSTEM_USER])


def reachable(start: State, without: frozenset[State] = frozenset()) -> set[State]:
    """Everything that moves lead to, never entering the stations left out."""
    seen, ahead = {start}, [start]
    while ahead:
        for target in MOVES[ahead.pop()] - seen - without:
            seen.add(target)
            ahead.append(target)
    return seen


def test_every_station_is_reached_from_the_first() -> None:
    assert reachable(State.RECEIVED) == set(State)


def test_every_dossier_can_still_be_archived_wherever_it_stands() -> None:
    assert all(State.ARCHIVED in reachable(state) for state in State)


def test_each_station_leads_to_the_next() -> None:
    assert all(later in MOVES[earlier] for earlier, later in pairwise(LINE))


@pytest.mark.parametrize("station", REQUIRED)
def test_no_required_station_can_be_skipped(station: State) -> None:
    assert State.ARCHIVED not in reachable(State.RECEIVED, without=frozenset({station}))


def test_every_station_is_required_or_optional() -> None:
    assert set(REQUIRED) | {State.RECEIVED, State.ARCHIVED} == set(State) - OPTIONAL


@pytest.mark.parametrize("station", sorted(OPTIONAL))
def test_every_optional_station_can_be_left_out(station: State) -> None:
    assert State.ARCHIVED in reachable(State.RECEIVED, without=frozenset({station}))


def test_what_was_checked_or_accepted_is_never_open_for_keying_without_a_return() -> None:
    assert not KEYING_OPEN & CHECKED_BY_PERSON
    back = {(state, target) for state in CHECKED_BY_PERSON for target in MOVES[state] & KEYING_OPEN}
    assert {target for _, target in back} == {State.READ, State.SCANNED}


def test_nothing_leaves_the_archive_and_nothing_stands_still() -> None:
    assert not MOVES[State.ARCHIVED]
    assert all(state not in MOVES[state] for state in State)


@given(current=st.sampled_from(State), target=st.sampled_from(State))
def test_a_move_is_refused_exactly_when_the_table_does_not_have_it(current: State, target: State) -> None:
    if target in MOVES[current]:
        require_move(current, target)
        return
    with pytest.raises(MoveNotAllowed) as refused:
        require_move(current, target)
    assert refused.value.facts == {"current": current.value, "target": target.value}


@given(keyers=st.frozensets(users), checker=users)
def test_nobody_checks_what_he_keyed_and_a_machine_keys_nothing(keyers: frozenset[UserId], checker: UserId) -> None:
    if checker in keyers and checker != SYSTEM_USER:
        with pytest.raises(OwnWork) as refused:
            require_other_person(keyers, checker)
        assert refused.value.facts == {"user": checker}
    else:
        require_other_person(keyers, checker)
