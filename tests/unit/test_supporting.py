"""Supporting papers suggest what a field has not: of the evidently same person, never sure, never over what is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import ids
from dossier.document_types import DocumentTypes
from dossier.ids import DocumentId, DossierId, RecordId, ValueId
from dossier.learned import NOTHING, Learned
from dossier.model import DossierContent, FieldValue
from dossier.operations import AddDocument, PutValues
from dossier.ports import Batch
from dossier.reading import Box, Candidate, Extraction, PageReading, RecordReading, ValueSource
from dossier.rules.supporting import Paper, Says, Suggestion, fillings, suggestions
from dossier.states import Role, State
from dossier.text import fold
from dossier.use_cases import keying
from dossier.use_cases.reading_dossiers import read_dossier, read_dossier_second
from dossier.use_cases.supporting import suggest_from_papers, suggested
from dossier.use_cases.workplace import Workplace
from resources import document_types
from tests.support.fake_application import CountingIds, MemoryFiles, TickingClock
from tests.support.fake_reader import FakeReader
from tests.support.making import CLERK, MACHINE, OFFICE, START, Maker
from tests.support.memory_store import MemoryDossierStore

TYPES = DocumentTypes.from_data(document_types.load())
MARRIAGE, BIRTH, CARD, OLD_CARD = "giay_chung_nhan_ket_hon", "giay_khai_sinh", "can_cuoc", "cmnd"
WIFE = {"full_name": "Lê Thị Hoa", "dob": "1985-03-02", "id": "038185001234", "residence": "Xã Hoằng Hóa"}
NAMES = st.lists(st.sampled_from(["Lê", "Thị", "Hoa", "Hòa", "Nguyễn", "Văn", "An"]), min_size=1, max_size=3).map(
    " ".join
)
NUMBERS = st.sampled_from(["", "038185001234", "038185001235", "171234567"])
DATES = st.sampled_from(["", "1985", "1985-03", "1985-03-02", "1986-01-01"])
CARDS = st.fixed_dictionaries({"full_name": NAMES, "dob": DATES, "id": NUMBERS})
SPOUSES = st.fixed_dictionaries(
    {f"{who}{what}": values | st.just("") for who in ("chong", "vo") for what, values in
     (("HoTen", NAMES), ("NgaySinh", DATES), ("SoGiayToTuyThan", NUMBERS))}
)  # fmt: skip


def paper(kind: str, values: Mapping[str, str], name: str = "", *, certain: bool = False) -> Paper:
    name = name or kind
    made = {
        path: FieldValue(
            id=ValueId(f"{name}.{path}"),
            record=RecordId(name),
            path=path,
            value=text,
            source=ValueSource.OCR,
            as_read=text,
            confidence=0.7,
            certain=certain,
            as_printed=False,
            page=None,
            box=None,
            reader="r",
            actor=MACHINE,
            at=START,
            base=None,
        )
        for path, text in values.items()
    }
    return Paper(record=RecordId(name), document=DocumentId(name), kind=TYPES.get(kind), values=made)


def said(found: Sequence[Suggestion]) -> dict[str, tuple[Says, str]]:
    return {item.path: (item.says, item.said.value) for item in found}


def filled(main: Paper, *others: Paper) -> dict[str, str]:
    return {path: item.said.value for path, item in fillings(suggestions(main, others)).items()}


def test_an_equal_number_tells_whose_card_it_is() -> None:
    main = paper(
        MARRIAGE, {"chongHoTen": "Trần Văn An", "voSoGiayToTuyThan": "038 185 001 234", "voHoTen": "Lê Thị Hòa"}
    )
    assert said(suggestions(main, [paper(CARD, WIFE)])) == {
        "voHoTen": (Says.DIFFERS, "Lê Thị Hoa"),
        "voNgaySinh": (Says.FILLS, "1985-03-02"),
        "voNoiCuTru": (Says.FILLS, "Xã Hoằng Hóa"),
        "voSoGiayToTuyThan": (Says.AGREES, "038185001234"),
    }


def test_an_equal_name_tells_it_where_marks_were_lost() -> None:
    main = paper(MARRIAGE, {"chongHoTen": "Trần Văn An", "voHoTen": "LE THI HOA", "voNgaySinh": "1985"})
    assert filled(main, paper(CARD, WIFE)) == {"voSoGiayToTuyThan": "038185001234", "voNoiCuTru": "Xã Hoằng Hóa"}


@pytest.mark.parametrize("against", [{"voNgaySinh": "1986-01-01"}, {"voSoGiayToTuyThan": "038185009999"}])
def test_a_namesake_fills_nothing_and_what_differs_is_said(against: dict[str, str]) -> None:
    found = suggestions(paper(MARRIAGE, {"voHoTen": "Lê Thị Hoa", **against}), [paper(CARD, WIFE)])
    assert not fillings(found)
    assert {item.path for item in found if item.says is Says.DIFFERS} == set(against)


def test_an_old_number_beside_a_new_one_is_no_difference() -> None:
    main = paper(MARRIAGE, {"voHoTen": "Lê Thị Hoa", "voSoGiayToTuyThan": "171234567"})
    assert filled(main, paper(CARD, WIFE)) == {"voNgaySinh": "1985-03-02", "voNoiCuTru": "Xã Hoằng Hóa"}
    assert "voSoGiayToTuyThan" not in said(suggestions(main, [paper(CARD, WIFE)]))


def test_nobody_is_meant_where_both_could_be_or_the_record_names_nobody() -> None:
    both = paper(MARRIAGE, {"chongHoTen": "Lê Thị Hoa", "voHoTen": "Lê Thị Hoa"})
    assert suggestions(both, [paper(CARD, WIFE)]) == ()
    assert suggestions(paper(MARRIAGE, {}), [paper(CARD, WIFE)]) == ()
    assert suggestions(paper(MARRIAGE, {"voHoTen": "Hoa"}), [paper(CARD, {**WIFE, "full_name": "Hoa"})]) == ()


def test_papers_that_disagree_propose_nothing_and_of_those_that_agree_the_fullest_does() -> None:
    main = paper(MARRIAGE, {"voHoTen": "Lê Thị Hoa"})
    card = paper(CARD, {"full_name": "Lê Thị Hoa", "dob": "1985"}, "a")
    assert filled(main, card, paper(OLD_CARD, {"full_name": "Lê Thị Hoa", "dob": "1985-03-02"}, "b")) == {
        "voNgaySinh": "1985-03-02"
    }
    assert filled(main, card, paper(OLD_CARD, {"full_name": "Lê Thị Hoa", "dob": "1986-03-02"}, "b")) == {}


def test_a_row_of_a_group_is_a_person() -> None:
    holders = {"chu_su_dung[0].ho_ten": "Trần Văn An", "chu_su_dung[1].ho_ten": "Lê Thị Hoa"}
    assert (
        filled(paper("giay_chung_nhan_dat", holders), paper(CARD, WIFE)).get("chu_su_dung[1].so_giay_to") == WIFE["id"]
    )
    assert not any(
        path.startswith("chu_su_dung[0]") for path in filled(paper("giay_chung_nhan_dat", holders), paper(CARD, WIFE))
    )


def test_parents_of_a_birth_certificate_are_told_apart() -> None:
    main = paper(BIRTH, {"nksHoTen": "Trần Thị Mai", "meHoTen": "Lê Thị Hoa", "chaHoTen": "Trần Văn An"})
    assert set(filled(main, paper(CARD, WIFE))) == {"meNgaySinh", "meNoiCuTru", "meSoGiayToTuyThan"}


@given(spouses=SPOUSES, cards=st.lists(CARDS, max_size=3))
def test_only_what_is_empty_is_filled_with_what_a_paper_of_that_person_says(
    spouses: dict[str, str], cards: list[dict[str, str]]
) -> None:
    main = paper(MARRIAGE, spouses)
    others = [paper(CARD, card, f"card{place}") for place, card in enumerate(cards)]
    for path, item in fillings(suggestions(main, others)).items():
        who = "vo" if path.startswith("vo") else "chong"
        card = next(card for card, one in zip(cards, others, strict=True) if one.document == item.document)
        number, name = spouses[f"{who}SoGiayToTuyThan"], spouses[f"{who}HoTen"]
        assert not spouses.get(path)
        assert item.said.value == card[item.field] != ""
        assert (number and card["id"] == number) or fold(name) == fold(card["full_name"])


@given(spouses=SPOUSES, cards=st.lists(CARDS, max_size=3), data=st.data())
def test_the_order_of_papers_decides_no_value(
    spouses: dict[str, str], cards: list[dict[str, str]], data: st.DataObject
) -> None:
    others = [paper(CARD, card, f"card{place}") for place, card in enumerate(cards)]
    again = data.draw(st.permutations(others))
    main = paper(MARRIAGE, spouses)
    dates = {path for path in filled(main, *others) if path.endswith("NgaySinh")}
    assert set(filled(main, *others)) == set(filled(main, *again))
    assert all(filled(main, *others)[path] == filled(main, *again)[path] for path in dates)


@given(spouses=SPOUSES, card=CARDS)
def test_two_cards_that_say_other_things_of_a_field_fill_it_with_neither(
    spouses: dict[str, str], card: dict[str, str]
) -> None:
    main = paper(MARRIAGE, spouses)
    other = {**card, "dob": "1950-12-12", "id": "001050000001"}
    both = {item.path for item in suggestions(main, [paper(CARD, card, "a")]) if item.says is Says.FILLS}
    both &= {item.path for item in suggestions(main, [paper(CARD, other, "b")]) if item.says is Says.FILLS}
    wanted = filled(main, paper(CARD, card, "a"), paper(CARD, other, "b"))
    assert not {path for path in both if not path.endswith("HoTen")} & set(wanted)


Page = tuple[str, Mapping[str, str]]


@dataclass
class Extractor:
    """Finds on each document what its first page is said to bear; a value that is "✍" is written by hand."""

    pages: dict[str, Page]

    def extract(self, readings: Sequence[PageReading], learned: Learned = NOTHING) -> Extraction:
        kind, fields = self.pages[readings[0].text]
        record = RecordReading(candidates=tuple(self._found(fields)), pages=tuple(range(len(readings))))
        return Extraction(type_id=kind, type_confidence=0.9, records=(record,))

    def _found(self, fields: Mapping[str, str]) -> Iterator[Candidate]:
        for place, (path, text) in enumerate(fields.items()):
            hand = text == "✍"
            yield Candidate(
                path=path,
                value="" if hand else text,
                as_read=text,
                confidence=0.9,
                certain=not hand,
                page=0,
                box=Box(x=10, y=10 * place, w=50, h=8),
                handwritten=hand,
            )


@dataclass
class Desk:
    """A dossier of one document a page, read by what a test says."""

    pages: dict[str, Page]
    store: MemoryDossierStore = field(default_factory=MemoryDossierStore)
    files: MemoryFiles = field(default_factory=MemoryFiles)
    extractor: Extractor = field(init=False)
    workplace: Workplace = field(init=False)
    dossier: DossierId = field(init=False)
    make: Maker = field(default_factory=Maker)

    def __post_init__(self) -> None:
        self.extractor = Extractor(self.pages)
        self.workplace = Workplace(
            store=self.store,
            files=self.files,
            types=TYPES,
            clock=TickingClock(),
            ids=CountingIds("new"),
            office=OFFICE,
            actor=CLERK,
            roles=frozenset(Role),
        )
        create = self.make.create(state=State.SCANNED)
        self.dossier = create.dossier
        operations = [create]
        for position, name in enumerate(self.pages):
            added = self.make.document(self.dossier, position)
            assert isinstance(added.payload, AddDocument)
            self.files.put(name.encode())
            operations += [added, self.make.page(self.dossier, added.payload.id, name)]
        self.store.commit(Batch(operations=tuple(operations)))

    @property
    def reader(self) -> FakeReader:
        return FakeReader(texts={name.encode(): name for name in self.pages})

    def read(self) -> None:
        list(read_dossier(self.workplace, self.reader, self.extractor, self.dossier))

    def read_second(self) -> None:
        list(read_dossier_second(self.workplace, self.reader, self.extractor, self.dossier))

    @property
    def content(self) -> DossierContent:
        return self.store.content(self.dossier)

    def record(self, place: int) -> RecordId:
        document = self.content.documents[place]
        assert document.type_id is not None
        return ids.record_id(document.id, document.type_id, 0)

    def value(self, path: str, place: int = 0) -> FieldValue | None:
        return self.content.value_of(self.record(place), path)

    def text(self, path: str) -> str | None:
        found = self.value(path)
        return found.value if found else None


COUPLE = {"chongHoTen": "Trần Văn An", "voHoTen": "Lê Thị Hoa"}


def desk(main: Mapping[str, str], *cards: Mapping[str, str]) -> Desk:
    return Desk({"cert": (MARRIAGE, main)} | {f"card{place}": (CARD, card) for place, card in enumerate(cards)})


def test_after_reading_an_empty_field_has_a_proposal_with_its_place_on_the_card() -> None:
    made = desk(COUPLE, WIFE)
    made.read()
    found, card = made.value("voNgaySinh"), made.content.documents[1]
    assert found is not None
    assert (found.value, found.source, found.certain, found.confidence) == ("1985-03-02", ValueSource.RULE, False, None)
    assert found.page == made.content.pages_of(card.id)[0].id
    assert found.box == Box(x=10, y=10, w=50, h=8)
    assert made.value("chongNgaySinh") is None
    assert made.content.dossier.state is State.READ


def test_what_was_read_on_the_main_paper_stays_and_the_difference_is_told() -> None:
    made = desk({**COUPLE, "voHoTen": "Lê Thị Hòa", "voSoGiayToTuyThan": WIFE["id"]}, WIFE)
    made.read()
    name = made.value("voHoTen")
    assert name is not None
    assert (name.value, name.source, name.certain) == ("Lê Thị Hòa", ValueSource.OCR, True)
    told = said(suggested(made.content, TYPES)[made.record(0)])
    assert told["voHoTen"] == (Says.DIFFERS, "Lê Thị Hoa")
    assert told["voNgaySinh"] == (Says.FILLS, "1985-03-02")


def test_nothing_is_written_a_second_time_and_the_second_stage_changes_nothing() -> None:
    made = desk(COUPLE, WIFE)
    made.read()
    stood, before = made.value("voNgaySinh"), len(made.store.operations)
    suggest_from_papers(made.workplace, made.dossier)
    assert len(made.store.operations) == before
    made.read_second()
    assert made.value("voNgaySinh") == stood


def test_a_place_written_by_hand_keeps_its_place() -> None:
    made = desk({**COUPLE, "voNgaySinh": "✍"}, WIFE)
    made.read()
    found = made.value("voNgaySinh")
    assert found is not None
    assert (found.value, found.handwritten, found.source) == ("", True, ValueSource.OCR)
    assert made.text("voSoGiayToTuyThan") == WIFE["id"]


@pytest.mark.parametrize("text", ["1984-01-01", ""])
def test_what_a_person_has_put_is_never_touched_also_where_he_says_it_is_empty(text: str) -> None:
    made = desk(COUPLE, WIFE)
    made.read()
    stood = made.value("voNgaySinh")
    assert stood is not None
    new = made.make.value("voNgaySinh", text, base=stood.id, base_value=stood.value)
    made.store.commit(Batch(operations=(made.make.put(made.dossier, made.record(0), new),)))
    before, operations = made.content, len(made.store.operations)
    suggest_from_papers(made.workplace, made.dossier)
    made.read_second()
    puts = [one.payload for one in made.store.operations[operations:] if isinstance(one.payload, PutValues)]
    assert "voNgaySinh" not in {new.path for put in puts for new in put.values}
    assert made.content.doubts == ()
    assert made.value("voNgaySinh") == before.value_of(made.record(0), "voNgaySinh")
    assert made.text("voNgaySinh") == text


def test_a_person_who_says_otherwise_makes_the_card_a_namesakes() -> None:
    made = desk(COUPLE, WIFE)
    made.read()
    stood = made.value("voNgaySinh")
    assert stood is not None
    new = made.make.value("voNgaySinh", "1984-01-01", base=stood.id, base_value=stood.value)
    made.store.commit(Batch(operations=(made.make.put(made.dossier, made.record(0), new),)))
    suggest_from_papers(made.workplace, made.dossier)
    assert made.text("voSoGiayToTuyThan") == ""
    assert said(suggested(made.content, TYPES)[made.record(0)])["voNgaySinh"] == (Says.DIFFERS, "1985-03-02")


def test_a_person_accepts_a_suggestion_and_it_is_his() -> None:
    made = desk(COUPLE, WIFE)
    made.read()
    keying.accept_value(made.workplace, made.dossier, made.record(0), "voNgaySinh")
    found = made.value("voNgaySinh")
    assert found is not None
    assert (found.value, found.source) == ("1985-03-02", ValueSource.HUMAN)


def test_two_cards_that_disagree_leave_the_field_empty() -> None:
    made = desk(COUPLE, WIFE, {**WIFE, "dob": "1986-01-01"})
    made.read()
    assert made.text("voNgaySinh") is None
    assert made.text("voSoGiayToTuyThan") == WIFE["id"]


def test_a_suggestion_that_holds_no_longer_is_taken_back_and_can_come_again() -> None:
    made = desk(COUPLE, WIFE)
    made.read()
    for name, expected in (("Phạm Thị Lan", ""), (WIFE["full_name"], WIFE["dob"])):
        current = made.value("full_name", 1)
        assert current is not None
        corrected = made.make.value("full_name", name, base=current.id, base_value=current.value)
        made.store.commit(Batch(operations=(made.make.put(made.dossier, made.record(1), corrected),)))
        suggest_from_papers(made.workplace, made.dossier)
        found = made.value("voNgaySinh")
        assert found is not None
        assert (found.value, found.source) == (expected, ValueSource.RULE)


def test_what_the_second_stage_reads_on_the_main_paper_takes_the_place_of_a_suggestion() -> None:
    made = desk(COUPLE, WIFE)
    made.read()
    made.extractor.pages["cert"] = (MARRIAGE, {**COUPLE, "voNgaySinh": "1985-03-03"})
    made.read_second()
    found = made.value("voNgaySinh")
    assert found is not None
    assert (found.value, found.source) == ("1985-03-03", ValueSource.OCR)


def test_a_suggestion_speaks_on_of_nothing() -> None:
    """What a birth paper has only from a card is not told to the certificate as if the birth paper bore it."""
    born = {"ho_ten_me": "Lê Thị Hoa"}
    made = Desk({"cert": (BIRTH, {"meHoTen": "Lê Thị Hoa"}), "born": ("giay_chung_sinh", born), "card": (CARD, WIFE)})
    made.read()
    assert made.value("nam_sinh_me", 1) is not None
    assert {item.type_id for item in suggested(made.content, TYPES)[made.record(0)] if item.path == "meNgaySinh"} == {
        CARD
    }


def test_nothing_is_suggested_while_pages_wait_or_past_keying() -> None:
    made = desk(COUPLE, WIFE)
    reading = read_dossier(made.workplace, made.reader, made.extractor, made.dossier)
    next(reading)
    assert not suggest_from_papers(made.workplace, made.dossier).dossiers
    list(reading)
    before = len(made.store.operations)
    made.store.commit(Batch(operations=(made.make.move(made.dossier, State.READ, State.KEYED),)))
    assert not suggest_from_papers(made.workplace, made.dossier).dossiers
    assert len(made.store.operations) == before + 1
