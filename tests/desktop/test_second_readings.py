"""The second stage in the window: quiet, behind everything else, on the dossier before the clerk first."""

import threading

import pytest

from desktop.digitising import Digitising, Failure, Tools, Watch
from desktop.second_readings import SecondReadings
from desktop.sources import Plan
from dossier.errors import ReadingCrashed
from dossier.ports import Stage
from dossier.states import State
from dossier.use_cases import keying
from tests.unit.test_reading_dossiers import Office

SECONDS = 10.0


class NoPictures:
    def pictures(self, path: object, password: object = None) -> object:
        raise AssertionError


@pytest.fixture
def office() -> Office:
    return Office()


def tools(office: Office) -> Tools:
    return Tools(pictures=NoPictures(), reader=office.reader, extractor=office.extractor)  # type: ignore[arg-type]


def test_everything_half_read_is_read_on_the_dossier_on_the_screen_first(office: Office) -> None:
    one, two, three = (office.scan([name], code=name.decode()) for name in (b"a", b"b", b"c"))
    for dossier in (one, two, three):
        office.first(dossier)
    ended = threading.Event()
    order: list[bytes] = []

    def note(picture: bytes) -> None:
        order.append(picture)
        if len(order) == 3:
            ended.set()

    office.reader.on_second = note
    second = SecondReadings(lambda: office.workplace, tools(office))
    second.shows(one)
    second.wake()
    assert ended.wait(SECONDS)
    second.close()
    assert order == [b"a", b"c", b"b"], "then the most recently changed"
    assert office.store.half_read_dossiers() == []


def test_without_a_second_reader_one_page_is_asked_and_no_more(office: Office) -> None:
    office.reader.second = False
    for name in (b"a", b"b", b"c"):
        office.first(office.scan([name], code=name.decode()))
    asked = threading.Event()
    office.reader.on_second = lambda _: asked.set()
    second = SecondReadings(lambda: office.workplace, tools(office))
    second.wake()
    assert asked.wait(SECONDS)
    second.close()
    assert sum(stage is Stage.SECOND for stage, _ in office.reader.asked) == 1


def test_a_dossier_that_is_completed_meanwhile_keeps_the_others_from_nothing(office: Office) -> None:
    one, two = (office.scan([name], code=name.decode()) for name in (b"a", b"b"))
    for dossier in (one, two):
        office.first(dossier)
    ended = threading.Event()

    def complete(picture: bytes) -> None:
        if picture == b"b":
            keying.complete_keying(office.workplace, two, despite=True)
        else:
            ended.set()

    office.reader.on_second = complete
    second = SecondReadings(lambda: office.workplace, tools(office))
    second.wake()
    assert ended.wait(SECONDS)
    second.close()
    assert office.store.content(two).dossier.state is State.KEYED


def test_a_command_reads_all_first_stages_before_any_second_and_tells_a_loss_once(office: Office) -> None:
    told: list[Failure] = []

    class Notes(Watch):
        def second_failed(self, failure: Failure) -> None:
            told.append(failure)

    office.reader.losses[b"b", Stage.SECOND] = ReadingCrashed()
    dossiers = [office.scan([name], code=name.decode()) for name in (b"a", b"b")]
    job = Digitising(office.workplace, tools(office), Notes())
    for dossier in dossiers:
        job.read(dossier)
        job.outcome.dossiers.append(dossier)
    job.run(Plan(dossiers=(), failures=()), second=True)
    assert [stage for stage, _ in office.reader.asked] == [Stage.FIRST] * 2 + [Stage.SECOND] * 2
    assert [failure.error.code for failure in told] == ["reading_crashed"]
    assert job.outcome.failures == []
