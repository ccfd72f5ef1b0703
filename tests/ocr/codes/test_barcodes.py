"""Codes are found on a page, however it lies, and worn ones oftener than one look finds them."""

import random

import cv2
import numpy as np
import pytest
import zxingcpp
from cv2.typing import MatLike

from dossier.codes import CodeKind, PageCode
from ocr.codes.barcodes import AS_IT_IS, find_barcodes
from ocr.codes.places import likely_places
from tests.ocr.codes.cards import person, print_of

DPI = 200
QR = zxingcpp.BarcodeFormat.QRCode
TEXT = person(random.Random(4)).payload


def _page(
    text: str = TEXT, *, kind: zxingcpp.BarcodeFormat = QR, millimetres: float = 20, x: int = 300, y: int = 500
) -> MatLike:
    page = np.full((1400, 1000), 250, np.uint8)
    for row in range(100, 450, 40):
        cv2.putText(page, "Uy ban nhan dan xa Dong Tien", (90, row), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 20, 2)
    ink = print_of(text, millimetres, DPI, kind)
    page[y : y + ink.shape[0], x : x + ink.shape[1]] = 250 - ink.astype(float) * 0.9
    return page


def _one(page: MatLike, kind: CodeKind = CodeKind.QR) -> PageCode:
    (code,) = find_barcodes(np.asarray(page, np.uint8), DPI, (kind,))
    return code


def test_a_code_is_told_with_its_text_and_place() -> None:
    code = _one(_page())
    assert (code.kind, code.text, code.rotation, code.how) == (CodeKind.QR, TEXT, 0, AS_IT_IS)
    assert code.box.x == pytest.approx(300, abs=5)
    assert code.box.bottom == pytest.approx(500 + 157, abs=5)


@pytest.mark.parametrize(("turn", "rotation"), [(cv2.ROTATE_90_CLOCKWISE, 270), (cv2.ROTATE_180, 180)])
def test_a_turned_page_is_told_by_its_code(turn: int, rotation: int) -> None:
    code = _one(cv2.rotate(_page(), turn))
    assert (code.text, code.rotation) == (TEXT, rotation)


def test_a_code_that_one_look_misses_is_read_enlarged() -> None:
    rng = np.random.default_rng(1)
    page = cv2.GaussianBlur(_page(millimetres=15), (0, 0), 1.0)
    page = np.clip(page + rng.normal(0, 20, page.shape), 0, 255).astype(np.uint8)
    assert not zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormats(QR))
    code = _one(page)
    assert code.text == TEXT
    assert code.how != AS_IT_IS
    assert code.box.x == pytest.approx(300, abs=8)


def test_a_code_that_cannot_be_read_is_told_without_text() -> None:
    page = _page()
    page[540:620, 340:440] = 250
    code = _one(page)
    assert code.text is None
    assert 250 < code.box.x < 350


def test_what_shines_through_is_the_other_side_s() -> None:
    page = np.full((1400, 1000), 250, np.uint8)
    page = page - ((250 - cv2.flip(_page(), 1)) * 0.2).astype(np.uint8)
    assert zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormats(QR))
    assert not find_barcodes(page, DPI)


def test_text_alone_is_no_place_for_a_code() -> None:
    page = np.asarray(_page()[:480], np.uint8)
    assert not likely_places(page, DPI)
    assert not find_barcodes(page, DPI, tuple(CodeKind))


def test_code_128_is_read_only_where_asked_for() -> None:
    page = np.asarray(_page("H56-250721-0123", kind=zxingcpp.BarcodeFormat.Code128, millimetres=45), np.uint8)
    assert not [code for code in find_barcodes(page, DPI) if code.text]
    assert _one(page, CodeKind.CODE128).text == "H56-250721-0123"


@pytest.mark.parametrize("text", ["\x00\x1b[31m|||||||", "😀" * 40, "a\u0302\u0301" * 20, "|" * 300, "\u202e" + TEXT])
def test_hostile_payloads_are_text_like_any_other(text: str) -> None:
    code = _one(_page(text, millimetres=40, x=200))
    assert code.text is not None


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (40, 3), (150, 150)])
def test_pictures_too_small_for_a_code_have_none(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, shape).astype(np.uint8)
    assert not [code for code in find_barcodes(noise, DPI, tuple(CodeKind)) if code.text]
