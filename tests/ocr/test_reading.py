"""A page is read whichever way it lies, and its words are boxed where they stand on the picture."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from dossier.errors import EngineMissing, LanguageMissing, PageDamaged, ReadingCrashed
from dossier.text import fold
from ocr.engines.engine import Layout
from ocr.engines.tesseract import TesseractEngine
from ocr.engines.tesseract_in_process import best_tesseract
from ocr.engines.trueocr import TrueOcrEngine
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from ocr.preparation import bleach_seals, measure
from ocr.readers import Readers, Vietnamese
from ocr.reading import read_first, read_second
from tests.support.drawn_pages import A4, DPI, MM, RED, font, letter, picture

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.reading import PageReading, Word


@pytest.fixture(scope="module", params=["trueocr", "tesseract"])
def readers(request: pytest.FixtureRequest) -> Readers:
    """Either reader alone reads a page; together the second tells what is sure."""
    if request.param == "trueocr":
        return Readers(TrueOcrEngine(), best_tesseract(), Vietnamese())
    return Readers(best_tesseract(), None, Vietnamese())


def word(reading: PageReading, text: str) -> Word:
    return next(found for found in reading.words if found.text == text)


def test_words_lines_and_text_of_an_upright_page(readers: Readers) -> None:
    reading = read_first(picture(letter()), readers)
    assert (reading.rotation, reading.skew, reading.blank, reading.secrecy_mark) == (0, 0.0, False, None)
    assert (reading.upright_width, reading.upright_height) == A4
    assert "Điều 1. Phê duyệt mật độ xây dựng của khu dân cư mới." in reading.text.splitlines()
    number = word(reading, "345/UBND")
    assert number.box == number.upright
    assert abs(number.box.y - 32 * MM) < 2 * MM
    assert number.confidence > 0.6
    assert [found.line for found in reading.words] == sorted(found.line for found in reading.words)
    assert reading.reader == readers.first.label
    assert reading.second_reader is None


@pytest.mark.parametrize(("lies", "rotation"), [(90, 90), (180, 180), (270, 270)])
def test_a_turned_page_is_read_and_boxed_where_it_lies(readers: Readers, lies: int, rotation: int) -> None:
    # Pillow turns counter-clockwise, so the same number of degrees clockwise makes it upright.
    reading = read_first(picture(letter().rotate(lies, expand=True)), readers)
    assert (reading.rotation, reading.skew) == (rotation, 0.0)
    assert "Số: 345/UBND" in reading.text
    level = read_first(picture(letter()), readers)
    turned, straight = word(reading, "345/UBND"), word(level, "345/UBND")
    assert (turned.box.w > turned.box.h) == (lies == 180)
    assert abs(turned.upright.x - straight.box.x) <= 3
    assert abs(turned.upright.y - straight.box.y) <= 3


@pytest.mark.parametrize(("angle", "turn"), [(4.0, 0), (-12.0, 0), (6.0, 180)])
def test_a_leaning_page_is_levelled_and_its_boxes_hold_the_ink(readers: Readers, angle: float, turn: int) -> None:
    ink = Image.new("RGB", A4, "white")
    ImageDraw.Draw(ink).text((25 * MM, 32 * MM), "Số: 345/UBND", font=font(3.4), fill="black")
    options = {"expand": True, "resample": Image.Resampling.BICUBIC, "fillcolor": "white"}
    leaning = letter().rotate(angle + turn, **options)  # type: ignore[arg-type]
    alone = np.asarray(ink.rotate(angle + turn, **options).convert("L"))  # type: ignore[arg-type]
    reading = read_first(picture(leaning), readers)
    assert reading.rotation == turn
    assert abs(reading.skew - angle) < 0.4
    parts = [word(reading, text).box for text in ("Số:", "345/UBND")]
    box = parts[0].union(parts[1])
    rows, columns = np.nonzero(alone < 128)
    inside = (columns >= box.x - 2) & (columns < box.right + 2) & (rows >= box.y - 2) & (rows < box.bottom + 2)
    assert inside.mean() > 0.98
    assert box.w * box.h < 3 * (np.ptp(columns) + 1) * (np.ptp(rows) + 1)


def test_a_coarse_page_is_enlarged_for_reading_only(readers: Readers) -> None:
    coarse = letter().resize((A4[0] // 2, A4[1] // 2), Image.Resampling.LANCZOS)
    reading = read_first(picture(coarse, dpi=DPI // 2), readers)
    assert (reading.upright_width, reading.upright_height) == coarse.size
    found = next(item for item in reading.words if fold(item.text).startswith("345/"))
    assert abs(found.box.y - 32 * MM / 2) < MM
    assert found.box.right < coarse.width


def test_paper_with_specks_is_blank_and_a_page_number_is_not(readers: Readers) -> None:
    rng = np.random.default_rng(1)
    paper = np.full((A4[1], A4[0]), 245, np.uint8)
    paper[rng.integers(0, A4[1], 200), rng.integers(0, A4[0], 200)] = 0
    reading = read_first(picture(Image.fromarray(paper)), readers)
    assert reading.blank
    assert not reading.words
    numbered = Image.fromarray(paper)
    ImageDraw.Draw(numbered).text((100 * MM, 15 * MM), "- 12 -", font=font(4), fill=0)
    assert not measure(np.asarray(numbered), DPI).blank


def test_a_red_seal_is_bleached_and_small_red_print_stays() -> None:
    page = letter()
    pen = ImageDraw.Draw(page)
    pen.ellipse((120 * MM, 130 * MM, 154 * MM, 164 * MM), outline=RED, width=5)
    pen.text((150 * MM, 250 * MM), "Số: 0042", font=font(4), fill=RED)
    grey = bleach_seals(np.asarray(page), DPI)
    ring = grey[round(147 * MM), round(119 * MM) : round(121.5 * MM)]
    number = grey[round(250 * MM) : round(255 * MM), round(150 * MM) : round(170 * MM)]
    assert ring.min() > 180
    assert number.min() < 120


@pytest.mark.parametrize("angle", [-40.0, -7.5, -0.1, 0.0, 3.0, 33.0])
def test_the_lean_is_measured_within_a_third_of_a_degree(angle: float) -> None:
    leaning = letter().convert("L").rotate(angle, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=255)
    lean = measure(np.asarray(leaning), DPI).lean
    assert abs(lean.skew - angle) < 0.35
    assert not lean.sideways


def test_a_picture_that_cannot_be_decoded_is_a_damaged_page(readers: Readers) -> None:
    import dataclasses

    broken = dataclasses.replace(picture(letter(), number=4), data=b"\x89PNG\r\n\x1a\nnothing")
    with pytest.raises(PageDamaged) as caught:
        read_first(broken, readers)
    assert caught.value.facts["page"] == 4


def test_a_missing_engine_or_language_is_told_before_work_begins(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing):
        TesseractEngine(program=str(tmp_path / "tesseract")).check()
    with pytest.raises(LanguageMissing) as caught:
        TesseractEngine(language="xxx").check()
    assert caught.value.facts["language"] == "xxx"
    with pytest.raises(ReadingCrashed):
        TesseractEngine(language="xxx").read(np.full((50, 50), 255, np.uint8), 150, Layout.LINE)


def test_reading_leaves_no_file_behind(readers: Readers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever writes a temporary file without being told where fails here.
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    assert read_first(picture(letter()), readers).words


@pytest.mark.slow
def test_real_scans_gain_against_the_plain_engine(shared_data: Path, readers: Readers) -> None:
    spec = importlib.util.spec_from_file_location("score_text", shared_data / "score_text.py")
    assert spec is not None
    assert spec.loader is not None
    score_text = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score_text)
    ours, plain = [], []
    for name in ("aip_congvan_029", "aip_quyetdinh_040", "ubqn_congvan_299_hoatoc"):
        truth = (shared_data / "scans" / f"{name}.txt").read_text(encoding="utf-8")
        (page,) = open_pictures(shared_data / "scans" / f"{name}.jpg", Limits())
        with Image.open(shared_data / "scans" / f"{name}.jpg") as image:
            words = best_tesseract().read(np.asarray(image.convert("L")), page.dpi)  # type: ignore[union-attr]
        plain.append(score_text.score(truth, " ".join(found.text for found in words))["word_recall"])
        ours.append(score_text.score(truth, read_first(page, readers).text)["word_recall"])  # type: ignore[arg-type]
    assert np.mean(ours) >= np.mean(plain) + 0.02


@pytest.mark.parametrize("lies", [0, 90, 184])
def test_the_second_reader_finds_the_same_words_at_their_places(lies: int) -> None:
    readers = Readers(TrueOcrEngine(), best_tesseract(), Vietnamese())
    page = picture(letter().rotate(lies, expand=True, resample=Image.Resampling.BICUBIC, fillcolor="white"))
    first = read_first(page, readers)
    second = read_second(page, first, readers)

    assert [found.box for found in second.words] == [found.box for found in first.words]
    assert [found.text for found in second.words] == [found.text for found in first.words]
    assert second.second_reader is not None
    assert sum(found.agreed for found in second.words) >= 0.8 * len(second.words)


def test_the_second_reader_reads_a_photograph_as_flat_as_the_first() -> None:
    drawn = np.asarray(letter())
    height, width = drawn.shape[:2]
    corners = np.array([[0.12, 0.08], [0.9, 0.05], [0.95, 0.93], [0.06, 0.95]]) * [1.2 * width, 1.2 * height]
    edges = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    aslant = cv2.getPerspectiveTransform(edges, corners.astype(np.float32))
    laid = cv2.warpPerspective(drawn, aslant, (round(1.2 * width), round(1.2 * height)), borderValue=(70, 70, 70))
    readers = Readers(TrueOcrEngine(), best_tesseract(), Vietnamese())
    page = picture(Image.fromarray(laid))
    first = read_first(page, readers)
    assert "perspective" in first.steps
    second = read_second(page, first, readers)
    assert sum(found.agreed for found in second.words) >= 0.8 * len(second.words)


def test_a_reader_does_not_confirm_itself() -> None:
    readers = Readers(best_tesseract(), TesseractEngine(), Vietnamese())
    first = read_first(picture(letter()), readers)
    second = read_second(picture(letter()), first, readers)

    assert second.words == first.words
    assert second.second_reader is None
