"""Rules that hold inside the store's own transaction, because what they guard may have changed a moment before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.errors import ClearingReasonMissing, KeyingClosed
from dossier.model import Clearance
from dossier.operations import AddRecord, DescribePage, Operation, SetDocumentType
from dossier.ports import Batch, DossierStore, PageOutcome
from dossier.reading import ValueSource
from dossier.states import Mark, State
from storage.database import open_cache
from storage.store import SqlDossierStore
from tests.support.making import CLERK, MACHINE, Maker, Scanned, reading
from tests.support.memory_store import MemoryDossierStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dossier.ids import DocumentId, RecordId


@pytest.fixture(params=["memory", "sql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DossierStore]:
    if request.param == "memory":
        yield MemoryDossierStore()
        return
    engine = open_cache(tmp_path / "cache.db", bytes(range(32)), tmp_path)
    yield SqlDossierStore(engine)
    engine.dispose()


@pytest.fixture
def make() -> Maker:
    return Maker()


@pytest.fixture
def scanned(store: DossierStore, make: Maker) -> Scanned:
    made = make.scanned(pages=2)
    store.commit(made.batch)
    return made


def complete(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    store.commit(scanned.read())
    moves = (make.move(scanned.dossier, State.SCANNED, State.READ), make.move(scanned.dossier, State.READ, State.KEYED))
    store.commit(Batch(operations=moves))


def typed(make: Maker, scanned: Scanned, kind: str, source: ValueSource, generation: str | None = None) -> Operation:
    payload = SetDocumentType(
        id=scanned.document,
        type_id=kind,
        type_version=1,
        type_confidence=0.7,
        source=source,
        generation=generation,
    )
    return make.operation(scanned.dossier, payload, CLERK if source is ValueSource.HUMAN else MACHINE)


ADDITIONS: dict[str, Callable[[Maker, Scanned], Operation]] = {
    "document": lambda make, scanned: make.document(scanned.dossier, 1),
    "page": lambda make, scanned: make.page(scanned.dossier, scanned.document, "late", 2),
    "record": lambda make, scanned: make.operation(
        scanned.dossier,
        AddRecord(id="late", document=scanned.document, ordinal=1, type_id="x", type_version=1, regions=()),  # type: ignore[arg-type]
    ),
    "page's turn": lambda make, scanned: make.operation(
        scanned.dossier, DescribePage(id=scanned.pages[0], rotation=90, skew=0.0), MACHINE
    ),
    "type": lambda make, scanned: typed(make, scanned, "giay_khai_sinh", ValueSource.HUMAN),
    "person's value": lambda make, scanned: make.put(scanned.dossier, scanned.record, make.value("hoTen", "Lan")),
    "machine's value": lambda make, scanned: make.put(
        scanned.dossier, scanned.record, make.value("hoTen", "Lan", ValueSource.OCR)
    ),
}


@pytest.mark.parametrize("what", ADDITIONS)
def test_a_dossier_completed_meanwhile_takes_nothing_more_and_says_where_it_stands(
    store: DossierStore, make: Maker, scanned: Scanned, what: str
) -> None:
    """The caller looked while keying was open; somebody else completed it before the transaction."""
    addition = ADDITIONS[what](make, scanned)
    complete(store, make, scanned)
    before = store.content(scanned.dossier)
    with pytest.raises(KeyingClosed) as refused:
        store.commit(Batch(operations=(addition,)))
    assert refused.value.facts == {"dossier": "HS-1", "state": "keyed"}
    assert store.content(scanned.dossier) == before


def test_the_whole_batch_falls_with_the_one_that_came_too_late(
    store: DossierStore, make: Maker, scanned: Scanned
) -> None:
    complete(store, make, scanned)
    other = make.scanned("HS-2")
    late = make.put(scanned.dossier, scanned.record, make.value("hoTen", "Lan"))
    with pytest.raises(KeyingClosed):
        store.commit(Batch(operations=(*other.batch.operations, late)))
    assert [line.dossier.id for line in store.summaries()] == [scanned.dossier]


def test_what_a_completed_dossier_holds_may_come_again(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    complete(store, make, scanned)
    again = make.scanned(pages=2).batch.operations
    assert not store.commit(Batch(operations=again)).outbox


def type_of(store: DossierStore, scanned: Scanned) -> str | None:
    return store.content(scanned.dossier).documents[0].type_id


@pytest.mark.parametrize("machine", [ValueSource.OCR, ValueSource.RULE])
def test_a_machines_type_never_replaces_a_persons(
    store: DossierStore, make: Maker, scanned: Scanned, machine: ValueSource
) -> None:
    store.commit(Batch(operations=(typed(make, scanned, "giay_khai_sinh", ValueSource.HUMAN),)))
    assert not store.commit(Batch(operations=(typed(make, scanned, "van_ban_hanh_chinh", machine),))).outbox
    assert type_of(store, scanned) == "giay_khai_sinh"


def test_a_machines_type_does_not_replace_a_machines_but_a_person_replaces_both(
    store: DossierStore, make: Maker, scanned: Scanned
) -> None:
    assert store.commit(Batch(operations=(typed(make, scanned, "giay_khai_sinh", ValueSource.OCR),))).outbox
    assert not store.commit(Batch(operations=(typed(make, scanned, "van_ban_hanh_chinh", ValueSource.OCR),))).outbox
    assert type_of(store, scanned) == "giay_khai_sinh"
    assert store.commit(Batch(operations=(typed(make, scanned, "van_ban_hanh_chinh", ValueSource.HUMAN),))).outbox
    assert type_of(store, scanned) == "van_ban_hanh_chinh"


def test_proposals_for_the_type_a_person_rejected_are_dropped_and_the_rest_of_the_reading_stays(
    store: DossierStore, make: Maker
) -> None:
    made = make.scanned()
    store.commit(Batch(operations=made.batch.operations[:-1]))  # its record is not opened yet
    record: RecordId = made.record
    document: DocumentId = made.document
    store.commit(Batch(operations=(typed(make, made, "van_ban_hanh_chinh", ValueSource.HUMAN),)))
    added = AddRecord(id=record, document=document, ordinal=0, type_id="giay_khai_sinh", type_version=1, regions=())
    proposals = (
        typed(make, made, "giay_khai_sinh", ValueSource.OCR),
        make.operation(made.dossier, added, MACHINE),
        make.put(made.dossier, record, make.value("hoTen", "Lan", ValueSource.OCR)),
    )
    changes = store.commit(Batch(operations=proposals, outcomes=made.read("chữ của trang").outcomes))
    content = store.content(made.dossier)
    assert not changes.outbox
    assert (content.records, content.values) == ((), ())
    assert type_of(store, made) == "van_ban_hanh_chinh"
    assert store.readings(document)


def test_who_looked_before_the_mark_was_found_has_not_cleared_it(
    store: DossierStore, make: Maker, scanned: Scanned
) -> None:
    """The person's look and the reader's find cross: the clearing says nothing of a mark."""
    page = scanned.pages[0]
    found = PageOutcome(page=page, reading=reading("", secrecy_mark="MẬT"))
    store.commit(Batch(outcomes=(found,)))
    with pytest.raises(ClearingReasonMissing):
        store.commit(Batch(operations=(make.clear(scanned.dossier, page),)))
    assert store.content(scanned.dossier).pages[0].clearance is Clearance.MARKED


def test_a_mark_found_on_a_page_cleared_unread_holds_it(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    page = scanned.pages[0]
    found = PageOutcome(page=page, reading=reading("", secrecy_mark="MẬT"))
    store.commit(Batch(operations=(make.clear(scanned.dossier, page),)))
    store.commit(Batch(outcomes=(found,)))
    content = store.content(scanned.dossier)
    assert content.pages[0].clearance is Clearance.MARKED
    assert Mark.HELD_SECRECY in content.dossier.marks
    store.commit(Batch(operations=(make.clear(scanned.dossier, page, mark="MẬT", reason="tên người"),)))
    store.commit(Batch(outcomes=(found,)))
    assert store.content(scanned.dossier).pages[0].clearance is Clearance.CLEARED_BY_PERSON, "a stamp without words"


@pytest.mark.parametrize("source", [ValueSource.OCR, ValueSource.HUMAN])
def test_a_machine_tells_the_generation_of_the_type_that_stands_once(
    store: DossierStore, make: Maker, scanned: Scanned, source: ValueSource
) -> None:
    def tell(kind: str, generation: str | None) -> tuple[str | None, str | None]:
        told = typed(make, scanned, kind, ValueSource.OCR, generation)
        store.commit(Batch(operations=(told,)))
        (document,) = store.content(scanned.dossier).documents
        return document.type_id, document.generation

    store.commit(Batch(operations=(typed(make, scanned, "trich_luc_khai_tu", source),)))
    assert tell("giay_khai_sinh", "before 2016") == ("trich_luc_khai_tu", None)
    assert tell("trich_luc_khai_tu", None) == ("trich_luc_khai_tu", None)
    assert tell("trich_luc_khai_tu", "before 2016") == ("trich_luc_khai_tu", "before 2016")
    assert tell("trich_luc_khai_tu", "TT 04/2020/TT-BTP") == ("trich_luc_khai_tu", "before 2016")
    store.commit(Batch(operations=(typed(make, scanned, "giay_khai_sinh", ValueSource.HUMAN),)))
    assert store.content(scanned.dossier).documents[0].generation is None
