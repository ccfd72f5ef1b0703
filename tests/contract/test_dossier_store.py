"""What every `DossierStore` promises: the SQL cache and the fake that use cases and screens are tested on."""

from dataclasses import replace

import pytest

from dossier import ids
from dossier.errors import BugError, MoveNotAllowed, NotFound
from dossier.ids import SYSTEM_USER, DossierId, PageId, RecordId, ValueId
from dossier.model import ChangeSet, Clearance, PageStatus, Remark, Verdict
from dossier.operations import AddPage, DescribePage, SetDocumentType
from dossier.ports import Batch, DossierStore, PageOutcome, SourceTaken, Stage
from dossier.reading import Box, Gate, ValueSource
from dossier.states import Delivery, Mark, State
from tests.support.making import CLERK, MACHINE, OTHER, Maker, Scanned, reading

OCR = ValueSource.OCR


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
        Batch(operations=(make.clear(scanned.dossier, PageId("none")),)),
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
        handwritten=True,
        second="30/02/1985",
    )
    put = make.put(scanned.dossier, scanned.record, new)
    store.commit(Batch(operations=(put,)))
    kept = store.content(scanned.dossier).value_of(scanned.record, "ngaySinh")
    assert kept is not None
    assert (kept.id, kept.value, kept.source, kept.as_read) == (new.id, "1985-02-30", OCR, "30/O2/1985")
    assert (kept.confidence, kept.certain, kept.as_printed) == (0.41, False, True)
    assert (kept.page, kept.box, kept.reader) == (scanned.pages[1], new.box, "fake 1")
    assert (kept.actor, kept.at, kept.base) == (MACHINE, put.at, None)
    assert (kept.handwritten, kept.second) == (True, "30/02/1985")


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
    store: DossierStore, make: Maker, scanned: Scanned
) -> None:
    failed = PageOutcome(page=scanned.pages[0], reading=None, failure="reading_timed_out")
    store.commit(Batch(outcomes=(failed,)))
    page = store.content(scanned.dossier).pages[0]
    assert (page.status, page.clearance, page.failure) == (PageStatus.FAILED, Clearance.HELD, "reading_timed_out")
    assert store.commit(Batch(operations=(make.clear(scanned.dossier, page.id),))).outbox
    assert not store.commit(Batch(operations=(make.clear(scanned.dossier, page.id),))).outbox
    assert store.content(scanned.dossier).pages[0].clearance is Clearance.CLEARED_BY_PERSON


def test_a_later_failure_undoes_no_reading(store: DossierStore, scanned: Scanned) -> None:
    store.commit(scanned.read())
    store.commit(Batch(outcomes=(PageOutcome(page=scanned.pages[0], reading=None, failure="reading_crashed"),)))
    page = store.content(scanned.dossier).pages[0]
    assert (page.status, page.failure) == (PageStatus.READ, None)


@pytest.mark.parametrize("by", ["reading", "failure"])
def test_a_secrecy_mark_holds_page_and_dossier_until_a_person_clears_it(
    store: DossierStore, make: Maker, scanned: Scanned, by: str
) -> None:
    page = scanned.pages[0]
    read = reading("MẬT báo cáo", secrecy_mark="MẬT") if by == "reading" else None
    failure = None if read else "secrecy_mark"
    store.commit(Batch(outcomes=(PageOutcome(page=page, reading=read, failure=failure),)))
    content = store.content(scanned.dossier)
    assert content.pages[0].clearance is Clearance.MARKED
    assert Mark.HELD_SECRECY in content.dossier.marks
    assert not store.search("báo cáo")
    store.commit(Batch(operations=(make.clear(scanned.dossier, page, mark="MẬT", reason="tên người"),)))
    assert store.content(scanned.dossier).pages[0].status is PageStatus.WAITING, "it is read on"
    store.commit(Batch(outcomes=(PageOutcome(page=page, reading=reading("báo cáo", secrecy_mark="MẬT")),)))
    content = store.content(scanned.dossier)
    assert content.pages[0].clearance is Clearance.CLEARED_BY_PERSON
    assert Mark.HELD_SECRECY not in content.dossier.marks
    assert [line.dossier.id for line in store.search("báo cáo")] == [scanned.dossier]


def test_a_page_nobody_can_read_is_cleared_by_nobody(store: DossierStore, scanned: Scanned) -> None:
    for page, gate in zip(scanned.pages, (Gate.UNREADABLE, Gate.CHECK_ALL), strict=True):
        read = replace(reading("abc"), gate=gate)
        store.commit(Batch(outcomes=(PageOutcome(page=page, reading=read),)))
    first, second = store.content(scanned.dossier).pages
    assert (first.status, first.gate, first.clearance) == (PageStatus.READ, Gate.UNREADABLE, Clearance.HELD)
    assert (second.gate, second.clearance) == (Gate.CHECK_ALL, Clearance.CLEARED_BY_READER)


def test_a_line_counts_the_pages_that_somebody_must_look_at(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    def to_clear() -> tuple[int, int]:
        pages = store.content(scanned.dossier).pages
        return store.summaries()[0].to_clear, sum(page.to_clear for page in pages)

    first, second = scanned.pages
    assert to_clear() == (0, 0), "what waits to be read clears itself"
    unreadable = replace(reading("abc"), gate=Gate.UNREADABLE)
    store.commit(Batch(outcomes=(PageOutcome(page=first, reading=unreadable),)))
    store.commit(Batch(outcomes=(PageOutcome(page=second, reading=None, failure="reading_crashed"),)))
    assert to_clear() == (2, 2)
    store.commit(Batch(outcomes=(PageOutcome(page=second, reading=reading("", secrecy_mark="MẬT")),)))
    assert to_clear() == (2, 2)
    for page, mark in ((first, None), (second, "MẬT")):
        store.commit(Batch(operations=(make.clear(scanned.dossier, page, mark=mark, reason="tên người"),)))
    assert to_clear() == (0, 0)


def test_pages_read_once_wait_for_the_second_reader(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    first, second = scanned.pages
    assert store.reading(first) is None
    assert store.half_read(scanned.dossier) == frozenset()
    store.commit(scanned.read())
    assert store.half_read(scanned.dossier) == {first, second}
    assert store.half_read_dossiers() == [scanned.dossier]
    whole = replace(reading("cộng hòa"), second_reader="other 1")
    store.commit(Batch(outcomes=(PageOutcome(page=first, reading=whole, stage=Stage.SECOND),)))
    assert store.reading(first) == whole
    lost = PageOutcome(page=second, reading=None, failure="reading_crashed", stage=Stage.SECOND)
    store.commit(Batch(outcomes=(lost,)))
    page = store.content(scanned.dossier).pages[1]
    assert (page.status, page.failure, page.clearance) == (PageStatus.READ, None, Clearance.CLEARED_BY_READER)
    assert store.reading(second) is not None, "the first reading stays"
    assert store.half_read(scanned.dossier) == frozenset()
    assert store.half_read_dossiers() == []


def test_blank_and_marked_pages_and_closed_dossiers_wait_for_no_second_reader(
    store: DossierStore, make: Maker, scanned: Scanned
) -> None:
    first, second = scanned.pages
    store.commit(Batch(outcomes=(PageOutcome(page=first, reading=replace(reading(""), blank=True)),)))
    store.commit(Batch(outcomes=(PageOutcome(page=second, reading=reading("", secrecy_mark="MẬT")),)))
    assert store.half_read(scanned.dossier) == frozenset()
    other = make.scanned("HS-2")
    store.commit(other.batch)
    store.commit(other.read())
    moves = (make.move(other.dossier, State.SCANNED, State.READ), make.move(other.dossier, State.READ, State.KEYED))
    store.commit(Batch(operations=moves))
    assert store.half_read(other.dossier) == set(other.pages)
    assert store.half_read_dossiers() == []


def test_a_cleared_false_alarm_waits_for_the_second_reader_wherever_its_dossier_stands(
    store: DossierStore, make: Maker, scanned: Scanned
) -> None:
    page, other = scanned.pages
    store.commit(scanned.read())
    store.commit(Batch(outcomes=(PageOutcome(page=page, reading=reading("", secrecy_mark="MẬT")),)))
    moves = (make.move(scanned.dossier, State.SCANNED, State.READ), make.move(scanned.dossier, State.READ, State.KEYED))
    store.commit(Batch(operations=moves))
    assert store.half_read(scanned.dossier) == {other}
    assert store.half_read_dossiers() == []
    store.commit(Batch(operations=(make.clear(scanned.dossier, page, mark="MẬT", reason="tên người"),)))
    store.commit(Batch(outcomes=(PageOutcome(page=page, reading=reading("Mật", secrecy_mark="MẬT")),)))
    assert store.half_read(scanned.dossier) == {page, other}
    assert store.half_read_dossiers() == [scanned.dossier]
    whole = replace(reading("Mật", secrecy_mark="MẬT"), second_reader="other 1")
    store.commit(Batch(outcomes=(PageOutcome(page=page, reading=whole, stage=Stage.SECOND),)))
    assert store.content(scanned.dossier).pages[0].clearance is Clearance.CLEARED_BY_PERSON
    assert store.half_read_dossiers() == []


def test_the_same_picture_is_known_in_another_dossier_by_recipe_and_resolution(
    store: DossierStore, make: Maker, scanned: Scanned
) -> None:
    picture = store.content(scanned.dossier).pages[0].picture
    assert store.known_reading(picture, 300, "r1") is None
    store.commit(scanned.read("đã đọc"))
    known = store.known_reading(picture, 300, "r1")
    assert known is not None
    assert known.text == "đã đọc"
    assert store.known_reading(picture, 300, "r2") is None, "another recipe reads otherwise"
    assert store.known_reading(picture, 200, "r1") is None
    whole = replace(reading("đã đọc"), second_reader="other 1")
    store.commit(Batch(outcomes=(PageOutcome(page=scanned.pages[0], reading=whole, stage=Stage.SECOND),)))
    assert store.known_reading(picture, 300, "r1") == whole


@pytest.mark.parametrize("cleared", [False, True])
def test_a_reading_under_a_secrecy_mark_clears_no_other_page(
    store: DossierStore, make: Maker, scanned: Scanned, cleared: bool
) -> None:
    page = store.content(scanned.dossier).pages[0]
    store.commit(Batch(outcomes=(PageOutcome(page=page.id, reading=reading("", secrecy_mark="MẬT")),)))
    if cleared:
        store.commit(Batch(operations=(make.clear(scanned.dossier, page.id, mark="MẬT", reason="tên người"),)))
        store.commit(Batch(outcomes=(PageOutcome(page=page.id, reading=reading("chữ")),)))
    assert store.known_reading(page.picture, page.dpi, "r1") is None


def test_a_late_contradiction_is_a_doubt_until_the_person_has_made_it_his_own(
    store: DossierStore, make: Maker, scanned: Scanned
) -> None:
    def put(text: str, source: ValueSource, base: ValueId | None, **more: object) -> ValueId:
        value = make.value("so", text, source, base=base, **more)
        store.commit(Batch(operations=(make.put(scanned.dossier, scanned.record, value),)))
        return value.id

    def doubts() -> list[tuple[str, str | None]]:
        return [(doubt.value, doubt.second) for doubt in store.content(scanned.dossier).doubts]

    proposed = put("73", OCR, None)
    person = put("73", ValueSource.HUMAN, proposed, as_read="73")
    assert doubts() == []
    late = put("73", OCR, person, second="78")
    value = store.content(scanned.dossier).value_of(scanned.record, "so")
    assert value is not None
    assert value.id == person, "the person's value stands"
    assert doubts() == [("73", "78")]
    other = put("79", OCR, person)
    assert doubts() == [("79", None)], "the last word of the machine"
    put("73", OCR, person)
    assert doubts() == [], "it says what the person says"
    again = put("79", OCR, person)
    put("79", ValueSource.HUMAN, again)
    assert doubts() == []
    assert len({late, other, again}) == 3


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


def test_what_waits_to_be_read_is_gone_through_in_batches(store: DossierStore, make: Maker) -> None:
    made = [make.scanned(f"HS-{number}") for number in range(7)]
    for scanned in made:
        store.commit(scanned.batch)
    store.commit(made[3].read())
    store.commit(Batch(operations=(make.move(made[5].dossier, State.SCANNED, State.READ),)))
    waiting = [made[number].dossier for number in (6, 4, 2, 1, 0)]
    assert store.unread_dossiers([State.SCANNED]) == waiting, "neither what is read nor what stands elsewhere"
    told: list[DossierId] = []
    while batch := store.unread_dossiers([State.SCANNED], told[-1] if told else None, 2):
        assert len(batch) <= 2
        told += batch
        done = next(scanned for scanned in made if scanned.dossier == batch[-1])
        store.commit(done.read())  # what ends meanwhile loses no other
    assert told == waiting
    assert store.unread_dossiers([State.READ]) == [made[5].dossier]
    assert store.unread_dossiers([State.ARCHIVED]) == []


def test_a_page_that_is_added_as_incomplete_says_so(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    added = make.page(scanned.dossier, scanned.document, "torn", 2)
    assert isinstance(added.payload, AddPage)
    store.commit(Batch(operations=(replace(added, payload=replace(added.payload, incomplete=True)),)))
    assert [page.incomplete for page in store.content(scanned.dossier).pages] == [False, False, True]


def test_a_page_whose_picture_lacks_a_part_says_so_from_then_on(store: DossierStore, scanned: Scanned) -> None:
    store.commit(Batch(incomplete=scanned.pages[:1]))
    store.commit(scanned.read())
    assert [page.incomplete for page in store.content(scanned.dossier).pages] == [True, False]
