"""Making pictures may hang or eat memory too: it costs the page it was at, and the others follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
import pytest
from PIL import Image

from dossier.errors import OpeningCrashed, OpeningOutOfMemory, OpeningTimedOut, SourceError
from dossier.reading import PagePicture
from ocr.workers import Bounds, WorkerPictureSource
from resources.wording import load
from tests.support.drawn_pages import picture
from tests.support.fault_engines import be_killed, eat, hang

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.process, pytest.mark.crash]


def be_refused() -> None:
    """As when the system gives no more memory."""
    raise MemoryError


def faulty_opener(path: Path, first: int) -> Iterator[PagePicture | SourceError]:
    """Three pages; the file's name says what happens at the second. A name with "early" does it before it is open."""
    faults = {"hang": hang, "eat": eat, "kill": be_killed, "refused": be_refused}
    fault = faults[path.stem.removeprefix("early-")]
    if path.stem.startswith("early"):
        fault()

    def pages() -> Iterator[PagePicture]:
        for number in range(first, 4):
            if number == 2:
                fault()
            yield picture(Image.new("L", (40, 60), "white"), number)

    return pages()


def bounds(fault: str) -> Bounds:
    """Only a hang has to be waited for; a worker's start counts, too, and is slow on a busy machine."""
    return Bounds(seconds=15.0 if fault == "hang" else 90.0, memory=400_000_000)


ENDS: dict[str, type[SourceError]] = {
    "hang": OpeningTimedOut,
    "eat": OpeningOutOfMemory,
    "refused": OpeningOutOfMemory,
    "kill": OpeningCrashed,
}


@pytest.mark.parametrize("fault", ENDS)
def test_a_fault_while_a_picture_is_made_costs_that_page(tmp_path: Path, fault: str) -> None:
    with WorkerPictureSource(opener=faulty_opener, bounds=bounds(fault)) as source:
        made = list(source.pictures(tmp_path / f"{fault}.pdf"))
        lost = [item for item in made if isinstance(item, SourceError)]
        assert [item.number for item in made if isinstance(item, PagePicture)] == [1, 3]
        assert [(type(error), error.facts["page"]) for error in lost] == [(ENDS[fault], 2)]
        assert lost[0].facts["source"] == f"{fault}.pdf"
        assert "được lưu" not in load("vi").error(lost[0].code, lost[0].facts).safe, "nothing of that page is kept"
    assert not [child for child in psutil.Process().children(recursive=True) if "sleep" in child.name()]


@pytest.mark.parametrize("fault", ENDS)
def test_a_file_that_cannot_even_be_opened_ends_with_its_reason(tmp_path: Path, fault: str) -> None:
    with WorkerPictureSource(opener=faulty_opener, bounds=bounds(fault)) as source:
        with pytest.raises(ENDS[fault]) as caught:
            next(source.pictures(tmp_path / f"early-{fault}.pdf"))
        assert caught.value.facts["source"] == f"early-{fault}.pdf"
