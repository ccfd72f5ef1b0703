"""Runs the real `sohoa digitise`, traces its commits, fsyncs and renames, and kills it at any one of them.

A small C library is preloaded into the process; nothing of the product knows of it. The comparison afterwards looks at
what the archive holds, through the archive's own protocol.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("killpoints.c")

DIGITISE = "-m desktop digitise"
ARCHIVE = "-m server serve"

_VARYING = re.compile(r"[0-9a-f]{16,}|\d+")


def build_library(folder: Path) -> Path:
    """Compile the preloaded library."""
    library = folder / "killpoints.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"], check=True)
    return library


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One traced call. `kind` is the call and what it touched, without what varies from run to run."""

    number: int
    call: str
    path: str

    @property
    def kind(self) -> str:
        name = Path(self.path).name
        return f"{self.call} {_VARYING.sub('#', name)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How one run of the command ended."""

    code: int
    document: Any
    complaint: str

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL


def kill_at(make_bench: Callable[[], "Workbench"], process: str, point: Point, when: str) -> tuple["Workbench", Run]:
    """A bench whose run was really killed at the point.

    Threads do not interleave alike twice, so a run may make a call or two fewer than the traced one; then the call
    before is hit instead, on a fresh bench.
    """
    for number in range(point.number, max(0, point.number - 5), -1):
        bench = make_bench()
        run = bench.run(process=process, at=number, when=when)
        if len(bench.points()) == number:
            return bench, run
    raise AssertionError(f"{point} was never reached")


class Workbench:
    """Starts the command on one dossier with a data folder of its own."""

    def __init__(self, library: Path, dossier: Path, folder: Path) -> None:
        self._library = library
        self._dossier = dossier
        self.folder = folder
        self._environment = {**os.environ, "XDG_CONFIG_HOME": str(folder / "config")}
        folder.mkdir(parents=True)

    def run(self, *, process: str = DIGITISE, at: int | None = None, when: str = "before") -> Run:
        """One run of the real command; `at` kills `process` at that call."""
        environment = {
            **self._environment,
            "LD_PRELOAD": str(self._library),
            "KILLPOINTS_PROCESS": process,
            "KILLPOINTS_LOG": str(self.log),
            "KILLPOINTS_WHEN": when,
        }
        if at is not None:
            environment["KILLPOINTS_AT"] = str(at)
        self.log.unlink(missing_ok=True)
        command = [sys.executable, "-m", "desktop", "digitise", str(self._dossier), "--json", "--jobs", "1"]
        done = subprocess.run(
            [*command, "--data-dir", str(self.folder / "data")],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        document = json.loads(done.stdout) if done.stdout.startswith("{") else None
        return Run(code=done.returncode, document=document, complaint=done.stderr)

    def held(self) -> dict[str, Any]:
        """What the embedded archive of this bench holds now."""
        command = [sys.executable, "-m", "tests.crash.held", str(self.folder / "data")]
        done = subprocess.run(command, env=self._environment, capture_output=True, check=True, timeout=120)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    @property
    def log(self) -> Path:
        return self.folder / "calls.log"

    def points(self) -> list[Point]:
        """The calls of the last run."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        parts = [line.split(" ", 2) for line in lines]
        return [Point(number=int(number), call=call, path=path) for number, call, path in parts]
