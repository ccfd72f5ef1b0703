"""Tables drawn by the tests: their cells are found and read however worn their rules are; what is no table is not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from dossier.reading import PagePicture
from dossier.tables import CellSource, Table
from dossier.text import fold
from ocr.engines.trueocr import TrueOcrEngine
from ocr.geometry import Upright
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from ocr.preparation import to_grey
from ocr.readers import Readers, Vietnamese
from ocr.reading import read_first
from ocr.tables.cells import text_lines
from ocr.tables.finding import confirmed, find_tables
from ocr.tables.grid import find_grid
from ocr.tables.headings import match_columns
from ocr.tables.joining import join_tables
from ocr.tables.page import TablePage
from ocr.tables.rules import find_ruled
from tests.support.drawn_pages import A4, DPI, MM, font, letter, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dossier.reading import PageReading

HEADS = ("STT", "Họ và tên", "Ngày sinh", "Diện tích")
ROWS = (
    ("1", "Nguyễn Văn An", "05/06/1984", "1.250"),
    ("2", "Trần Thị Bình", "17/12/1990", "300"),
    ("3", "Lê Minh Châu", "28/02/1975", "450"),
    ("4", "Phạm Thị Dung", "11/11/1968", "2.000"),
)
TOTAL = ("", "Tổng cộng", "", "4.000")
EDGES = (20, 35, 95, 140, 185)
STEP = 9


@pytest.fixture(scope="module")
def readers() -> Readers:
    return Readers(TrueOcrEngine(), None, Vietnamese())


def drawn(rows: Sequence[Sequence[str]] = (HEADS, *ROWS, TOTAL), *, ruled: bool = True, top: float = 60) -> Image.Image:
    """A page with a table; in a row of a total the places between label and number are one."""
    page = Image.new("RGB", A4, "white")
    pen = ImageDraw.Draw(page)
    pen.text((50 * MM, 30 * MM), "DANH SÁCH KÈM THEO QUYẾT ĐỊNH", font=font(4, bold=True), fill="black")
    for number, row in enumerate(rows):
        y = top + number * STEP
        for at, text in enumerate(row):
            pen.text(((EDGES[at] + 2) * MM, (y + 2.5) * MM), text, font=font(3.4, bold=row[0] == "STT"), fill="black")
        if not ruled:
            continue
        pen.line([(EDGES[0] * MM, y * MM), (EDGES[-1] * MM, y * MM)], fill="black", width=2)
        for at, edge in enumerate(EDGES):
            if at in {0, 1, 4} or row[1] != TOTAL[1]:
                pen.line([(edge * MM, y * MM), (edge * MM, (y + STEP) * MM)], fill="black", width=2)
    if ruled:
        y = top + len(rows) * STEP
        pen.line([(EDGES[0] * MM, y * MM), (EDGES[-1] * MM, y * MM)], fill="black", width=2)
    return page


def page_of(image: Image.Image, readers: Readers, number: int = 0) -> TablePage:
    shown = picture(image)
    reading = read_first(shown, readers)
    placing = Upright(width=shown.width, height=shown.height, rotation=reading.rotation, skew=reading.skew)
    grey = to_grey(placing.apply(np.asarray(image)))
    return TablePage(grey=grey, scale=1.0, dpi=DPI, placing=placing, words=reading.words, number=number)


def tables_of(image: Image.Image, readers: Readers, number: int = 0) -> tuple[Table, ...]:
    return find_tables(page_of(image, readers, number), readers.first, readers.language)


def told(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Without marks: which cell a text is in is asked here, not how well the reader tells ầ from ấ."""
    return [[fold(text) for text in row] for row in rows]


def test_a_ruled_table_with_a_merged_total(readers: Readers) -> None:
    (table,) = tables_of(drawn(), readers)
    assert told(table.texts()) == told((HEADS, *ROWS, TOTAL))
    assert (table.header_rows, table.ruled) == (1, True)
    assert [(check.column, check.agrees) for check in table.sums] == [(3, True)]
    assert all(cell.source is CellSource.EMPTY for cell in table.cells if not cell.text)


@pytest.mark.parametrize("corner", [(slice(50, 52), slice(400, 460)), (slice(50, 52), slice(0, 60))])
def test_what_is_left_of_two_rules_in_a_corner_is_no_line(corner: tuple[slice, slice]) -> None:
    cell = Image.new("L", (460, 52), 255)
    ImageDraw.Draw(cell).text((10, 14), "Nguyễn Văn An", font=font(3.4), fill=10)
    pixels = np.array(cell)
    (alone,) = text_lines(pixels, DPI)
    side = -1 if corner[1].start else 0
    pixels[corner] = pixels[25:, side] = 90
    assert text_lines(pixels, DPI) == [alone]


def test_every_place_is_covered_once_and_boxes_lie_on_the_picture(readers: Readers) -> None:
    (table,) = tables_of(drawn(), readers)
    for row in range(table.rows):
        for column in range(table.columns):
            assert sum(cell.covers(row, column) for cell in table.cells) == 1
    cell = table.cell(1, 1)
    assert abs(cell.box.x - EDGES[1] * MM) < MM
    assert abs(cell.box.bottom - (60 + 2 * STEP) * MM) < MM


@pytest.mark.parametrize("degrees", [-1.5, 2.0])
def test_a_skewed_table(readers: Readers, degrees: float) -> None:
    image = drawn().rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")
    (table,) = tables_of(image, readers)
    assert told(table.texts()[1:]) == told((*ROWS, TOTAL))


def test_broken_rules(readers: Readers) -> None:
    pixels = np.array(drawn())
    rng = np.random.default_rng(5)
    for _ in range(400):
        x, y = round(float(rng.uniform(20, 185)) * MM), round(float(rng.uniform(60, 115)) * MM)
        spot = pixels[y : y + 6, x : x + 6]
        # Only rules are broken: where the whole spot is no letter's.
        if (spot.min(axis=2) < 128).all(axis=0).any() or (spot.min(axis=2) < 128).mean() < 0.5:
            spot[:] = 255
    (table,) = tables_of(Image.fromarray(pixels), readers)
    assert (table.rows, table.columns) == (6, 4)


def test_double_rules_are_one(readers: Readers) -> None:
    image = drawn()
    pen = ImageDraw.Draw(image)
    y = (60 + STEP + 0.8) * MM
    pen.line([(EDGES[0] * MM, y), (EDGES[-1] * MM, y)], fill="black", width=2)
    (table,) = tables_of(image, readers)
    assert (table.rows, table.columns) == (6, 4)


def test_a_table_that_is_open_at_its_sides(readers: Readers) -> None:
    image = drawn((HEADS, *ROWS))
    pen = ImageDraw.Draw(image)
    for edge in (EDGES[0], EDGES[-1]):
        pen.rectangle(((edge - 0.5) * MM, 50 * MM, (edge + 0.5) * MM, 120 * MM), fill="white")
    (table,) = tables_of(image, readers)
    assert told(table.texts()) == told((HEADS, *ROWS))


def test_aligned_columns_without_rules(readers: Readers) -> None:
    (table,) = tables_of(drawn(ruled=False), readers)
    assert not table.ruled
    assert told(table.texts()) == told((HEADS, *ROWS, TOTAL))
    assert table.header_rows == 1


def test_a_letter_is_no_table(readers: Readers) -> None:
    assert tables_of(letter(), readers) == ()


def test_columns_are_known_by_their_headings(readers: Readers) -> None:
    (table,) = tables_of(drawn(), readers)
    wanted = {
        "name": ("Họ tên", "Họ và tên"),
        "area": ("Diện tích (m2)",),
        "note": ("Ghi chú",),
        "birth": ("Ngày sinh",),
    }
    assert match_columns(table, wanted) == {"name": 1, "area": 3, "birth": 2}


def test_a_table_that_goes_on_over_the_page_is_one(readers: Readers) -> None:
    first = tables_of(drawn((HEADS, *ROWS), top=220), readers, 0)
    second = tables_of(drawn((("", "Ánh", "", ""), ("5", "Võ Văn Em", "01/01/1970", "10")), top=45), readers, 1)
    (table,) = join_tables([first, second])
    assert (table.rows, table.page, table.last_page) == (6, 0, 1)
    assert table.text(4, 1) == "Phạm Thị Dung Ánh"
    assert table.text(5, 1) == "Võ Văn Em"
    cut = table.cell(4, 1)
    assert cut.continued is not None
    assert (cut.page, cut.continued.page, table.cell(5, 1).page) == (0, 1, 1)


def test_repeated_headings_are_not_rows(readers: Readers) -> None:
    first = tables_of(drawn((HEADS, *ROWS), top=220), readers, 0)
    second = tables_of(
        drawn((HEADS, ("5", "Võ Văn Em", "01/01/1970", "10"), ("6", "Đỗ Hà", "02/02/1971", "20")), top=45), readers, 1
    )
    (table,) = join_tables([first, second])
    assert [table.text(row, 0) for row in table.body()] == ["1", "2", "3", "4", "5", "6"]


def test_tables_of_pages_apart_stay_apart(readers: Readers) -> None:
    first = tables_of(drawn((HEADS, *ROWS), top=60), readers, 0)
    second = tables_of(drawn((HEADS, *ROWS), top=60), readers, 1)
    assert len(join_tables([first, second])) == 2


def test_the_second_reader_tells_which_cells_are_sure(readers: Readers) -> None:
    page = page_of(drawn(), readers)
    tables = find_tables(page, readers.first, readers.language)
    (table,) = confirmed(tables, [word for cell in tables[0].cells for word in cell.words if cell.column != 2])
    assert table.cell(1, 1).agreed
    assert not table.cell(1, 2).agreed
    assert not table.cell(5, 0).agreed


def test_a_page_without_a_grid_costs_little() -> None:
    grey = cv2.resize(to_grey(np.asarray(letter())), (1654, 2339)).astype(np.uint8)
    assert find_ruled(grey, 200) == ()
    spent = []
    for _ in range(5):
        started = time.process_time()
        find_ruled(grey, 200)
        spent.append(time.process_time() - started)
    assert min(spent) < 0.06


def test_a_large_grid_of_a3_is_found() -> None:
    grey = np.full((3508, 4961), 255, np.uint8)
    xs, ys = np.linspace(200, 4700, 11).astype(int), np.linspace(200, 3300, 51).astype(int)
    for x in xs:
        cv2.line(grey, (int(x), 200), (int(x), 3300), 0, 3)
    for y in ys:
        cv2.line(grey, (200, int(y)), (4700, int(y)), 0, 3)
    (ruled,) = find_ruled(grey, 300)
    grid = find_grid(ruled)
    assert grid is not None
    assert (grid.rows, grid.columns, len(grid.places)) == (50, 10, 500)


def real_tables(path: Path, readers: Readers) -> tuple[Table, ...]:
    (shown,) = open_pictures(path, Limits())
    assert isinstance(shown, PagePicture)
    reading: PageReading = read_first(shown, readers)
    placing = Upright(width=shown.width, height=shown.height, rotation=reading.rotation, skew=reading.skew)
    grey = to_grey(placing.apply(np.asarray(Image.open(path).convert("RGB"))))
    page = TablePage(grey=grey, scale=1.0, dpi=shown.dpi, placing=placing, words=reading.words)
    return find_tables(page, readers.first, readers.language)


@pytest.mark.parametrize(("name", "heads", "cells"), [("aip_congvan_074_bang", 1, 30), ("aip_denghi_020_bang", 2, 28)])
def test_real_tables_are_read(
    readers: Readers, shared_file: Callable[[str], Path], name: str, heads: int, cells: int
) -> None:
    import json

    path = shared_file(f"scans/{name}.jpg")
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["table"]
    (table,) = real_tables(path, readers)
    assert table.header_rows == heads
    read = [[_spaceless(text) for text in row] for row in table.texts()[heads:]]
    wanted = [[_spaceless(text) for text in row] for row in truth]
    exact = sum(
        one == other for mine, row in zip(read, wanted, strict=True) for one, other in zip(mine, row, strict=True)
    )
    assert exact >= 0.9 * cells


def _spaceless(text: str) -> str:
    return "".join(text.casefold().split()).strip(":.")
