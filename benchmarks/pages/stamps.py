"""Stamps: round seals, name stamps, urgency stamps, numbers by a rubber stamp. Invented; they resemble, no more."""

import functools
import math
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw

from benchmarks.pages.fonts import Face
from benchmarks.pages.sheet import Mask

RED: Final = (206, 30, 45)
PURPLE: Final = (92, 50, 130)
_SCALE: Final = 2  # seals are drawn larger and shrunk, for smooth rings


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    turns = [math.pi * number / 5 - math.pi / 2 for number in range(10)]
    reach = [radius if number % 2 == 0 else radius * 0.4 for number in range(10)]
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a, r in zip(turns, reach, strict=True)]


def _ring_text(mask: Image.Image, text: str, face: Face, size: float, radius: float, *, top: bool) -> None:
    font = face.font(size, "b")
    centre = mask.width / 2
    turns = [(font.getlength(letter) + size * 0.06) / radius for letter in text]
    angle = -sum(turns) / 2
    side = round(size * 2)
    for letter, turn in zip(text, turns, strict=True):
        middle = angle + turn / 2
        angle += turn
        if letter == " ":
            continue
        tile = Image.new("L", (side, side), 0)
        ImageDraw.Draw(tile).text((side / 2, side / 2), letter, font=font, fill=255, anchor="mm")
        tile = tile.rotate(-math.degrees(middle) if top else math.degrees(middle), Image.Resampling.BILINEAR)
        x = centre + radius * math.sin(middle)
        y = centre - radius * math.cos(middle) if top else centre + radius * math.cos(middle)
        mask.paste(255, (round(x - side / 2), round(y - side / 2)), tile)


@functools.lru_cache(maxsize=64)
def _seal(ring: str, middle: str, face: Face, diameter: int) -> Mask:
    side = diameter * _SCALE
    centre = side / 2
    mask = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mask)
    for share, weight in ((0.49, 0.016), (0.455, 0.006), (0.31, 0.008)):
        reach = side * share
        box = (centre - reach, centre - reach, centre + reach, centre + reach)
        draw.ellipse(box, outline=255, width=max(1, round(side * weight)))
    size = min(side * 0.085, side * 2.0 / max(1, len(ring)))
    _ring_text(mask, ring, face, size, side * 0.383, top=True)
    draw.polygon(_star(centre, centre + side * 0.383, side * 0.035), fill=255)
    lines = [line for line in middle.split("\n") if line]
    if not lines:
        draw.polygon(_star(centre, centre, side * 0.15), fill=255)
        reach = side * 0.24
        for start in range(0, 360, 15):
            box = (centre - reach, centre - reach, centre + reach, centre + reach)
            draw.arc(box, start, start + 9, 255, max(2, side // 90))
    for number, line in enumerate(lines):
        font = face.font(min(side * 0.07, side * 0.75 / max(1, len(line))), "b")
        y = centre + (number - (len(lines) - 1) / 2) * side * 0.085
        draw.text((centre, y), line, font=font, fill=255, anchor="mm")
    shrunk: Mask = cv2.resize(np.asarray(mask), (diameter, diameter), interpolation=cv2.INTER_AREA)
    return shrunk


def uneven(mask: Mask, rng: np.random.Generator, low: int = 120) -> Mask:
    """Ink that took better in some places than in others."""
    blotches = rng.integers(low, 256, (9, 9), dtype=np.uint8)
    spread = cv2.resize(blotches, (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_CUBIC)
    pressed: Mask = cv2.multiply(mask, spread, scale=1 / 265)
    return pressed


def turned(mask: Mask, degrees: float) -> Mask:
    """The mask turned on a larger ground so that nothing is cut off."""
    height, width = mask.shape
    radians = math.radians(abs(degrees))
    wide = math.ceil(width * math.cos(radians) + height * math.sin(radians)) + 2
    tall = math.ceil(width * math.sin(radians) + height * math.cos(radians)) + 2
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    matrix[:, 2] += ((wide - width) / 2, (tall - height) / 2)
    result: Mask = cv2.warpAffine(mask, matrix, (wide, tall), flags=cv2.INTER_LINEAR)
    return result


def seal(ring: str, middle: str, face: Face, diameter: float, rng: np.random.Generator) -> Mask:
    """A round seal with text along its ring; without words in the middle it has a star."""
    return uneven(turned(_seal(ring, middle, face, round(diameter)), float(rng.uniform(-9, 9))), rng)


def text_stamp(
    text: str, face: Face, height: float, rng: np.random.Generator, *, style: str = "", tilt: float = 3.0
) -> Mask:
    """Words of a stamp without a frame: a signer's name, a number."""
    font = face.font(height, style)
    box = font.getbbox(text, anchor="ls")
    pad = round(height * 0.2)
    tile = Image.new("L", (round(box[2] - box[0]) + 2 * pad, round(box[3] - box[1]) + 2 * pad), 0)
    ImageDraw.Draw(tile).text((pad - box[0], pad - box[1]), text, font=font, fill=255, anchor="ls")
    return uneven(turned(np.asarray(tile), float(rng.uniform(-tilt, tilt))), rng, 140)


def framed_stamp(text: str, face: Face, height: float, rng: np.random.Generator) -> Mask:
    """A word in a box: HỎA TỐC, KHẨN."""
    font = face.font(height, "b")
    width = round(font.getlength(text) + height * 1.2)
    tall = round(height * 1.9)
    tile = Image.new("L", (width, tall), 0)
    draw = ImageDraw.Draw(tile)
    draw.rectangle((1, 1, width - 2, tall - 2), outline=255, width=max(2, round(height * 0.09)))
    draw.text((width / 2, tall / 2), text, font=font, fill=255, anchor="mm")
    return uneven(turned(np.asarray(tile), float(rng.uniform(-4, 4))), rng, 150)


def ink_of(mask: Mask) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is inked."""
    x, y, width, height = cv2.boundingRect((mask > 60).astype(np.uint8))
    return x, y, x + width, y + height
