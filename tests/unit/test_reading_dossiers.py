"""Two stages: the first makes a dossier ready to be keyed, the second makes surer and leaves a person's value alone."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from dossier import ids
from dossier.document_types import DocumentTypes
from dossier.errors import ClearingReasonMissing, FieldsMissing, KeyingClosed, PagesUnread, ReadingCrashed, RoleMissing
from dossier.ids import DossierId, PageId, RecordId
from dossier.model import Clearance, FieldValue, PageStatus
from dossier.operations import AddDocument, ClearPage
from dossier.ports import Batch, PageOutcome, Stage
from dossier.reading import ValueSource
from dossier.states import Mark, Role, State
from dossier.use_cases import keying
from dossier.use_cases.reading_dossiers import PageRead, read_dossier, read_dossier_second
from dossier.use_cases.workplace import Workplace
from resources import document_types
from tests.support.fake_application import CountingIds, MemoryFiles, TickingClock
from tests.support.fake_reader import FIRST, SECOND, FakeExtractor, FakeReader
from tests.support.making import CLERK, OFFICE, Maker
from tests.support.memory_store import MemoryDossierStore

TYPES = DocumentTypes.from_data(document_types.load())


@dataclass
class Office:
    """A workplace over a store in memory, a reader and an extractor that do what a test says."""

    store: MemoryDossierStore = field(default_factory=MemoryDossierStore)
    files: MemoryFiles = field(default_factory=MemoryFiles)
    reader: FakeReader = field(default_factory=FakeReader)
    extractor: FakeExtractor = field(default_factory=FakeExtractor)
    make: Maker = field(default_factory=Maker)
    roles: frozenset[Role] = frozenset(Role)
    ids: CountingIds = field(default_factory=CountingIds)
    clock: TickingClock = field(default_factory=TickingClock)

    @property
    def workplace(self) -> Workplace:
        return Workplace(
            store=self.store,
            files=self.files,
            types=TYPES,
            clock=self.clock,
            ids=self.ids,
            office=OFFICE,
            actor=CLERK,
            roles=self.roles,
        )

    def scan(self, *documents: list[bytes], code: str = "HS-1") -> DossierId:
        """A dossier of documents of pages, a page for each picture."""
        create = self.make.create(code, state=State.SCANNED)
        operations = [create]
        for position, pictures in enumerate(documents):
            added = self.make.document(create.dossier, position)
            assert isinstance(added.payload, AddDocument)
            operations.append(added)
            for place, picture in enumerate(pictures):
                self.files.put(picture)
                operations.append(self.make.page(create.dossier, added.payload.id, picture.decode(), place))
        self.store.commit(Batch(operations=tuple(operations)))
        return create.dossier

    def first(self, dossier: DossierId, *, again: bool = False) -> list[PageRead]:
        return list(read_dossier(self.workplace, self.reader, self.extractor, dossier, again=again))

    def second(self, dossier: DossierId, cancelled: Callable[[], bool] = lambda: False) -> list[PageRead]:
        reading = read_dossier_second(self.workplace, self.reader, self.extractor, dossier, cancelled=cancelled)
        return list(reading)

    def record(self, dossier: DossierId, document: int = 0) -> RecordId:
        content = self.store.content(dossier)
        return ids.record_id(content.documents[document].id, "giay_khai_sinh", 0)

    def value(self, dossier: DossierId, document: int = 0) -> FieldValue | None:
        return self.store.content(dossier).value_of(self.record(dossier, document), "so")


@pytest.fixture
def office() -> Office:
    return Office()


def test_after_the_first_stage_a_dossier_can_be_keyed(office: Office) -> None:
    dossier = office.scan([b"a", b"b"])
    assert {page.error for page in office.first(dossier)} == {None}
    assert office.store.content(dossier).dossier.state is State.READ
    value = office.value(dossier)
    assert value is not None
    assert (value.value, value.certain, value.reader) == ("đã đọc", False, FIRST)
    assert len(office.store.half_read(dossier)) == 2


def test_the_second_stage_raises_certainty_and_says_who_agreed(office: Office) -> None:
    dossier = office.scan([b"a"])
    office.first(dossier)
    office.second(dossier)
    value = office.value(dossier)
    assert value is not None
    assert (value.certain, value.reader, value.second) == (True, f"{FIRST} + {SECOND}", None)
    assert office.store.half_read(dossier) == frozenset()
    assert office.store.content(dossier).dossier.state is State.READ


def test_nothing_is_written_when_nothing_changes(office: Office) -> None:
    office.reader.others = {b"a": "đã đóc"}
    dossier = office.scan([b"a"])
    office.first(dossier)
    before = len(office.store.operations)
    office.second(dossier)
    value = office.value(dossier)
    assert value is not None
    assert not value.certain, "the readers differ, as nobody had claimed otherwise"
    assert len(office.store.operations) == before
    assert office.second(dossier) == []


def test_a_proposal_that_is_proposed_no_longer_is_taken_back(office: Office) -> None:
    office.extractor.silent_when_read_twice = True
    dossier = office.scan([b"a"])
    office.first(dossier)
    office.second(dossier)
    value = office.value(dossier)
    assert value is not None
    assert (value.value, value.certain, value.source) == ("", False, ValueSource.OCR)


def test_a_confirmed_value_stays_and_a_late_disagreement_is_the_checkers(office: Office) -> None:
    office.reader.others = {b"a": "đã đóc"}
    dossier = office.scan([b"a"])
    office.first(dossier)
    keying.accept_value(office.workplace, dossier, office.record(dossier), "so")
    confirmed = office.value(dossier)
    office.second(dossier)
    assert office.value(dossier) == confirmed
    (doubt,) = office.store.content(dossier).doubts
    assert (doubt.value, doubt.second, doubt.source) == ("đã đọc", "đã đóc", ValueSource.OCR)


def test_agreement_on_a_confirmed_value_and_a_typed_value_raise_no_doubt(office: Office) -> None:
    office.reader.others = {b"b": "đã đóc"}
    dossier = office.scan([b"a"], [b"b"])
    office.first(dossier)
    keying.accept_value(office.workplace, dossier, office.record(dossier), "so")
    keying.key_value(office.workplace, dossier, office.record(dossier, 1), "so", "tự nhập")
    before = len(office.store.operations)
    office.second(dossier)
    assert office.store.content(dossier).doubts == ()
    assert len(office.store.operations) == before


def test_a_dossier_completed_between_the_stages_is_left_alone(office: Office) -> None:
    dossier = office.scan([b"a"], [b"b"])
    office.first(dossier)
    for document in (0, 1):
        keying.accept_value(office.workplace, dossier, office.record(dossier, document), "so")

    def complete(picture: bytes) -> None:
        if picture == b"a":
            keying.complete_keying(office.workplace, dossier, despite=True)

    office.reader.on_second = complete
    before = office.store.content(dossier).values
    office.second(dossier)
    assert office.store.content(dossier).dossier.state is State.KEYED
    assert office.store.content(dossier).values == before
    asked = len(office.reader.asked)
    assert office.second(dossier) == []
    assert len(office.reader.asked) == asked


def test_a_lost_second_stage_costs_only_itself_and_is_told_once(office: Office) -> None:
    office.reader.losses[b"a", Stage.SECOND] = ReadingCrashed()
    dossier = office.scan([b"a", b"b"])
    office.first(dossier)
    errors = [page.error for page in office.second(dossier)]
    assert [type(error) for error in errors if error is not None] == [ReadingCrashed]
    page = office.store.content(dossier).pages[0]
    assert (page.status, page.failure) == (PageStatus.READ, None)
    assert office.value(dossier) is not None
    assert office.second(dossier) == []


def test_without_a_second_reader_pages_wait_on(office: Office) -> None:
    office.reader.second = False
    dossier = office.scan([b"a"], [b"b"])
    office.first(dossier)
    before = len(office.store.operations)
    assert office.second(dossier) == []
    assert len(office.store.operations) == before
    assert len(office.store.half_read(dossier)) == 2


def test_a_stage_broken_off_goes_on_where_it_was(office: Office) -> None:
    dossier = office.scan([b"a", b"b", b"c"])
    office.first(dossier)
    reading = read_dossier_second(office.workplace, office.reader, office.extractor, dossier)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert len(office.store.half_read(dossier)) == 2
    value = office.value(dossier)
    assert value is not None
    assert not value.certain, "the document is not read through"
    assert len(office.second(dossier)) == 2
    value = office.value(dossier)
    assert value is not None
    assert value.certain


def test_the_page_on_the_screen_goes_first(office: Office) -> None:
    dossier = office.scan([b"a", b"b", b"c"])
    office.reader.prefer(ids.sha256_of(b"c"))
    office.first(dossier)
    assert office.reader.asked == [(Stage.FIRST, b"c"), (Stage.FIRST, b"a"), (Stage.FIRST, b"b")]


def test_the_same_picture_in_another_dossier_is_not_read_twice(office: Office) -> None:
    office.first(office.scan([b"a"]))
    other = office.scan([b"a", b"b"], code="HS-2")
    office.first(other)
    assert office.reader.asked.count((Stage.FIRST, b"a")) == 1
    assert [page.status for page in office.store.content(other).pages] == [PageStatus.READ] * 2
    for dossier in office.store.half_read_dossiers():
        office.second(dossier)
    assert sorted(office.reader.asked)[-2:] == [(Stage.SECOND, b"a"), (Stage.SECOND, b"b")]
    assert office.store.half_read_dossiers() == []
    office.reader.recipe = "r2"
    office.first(office.scan([b"a"], code="HS-3"))
    assert office.reader.asked.count((Stage.FIRST, b"a")) == 2, "another recipe may read otherwise"


def test_a_marked_page_marks_the_same_picture_elsewhere_too(office: Office) -> None:
    office.reader.texts = {b"a": "MẬT độ"}
    office.first(office.scan([b"a"]))
    other = office.scan([b"a"], code="HS-2")
    office.first(other)
    content = office.store.content(other)
    assert content.pages[0].clearance is Clearance.MARKED
    assert Mark.HELD_SECRECY in content.dossier.marks


def marked(office: Office) -> tuple[DossierId, PageId]:
    office.reader.texts = {b"a": "MẬT độ"}
    dossier = office.scan([b"a"])
    office.first(dossier)
    return dossier, office.store.content(dossier).pages[0].id


def test_a_false_alarm_is_declared_by_a_supervisor_with_a_reason_and_read_on(office: Office) -> None:
    dossier, page = marked(office)
    assert office.value(dossier) is None
    office.roles = frozenset({Role.CLERK})
    with pytest.raises(RoleMissing):
        keying.clear_page(office.workplace, dossier, page, "tên người")
    office.roles = frozenset({Role.SUPERVISOR})
    with pytest.raises(ClearingReasonMissing):
        keying.clear_page(office.workplace, dossier, page, "  ")
    assert office.store.content(dossier).pages[0].clearance is Clearance.MARKED
    keying.clear_page(office.workplace, dossier, page, "Mật là tên người")
    kept = office.store.operations[-1]
    assert kept.payload == ClearPage(id=page, mark="MẬT", reason="Mật là tên người")
    assert (kept.actor, kept.at.tzinfo is not None) == (CLERK, True)
    assert Mark.HELD_SECRECY not in office.store.content(dossier).dossier.marks
    office.first(dossier)
    value = office.value(dossier)
    assert value is not None
    assert value.value == "MẬT độ", "its words appear"
    assert office.store.content(dossier).pages[0].clearance is Clearance.CLEARED_BY_PERSON


@pytest.mark.parametrize("when", ["before", "while"])
def test_a_mark_found_after_a_clerk_cleared_the_page_unread_holds_it_until_a_supervisor_speaks(
    office: Office, when: str
) -> None:
    office.reader.texts = {b"a": "MẬT độ"}
    dossier = office.scan([b"a"])
    page = office.store.content(dossier).pages[0].id

    def clear(_: bytes = b"") -> None:
        keying.clear_page(replace(office.workplace, roles=frozenset({Role.CLERK})), dossier, page)

    if when == "before":
        clear()
    else:
        office.reader.on_first = clear
    office.first(dossier)
    office.reader.on_first = lambda _: None
    content = office.store.content(dossier)
    assert (content.pages[0].clearance, content.values) == (Clearance.MARKED, ())
    assert Mark.HELD_SECRECY in content.dossier.marks
    keying.clear_page(office.workplace, dossier, page, "Mật là tên người")
    office.first(dossier)
    assert office.store.content(dossier).pages[0].clearance is Clearance.CLEARED_BY_PERSON
    value = office.value(dossier)
    assert value is not None
    assert value.value == "MẬT độ"


def test_a_mark_in_a_dossier_completed_meanwhile_is_kept(office: Office) -> None:
    office.reader.texts = {b"a": "MẬT độ"}
    dossier = office.scan([b"a"])
    page = office.store.content(dossier).pages[0].id
    lost = PageOutcome(page=page, reading=None, failure="reading_crashed")
    moves = (office.make.move(dossier, State.SCANNED, State.READ), office.make.move(dossier, State.READ, State.KEYED))
    office.store.commit(Batch(outcomes=(lost,)))
    keying.clear_page(office.workplace, dossier, page)

    def complete(_: bytes) -> None:
        office.store.commit(Batch(operations=moves))

    office.reader.on_first = complete
    with pytest.raises(KeyingClosed):
        office.first(dossier, again=True)
    assert office.store.content(dossier).pages[0].clearance is Clearance.MARKED


def test_a_dossier_is_not_completed_while_a_cleared_page_waits_to_be_read_on(office: Office) -> None:
    dossier, page = marked(office)
    keying.clear_page(office.workplace, dossier, page, "Mật là tên người")
    with pytest.raises(PagesUnread) as refused:
        keying.complete_keying(office.workplace, dossier, despite=True)
    assert refused.value.facts["count"] == 1
    office.first(dossier)
    keying.complete_keying(office.workplace, dossier, despite=True)
    assert office.store.content(dossier).dossier.state is State.KEYED


def test_a_cleared_false_alarm_gets_its_second_reader_like_any_other_page(office: Office) -> None:
    dossier, page = marked(office)
    assert office.store.half_read(dossier) == frozenset(), "a page that is held is not read further"
    keying.clear_page(office.workplace, dossier, page, "Mật là tên người")
    office.first(dossier)
    assert office.store.half_read_dossiers() == [dossier]
    office.second(dossier)
    value = office.value(dossier)
    assert value is not None
    assert (value.certain, value.reader) == (True, f"{FIRST} + {SECOND}")
    assert office.store.half_read(dossier) == frozenset()
    content = office.store.content(dossier)
    assert content.pages[0].clearance is Clearance.CLEARED_BY_PERSON
    assert Mark.HELD_SECRECY not in content.dossier.marks


def test_what_is_cleared_after_completion_is_read_at_once_in_both_stages_and_proposes_nothing(office: Office) -> None:
    dossier, page = marked(office)
    office.store.commit(Batch(operations=(office.make.move(dossier, State.READ, State.KEYED),)))
    keying.clear_page(office.workplace, dossier, page, "Mật là tên người")
    before = len(office.store.operations)
    assert [read.error for read in office.first(dossier, again=True)] == [None]
    assert office.store.half_read_dossiers() == [dossier]
    assert [read.error for read in office.second(dossier)] == [None]
    kept = office.store.reading(page)
    assert kept is not None
    assert (kept.text, kept.second_reader) == ("MẬT độ", SECOND)
    assert len(office.store.operations) == before
    content = office.store.content(dossier)
    assert (content.dossier.state, content.values) == (State.KEYED, ())
    assert (content.pages[0].status, content.pages[0].clearance) == (PageStatus.READ, Clearance.CLEARED_BY_PERSON)
    assert office.second(dossier) == []


def test_a_handwritten_slot_is_empty_stands_at_its_box_and_waits_for_a_person(office: Office) -> None:
    office.extractor.handwritten = True
    dossier = office.scan([b"a"])
    office.first(dossier)
    record = office.record(dossier)
    value = office.value(dossier)
    assert value is not None
    assert (value.value, value.handwritten, value.certain) == ("", True, False)
    assert value.box is not None
    summary = office.store.summaries()[0]
    assert (summary.fields, summary.certain, summary.doubtful) == (0, 0, 0)
    assert keying.accept_value(office.workplace, dossier, record, "so").records == frozenset()
    assert office.value(dossier) == value, "there is nothing to accept"
    assert keying.unconfirmed_fields(office.store.content(dossier)) == ()
    assert (record, "so") in keying.missing_fields(office.workplace, office.store.content(dossier))
    with pytest.raises(FieldsMissing):
        keying.complete_keying(office.workplace, dossier)
    keying.key_value(office.workplace, dossier, record, "so", "73")
    keyed = office.value(dossier)
    assert keyed is not None
    assert (keyed.value, keyed.handwritten, keyed.box, keyed.as_read) == ("73", True, value.box, None)
    assert (record, "so") not in keying.missing_fields(office.workplace, office.store.content(dossier))


def test_what_people_have_taught_is_asked_for_once_a_dossier(office: Office) -> None:
    first = office.scan([b"a"], [b"b"])
    office.first(first)
    maker = Maker(prefix="taught")
    names = maker.value("organName", "Sở Nội vụ"), maker.value("signerName", "Nguyễn Văn An")
    office.store.commit(Batch(operations=(maker.put(first, office.record(first), *names),)))
    keying.complete_keying(office.workplace, first, despite=True)
    other = office.scan([b"c"], [b"d"], code="HS-2")
    before = office.store.asked_what_is_learned
    office.first(other)
    assert office.store.asked_what_is_learned == before + 1
    assert [taught.agencies for taught in office.extractor.taught] == [frozenset()] * 2 + [frozenset({"Sở Nội vụ"})] * 2
    assert office.extractor.taught[-1].signers_of("SỞ NỘI VỤ") == {"Nguyễn Văn An"}
    office.first(other)
    assert office.store.asked_what_is_learned == before + 1, "nothing to read, nothing to ask"
