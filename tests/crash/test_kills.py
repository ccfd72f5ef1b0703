"""Killed at any of its commits, fsyncs and renames and started again, the main job ends the same.

Here a few kinds of points are hit, before and after in turn; `make study-kills` hits every point of both processes and
keeps its result in build/bench/kills.json.
"""

import itertools
from pathlib import Path
from typing import Any

import pytest

from tests.crash.harness import ARCHIVE, DIGITISE, Point, Workbench, build_library, kill_at
from tests.support.papers import write_dossier

pytestmark = [pytest.mark.crash, pytest.mark.process, pytest.mark.slow]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dossier(tmp_path_factory.mktemp("papers") / "HS-01")


MOST_POINTS = {DIGITISE: 5, ARCHIVE: 2}


def chosen_kinds(points: list[Point], most: int) -> list[Point]:
    """The last call of some kinds, evenly spread over the run: the later, the more there is to lose."""
    kinds = list({point.kind: point for point in points}.values())
    step = max(1, len(kinds) // most)
    return kinds[::-1][::step][:most]


@pytest.fixture(scope="module")
def undisturbed(library: Path, dossier: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Point]]:
    points = {}
    for process in (DIGITISE, ARCHIVE):
        bench = Workbench(library, dossier, tmp_path_factory.mktemp("traced") / "bench")
        assert bench.run(process=process).code == 0
        points[process] = bench.points()
    return points


@pytest.fixture(scope="module")
def expected(library: Path, dossier: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    bench = Workbench(library, dossier, tmp_path_factory.mktemp("whole") / "bench")
    assert bench.run().code == 0
    return bench.held()


@pytest.mark.parametrize("process", [DIGITISE, ARCHIVE])
def test_a_killed_run_ends_the_same_when_run_again(
    process: str,
    library: Path,
    dossier: Path,
    undisturbed: dict[str, list[Point]],
    expected: dict[str, Any],
    tmp_path: Path,
) -> None:
    chosen = chosen_kinds(undisturbed[process], MOST_POINTS[process])
    assert len(chosen) == MOST_POINTS[process]
    for index, point in enumerate(chosen):
        numbers = itertools.count()
        bench, broken = kill_at(
            lambda: Workbench(library, dossier, tmp_path / f"{point.number}-{next(numbers)}"),  # noqa: B023
            process,
            point,
            ("before", "after")[index % 2],
        )
        # Killing the archive is no end for the command: its work waits.
        assert broken.killed if process == DIGITISE else broken.code == 0, (point, broken)
        again = bench.run(process=process)
        assert again.code == 0, (point, again.complaint)
        assert bench.held() == expected, point
        assert again.document["dossiers"][0]["pages"] == 1
