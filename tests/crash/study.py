"""`make study-kills`: kills the real command, then the real archive, at every traced commit, fsync and rename.

Every point is hit once, before the call and after it in turn (`--both`: before and after), each on fresh data; then the
same command is run again and what the archive holds is compared with an undisturbed run. A quarter of an hour or more.
"""

import itertools
import json
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.crash.harness import ARCHIVE, DIGITISE, Point, Workbench, build_library, kill_at
from tests.support.papers import write_dossier

RESULT = Path("build/bench/kills.json")


def main() -> int:
    """Print a table, write the result; exit code 1 when any point ended differently."""
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        folder = Path(name)
        library = build_library(folder)
        dossier = write_dossier(folder / "papers" / "HS-01")
        whole = Workbench(library, dossier, folder / "whole")
        whole.run()
        expected = whole.held()
        rows = [row for process in (DIGITISE, ARCHIVE) for row in _study(process, library, dossier, folder, expected)]
    bad = [row for row in rows if not (row["same"] and row["killed"])]
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps({"points": rows}, indent=1), encoding="utf-8")
    for (process, call), count in sorted(Counter((row["process"], row["call"]) for row in rows).items()):
        sys.stdout.write(f"{process:22} {call:10} {count:4} kills\n")
    sys.stdout.write(f"{len(rows)} kills, {len(bad)} ended differently\n")
    return 1 if bad else 0


def _study(process: str, library: Path, dossier: Path, folder: Path, expected: dict[str, Any]) -> list[dict[str, Any]]:
    traced = Workbench(library, dossier, folder / process.replace(" ", "_"))
    traced.run(process=process)
    points = [
        (point, when)
        for point in traced.points()
        for place, when in enumerate(("before", "after"))
        if "--both" in sys.argv or place == point.number % 2
    ]

    def hit(job: tuple[Point, str]) -> dict[str, Any]:
        point, when = job
        numbers = itertools.count()
        name = f"{process.replace(' ', '_')}-{point.number}-{when}"
        bench, broken = kill_at(
            lambda: Workbench(library, dossier, folder / f"{name}-{next(numbers)}"), process, point, when
        )
        again = bench.run(process=process)
        same = again.code == 0 and bench.held() == expected
        row = {"process": process, "number": point.number, "call": point.call, "kind": point.kind, "when": when}
        # `kill_at` has seen the archive's process end at the point; the command itself outlives it.
        row |= {"killed": broken.killed or process == ARCHIVE, "same": same}
        sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()
        return row

    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(hit, points))


if __name__ == "__main__":
    sys.exit(main())
