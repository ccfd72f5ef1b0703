"""Each step runs only on pages that ask for it, and the report says which did."""

from __future__ import annotations

from dataclasses import replace

import cv2
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


def _faint(page: np.ndarray, share: float) -> np.ndarray:
    """The print of a page, that much as dark."""
    return (255 - (255 - page.astype(float)) * share).astype(np.uint8)


def test_what_shines_through_goes_and_the_print_stays() -> None:
    front = np.asarray(letter().convert("L"))
    back = np.roll(_faint(front[:, ::-1], 0.2), round(9 * MM), axis=0)
    page = np.minimum(front, back)
    prepared = prepare(page, DPI, measure(page, DPI))
    assert prepared.steps == ("bleed",)
    ghost = (back < 230) & (front == 255)
    ghost &= cv2.dilate((front < 255).astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    assert ghost.sum() > 1000
    assert prepared.grey[ghost].min() > 240
    assert prepared.grey[front < 60].max() < 60


def test_faded_print_alone_shines_not_through() -> None:
    page = _faint(np.asarray(letter().convert("L")), 0.5)
    assert prepare(page, DPI, measure(page, DPI)).steps == ()


def test_lone_specks_go_and_the_print_stays() -> None:
    clean = np.asarray(letter().convert("L"))
    specked = clean.copy()
    rng = np.random.default_rng(7)
    rows, columns = (rng.integers(0, side, clean.size // 1000) for side in clean.shape)
    specked[rows, columns] = 20
    assert prepare(specked, DPI, measure(specked, DPI)).steps == ()  # here they are no smaller than full stops
    fine = 200
    prepared = prepare(specked, fine, measure(specked, fine))
    assert prepared.steps == ("specks",)
    paper = cv2.erode(clean, np.ones((9, 9), np.uint8)) == 255
    assert (specked[paper] < 60).sum() > 500
    assert (prepared.grey[paper] < 200).mean() < 1e-4
    print_ = (clean < 128) & (specked == clean)
    assert (prepared.grey[print_] < 160).mean() > 0.9


def test_coarse_pages_keep_their_grain() -> None:
    page = np.asarray(letter().convert("L"))
    grainy = replace(measure(page, DPI), dpi=72, specks=2000.0, ghosts=500, letters=100)
    assert prepare(page, 72, grainy).steps == ()
