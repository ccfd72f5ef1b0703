"""Boxes to tick are found by their sides and told ticked or empty; letters, frames and places for numbers are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from dossier.reading import Box, Word
from ocr.geometry import Upright
from ocr.ticks.finding import find_ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.ticks import Tick
    from ocr.engines.engine import Grey

OPTIONS = ("Vận động", "Nghe, nói", "Nhìn", "Thần kinh", "Trí tuệ", "Khác")
SIDE = 3.6
LEFT, TOP, STEP = 30.0, 60.0, 9.0
HEADINGS = (
    "QUYẾT ĐỊNH ĐỔI GIẤY ĐĂNG KÝ HỘ",
    "DANH SÁCH ĐỐI TƯỢNG Ô QUY OANH",
    "Số: 0080/QĐ-UBND O D 0",
    "KHOẢN MỤC BHXH 8800",
)


class Page:
    """A page in ink, with the words that a reader has on it."""

    def __init__(self, dpi: int, size: float = 13) -> None:
        self.mm = dpi / 25.4
        self.sheet = Image.new("L", (round(210 * self.mm), round(148 * self.mm)), 255)
        self.pen = ImageDraw.Draw(self.sheet)
        self.face = {
            bold: ImageFont.truetype(f"DejaVuSerif{'-Bold' if bold else ''}.ttf", round(size / 72 * dpi))
            for bold in (False, True)
        }
        self.words: list[Word] = []

    def write(self, x: float, y: float, text: str, *, bold: bool = False) -> None:
        """From its left end, on a base line; millimetres."""
        for part in text.split():
            left, top, right, bottom = self.face[bold].getbbox(part, anchor="ls")
            box = Box(x=round(x * self.mm), y=round(y * self.mm + top), w=round(right - left), h=round(bottom - top))
            self.pen.text((x * self.mm, y * self.mm), part, font=self.face[bold], fill=10, anchor="ls")
            self.words.append(
                Word(text=part, box=box, upright=box, confidence=0.95, block=0, line=len(self.words), lowest=0.9)
            )
            x += self.face[bold].getlength(part + " ") / self.mm

    def box(self, x: float, base: float, mark: str = "", side: float = SIDE) -> None:
        """A box standing on a base line."""
        ends = [value * self.mm for value in (x, base - side, x + side, base)]
        self.pen.rectangle([round(end) for end in ends], outline=30, width=max(1, round(0.3 * self.mm)))
        strokes = {
            "": [],
            "tick": [[(0.1, 0.5), (0.4, 0.95), (1.2, -0.3)]],
            "cross": [[(-0.1, -0.05), (1.1, 1.1)], [(1.05, 0), (0, 1.05)]],
            "x": [[(0.25, 0.25), (0.75, 0.75)], [(0.75, 0.25), (0.25, 0.75)]],
            "dot": [[(0.45, 0.5), (0.6, 0.5)]],
        }[mark]
        for stroke in strokes:
            points = [((x + u * side) * self.mm, (base - side + v * side) * self.mm) for u, v in stroke]
            self.pen.line(points, fill=60, width=max(2, round(0.4 * self.mm)))

    def ticks(self, lean: float = 0.0, wear: int | None = None) -> tuple[Tick, ...]:
        """What is found; `lean` degrees are left over from levelling."""
        sheet = self.sheet.rotate(lean, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.array(sheet) if wear is None else worn(np.array(sheet), wear)
        placing = Upright(width=sheet.width, height=sheet.height, rotation=0, skew=0.0)
        return find_ticks(grey, self.words, placing, 1.0)


def worn(grey: Grey, seed: int) -> Grey:
    rng = np.random.default_rng(seed)
    pale = 70 + 0.65 * cv2.GaussianBlur(grey, (0, 0), 0.8).astype(np.float64) + rng.normal(0, 6, grey.shape)
    specks = rng.random(grey.shape) < 0.0008
    pale[specks] = 60
    packed = cv2.imencode(".jpg", pale.clip(0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 55])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)


def form(dpi: int, marks: Sequence[str], *, behind: bool = False) -> Page:
    page = Page(dpi)
    for at, line in enumerate(HEADINGS):
        page.write(25, 15 + 9 * at, line, bold=at % 2 == 0)
    for at, (option, mark) in enumerate(zip(OPTIONS, marks, strict=True)):
        y = TOP + STEP * at
        page.write(LEFT if behind else LEFT + SIDE + 2, y, option)
        page.box(LEFT + 40 if behind else LEFT, y, mark)
    return page


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("lean", [-1.0, 0.0, 1.0])
@pytest.mark.parametrize("mark", ["tick", "cross", "x"])
def test_boxes_are_found_and_told(dpi: int, lean: float, mark: str) -> None:
    page = form(dpi, ("", mark, "", "", mark, ""), behind=lean > 0)
    ticks = page.ticks(lean)
    assert [tick.ticked for tick in ticks] == [False, True, False, False, True, False]
    assert all(tick.sure > 0.9 for tick in ticks)


@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_worn_boxes_are_told_right_or_not_at_all(dpi: int, seed: int) -> None:
    page = form(dpi, ("", "tick", "", "cross", "", ""))
    told = {round((tick.upright.y / page.mm - TOP + SIDE) / STEP): tick for tick in page.ticks(0.5, wear=seed)}
    assert len(told) >= 4
    assert set(told) <= set(range(len(OPTIONS)))
    assert all(tick.ticked is (at in {1, 3}) for at, tick in told.items() if tick.sure > 0.9)


def test_boxes_stand_where_they_are_drawn() -> None:
    page = form(200, ("",) * 6)
    for at, tick in enumerate(page.ticks()):
        wanted = (LEFT, TOP + STEP * at - SIDE, SIDE, SIDE)
        got = (tick.upright.x, tick.upright.y, tick.upright.w, tick.upright.h)
        assert got == pytest.approx([value * page.mm for value in wanted], abs=0.4 * page.mm)
        assert tick.box == tick.upright


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_boxes_that_are_signs_of_a_typeface(dpi: int) -> None:
    page = Page(dpi, 14)
    page.face[False] = ImageFont.truetype("DejaVuSans.ttf", round(14 / 72 * dpi))
    for at, text in enumerate(("☐ Nam", "☒ Nữ", "☑ Khác")):
        page.write(30, 30 + 10 * at, text)
    ticks = page.ticks()
    assert [tick.ticked for tick in ticks] == [False, True, True]


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_pairs_of_brackets(dpi: int) -> None:
    page = Page(dpi, 14)
    for at, text in enumerate(
        ("[ ] Nam [x] Nữ", "[X] Nhẹ [   ] Khác", "Theo [12] và [văn bản], (1) III 1 1 [", "LỊCH ]")
    ):
        page.write(30, 30 + 10 * at, text)
    rows = [
        [tick.ticked for tick in page.ticks() if round((tick.upright.y / page.mm - 30) / 10) == at] for at in (0, 1)
    ]
    assert rows == [[False, True], [True, False]]
    assert len(page.ticks(0.6)) == 4
    assert all(tick.sure > 0.9 for tick in page.ticks())


def test_a_speck_in_a_box_leaves_it_in_doubt() -> None:
    (tick,) = (tick for tick in form(200, ("", "", "dot", "", "", "")).ticks() if tick.sure < 0.9)
    assert abs(tick.upright.y / 200 * 25.4 - TOP - 2 * STEP + SIDE) < 1


def test_what_shines_through_is_no_sure_mark() -> None:
    page = form(200, ("",) * 6)
    x, y = round((LEFT + 1.2) * page.mm), round((TOP - 3) * page.mm)
    page.pen.line((x, y, x + 9, y + 20), fill=165, width=6)
    assert page.ticks()[0].sure < 0.9


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("size", [11, 13, 16])
def test_letters_are_no_boxes(dpi: int, size: float) -> None:
    page = Page(dpi, size)
    for at in range(12):
        page.write(20, 12 + 10 * at, HEADINGS[at % 4], bold=at % 2 == 0)
    assert page.ticks() == ()
    assert page.ticks(0.7) == ()


def test_places_for_signs_frames_and_cells_are_no_boxes() -> None:
    page = form(200, ("",) * 6)
    for at in range(12):
        page.box(80 + at * (SIDE + 1), 60, side=SIDE)
        page.box(80 + at * 5, 70, side=5)
    page.box(100, 110, side=25)
    page.pen.rectangle((150 * page.mm, 80 * page.mm, 180 * page.mm, 84 * page.mm), outline=20, width=2)
    assert len(page.ticks()) == len(OPTIONS)


def test_without_words_or_in_print_too_small_nothing_is_told() -> None:
    page = form(200, ("",) * 6)
    page.words.clear()
    assert page.ticks() == ()
    assert form(60, ("",) * 6).ticks() == ()
