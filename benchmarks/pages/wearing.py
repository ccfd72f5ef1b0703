"""From a drawn sheet to a picture file: pens, tints, and boxes carried along into pixels of the picture."""

import io

import cv2
import numpy as np
from PIL import Image

from benchmarks.pages import hand, stamps
from benchmarks.pages.model import TruthWord
from benchmarks.pages.sheet import Colour, Mark, Rectangle, Sheet
from benchmarks.pages.slots import Pen
from benchmarks.pages.wear import Matrix, Pixels
from dossier.reading import Box


def draw_pen(rng: np.random.Generator) -> Pen:
    """Who writes on a paper."""
    return Pen(
        rng=rng,
        ink=hand.BLUE if rng.random() < 0.6 else hand.BLACK_PEN,
        stamp_ink=(stamps.PURPLE, hand.BLUE, stamps.RED)[int(rng.choice(3, p=(0.4, 0.4, 0.2)))],
        height=float(rng.uniform(3.0, 4.4)),
        heavy=float(rng.random()),
    )


def tinted(sheet: Sheet, colour: Colour, rng: np.random.Generator) -> list[Mark]:
    """The coloured ground of certificates and cards: a pale tint with finer waves."""
    height, width = sheet.canvas.height, sheet.canvas.width
    rows, columns = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None, :]
    unit = sheet.dpi / 25.4
    wave = np.sin((rows + 1.6 * unit * np.sin(columns / (6 * unit))) * (2 * np.pi / (2.4 * unit)))
    mask = (34 + 26 * (wave > 0.75) + float(rng.uniform(-8, 8))).astype(np.uint8)
    return [Mark(mask=mask, colour=colour, x=0, y=0, pen=True)]


def mapped_words(sheet: Sheet, matrix: Matrix, width: int, height: int) -> tuple[TruthWord, ...]:
    """The words of a sheet where they lie in the picture."""
    return tuple(
        TruthWord(
            text=word.text,
            box=mapped(word.ink, matrix, width, height),
            block=word.block,
            line=word.line,
            writing=word.writing,
            field=word.field,
        )
        for word in sheet.words
    )


def mapped(ink: Rectangle, matrix: Matrix, width: int, height: int) -> Box:
    """The upright box around a rectangle of the sheet as it lies in the picture, cut to the picture."""
    left, top, right, bottom = ink
    corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
    points = cv2.perspectiveTransform(corners, matrix)[0]
    x0, y0 = np.clip(np.floor(points.min(axis=0)), 0, (width - 1, height - 1)).astype(int)
    x1, y1 = np.clip(np.ceil(points.max(axis=0)), 1, (width, height)).astype(int)
    return Box(x=int(x0), y=int(y0), w=int(max(1, x1 - x0)), h=int(max(1, y1 - y0)))


def encoded(page: Pixels, dpi: int, *, quality: int, png: bool) -> tuple[bytes, str]:
    """The picture as a file, and its media type."""
    stream = io.BytesIO()
    picture = Image.fromarray(page)
    if png:
        picture.save(stream, "PNG", dpi=(dpi, dpi), compress_level=1)
        return stream.getvalue(), "image/png"
    picture.save(stream, "JPEG", quality=quality, dpi=(dpi, dpi))
    return stream.getvalue(), "image/jpeg"
