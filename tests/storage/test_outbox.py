"""The outbox: what waits, in which order, what is held back, and what the archive's answers do."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from dossier.ids import ArchiveId, OperationId
from dossier.model import Remark, Verdict
from dossier.operations import decode, encode
from dossier.ports import Acknowledgement, AckStatus, Batch, Cursor, HeldDossier, PageOutcome
from dossier.states import Delivery, State
from storage.outbox import SqlOutbox
from storage.store import SqlDossierStore
from tests.support.making import Maker, Scanned, reading

ARCHIVE = ArchiveId("province")
OTHER_ARCHIVE = ArchiveId("usb")


@pytest.fixture
def read(store: SqlDossierStore, make: Maker) -> Scanned:
    """A dossier of two pages, read, with a keyed value."""
    scanned = make.scanned(pages=2)
    store.commit(scanned.batch)
    store.commit(scanned.read())
    put = make.put(scanned.dossier, scanned.record, make.value("hoTen", "Lan"))
    store.commit(Batch(operations=(put,)))
    return scanned


def answer(
    outbox: SqlOutbox, make: Maker, operations: Sequence[OperationId], status: AckStatus, code: str | None = None
) -> None:
    answers = [Acknowledgement(operation=operation, status=status, code=code, rev=1) for operation in operations]
    outbox.acknowledge(ARCHIVE, answers, make.now())


def waiting(outbox: SqlOutbox, archive: ArchiveId = ARCHIVE) -> list[OperationId]:
    return [entry.operation for entry in outbox.pending(archive, 100)]


def test_operations_wait_in_the_order_they_were_made_with_their_frozen_bytes(
    outbox: SqlOutbox, store: SqlDossierStore, make: Maker, read: Scanned
) -> None:
    other = make.scanned("HS-2")
    store.commit(other.batch)
    store.commit(other.read())
    entries = outbox.pending(ARCHIVE, 100)
    assert [entry.device_seq for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.body for entry in entries[:5]] == [encode(operation) for operation in read.batch.operations]
    assert all(decode(entry.body).id == entry.operation for entry in entries)
    first_of = {entry.dossier: entry.previous for entry in reversed(entries)}
    assert set(first_of.values()) == {None}
    chain = [entry for entry in entries if entry.dossier == read.dossier]
    assert [entry.previous for entry in chain[1:]] == [entry.operation for entry in chain[:-1]]
    assert outbox.pending(ARCHIVE, 3) == entries[:3]
    page = next(entry for entry in entries if "page.add" in entry.body)
    assert len(page.needs) == 2


def test_what_is_dropped_as_known_is_not_sent(outbox: SqlOutbox, store: SqlDossierStore, make: Maker) -> None:
    for _ in range(2):
        scanned = make.scanned()
        store.commit(scanned.batch)
    store.commit(scanned.read())
    assert len(waiting(outbox)) == len(scanned.batch.operations)


def test_an_unread_page_holds_its_dossier_and_no_other(
    outbox: SqlOutbox, store: SqlDossierStore, make: Maker, read: Scanned
) -> None:
    held = make.scanned("HS-2", pages=2)
    store.commit(held.batch)
    free = make.scanned("HS-3")
    store.commit(free.batch)
    store.commit(free.read())
    assert {entry.dossier for entry in outbox.pending(ARCHIVE, 100)} == {read.dossier, free.dossier}
    assert outbox.outbox_state(ARCHIVE).held == len(held.batch.operations)
    first, second = held.pages
    store.commit(Batch(outcomes=(PageOutcome(page=first, reading=reading("a")),)))
    assert held.dossier not in {entry.dossier for entry in outbox.pending(ARCHIVE, 100)}
    store.commit(Batch(operations=(make.clear(held.dossier, second),)))
    assert held.dossier in {entry.dossier for entry in outbox.pending(ARCHIVE, 100)}


def test_the_state_names_the_dossiers_that_wait_for_a_look(
    outbox: SqlOutbox, store: SqlDossierStore, make: Maker, read: Scanned
) -> None:
    waits, fails, marked = (make.scanned(code, pages=2) for code in ("HS-2", "HS-3", "HS-4"))
    for scanned in (waits, fails, marked):
        store.commit(scanned.batch)
    failed = [PageOutcome(page=page, reading=None, failure="page_damaged") for page in fails.pages]
    mark = PageOutcome(page=marked.pages[0], reading=reading("", secrecy_mark="MẬT"))
    store.commit(Batch(outcomes=(*failed, mark)))
    assert outbox.outbox_state(ARCHIVE).to_clear == (
        HeldDossier(dossier=fails.dossier, dossier_code="HS-3", pages=2, marked=False),
        HeldDossier(dossier=marked.dossier, dossier_code="HS-4", pages=1, marked=True),
    )
    for page in fails.pages:
        store.commit(Batch(operations=(make.clear(fails.dossier, page),)))
    assert [item.dossier for item in outbox.outbox_state(ARCHIVE).to_clear] == [marked.dossier]


def test_a_secrecy_mark_holds_the_dossier_even_after_its_pages_were_read(
    outbox: SqlOutbox, store: SqlDossierStore, make: Maker, read: Scanned
) -> None:
    marked = PageOutcome(page=read.pages[0], reading=reading("TỐI MẬT", secrecy_mark="TỐI MẬT"))
    store.commit(Batch(outcomes=(marked,)))
    assert waiting(outbox) == []
    store.commit(Batch(operations=(make.clear(read.dossier, read.pages[0], mark="TỐI MẬT", reason="a"),)))
    assert waiting(outbox)


@pytest.mark.parametrize("status", [AckStatus.APPLIED, AckStatus.MERGED, AckStatus.DUPLICATE])
def test_a_settled_operation_waits_no_more(outbox: SqlOutbox, make: Maker, read: Scanned, status: AckStatus) -> None:
    first, *rest = waiting(outbox)
    answer(outbox, make, [first], status)
    assert waiting(outbox) == rest
    state = outbox.outbox_state(ARCHIVE)
    assert (state.waiting, state.sent, state.attention) == (len(rest), 1, ())


@pytest.mark.parametrize("status", [AckStatus.NEED_BLOBS, AckStatus.BLOCKED, AckStatus.RETRY])
def test_an_unsettled_answer_leaves_the_operation_waiting(
    outbox: SqlOutbox, make: Maker, read: Scanned, status: AckStatus
) -> None:
    before = waiting(outbox)
    answer(outbox, make, before, status)
    assert waiting(outbox) == before


def test_a_rejected_operation_goes_to_the_attention_box_and_blocks_nothing(
    outbox: SqlOutbox, store: SqlDossierStore, make: Maker, read: Scanned
) -> None:
    *rest, last = waiting(outbox)
    answer(outbox, make, [last], AckStatus.REJECTED, "keying_closed")
    assert waiting(outbox) == rest
    (item,) = outbox.outbox_state(ARCHIVE).attention
    assert (item.operation, item.dossier_code, item.code) == (last, "HS-1", "keying_closed")
    content = store.content(read.dossier)
    assert content.delivery is Delivery.ATTENTION
    value = content.value_of(read.record, "hoTen")
    assert value is not None
    assert value.value == "Lan"


def test_delivery_goes_from_local_over_sending_to_held(
    outbox: SqlOutbox, store: SqlDossierStore, make: Maker, read: Scanned
) -> None:
    first, *rest = waiting(outbox)
    assert store.content(read.dossier).delivery is Delivery.LOCAL
    answer(outbox, make, [first], AckStatus.APPLIED)
    assert store.content(read.dossier).delivery is Delivery.SENDING
    answer(outbox, make, rest, AckStatus.APPLIED)
    assert store.summaries()[0].delivery is Delivery.HELD_BY_ARCHIVE
    store.commit(Batch(operations=(make.put(read.dossier, read.record, make.value("b", "1")),)))
    assert store.content(read.dossier).delivery is Delivery.SENDING


def test_another_archive_is_offered_everything_and_deliveries_are_told_of_it(
    outbox: SqlOutbox, store: SqlDossierStore, make: Maker, read: Scanned
) -> None:
    everything = waiting(outbox)
    answer(outbox, make, everything, AckStatus.APPLIED)
    assert store.content(read.dossier).delivery is Delivery.HELD_BY_ARCHIVE
    assert waiting(outbox, OTHER_ARCHIVE) == everything
    assert store.content(read.dossier).delivery is Delivery.LOCAL
    assert waiting(outbox) == []
    assert outbox.outbox_state(OTHER_ARCHIVE).waiting == len(everything)


def test_an_archive_not_met_yet_waits_for_everything(outbox: SqlOutbox, read: Scanned) -> None:
    state = outbox.outbox_state(ARCHIVE)
    assert (state.waiting, state.held, state.sent) == (len(read.batch.operations) + 1, 0, 0)
    assert outbox.cursor(ARCHIVE) is None


def test_an_archive_in_another_life_is_offered_everything_again(outbox: SqlOutbox, make: Maker, read: Scanned) -> None:
    everything = waiting(outbox)
    outbox.apply_feed(ARCHIVE, (), Cursor(epoch="one", seq=9))
    answer(outbox, make, everything, AckStatus.APPLIED)
    outbox.apply_feed(ARCHIVE, (), Cursor(epoch="one", seq=10))
    assert waiting(outbox) == []
    outbox.apply_feed(ARCHIVE, (), Cursor(epoch="two", seq=0))
    assert outbox.cursor(ARCHIVE) == Cursor(epoch="two", seq=0)
    assert waiting(outbox) == everything


def test_an_answer_to_a_stranger_is_passed_over(outbox: SqlOutbox, make: Maker, read: Scanned) -> None:
    before = waiting(outbox)
    answer(outbox, make, [OperationId("stranger")], AckStatus.APPLIED)
    assert waiting(outbox) == before
    assert outbox.outbox_state(ARCHIVE).sent == 0


def test_a_failed_batch_leaves_no_gap_in_the_numbers(
    outbox: SqlOutbox, store: SqlDossierStore, make: Maker, read: Scanned
) -> None:
    good = make.put(read.dossier, read.record, make.value("b", "1"))
    bad = make.decide(read.dossier, Verdict.RETURN, Remark(reason="x"))
    with pytest.raises(Exception, match="move_not_allowed"):
        store.commit(Batch(operations=(good, bad)))
    store.commit(Batch(operations=(make.move(read.dossier, State.SCANNED, State.READ),)))
    numbers = [entry.device_seq for entry in outbox.pending(ARCHIVE, 100)]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("table", ["operation", "field_value"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = 'other'", "DELETE FROM {}"])
def test_history_can_be_neither_changed_nor_removed(engine: Engine, read: Scanned, table: str, change: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.execute(text(change.format(table)))
