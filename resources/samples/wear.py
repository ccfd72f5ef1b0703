"""What a scanner and the years do to a printed sheet: tone, skew, blur, noise, dust, holes. Knows nothing of texts."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from resources.samples.content import Scan
from resources.samples.fonts import millimetres

_PAPER: Final = {"white": (250, 249, 246), "cream": (247, 242, 229), "old": (240, 230, 206)}
_LID: Final = (236, 237, 238)  # the scanner's lid, seen where a skewed sheet does not reach
_TURNED: Final = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


def scanned(page: Image.Image, scan: Scan, rng: np.random.Generator) -> Image.Image:
    """The picture a scanner would give of `page`: mode RGB, L or 1. `scan.turn` and `scan.skew` undo its turning."""
    sheet = _on_paper(page, scan, rng)
    _mark(sheet, scan, rng)
    sheet = sheet.rotate(scan.skew, Image.Resampling.BICUBIC, fillcolor=_LID)
    sheet = sheet.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.5, 0.7))))
    if scan.colour == "bilevel":
        grey = _noisy(sheet.convert("L"), 9, rng)
        picture = grey.point(lambda value: 255 if value > 150 else 0).convert("1", dither=Image.Dither.NONE)
    elif scan.colour == "grey":
        picture = _noisy(sheet.convert("L"), 2.6, rng)
    else:
        picture = _noisy(sheet, 2.2, rng)
    return picture.transpose(_TURNED[scan.turn]) if scan.turn else picture


def _smooth(size: tuple[int, int], cells: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """A slow random field between -1 and 1, as wide as the page."""
    small = Image.fromarray(rng.uniform(-1, 1, (cells, cells)).astype(np.float32))
    return np.asarray(small.resize(size, Image.Resampling.BICUBIC), dtype=np.float32)


def _on_paper(page: Image.Image, scan: Scan, rng: np.random.Generator) -> Image.Image:
    """Print multiplied into paper with slow shades, ink lightened in patches as toner is."""
    ink = np.asarray(page, dtype=np.float32) / 255
    patchy = 0.06 + 0.05 * _smooth(page.size, 24, rng)[..., None]
    ink = ink + (1 - ink) * patchy
    mottle = 0.009 if scan.paper == "old" else 0.004
    shade = 1 + 0.012 * _smooth(page.size, 5, rng) + mottle * _smooth(page.size, 40, rng)
    paper = np.array(_PAPER[scan.paper], dtype=np.float32) * shade[..., None]
    return Image.fromarray(np.clip(ink * paper, 0, 255).astype(np.uint8))


def _mark(sheet: Image.Image, scan: Scan, rng: np.random.Generator) -> None:
    """Dust, two punch holes, the shadow along one edge."""
    draw = ImageDraw.Draw(sheet)
    width, height = sheet.size
    for _ in range(int(rng.integers(8, 22))):
        x, y = float(rng.uniform(0, width)), float(rng.uniform(0, height))
        size = float(rng.uniform(0.6, 2.2))
        tone = int(rng.integers(90, 190))
        draw.ellipse((x - size, y - size, x + size, y + size), fill=(tone, tone, tone - 8))
    if scan.punched:
        for share in (0.365, 0.635):
            x, y, radius = millimetres(11), height * share, millimetres(2.8)
            hole = (x - radius, y - radius, x + radius, y + radius)
            draw.ellipse(hole, fill=(206, 205, 200), outline=(150, 148, 142))
    for depth in range(14):
        tone = 150 + depth * 7
        draw.line([(depth, 0), (depth, height)], fill=(tone, tone, tone))


def _noisy(picture: Image.Image, strength: float, rng: np.random.Generator) -> Image.Image:
    """Sensor noise, the same in all channels, in whole grey levels."""
    noise = np.rint(rng.normal(0, strength, (picture.height, picture.width))).astype(np.int16)
    pixels = np.asarray(picture, dtype=np.int16)
    pixels = pixels + (noise[..., None] if pixels.ndim == 3 else noise)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
