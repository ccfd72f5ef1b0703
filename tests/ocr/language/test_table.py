"""The table of counts: what is counted, that equal input gives equal bytes, and that what ships is what is made."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ocr.language.model import SyllableModel
from resources.language import LISTS, TABLE
from resources.language.build import build
from resources.language.syllables import folded, is_syllable, placements, plain, sentences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LAWS = ["Zzz nghiêng ngả nghiêng ngả, 12/QĐ-CC ngày 3.", "Zzz nghiêng ngã", "qwrt qwrt; cóthể cóthể cóthể"]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> SyllableModel:
    table = tmp_path_factory.mktemp("table") / "tiny.npz"
    build(LAWS, table)
    return SyllableModel(table)


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"
    build(LAWS, one)
    build(iter(LAWS), two)
    assert one.read_bytes() == two.read_bytes()


def test_pairs_are_counted_within_a_sentence(tiny: SyllableModel) -> None:
    assert tiny.bigram_count("nghiêng", "ngả") == 2
    assert tiny.bigram_count("nghiêng", "ngã") == 1
    assert tiny.bigram_count("ngày", "<n>") > 0
    assert tiny.bigram_count("ngã", "qwrt") == 0


def test_rare_words_that_are_no_syllables_are_left_out(tiny: SyllableModel) -> None:
    assert tiny.knows("nghiêng")
    assert not tiny.knows("qwrt")
    assert not tiny.knows("cóthể")


def test_own_lists_are_in_every_table(tiny: SyllableModel) -> None:
    assert tiny.bigram_count("Hậu", "Giang") >= 20
    assert tiny.bigram_count("Nơi", "nhận") >= 10
    assert tiny.is_family_name("Nguyễn")
    assert tiny.may_be_family_name("Nguyên")
    assert tiny.is_abbreviation("UBND")


@pytest.mark.parametrize(
    "name", ["Phàn", "Tẩn", "Hạng", "Cứ", "Điểu", "Siu", "Vì", "Chế", "Đèo", "Kpă", "Rmah", "Niê", "Mlô", "Néang", "Y"]
)
def test_family_names_of_all_peoples_are_known(model: SyllableModel, name: str) -> None:
    assert model.is_family_name(name)
    assert model.is_family_name(name.upper())


def test_tone_placement_is_one_inside(model: SyllableModel) -> None:
    assert model.knows("HOÀ")
    assert model.knows("hòa")
    assert model.bigram_count("cộng", "hoà") == model.bigram_count("Cộng", "hòa") > 0


@pytest.mark.parametrize("context", [("cộng", "hòa"), ("<s>", "<s>"), ("nghiêng", "kbang"), ("<unk>", "<n>")])
def test_chances_after_a_context_sum_to_one(model: SyllableModel, context: tuple[str, str]) -> None:
    every = np.arange(model.size)
    first, second = (np.array([model.number(token)]) for token in context)
    shorter = model.after_one(second, every, model.pair_places(second, every))
    chances = model.after_two(model.pair_places(first, second), every, shorter)
    assert shorter.sum() == pytest.approx(1)
    assert 0.5 < chances.sum() <= 1.0001
    assert (chances > 0).all()


def test_the_shipped_table_is_small() -> None:
    assert TABLE.stat().st_size <= 3 * 1024 * 1024


def test_the_shipped_table_is_what_the_script_makes(shared_file: Callable[[str], Path], tmp_path: Path) -> None:
    made = tmp_path / "made.npz"
    with shared_file("language/legal.txt").open(encoding="utf-8") as laws:
        build(laws, made)
    # Not the bytes of the container: releases of Python write its headers differently.
    with np.load(made) as ours, np.load(TABLE) as shipped:
        assert ours.files == shipped.files
        for name in shipped.files:
            assert np.array_equal(ours[name], shipped[name]), name


def test_lists_are_nfc_and_hold_no_phrase_twice() -> None:
    for path in sorted(LISTS.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if unicodedata.normalize("NFC", line) != line] == []
        assert [line for line, times in Counter(lines).items() if times > 1] == [], path.name


@pytest.mark.parametrize(
    ("written", "inside"),
    [
        ("hoà", "hòa"),
        ("HÒA", "hòa"),
        ("uỷ", "ủy"),
        ("Thuý", "thúy"),
        ("quý", "quý"),
        ("loè", "lòe"),
        ("hoặc", "hoặc"),
        ("hoàn", "hoàn"),
        ("Ðiều", "điều"),
    ],
)
def test_folding(written: str, inside: str) -> None:
    assert folded(written) == inside
    assert folded(inside) == inside
    assert plain(written).lower() == plain(inside)
    assert inside in placements(inside)


@pytest.mark.parametrize(
    "text", ["nghiêng", "Quốc", "gì", "giếng", "ủy", "yên", "Đắc", "khuỷu", "xoong", "HỌC", "a", "Ý"]
)
def test_syllables(text: str) -> None:
    assert is_syllable(text)


@pytest.mark.parametrize("text", ["", "cóthể", "kon", "hoc", "hòc", "ghà", "cê", "ubnd", "kẻng1", "nghà", "đắk", "QĐ"])
def test_no_syllables(text: str) -> None:
    assert not is_syllable(text)


def test_a_line_falls_into_sentences_and_tokens() -> None:
    assert list(sentences('Căn cứ 12/QĐ-CC, ngày 3/4; "Hoà bình"')) == [
        ["căn", "cứ", "<x>", "ngày", "<n>"],
        ["hòa", "bình"],
    ]
