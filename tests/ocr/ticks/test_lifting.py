"""Words beside boxes are read without them: taken off the page with their marks, and letters are left whole."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import ImageDraw

from dossier.reading import Word
from dossier.words import Box
from ocr.engines.engine import EngineWord, Layout
from ocr.geometry import Upright
from ocr.ticks.lifting import without_boxes, words_beside
from tests.ocr.ticks.test_finding import LEFT, OPTIONS, SIDE, STEP, TOP, Page, form
from tests.support.fault_engines import AsRead


class Eyes:
    """A reader of lines that says the same of every one, and keeps where they were inked."""

    label = "eyes 1"
    turns_cheaply = False
    fits_lines = True

    def __init__(self) -> None:
        self.shown: list[tuple[int, bool]] = []

    def check(self) -> None:
        return

    def turn(self, image: np.ndarray, dpi: int) -> int | None:
        return None

    def read(self, image: np.ndarray, dpi: int, layout: Layout = Layout.PAGE) -> tuple[EngineWord, ...]:
        assert layout is Layout.LINE
        self.shown.append((image.shape[1], bool((image < 128).any())))
        box = Box(x=2, y=1, w=image.shape[1] - 4, h=image.shape[0] - 2)
        return (EngineWord(text="read", box=box, confidence=0.9, block=7, line=9),)


def lifted_words(page: Page, words: list[Word], eyes: Eyes) -> tuple[Word, ...]:
    placing = Upright(width=page.sheet.width, height=page.sheet.height, rotation=0, skew=0.0)
    ticks = page.ticks()
    lifted = without_boxes(np.array(page.sheet), ticks, 1.0)
    return words_beside(
        words, ticks, lifted, scale=1.0, dpi=200, placing=placing, engine=eyes, language=AsRead()
    )  # fmt: skip


def as_one(page: Page, start: float, end: float, y: float, text: str) -> Word:
    """A word read over a box and a name, in millimetres."""
    box = Box(
        x=round(start * page.mm), y=round((y - 4) * page.mm), w=round((end - start) * page.mm), h=round(5 * page.mm)
    )
    return Word(text=text, box=box, upright=box, confidence=0.9, block=1, line=3)


@pytest.mark.parametrize("mark", ["", "tick", "cross"])
def test_boxes_and_marks_go_and_names_stay(mark: str) -> None:
    page = form(200, (mark,) * 6)
    lifted = without_boxes(np.array(page.sheet), page.ticks(), 1.0)
    bare = Page(200)
    for at, option in enumerate(OPTIONS):
        bare.write(LEFT + SIDE + 2, TOP + STEP * at, option)
    top = round((TOP - 8) * page.mm)
    assert np.abs(lifted[top:].astype(int) - np.array(bare.sheet)[top:]).max() < 60


def test_a_page_without_boxes_is_the_same() -> None:
    grey = np.array(form(200, ("",) * 6).sheet)
    assert without_boxes(grey, (), 1.0) is grey


def test_a_word_with_a_box_in_it_is_read_again_without() -> None:
    page = form(200, ("",) * 6)
    eyes = Eyes()
    whole = as_one(page, LEFT, LEFT + 30, TOP, "CVận")
    other = page.words[-1]
    first, last = lifted_words(page, [whole, other], eyes)
    assert (first.text, first.block, first.line) == ("read", 1, 3)
    assert first.upright.x > (LEFT + SIDE) * page.mm
    assert abs(first.upright.right - whole.upright.right) <= 3
    assert last is other
    ((width, inked),) = eyes.shown
    assert abs(width - (30 - SIDE) * page.mm) < 8
    assert inked
    assert lifted_words(page, [first, last], eyes) == (first, last)


def test_a_box_read_as_a_word_is_none_and_one_behind_a_name_is_cut_off() -> None:
    page = form(200, ("",) * 6, behind=True)
    eyes = Eyes()
    alone = as_one(page, LEFT + 39.8, LEFT + 44, TOP, "D")
    after = as_one(page, LEFT, LEFT + 44, TOP + STEP, "Nghe,nóiO")
    (read,) = lifted_words(page, [alone, after], eyes)
    assert read.text == "read"
    assert read.upright.right <= (LEFT + 40) * page.mm


def test_a_word_that_was_cut_at_the_wrong_place_is_read_as_one() -> None:
    page = form(200, ("",) * 6)
    eyes = Eyes()
    first = as_one(page, LEFT, LEFT + 9, TOP, "CV")
    rest = as_one(page, LEFT + 9, LEFT + 16, TOP, "ận")
    (read,) = lifted_words(page, [first, rest], eyes)
    assert abs(read.upright.right - rest.upright.right) <= 3


def test_a_mark_that_runs_into_its_name_takes_nothing_of_it() -> None:
    page = form(200, ("tick",) * 6)
    x, y = LEFT * page.mm, TOP * page.mm
    ImageDraw.Draw(page.sheet).line((x, y - 4 * page.mm, x + 9 * page.mm, y - 6 * page.mm), fill=60, width=3)
    before = np.array(page.sheet)
    lifted = without_boxes(before, page.ticks(), 1.0)
    left = round((LEFT + SIDE + 1.6) * page.mm)
    assert np.array_equal(lifted[:, left:], before[:, left:])
