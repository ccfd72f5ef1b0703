"""Typefaces the samples are drawn with. Knows where Debian and Windows keep them; nothing of layout."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import ImageFont

DOTS_PER_INCH: Final = 200
VIETNAMESE: Final = (
    "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXYaăâbcdđeêghiklmnoôơpqrstuưvxy"
    "ÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ"
    "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
)
# A code point Unicode promises never to assign: every face draws its "missing glyph" for it.
_NEVER_ASSIGNED: Final = "\U000effff"
_FAMILIES: Final = (("LiberationSerif", "LiberationSans"), ("NotoSerif", "NotoSans"))
_STYLES: Final = {"": "Regular", "b": "Bold", "i": "Italic", "bi": "BoldItalic"}


class SampleFontMissing(Exception):
    """No serif family with all Vietnamese letters in `folders`; `lacking` maps file to letters."""

    code = "sample_font_missing"

    def __init__(self, *, folders: tuple[Path, ...], lacking: dict[str, str]) -> None:
        super().__init__(self.code)
        self.folders = folders
        self.lacking = lacking


def pixels(points: float) -> float:
    """Points of print as pixels of a sample page."""
    return points * DOTS_PER_INCH / 72


def millimetres(length: float) -> float:
    """Millimetres of paper as pixels of a sample page."""
    return length * DOTS_PER_INCH / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """One serif family in four styles and the sans bold that seals are cut in."""

    name: str
    files: tuple[tuple[str, Path], ...]

    def font(self, points: float, style: str = "") -> ImageFont.FreeTypeFont:
        """The face of `style` ("", "b", "i", "bi" or "seal") at `points`."""
        return _load(dict(self.files)[style], pixels(points))


@functools.lru_cache(maxsize=128)
def _load(path: Path, size: float) -> ImageFont.FreeTypeFont:
    # Basic layout, so that machines with and without raqm kern alike.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def missing_letters(path: Path) -> str:
    """Vietnamese letters the face has no glyph for, seen by drawing them beside its missing glyph."""
    font = _load(path, 24)

    def drawn(letter: str) -> tuple[tuple[int, int], bytes]:
        mask = font.getmask(letter)
        return mask.size, bytes(mask)

    missing = drawn(_NEVER_ASSIGNED)
    return "".join(letter for letter in VIETNAMESE if drawn(letter) == missing)


def system_folders() -> tuple[Path, ...]:
    """Where Debian's fonts-liberation2 and fonts-noto-core, other Linux systems and Windows put typefaces."""
    shared = Path("/usr/share/fonts")
    return (
        *(shared / "truetype" / name for name in ("liberation2", "liberation", "noto")),
        *(shared / name for name in ("liberation-serif", "liberation", "noto")),
        Path.home() / ".local/share/fonts",
        Path("C:/Windows/Fonts"),
    )


def find_faces(folders: tuple[Path, ...] | None = None) -> Faces:
    """The first family that is complete and has every Vietnamese letter; raises SampleFontMissing."""
    searched = system_folders() if folders is None else folders
    lacking: dict[str, str] = {}
    for serif, sans in _FAMILIES:
        for folder in searched:
            files = {style: folder / f"{serif}-{suffix}.ttf" for style, suffix in _STYLES.items()}
            files["seal"] = folder / f"{sans}-Bold.ttf"
            if not all(file.is_file() for file in files.values()):
                continue
            gaps = {file.name: gap for file in files.values() if (gap := missing_letters(file))}
            if not gaps:
                return Faces(name=serif, files=tuple(files.items()))
            lacking |= gaps
    raise SampleFontMissing(folders=searched, lacking=lacking)
