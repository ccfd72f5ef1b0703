"""Papers that a generator draws once, by two processes, and keeps below build/ until the generator changes."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from benchmarks.results import progress

_T = TypeVar("_T")


def drawn(
    place: Path, sources: Iterable[Path], papers: Mapping[str, _T], draw: Callable[[tuple[_T, Path]], None], jobs: int
) -> Path:
    """The folder with a pickle of each paper, by name; `draw` makes those that are not there yet in other processes.

    What other `sources` drew is removed: the scored papers alone take most of a gigabyte.
    """
    folder = place / _fingerprint(sources)
    folder.mkdir(parents=True, exist_ok=True)
    for other in place.iterdir():
        if other != folder:
            shutil.rmtree(other)
    lacking = [(paper, folder) for name, paper in papers.items() if not (folder / f"{name}.pickle").exists()]
    if lacking:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            for done, _ in enumerate(pool.map(draw, lacking, chunksize=2), 1):
                if done % 100 == 0 or done == len(lacking):
                    progress(f"papers drawn: {done} of {len(lacking)}")
    return folder


def sources_below(folder: Path) -> list[Path]:
    """What decides how papers look: code and data of a generator."""
    return [file for file in sorted(folder.rglob("*")) if file.suffix in {".py", ".yaml"}]


def _fingerprint(sources: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sources:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
