"""`sohoa read` holds a few pictures at a time, however many pages come, and keeps both stages going."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from PIL import Image

from desktop.commands.reading_documents import Page, Reading
from dossier.errors import ReadingCrashed, SohoaError
from dossier.ports import ReadingPriority, Stage
from dossier.reading import PagePicture, PageReading
from tests.support.drawn_pages import picture
from tests.support.making import reading


class Answer(Future[PageReading]):
    """An answer that is worked out when it is waited for."""

    def __init__(self, reader: Reader, stage: Stage, number: int) -> None:
        super().__init__()
        self._reader, self._stage, self._number = reader, stage, number

    def result(self, timeout: float | None = None) -> PageReading:
        self._reader.held.remove((self._stage, self._number))
        self._reader.ended.append((self._stage, self._number))
        if (self._stage, self._number) in self._reader.crashes:
            raise ReadingCrashed(exit=1)
        return reading(f"{self._stage.value} {self._number}")


class Reader:
    """Notes what it holds."""

    recipe, preferred = "r1", None

    def __init__(self, *crashes: tuple[Stage, int]) -> None:
        self.crashes = set(crashes)
        self.held: list[tuple[Stage, int]] = []
        self.ended: list[tuple[Stage, int]] = []
        self.most = {Stage.FIRST: 0, Stage.SECOND: 0}

    def submit(
        self,
        picture: PagePicture,
        priority: ReadingPriority = ReadingPriority.BACKGROUND,
        *,
        cleared: bool = False,
    ) -> Future[PageReading]:
        return self._hold(Stage.FIRST, picture.number)

    def submit_second(
        self, picture: PagePicture, first: PageReading, priority: ReadingPriority = ReadingPriority.BACKGROUND
    ) -> Future[PageReading]:
        return self._hold(Stage.SECOND, picture.number)

    def prefer(self, picture: object) -> None:
        raise AssertionError

    def _hold(self, stage: Stage, number: int) -> Future[PageReading]:
        self.held.append((stage, number))
        self.most[stage] = max(self.most[stage], sum(held == stage for held, _ in self.held))
        return Answer(self, stage, number)


def read(reader: Reader, pages: int, ahead: int, *, full: bool) -> list[Page]:
    window = Reading(reader, ahead, full=full)
    made = [Page(source="a.pdf", number=number) for number in range(pages)]
    for page in made:
        window.add(page, picture(Image.new("L", (9, 9)), page.number))
        assert not page.settled
    window.finish()
    assert not reader.held
    assert all(page.settled for page in made)
    return made


@pytest.mark.parametrize(("full", "stage"), [(True, "second"), (False, "first")])
def test_a_few_pages_wait_in_each_stage_and_all_are_read_in_order(full: bool, stage: str) -> None:
    reader = Reader()
    made = read(reader, 50, 4, full=full)
    assert reader.most[Stage.FIRST] == 5
    assert reader.most[Stage.SECOND] in (range(4, 9) if full else {0})
    assert [page.reading.text for page in made if page.reading] == [f"{stage} {number}" for number in range(50)]


def test_a_page_that_fails_costs_itself_in_either_stage() -> None:
    reader = Reader((Stage.FIRST, 3), (Stage.SECOND, 5))
    made = read(reader, 8, 2, full=True)
    assert [page.number for page in made if page.error] == [3]
    assert [page.number for page in made if page.second_error] == [5]
    kept = made[5].reading
    assert kept is not None
    assert kept.text == "first 5"
    assert isinstance(made[3].error, SohoaError)
    assert (Stage.SECOND, 3) not in reader.ended
