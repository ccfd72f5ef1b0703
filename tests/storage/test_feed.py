"""The archive's feed laid over the cache: another machine's work arrives, our own unsettled work stays in front."""

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path

import pytest

from dossier.ids import SYSTEM_USER, ArchiveId, DecisionId, OperationId, ValueId
from dossier.model import Actor, Clearance, Decision, PageStatus, Remark, Verdict
from dossier.operations import NewValue, SetDocumentType
from dossier.ports import Acknowledgement, AckStatus, Batch, Cursor
from dossier.reading import ValueSource
from dossier.snapshots import (
    ConflictSnapshot,
    DecisionSnapshot,
    DocumentSnapshot,
    DossierSnapshot,
    FeedRow,
    FieldSnapshot,
    PageSnapshot,
    RecordSnapshot,
    Snapshot,
)
from dossier.states import Delivery, Mark, State
from storage.database import open_cache
from storage.outbox import SqlOutbox
from storage.store import SqlDossierStore
from tests.support.making import CLERK, MACHINE, OFFICE, OTHER, START, Maker, Scanned

ARCHIVE = ArchiveId("province")


class Feed:
    """Rows of one archive, numbered as it would."""

    def __init__(self, outbox: SqlOutbox, scanned: Scanned) -> None:
        self.outbox = outbox
        self.scanned = scanned
        self.seq = 0
        self.epoch = "one"

    def row(self, snapshot: Snapshot, rev: int = 1) -> FeedRow:
        self.seq += 1
        return FeedRow(seq=self.seq, dossier=self.scanned.dossier, rev=rev, snapshot=snapshot)

    def tell(self, snapshot: Snapshot, rev: int = 1) -> None:
        self.apply(self.row(snapshot, rev))

    def apply(self, *rows: FeedRow) -> None:
        self.outbox.apply_feed(ARCHIVE, rows, Cursor(epoch=self.epoch, seq=self.seq))

    def dossier(self, state: State = State.READ, *marks: Mark) -> DossierSnapshot:
        return DossierSnapshot(
            id=self.scanned.dossier,
            office=OFFICE,
            code="HS-1",
            title="Khai sinh",
            state=state,
            marks=marks,
            keyed_by=(OTHER.user,),
            created_at=START,
        )

    def field(
        self, text: str, *, name: str = "their", base: ValueId | None = None, source: ValueSource = ValueSource.HUMAN
    ) -> FieldSnapshot:
        value = NewValue(id=ValueId(name), path="hoTen", value=text, source=source, base=base)
        actor: Actor = OTHER if source is ValueSource.HUMAN else MACHINE
        return FieldSnapshot(record=self.scanned.record, value=value, actor=actor, at=START)

    def everything(self) -> list[FeedRow]:
        """The whole dossier as the archive holds it."""
        scanned = self.scanned
        document = DocumentSnapshot(
            id=scanned.document,
            dossier=scanned.dossier,
            position=0,
            type_id="giay_khai_sinh",
            type_version=1,
            type_confidence=0.9,
            source_name="a.pdf",
        )
        pages = [
            PageSnapshot(
                id=page,
                dossier=scanned.dossier,
                document=scanned.document,
                position=index,
                picture=payload.picture,
                mime="image/jpeg",
                width=100,
                height=200,
                dpi=300,
                source=payload.source,
                source_name="a.pdf",
                source_page=index + 1,
                rotation=90,
                skew=0.1,
            )
            for index, page in enumerate(scanned.pages)
            for payload in [operation.payload for operation in scanned.batch.operations]
            if payload.kind == "page.add" and payload.id == page
        ]
        record = RecordSnapshot(
            id=scanned.record,
            document=scanned.document,
            ordinal=0,
            type_id="giay_khai_sinh",
            type_version=1,
            regions=(),
        )
        told: tuple[Snapshot, ...] = (self.dossier(), document, *pages, record, self.field("Đặng Thị Lan"))
        return [self.row(item) for item in told]


@pytest.fixture
def scanned(make: Maker) -> Scanned:
    return make.scanned(pages=2)


@pytest.fixture
def feed(outbox: SqlOutbox, scanned: Scanned) -> Feed:
    return Feed(outbox, scanned)


@pytest.fixture
def ours(store: SqlDossierStore, scanned: Scanned) -> Scanned:
    """The dossier taken in and read here."""
    store.commit(scanned.batch)
    store.commit(scanned.read())
    return scanned


def test_a_contradiction_told_beside_a_persons_value_is_the_checkers(store: SqlDossierStore, feed: Feed) -> None:
    feed.apply(*feed.everything())
    told = feed.field("Trần Thị Lan", name="later", base=ValueId("their"))
    late = replace(feed.field("Trần Thị Lân", name="machine", source=ValueSource.OCR).value, base=told.value.id)
    feed.tell(replace(told, differing=late), rev=2)
    content = store.content(feed.scanned.dossier)
    assert [value.value for value in content.values] == ["Trần Thị Lan"]
    assert [(doubt.id, doubt.value, doubt.actor.user) for doubt in content.doubts] == [
        (late.id, "Trần Thị Lân", SYSTEM_USER)
    ]


def key(store: SqlDossierStore, make: Maker, at: Scanned, text: str, base: str | None = None) -> OperationId:
    put = make.put(at.dossier, at.record, make.value("hoTen", text, base=base))
    store.commit(Batch(operations=(put,)))
    return put.id


def propose(store: SqlDossierStore, make: Maker, at: Scanned, text: str) -> OperationId:
    put = make.put(at.dossier, at.record, make.value("hoTen", text, ValueSource.OCR))
    store.commit(Batch(operations=(put,)))
    return put.id


def settle(outbox: SqlOutbox, operation: OperationId, status: AckStatus = AckStatus.APPLIED) -> None:
    outbox.acknowledge(ARCHIVE, [Acknowledgement(operation=operation, status=status, code="x")], START)


def shown(store: SqlDossierStore, at: Scanned) -> str | None:
    value = store.content(at.dossier).value_of(at.record, "hoTen")
    return None if value is None else value.value


@pytest.mark.parametrize("seed", range(6))
def test_a_dossier_of_another_machine_is_built_from_rows_in_any_order(
    store: SqlDossierStore, feed: Feed, scanned: Scanned, seed: int
) -> None:
    rows = feed.everything()
    random.Random(seed).shuffle(rows)
    for row in rows:
        feed.apply(row)
    content = store.content(scanned.dossier)
    assert [page.id for page in content.pages] == list(scanned.pages)
    assert {(page.status, page.clearance, page.rotation) for page in content.pages} == {
        (PageStatus.READ, Clearance.CLEARED_BY_READER, 90)
    }
    assert content.documents[0].type_id == "giay_khai_sinh"
    assert content.keyed_by == {OTHER.user}
    assert content.delivery is Delivery.HELD_BY_ARCHIVE
    assert shown(store, scanned) == "Đặng Thị Lan"
    (line,) = store.search("dang lan")
    assert (line.dossier.code, line.fields, line.pages) == ("HS-1", 1, 2)


def test_a_page_that_lacks_a_part_says_so_on_the_other_machine_and_no_older_program_takes_it_back(
    store: SqlDossierStore, feed: Feed, scanned: Scanned
) -> None:
    rows = feed.everything()
    (row, other) = (row for row in rows if isinstance(row.snapshot, PageSnapshot))
    assert isinstance(row.snapshot, PageSnapshot)
    feed.apply(*(each for each in rows if each is not row))
    feed.tell(replace(row.snapshot, incomplete=True))
    assert [page.incomplete for page in store.content(scanned.dossier).pages] == [True, False]
    feed.tell(row.snapshot, rev=2)
    assert [page.incomplete for page in store.content(scanned.dossier).pages] == [True, False]
    assert isinstance(other.snapshot, PageSnapshot)
    feed.tell(replace(other.snapshot, incomplete=True), rev=2)
    assert [page.incomplete for page in store.content(scanned.dossier).pages] == [True, True]


def test_rows_twice_or_late_change_nothing(store: SqlDossierStore, feed: Feed, scanned: Scanned) -> None:
    rows = feed.everything()
    feed.apply(*rows)
    feed.tell(feed.field("mới", name="newer"), rev=2)
    feed.tell(feed.dossier(State.KEYED), rev=2)
    before = store.content(scanned.dossier)
    feed.apply(*rows)
    assert store.content(scanned.dossier) == before
    assert (before.dossier.state, before.dossier.rev, shown(store, scanned)) == (State.KEYED, 2, "mới")


def test_a_rebuilt_archive_is_believed_again(store: SqlDossierStore, feed: Feed, scanned: Scanned) -> None:
    feed.apply(*feed.everything())
    feed.tell(feed.field("mới", name="newer"), rev=7)
    feed.epoch, feed.seq = "two", 0
    feed.tell(feed.field("mới hơn", name="newest"), rev=1)
    assert shown(store, scanned) == "mới hơn"


def test_our_unsettled_value_stays_in_front(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    key(store, make, ours, "của ta")
    feed.tell(feed.field("của họ"))
    assert shown(store, ours) == "của ta"


def test_a_person_of_the_archive_stands_before_our_machine(
    store: SqlDossierStore, make: Maker, feed: Feed, ours: Scanned
) -> None:
    propose(store, make, ours, "máy")
    feed.tell(feed.field("máy họ", source=ValueSource.OCR))
    assert shown(store, ours) == "máy"
    feed.tell(feed.field("người", name="person"), rev=2)
    assert shown(store, ours) == "người"


def test_after_our_value_is_settled_the_archive_is_believed(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    operation = key(store, make, ours, "của ta")
    settle(outbox, operation)
    assert shown(store, ours) == "của ta"
    feed.tell(feed.field("sửa sau"))
    assert shown(store, ours) == "sửa sau"


def test_a_value_based_on_ours_is_newer_than_ours(
    store: SqlDossierStore, make: Maker, feed: Feed, ours: Scanned
) -> None:
    key(store, make, ours, "của ta")
    own = store.content(ours.dossier).value_of(ours.record, "hoTen")
    assert own is not None
    feed.tell(feed.field("sửa của ta", base=own.id))
    assert shown(store, ours) == "sửa của ta"


def test_the_first_committed_value_stands_once_ours_is_settled(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    operation = key(store, make, ours, "của ta")
    feed.tell(feed.field("của họ"))
    settle(outbox, operation, AckStatus.MERGED)
    assert shown(store, ours) == "của họ"


def test_ours_stands_when_it_was_made_on_what_the_archive_told(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    feed.tell(feed.field("của họ"))
    operation = key(store, make, ours, "ta sửa", base="their")
    settle(outbox, operation)
    assert shown(store, ours) == "ta sửa"


def test_ours_stands_over_any_number_of_our_own_in_between(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    feed.tell(feed.field("của họ"))
    first = key(store, make, ours, "ta sửa", base="their")
    own = store.content(ours.dossier).value_of(ours.record, "hoTen")
    assert own is not None
    second = key(store, make, ours, "ta sửa nữa", base=own.id)
    settle(outbox, first)
    settle(outbox, second)
    assert shown(store, ours) == "ta sửa nữa"


def test_the_same_words_keyed_twice_become_the_archives_value(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    """Approval is bound to value ids, so this machine must name the value that the archive holds."""
    operation = key(store, make, ours, "Lan")
    feed.tell(feed.field("Lan"))
    settle(outbox, operation, AckStatus.MERGED)
    value = store.content(ours.dossier).value_of(ours.record, "hoTen")
    assert value is not None
    assert value.id == "their"


def test_a_proposal_that_came_second_gives_way(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    operation = propose(store, make, ours, "máy ta")
    feed.tell(feed.field("máy họ", source=ValueSource.OCR))
    settle(outbox, operation, AckStatus.MERGED)
    assert shown(store, ours) == "máy họ"


def test_a_person_here_stands_over_a_machine_of_the_archive(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    operation = key(store, make, ours, "của ta")
    feed.tell(feed.field("máy họ", source=ValueSource.OCR))
    settle(outbox, operation)
    assert shown(store, ours) == "của ta"


def test_a_type_that_the_archive_did_not_take_becomes_what_it_told(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    typed = SetDocumentType(
        id=ours.document, type_id="cong_van", type_version=1, type_confidence=0.6, source=ValueSource.OCR
    )
    operation = make.operation(ours.dossier, typed)
    store.commit(Batch(operations=(operation,)))
    feed.apply(*feed.everything()[:2])
    assert store.content(ours.dossier).documents[0].type_id == "cong_van"
    settle(outbox, operation.id, AckStatus.MERGED)
    assert store.content(ours.dossier).documents[0].type_id == "giay_khai_sinh"


def test_a_return_that_came_while_our_move_waited_is_not_lost(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    """The archive's answer to the move was lost; by then a checker had returned the dossier."""
    moves = (make.move(ours.dossier, State.SCANNED, State.READ), make.move(ours.dossier, State.READ, State.KEYED))
    store.commit(Batch(operations=moves))
    feed.tell(feed.dossier(State.READ, Mark.RETURNED_FIELD))
    assert store.content(ours.dossier).dossier.state is State.KEYED
    for move in moves:
        settle(outbox, move.id, AckStatus.DUPLICATE)
    dossier = store.content(ours.dossier).dossier
    assert (dossier.state, dossier.marks) == (State.READ, frozenset({Mark.RETURNED_FIELD}))


def test_an_answer_repeated_does_not_go_back_to_what_was_told_before(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    feed.tell(feed.dossier(State.SCANNED))
    move = make.move(ours.dossier, State.SCANNED, State.READ)
    store.commit(Batch(operations=(move,)))
    settle(outbox, move.id, AckStatus.DUPLICATE)
    assert store.content(ours.dossier).dossier.state is State.READ


def test_a_lost_conflict_shows_the_archives_value_and_marks_the_dossier(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    key(store, make, ours, "của ta")
    own = store.content(ours.dossier).value_of(ours.record, "hoTen")
    assert own is not None
    conflict = ConflictSnapshot(
        id=own.id,
        dossier=ours.dossier,
        record=ours.record,
        path="hoTen",
        effective="của họ",
        losing="của ta",
        source=ValueSource.HUMAN,
        losing_actor=CLERK,
        at=START,
        open=True,
    )
    feed.apply(feed.row(feed.field("của họ")), feed.row(conflict), feed.row(feed.dossier(State.READ, Mark.CONFLICT)))
    assert shown(store, ours) == "của họ"
    assert Mark.CONFLICT in store.content(ours.dossier).dossier.marks


def test_a_rejected_value_stays_here(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    operation = key(store, make, ours, "của ta")
    settle(outbox, operation, AckStatus.REJECTED)
    feed.tell(feed.field("của họ"))
    assert shown(store, ours) == "của ta"


def test_our_own_echo_changes_nothing(store: SqlDossierStore, feed: Feed, ours: Scanned) -> None:
    before = store.content(ours.dossier)
    feed.apply(*feed.everything()[1:-1])
    after = store.content(ours.dossier)
    assert [replace(page, rotation=0, skew=0.0) for page in after.pages] == [
        replace(page, rotation=0, skew=0.0) for page in before.pages
    ]
    assert after.records[0].id == before.records[0].id


def test_a_move_on_its_way_is_not_undone_by_an_older_row(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    move = make.move(ours.dossier, State.SCANNED, State.READ)
    store.commit(Batch(operations=(move,)))
    feed.tell(feed.dossier(State.SCANNED))
    assert store.content(ours.dossier).dossier.state is State.READ
    settle(outbox, move.id)
    assert store.content(ours.dossier).dossier.state is State.READ
    feed.tell(feed.dossier(State.KEYED), rev=2)
    assert store.content(ours.dossier).dossier.state is State.KEYED


def test_a_rejected_move_stands_the_dossier_where_the_archive_has_it(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    move = make.move(ours.dossier, State.SCANNED, State.READ)
    store.commit(Batch(operations=(move,)))
    feed.tell(feed.dossier(State.RECEIVED))
    settle(outbox, move.id, AckStatus.REJECTED)
    assert store.content(ours.dossier).dossier.state is State.RECEIVED


def test_a_return_reaches_the_clerk_first_in_his_list(
    store: SqlDossierStore, make: Maker, feed: Feed, ours: Scanned
) -> None:
    store.commit(make.scanned("HS-2").batch)
    decision = Decision(
        id=DecisionId("d1"),
        dossier=ours.dossier,
        verdict=Verdict.RETURN,
        remarks=(Remark(reason="Sai ngày sinh", record=ours.record, path="ngaySinh"),),
        content_hash="h",
        actor=OTHER,
        at=START + dt.timedelta(days=1),
    )
    feed.apply(feed.row(DecisionSnapshot(decision=decision)), feed.row(feed.dossier(State.READ, Mark.RETURNED_FIELD)))
    line = store.summaries()[0]
    assert (line.dossier.id, line.reason) == (ours.dossier, "Sai ngày sinh")
    assert store.content(ours.dossier).decision == decision


def test_the_archive_cannot_lift_a_secrecy_mark(
    store: SqlDossierStore, outbox: SqlOutbox, make: Maker, feed: Feed, ours: Scanned
) -> None:
    from dossier.ports import PageOutcome
    from tests.support.making import reading

    marked = PageOutcome(page=ours.pages[0], reading=reading("MẬT", secrecy_mark="MẬT"))
    store.commit(Batch(outcomes=(marked,)))
    feed.tell(feed.dossier(State.READ))
    assert Mark.HELD_SECRECY in store.content(ours.dossier).dossier.marks
    assert outbox.pending(ARCHIVE, 10) == []


def test_cursor_and_rows_are_kept_together(outbox: SqlOutbox, feed: Feed, tmp_path: Path, key: bytes) -> None:
    feed.apply(*feed.everything())
    again = open_cache(tmp_path / "cache.db", key, tmp_path)
    assert SqlOutbox(again).cursor(ARCHIVE) == Cursor(epoch="one", seq=feed.seq)
    assert len(SqlDossierStore(again).summaries()) == 1
    again.dispose()
