"""Checking on the archive: who may, on what he saw, and what a return leaves behind."""

from typing import NamedTuple

import pytest

from dossier.errors import AlreadyTaken, ArchiveForbidden, NotFound, OwnWork, StateConflict
from dossier.ids import DeviceId, DossierId, OfficeId, UserId
from dossier.model import Remark, Verdict
from dossier.operations import NewValue
from dossier.ports import AckStatus
from dossier.snapshots import DecisionSnapshot, DossierSnapshot
from dossier.states import Mark, Role, State
from server.accounts import Caller
from server.review_queue import LEASE
from tests.support.archive_parts import Desk, Paper, SetClock, hash_of
from tests.support.running_archive import BOTH, TestArchive


class Office(NamedTuple):
    """Lan has keyed a dossier; Hoa and Tam check."""

    archive: TestArchive
    desk: Desk
    checking: Desk
    paper: Paper
    keyed: NewValue
    lan: Caller
    hoa: Caller
    tam: Caller

    def dossier(self) -> DossierSnapshot:
        held = self.archive.snapshots(self.lan, self.paper.dossier)
        return next(item for item in held if isinstance(item, DossierSnapshot))

    def seen(self) -> str:
        return hash_of(self.archive.snapshots(self.lan, self.paper.dossier))

    def decide(
        self,
        caller: Caller,
        verdict: Verdict,
        *remarks: Remark,
        seen_hash: str | None = None,
        seen: State = State.KEYED,
        author: str | None = None,
    ) -> str | None:
        """Push a verdict, of another author than whose token it is or not; the code of its refusal, or None."""
        self.checking.user = UserId(author or caller.user)
        entry = self.checking.decide(self.paper, verdict, seen_hash or self.seen(), *remarks, seen=seen)
        [result] = self.archive.push(caller, [entry], device=self.checking.device)
        assert result.status in (AckStatus.APPLIED, AckStatus.REJECTED)
        return result.code


@pytest.fixture
def office(archive: TestArchive) -> Office:
    desk, checking = Desk(), Desk(user=UserId("hoa"), device=DeviceId("may-kt"))
    lan = archive.caller("lan", *BOTH)
    paper = desk.paper("01")
    keyed = desk.value("Quyết định")
    archive.upload(lan, desk)
    archive.push(lan, desk.keyed(paper, keyed))
    hoa, tam = archive.caller("hoa", Role.SUPERVISOR), archive.caller("tam", Role.SUPERVISOR)
    return Office(archive, desk, checking, paper, keyed, lan, hoa, tam)


def test_another_person_approves_what_he_saw(office: Office) -> None:
    assert office.decide(office.hoa, Verdict.APPROVE) is None
    assert office.dossier().state is State.CHECKED_1


def test_nobody_approves_what_he_keyed_whatever_his_roles(office: Office) -> None:
    assert office.decide(office.lan, Verdict.APPROVE) == "own_work"
    assert office.dossier().state is State.KEYED


def test_the_checker_is_the_token_s_user_not_whom_the_verdict_names(office: Office) -> None:
    forged = office.checking.decide(office.paper, Verdict.APPROVE, office.seen(), claims=UserId("hoa"))
    [result] = office.archive.push(office.lan, [forged], device="may-kt")
    assert result.code == "own_work"

    office.decide(office.tam, Verdict.APPROVE)
    held = office.archive.snapshots(office.lan, office.paper.dossier)
    [decision] = [item for item in held if isinstance(item, DecisionSnapshot)]
    assert decision.decision.actor.user == "tam"


def test_who_keyed_does_not_check_though_anothers_token_sent_his_work(archive: TestArchive) -> None:
    """Nga keys without a network; the machine is connected with Son's token: it is the work of both."""
    machine, paper = Desk(user=UserId("nga")), Desk().paper("01")
    nga, son = archive.caller("nga", *BOTH), archive.caller("son", *BOTH)
    tam = archive.caller("tam", Role.SUPERVISOR)
    machine.paper("01")
    archive.upload(son, machine)
    archive.push(son, machine.keyed(paper, machine.value("Quyết định")))
    office = Office(archive, machine, Desk(device=DeviceId("may-kt")), paper, machine.value("-"), son, nga, tam)

    assert office.dossier().keyed_by == ("son", "nga")
    for caller in (nga, son):
        assert office.decide(caller, Verdict.APPROVE) == "own_work"
        with pytest.raises(OwnWork):
            archive.service.queue.take(caller, paper.dossier)
    [kept] = archive.service.reading.dossier(tam, paper.dossier).history
    assert (kept.actor.user, kept.claimed) == ("son", "nga")
    assert office.decide(tam, Verdict.APPROVE) is None


@pytest.mark.parametrize("completed_only", [False, True])
def test_a_verdict_of_who_keyed_is_refused_under_any_token(office: Office, *, completed_only: bool) -> None:
    if completed_only:  # the one who hands a dossier over is a keyer, whether he changed a value or not
        office.decide(office.hoa, Verdict.RETURN, Remark(reason="Xem lại"))
        office.desk.user = UserId("minh")
        office.archive.push(office.lan, [office.desk.move(office.paper, State.READ, State.KEYED)])
        assert office.dossier().keyed_by == ("lan", "minh")
    author = "minh" if completed_only else "lan"
    assert office.decide(office.hoa, Verdict.APPROVE, author=author) == "own_work"
    assert office.dossier().state is State.KEYED
    assert office.decide(office.hoa, Verdict.APPROVE) is None


def test_nobody_gives_the_second_check_after_a_first_that_anothers_token_sent(office: Office) -> None:
    assert office.decide(office.hoa, Verdict.APPROVE, author="tam") is None
    for caller, author in ((office.tam, "tam"), (office.hoa, "hoa"), (office.hoa, "tam"), (office.tam, "hoa")):
        assert office.decide(caller, Verdict.APPROVE, seen=State.CHECKED_1, author=author) == "own_work"
    chau = office.archive.caller("chau", Role.SUPERVISOR)
    assert office.decide(chau, Verdict.APPROVE, seen=State.CHECKED_1) is None


@pytest.mark.parametrize("nobody", ["local", "system"])
def test_what_nobody_in_particular_made_is_the_token_s_user_s(archive: TestArchive, nobody: str) -> None:
    machine, lan = Desk(user=UserId(nobody)), archive.caller("lan", Role.CLERK)
    paper = machine.paper("01")
    archive.upload(lan, machine)
    archive.push(lan, machine.keyed(paper, machine.value("1")))
    [dossier] = [item for item in archive.snapshots(lan, paper.dossier) if isinstance(item, DossierSnapshot)]
    assert dossier.keyed_by == ("lan",)
    assert [item.claimed for item in archive.service.reading.dossier(lan, paper.dossier).history] == [None]


def test_a_clerk_does_not_check(office: Office) -> None:
    minh = office.archive.caller("minh", Role.CLERK)
    assert office.decide(minh, Verdict.APPROVE) == "archive_forbidden"
    checked = office.desk.move(office.paper, State.KEYED, State.CHECKED_1)
    assert office.archive.push(office.lan, [checked])[0].code == "archive_forbidden"


def test_a_verdict_on_something_else_is_stale(office: Office) -> None:
    assert office.decide(office.hoa, Verdict.APPROVE, seen_hash="0" * 64) == "stale_review"


def test_a_verdict_on_another_state_is_refused(office: Office) -> None:
    assert office.decide(office.hoa, Verdict.APPROVE, seen=State.CHECKED_1) == "state_conflict"


def test_the_second_check_is_another_person_s(office: Office) -> None:
    office.decide(office.hoa, Verdict.APPROVE)
    assert office.decide(office.hoa, Verdict.APPROVE, seen=State.CHECKED_1) == "own_work"
    assert office.decide(office.tam, Verdict.APPROVE, seen=State.CHECKED_1) is None
    assert office.dossier().state is State.CHECKED_2


@pytest.mark.parametrize(
    ("where", "mark"),
    [("field", Mark.RETURNED_FIELD), ("page", Mark.RETURNED_PAGE), ("structure", Mark.RETURNED_STRUCTURE)],
)
def test_a_return_opens_keying_again_and_its_mark_goes_with_completion(office: Office, where: str, mark: Mark) -> None:
    remark = {
        "field": Remark(reason="Sai số", record=office.paper.record, path="subject"),
        "page": Remark(reason="Mờ", page=office.paper.page),
        "structure": Remark(reason="Tách văn bản"),
    }[where]
    assert office.decide(office.hoa, Verdict.RETURN, remark) is None
    assert (office.dossier().state, office.dossier().marks) == (State.READ, (mark,))

    fixed = office.desk.value("Nghị quyết", base=office.keyed)
    again = [office.desk.put(office.paper, fixed), office.desk.move(office.paper, State.READ, State.KEYED)]
    assert [result.status for result in office.archive.push(office.lan, again)] == [AckStatus.APPLIED] * 2
    assert (office.dossier().state, office.dossier().marks) == (State.KEYED, ())
    assert office.decide(office.hoa, Verdict.APPROVE) is None


@pytest.mark.parametrize("remarks", [(), (Remark(reason="  "),)])
def test_a_return_needs_a_reason(office: Office, remarks: tuple[Remark, ...]) -> None:
    assert office.decide(office.hoa, Verdict.RETURN, *remarks) == "reason_missing"


def test_open_conflicts_block_approval(archive: TestArchive) -> None:
    one, two = Desk(), Desk(user=UserId("minh"), device=DeviceId("may-2"))
    lan, minh = archive.caller("lan", Role.CLERK), archive.caller("minh", Role.CLERK)
    hoa = archive.caller("hoa", Role.SUPERVISOR)
    paper = one.paper("01")
    archive.upload(lan, one)
    [*before, completed] = one.keyed(paper, one.value("A"))
    archive.push(lan, before)
    archive.push(minh, [two.put(paper, two.value("B"))], device="may-2")
    archive.push(lan, [completed])
    fresh = Desk(user=UserId("hoa"), device=DeviceId("may-kt"))
    verdict = fresh.decide(paper, Verdict.APPROVE, hash_of(archive.snapshots(lan, paper.dossier)))
    assert archive.push(hoa, [verdict], device="may-kt")[0].code == "open_conflicts"


def test_a_dossier_is_taken_by_one_person_at_a_time(office: Office, clock: SetClock) -> None:
    queue, dossier = office.archive.service.queue, office.paper.dossier
    before = office.dossier()
    until = queue.take(office.hoa, dossier)
    assert until == clock.now() + LEASE
    assert (office.dossier().holder, office.dossier().held_until) == ("hoa", until)
    assert before.holder is None
    with pytest.raises(AlreadyTaken):
        queue.take(office.tam, dossier)
    with pytest.raises(AlreadyTaken):
        queue.release(office.tam, dossier)
    assert office.decide(office.tam, Verdict.APPROVE) == "already_taken"

    clock.advance(minutes=10)
    assert queue.take(office.hoa, dossier) == clock.now() + LEASE  # who holds it holds it on
    assert office.decide(office.hoa, Verdict.APPROVE) is None
    assert office.dossier().holder is None


def test_a_lease_runs_out_by_the_archive_s_clock(office: Office, clock: SetClock) -> None:
    office.archive.service.queue.take(office.hoa, office.paper.dossier)
    clock.advance(minutes=31)
    assert office.archive.service.queue.take(office.tam, office.paper.dossier) == clock.now() + LEASE
    assert office.decide(office.hoa, Verdict.APPROVE) == "already_taken"


def test_released_is_free_again(office: Office) -> None:
    queue, dossier = office.archive.service.queue, office.paper.dossier
    queue.take(office.hoa, dossier)
    queue.release(office.hoa, dossier)
    queue.release(office.hoa, dossier)
    assert queue.take(office.tam, dossier)


def test_who_may_take_what(office: Office) -> None:
    queue, dossier = office.archive.service.queue, office.paper.dossier
    with pytest.raises(OwnWork):
        queue.take(office.lan, dossier)
    with pytest.raises(ArchiveForbidden):
        queue.take(office.archive.caller("minh", Role.CLERK), dossier)
    with pytest.raises(NotFound):
        queue.take(office.hoa, DossierId("no-such"))
    with pytest.raises(NotFound):
        queue.take(office.archive.caller("xa2", Role.SUPERVISOR, office=OfficeId("xa-02")), dossier)
    office.archive.push(office.lan, office.desk.take_in(office.desk.paper("02"))[:1])
    with pytest.raises(StateConflict):
        queue.take(office.hoa, office.desk.paper("02").dossier)


def test_the_keyer_takes_his_dossier_back_until_a_checker_has_it(office: Office) -> None:
    minh = office.archive.caller("minh", Role.CLERK)
    theirs = Desk(user=UserId("minh"), device=DeviceId("may-2")).move(office.paper, State.KEYED, State.READ)
    assert office.archive.push(minh, [theirs], device="may-2")[0].code == "archive_forbidden"

    office.archive.service.queue.take(office.hoa, office.paper.dossier)
    assert office.archive.push(office.lan, [office.desk.move(office.paper, State.KEYED, State.READ)])[0].code == (
        "already_taken"
    )
    office.archive.service.queue.release(office.hoa, office.paper.dossier)
    back = office.desk.move(office.paper, State.KEYED, State.READ)
    assert office.archive.push(office.lan, [back])[0].status is AckStatus.APPLIED
    assert office.decide(office.hoa, Verdict.APPROVE) == "state_conflict"


def test_a_move_that_its_author_saw_otherwise_is_refused(office: Office) -> None:
    late = office.desk.move(office.paper, State.READ, State.KEYED)
    assert office.archive.push(office.lan, [late])[0].code == "state_conflict"
