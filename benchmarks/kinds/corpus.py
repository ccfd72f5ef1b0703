"""Generated papers of every type, drawn once by two processes and kept below build/. Knows nothing of reading.

They are drawn anew when the generator changes.
"""

import hashlib
import pickle
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import cv2

from benchmarks.pages.model import GeneratedDocument, Kind, Level, Split
from benchmarks.reading.papers import CHECKOUT
from benchmarks.results import progress

_FOLDER = CHECKOUT / "build" / "bench" / "documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which paper to draw."""

    kind: Kind
    level: Level
    seed: int
    split: Split

    @property
    def name(self) -> str:
        """Of its file, and of the paper in lists."""
        return f"{self.split}-{self.kind}-{self.level:d}-{self.seed:04d}"


def wanted(kinds: Iterable[Kind], each: int, split: Split, levels: Iterable[Level] = Level) -> list[Wanted]:
    """`each` papers of every kind and level; a longer row has the shorter one within it."""
    chosen, worn = tuple(kinds), tuple(levels)
    return [
        Wanted(kind=kind, level=level, seed=seed, split=split)
        for seed in range(each)
        for level in worn
        for kind in chosen
    ]


def draw(papers: Sequence[Wanted], jobs: int = 2) -> Path:
    """The folder with a pickle of each; those that are not there yet are drawn."""
    folder = _FOLDER / _fingerprint()
    folder.mkdir(parents=True, exist_ok=True)
    for other in _FOLDER.iterdir():
        if other != folder:
            shutil.rmtree(other)
    lacking = [paper for paper in papers if not (folder / f"{paper.name}.pickle").exists()]
    if lacking:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            for done, _ in enumerate(pool.map(_draw, [(paper, folder) for paper in lacking], chunksize=2), 1):
                if done % 100 == 0 or done == len(lacking):
                    progress(f"papers drawn: {done} of {len(lacking)}")
    return folder


def load(paper: Wanted, folder: Path) -> GeneratedDocument:
    """The paper with its pages and its truth."""
    document = pickle.loads((folder / f"{paper.name}.pickle").read_bytes())  # written by ourselves, by these sources
    if not isinstance(document, GeneratedDocument):
        raise TypeError(paper.name)
    return document


def _draw(task: tuple[Wanted, Path]) -> None:
    """Runs in a process of its own."""
    from benchmarks.pages.documents import generate_document

    paper, folder = task
    cv2.setNumThreads(1)
    document = generate_document(paper.seed, paper.kind, paper.level, paper.split)
    half = folder / f"{paper.name}.half"
    half.write_bytes(pickle.dumps(document))
    half.rename(folder / f"{paper.name}.pickle")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in sorted((CHECKOUT / "benchmarks" / "pages").rglob("*")):
        if file.suffix in {".py", ".yaml"}:
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
