"""Number and date of a head: found between their printed neighbours whatever was read there, and judged one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from dossier.reading import Box, SlotKind, Writing
from ocr.engines.engine import EngineWord, Letter
from ocr.geometry import Upright
from ocr.slots import find_slots
from tests.support.drawn_pages import A4, MM, font

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.reading import Slot

BLACK, BLUE, RED = (20, 20, 20), (40, 60, 170), (200, 30, 40)
HEIGHT_MM = 3.4


@dataclass
class Head:
    """A page on which words are drawn, and what a reader would tell of them."""

    page: Image.Image = field(default_factory=lambda: Image.new("RGB", A4, "white"))
    words: list[EngineWord] = field(default_factory=list)
    line: int = 0
    x: float = 0
    y: float = 0

    def begin(self, x_mm: float, y_mm: float) -> Head:
        self.line, self.x, self.y = self.line + 1, x_mm * MM, y_mm * MM
        return self

    def print(
        self,
        text: str,
        read: str | None = None,
        *,
        sure: float = 0.999,
        ink: tuple[int, int, int] = BLACK,
        size: float = HEIGHT_MM,
        lift: float = 0.0,
    ) -> Head:
        """Draw text and have it read, as it is or as something else; `lift` millimetres above the line."""
        face = font(size)
        ImageDraw.Draw(self.page).text((self.x, self.y - lift * MM), text, font=face, fill=ink)
        seen = text if read is None else read
        wide = face.getlength(text)
        if seen.strip():
            even = [wide * at / len(seen) for at in range(len(seen) + 1)]
            self._read(seen, [face.getlength(text[:at]) for at in range(len(text) + 1)] if read is None else even, sure)
        self.x += wide
        return self

    def _read(self, seen: str, edges: list[float], sure: float) -> None:
        at = 0
        for part in seen.split():
            start = seen.index(part, at)
            at = start + len(part)
            letters = tuple(
                Letter(text=sign, probability=sure, x0=self.x + edges[start + k], x1=self.x + edges[start + k + 1])
                for k, sign in enumerate(part)
            )
            box = Box(
                x=round(letters[0].x0),
                y=round(self.y),
                w=round(letters[-1].x1 - letters[0].x0),
                h=round(1.3 * HEIGHT_MM * MM),
            )
            self.words.append(EngineWord(text=part, box=box, confidence=sure, block=0, line=self.line, letters=letters))

    def slots(self, page: np.ndarray | None = None) -> dict[SlotKind, Slot]:
        pixels = np.asarray(self.page) if page is None else page
        placing = Upright(width=A4[0], height=A4[1], rotation=0, skew=0.0)
        return {slot.kind: slot for slot in find_slots(self.words, pixels, placing, 1.0)}


def date(head: Head, day: Callable[[Head], object], month: str = "6", year: str = "2024") -> Head:
    head.begin(100, 32).print("Vĩnh An, ngày ")
    day(head)
    return head.print(" tháng ").print(month).print(" năm ").print(year)


def test_a_printed_head_is_printed_slot_by_slot() -> None:
    head = Head().begin(25, 32).print("Số: ").print("345").print("/UBND")
    slots = date(head, lambda line: line.print("05")).slots()
    assert {kind: slot.writing for kind, slot in slots.items()} == dict.fromkeys(SlotKind, Writing.PRINTED)


def test_a_number_and_a_day_written_in_are_told_from_the_printed_month_and_year() -> None:
    head = Head().begin(25, 32).print("Số:").print(" 73 ", "7§", sure=0.6, size=4.6, lift=1).print("/QĐ-CC")
    slots = date(head, lambda line: line.print("05", "oS", sure=0.4, ink=BLUE)).slots()
    assert slots[SlotKind.NUMBER].writing is Writing.HANDWRITTEN
    assert slots[SlotKind.DAY].writing is Writing.HANDWRITTEN
    assert slots[SlotKind.MONTH].writing is Writing.PRINTED
    assert slots[SlotKind.YEAR].writing is Writing.PRINTED


def test_writing_that_was_not_read_at_all_is_found_and_boxed() -> None:
    head = Head().begin(25, 32).print("Sô:").print("  ", "")
    left = head.x
    head.print("71", "", ink=BLUE, size=4.6, lift=1)
    right = head.x
    slot = head.print("  ", "").print("/CV-CC").slots()[SlotKind.NUMBER]
    assert slot.writing is Writing.HANDWRITTEN
    blue = np.argwhere((np.asarray(head.page)[:, :, 2].astype(int) - np.asarray(head.page)[:, :, 0]) > 60)
    assert abs(slot.box.x - blue[:, 1].min()) <= 2
    assert abs(slot.box.right - blue[:, 1].max()) <= 3
    assert slot.box.y <= blue[:, 0].min() + 1
    assert slot.box.bottom >= blue[:, 0].max()
    assert left <= slot.box.x
    assert slot.box.right <= right


def test_a_sure_reading_in_blue_ink_is_still_handwriting() -> None:
    slots = date(Head(), lambda line: line.print("7", ink=BLUE)).slots()
    assert slots[SlotKind.DAY].writing is Writing.HANDWRITTEN


@pytest.mark.parametrize("cast", [(0.8, 0.9, 1.0), (1.0, 0.9, 0.75), (0.85, 1.0, 0.85)])
def test_a_cast_of_the_scan_makes_no_print_handwriting(cast: tuple[float, float, float]) -> None:
    head = Head().begin(25, 32).print("Số: ").print("345").print("/UBND")
    date(head, lambda line: line.print("05"))
    tinted = 255 - (255 - np.asarray(head.page)) * 0.8 + np.array([0, 0, 12])
    page = (tinted * np.array(cast)).clip(0, 255).astype(np.uint8)
    assert {slot.writing for slot in head.slots(page).values()} == {Writing.PRINTED}


@pytest.mark.parametrize("ink", [RED, BLUE])
def test_a_numbering_stamp_is_told_from_handwriting(ink: tuple[int, int, int]) -> None:
    head = Head().begin(25, 32).print("Số: ").print("0345", ink=ink, size=4.4, lift=0.7).print(" /UBND")
    assert head.slots()[SlotKind.NUMBER].writing is Writing.STAMPED


@pytest.mark.parametrize("leaders", ["......", "      "])
def test_open_slots_are_empty(leaders: str) -> None:
    head = Head().begin(25, 32).print("Số:").print(leaders, leaders).print("/QĐ-UBND")
    slots = date(head, lambda line: line.print(leaders, leaders), month=leaders, year="20" + leaders).slots()
    assert {kind: slot.writing for kind, slot in slots.items()} == dict.fromkeys(SlotKind, Writing.EMPTY)
    assert slots[SlotKind.NUMBER].box.w > 0


@pytest.mark.parametrize("read", ["ngày05tháng6năm2024", "ngàyo5iháng6nam2024", "nqày05tháng 6 hăm 2024"])
def test_glued_and_misread_neighbours_are_still_neighbours(read: str) -> None:
    head = Head().begin(100, 32)
    mono = ImageFont.truetype("DejaVuSansMono.ttf", round(HEIGHT_MM * MM))
    printed = read.replace("nqày", "ngày").replace("hăm", "năm").replace("o5i", "05t").replace("nam", "năm")
    ImageDraw.Draw(head.page).text((head.x, head.y), printed, font=mono, fill=BLACK)
    head._read(read, [mono.getlength(printed[:at]) for at in range(len(printed) + 1)], 0.99)
    assert set(head.slots()) == {SlotKind.DAY, SlotKind.MONTH, SlotKind.YEAR}


@pytest.mark.parametrize("label", ["S&:", "SJ:", "S8:", "85:", "Sối"])
def test_a_number_behind_a_misread_label_is_found(label: str) -> None:
    head = Head().begin(25, 32).print("Số:", label).print(" ").print("345").print("/UBND-VP")
    assert head.slots()[SlotKind.NUMBER].writing is Writing.PRINTED


def test_number_and_date_on_one_line_behind_what_shines_through_are_found() -> None:
    head = Head().begin(10, 32).print("MAA t ").print("Số: ").print("345").print("/QĐ-UBND").print(" vo A A0M ")
    head.print("Đồng Phú, ngày ").print("11").print(" tháng ").print("9").print(" năm ").print("2007")
    assert {kind: slot.writing for kind, slot in head.slots().items()} == dict.fromkeys(SlotKind, Writing.PRINTED)


def test_a_place_that_sounds_like_a_day_is_none() -> None:
    head = Head().begin(100, 32).print("Thái Nguyên, ngày ")
    left = head.x
    head.print("27").print(" tháng ", " tkáng ").print("6").print(" năm ").print("2024")
    assert head.slots()[SlotKind.DAY].box.x >= left - 1


def test_agencies_are_no_numbers() -> None:
    head = Head().begin(25, 32).print("SỞ Y TẾ/TRUNG TÂM Y TẾ")
    assert head.begin(25, 40).print("5. UBND-VP").slots() == {}


def test_worn_print_with_a_speck_on_it_stays_print() -> None:
    head = Head()
    slots = date(head, lambda line: line.print("05"))
    day = slots.slots()[SlotKind.DAY].box
    draw = ImageDraw.Draw(head.page)
    draw.line((day.x + 4, day.y - 5, day.x + 4, day.y + 2), fill=BLACK, width=2)
    assert head.slots()[SlotKind.DAY].writing is Writing.PRINTED


def test_level_print_read_as_letters_like_digits_is_print() -> None:
    slots = date(Head(), lambda line: line.print("05", "o5", sure=0.6), year="1998").slots()
    assert slots[SlotKind.DAY].writing is Writing.PRINTED


def test_numbers_and_dates_of_the_body_are_no_slots() -> None:
    head = Head().begin(20, 100).print("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;")
    head.begin(20, 40).print("SỞ Y TẾ HẬU GIANG")
    assert head.begin(20, 200).print("Số: 12/QĐ-UBND").slots() == {}


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("scans/aip_congvan_038.jpg", {SlotKind.NUMBER, SlotKind.DAY, SlotKind.MONTH}),
        ("scans/tthc_dienbien_qd339_p1.jpg", {SlotKind.NUMBER, SlotKind.DAY}),
        ("scans/ubqn_quyetdinh_04_bcd138_p1.jpg", {SlotKind.NUMBER, SlotKind.DAY}),
        ("scans/caobang_quyetdinh_1999_p1.jpg", set()),
        ("scans/bd_camau_qd246_p1.jpg", set()),
    ],
)
def test_real_heads(name: str, written: set[SlotKind], shared_file: Callable[[str], Path]) -> None:
    from ocr.engines.trueocr import TrueOcrEngine
    from ocr.preparation import measure, prepare

    page = np.asarray(Image.open(shared_file(name)).convert("RGB"))
    head = page[: round(0.4 * page.shape[0])]
    dpi = round(page.shape[1] / 8.27)
    words = TrueOcrEngine().read(prepare(head, dpi, measure(head, dpi)).grey, dpi)
    whole = np.full_like(page, 255)
    whole[: head.shape[0]] = head
    placing = Upright(width=page.shape[1], height=page.shape[0], rotation=0, skew=0.0)
    slots = find_slots(words, whole, placing, 1.0)
    assert {slot.kind for slot in slots} == set(SlotKind)
    assert {slot.kind for slot in slots if slot.writing is Writing.HANDWRITTEN} == written
