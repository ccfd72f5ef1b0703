"""Generated papers of every type, drawn once by two processes and kept below build/. Knows nothing of reading.

They are drawn anew when the generator changes.
"""

import pickle
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2

from benchmarks.drawn import drawn, sources_below
from benchmarks.pages.model import GeneratedDocument, Kind, Level, Split
from benchmarks.reading.papers import CHECKOUT

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
    sources = sources_below(CHECKOUT / "benchmarks" / "pages")
    return drawn(_FOLDER, sources, {paper.name: paper for paper in papers}, _draw, jobs)


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
