"""What two stages of reading add on the archive: surer proposals, contradictions beside a person, cleared pages."""

from dataclasses import replace

import pytest

from dossier.operations import ClearPage, NewValue
from dossier.ports import AckStatus
from dossier.reading import ValueSource
from dossier.snapshots import FieldSnapshot
from dossier.states import Role
from tests.support.archive_parts import Desk, Paper
from tests.support.running_archive import TestArchive

APPLIED, MERGED, REJECTED = AckStatus.APPLIED, AckStatus.MERGED, AckStatus.REJECTED


class Read:
    """A paper on the archive with a proposal of the first stage."""

    def __init__(self, archive: TestArchive) -> None:
        self.archive, self.desk = archive, Desk()
        self.lan = archive.caller("lan", Role.CLERK)
        self.paper: Paper = self.desk.paper("01")
        self.first = self.desk.value("73", source=ValueSource.OCR)
        archive.upload(self.lan, self.desk)
        archive.push(self.lan, [*self.desk.take_in(self.paper), self.desk.put(self.paper, self.first)])

    def machine(self, text: str, base: NewValue, **more: object) -> NewValue:
        return replace(self.desk.value(text, source=ValueSource.OCR, base=base), **more)  # type: ignore[arg-type]

    def put(self, value: NewValue) -> AckStatus:
        [result] = self.archive.push(self.lan, [self.desk.put(self.paper, value)])
        return result.status

    def field(self) -> FieldSnapshot:
        held = self.archive.snapshots(self.lan, self.paper.dossier)
        return next(item for item in held if isinstance(item, FieldSnapshot))


@pytest.fixture
def read(archive: TestArchive) -> Read:
    return Read(archive)


def test_a_surer_proposal_replaces_the_one_it_was_made_on_and_the_same_adds_nothing(read: Read) -> None:
    surer = read.machine("73", read.first, certain=True)
    assert read.put(surer) is APPLIED
    assert read.field().value == surer
    assert read.put(read.machine("73", read.first, certain=True)) is MERGED
    assert read.field().value == surer


def test_a_late_contradiction_stands_beside_the_persons_value(read: Read) -> None:
    person = read.desk.value("73", base=read.first)
    read.put(person)
    late = read.machine("73", person, second="78")
    assert read.put(late) is MERGED
    assert (read.field().value, read.field().differing) == (person, late)
    again = replace(read.desk.value("78", base=person), as_read="73")
    read.put(again)
    assert (read.field().value, read.field().differing) == (again, None), "the person has spoken since"


def test_a_machine_that_agrees_contradicts_nobody(read: Read) -> None:
    person = read.desk.value("73", base=read.first)
    read.put(person)
    assert read.put(read.machine("73", person, certain=True)) is MERGED
    assert read.field().differing is None


def test_who_clears_a_page_is_kept_and_a_false_alarm_is_a_supervisors(read: Read) -> None:
    def clear(caller: str, role: Role, mark: str | None, reason: str) -> str | None:
        payload = ClearPage(id=read.paper.page, mark=mark, reason=reason)
        entry = read.desk.entry(read.paper.dossier, payload)
        [result] = read.archive.push(read.archive.caller(caller, role), [entry], device=read.desk.device)
        return result.code or result.status.value

    assert clear("hoa", Role.CLERK, None, "") == "applied"
    assert clear("binh", Role.CLERK, "MẬT", "tên người") == "archive_forbidden"
    assert clear("minh", Role.SUPERVISOR, "MẬT", " ") == "clearing_reason_missing"
    assert clear("thu", Role.SUPERVISOR, "MẬT", "tên người") == "applied"


def test_another_desk_may_come_back_to_what_the_first_one_took_back(read: Read) -> None:
    empty = read.machine("", read.first)
    assert read.put(empty) is APPLIED
    again = read.machine("73", empty)
    assert read.put(again) is APPLIED
    assert read.field().value == again


def test_a_machine_may_take_back_twice(read: Read) -> None:
    empty = read.machine("", read.first)
    other = read.machine("78", empty)
    empty_again = read.machine("", other)
    assert [read.put(value) for value in (empty, other, empty_again)] == [APPLIED] * 3
    assert read.field().value == empty_again


def test_all_of_that_in_one_operation_is_the_same(read: Read) -> None:
    empty = read.machine("", read.first)
    other = read.machine("78", empty)
    empty_again = read.machine("", other)
    entry = read.desk.put(read.paper, empty, other, empty_again)
    assert [result.status for result in read.archive.push(read.lan, [entry])] == [APPLIED]
    assert read.field().value == empty_again


def test_the_same_contradiction_of_a_person_twice_adds_nothing(read: Read) -> None:
    person = read.desk.value("73", base=read.first)
    read.put(person)
    read.put(read.machine("78", person))
    before = read.field()
    assert read.put(read.machine("78", person)) is MERGED
    assert read.field() == before
