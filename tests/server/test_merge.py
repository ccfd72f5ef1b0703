"""How two values of one field meet."""

import itertools
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.ids import ValueId
from dossier.operations import NewValue
from dossier.reading import Box, ValueSource
from server.merge import Outcome, merge_value, same_proposal

HUMAN, OCR = ValueSource.HUMAN, ValueSource.OCR


def value(name: str, text: str, source: ValueSource = HUMAN, base: NewValue | None = None) -> NewValue:
    return NewValue(
        id=ValueId(name),
        path="p",
        value=text,
        source=source,
        base=base.id if base else None,
        base_value=base.value if base else None,
    )


READ = value("m1", "A", OCR)
KEYED = value("h1", "A")


@pytest.mark.parametrize(
    ("current", "new", "outcome"),
    [
        (None, READ, Outcome.EFFECTIVE),
        (None, KEYED, Outcome.EFFECTIVE),
        (READ, value("h2", "B", base=READ), Outcome.EFFECTIVE),
        (READ, value("h2", "B"), Outcome.EFFECTIVE),
        (READ, value("m2", "B", OCR, READ), Outcome.EFFECTIVE),
        (READ, value("m2", "B", OCR), Outcome.KEPT),
        (KEYED, value("m2", "B", OCR, KEYED), Outcome.KEPT),
        (KEYED, value("h2", "B", base=KEYED), Outcome.EFFECTIVE),
        (KEYED, value("h2", "A", base=READ), Outcome.EFFECTIVE),
        (KEYED, value("h2", "A"), Outcome.CONVERGED),
        (KEYED, value("h2", "B"), Outcome.CONFLICT),
        (value("h1", "C"), value("h2", "B", base=READ), Outcome.CONFLICT),
    ],
)
def test_the_table_of_meetings(current: NewValue | None, new: NewValue, outcome: Outcome) -> None:
    assert merge_value(current, new).outcome is outcome


def test_who_saw_the_effective_value_settles_the_field_s_conflicts() -> None:
    merged = merge_value(KEYED, value("h3", "C", base=KEYED), [ValueId("h2")])
    assert merged.closes == {"h2"}


def test_a_conflict_that_its_author_cannot_have_seen_stays_open() -> None:
    merged = merge_value(KEYED, value("h3", "C", base=KEYED), [ValueId("h2"), ValueId("h4")], [ValueId("h4")])
    assert merged.closes == {"h2"}


def test_who_goes_on_from_his_own_losing_value_replaces_it_in_the_conflict() -> None:
    lost = value("h2", "B")
    merged = merge_value(value("h1", "A"), value("h3", "C", base=lost), [lost.id, ValueId("other")])
    assert merged.outcome is Outcome.CONFLICT
    assert merged.closes == {"h2"}


def test_a_proposal_is_the_same_only_at_the_same_place() -> None:
    here = NewValue(id=ValueId("1"), path="p", value="A", source=OCR, box=Box(x=1, y=1, w=1, h=1))
    there = NewValue(id=ValueId("2"), path="p", value="A", source=OCR, box=Box(x=2, y=1, w=1, h=1))
    again = NewValue(id=ValueId("3"), path="p", value="A", source=OCR, box=Box(x=1, y=1, w=1, h=1))
    assert same_proposal(here, again)
    assert not same_proposal(here, there)
    assert not same_proposal(value("1", "A"), value("2", "A"))


@dataclass
class Field:
    """One field as the archive keeps it, by the rules alone."""

    current: NewValue | None = None
    losing: dict[ValueId, NewValue] = field(default_factory=dict)
    history: list[NewValue] = field(default_factory=list)

    def take(self, new: NewValue) -> None:
        """Everybody is offline, so nobody has seen a conflict."""
        merged = merge_value(self.current, new, list(self.losing), list(self.losing))
        self.history.append(new)
        self.losing = {name: lost for name, lost in self.losing.items() if name not in merged.closes}
        if merged.outcome is Outcome.EFFECTIVE:
            self.current = new
        if merged.outcome is Outcome.CONFLICT:
            self.losing[new.id] = new


@given(
    texts=st.lists(st.tuples(st.integers(0, 2), st.sampled_from("ABC"), st.booleans()), max_size=6),
    data=st.data(),
)
def test_no_order_of_arrival_loses_a_person_s_value(texts: list[tuple[int, str, bool]], data: st.DataObject) -> None:
    """Three people work offline, each on what he saw last; their values arrive in any order that keeps their own."""
    chains: dict[int, list[NewValue]] = {0: [], 1: [], 2: []}
    for number, (person, text, human) in enumerate(texts):
        base = chains[person][-1] if chains[person] else None
        chains[person].append(value(f"v{number}", text, HUMAN if human else OCR, base))
    order = data.draw(st.permutations([person for person, chain in chains.items() for _ in chain]))
    queues = {person: iter(chain) for person, chain in chains.items()}
    held = Field()
    for person in order:
        held.take(next(queues[person]))

    humans = [new for new in held.history if new.source is HUMAN]
    if humans:
        assert held.current is not None
        assert held.current.source is HUMAN
    for new in humans:
        seen_by_a_successor = any(later.base == new.id for later in held.history)
        stands = held.current is not None and held.current.value == new.value
        replaced_with_sight = any(later.base_value == new.value for later in humans if later is not new)
        assert stands or seen_by_a_successor or replaced_with_sight or new.id in held.losing


def test_two_people_on_different_orders_agree_on_what_is_in_dispute() -> None:
    for order in itertools.permutations([value("h1", "A"), value("h2", "B")]):
        held = Field()
        for new in order:
            held.take(new)
        assert held.current is order[0]
        assert list(held.losing.values()) == [order[1]]
