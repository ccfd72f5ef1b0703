"""Dotted leaders go, and nothing else does: not the dots of letters, not full stops, not colons."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.preparation import measure, prepare
from ocr.preparation.leaders import leaders_of, without_leaders
from ocr.preparation.steps import WithoutLeaders
from tests.support.drawn_pages import A4, DPI, MM, font, letter

TEXT = "Họ, chữ đệm, tên: Nguyễn Thị Hạnh Phượng. Nội vụ: có."


def form(leaders: str, value: str = "") -> tuple[np.ndarray, np.ndarray]:
    """A line of a form with its leaders, and the same without them."""
    drawn = []
    for dots in (leaders, ""):
        page = Image.new("L", (A4[0], 300), 250)
        pen = ImageDraw.Draw(page)
        pen.text((20 * MM, 10 * MM), TEXT, font=font(3.6), fill=20)
        start = 20 * MM + font(3.6).getlength(TEXT + " ")
        pen.text((20 * MM, 25 * MM), "Quê quán:", font=font(3.6), fill=20)
        pen.text((start / 2, 25 * MM), dots, font=font(3.6), fill=20)
        pen.text((start / 2 + 90, 24 * MM), value, font=font(3.6), fill=20)
        drawn.append(np.asarray(page))
    return drawn[0], drawn[1]


@pytest.mark.parametrize("leaders", ["." * 60, ". " * 30, "…" * 20])
def test_leaders_are_taken_off_to_the_last_dot(leaders: str) -> None:
    page, bare = form(leaders)
    found = leaders_of(page, DPI)
    assert found.runs
    cleaned = without_leaders(page, found, DPI)
    assert ((cleaned < 150) & (bare > 200)).sum() < 0.03 * ((page < 150) & (bare > 200)).sum()


def test_text_beside_and_upon_leaders_keeps_its_ink() -> None:
    page, bare = form("." * 60, "Vị Thủy, Hậu Giang")
    cleaned = without_leaders(page, leaders_of(page, DPI), DPI)
    print_ = bare < 128
    assert (cleaned[print_] < 160).mean() > 0.985
    upper = np.s_[: round(20 * MM)]
    assert np.array_equal(cleaned[upper], page[upper])


def test_a_page_without_leaders_is_left_as_it_is() -> None:
    page = np.asarray(letter().convert("L"))
    assert leaders_of(page, DPI).runs == 0
    rng = np.random.default_rng(2)
    noisy = page.copy()
    noisy[rng.integers(0, A4[1], 1500), rng.integers(0, A4[0], 1500)] = 60
    prepared = prepare(noisy, DPI, measure(noisy, DPI), (WithoutLeaders(),))
    assert prepared.steps == ()
    assert np.array_equal(prepared.grey, noisy)
