"""What a run broke off, the next one goes on with by itself: pages that wait are read when the window opens."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from desktop.background_jobs import BackgroundJobs
from desktop.digitising import Tools
from desktop.home import Home
from dossier.document_types import DocumentTypes
from dossier.errors import NotFound, ReadingCrashed
from dossier.learned import NOTHING, Learned
from dossier.model import PageStatus
from dossier.ports import Batch, PageOutcome, ReadingPriority
from dossier.reading import Extraction
from dossier.states import Role, State
from dossier.use_cases.workplace import Workplace
from tests.support.making import CLERK, OFFICE, Maker, Scanned, reading
from tests.support.memory_store import MemoryDossierStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytestqt.qtbot import QtBot

    from dossier.ids import DossierId, Sha256
    from dossier.reading import PagePicture, PageReading


class Files:
    """Has every picture."""

    def put(self, data: bytes) -> Sha256:
        raise NotImplementedError

    def get(self, sha256: Sha256) -> bytes:
        return sha256.encode()

    def has(self, sha256: Sha256) -> bool:
        return True


@dataclass
class Reader:
    """Reads at once what it is given; remembers which pictures."""

    recipe: str = "now"
    preferred: Sha256 | None = None
    read: list[Sha256] = field(default_factory=list)
    crashes: frozenset[Sha256] = frozenset()

    def submit(
        self,
        picture: PagePicture,
        priority: ReadingPriority = ReadingPriority.BACKGROUND,
        *,
        cleared: bool = False,
    ) -> Future[PageReading]:
        self.read.append(picture.sha256)
        done: Future[PageReading] = Future()
        if picture.sha256 in self.crashes:
            done.set_exception(ReadingCrashed(page=picture.number))
        else:
            done.set_result(reading("chữ của trang"))
        return done

    def submit_second(
        self, picture: PagePicture, first: PageReading, priority: ReadingPriority = ReadingPriority.BACKGROUND
    ) -> Future[PageReading]:
        done: Future[PageReading] = Future()
        done.set_result(first)  # no second reader is live
        return done

    def prefer(self, picture: Sha256) -> None:
        pass


class NoExtractor:
    """Knows no type."""

    def extract(self, readings: Sequence[PageReading], learned: Learned = NOTHING) -> Extraction:
        return Extraction(type_id=None, type_confidence=0.0, records=())


class NoPictures:
    """Nothing is opened when reading resumes."""

    def pictures(self, path: object, password: object = None) -> Iterator[PagePicture]:
        raise NotFound(thing="file")


class Store(MemoryDossierStore):
    """Remembers how many dossiers it told at once."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []

    def unread_dossiers(
        self, states: Sequence[State], after: DossierId | None = None, limit: int = 500
    ) -> Sequence[DossierId]:
        found = super().unread_dossiers(states, after, limit)
        self.batches.append(len(found))
        return found


class Machine:
    """The background jobs of a window over a store that a run before has filled."""

    def __init__(self) -> None:
        self.store, self.make, self.reader = Store(), Maker(), Reader()
        self.home = Home()
        tools = Tools(pictures=NoPictures(), reader=self.reader, extractor=NoExtractor())
        self.jobs = BackgroundJobs(self.home, self.workplace, tools, None, at_once=2)  # type: ignore[arg-type]

    def workplace(self) -> Workplace:
        return Workplace(
            store=self.store,
            files=Files(),
            types=DocumentTypes.from_data({}),
            clock=self.make,
            ids=_Ids(self.make),
            office=OFFICE,
            actor=CLERK,
            roles=frozenset(Role),
        )

    def dossier(self, code: str, pages: int = 2) -> Scanned:
        made = self.make.scanned(code, pages=pages)
        self.store.commit(made.batch)
        return made

    def state(self, made: Scanned) -> State:
        return self.store.content(made.dossier).dossier.state

    def pictures(self, made: Scanned) -> list[Sha256]:
        return [page.picture for page in self.store.content(made.dossier).pages]


@dataclass
class _Ids:
    make: Maker

    def new(self) -> str:
        return self.make.id()


@pytest.fixture
def machine(qtbot: QtBot) -> Iterator[Machine]:
    made = Machine()
    yield made
    made.home.close()
    made.jobs.close()


def settled(qtbot: QtBot, machine: Machine, *dossiers: Scanned) -> None:
    """Wait until none of them stands before `read`."""
    qtbot.waitUntil(lambda: all(machine.state(made) is not State.SCANNED for made in dossiers), timeout=10_000)


def test_pages_that_wait_are_read_in_every_dossier_and_what_was_read_is_not_read_again(
    qtbot: QtBot, machine: Machine
) -> None:
    half, untouched = machine.dossier("HS-1"), machine.dossier("HS-2", 3)
    machine.store.commit(Batch(outcomes=half.read().outcomes[:1]))
    machine.jobs.resume()
    settled(qtbot, machine, half, untouched)
    assert sorted(machine.reader.read) == sorted([machine.pictures(half)[1], *machine.pictures(untouched)])
    for made in (half, untouched):
        assert {page.status for page in machine.store.content(made.dossier).pages} == {PageStatus.READ}
        assert machine.state(made) is State.READ


def test_a_dossier_read_whole_whose_move_was_lost_is_moved_without_reading(qtbot: QtBot, machine: Machine) -> None:
    made = machine.dossier("HS-1")
    machine.store.commit(made.read())
    machine.jobs.resume()
    settled(qtbot, machine, made)
    assert machine.reader.read == []


def test_dossiers_past_keying_are_left_alone_and_a_page_that_fails_stops_no_other(
    qtbot: QtBot, machine: Machine
) -> None:
    keyed, failing, sound = (machine.dossier(f"HS-{number}") for number in (1, 2, 3))
    moves = ((State.SCANNED, State.READ), (State.READ, State.KEYED))
    machine.store.commit(Batch(operations=tuple(machine.make.move(keyed.dossier, *move) for move in moves)))
    machine.reader.crashes = frozenset(machine.pictures(failing)[:1])
    machine.jobs.resume()
    settled(qtbot, machine, failing, sound)
    assert not set(machine.reader.read) & set(machine.pictures(keyed))
    first, second = machine.store.content(failing.dossier).pages
    assert (first.status, first.failure, second.status) == (PageStatus.FAILED, "reading_crashed", PageStatus.READ)
    assert machine.state(sound) is State.READ


def test_a_false_alarm_cleared_after_completion_is_read_on_by_the_next_run(qtbot: QtBot, machine: Machine) -> None:
    made = machine.dossier("HS-1")
    machine.store.commit(made.read())
    page = made.pages[0]
    alarm = PageOutcome(page=page, reading=reading("", secrecy_mark="MẬT"))
    moves = ((State.SCANNED, State.READ), (State.READ, State.KEYED))
    operations = tuple(machine.make.move(made.dossier, *move) for move in moves)
    machine.store.commit(Batch(operations=operations, outcomes=(alarm,)))
    cleared = machine.make.clear(made.dossier, page, mark="MẬT", reason="tên người")
    machine.store.commit(Batch(operations=(cleared,)))
    machine.jobs.resume()
    qtbot.waitUntil(lambda: machine.store.content(made.dossier).pages[0].status is PageStatus.READ, timeout=10_000)
    assert machine.state(made) is State.KEYED


def test_every_cleared_page_is_found_however_many_dossiers_were_completed_since(qtbot: QtBot, machine: Machine) -> None:
    batches = machine.store.batches
    moves = ((State.SCANNED, State.READ), (State.READ, State.KEYED))
    cleared = [machine.dossier(f"HS-{number}", 1) for number in range(5)]
    for made in cleared:
        alarm = PageOutcome(page=made.pages[0], reading=reading("", secrecy_mark="MẬT"))
        completed = tuple(machine.make.move(made.dossier, *move) for move in moves)
        machine.store.commit(Batch(operations=completed, outcomes=(alarm,)))
        clear = machine.make.clear(made.dossier, made.pages[0], mark="MẬT", reason="tên người")
        machine.store.commit(Batch(operations=(clear,)))
    machine.jobs.resume()
    qtbot.waitUntil(lambda: len(machine.reader.read) == len(cleared), timeout=10_000)
    qtbot.waitUntil(lambda: batches[-1:] == [0], timeout=10_000)
    assert {page.status for made in cleared for page in machine.store.content(made.dossier).pages} == {PageStatus.READ}
    assert batches == [2, 2, 1, 0]
