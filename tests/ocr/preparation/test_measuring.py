"""A page is measured once, quickly and rightly, before anything is done to it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.preparation import measure
from tests.support.drawn_pages import A4, DPI, MM, font, letter


@pytest.mark.parametrize("angle", [-44.0, -12.3, 0.4, 30.0])
@pytest.mark.parametrize("scale", [0.6, 1.5])
def test_the_lean_is_found_at_every_angle_and_resolution(angle: float, scale: float) -> None:
    page = letter().resize((round(A4[0] * scale), round(A4[1] * scale)), Image.Resampling.LANCZOS)
    leaning = page.convert("L").rotate(angle, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=255)
    assert abs(measure(np.asarray(leaning), DPI * scale).lean.skew - angle) <= 0.2


def test_a_page_on_its_side_is_seen_to_lie_so() -> None:
    assert measure(np.rot90(np.asarray(letter())).copy(), DPI).lean.sideways
    assert not measure(np.asarray(letter()), DPI).lean.sideways


def test_a_frame_does_not_make_a_page_lie_on_its_side() -> None:
    page = np.asarray(letter().convert("L")).copy()
    cv2.rectangle(page, (60, 60), (page.shape[1] - 60, page.shape[0] - 60), 0, 3)
    assert not measure(page, DPI).lean.sideways


def test_blank_paper_has_no_lean_and_red_ink_is_seen() -> None:
    paper = np.full((A4[1], A4[0], 3), 245, np.uint8)
    blank = measure(paper, DPI)
    assert blank.blank
    assert blank.lean.skew == 0
    assert blank.red_share == 0
    cv2.circle(paper, (600, 900), 90, (200, 30, 40), 6)
    sealed = measure(paper, DPI)
    assert not sealed.blank
    assert sealed.red_share > 1e-4


@pytest.mark.parametrize("words", ["", "Mặt", "Trang này"])
@pytest.mark.parametrize("seed", range(4))
def test_a_few_words_and_specks_invent_no_lean(words: str, seed: int) -> None:
    paper = Image.new("L", A4, 250)
    ImageDraw.Draw(paper).text((30 * MM, (60 + 15 * seed) * MM), words, font=font(4.0), fill=20)
    page = np.asarray(paper).copy()
    chance = np.random.default_rng(seed)
    for x, y in zip(chance.integers(0, A4[0], 90), chance.integers(0, A4[1], 90), strict=True):
        cv2.circle(page, (int(x), int(y)), int(chance.integers(1, 4)), 60, -1)
    lean = measure(page, DPI).lean
    assert lean.skew == 0
    assert not lean.sideways


@pytest.mark.parametrize("angle", [-2.0, 1.0])
def test_two_lines_of_print_are_enough_to_level_a_page(angle: float) -> None:
    paper = Image.new("L", A4, 250)
    for row in range(2):
        text = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do"
        ImageDraw.Draw(paper).text((25 * MM, (80 + 8 * row) * MM), text, font=font(4.0), fill=20)
    leaning = paper.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=250)
    assert abs(measure(np.asarray(leaning), DPI).lean.skew - angle) <= 0.3
