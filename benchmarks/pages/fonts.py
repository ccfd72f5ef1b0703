"""Typefaces of the pages: found where Debian and Python packages put them, refused where Vietnamese letters lack."""

import functools
import importlib.util
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import ImageFont

from benchmarks.pages.model import PageFontMissing, Split
from benchmarks.pages.splits import Family, splits
from resources.samples.fonts import missing_letters

_ROOTS: Final = (
    Path("/usr/share/fonts"),
    Path("/usr/share/texmf/fonts"),
    Path.home() / ".local/share/fonts",
    Path("C:/Windows/Fonts"),
)
ROLES: Final = ("serif", "sans", "mono", "hand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One family that this machine has, with every Vietnamese letter in every style."""

    name: str
    scale: float
    files: tuple[tuple[str, Path], ...]

    def font(self, pixels: float, style: str = "") -> ImageFont.FreeTypeFont:
        """The face in `style` ("", "b", "i", "bi") at a size in pixels an em."""
        return _load(dict(self.files)[style], round(pixels * self.scale * 4) / 4)


@functools.lru_cache(maxsize=512)
def _load(path: Path, size: float) -> ImageFont.FreeTypeFont:
    # Basic layout, so that machines with and without raqm kern alike.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@functools.lru_cache(maxsize=65536)
def advance(font: ImageFont.FreeTypeFont, text: str) -> float:
    """How far the pen moves over the text, in pixels."""
    return font.getlength(text)


@functools.lru_cache(maxsize=65536)
def ink_box(font: ImageFont.FreeTypeFont, text: str) -> tuple[float, float, float, float]:
    """Where the ink lies around a pen at the start of the baseline: left, top, right, bottom."""
    return font.getbbox(text, anchor="ls")


@functools.cache
def faces(split: Split, role: str) -> tuple[tuple[Face, int], ...]:
    """The usable families of the role with their weights; raises PageFontMissing where there is none."""
    wanted: tuple[Family, ...] = getattr(splits()[split], role)
    lacking: dict[str, str] = {}
    found = []
    for family in wanted:
        styles = _styles(family)
        if styles is None:
            continue
        gaps = {path.name: gap for path in set(styles.values()) if (gap := _gap(path))}
        if gaps:
            lacking |= gaps
            continue
        face = Face(name=family.name, scale=family.scale, files=tuple(styles.items()))
        found.append((face, family.weight))
    if not found:
        raise PageFontMissing(role=role, wanted=tuple(family.package for family in wanted), lacking=lacking)
    return tuple(found)


def choose(split: Split, role: str, rng: random.Random) -> Face:
    """One of the usable families, by weight."""
    usable = faces(split, role)
    return rng.choices([face for face, _ in usable], [weight for _, weight in usable])[0]


def packages() -> dict[str, bool]:
    """Every package that the table of splits names, and whether its typefaces are here."""
    return {
        family.package: _styles(family) is not None
        for half in splits().values()
        for role in ROLES
        for family in getattr(half, role)
    }


@functools.cache
def _gap(path: Path) -> str:
    return missing_letters(path)


@functools.cache
def _files() -> dict[str, Path]:
    roots = [root for root in _ROOTS if root.is_dir()]
    return {path.stem: path for root in roots for path in sorted(root.rglob("*.[to]tf"))}


def _find(stem: str, package: str) -> Path | None:
    if package.startswith("fontpkg-"):
        module = importlib.util.find_spec(package.replace("-", "_"))
        folders = list(module.submodule_search_locations or ()) if module else []
        files = (Path(folder) / "files" / f"{stem}.ttf" for folder in folders)
        return next((file for file in files if file.is_file()), None)
    return _files().get(stem)


def _styles(family: Family) -> dict[str, Path] | None:
    regular = _find(family.regular, family.package)
    if regular is None:
        return None
    bold = _find(family.bold, family.package) if family.bold else None
    italic = _find(family.italic, family.package) if family.italic else None
    both = _find(family.bold_italic, family.package) if family.bold_italic else None
    return {"": regular, "b": bold or regular, "i": italic or regular, "bi": both or bold or italic or regular}
