"""Sixty files that break programs: each gets a sensible end of its own and the batch goes on.

Within 20 s of work and 1 GB: beyond it the workers' own bounds would end them, which counts as a failure here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from dossier.errors import PageTooLarge, SourceEncrypted, SourceError, SourceTooLarge
from dossier.reading import PagePicture, PageReading
from ocr.engines import TesseractEngine
from ocr.workers import WorkerPageReader, WorkerPictureSource
from tests.support.drawn_pages import letter, picture

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile"
INDEX = HOSTILE / "index.csv"
ROWS = list(csv.DictReader(INDEX.read_text(encoding="utf-8").splitlines())) if INDEX.exists() else []
OUR_FAULT = {"bug", "reading_crashed", "reading_timed_out", "reading_out_of_memory"}

pytestmark = [pytest.mark.process, pytest.mark.skipif(not ROWS, reason=f"{HOSTILE} is not on this machine")]


@dataclass(frozen=True)
class Workers:
    source: WorkerPictureSource
    reader: WorkerPageReader


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    """One of each for all files, started before the first test so that none counts as left behind."""
    sample = tmp_path_factory.mktemp("sample") / "page.png"
    sample.write_bytes(picture(letter()).data)
    with WorkerPictureSource() as source, WorkerPageReader(TesseractEngine, jobs=2) as reader:
        assert len(list(source.pictures(sample))) == 1
        for reading in [reader.submit(picture(letter())) for _ in range(2)]:
            assert reading.result(60).words
        yield Workers(source, reader)


@dataclass(frozen=True)
class Outcome:
    words: frozenset[str]
    """Of the vocabulary of index.csv."""
    codes: frozenset[str]
    readings: tuple[PageReading, ...]


def handle(workers: Workers, path: Path, pages_read: int = 1) -> Outcome:
    try:
        made = list(workers.source.pictures(path))
    except SourceError as error:
        return Outcome(_words_of([error], opened=False), frozenset({error.code}), ())
    failed = [item for item in made if isinstance(item, SourceError)]
    pages = [item for item in made if isinstance(item, PagePicture)]
    readings = tuple(future.result(60) for future in [workers.reader.submit(page) for page in pages[:pages_read]])
    words = set(_words_of(failed, opened=bool(pages))) if failed else {"ok", "partial"}
    if not failed and not any(reading.words for reading in readings):
        words.add("blank")
    return Outcome(frozenset(words), frozenset(error.code for error in failed), readings)


def _words_of(errors: list[SourceError], *, opened: bool) -> frozenset[str]:
    words = {"partial", "page-error"} if opened else {"reject", "page-error"}
    if any(isinstance(error, SourceEncrypted) for error in errors):
        words.add("password")
    if any(isinstance(error, SourceTooLarge | PageTooLarge) for error in errors):
        words.add("limit")
    return frozenset(words)


def accepted(expected: str) -> set[str]:
    """The words that satisfy an entry: "ok-or-page-error" is two, "ok-blank" asks for a page without words."""
    words: set[str] = set()
    for part in expected.split("-or-"):
        words.add("blank" if part == "ok-blank" else part.split("-", 1)[0] if part.startswith("ok-") else part)
    return words


def seconds_worked() -> float:
    """Processor time of the workers and of the tools they ran; unlike the clock it is the same on a busy machine."""
    return sum(sum(child.cpu_times()) for child in psutil.Process().children())


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_a_hostile_file_ends_as_it_should(row: dict[str, str], workers: Workers) -> None:
    before = seconds_worked()
    outcome = handle(workers, HOSTILE / row["file"])
    assert seconds_worked() - before < 20
    assert not outcome.codes & OUR_FAULT
    if row["expected"] not in {"no-crash", "no-hang"}:
        assert outcome.words & accepted(row["expected"]), (outcome.words, outcome.codes)


def test_turned_and_leaning_files_are_put_upright(workers: Workers) -> None:
    turns = {
        "test__phototest-rotated-L.png": [90],
        "test__phototest-rotated-R.png": [270],
        "vietocr3__vietsample2.tif": [270, 0],
    }
    for name, expected in turns.items():
        if (HOSTILE / name).exists():
            assert [reading.rotation for reading in handle(workers, HOSTILE / name, 2).readings] == expected
    (skewed,) = handle(workers, HOSTILE / "ocrmypdf__rotated_skew.pdf").readings
    assert abs(skewed.skew) > 0.3
    assert len(skewed.words) > 50
