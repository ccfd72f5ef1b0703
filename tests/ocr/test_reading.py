"""A page is read whichever way it lies, and its words are boxed where they stand on the picture."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dossier.errors import EngineMissing, LanguageMissing, PageDamaged, ReadingCrashed
from dossier.text import fold
from ocr.engines import Layout, TesseractEngine
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from ocr.preparation import bleach_seals, is_blank, lean_of
from ocr.reading import read_page
from tests.support.drawn_pages import A4, DPI, MM, RED, font, letter, picture

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.reading import PageReading, Word


@pytest.fixture(scope="module")
def engine() -> TesseractEngine:
    found = TesseractEngine()
    found.check()
    return found


def word(reading: PageReading, text: str) -> Word:
    return next(found for found in reading.words if found.text == text)


def test_words_lines_and_text_of_an_upright_page(engine: TesseractEngine) -> None:
    reading = read_page(picture(letter()), engine)
    assert (reading.rotation, reading.skew, reading.blank, reading.secrecy_mark) == (0, 0.0, False, None)
    assert (reading.upright_width, reading.upright_height) == A4
    assert "Điều 1. Phê duyệt mật độ xây dựng của khu dân cư mới." in reading.text.splitlines()
    number = word(reading, "345/UBND")
    assert number.box == number.upright
    assert abs(number.box.y - 32 * MM) < 2 * MM
    assert number.confidence > 0.6
    assert [found.line for found in reading.words] == sorted(found.line for found in reading.words)
    assert reading.reader.startswith("tesseract 5")
    assert reading.reader.endswith("vie")


@pytest.mark.parametrize(("lies", "rotation"), [(90, 90), (180, 180), (270, 270)])
def test_a_turned_page_is_read_and_boxed_where_it_lies(engine: TesseractEngine, lies: int, rotation: int) -> None:
    # Pillow turns counter-clockwise, so the same number of degrees clockwise makes it upright.
    reading = read_page(picture(letter().rotate(lies, expand=True)), engine)
    assert (reading.rotation, reading.skew) == (rotation, 0.0)
    assert "Số: 345/UBND" in reading.text
    level = read_page(picture(letter()), engine)
    turned, straight = word(reading, "345/UBND"), word(level, "345/UBND")
    assert (turned.box.w > turned.box.h) == (lies == 180)
    assert abs(turned.upright.x - straight.box.x) <= 3
    assert abs(turned.upright.y - straight.box.y) <= 3


@pytest.mark.parametrize(("angle", "turn"), [(4.0, 0), (-12.0, 0), (6.0, 180)])
def test_a_leaning_page_is_levelled_and_its_boxes_hold_the_ink(
    engine: TesseractEngine, angle: float, turn: int
) -> None:
    ink = Image.new("RGB", A4, "white")
    ImageDraw.Draw(ink).text((25 * MM, 32 * MM), "Số: 345/UBND", font=font(3.4), fill="black")
    options = {"expand": True, "resample": Image.Resampling.BICUBIC, "fillcolor": "white"}
    leaning = letter().rotate(angle + turn, **options)  # type: ignore[arg-type]
    alone = np.asarray(ink.rotate(angle + turn, **options).convert("L"))  # type: ignore[arg-type]
    reading = read_page(picture(leaning), engine)
    assert reading.rotation == turn
    assert abs(reading.skew - angle) < 0.4
    parts = [word(reading, text).box for text in ("Số:", "345/UBND")]
    box = parts[0].union(parts[1])
    rows, columns = np.nonzero(alone < 128)
    inside = (columns >= box.x - 2) & (columns < box.right + 2) & (rows >= box.y - 2) & (rows < box.bottom + 2)
    assert inside.mean() > 0.98
    assert box.w * box.h < 3 * (np.ptp(columns) + 1) * (np.ptp(rows) + 1)


def test_a_coarse_page_is_enlarged_for_reading_only(engine: TesseractEngine) -> None:
    coarse = letter().resize((A4[0] // 2, A4[1] // 2), Image.Resampling.LANCZOS)
    reading = read_page(picture(coarse, dpi=DPI // 2), engine)
    assert (reading.upright_width, reading.upright_height) == coarse.size
    found = next(item for item in reading.words if fold(item.text).startswith("345/"))
    assert abs(found.box.y - 32 * MM / 2) < MM
    assert found.box.right < coarse.width


def test_paper_with_specks_is_blank_and_a_page_number_is_not(engine: TesseractEngine) -> None:
    rng = np.random.default_rng(1)
    paper = np.full((A4[1], A4[0]), 245, np.uint8)
    paper[rng.integers(0, A4[1], 200), rng.integers(0, A4[0], 200)] = 0
    reading = read_page(picture(Image.fromarray(paper)), engine)
    assert reading.blank
    assert not reading.words
    numbered = Image.fromarray(paper)
    ImageDraw.Draw(numbered).text((100 * MM, 15 * MM), "- 12 -", font=font(4), fill=0)
    assert not is_blank(np.asarray(numbered), DPI)


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
    lean = lean_of(np.asarray(leaning), DPI)
    assert abs(lean.skew - angle) < 0.35
    assert not lean.sideways


def test_a_picture_that_cannot_be_decoded_is_a_damaged_page(engine: TesseractEngine) -> None:
    import dataclasses

    broken = dataclasses.replace(picture(letter(), number=4), data=b"\x89PNG\r\n\x1a\nnothing")
    with pytest.raises(PageDamaged) as caught:
        read_page(broken, engine)
    assert caught.value.facts["page"] == 4


def test_a_missing_engine_or_language_is_told_before_work_begins(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing):
        TesseractEngine(program=str(tmp_path / "tesseract")).check()
    with pytest.raises(LanguageMissing) as caught:
        TesseractEngine(language="xxx").check()
    assert caught.value.facts["language"] == "xxx"
    with pytest.raises(ReadingCrashed):
        TesseractEngine(language="xxx").read(np.full((50, 50), 255, np.uint8), 150, Layout.LINE)


def test_reading_leaves_no_file_behind(
    engine: TesseractEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever writes a temporary file without being told where fails here.
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    assert read_page(picture(letter()), engine).words


@pytest.mark.slow
def test_real_scans_lose_nothing_against_the_plain_engine(shared_data: Path, engine: TesseractEngine) -> None:
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
            words = engine.read(np.asarray(image.convert("L")), page.dpi)  # type: ignore[union-attr]
        plain.append(score_text.score(truth, " ".join(found.text for found in words))["word_recall"])
        ours.append(score_text.score(truth, read_page(page, engine).text)["word_recall"])  # type: ignore[arg-type]
    assert np.mean(ours) >= np.mean(plain)
