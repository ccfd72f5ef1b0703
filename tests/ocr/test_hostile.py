"""Sixty files that break programs: each gets a sensible end of its own and the batch goes on.

Within 20 s of work and 1 GB: beyond it the workers' own bounds would end them, which counts as a failure here.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from dossier.errors import PageTooLarge, SourceEncrypted, SourceError, SourceTooLarge
from dossier.reading import PagePicture, PageReading
from files.processes import memory_of_tree
from ocr.workers import WorkerPageReader, WorkerPictureSource, standard_readers
from resources.wording import load
from tests.desktop.running import sohoa
from tests.support.drawn_pages import letter, picture
from tests.support.papers import draw_decision

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile"
INDEX = HOSTILE / "index.csv"
ROWS = list(csv.DictReader(INDEX.read_text(encoding="utf-8").splitlines())) if INDEX.exists() else []
OUR_FAULT = {"bug", "unknown"} | {
    f"{work}_{end}" for work in ("reading", "opening") for end in ("crashed", "timed_out", "out_of_memory")
}
MOST_SECONDS, MOST_BYTES = 20.0, 1_000_000_000

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
    with WorkerPictureSource() as source, WorkerPageReader(standard_readers, jobs=2) as reader:
        assert len(list(source.pictures(sample))) == 1
        for reading in [reader.submit(picture(letter())) for _ in range(2)]:
            assert reading.result(60).words
        yield Workers(source, reader)


@dataclass(frozen=True)
class Outcome:
    words: frozenset[str]
    """Of the vocabulary of index.csv."""
    errors: tuple[SourceError, ...]
    readings: tuple[PageReading, ...]

    @property
    def codes(self) -> set[str]:
        return {error.code for error in self.errors}


def handle(workers: Workers, path: Path, pages_read: int = 1) -> Outcome:
    try:
        made = list(workers.source.pictures(path))
    except SourceError as error:
        return Outcome(_words_of([error], opened=False), (error,), ())
    failed = [item for item in made if isinstance(item, SourceError)]
    pages = [item for item in made if isinstance(item, PagePicture)]
    readings = tuple(future.result(60) for future in [workers.reader.submit(page) for page in pages[:pages_read]])
    words = set(_words_of(failed, opened=bool(pages))) if failed else {"ok", "partial"}
    if not failed and not any(reading.words for reading in readings):
        words.add("blank")
    return Outcome(frozenset(words), tuple(failed), readings)


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


def worker_ids() -> list[int]:
    """The worker processes that are alive; others of this run's children (a display) are left out."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child.pid)
    return found


@dataclass
class Peak:
    """The most memory that the workers and what they started held at once; the tests' own process does not count."""

    bytes: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        while not self.done.wait(0.05):
            self.bytes = max(self.bytes, sum(memory_of_tree(pid) for pid in worker_ids()))


@contextmanager
def watched() -> Iterator[Peak]:
    peak = Peak()
    watcher = threading.Thread(target=peak.watch)
    watcher.start()
    try:
        yield peak
    finally:
        peak.done.set()
        watcher.join()


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_a_hostile_file_ends_as_it_should(row: dict[str, str], workers: Workers) -> None:
    path = HOSTILE / row["file"]
    before = seconds_worked()
    with watched() as peak:
        outcome = handle(workers, path)
    assert seconds_worked() - before < MOST_SECONDS
    assert peak.bytes < MOST_BYTES
    assert hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]
    assert not outcome.codes & OUR_FAULT
    for error in outcome.errors:
        for language in ("vi", "en"):
            sentence = load(language).error(error.code, error.facts)
            assert row["file"] in sentence.what
            assert sentence.safe
            assert sentence.do
    if row["expected"] not in {"no-crash", "no-hang"}:
        assert outcome.words & accepted(row["expected"]), (outcome.words, outcome.codes)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_all_of_them_in_one_batch_with_good_papers_through_the_command(tmp_path: Path) -> None:
    """Hostile files fail alone, by name; good papers at the beginning, in the middle and at the end are all read.

    The dossier stays here, since it holds photographs that no reader can clear.
    """
    folder = tmp_path / "HS-1"
    folder.mkdir()
    for number, name in enumerate(("a-good.jpg", "pillow-good.jpg", "z-good.jpg"), 41):
        (folder / name).write_bytes(draw_decision(number))
    for row in ROWS:
        shutil.copy(HOSTILE / row["file"], folder)
    ended = sohoa("digitise", "--json", folder, data=tmp_path / "data", seconds=900)
    assert ended.code == 1
    said = ended.document
    failed: dict[str, list[dict[str, str]]] = {}
    for item in said["failed"]:
        failed.setdefault(Path(item["source"]).name, []).append(item)
    assert not {item["code"] for items in failed.values() for item in items} & OUR_FAULT
    assert all(name in item["message"] for name, items in failed.items() for item in items)
    assert not [name for name in failed if "good" in name]
    for row in ROWS:
        wanted = accepted(row["expected"])
        if not wanted & {"ok", "blank", "partial", "no-crash", "no-hang"}:
            assert row["file"] in failed
        if wanted <= {"ok", "blank"}:
            assert row["file"] not in failed
    (dossier,) = said["dossiers"]
    assert dossier["documents"] >= 3
    assert said["sent"] == {"blobs": 0, "operations": 0}, "pages nobody could read may bear a mark of secrecy"
    found = sohoa("search", "--json", "công nhận gia đình văn hóa năm 2018", data=tmp_path / "data")
    assert [line["code"] for line in found.document["dossiers"]] == ["HS-1"]


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
