"""What every `DossierStore` promises: the SQL cache and the fake that use cases and screens are tested on."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier import ids
from dossier.errors import BugError, MoveNotAllowed, NotFound
from dossier.ids import SYSTEM_USER, DossierId, PageId, RecordId, ValueId
from dossier.model import ChangeSet, Clearance, PageStatus, Remark, Verdict
from dossier.operations import DescribePage, SetDocumentType
from dossier.ports import Batch, DossierStore, PageOutcome, SourceTaken
from dossier.reading import Box, ValueSource
from dossier.states import Delivery, Mark, State
from storage.database import open_cache
from storage.store import SqlDossierStore
from tests.support.making import CLERK, MACHINE, OTHER, Maker, Scanned, reading
from tests.support.memory_store import MemoryDossierStore

OCR = ValueSource.OCR
KEY = bytes(range(32))


@pytest.fixture(params=["memory", "sql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DossierStore]:
    if request.param == "memory":
        yield MemoryDossierStore()
        return
    engine = open_cache(tmp_path / "cache.db", KEY, tmp_path)
    yield SqlDossierStore(engine)
    engine.dispose()


@pytest.fixture
def make() -> Maker:
    return Maker()


@pytest.fixture
def scanned(store: DossierStore, make: Maker) -> Scanned:
    """A dossier of one document of two pages, its record opened; nothing is read yet."""
    scanned = make.scanned(pages=2)
    store.commit(scanned.batch)
    return scanned


@pytest.fixture
def keyed(store: DossierStore, make: Maker, scanned: Scanned) -> Scanned:
    """The same, read, with one keyed value, completed by the clerk."""
    store.commit(scanned.read())
    put = make.put(scanned.dossier, scanned.record, make.value("hoTen", "Trần Thị Lan"))
    moves = (make.move(scanned.dossier, State.SCANNED, State.READ), make.move(scanned.dossier, State.READ, State.KEYED))
    store.commit(Batch(operations=(put, *moves)))
    return scanned


def one(store: DossierStore, make: Maker, code: str, title: str = "", text: str = "") -> DossierId:
    """A dossier with a title and, if wished, one read page."""
    made = make.scanned(code, title=title)
    store.commit(made.batch)
    if text:
        store.commit(made.read(text))
    return made.dossier


def test_what_is_not_here_is_said_by_name(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    with pytest.raises(NotFound):
        store.content(DossierId("none"))
    strangers = (
        Batch(operations=(make.document(DossierId("none")),)),
        Batch(operations=(make.put(scanned.dossier, RecordId("none"), make.value("a", "b")),)),
        Batch(outcomes=(PageOutcome(page=PageId("none"), reading=None, failure="page_damaged"),)),
        Batch(cleared=(PageId("none"),)),
    )
    for batch in strangers:
        with pytest.raises(NotFound):
            store.commit(batch)


def test_new_pages_wait_and_are_held(store: DossierStore, scanned: Scanned) -> None:
    content = store.content(scanned.dossier)
    assert [page.id for page in content.pages] == list(scanned.pages)
    assert {(page.status, page.clearance) for page in content.pages} == {(PageStatus.WAITING, Clearance.HELD)}
    assert content.pages_of(scanned.document) == content.pages
    assert [record.id for record in content.records_of(scanned.document)] == [scanned.record]
    assert [region.page for region in content.records[0].regions] == list(scanned.pages)
    assert content.delivery is Delivery.LOCAL


def test_documents_and_their_pages_stand_in_order(store: DossierStore, make: Maker) -> None:
    create = make.create()
    late, early = make.document(create.dossier, 1), make.document(create.dossier, 0)
    store.commit(Batch(operations=(create, late, early)))
    documents = [item.id for item in store.content(create.dossier).documents]
    places = [(documents[1], 1), (documents[0], 1), (documents[1], 0), (documents[0], 0)]
    pages = [make.page(create.dossier, document, f"{document}{at}", at) for document, at in places]
    store.commit(Batch(operations=tuple(pages)))
    content = store.content(create.dossier)
    assert [item.position for item in content.documents] == [0, 1]
    assert [(page.document, page.position) for page in content.pages] == sorted(
        places, key=lambda place: (documents.index(place[0]), place[1])
    )


def test_taking_in_the_same_paper_again_changes_nothing(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    before = store.content(scanned.dossier)
    again = make.scanned(pages=2)
    changes = store.commit(again.batch)
    assert again.dossier == scanned.dossier
    assert not changes.outbox
    assert store.content(scanned.dossier) == before


def test_the_same_operation_twice_is_once(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    put = make.put(scanned.dossier, scanned.record, make.value("hoTen", "Lan"))
    assert store.commit(Batch(operations=(put,))).outbox
    assert not store.commit(Batch(operations=(put,))).outbox
    with pytest.raises(BugError):
        store.commit(Batch(operations=(replace(put, actor=OTHER),)))


def test_a_batch_is_kept_whole_or_not_at_all(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    before = store.content(scanned.dossier)
    good = make.put(scanned.dossier, scanned.record, make.value("hoTen", "Lan"))
    bad = make.move(scanned.dossier, State.KEYED, State.CHECKED_1)
    with pytest.raises(MoveNotAllowed):
        store.commit(Batch(operations=(good, bad)))
    assert store.content(scanned.dossier) == before
    assert store.commit(Batch(operations=(good,))).outbox


def test_a_value_keeps_its_provenance(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    new = make.value(
        "ngaySinh",
        "1985-02-30",
        OCR,
        as_read="30/O2/1985",
        confidence=0.41,
        certain=False,
        as_printed=True,
        page=scanned.pages[1],
        box=Box(x=1, y=2, w=3, h=4),
        reader="fake 1",
    )
    put = make.put(scanned.dossier, scanned.record, new)
    store.commit(Batch(operations=(put,)))
    kept = store.content(scanned.dossier).value_of(scanned.record, "ngaySinh")
    assert kept is not None
    assert (kept.id, kept.value, kept.source, kept.as_read) == (new.id, "1985-02-30", OCR, "30/O2/1985")
    assert (kept.confidence, kept.certain, kept.as_printed) == (0.41, False, True)
    assert (kept.page, kept.box, kept.reader) == (scanned.pages[1], new.box, "fake 1")
    assert (kept.actor, kept.at, kept.base) == (MACHINE, put.at, None)


def test_a_persons_value_stands_and_a_machines_only_where_it_displaces_none(
    store: DossierStore, make: Maker, scanned: Scanned
) -> None:
    def put(text: str, source: ValueSource, base: ValueId | None = None) -> ValueId:
        value = make.value("hoTen", text, source, base=base)
        changes = store.commit(Batch(operations=(make.put(scanned.dossier, scanned.record, value),)))
        assert changes.records == {scanned.record}
        return value.id

    def shown() -> str | None:
        value = store.content(scanned.dossier).value_of(scanned.record, "hoTen")
        return None if value is None else value.value

    first = put("Lán", OCR)
    assert shown() == "Lán"
    put("Lằn", OCR)
    assert shown() == "Lán", "a second proposal that did not see the first stays history"
    second = put("Làn", OCR, first)
    assert shown() == "Làn"
    keyed = put("Lan", ValueSource.HUMAN, second)
    assert shown() == "Lan"
    put("Lản", OCR, keyed)
    put("LAN", ValueSource.RULE, keyed)
    assert shown() == "Lan"
    put("Lân", ValueSource.HUMAN, keyed)
    assert shown() == "Lân"
    emptied = put("", ValueSource.HUMAN)
    put("Lân", OCR, emptied)
    assert shown() == ""


def test_who_keyed_is_remembered_and_the_machine_is_nobody(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    store.commit(Batch(operations=(make.put(scanned.dossier, scanned.record, make.value("a", "1", OCR)),)))
    assert store.content(scanned.dossier).keyed_by == frozenset()
    store.commit(Batch(operations=(make.put(scanned.dossier, scanned.record, make.value("a", "2")),)))
    store.commit(Batch(operations=(make.put(scanned.dossier, scanned.record, make.value("b", "3"), actor=OTHER),)))
    assert store.content(scanned.dossier).keyed_by == {CLERK.user, OTHER.user}
    assert SYSTEM_USER not in store.content(scanned.dossier).keyed_by


def test_who_completes_keying_is_a_keyer(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    moves = (make.move(scanned.dossier, State.SCANNED, State.READ), make.move(scanned.dossier, State.READ, State.KEYED))
    store.commit(Batch(operations=moves))
    assert store.content(scanned.dossier).keyed_by == {CLERK.user}


def test_types_and_turns_are_kept_and_repeated_ones_dropped(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    typed = SetDocumentType(
        id=scanned.document, type_id="giay_khai_sinh", type_version=1, type_confidence=0.9, source=OCR
    )
    turned = DescribePage(id=scanned.pages[0], rotation=90, skew=-0.4)
    for expected in (True, False):
        operations = tuple(make.operation(scanned.dossier, payload, MACHINE) for payload in (typed, turned))
        assert store.commit(Batch(operations=operations)).outbox is expected
    content = store.content(scanned.dossier)
    assert (content.documents[0].type_id, content.documents[0].type_version) == ("giay_khai_sinh", 1)
    assert (content.pages[0].rotation, content.pages[0].skew) == (90, -0.4)


def test_a_read_page_is_cleared_and_its_reading_kept(store: DossierStore, scanned: Scanned) -> None:
    second = reading("quyết định", rotation=180)
    store.commit(Batch(outcomes=(PageOutcome(page=scanned.pages[1], reading=second),)))
    assert dict(store.readings(scanned.document)) == {scanned.pages[1]: second}
    first = reading("công hòa")
    store.commit(Batch(outcomes=(PageOutcome(page=scanned.pages[0], reading=first),)))
    assert list(store.readings(scanned.document).items()) == [(scanned.pages[0], first), (scanned.pages[1], second)]
    page = store.content(scanned.dossier).pages[1]
    assert (page.status, page.clearance) == (PageStatus.READ, Clearance.CLEARED_BY_READER)
    assert (page.rotation, page.skew) == (180, 0.5)


def test_a_page_that_could_not_be_read_stays_held_until_a_person_clears_it(
    store: DossierStore, scanned: Scanned
) -> None:
    failed = PageOutcome(page=scanned.pages[0], reading=None, failure="reading_timed_out")
    store.commit(Batch(outcomes=(failed,)))
    page = store.content(scanned.dossier).pages[0]
    assert (page.status, page.clearance, page.failure) == (PageStatus.FAILED, Clearance.HELD, "reading_timed_out")
    store.commit(Batch(cleared=(page.id,)))
    assert store.content(scanned.dossier).pages[0].clearance is Clearance.CLEARED_BY_PERSON


def test_a_later_failure_undoes_no_reading(store: DossierStore, scanned: Scanned) -> None:
    store.commit(scanned.read())
    store.commit(Batch(outcomes=(PageOutcome(page=scanned.pages[0], reading=None, failure="reading_crashed"),)))
    page = store.content(scanned.dossier).pages[0]
    assert (page.status, page.failure) == (PageStatus.READ, None)


@pytest.mark.parametrize("by", ["reading", "failure"])
def test_a_secrecy_mark_holds_page_and_dossier_until_a_person_clears_it(
    store: DossierStore, scanned: Scanned, by: str
) -> None:
    page = scanned.pages[0]
    read = reading("MẬT báo cáo", secrecy_mark="MẬT") if by == "reading" else None
    failure = None if read else "secrecy_mark"
    store.commit(Batch(outcomes=(PageOutcome(page=page, reading=read, failure=failure),)))
    content = store.content(scanned.dossier)
    assert content.pages[0].clearance is Clearance.MARKED
    assert Mark.HELD_SECRECY in content.dossier.marks
    assert not store.search("báo cáo")
    store.commit(Batch(cleared=(page,)))
    store.commit(Batch(outcomes=(PageOutcome(page=page, reading=reading("báo cáo", secrecy_mark="MẬT")),)))
    content = store.content(scanned.dossier)
    assert content.pages[0].clearance is Clearance.CLEARED_BY_PERSON
    assert Mark.HELD_SECRECY not in content.dossier.marks
    assert [line.dossier.id for line in store.search("báo cáo")] == [scanned.dossier]


def test_a_source_taken_whole_is_known(store: DossierStore, scanned: Scanned) -> None:
    source = ids.sha256_of(b"source")
    assert not store.was_taken(scanned.dossier, source)
    store.commit(Batch(taken=(SourceTaken(dossier=scanned.dossier, sha256=source, name="a.pdf"),) * 2))
    assert store.was_taken(scanned.dossier, source)
    assert not store.was_taken(DossierId("other"), source)


def test_a_change_set_names_what_was_touched(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    put = make.put(scanned.dossier, scanned.record, make.value("hoTen", "Lan"))
    changes = store.commit(Batch(operations=(put,), initiator="form"))
    assert changes == ChangeSet(
        dossiers=frozenset({scanned.dossier}), records=frozenset({scanned.record}), outbox=True, initiator="form"
    )
    assert store.commit(Batch()) == ChangeSet()
    assert not store.commit(scanned.read()).outbox


def test_a_dossier_moves_only_from_where_it_was_seen(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    assert store.commit(Batch(operations=(make.move(scanned.dossier, State.SCANNED, State.READ),))).outbox
    assert not store.commit(Batch(operations=(make.move(scanned.dossier, State.SCANNED, State.READ),))).outbox
    with pytest.raises(MoveNotAllowed):
        store.commit(Batch(operations=(make.move(scanned.dossier, State.SCANNED, State.KEYED),)))


def test_a_returned_dossier_comes_back_with_its_reason_and_leaves_it_when_keyed_again(
    store: DossierStore, make: Maker, keyed: Scanned
) -> None:
    remark = Remark(reason="Sai tên đệm", record=keyed.record, path="hoTen")
    decide = make.decide(keyed.dossier, Verdict.RETURN, remark)
    assert store.commit(Batch(operations=(decide,))).outbox
    content = store.content(keyed.dossier)
    assert (content.dossier.state, content.dossier.marks) == (State.READ, frozenset({Mark.RETURNED_FIELD}))
    assert content.decision is not None
    assert content.decision.remarks == (remark,)
    assert store.summaries()[0].reason == "Sai tên đệm"
    store.commit(Batch(operations=(make.move(keyed.dossier, State.READ, State.KEYED),)))
    assert store.content(keyed.dossier).dossier.marks == frozenset()
    assert store.summaries()[0].reason is None


def test_an_approved_dossier_is_checked(store: DossierStore, make: Maker, keyed: Scanned) -> None:
    store.commit(Batch(operations=(make.decide(keyed.dossier, Verdict.APPROVE),)))
    assert store.content(keyed.dossier).dossier.state is State.CHECKED_1
    with pytest.raises(MoveNotAllowed):
        store.commit(Batch(operations=(make.decide(keyed.dossier, Verdict.APPROVE),)))


def test_a_summary_counts_what_is_there(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    values = (
        make.value("a", "1", OCR, certain=True),
        make.value("b", "2", OCR),
        make.value("c", "", OCR, certain=True),
        make.value("d", "4"),
    )
    store.commit(Batch(operations=(make.put(scanned.dossier, scanned.record, *values),)))
    store.commit(Batch(outcomes=(PageOutcome(page=scanned.pages[0], reading=reading("a")),)))
    (line,) = store.summaries()
    assert (line.documents, line.pages, line.unread) == (1, 2, 1)
    assert (line.fields, line.certain, line.doubtful) == (3, 2, 1)
    assert line.keyed_by == {CLERK.user}


def test_lists_show_returned_then_half_keyed_then_newest(store: DossierStore, make: Maker, keyed: Scanned) -> None:
    half = make.scanned("HS-2")
    read = make.move(half.dossier, State.SCANNED, State.READ)
    put = make.put(half.dossier, half.record, make.value("hoTen", "Lan"))
    store.commit(Batch(operations=(*half.batch.operations, read, put)))
    older, newer = one(store, make, "HS-3"), one(store, make, "HS-4")
    proposed = make.scanned("HS-5")
    machine = make.put(proposed.dossier, proposed.record, make.value("hoTen", "Lan", OCR))
    store.commit(Batch(operations=(*proposed.batch.operations, machine)))
    remark = Remark(reason="Thiếu trang")
    store.commit(Batch(operations=(make.decide(keyed.dossier, Verdict.RETURN, remark),)))
    store.commit(Batch(operations=(make.put(half.dossier, half.record, make.value("b", "1")),)))
    order = [keyed.dossier, half.dossier, proposed.dossier, newer, older]
    assert [line.dossier.id for line in store.summaries()] == order
    assert [line.dossier.id for line in store.summaries(limit=2)] == order[:2]
    assert [line.dossier.id for line in store.summaries([State.SCANNED])] == order[2:]
    assert [line.dossier.id for line in store.summaries([State.SCANNED, State.READ], limit=3)] == order[:3]
    assert store.summaries([State.ARCHIVED]) == []


def test_search_finds_code_title_values_and_page_text(store: DossierStore, make: Maker) -> None:
    first = one(store, make, "H-73/QĐ-UBND", title="Cấp giấy chứng nhận quyền sử dụng đất")
    second = make.scanned("HS-2")
    put = make.put(second.dossier, second.record, make.value("hoTen", "Đặng Thị Thuỷ"))
    store.commit(Batch(operations=(*second.batch.operations, put)))
    third = one(store, make, "HS-3", text="Ủy ban nhân dân xã Hoà Bình")
    for text, expected in {
        "73/QĐ-UBND": first,
        "73/qd": first,
        "quyen su dung dat": first,
        "dang thuy": second.dossier,
        "thủy": second.dossier,
        "hòa bình": third,
        "uy ban nhan": third,
    }.items():
        assert [line.dossier.id for line in store.search(text)] == [expected], text
    assert store.search("không có gì") == []


def test_a_superseded_value_is_no_longer_found(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    for text in ("Hạnh", "Hằng"):
        store.commit(Batch(operations=(make.put(scanned.dossier, scanned.record, make.value("hoTen", text)),)))
    assert store.search("Hạnh") == []
    assert len(store.search("Hằng")) == 1


def test_exact_hits_come_before_folded_ones(store: DossierStore, make: Maker) -> None:
    exact = one(store, make, "HS-1", title="Hoàng Thị Hạnh")
    folded = one(store, make, "HS-2", title="Hoàng Thị Hanh")
    assert [line.dossier.id for line in store.search("Hạnh")] == [exact, folded]
    assert [line.dossier.id for line in store.search("hanh")] == [folded, exact]


def test_words_in_different_places_of_a_dossier_are_found_together(store: DossierStore, make: Maker) -> None:
    made = make.scanned("HS-77", title="Khai sinh")
    put = make.put(made.dossier, made.record, make.value("hoTen", "Nguyễn Văn An"))
    store.commit(Batch(operations=(*made.batch.operations, put)))
    one(store, make, "HS-78", title="Khai sinh")
    assert [line.dossier.id for line in store.search("nguyễn HS-77")] == [made.dossier]


def test_search_is_limited(store: DossierStore, make: Maker) -> None:
    for number in range(5):
        one(store, make, f"HS-{number}", title="Khai sinh")
    assert len(store.search("khai sinh", limit=3)) == 3


@pytest.fixture(scope="module")
def searchable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], object]]:
    folder = tmp_path_factory.mktemp("search")
    engine = open_cache(folder / "cache.db", KEY, folder)
    store = SqlDossierStore(engine)
    one(store, Maker(), "HS-1", title='khai "sinh" AND (NOT')
    yield store.search
    engine.dispose()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(text=st.text() | st.text(alphabet='"*^(){}:-+ANDORNTE khaisinh\x00\u0301\ud800'))
def test_no_text_breaks_the_search(searchable: Callable[[str], object], text: str) -> None:
    assert isinstance(searchable(text), list)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(noise=st.lists(st.sampled_from(list('"*^(){}:-+/.,')), max_size=6))
def test_signs_around_words_do_not_hide_them(searchable: Callable[[str], object], noise: list[str]) -> None:
    found = searchable(" ".join([*noise, "khai", *noise]))
    assert isinstance(found, list)
    assert len(found) == 1
