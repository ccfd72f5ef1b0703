"""A signer's name stamped in red is read; the words of the seal are not; what is printed in black under it stays."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import ImageDraw

from dossier.text import fold
from ocr.engines.trueocr import TrueOcrEngine
from ocr.preparation import bleach_seals
from ocr.signing import red_signature
from tests.support.drawn_pages import DPI, MM, font, letter

INK = (235, 60, 70)


@pytest.fixture(scope="module")
def engine() -> TrueOcrEngine:
    return TrueOcrEngine()


def signed(name: str, *, seal_text: str = "") -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A letter with a seal over the position and a name beneath, joined to the seal by its ink."""
    page = letter()
    pen = ImageDraw.Draw(page)
    pen.text((115 * MM, 222 * MM), "CHỦ TỊCH", font=font(4), fill="black")
    pen.ellipse((95 * MM, 215 * MM, 131 * MM, 251 * MM), outline=INK, width=6)
    pen.text((100 * MM, 230 * MM), seal_text, font=font(4), fill=INK)
    pen.text((104 * MM, 251 * MM), name, font=font(5), fill=INK)
    return np.asarray(page.convert("RGB"))


def read(page: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], engine: TrueOcrEngine) -> list[str]:
    words = engine.read(bleach_seals(page, DPI), DPI)
    return [word.text for word in red_signature(words, page, DPI, engine).words]


def test_a_red_name_that_bleaching_took_away_comes_back(engine: TrueOcrEngine) -> None:
    page = signed("Nguyễn Quốc Việt")

    bleached = [word.text for word in engine.read(bleach_seals(page, DPI), DPI)]

    assert "Nguyễn" not in bleached
    assert read(page, engine)[-3:] == ["Nguyễn", "Quốc", "Việt"]


def test_print_under_a_seal_stays_and_words_of_the_seal_go(engine: TrueOcrEngine) -> None:
    words = read(signed("", seal_text="THỰC PHẨM"), engine)

    assert "tich" in [fold(word) for word in words]
    assert "pham" not in [fold(word) for word in words]


def test_a_page_without_red_is_left_alone(engine: TrueOcrEngine) -> None:
    page = np.asarray(letter().convert("L"))
    words = engine.read(page, DPI)

    assert red_signature(words, page, DPI, engine).words == words
    assert red_signature(words, np.dstack([page] * 3), DPI, engine).words == words
