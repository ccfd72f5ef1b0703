"""Paper photographed aslant is found by its corners; scans are left alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.geometry import Upright
from ocr.preparation import measure, to_grey
from ocr.preparation.photograph import paper_of
from tests.support.drawn_pages import A4, DPI, letter

Points = list[list[float]]


def photograph(corners: Points) -> np.ndarray:
    """A drawn page with its corners at these shares of a picture of a dark table."""
    width, height = round(A4[0] * 1.2), round(A4[1] * 1.2)
    page = np.asarray(letter())
    source = np.array([[0, 0], [A4[0], 0], [A4[0], A4[1]], [0, A4[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, (np.array(corners) * [width, height]).astype(np.float32))
    rng = np.random.default_rng(3)
    table = (70 + 12 * rng.standard_normal((height, width, 1))).clip(0, 255).astype(np.uint8).repeat(3, axis=2)
    laid = cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_AREA)
    where = cv2.warpPerspective(np.full(page.shape[:2], 255, np.uint8), matrix, (width, height)) > 128
    table[where] = laid[where]
    light = np.linspace(0.75, 1.0, width)[None, :, None]
    return (table * light).astype(np.uint8)


@pytest.mark.parametrize(
    "corners",
    [
        [[0.12, 0.08], [0.9, 0.05], [0.95, 0.93], [0.06, 0.95]],
        [[0.06, 0.1], [0.93, 0.04], [0.85, 0.9], [0.13, 0.96]],
    ],
)
def test_paper_on_a_table_is_found_and_read_level(corners: Points) -> None:
    picture = photograph(corners)
    found = paper_of(to_grey(picture))
    assert found is not None
    assert np.abs(np.array(found) - np.array(corners)).max() < 0.015
    measured = measure(picture, DPI)
    placing = Upright(
        width=picture.shape[1], height=picture.shape[0], rotation=0, skew=measured.lean.skew, paper=measured.paper
    )
    flat = measure(placing.apply(picture), DPI)
    assert flat.paper is None
    assert abs(flat.lean.skew) < 0.5


def test_scans_and_paper_cut_off_by_the_picture_are_left_alone() -> None:
    assert paper_of(np.asarray(letter().convert("L"))) is None
    bordered = cv2.copyMakeBorder(np.asarray(letter().convert("L")), 30, 50, 20, 60, cv2.BORDER_CONSTANT, value=(20,))
    assert paper_of(bordered.astype(np.uint8)) is None
    aslant = photograph([[0.12, 0.08], [0.9, 0.05], [0.95, 0.93], [0.06, 0.95]])
    assert paper_of(to_grey(aslant[:, : round(0.8 * aslant.shape[1])])) is None
