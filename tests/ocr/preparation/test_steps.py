"""Each step runs only on pages that ask for it, and the report says which did."""

from __future__ import annotations

import numpy as np
from PIL import ImageDraw

from ocr.preparation import measure, prepare
from tests.support.drawn_pages import DPI, MM, RED, font, letter


def test_a_plain_page_is_read_as_it_is() -> None:
    page = np.asarray(letter().convert("L"))
    prepared = prepare(page, DPI, measure(page, DPI))
    assert prepared.steps == ()
    assert np.array_equal(prepared.grey, page)


def test_a_sealed_form_is_bleached_and_loses_its_leaders() -> None:
    drawn = letter()
    pen = ImageDraw.Draw(drawn)
    pen.text((20 * MM, 200 * MM), "Nơi sinh: " + "." * 70, font=font(3.4), fill="black")
    pen.ellipse((120 * MM, 130 * MM, 154 * MM, 164 * MM), outline=RED, width=5)
    page = np.asarray(drawn)
    prepared = prepare(page, DPI, measure(page, DPI))
    assert prepared.steps == ("bleach", "leaders")
    ring = prepared.grey[round(147 * MM), round(119 * MM) : round(121.5 * MM)]
    dots = prepared.grey[round(200 * MM) : round(206 * MM), round(60 * MM) : round(100 * MM)]
    assert ring.min() > 180
    assert dots.min() > 150


def test_red_print_alone_is_no_seal() -> None:
    drawn = letter()
    ImageDraw.Draw(drawn).text((150 * MM, 250 * MM), "Số: 0042", font=font(4), fill=RED)
    page = np.asarray(drawn)
    assert prepare(page, DPI, measure(page, DPI)).steps == ()
