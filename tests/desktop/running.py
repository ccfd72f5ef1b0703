"""Runs `python -m desktop …` as a person or a script does, and looks at what came out."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output; anything else there is an error."""
        return json.loads(self.out)


def sohoa(
    *arguments: str | Path,
    data: Path | None = None,
    variables: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> Ended:
    """Run to the end. No command may ever show a person a traceback."""
    where: Sequence[str] = ("--data-dir", str(data)) if data is not None else ()
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *map(str, arguments), *where],
        env={**os.environ, **(variables or {})},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ended(code=done.returncode, out=done.stdout, err=done.stderr)
