"""The page picture value from a decoded or stored image: resolution, G4 TIFF, PNG. Knows no file formats of sources."""

import io

from PIL import Image, ImageStat

from dossier.ids import sha256_of
from dossier.reading import PagePicture

JPEG, PNG, TIFF, JP2 = "image/jpeg", "image/png", "image/tiff", "image/jp2"

_A4_LONG_INCHES = 11.69
_LONGEST_PAGE_INCHES = 48.0
_LEAST_DPI, _MOST_DPI = 50, 1300
_WHITE = 250
_PNG_MODES = frozenset({"L", "LA", "RGB", "RGBA", "P", "I;16"})
_WHITES = {"I": (255.0, 65535.0), "F": (1.0, 255.0, 65535.0)}
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


def is_white(image: Image.Image) -> bool:
    """Whether nothing at all is on it."""
    extrema = ImageStat.Stat(image.convert("L")).extrema
    return extrema[0][0] >= _WHITE


def lossless(number: int, image: Image.Image, dpi: int) -> PagePicture:
    """The picture of a decoded image: G4 TIFF where it is bilevel, else PNG."""
    if image.mode == "1":
        return picture(number, g4_tiff(image, dpi), TIFF, size=image.size, dpi=dpi, origin="g4")
    image = _plain(image)
    return picture(number, png(image, dpi), PNG, size=image.size, dpi=dpi, origin="embedded")


def _plain(image: Image.Image) -> Image.Image:
    """The image in a mode that PNG has, looking the same."""
    if image.mode in _PNG_MODES:
        return image
    if image.mode in {"I;16L", "I;16B", "I", "F"}:
        made = greys(image)
    else:
        made = image.convert("RGBA" if image.mode in {"La", "PA", "RGBa"} else "RGB")
    # It described the colours that were.
    made.info.pop("icc_profile", None)
    return made


def greys(image: Image.Image) -> Image.Image:
    """Wide numbers as 8-bit grey; what counts as white is the least of the usual bounds that nothing exceeds."""
    numbers = image if image.mode == "F" else image.convert("I")
    _, most = numbers.getextrema()
    brightest = float(most) if isinstance(most, int | float) else 0.0
    white = next((bound for bound in _WHITES[numbers.mode] if brightest <= bound), brightest)
    return numbers.point(lambda value: value * (255 / white) + 0).convert("L")
