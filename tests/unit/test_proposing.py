"""What is proposed over what stands: never nothing in the place of something better, and nothing is never certain."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from dossier.document_types import DocumentTypes
from dossier.ids import ValueId
from dossier.learned import NOTHING, Learned
from dossier.model import FieldValue
from dossier.operations import AddRecord, NewValue, PutValues, SetDocumentType
from dossier.ports import Batch, PageOutcome
from dossier.reading import Box, Candidate, Extraction, PageReading, RecordReading, ValueSource
from dossier.states import Role
from dossier.use_cases.proposing import propose
from dossier.use_cases.workplace import Workplace
from resources import document_types
from tests.support.fake_application import CountingIds, MemoryFiles, TickingClock
from tests.support.making import CLERK, OFFICE, Maker, Scanned, reading
from tests.support.memory_store import MemoryDossierStore

PLACE = Box(x=100, y=40, w=50, h=20)
BESIDE = Box(x=120, y=42, w=50, h=20)
ELSEWHERE = Box(x=100, y=400, w=50, h=20)


@dataclass
class Says:
    """An extractor that has found this."""

    candidate: Candidate
    learned: Learned = NOTHING

    def extract(self, readings: Sequence[PageReading], learned: Learned = NOTHING) -> Extraction:
        self.learned = learned
        record = RecordReading(candidates=(self.candidate,), pages=tuple(range(len(readings))))
        return Extraction(type_id="giay_khai_sinh", type_confidence=0.9, records=(record,))


def candidate(value: str, **more: object) -> Candidate:
    found = Candidate(path="so", value=value, as_read=value, confidence=0.6, certain=False, page=0, box=PLACE)
    return replace(found, **more)  # type: ignore[arg-type]


HAND = candidate("", as_read="7§", confidence=0.0, handwritten=True)


class Paper:
    """A document of two pages, read; what a machine proposed for it before stands there."""

    def __init__(self) -> None:
        self.store, self.make = MemoryDossierStore(), Maker()
        self.scanned: Scanned = self.make.scanned(pages=2)
        self.store.commit(self.scanned.batch)
        self.store.commit(self.scanned.read())

    def stands(self, value: str, **more: object) -> NewValue:
        stood = {"source": ValueSource.OCR, "page": self.scanned.pages[0], "box": BESIDE, **more}
        new = self.make.value("so", value, **stood)  # type: ignore[arg-type]
        self.store.commit(Batch(operations=(self.make.put(self.scanned.dossier, self.scanned.record, new),)))
        return new

    def propose(self, found: Candidate, learned: Learned = NOTHING, extractor: Says | None = None) -> list[NewValue]:
        workplace = Workplace(
            store=self.store,
            files=MemoryFiles(),
            types=DocumentTypes.from_data(document_types.load()),
            clock=TickingClock(),
            ids=CountingIds("new"),
            office=OFFICE,
            actor=CLERK,
            roles=frozenset(Role),
        ).as_system()
        content = self.store.content(self.scanned.dossier)
        (document,) = content.documents
        readings = self.store.readings(document.id)
        operations = propose(workplace, extractor or Says(found), content, document, readings, learned=learned)
        self.store.commit(Batch(operations=tuple(operations)))
        puts = [operation.payload for operation in operations if isinstance(operation.payload, PutValues)]
        return [value for put in puts for value in put.values]

    def value(self) -> FieldValue:
        found = self.store.content(self.scanned.dossier).value_of(self.scanned.record, "so")
        assert found is not None
        return found


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.mark.parametrize(
    "better",
    [
        {"certain": True},
        {"box": ELSEWHERE},
        {"box": None},
        {"source": ValueSource.RULE},
        {"source": ValueSource.IMPORT},
    ],
    ids=str,
)
def test_a_bare_place_does_not_displace_what_is_better(paper: Paper, better: dict[str, object]) -> None:
    stood = paper.stands("73", **better)
    assert paper.propose(HAND) == []
    assert paper.value().id == stood.id


def test_a_bare_place_on_another_page_does_not_either(paper: Paper) -> None:
    stood = paper.stands("73", page=paper.scanned.pages[1])
    assert paper.propose(HAND) == []
    assert paper.value().id == stood.id


def test_handwriting_that_was_taken_for_print_is_taken_back(paper: Paper) -> None:
    paper.stands("78")
    (new,) = paper.propose(HAND)
    assert (new.value, new.handwritten, new.box) == ("", True, PLACE)
    assert paper.value().id == new.id
    assert paper.propose(HAND) == [], "once"


def test_a_value_displaces_a_bare_place(paper: Paper) -> None:
    paper.stands("", handwritten=True)
    (new,) = paper.propose(candidate("73", certain=True))
    assert (paper.value().value, paper.value().certain) == ("73", True)
    assert new.base is not None


@pytest.mark.parametrize("hand", [False, True])
def test_nothing_is_never_certain_and_has_no_second_opinion(paper: Paper, hand: bool) -> None:
    page = paper.scanned.pages[0]
    read = reading("7§")
    words = tuple(replace(word, box=PLACE, second="78") for word in read.words)
    read = replace(read, words=words, second_reader="other 1")
    paper.store.commit(Batch(outcomes=(PageOutcome(page=page, reading=read),)))
    paper.stands("", handwritten=not hand)
    (new,) = paper.propose(replace(HAND, handwritten=hand, certain=True))
    assert (new.value, new.certain, new.second) == ("", False, None)


def test_what_a_person_said_stands_whatever_is_found(paper: Paper) -> None:
    person = paper.stands("73", source=ValueSource.HUMAN, base=ValueId("x"))
    assert paper.propose(HAND) == []
    assert paper.value().id == person.id


def test_the_extractor_is_told_what_people_have_taught(paper: Paper) -> None:
    learned = Learned(agencies=frozenset({"Sở Nội vụ"}))
    extractor = Says(candidate("73"))
    paper.propose(extractor.candidate, learned, extractor)
    assert extractor.learned == learned


@dataclass
class SaysAll(Says):
    """An extractor that also knows the generation, and on which part of which page the record lies."""

    def extract(self, readings: Sequence[PageReading], learned: Learned = NOTHING) -> Extraction:
        record = RecordReading(candidates=(self.candidate,), pages=(0, 1), regions=((0, ELSEWHERE), (1, None)))
        kind = "trich_luc_khai_tu"
        return Extraction(type_id=kind, type_confidence=0.9, records=(record,), generation="before 2016")


def test_a_record_lies_on_the_parts_of_pages_that_it_was_read_on_and_its_generation_is_told() -> None:
    store, make = MemoryDossierStore(), Maker()
    scanned = make.scanned(pages=2)
    typed = (SetDocumentType, AddRecord, PutValues)
    store.commit(
        Batch(operations=tuple(item for item in scanned.batch.operations if not isinstance(item.payload, typed)))
    )
    store.commit(scanned.read())
    paper = Paper()
    paper.store, paper.scanned = store, scanned
    paper.propose(HAND, extractor=SaysAll(HAND))
    content = store.content(scanned.dossier)
    assert content.documents[0].generation == "before 2016"
    (record,) = content.records
    assert [(region.page, region.box) for region in record.regions] == [
        (scanned.pages[0], ELSEWHERE),
        (scanned.pages[1], None),
    ]
