"""Codes, tables and boxes to tick come with the reading of a page, boxed where they stand, whichever way it lies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from dossier.codes import CodeKind
from dossier.reading import Gate
from dossier.text import fold
from ocr.engines.tesseract_in_process import best_tesseract
from ocr.engines.trueocr import TrueOcrEngine
from ocr.readers import Readers, Vietnamese
from ocr.reading import read_first, read_second
from tests.ocr.codes.cards import print_of
from tests.ocr.codes.test_mrz_lines import LINES, MISREAD, Eyes, words_of
from tests.support.drawn_pages import A4, DPI, MM, font, letter, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.reading import PageReading
    from dossier.words import Box

PAYLOAD = "038085012345||Nguyễn Văn An|01011985|Nam|Thôn 3, Xã Đông Tiến, Thanh Hóa|01052021"
ROWS = (("STT", "Họ và tên", "Diện tích"), ("1", "Nguyễn Văn An", "1.250"), ("2", "Trần Thị Bình", "300"))
EDGES = (20, 40, 120, 170)


def with_code(page: Image.Image) -> None:
    code = 255 - np.asarray(print_of(PAYLOAD, 25, DPI, zxingcpp.BarcodeFormat.QRCode), np.uint8)
    page.paste(Image.fromarray(code).convert("RGB"), (round(25 * MM), round(60 * MM)))


def with_table(page: Image.Image) -> None:
    pen = ImageDraw.Draw(page)
    for number, row in enumerate(ROWS):
        y = 180 + 10 * number
        for at, text in enumerate(row):
            pen.text(((EDGES[at] + 2) * MM, (y + 3) * MM), text, font=font(3.4), fill="black")
            pen.rectangle((EDGES[at] * MM, y * MM, EDGES[at + 1] * MM, (y + 10) * MM), outline="black", width=2)


def with_box(page: Image.Image) -> None:
    """The first, ticked; the second stays empty."""
    pen = ImageDraw.Draw(page)
    pen.rectangle((60 * MM, 240 * MM, 63.6 * MM, 243.6 * MM), outline="black", width=2)
    pen.line((60.6 * MM, 241.8 * MM, 61.6 * MM, 243 * MM, 64.4 * MM, 239.4 * MM), fill=(30, 40, 160), width=3)


def with_empty_box(page: Image.Image) -> None:
    pen = ImageDraw.Draw(page)
    pen.rectangle((100 * MM, 240 * MM, 103.6 * MM, 243.6 * MM), outline="black", width=2)


def page_with_all() -> Image.Image:
    page = letter()
    for add in (with_code, with_table, with_box, with_empty_box):
        add(page)
    pen = ImageDraw.Draw(page)
    pen.text((20 * MM, 240 * MM), "Giới tính:", font=font(3.4), fill="black")
    pen.text((66 * MM, 240 * MM), "Nam", font=font(3.4), fill="black")
    pen.text((106 * MM, 240 * MM), "Nữ", font=font(3.4), fill="black")
    return page


def laid(page: Image.Image, angle: float) -> Image.Image:
    return page.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC, fillcolor="white")


def place_of(add: Callable[[Image.Image], None], angle: float) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the ink of one thing alone on the page as it lies."""
    alone = Image.new("RGB", A4, "white")
    add(alone)
    rows, columns = np.nonzero(np.asarray(laid(alone, angle).convert("L")) < 128)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def is_around(box: Box, place: tuple[int, int, int, int], off: float) -> bool:
    return all(
        abs(side - other) <= off for side, other in zip((box.x, box.y, box.right, box.bottom), place, strict=True)
    )


@pytest.fixture(scope="module")
def readers() -> Readers:
    return Readers(TrueOcrEngine(), best_tesseract(alternatives=False), Vietnamese())


@pytest.fixture(scope="module")
def level(readers: Readers) -> PageReading:
    shown = picture(page_with_all())
    return read_second(shown, read_first(shown, readers), readers)


@pytest.mark.parametrize("angle", [91.2, 178.6])
def test_all_are_boxed_where_they_stand_on_a_page_that_lies_askew(angle: float, readers: Readers) -> None:
    shown = picture(laid(page_with_all(), angle))
    first = read_first(shown, readers)
    reading = read_second(shown, first, readers)
    (code,), (table,), (ticked, empty) = reading.codes, reading.tables, reading.ticks

    assert (code.text, code.kind) == (PAYLOAD, CodeKind.QR)
    assert code.rotation == reading.rotation
    assert is_around(code.box, place_of(with_code, angle), MM)
    assert [[fold(text) for text in row] for row in table.texts()] == [[fold(text) for text in row] for row in ROWS]
    assert is_around(table.box, place_of(with_table, angle), MM)
    assert (ticked.ticked, empty.ticked) == (True, False)
    assert is_around(empty.box, place_of(with_empty_box, angle), 0.7 * MM)

    # The words tell where things stand on the upright page.
    option = next(word for word in reading.words if word.text == "Nam")
    assert abs(option.upright.x - ticked.upright.x - 6 * MM) < MM
    assert abs(empty.upright.x - ticked.upright.x - 40 * MM) < MM
    name = next(word for word in reading.words if word.text == "An" and word.upright.y > table.upright.y)
    cell = table.cell(1, 1)
    assert cell.upright.x <= name.upright.x
    assert name.upright.right <= cell.upright.right
    assert cell.box.x <= name.box.x
    assert name.box.bottom <= cell.box.bottom
    assert any(word.agreed for word in cell.words)


def test_a_second_time_the_same_comes_out(level: PageReading, readers: Readers) -> None:
    again = read_second(picture(page_with_all()), level, readers)
    assert again == level


def test_a_reader_alone_finds_them_in_its_only_stage(level: PageReading, readers: Readers) -> None:
    alone = replace_second(readers)
    shown = picture(page_with_all())
    only = read_first(shown, alone)
    assert (only.codes, only.ticks) == (level.codes, level.ticks)
    assert [table.texts() for table in only.tables] == [table.texts() for table in level.tables]
    assert read_second(shown, only, alone) == only


def replace_second(readers: Readers) -> Readers:
    return replace(readers, second=None)


def test_the_first_of_two_stages_looks_for_none(readers: Readers) -> None:
    first = read_first(picture(page_with_all()), readers)
    assert (first.codes, first.tables, first.ticks) == ((), (), ())


def test_nothing_is_told_of_a_page_held_for_its_mark(level: PageReading, readers: Readers) -> None:
    bare = replace(level, codes=(), tables=(), ticks=())
    held = replace(bare, words=(), text="", secrecy_mark="MẬT")
    for those in (readers, replace_second(readers)):
        told = read_second(picture(page_with_all()), held, those)
        assert (told.codes, told.tables, told.ticks) == ((), (), ())


def test_of_a_blank_page_nothing_and_of_an_unreadable_one_its_code_is_told(
    level: PageReading, readers: Readers
) -> None:
    bare = replace(level, codes=(), tables=(), ticks=())
    blank = read_second(picture(page_with_all()), replace(bare, blank=True, words=()), readers)
    assert (blank.codes, blank.tables, blank.ticks) == ((), (), ())
    bad = read_second(picture(page_with_all()), replace(bare, gate=Gate.UNREADABLE), readers)
    assert [code.text for code in bad.codes] == [PAYLOAD]
    assert (bad.tables, bad.ticks) == ((), ())


def test_lines_of_a_card_are_read_by_the_reader_that_knows_them(readers: Readers) -> None:
    eyes = Eyes(LINES)
    shown = picture(Image.new("RGB", (1000, 1400), "white"), dpi=200)
    first = replace(
        read_first(picture(letter()), readers), words=words_of(MISREAD), width=1000, height=1400, rotation=180, skew=0.0
    )
    reading = read_second(shown, first, replace(readers, second=None, for_lines=eyes))
    assert [(code.kind, code.text, code.rotation) for code in reading.codes] == [(CodeKind.MRZ, "\n".join(LINES), 180)]
    assert len(eyes.shown) == 1


def test_a_shrunk_picture_has_its_code_in_pixels_of_the_picture(readers: Readers) -> None:
    page = np.asarray(page_with_all())
    large = cv2.resize(page, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    shown = picture(Image.fromarray(large), dpi=3 * DPI)
    reading = read_second(shown, read_first(shown, readers), readers)
    (code,) = reading.codes
    (ticked, _) = reading.ticks
    assert is_around(code.box, tuple(3 * side for side in place_of(with_code, 0)), 2 * MM)  # type: ignore[arg-type]
    assert abs(ticked.box.x - 3 * 60 * MM) < 2 * MM
