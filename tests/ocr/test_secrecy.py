"""A mark of secrecy is found whether typed or stamped; sentences that speak of secrecy are none."""

from __future__ import annotations

import pytest
from PIL import Image

from ocr.engines.tesseract import TesseractEngine
from ocr.engines.trueocr import TrueOcrEngine
from ocr.readers import Readers, Vietnamese
from ocr.reading import read_first
from ocr.secrecy import mark_of
from tests.support.drawn_pages import BLACK, RED, letter, picture, stamped


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("MẬT", "MẬT"),
        ("MÂT", "MẬT"),
        ("| MẬT |", "MẬT"),
        ("[MẠT]", "MẬT"),
        ("M Ậ T", "MẬT"),
        ("TỐI MẬT", "TỐI MẬT"),
        ("TÓI MẬT", "TỐI MẬT"),
        ("TỐIMẬT", "TỐI MẬT"),
        ("I TỐI MẬT I", "TỐI MẬT"),
        ("TUYỆT MẬT", "TUYỆT MẬT"),
        ("TUYẾT MÂT", "TUYỆT MẬT"),
        ("TƯYỆT MẬT", "TUYỆT MẬT"),
        ("MẬT ĐỘ XÂY DỰNG", None),
        ("BÍ MẬT", None),
        ("BẢO MẬT", None),
        ("Mật", None),
        ("MẮT", None),
        ("MẶT", None),
        ("MÁT", None),
        ("MẶT TRƯỚC", None),
        ("HỎA TỐC", None),
        ("TÓM TẮT", None),
        ("", None),
    ],
)
def test_what_is_a_mark_and_what_only_resembles_one(text: str, mark: str | None) -> None:
    assert mark_of(text) == mark


@pytest.fixture(scope="module", params=["trueocr", "tesseract"])
def readers(request: pytest.FixtureRequest) -> Readers:
    """Whichever reads first must see the mark."""
    return Readers(TrueOcrEngine() if request.param == "trueocr" else TesseractEngine(), None, Vietnamese())


def test_a_page_that_speaks_of_secrecy_is_not_held(readers: Readers) -> None:
    page = letter([(25, 45, "MẬT ĐỘ XÂY DỰNG"), (120, 45, "BÍ MẬT NHÀ NƯỚC"), (25, 60, "Bảo mật thông tin")])
    reading = read_first(picture(page), readers)
    assert reading.secrecy_mark is None
    assert "Bảo mật thông tin" in reading.text


def test_a_typed_mark_holds_the_page_and_its_words_are_not_kept(readers: Readers) -> None:
    reading = read_first(picture(letter([(30, 42, "TỐI MẬT")])), readers)
    assert (reading.secrecy_mark, reading.words, reading.text) == ("TỐI MẬT", (), "")


def test_the_word_at_the_foot_of_a_page_is_no_mark(readers: Readers) -> None:
    assert read_first(picture(letter([(25, 260, "MẬT")])), readers).secrecy_mark is None


@pytest.mark.parametrize(("text", "width_mm"), [("MẬT", 20), ("TỐI MẬT", 30), ("TUYỆT MẬT", 40)])
@pytest.mark.parametrize(("ink", "tilt"), [(RED, 0), (RED, 6), ((230, 110, 110), -4), (BLACK, 0), (BLACK, -6)])
def test_a_stamp_is_found_red_or_black_straight_or_tilted(
    readers: Readers, text: str, width_mm: int, ink: tuple[int, int, int], tilt: int
) -> None:
    page = stamped(letter(), text, width_mm=width_mm, ink=ink, tilt=tilt)
    assert read_first(picture(page), readers).secrecy_mark == text


def test_a_stamp_is_found_on_a_bilevel_and_on_a_turned_page(readers: Readers) -> None:
    page = stamped(letter(), "TUYỆT MẬT", width_mm=40, ink=RED, tilt=3)
    bilevel = page.convert("L").point(lambda value: 255 if value > 128 else 0).convert("1")
    assert read_first(picture(bilevel), readers).secrecy_mark == "TUYỆT MẬT"
    upside_down = page.transpose(Image.Transpose.ROTATE_180)
    assert read_first(picture(upside_down), readers).secrecy_mark == "TUYỆT MẬT"
