"""The lines of a card are found among the words of a page, and looked at again until they prove themselves."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from dossier.codes import CodeKind
from dossier.reading import Box, Word
from ocr.codes.mrz_lines import find_mrz
from ocr.engines.engine import EngineWord, Grey, Layout
from tests.ocr.codes.cards import person

LINES = person(random.Random(7)).lines
LEFT, TOP, HEIGHT, PITCH, WIDTH = 100, 900, 25, 42, 750
PAGE = np.full((1400, 1000), 255, np.uint8)
MISREAD = ("1bVNM" + LINES[0][5:9] + "3" + LINES[0][10:], LINES[1], LINES[2].replace("<", "K"))


class Eyes:
    """A reader that says one thing after the other and keeps what it was shown."""

    turns_cheaply = False
    fits_lines = False
    label = "eyes 1"

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.shown: list[Grey] = []

    def check(self) -> None:
        return

    def turn(self, image: Grey, dpi: int) -> int | None:
        return None

    def read(self, image: Grey, dpi: int, layout: Layout = Layout.PAGE) -> tuple[EngineWord, ...]:
        self.shown.append(image)
        box = Box(x=0, y=0, w=10, h=10)
        return tuple(
            EngineWord(text=text, box=box, confidence=0.9, block=0, line=number)
            for number, text in enumerate(self._answers.pop(0))
        )


def words_of(lines: Sequence[str], *, as_corrected: str | None = None) -> tuple[Word, ...]:
    """The lines at the foot of a page with text on it."""
    heading = Word(
        text="CĂN", box=Box(x=90, y=80, w=80, h=25), upright=Box(x=90, y=80, w=80, h=25), confidence=1, block=0, line=0
    )
    boxes = [Box(x=LEFT, y=TOP + PITCH * number, w=WIDTH, h=HEIGHT) for number in range(len(lines))]
    below = [
        Word(
            text=as_corrected or line,
            as_read=line if as_corrected else None,
            box=box,
            upright=box,
            confidence=0.8,
            block=1,
            line=number,
        )
        for number, (line, box) in enumerate(zip(lines, boxes, strict=True), start=1)
    ]
    return (heading, *below)


@pytest.mark.parametrize("corrected", [None, "Khu"])
def test_lines_that_the_reading_has_right_cost_no_look(corrected: str | None) -> None:
    eyes = Eyes()
    words = words_of(LINES, as_corrected=corrected)
    (code,) = find_mrz(words, PAGE, scale=1, dpi=200, rotation=90, engine=eyes)
    assert code.text == "\n".join(LINES)
    assert (code.kind, code.rotation, eyes.shown) == (CodeKind.MRZ, 90, [])
    assert code.box == Box(x=LEFT, y=TOP, w=WIDTH, h=2 * PITCH + HEIGHT)


@pytest.mark.parametrize("seen", [slice(0, 3), slice(0, 1), slice(1, 2)])
def test_misread_lines_are_looked_at_again_until_they_prove_themselves(seen: slice) -> None:
    eyes = Eyes(["noise", *MISREAD], [*LINES, "below"])
    words = words_of(MISREAD)
    here = (words[0], *words[1:][seen])
    (code,) = find_mrz(here, PAGE, scale=1, dpi=200, rotation=0, engine=eyes)
    assert code.text == "\n".join(LINES)
    assert len(eyes.shown) == 2
    assert eyes.shown[0].shape[0] > 2 * PITCH + HEIGHT


def test_lines_that_prove_nothing_are_told_without_text() -> None:
    eyes = Eyes(MISREAD, MISREAD, MISREAD)
    (code,) = find_mrz(words_of(MISREAD), PAGE, scale=1, dpi=200, rotation=0, engine=eyes)
    assert (code.text, code.kind) == (None, CodeKind.MRZ)
    (alone,) = find_mrz(words_of(MISREAD), PAGE, scale=1, dpi=200, rotation=0, engine=None)
    assert alone.text is None


def test_fine_pages_are_looked_at_coarser() -> None:
    eyes = Eyes(LINES)
    fine = np.full((2800, 2000), 255, np.uint8)
    (code,) = find_mrz(words_of(MISREAD), fine, scale=2, dpi=400, rotation=0, engine=eyes)
    assert code.text == "\n".join(LINES)
    assert eyes.shown[0].shape[1] <= PAGE.shape[1]


@pytest.mark.parametrize("text", ["Số: 123456789012/QĐ-UBND", "VNM", "0123456789012345678901234567", "<" * 30, ""])
def test_other_lines_are_none(text: str) -> None:
    assert not find_mrz(words_of([text] * 3), PAGE, scale=1, dpi=200, rotation=0, engine=Eyes())
    assert not find_mrz((), PAGE, scale=1, dpi=200, rotation=0, engine=None)
