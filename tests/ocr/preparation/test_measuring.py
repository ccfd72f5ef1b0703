"""A page is measured once, quickly and rightly, before anything is done to it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from ocr.preparation import lean_of, measure
from tests.support.drawn_pages import A4, DPI, letter


@pytest.mark.parametrize("angle", [-44.0, -12.3, 0.4, 30.0])
@pytest.mark.parametrize("scale", [0.6, 1.5])
def test_the_lean_is_found_at_every_angle_and_resolution(angle: float, scale: float) -> None:
    page = letter().resize((round(A4[0] * scale), round(A4[1] * scale)), Image.Resampling.LANCZOS)
    leaning = page.convert("L").rotate(angle, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=255)
    assert abs(lean_of(np.asarray(leaning), DPI * scale).skew - angle) <= 0.2


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
