"""The common form of every measurement: a table on standard output and build/bench/NAME.json."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

CHECKOUT = Path(__file__).resolve().parent.parent
Goal: TypeAlias = tuple[str, float]
"""For example ("<=", 50)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value. `peer` is what the program it is compared with does, in the same unit and run."""

    value: float
    unit: str
    goal: Goal | None = None
    peer: float | None = None

    def is_met(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.goal is None:
            return None
        sign, bound = self.goal
        return self.value <= bound if sign == "<=" else self.value >= bound

    def as_json(self) -> dict[str, object]:
        """Value, unit, goal, peer and how many times the peer's value it is."""
        ratio = self.value / self.peer if self.peer else None
        return {
            "value": _rounded(self.value),
            "unit": self.unit,
            "goal": list(self.goal) if self.goal else None,
            "peer": _rounded(self.peer),
            "ratio": _rounded(ratio),
        }


def write(name: str, figures: Mapping[str, Figure], **more: object) -> Path:
    """Write build/bench/NAME.json; `more` are further top-level entries, such as lists of what went wrong."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    report = {
        "commit": commit.stdout.strip() or None,
        "machine": f"{platform.machine()} {os.cpu_count()} cores, {platform.platform()}, "
        f"Python {platform.python_version()}",
        "figures": {key: figure.as_json() for key, figure in figures.items()},
        **more,
    }
    target = CHECKOUT / "build" / "bench" / f"{name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return target


def print_figures(figures: Mapping[str, Figure]) -> None:
    """One line a figure with its goal and whether it is met."""
    width = max((len(name) for name in figures), default=0)
    for name, figure in figures.items():
        goal = f"goal {figure.goal[0]} {figure.goal[1]:g}" if figure.goal else ""
        met = {True: "met", False: "MISSED", None: ""}[figure.is_met()]
        peer = f"peer {_rounded(figure.peer)}" if figure.peer is not None else ""
        print(f"{name:{width}} {_rounded(figure.value):>12} {figure.unit:10} {goal:14} {met:7} {peer}".rstrip())


def print_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table with its columns as wide as they must be; numbers stand right."""
    texts = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(line[index]) for line in [list(heads), *texts]) for index in range(len(heads))]
    print(f"\n{title}")
    for line in (list(heads), *texts):
        first, *others = (
            text.ljust(width) if index == 0 else text.rjust(width)
            for index, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  " + "  ".join([first, *others]).rstrip())


def progress(text: str) -> None:
    """One line to standard error: how far it is."""
    print(text, file=sys.stderr, flush=True)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _rounded(value: float | None) -> float | None:
    if value is None or isinstance(value, int):
        return value
    return float(f"{value:.5g}")
