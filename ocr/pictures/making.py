"""The page picture value from a decoded or stored image: resolution, G4 TIFF, PNG. Knows no file formats of sources."""

import io

from PIL import Image

from dossier.ids import sha256_of
from dossier.reading import PagePicture

JPEG, PNG, TIFF, JP2 = "image/jpeg", "image/png", "image/tiff", "image/jp2"

_A4_LONG_INCHES = 11.69
_LONGEST_PAGE_INCHES = 48.0
_LEAST_DPI, _MOST_DPI = 50, 1300
# Cameras and screenshots write one of these without having measured anything.
_PLACEHOLDER_DPI = (72, 96)
_LONGEST_PLACEHOLDER_INCHES = 17.0


def picture(number: int, data: bytes, mime: str, *, size: tuple[int, int], dpi: int, origin: str) -> PagePicture:
    """A page picture of these bytes; `size` is width and height in pixels."""
    width, height = size
    return PagePicture(
        number=number,
        data=data,
        mime=mime,
        width=width,
        height=height,
        dpi=dpi,
        sha256=sha256_of(data),
        origin=origin,
    )


def resolution(size: tuple[int, int], claimed: float | None) -> int:
    """Dots an inch: what the file claims where a sheet of paper can be that large, else as if the page were A4."""
    longest = max(size)
    if claimed is not None and _LEAST_DPI <= claimed <= _MOST_DPI:
        bound = _LONGEST_PLACEHOLDER_INCHES if round(claimed) in _PLACEHOLDER_DPI else _LONGEST_PAGE_INCHES
        if longest / claimed <= bound:
            return round(claimed)
    return max(1, round(longest / _A4_LONG_INCHES))


def g4_tiff(image: Image.Image, dpi: int) -> bytes:
    """A bilevel image as TIFF with CCITT group 4 (ITU-T T.6), lossless. `image.mode` must be "1"."""
    packed = io.BytesIO()
    image.save(packed, "TIFF", compression="group4", dpi=(dpi, dpi))
    return packed.getvalue()


def png(image: Image.Image, dpi: int) -> bytes:
    """An image as PNG, lossless, without the metadata of its source."""
    packed = io.BytesIO()
    image.save(packed, "PNG", dpi=(dpi, dpi))
    return packed.getvalue()


def lossless(number: int, image: Image.Image, dpi: int) -> PagePicture:
    """The picture of a decoded image: G4 TIFF where it is bilevel, else PNG."""
    if image.mode == "1":
        return picture(number, g4_tiff(image, dpi), TIFF, size=image.size, dpi=dpi, origin="g4")
    if image.mode not in {"L", "LA", "RGB", "RGBA", "P", "I;16"}:
        image = image.convert("L" if image.mode in {"I", "F"} else "RGB")
    return picture(number, png(image, dpi), PNG, size=image.size, dpi=dpi, origin="embedded")
