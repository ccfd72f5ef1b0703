"""Layouts of forms as data: one file a type and half, `data/forms/tune` and `data/forms/scored`.

Whoever writes a document type or an extraction rule does not read the scored files.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from benchmarks.pages.model import Kind, Split


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSpec:
    """One layout. Lengths in millimetres, sizes in points; `blocks` are read by the drawer."""

    name: str
    blocks: tuple[Any, ...]
    generation: str | None = None
    weight: int = 1
    paper: tuple[float, float] = (210.0, 297.0)
    margins: tuple[float, float, float, float] = (18.0, 20.0, 18.0, 25.0)
    """Top, right, bottom, left."""
    size: float = 12.5
    row: float = 7.6
    """From line to line of a form."""
    leading: float = 1.3
    """From line to line of running text, in sizes."""
    leader: str = "."
    value: str = ""
    """Style of printed values: "", "b", "i" or "mono" for a typewriter."""
    hand: float = 0.0
    """Share of papers whose values are written by hand."""
    slots: float = 0.0
    """Share of papers whose number, or day and month, are written by hand."""
    face: str = "serif"
    frame: str = ""
    flows: bool = False
    """Whether it goes on over pages; otherwise it is set tighter until it fits its page."""
    dpi: int = 0
    """Fixed resolution; 0 leaves it to chance."""
    tint: tuple[int, int, int] | None = None
    use: Mapping[str, Any] = field(default_factory=dict)
    """What its facts must be like: read by the makers."""


@functools.cache
def layouts(kind: Kind, split: Split) -> tuple[FormSpec, ...]:
    """The layouts of a kind that a half may use; none for kinds that are drawn otherwise."""
    file = Path(__file__).parent / "data" / "forms" / split.value / f"{kind.value}.yaml"
    if not file.is_file():
        return ()
    entries = yaml.safe_load(file.read_text("utf-8"))["layouts"]
    return tuple(_layout(entry) for entry in entries)


def _layout(entry: dict[str, Any]) -> FormSpec:
    lists = {name: tuple(entry[name]) for name in ("blocks", "paper", "margins", "tint") if name in entry}
    return FormSpec(**(entry | lists))
