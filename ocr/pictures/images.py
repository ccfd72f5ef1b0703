"""Image files to page pictures: JPEG, PNG, TIFF with all its frames, GIF, BMP, JPEG 2000.

A file that holds one upright picture is that picture, byte for byte. Everything else is repacked without loss, so that
no picture needs a note how to turn it.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from PIL import ExifTags, Image, ImageChops, ImageOps, UnidentifiedImageError

from dossier.errors import (
    PageDamaged,
    PageTooLarge,
    SourceDamaged,
    SourceError,
    SourceTooLarge,
    SourceUnreadable,
    SourceUnsupported,
)
from dossier.reading import PagePicture
from ocr.pictures import jpegs
from ocr.pictures.damage import has_too_many_scans
from ocr.pictures.limits import Limits
from ocr.pictures.making import JP2, JPEG, PNG, TIFF, greys, lossless, picture, resolution

# A JPEG of several pictures turns into "MPO" by itself when it is opened; the first picture is the page.
_FORMATS = ("JPEG", "PNG", "TIFF", "GIF", "BMP", "JPEG2000")
_KEPT = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "JPEG2000": JP2}
_SUFFIXES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif", ".bmp", ".jp2", ".j2k", ".jpx"}
_PHOTOMETRIC = 262
_LEAST_FAX_DPI, _MOST_FAX_DPI = 70, 1300
_SQUARENESS, _FLATTEST = 0.05, 4.2
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, struct.error)
"""What Pillow's decoders raise on damaged bytes."""


def open_image_file(path: Path, limits: Limits, first: int) -> Iterator[PagePicture | SourceError]:
    """See `open_pictures`. Opens and checks the first header at once."""
    # Pillow's own bound is the same for bilevel and colour; ours is checked before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceUnreadable(source=path.name, errno=error.errno) from error
    try:
        with warnings.catch_warnings():
            # Pillow warns of damaged notes beside the pixels; the page is as good without them.
            warnings.simplefilter("ignore")
            image = Image.open(path, formats=_FORMATS)
        frames = _count(image, limits.pages) if image.format in {"TIFF", "GIF"} else 1
    except UnidentifiedImageError:
        _refuse(path)
    except _BROKEN:
        raise SourceDamaged(source=path.name) from None
    if frames > limits.pages:
        image.close()
        raise SourceTooLarge(source=path.name, pages=frames, most=limits.pages)
    if frames == 1 and first == 1:
        with image:
            return iter([_single(path.name, image, data, limits)])
    return _frames(path.name, image, frames, limits, first)


def _refuse(path: Path) -> NoReturn:
    """A file no decoder knows: damaged if it says it is a picture, else not a document."""
    if path.suffix.lower() in _SUFFIXES:
        raise SourceDamaged(source=path.name) from None
    raise SourceUnsupported(source=path.name, suffix=path.suffix.lower()) from None


def _count(image: Image.Image, most: int) -> int:
    """Number of frames without decoding any; of a TIFF up to `most` + 1: it may claim millions."""
    if image.format != "TIFF":
        return int(getattr(image, "n_frames", 1))
    for number in range(1, most + 1):
        try:
            image.seek(number)
        except EOFError:
            image.seek(0)
            return number
    return most + 1


def _single(source: str, image: Image.Image, data: bytes, limits: Limits) -> PagePicture:
    """The picture of a file of one frame; raises `SourceError`."""
    _check_size(source, 1, image, limits)
    size, kind = image.size, image.format or ""
    if kind in {"JPEG", "MPO"} and (mended := _ended(image, data)) is not None:
        with Image.open(io.BytesIO(mended), formats=("JPEG",)) as whole:
            return _single(source, whole, mended, limits)
    try:
        as_it_is = _orientation(image) == 1 and _pixel_shape(image) == 1.0 and image.mode != "CMYK"
        dpi = resolution(size, _claimed_dpi(image))
        keep = _KEPT.get(kind) if as_it_is else None
        if kind == "TIFF" and as_it_is and image.info.get("compression") == "group4" and image.mode == "1":
            keep = TIFF
        image.load()
        if keep is None:
            return _repacked(1, image)
    except _BROKEN:
        raise SourceDamaged(source=source, page=1) from None
    except MemoryError:
        raise PageTooLarge(source=source, page=1, pixels=size[0] * size[1]) from None
    return picture(1, data, keep, size=size, dpi=dpi, origin="g4" if keep == TIFF else "embedded")


def _ended(image: Image.Image, data: bytes) -> bytes | None:
    """A JPEG with the end marker that is all it lacks: no reader behind us takes one without. None: as it is."""
    if data.rstrip(b"\x00").endswith(b"\xff\xd9") or has_too_many_scans(data):
        return None
    if jpegs.work(data, image.width * image.height * len(image.getbands())) > jpegs.MOST_WORK:
        return None
    return jpegs.ended(data)


def _frames(
    source: str, image: Image.Image, frames: int, limits: Limits, first: int
) -> Iterator[PagePicture | SourceError]:
    """Every frame is a page, of a GIF too: as viewers show it, laid over the frames before."""
    with image:
        for number in range(first, frames + 1):
            try:
                image.seek(number - 1)
                _check_size(source, number, image, limits)
                image.load()
                yield _repacked(number, image)
            except SourceError as error:
                yield error
            except _BROKEN:
                yield PageDamaged(source=source, page=number)
            except MemoryError:
                yield PageTooLarge(source=source, page=number, pixels=image.width * image.height)


def _repacked(number: int, image: Image.Image) -> PagePicture:
    """The picture of a decoded frame: upright, with square pixels, its colours as they are meant."""
    claimed, shape, turned = _claimed_dpi(image), _pixel_shape(image), _orientation(image)
    made = _as_meant(image)
    if shape != 1.0:
        # Faxes have 204 dots across and 98 or 196 down; the coarser side is stretched.
        width, height = image.size
        size = (round(width / shape), height) if shape < 1 else (width, round(height * shape))
        made = made.resize(size, Image.Resampling.NEAREST if made.mode in {"1", "P"} else Image.Resampling.BICUBIC)
        claimed = max(_claims(image))
    if turned != 1:
        made.getexif()[ExifTags.Base.Orientation] = turned
        made = ImageOps.exif_transpose(made)
    return lossless(number, made, resolution(made.size, claimed))


def _as_meant(image: Image.Image) -> Image.Image:
    """Mends two kinds that Pillow hands over turned about: wide greys whose zero is white, and CMYK not by Adobe."""
    tags = getattr(image, "tag_v2", {})
    if image.mode.startswith("I") and tags.get(_PHOTOMETRIC) == 0:
        return ImageOps.invert(greys(image))
    if image.mode == "CMYK" and image.format == "JPEG" and "adobe" not in image.info:
        return ImageChops.invert(image)
    return image


def _check_size(source: str, page: int, image: Image.Image, limits: Limits) -> None:
    pixels = image.width * image.height
    most = limits.bilevel_pixels if image.mode == "1" else limits.colour_pixels
    if pixels > most:
        raise PageTooLarge(source=source, page=page, pixels=pixels, most=most)


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1..8; 1 where there is none, or none that can be read."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except _BROKEN:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _claims(image: Image.Image) -> tuple[float, float]:
    """Dots an inch across and down as the file says; 0, 0 where it says nothing that can be read."""
    try:
        across, down = image.info["dpi"]
        return float(across), float(down)
    except (KeyError, *_BROKEN, ZeroDivisionError):
        return 0.0, 0.0


def _claimed_dpi(image: Image.Image) -> float | None:
    return sum(_claims(image)) / 2 or None


def _pixel_shape(image: Image.Image) -> float:
    """Height of a pixel by its width on paper; 1 where the file does not clearly say otherwise."""
    across, down = _claims(image)
    if min(across, down) < _LEAST_FAX_DPI or max(across, down) > _MOST_FAX_DPI:
        return 1.0
    shape = across / down
    return 1.0 if abs(shape - 1) <= _SQUARENESS or not 1 / _FLATTEST <= shape <= _FLATTEST else shape
