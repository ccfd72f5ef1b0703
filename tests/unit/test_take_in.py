"""Taking in files: all of a file or nothing of it, and what could not be opened stays on this machine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from dossier import ids
from dossier.document_types import DocumentTypes
from dossier.errors import KeyingClosed, NotFound, PageDamaged, PageIncomplete, SourceChanging, SourceError
from dossier.operations import AddPage, MoveDossier, Operation
from dossier.ports import Batch
from dossier.reading import PagePicture
from dossier.states import Role, State
from dossier.use_cases.take_in import TakenIn, open_dossier, take_in_file
from dossier.use_cases.workplace import Workplace
from tests.support.making import CLERK, OFFICE, Maker
from tests.support.memory_store import MemoryDossierStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dossier.ids import DossierId, Sha256
    from dossier.model import DossierContent


def picture(number: int) -> PagePicture:
    data = f"picture {number}".encode()
    return PagePicture(
        number=number,
        data=data,
        mime="image/png",
        width=100,
        height=200,
        dpi=300,
        sha256=ids.sha256_of(data),
        origin="embedded",
    )


def damaged(number: int) -> PageDamaged:
    return PageDamaged(source="a.pdf", page=number)


@dataclass
class Pages:
    """A source of these pages; `between` is called before each."""

    items: list[PagePicture | SourceError]
    between: Callable[[int], None] = lambda _number: None

    def pictures(self, path: Path, password: str | None = None) -> Iterator[PagePicture | SourceError]:
        for number, item in enumerate(self.items, 1):
            self.between(number)
            yield item


@dataclass
class Files:
    """Sealed files in a dictionary."""

    held: dict[Sha256, bytes] = field(default_factory=dict)

    def put(self, data: bytes) -> Sha256:
        self.held[ids.sha256_of(data)] = data
        return ids.sha256_of(data)

    def get(self, sha256: Sha256) -> bytes:
        if sha256 not in self.held:
            raise NotFound(thing="file", id=sha256)
        return self.held[sha256]

    def has(self, sha256: Sha256) -> bool:
        return sha256 in self.held


class Office:
    """A workplace over a store in memory, with one file waiting to be taken in."""

    def __init__(self, folder: Path) -> None:
        self.store, self.files, self.make = MemoryDossierStore(), Files(), Maker()
        self.path = folder / "a.pdf"
        self.path.write_bytes(b"%PDF the paper")
        self.source = ids.sha256_of(self.path.read_bytes())
        self.workplace = Workplace(
            store=self.store,
            files=self.files,
            types=DocumentTypes.from_data({}),
            clock=self.make,
            ids=_Ids(self.make),
            office=OFFICE,
            actor=CLERK,
            roles=frozenset(Role),
        )
        self.dossier = open_dossier(self.workplace, "HS-1")

    def take(
        self,
        *items: PagePicture | SourceError,
        between: Callable[[int], None] = lambda _number: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> TakenIn:
        source = Pages(list(items), between)
        return take_in_file(self.workplace, source, self.path, self.dossier, cancelled=cancelled)

    @property
    def content(self) -> DossierContent:
        return self.store.content(self.dossier)

    def sent_with(self, dossier: DossierId) -> set[Sha256]:
        """Every file that some operation carries to the archive."""
        return {need for one in self.store.operations if one.dossier == dossier for need in one.needs}


@dataclass
class _Ids:
    make: Maker

    def new(self) -> str:
        return self.make.id()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def added(operations: list[Operation]) -> list[tuple[int, int]]:
    """Number in the file and position of every page, in the order in which they were added."""
    payloads = [one.payload for one in operations if isinstance(one.payload, AddPage)]
    return [(payload.source_page, payload.position) for payload in payloads]


@pytest.mark.parametrize("when", [1, 2, 3])
def test_a_file_that_changes_while_it_is_read_is_not_taken_in(office: Office, when: int) -> None:
    def write(number: int) -> None:
        if number == when:
            office.path.write_bytes(office.path.read_bytes() + b" and more of it")

    before = office.content
    with pytest.raises(SourceChanging) as refused:
        office.take(picture(1), picture(2), picture(3), between=write)
    assert refused.value.facts == {"source": "a.pdf"}
    assert office.content == before
    assert not office.store.was_taken(office.dossier, office.source)
    whole = office.take(picture(1), picture(2), picture(3))
    assert len(whole.added) == 3, "once it is still it comes in as it then is"


def test_good_pages_of_a_damaged_file_are_taken_and_the_file_itself_does_not_leave(office: Office) -> None:
    taken = office.take(picture(1), damaged(2), picture(3))
    assert [error.facts["page"] for error in taken.failures] == [2]
    assert added(office.store.operations) == [(1, 0), (3, 2)]
    pages = office.content.pages
    assert [page.source for page in pages] == [page.picture for page in pages]
    assert office.source not in office.sent_with(office.dossier), "nobody has seen the page inside"
    assert office.files.has(office.source), "but it is kept here, byte for byte"
    assert not office.store.was_taken(office.dossier, office.source)


def test_a_page_recovered_later_joins_its_document_at_its_place(office: Office) -> None:
    first = office.take(picture(1), damaged(2), picture(3))
    again = office.take(picture(1), damaged(2), picture(3))
    assert (again.added, again.known) == ((), 2), "the same again adds nothing"
    whole = office.take(picture(1), picture(2), picture(3))
    assert (len(whole.added), whole.known, whole.failures) == (1, 2, ())
    assert whole.document == first.document
    assert len(office.content.documents) == 1
    assert [page.source_page for page in office.content.pages] == [1, 2, 3]
    assert office.content.pages[1].source == office.source
    assert office.source in office.sent_with(office.dossier), "now every page of it will have been seen"
    assert office.store.was_taken(office.dossier, office.source)
    assert office.take(damaged(1)).known == 1, "taken whole, it is not opened a second time"


def test_of_a_file_without_one_good_page_the_reason_is_told_and_nothing_made(office: Office) -> None:
    before = office.content
    with pytest.raises(PageDamaged) as refused:
        office.take(damaged(1), damaged(2))
    assert refused.value.facts["page"] == 1
    assert office.content == before


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_cancelled_take_in_leaves_nothing_half(office: Office, after: int) -> None:
    seen: list[int] = []
    before, operations = office.content, list(office.store.operations)
    taken = office.take(picture(1), picture(2), picture(3), between=seen.append, cancelled=lambda: len(seen) >= after)
    assert (taken.added, taken.known, taken.failures) == ((), 0, ())
    assert seen == list(range(1, after + 1)), "it stopped there"
    assert office.content == before
    assert office.store.operations == operations
    assert not office.store.was_taken(office.dossier, office.source)
    assert len(office.take(picture(1), picture(2), picture(3)).added) == 3


def test_a_dossier_completed_while_its_file_was_opened_takes_nothing(office: Office) -> None:
    office.take(picture(9))
    office.path.write_bytes(b"%PDF another paper")

    def complete(number: int) -> None:
        if number == 2:
            for seen, target in ((State.SCANNED, State.READ), (State.READ, State.KEYED)):
                move = office.workplace.operation(
                    office.dossier, MoveDossier(dossier=office.dossier, seen=seen, target=target)
                )
                office.store.commit(Batch(operations=(move,)))

    with pytest.raises(KeyingClosed):
        office.take(picture(1), picture(2), between=complete)
    assert [page.source_page for page in office.content.pages] == [9]
    with pytest.raises(KeyingClosed):
        open_dossier(office.workplace, "HS-1")


def test_a_name_that_is_no_text_is_stored_all_the_same(office: Office, tmp_path: Path) -> None:
    office.path = office.path.rename(tmp_path / "v\udcf0n b\u0103\u0309n.pdf")
    office.take(picture(1))
    assert office.content.documents[0].source_name == "v\ufffdn bẳn.pdf"


def test_a_page_that_lacks_a_part_comes_in_says_so_and_its_file_stays_here(office: Office) -> None:
    taken = office.take(picture(1), replace(picture(2), incomplete=True))
    (told,) = taken.failures
    assert isinstance(told, PageIncomplete)
    assert told.facts == {"source": "a.pdf", "page": 2}
    pages = office.content.pages
    assert [page.incomplete for page in pages] == [False, True]
    sent = [one.payload for one in office.store.operations if isinstance(one.payload, AddPage)]
    assert [payload.incomplete for payload in sent] == [False, True], "whoever checks it elsewhere is told, too"
    assert office.source not in office.sent_with(office.dossier), "it shows what nobody has seen"
    assert not office.store.was_taken(office.dossier, office.source)
