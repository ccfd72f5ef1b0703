"""Page picture to pixels. EXIF is not looked at: what needs turning was turned when the picture was made."""

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dossier.errors import PageDamaged
from dossier.reading import PagePicture

Colour = NDArray[np.uint8]
"""Height × width × 3, RGB."""

_FORMATS = ("JPEG", "PNG", "TIFF", "JPEG2000")
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError)


def decode(picture: PagePicture, most_pixels: int) -> tuple[NDArray[np.uint8], float]:
    """Pixels as grey (height × width) or RGB (height × width × 3) and their scale to the picture, at most 1.

    A picture of more than `most_pixels` is shrunk, so that a worker stays within its memory. What is transparent is
    paper. Raises `PageDamaged`.
    """
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(picture.data), formats=_FORMATS) as image:
            size = image.size
            if image.width * image.height > most_pixels:
                # Only JPEG has this: it decodes at a half or a quarter without ever holding the whole.
                image.draft("RGB", (image.width // 2, image.height // 2))
            pixels = _as_pixels(image)
    except _BROKEN:
        raise PageDamaged(page=picture.number) from None
    excess = (pixels.shape[0] * pixels.shape[1] / most_pixels) ** 0.5
    if excess > 1:
        width, height = round(pixels.shape[1] / excess), round(pixels.shape[0] / excess)
        pixels = cv2.resize(pixels, (max(1, width), max(1, height)), interpolation=cv2.INTER_AREA).astype(np.uint8)
    return pixels, pixels.shape[1] / size[0]


def _as_pixels(image: Image.Image) -> NDArray[np.uint8]:
    if image.mode in {"I;16", "I"}:
        return (np.asarray(image, dtype=np.float32) / 257).clip(0, 255).astype(np.uint8)
    if image.mode in {"1", "L"}:
        return np.asarray(image.convert("L"))
    if "A" in image.mode or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return np.asarray(Image.alpha_composite(paper, layered).convert("RGB"))
    return np.asarray(image.convert("RGB"))
