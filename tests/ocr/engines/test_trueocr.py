"""The first reader: words in reading order with letters, what else they may be, and which way is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from dossier.text import fold
from ocr.engines.engine import Layout
from ocr.engines.trueocr import TrueOcrEngine
from tests.support.drawn_pages import A4, DPI, letter

if TYPE_CHECKING:
    from PIL import Image


@pytest.fixture(scope="module")
def engine() -> TrueOcrEngine:
    found = TrueOcrEngine()
    found.check()
    assert found.loads()
    return found


def grey(page: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(page.convert("L"))


def test_every_word_has_a_letter_a_sign_and_lies_on_the_page(engine: TrueOcrEngine) -> None:
    words = engine.read(grey(letter()), DPI)

    assert "quyet dinh" in " ".join(fold(word.text) for word in words)
    for word in words:
        assert "".join(sign.text for sign in word.letters) == word.text
        assert 0 <= word.box.x < word.box.right <= A4[0]
        assert 0 <= word.box.y < word.box.bottom <= A4[1]
        edges = [edge for sign in word.letters for edge in (sign.x0, sign.x1)]
        assert edges == sorted(edges)
        for sign in word.letters:
            assert 0 < sign.probability <= 1
            costs = [cost for _, cost in sign.others]
            assert costs == sorted(costs)
            assert all(fold(other) == fold(sign.text) for other, _ in sign.others)


def test_boxes_hold_their_own_ink(engine: TrueOcrEngine) -> None:
    page = grey(letter())
    number = next(word for word in engine.read(page, DPI) if "345" in word.text)

    rows, columns = np.nonzero(page[number.box.y : number.box.bottom] < 128)
    del rows
    inside = (columns >= number.box.x) & (columns < number.box.right)
    # "Số: 345/UBND" stands left of the date, and is about a fifth of the line's ink.
    assert 0.05 < inside.mean() < 0.5


def test_a_single_line_is_read_as_one(engine: TrueOcrEngine) -> None:
    page = grey(letter())
    line = page[round(98 * DPI / 25.4) : round(106 * DPI / 25.4), round(80 * DPI / 25.4) : round(130 * DPI / 25.4)]

    words = engine.read(np.ascontiguousarray(line), DPI, Layout.LINE)

    assert fold(" ".join(word.text for word in words)) == "quyet dinh"
    assert {word.line for word in words} == {0}


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (3, 400), (400, 3), (200, 200)])
def test_paper_without_words_gives_none(engine: TrueOcrEngine, shape: tuple[int, int]) -> None:
    assert engine.read(np.full(shape, 255, np.uint8), DPI) == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_which_turn_makes_the_page_upright(engine: TrueOcrEngine, turn: int) -> None:
    # Pillow turns counter-clockwise, so the same number of degrees clockwise makes it upright.
    assert engine.turn(grey(letter().rotate(turn, expand=True)), DPI) == turn
