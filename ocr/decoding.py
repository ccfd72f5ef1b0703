"""Page picture to pixels. EXIF is not looked at: what needs turning was turned when the picture was made."""

import io
import itertools
import math

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile

from dossier.errors import PageDamaged
from dossier.reading import PagePicture

Colour = NDArray[np.uint8]
"""Height × width × 3, RGB."""

_FAR_TOO_LARGE = 2
_BAND = 256
"""Rows, of the picture as it is returned."""
_FORMATS = ("JPEG", "PNG", "TIFF", "JPEG2000")
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError)


def decode(picture: PagePicture, most_pixels: int) -> tuple[NDArray[np.uint8], float]:
    """Pixels as grey (height × width) or RGB (height × width × 3) and their scale to the picture, at most 1.

    A picture of more than `most_pixels` is shrunk, so that a worker stays within its memory. What is transparent is
    paper. Raises `PageDamaged`.
    """
    Image.MAX_IMAGE_PIXELS = None
    try:
        try:
            return _decoded(picture.data, most_pixels, halved=True)
        except OSError:
            # JPEG 2000 may be coded at one size only.
            return _decoded(picture.data, most_pixels, halved=False)
    except _BROKEN:
        raise PageDamaged(page=picture.number) from None


def _decoded(data: bytes, most_pixels: int, *, halved: bool) -> tuple[NDArray[np.uint8], float]:
    """`halved`: where the decoder itself can, to half of what is far too large; of a little too large it is coarse."""
    with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
        width = image.width
        excess = width * image.height / most_pixels
        if halved and isinstance(image, Jpeg2KImageFile):
            # A dot of it takes five times what others do.
            image.reduce = int(excess > 1)
        elif halved and excess >= _FAR_TOO_LARGE:
            # Only JPEG does anything here.
            image.draft(None, (width // 2, image.height // 2))
        image.load()
        pixels = _as_pixels(image, most_pixels)
    return pixels, pixels.shape[1] / width


def _as_pixels(image: Image.Image, most_pixels: int) -> NDArray[np.uint8]:
    """Band by band: Pillow takes four bytes a dot, and would hold copies of the whole at every turn."""
    width, height = image.size
    shrunk = min(1.0, math.sqrt(most_pixels / (width * height)))
    across, down = max(1, round(width * shrunk)), max(1, round(height * shrunk))
    edges = np.linspace(0.0, 1.0, max(1, down // _BAND) + 1)
    pixels = np.empty((down, across, *_band(image.crop((0, 0, 1, 1))).shape[2:]), np.uint8)
    for (top, bottom), (start, stop) in zip(
        itertools.pairwise((edges * height).round().astype(int).tolist()),
        itertools.pairwise((edges * down).round().astype(int).tolist()),
        strict=True,
    ):
        band = _band(image.crop((0, top, width, bottom)))
        if shrunk < 1:
            band = cv2.resize(band, (across, stop - start), interpolation=cv2.INTER_AREA).astype(np.uint8)
        pixels[start:stop] = band
    return pixels


def _band(image: Image.Image) -> NDArray[np.uint8]:
    if image.mode in {"I;16", "I"}:
        return (np.asarray(image, dtype=np.float32) / 257).clip(0, 255).astype(np.uint8)
    if image.mode in {"1", "L"}:
        return np.asarray(image.convert("L"))
    if "A" in image.mode or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return np.asarray(Image.alpha_composite(paper, layered).convert("RGB"))
    return np.asarray(image.convert("RGB"))
