"""Errors carry a code and facts across processes, and their codes name one thing each."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import errors
from dossier.errors import ArchiveError, BugError, MachineError, SohoaError, UseError, WorldError

if TYPE_CHECKING:
    from collections.abc import Iterator


def classes(kind: type[SohoaError] = SohoaError) -> Iterator[type[SohoaError]]:
    yield kind
    for sub in kind.__subclasses__():
        if sub.__module__ == errors.__name__:
            yield from classes(sub)


CLASSES = list(classes())
ABSTRACT = {"SohoaError", "WorldError", "SourceError", "MachineError", "UseError"}
"""Grouping classes, which have no code of their own."""

facts_of_errors = st.dictionaries(
    st.from_regex(r"[a-z_]{1,8}", fullmatch=True).filter(lambda name: name != "self"),
    st.none() | st.integers() | st.text() | st.floats(allow_nan=False),
)


@given(kind=st.sampled_from(CLASSES), facts=facts_of_errors)
def test_an_error_of_a_worker_arrives_as_it_was_raised(kind: type[SohoaError], facts: dict[str, errors.Fact]) -> None:
    sent = kind(**facts)
    arrived = pickle.loads(pickle.dumps(sent))
    assert type(arrived) is kind
    assert (arrived.code, arrived.facts, str(arrived)) == (sent.code, sent.facts, str(sent))


def test_every_code_names_one_class() -> None:
    own = [kind.code for kind in CLASSES if kind.__name__ not in ABSTRACT]
    assert len(own) == len(set(own))
    assert SohoaError.code not in own


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_the_fault_is_the_worlds_a_persons_or_ours(kind: type[SohoaError]) -> None:
    sides = [side for side in (WorldError, UseError, BugError) if issubclass(kind, side)]
    assert len(sides) == (0 if kind is SohoaError else 1)
    assert not (issubclass(kind, MachineError) and issubclass(kind, ArchiveError))


def test_the_text_of_an_error_is_its_code_and_facts() -> None:
    assert str(errors.DiskFull(path="/d", free=3)) == "disk_full(path='/d', free=3)"
