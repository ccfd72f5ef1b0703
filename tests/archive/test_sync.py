"""The sync engine: everything arrives once, files first, and one dossier's trouble is no other's."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from archive.client import HttpArchive
from archive.protocol import FeedPage
from archive.sync import SyncProgress, SyncReport, sync_once
from dossier.errors import (
    ArchiveAway,
    ArchiveError,
    ArchiveFull,
    ArchiveProtocol,
    ArchiveRefused,
    ArchiveUnauthorised,
    NotFound,
)
from dossier.ids import ArchiveId, DeviceId, Sha256, UserId
from dossier.ports import Acknowledgement, AckStatus, Cursor, Identity, OutboxEntry
from dossier.reading import ValueSource
from dossier.snapshots import DossierSnapshot, FieldSnapshot
from dossier.states import Role, State
from tests.support.archive_parts import OFFICE, Desk, SetClock
from tests.support.fake_outbox import FakeOutbox
from tests.support.running_archive import TestArchive, listening_archive

ME = Identity(archive=ArchiveId("a"), office=OFFICE, user=UserId("lan"), roles=frozenset({Role.CLERK}), embedded=False)
Answer = Callable[[OutboxEntry], Acknowledgement]


def applied(entry: OutboxEntry) -> Acknowledgement:
    return Acknowledgement(operation=entry.operation, status=AckStatus.APPLIED, rev=1)


@dataclass
class ScriptedArchive:
    """An archive that answers as a test says and remembers what it was asked."""

    answer: Answer = applied
    held: set[Sha256] = field(default_factory=set)
    pages: list[FeedPage] = field(default_factory=lambda: [FeedPage(epoch="e", rows=(), next=0, more=False)])
    calls: list[str] = field(default_factory=list)
    pushed: list[list[OutboxEntry]] = field(default_factory=list)
    fails: dict[str, ArchiveError] = field(default_factory=dict)

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if name in self.fails:
            raise self.fails[name]

    def identity(self) -> Identity:
        self._called("identity")
        return ME

    def missing(self, hashes: Sequence[Sha256]) -> frozenset[Sha256]:
        self._called("missing")
        assert len(hashes) <= 500
        return frozenset(hashes) - self.held

    def upload(self, sha256: Sha256, data: bytes) -> None:
        self._called("upload")
        assert sha256 not in self.held
        self.held.add(sha256)

    def push(self, entries: Sequence[OutboxEntry]) -> Sequence[Acknowledgement]:
        self._called("push")
        assert 0 < len(entries) <= 100
        self.pushed.append(list(entries))
        return [self.answer(entry) for entry in entries]

    def feed(self, cursor: Cursor | None) -> FeedPage:
        self._called("feed")
        return self.pages[0] if len(self.pages) == 1 else self.pages.pop(0)


def run(outbox: FakeOutbox, desk: Desk, archive: ScriptedArchive) -> SyncReport:
    return sync_once(outbox, desk.files, archive, SetClock())


def test_files_go_before_the_operations_that_name_them_and_are_counted_once() -> None:
    desk, archive = Desk(), ScriptedArchive()
    outbox = FakeOutbox(desk.take_in(desk.paper("01")))
    report = run(outbox, desk, archive)
    assert archive.calls == ["identity", "missing", "upload", "upload", "push", "feed"]
    assert (report.blobs_sent, report.operations_sent, report.rejected) == (2, 4, 0)

    outbox.add(*desk.take_in(desk.paper("01")))  # the same pictures again
    assert run(outbox, desk, archive).blobs_sent == 0


def test_batches_keep_the_limits() -> None:
    desk, archive = Desk(), ScriptedArchive()
    many = [desk.take_in(desk.paper(f"{number}"))[0] for number in range(250)]
    big = [dataclasses.replace(entry, body=entry.body + " " * 200_000) for entry in many[:3]]
    outbox = FakeOutbox([*big, *many[3:]])
    report = run(outbox, desk, archive)
    assert [len(batch) for batch in archive.pushed][:2] == [1, 1]
    assert max(len(batch) for batch in archive.pushed) == 100
    assert report.operations_sent == 250


def test_a_rejected_operation_goes_to_the_attention_box_and_the_others_go_on() -> None:
    desk = Desk()
    bad, *good = desk.take_in(desk.paper("01"))

    def answer(entry: OutboxEntry) -> Acknowledgement:
        if entry.operation == bad.operation:
            return Acknowledgement(operation=entry.operation, status=AckStatus.REJECTED, code="state_conflict")
        return applied(entry)

    outbox = FakeOutbox([bad, *good])
    report = run(outbox, desk, ScriptedArchive(answer))
    assert (report.operations_sent, report.rejected, report.waiting) == (3, 1, frozenset())
    assert [item.code for item in outbox.outbox_state(ME.archive).attention] == ["state_conflict"]


@pytest.mark.parametrize("status", [AckStatus.BLOCKED, AckStatus.RETRY, AckStatus.NEED_BLOBS])
def test_what_cannot_be_settled_waits_without_spinning_and_holds_up_its_own_dossier_only(status: AckStatus) -> None:
    desk = Desk()
    stuck, free = desk.paper("stuck"), desk.paper("free")

    def answer(entry: OutboxEntry) -> Acknowledgement:
        if entry.dossier == stuck.dossier:
            return Acknowledgement(operation=entry.operation, status=status)
        return applied(entry)

    waiting = [entry for _ in range(60) for entry in desk.take_in(stuck)[:2]]  # fills more than one batch
    archive = ScriptedArchive(answer)
    outbox = FakeOutbox([*waiting, *desk.take_in(free)])
    report = run(outbox, desk, archive)
    assert report.waiting == {stuck.dossier}
    assert report.operations_sent == 4
    assert len(archive.pushed) == 2


def test_files_that_the_archive_asks_for_are_brought_and_the_operation_goes_again() -> None:
    desk = Desk()
    paper = desk.paper("01")
    asked: list[str] = []

    def answer(entry: OutboxEntry) -> Acknowledgement:
        if entry.needs and len(asked) < 2:
            asked.append("again")
            archive.held.discard(paper.picture)
            return Acknowledgement(operation=entry.operation, status=AckStatus.NEED_BLOBS, missing=(paper.picture,))
        return applied(entry)

    archive = ScriptedArchive(answer)
    report = run(FakeOutbox(desk.take_in(paper)), desk, archive)
    assert (report.operations_sent, report.blobs_sent, report.waiting) == (4, 4, frozenset())


def test_an_archive_that_never_has_enough_does_not_keep_us() -> None:
    desk = Desk()
    paper = desk.paper("01")

    def answer(entry: OutboxEntry) -> Acknowledgement:
        archive.held.clear()
        if not entry.needs:
            return applied(entry)
        return Acknowledgement(operation=entry.operation, status=AckStatus.NEED_BLOBS, missing=entry.needs)

    archive = ScriptedArchive(answer)
    report = run(FakeOutbox(desk.take_in(paper)), desk, archive)
    assert report.waiting == {paper.dossier}
    assert len(archive.pushed) <= 5


def test_a_file_that_is_gone_here_is_reported_and_only_its_dossier_waits() -> None:
    desk, archive = Desk(), ScriptedArchive()
    broken, whole = desk.paper("broken"), desk.paper("whole")
    del desk.files.held[broken.picture]
    report = run(FakeOutbox([*desk.take_in(broken), *desk.take_in(whole)]), desk, archive)
    assert [type(trouble) for trouble in report.troubles] == [NotFound]
    assert report.operations_sent == 4
    assert report.waiting == {broken.dossier}


def test_a_push_that_is_refused_whole_is_taken_apart() -> None:
    desk = Desk()
    bad, one, two = desk.paper("bad"), desk.paper("1"), desk.paper("2")

    class Choosy(ScriptedArchive):
        def push(self, entries: Sequence[OutboxEntry]) -> Sequence[Acknowledgement]:
            if any(entry.dossier == bad.dossier for entry in entries):
                raise ArchiveRefused(reason="bug")
            return super().push(entries)

    outbox = FakeOutbox([entry for paper in (one, bad, two) for entry in desk.take_in(paper)])
    report = run(outbox, desk, Choosy())
    assert (report.operations_sent, report.why) == (8, None)
    assert report.waiting == {bad.dossier}
    assert [type(trouble) for trouble in report.troubles] == [ArchiveRefused]


def test_a_full_archive_takes_nothing_but_still_tells_what_is_new() -> None:
    desk, archive = Desk(), ScriptedArchive(fails={"upload": ArchiveFull()})
    outbox = FakeOutbox(desk.take_in(desk.paper("01")))
    report = run(outbox, desk, archive)
    assert isinstance(report.why, ArchiveFull)
    assert not report.away
    assert archive.calls[-1] == "feed"
    assert outbox.outbox_state(ME.archive).waiting == 4


@pytest.mark.parametrize("where", ["identity", "missing", "upload", "push", "feed"])
def test_an_archive_that_goes_away_ends_the_round_and_nothing_is_lost(where: str) -> None:
    desk, archive = Desk(), ScriptedArchive(fails={where: ArchiveAway()})
    outbox = FakeOutbox(desk.take_in(desk.paper("01")))
    report = run(outbox, desk, archive)
    assert report.away
    assert isinstance(report.why, ArchiveAway)

    archive.fails.clear()
    run(outbox, desk, archive)
    assert outbox.outbox_state(ME.archive).waiting == 0


def test_a_wrong_token_is_no_absence() -> None:
    desk, archive = Desk(), ScriptedArchive(fails={"identity": ArchiveUnauthorised()})
    report = run(FakeOutbox(), desk, archive)
    assert not report.away
    assert isinstance(report.why, ArchiveUnauthorised)


def test_answers_that_do_not_fit_settle_nothing() -> None:
    desk = Desk()

    class Mute(ScriptedArchive):
        def push(self, entries: Sequence[OutboxEntry]) -> Sequence[Acknowledgement]:
            return [applied(entry) for entry in entries[1:]]

    outbox = FakeOutbox(desk.take_in(desk.paper("01")))
    report = run(outbox, desk, Mute())
    assert isinstance(report.why, ArchiveProtocol)
    assert outbox.outbox_state(ME.archive).waiting == 4


def test_a_feed_that_stands_still_does_not_keep_us() -> None:
    stuck = FeedPage(epoch="e", rows=(), next=7, more=True)
    report = run(FakeOutbox(), Desk(), ScriptedArchive(pages=[stuck]))
    assert isinstance(report.why, ArchiveProtocol)


def test_a_round_can_be_stopped_between_any_two_steps() -> None:
    desk = Desk()
    steps: list[int] = []

    def stop_after(count: int) -> SyncReport:
        steps.clear()
        outbox = FakeOutbox(desk.take_in(desk.paper("01")))

        def cancelled() -> bool:
            steps.append(1)
            return len(steps) > count

        return sync_once(outbox, desk.files, ScriptedArchive(), SetClock(), cancelled=cancelled)

    reports = [stop_after(count) for count in range(6)]
    assert [report.cancelled for report in reports] == [True] * 5 + [False]
    assert [report.blobs_sent for report in reports] == [0, 0, 1, 2, 2, 2]
    assert [report.operations_sent for report in reports] == [0, 0, 0, 0, 4, 4]


def test_progress_only_grows() -> None:
    desk = Desk()
    told: list[SyncProgress] = []
    outbox = FakeOutbox(desk.take_in(desk.paper("01")))
    sync_once(outbox, desk.files, ScriptedArchive(), SetClock(), progress=told.append)
    assert [(step.blobs_sent, step.operations_sent) for step in told] == [(1, 0), (2, 0), (2, 4), (2, 4)]


def test_two_machines_end_with_the_same_whatever_the_archive_s_absences(archive: TestArchive, clock: SetClock) -> None:
    one, two = Desk(), Desk(user=UserId("minh"), device=DeviceId("may-2"))
    paper = one.paper("01")
    two.paper("01")
    first = FakeOutbox([*one.take_in(paper), one.put(paper, one.value("A?", source=ValueSource.OCR))])
    second = FakeOutbox([*two.take_in(paper), two.put(paper, two.value("A?", source=ValueSource.OCR))])
    tokens = archive.token("lan", Role.CLERK), archive.token("minh", Role.CLERK)

    def sync(url: str, token: str, desk: Desk, outbox: FakeOutbox) -> SyncReport:
        with HttpArchive(url, token, attempts=1) as client:
            return sync_once(outbox, desk.files, client, clock)

    with listening_archive(archive) as url:
        report = sync(url, tokens[0], one, first)
        assert (report.blobs_sent, report.operations_sent) == (2, 5)
    first.add(one.put(paper, one.value("A")), one.move(paper, State.RECEIVED, State.SCANNED))
    assert sync(url, tokens[0], one, first).away
    with listening_archive(archive) as url:
        report = sync(url, tokens[1], two, second)
        assert (report.blobs_sent, report.operations_sent, report.rejected) == (0, 5, 0)
        assert sync(url, tokens[0], one, first).operations_sent == 2
        sync(url, tokens[1], two, second)

    assert first.things == second.things
    kinds = [type(snapshot) for snapshot in first.snapshots(paper.dossier)]
    assert (kinds.count(DossierSnapshot), kinds.count(FieldSnapshot)) == (1, 1)
    caller = archive.service.accounts.authenticate(tokens[0])
    history = archive.service.reading.dossier(caller, paper.dossier).history
    assert [item.value.value for item in history] == ["A?", "A"]
