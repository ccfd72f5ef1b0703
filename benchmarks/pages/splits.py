"""What tuned and scored pages are made of: two disjoint sets of typefaces, layouts and labels, by name.

The one table is `data/splits.yaml`. Provinces and topics are parted too, by their position in their files.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.pages.model import Split


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A typeface in up to four styles: file names without suffix; a style that it lacks is drawn in the nearest."""

    name: str
    package: str
    regular: str
    bold: str | None = None
    italic: str | None = None
    bold_italic: str | None = None
    weight: int = 1
    """How often it is drawn beside the others of its role; offices write in Times."""
    scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where things stand on an administrative paper and how its set phrases are printed. Lengths in millimetres."""

    name: str
    left: float = 30.0
    right: float = 18.0
    top: float = 20.0
    head_left: float = 58.0
    """Middle of the column of the agency."""
    head_right: float = 140.0
    head_size: float = 12.5
    body_size: float = 14.0
    leading: float = 1.25
    indent: float = 12.7
    justified: bool = True
    typewriter: bool = False
    motto: str = "Độc lập - Tự do - Hạnh phúc"
    number: str = "Số: {n}/{k}"
    date: str = "{town}, ngày {d} tháng {m} năm {y}"
    about: str = "Về việc {s}"
    letter_about: str = "V/v {s}"
    to: str = "Kính gửi:"
    recipients: str = "Nơi nhận:"
    bullet: str = "- "
    article: str = "Điều {n}."
    article_style: str = "b"
    grounds_style: str = "i"
    decides: str = "QUYẾT ĐỊNH:"
    rule_under_agency: float = 0.35
    """Length of the rule as a part of the column; 0 draws none."""
    number_below: float = 3.0
    subject_size: float = 14.0
    signer_middle: float = 142.0
    by_authority: str = "TM. {board}"
    for_head: str = "KT. {head}"
    copies: str = "Lưu: VT, {dept}."


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLayout:
    """How a birth certificate is laid out; `labels` are its printed label variants."""

    name: str
    labels: Mapping[str, str]
    size: float = 12.5
    row: float = 8.6
    """Millimetres from line to line."""
    dotted: str = "."
    frame: bool = True
    left: float = 26.0
    right: float = 22.0
    mother_first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """Everything that one split may use."""

    serif: tuple[Family, ...]
    sans: tuple[Family, ...]
    mono: tuple[Family, ...]
    hand: tuple[Family, ...]
    administrative: tuple[Layout, ...]
    birth: tuple[FormLayout, ...]
    parity: int
    """Which positions of the files of places and topics: even or odd."""


def _half(data: dict[str, Any]) -> Half:
    families = {role: tuple(Family(**entry) for entry in data[role]) for role in ("serif", "sans", "mono", "hand")}
    forms = {role: tuple(FormLayout(**entry) for entry in data[role]) for role in ("birth",)}
    layouts = tuple(Layout(**entry) for entry in data["administrative"])
    return Half(parity=data["parity"], administrative=layouts, **families, **forms)  # type: ignore[arg-type]


@functools.cache
def splits() -> Mapping[Split, Half]:
    """The table, read once."""
    text = (Path(__file__).parent / "data" / "splits.yaml").read_text("utf-8")
    return {Split(name): _half(data) for name, data in yaml.safe_load(text).items()}
