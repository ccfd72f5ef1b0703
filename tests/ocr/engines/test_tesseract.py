"""Tesseract keeps the port's promises whichever way it is run: as a program through a pipe, or in this process."""

from __future__ import annotations

import dataclasses
import itertools
import sys
from typing import TYPE_CHECKING

import numpy as np
import psutil
import pytest
from PIL import Image, ImageDraw

from dossier.errors import EngineMissing, LanguageMissing, ReadingCrashed, ReadingTimedOut
from dossier.text import clean, fold
from ocr.engines.engine import Layout
from ocr.engines.tesseract import TesseractEngine
from ocr.engines.tesseract_in_process import InProcessTesseract, best_tesseract, data_folder
from tests.support.drawn_pages import DPI, font, letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ocr.engines.engine import EngineWord, Grey

PAGES = 100
MOST_GROWTH = 12 * 1024 * 1024


@pytest.fixture(scope="module", params=["pipe", "in process"])
def engine(request: pytest.FixtureRequest) -> Iterator[TesseractEngine | InProcessTesseract]:
    if request.param == "pipe":
        yield TesseractEngine()
        return
    pytest.importorskip("tesserocr")
    yield InProcessTesseract()


@pytest.fixture(scope="module")
def page() -> Grey:
    return np.asarray(letter().convert("L"))


def line(text: str) -> Grey:
    image = Image.new("L", (900, 70), 255)
    ImageDraw.Draw(image).text((20, 12), text, font=font(5), fill=0)
    return np.asarray(image)


def texts(words: tuple[EngineWord, ...]) -> str:
    return " ".join(word.text for word in words)


def test_words_stand_in_reading_order_within_the_image(
    engine: TesseractEngine | InProcessTesseract, page: Grey
) -> None:
    words = engine.read(page, DPI)
    assert "Điều 1. Phê duyệt mật độ xây dựng của khu dân cư mới." in texts(words)
    assert [word.line for word in words] == sorted(word.line for word in words)
    assert {word.line for word in words} == set(range(words[-1].line + 1))
    assert [word.block for word in words] == sorted(word.block for word in words)
    height, width = page.shape
    for word in words:
        assert word.text == clean(word.text)
        assert " " not in word.text
        assert 0 <= word.confidence <= 1
        assert 0 <= word.box.x < word.box.right <= width
        assert 0 <= word.box.y < word.box.bottom <= height


def test_letters_make_the_text_and_tell_what_else_they_may_be(
    engine: TesseractEngine | InProcessTesseract, page: Grey
) -> None:
    words = engine.read(page, DPI)
    for word in words:
        assert "".join(sign.text for sign in word.letters) == word.text
        assert word.lowest == min(sign.probability for sign in word.letters)
        for sign in word.letters:
            assert 0 <= sign.probability <= 1
            assert word.box.x - 2 <= sign.x0 <= sign.x1 <= word.box.right + 2
            costs = [cost for _, cost in sign.others]
            assert costs == sorted(costs)
            assert all(0 <= cost <= 100 for cost in costs)
            offered = [text for text, _ in sign.others]
            assert sign.text not in offered
            assert len(offered) == len(set(offered))
            assert all(text.strip() and "\u00d0" not in text for text in offered)
    # One nesting too deep, or choices cut off by their cost, and nothing would be offered.
    letters = [sign for word in words for sign in word.letters]
    assert sum(bool(sign.others) for sign in letters) > len(letters) / 2
    assert any(fold(sign.text) == fold(other) for sign in letters for other, _ in sign.others)
    assert any(20 < cost < 100 for sign in letters for _, cost in sign.others)


def test_without_alternatives_the_words_and_places_of_signs_are_the_same(
    engine: TesseractEngine | InProcessTesseract, page: Grey
) -> None:
    plain = type(engine)(alternatives=False).read(page, DPI)
    whole = engine.read(page, DPI)
    assert [(word.text, word.box) for word in plain] == [(word.text, word.box) for word in whole]
    assert all(len(word.letters) == len(word.text) for word in plain)
    assert not any(sign.others or sign.probability for word in plain for sign in word.letters)


def test_a_line_is_read_as_one(engine: TesseractEngine | InProcessTesseract) -> None:
    words = engine.read(line("Số: 157/QĐ-UBND ngày 12 tháng 3 năm 2019"), DPI, Layout.LINE)
    assert texts(words) == "Số: 157/QĐ-UBND ngày 12 tháng 3 năm 2019"
    assert {word.line for word in words} == {0}


@pytest.mark.parametrize("shape", [(0, 0), (0, 40), (1, 1), (2, 900), (3, 3), (3, 900), (12, 12)])
@pytest.mark.parametrize("dpi", [0, 300, 99_999])
def test_nothing_is_read_where_there_is_nothing(
    engine: TesseractEngine | InProcessTesseract, shape: tuple[int, int], dpi: int
) -> None:
    white = np.full(shape, 255, np.uint8)
    for image in (white, np.zeros_like(white)):
        assert engine.read(image, dpi) == ()
        assert engine.turn(image, dpi) is None


@pytest.mark.parametrize("dpi", [1, 5_000])
def test_a_page_that_lies_about_its_resolution_is_read(
    engine: TesseractEngine | InProcessTesseract, page: Grey, dpi: int
) -> None:
    assert "Phê duyệt mật độ xây dựng" in texts(engine.read(page, dpi))


@pytest.mark.parametrize("turns", range(4))
def test_it_says_how_to_turn_a_page_upright(
    engine: TesseractEngine | InProcessTesseract, page: Grey, turns: int
) -> None:
    # NumPy turns counter-clockwise, so as many quarters clockwise make it upright.
    assert engine.turn(np.rot90(page, turns), DPI) == 90 * turns


def test_a_page_does_not_change_how_the_next_is_read(engine: TesseractEngine | InProcessTesseract, page: Grey) -> None:
    short = line("Nơi nhận: Như trên; Lưu: VT, TNMT.")
    alone = engine.read(short, DPI, Layout.LINE)
    engine.read(page, DPI)
    assert engine.read(short, DPI, Layout.LINE) == alone


def test_an_image_it_refuses_costs_only_itself(engine: TesseractEngine | InProcessTesseract) -> None:
    with pytest.raises(ReadingCrashed):
        engine.read(np.full((40, 40_000), 255, np.uint8), DPI)
    assert texts(engine.read(line("Kính gửi"), DPI, Layout.LINE)) == "Kính gửi"


def test_nothing_is_printed_and_no_file_is_written(
    engine: TesseractEngine | InProcessTesseract,
    page: Grey,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    monkeypatch.chdir(tmp_path)
    specks = np.random.default_rng(1).choice(np.array([0, 255], np.uint8), (200, 300), p=[0.1, 0.9])
    for image, dpi in itertools.product((page, specks, np.full((9, 9), 255, np.uint8)), (0, DPI)):
        engine.read(image, dpi)
        engine.turn(image, dpi)
    assert capfd.readouterr() == ("", "")
    assert not list(tmp_path.iterdir())


def test_time_is_limited(engine: TesseractEngine | InProcessTesseract, page: Grey) -> None:
    hurried = type(engine)(seconds=0.02)
    with pytest.raises(ReadingTimedOut) as caught:
        hurried.read(page, DPI)
    assert caught.value.facts["seconds"] == 0.02


def test_the_label_names_version_language_and_way(engine: TesseractEngine | InProcessTesseract) -> None:
    words = engine.label.split()
    assert (words[0], words[2]) == ("tesseract", "vie")
    assert words[1][0].isdigit()
    assert words[3:] == (["in", "process"] if isinstance(engine, InProcessTesseract) else [])


def test_a_language_that_is_not_installed_is_told(engine: TesseractEngine | InProcessTesseract) -> None:
    with pytest.raises(LanguageMissing) as caught:
        type(engine)(language="xxx").check()
    assert caught.value.facts["language"] == "xxx"


def test_both_ways_read_nearly_the_same(page: Grey) -> None:
    pytest.importorskip("tesserocr")
    inside = InProcessTesseract()
    one, two = TesseractEngine().read(page, DPI), inside.read(page, DPI)
    assert texts(one) == texts(two)
    for ours, theirs in zip(one, two, strict=True):
        sides = zip(dataclasses.astuple(ours.box), dataclasses.astuple(theirs.box), strict=True)
        assert all(abs(a - b) <= 3 for a, b in sides)


def test_memory_stays_flat_page_after_page() -> None:
    pytest.importorskip("tesserocr")
    inside = InProcessTesseract()
    # Mostly paper: a megabyte a page, read in little time.
    page = np.full((1_000, 1_000), 255, np.uint8)
    page[:70, :900] = line("Kính gửi: Phòng Nội vụ")
    for _ in range(10):
        assert inside.read(page, DPI)
    before = psutil.Process().memory_info().rss
    for _ in range(PAGES):
        inside.read(page, DPI)
    grown = psutil.Process().memory_info().rss - before
    assert grown < MOST_GROWTH


def test_in_process_is_chosen_where_it_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tesserocr")
    assert isinstance(best_tesseract(), InProcessTesseract)
    assert isinstance(best_tesseract("xxx"), TesseractEngine)
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    with pytest.raises(EngineMissing):
        InProcessTesseract().check()
    assert isinstance(best_tesseract(), TesseractEngine)


@pytest.mark.parametrize("below", [".", "tessdata"])
def test_data_named_by_the_environment_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str) -> None:
    (tmp_path / below).mkdir(exist_ok=True)
    (tmp_path / below / "vie.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert data_folder("vie") == tmp_path / below
    assert data_folder("osd") != tmp_path / below
    assert data_folder("xxx") is None


def test_data_that_cannot_be_loaded_are_a_failure_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("tesserocr")
    (tmp_path / "vie.traineddata").write_bytes(b"nothing")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(ReadingCrashed):
        InProcessTesseract().read(line("Kính gửi"), DPI, Layout.LINE)
    assert capfd.readouterr().out == ""
