"""Seals, signatures, borders and other drawn marks of a paper. All invented; they resemble, they do not reproduce."""

import hashlib
import math
from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from resources.samples.content import Seal
from resources.samples.fonts import Faces, millimetres
from resources.samples.sheet import Colour

STAMP_RED: Final = (206, 30, 45)
PEN_BLUE: Final = (28, 42, 128)
_SCALE: Final = 2  # seals are drawn larger and shrunk, for smooth rings


def _star(centre: float, radius: float) -> list[tuple[float, float]]:
    corners = []
    for number in range(10):
        angle = math.pi * number / 5 - math.pi / 2
        reach = radius if number % 2 == 0 else radius * 0.4
        corners.append((centre + reach * math.cos(angle), centre + reach * math.sin(angle)))
    return corners


def _on_ring(mask: Image.Image, text: str, faces: Faces, *, points: float, radius: float, top: bool) -> None:
    """Write `text` along the ring, its middle at the top or the bottom, letters upright to a reader at that side."""
    font = faces.font(points, "seal")
    centre = mask.width / 2
    advance = [(font.getlength(letter) + 1.5) / radius for letter in text]
    angle = -sum(advance) / 2
    for letter, turn in zip(text, advance, strict=True):
        middle = angle + turn / 2
        angle += turn
        tile = Image.new("L", (round(points * 8), round(points * 8)), 0)
        ImageDraw.Draw(tile).text((tile.width / 2, tile.height / 2), letter, font=font, fill=255, anchor="mm")
        tile = tile.rotate(-math.degrees(middle) if top else math.degrees(middle), Image.Resampling.BICUBIC)
        x = centre + radius * math.sin(middle)
        y = centre - radius * math.cos(middle) if top else centre + radius * math.cos(middle)
        box = (round(x - tile.width / 2), round(y - tile.height / 2))
        area = (*box, box[0] + tile.width, box[1] + tile.height)
        mask.paste(ImageChops.lighter(mask.crop(area), tile), box)


def _seal_mask(seal: Seal, faces: Faces) -> Image.Image:
    side = round(millimetres(36)) * _SCALE
    centre = side / 2
    mask = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mask)
    for radius, weight in ((0.485, 9), (0.455, 3), (0.31, 4)):
        reach = side * radius
        draw.ellipse((centre - reach, centre - reach, centre + reach, centre + reach), outline=255, width=weight)
    points = 15.5 if len(seal.top) <= 24 else 12.5
    _on_ring(mask, seal.top, faces, points=points, radius=side * 0.383, top=True)
    if seal.bottom:
        _on_ring(mask, seal.bottom, faces, points=12.5, radius=side * 0.383, top=False)
    for sign in (-1, 1):
        angle = math.radians(112)
        x = centre + sign * side * 0.383 * math.sin(angle)
        y = centre - side * 0.383 * math.cos(angle)
        draw.polygon([(px - centre + x, py - centre + y) for px, py in _star(centre, 13)], fill=255)
    if not seal.middle:
        draw.polygon(_star(centre, side * 0.15), fill=255)
        reach = side * 0.24
        for start in range(0, 360, 15):
            draw.arc((centre - reach, centre - reach, centre + reach, centre + reach), start, start + 9, 255, 7)
    for number, line in enumerate(seal.middle):
        y = centre + (number - (len(seal.middle) - 1) / 2) * 38
        draw.text((centre, y), line, font=faces.font(13, "seal"), fill=255, anchor="mm")
    return mask


def press_seal(
    page: Image.Image, seal: Seal, faces: Faces, *, at: tuple[float, float], rng: np.random.Generator
) -> None:
    """Press a red seal with its centre `at`: a little turned, uneven, the print below showing through."""
    mask = _seal_mask(seal, faces).rotate(float(rng.uniform(-9, 9)), Image.Resampling.BICUBIC)
    mask = mask.resize((mask.width // _SCALE, mask.height // _SCALE), Image.Resampling.LANCZOS)
    blotches = Image.fromarray(rng.integers(130, 256, (14, 14), dtype=np.uint8))
    blotches = blotches.resize(mask.size, Image.Resampling.BICUBIC)
    mask = ImageChops.multiply(mask, blotches.point(lambda value: min(255, round(value * 0.92))))
    _multiply(page, mask, STAMP_RED, (round(at[0] - mask.width / 2), round(at[1] - mask.height / 2)))


def _multiply(page: Image.Image, mask: Image.Image, colour: Colour, corner: tuple[int, int]) -> None:
    """Lay transparent ink on the page: the darker of paper and ink wins, channel by channel."""
    area = (*corner, corner[0] + mask.width, corner[1] + mask.height)
    below = page.crop(area)
    inked = ImageChops.multiply(below, Image.new("RGB", mask.size, colour))
    page.paste(Image.composite(inked, below, mask), corner)


def sign(page: Image.Image, name: str, *, box: tuple[float, float, float, float], rng: np.random.Generator) -> None:
    """Scribble the signature of `name` into `box` (x, y, width, height).

    Loops that shrink, then a long stroke under them. Its shape comes from the name, so one person signs alike
    everywhere; `rng` only moves and stretches it a little.
    """
    x, y, width, height = box
    x, y = x + float(rng.uniform(-8, 8)), y + float(rng.uniform(-5, 5))
    width, height = width * float(rng.uniform(0.93, 1.05)), height * float(rng.uniform(0.9, 1.05))
    rng = np.random.default_rng(list(hashlib.sha256(name.encode()).digest()))
    time = np.linspace(0, 1, 420)
    loops = float(rng.uniform(2.4, 5.2))
    lean = float(rng.uniform(0.1, 0.8))
    swing = np.sin(2 * np.pi * loops * float(rng.choice((0.5, 1, 1, 1.5))) * time + float(rng.uniform(0, 6)))
    rise = (
        np.cos(2 * np.pi * loops * time + float(rng.uniform(0, 6))) * (1 - float(rng.uniform(0.3, 0.8)) * time) * 0.46
    )
    rise += 0.07 * np.sin(2 * np.pi * float(rng.uniform(6, 11)) * time + float(rng.uniform(0, 6)))
    across = 0.05 + 0.66 * time + float(rng.uniform(0.05, 0.11)) * swing - lean * 0.2 * rise
    tail = np.linspace(0, 1, 120)
    under_x = across[-1] + (0.98 - across[-1]) * np.sin(tail * np.pi * 0.5) - 0.5 * np.sin(tail * np.pi) * 0.7
    under_y = rise[-1] + 0.34 * np.sin(tail * np.pi * 0.62) - 0.16 * tail
    xs = x + np.concatenate([across, under_x]) * width
    ys = y + (0.5 + np.concatenate([rise, under_y])) * height
    weights = 3.5 + 1.5 * np.sin(np.linspace(0, 23, xs.size)) - np.linspace(0, 0.6, xs.size)
    mask = Image.new("L", page.size, 0)
    draw = ImageDraw.Draw(mask)
    for index in range(xs.size - 1):
        weight = round(float(weights[index]))
        draw.line([(xs[index], ys[index]), (xs[index + 1], ys[index + 1])], fill=235, width=max(2, weight))
    _multiply(page, mask.filter(ImageFilter.GaussianBlur(0.7)), PEN_BLUE, (0, 0))


def birth_frame(page: Image.Image) -> None:
    """The wavy border and pale ground of a birth certificate form."""
    width, height = page.size
    page.paste((253, 249, 240), (0, 0, width, height))
    draw = ImageDraw.Draw(page)
    edge = millimetres(9)
    for offset, colour in ((0.0, (170, 106, 92)), (math.pi, (188, 136, 96)), (math.pi / 2, (206, 164, 126))):
        for length, other in ((width, height), (height, width)):
            steps = np.arange(edge - 9, length - edge + 9, 2.0)
            for fixed in (edge, other - edge):
                waves = fixed + 9 * np.sin(steps / 9.5 + offset)
                across, down = (steps, waves) if length == width else (waves, steps)
                draw.line([(float(x), float(y)) for x, y in zip(across, down, strict=True)], fill=colour, width=2)
    for inset, weight in ((edge + 16, 3), (edge + 24, 1)):
        draw.rectangle((inset, inset, width - inset, height - inset), outline=(160, 96, 84), width=weight)


def land_frame(page: Image.Image) -> None:
    """The rose ground and plain double border of a land-use right certificate."""
    width, height = page.size
    page.paste((252, 238, 236), (0, 0, width, height))
    draw = ImageDraw.Draw(page)
    for radius in range(160, 560, 25):
        box = (width / 2 - radius, height / 2 - radius, width / 2 + radius, height / 2 + radius)
        draw.ellipse(box, outline=(249, 229, 226), width=5)
    for inset, weight in ((millimetres(9), 5), (millimetres(10.5), 2)):
        draw.rectangle((inset, inset, width - inset, height - inset), outline=(192, 70, 74), width=weight)


def code_square(side: int, rng: np.random.Generator) -> Image.Image:
    """A square with a QR code's three corner marks and random cells: it looks like one and decodes to nothing."""
    cells = np.where(rng.random((33, 33)) < 0.5, 0, 255).astype(np.uint8)
    for row, column in ((0, 0), (0, 26), (26, 0)):
        cells[max(0, row - 1) : row + 8, max(0, column - 1) : column + 8] = 255
        cells[row : row + 7, column : column + 7] = 0
        cells[row + 1 : row + 6, column + 1 : column + 6] = 255
        cells[row + 2 : row + 5, column + 2 : column + 5] = 0
    return Image.fromarray(cells).resize((side, side), Image.Resampling.NEAREST).convert("RGB")
