"""PDF files to page pictures: the embedded stream, a G4 TIFF, or a rendering.

A stream that the page shows turned is not taken as it is, since a page picture carries no note how to turn it: a
bilevel one is turned without loss, others are rendered. The source file itself is kept byte for byte elsewhere.
"""

import io
import math
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Name
from PIL import Image, ImageStat

from dossier.errors import (
    PageDamaged,
    PageTooLarge,
    SourceDamaged,
    SourceEncrypted,
    SourceError,
    SourceTooLarge,
    SourceUnreadable,
)
from dossier.reading import PagePicture
from ocr.pictures import poppler
from ocr.pictures.limits import Limits
from ocr.pictures.making import JP2, JPEG, TIFF, g4_tiff, picture
from ocr.pictures.painting import Box, PaintedImage, sole_image

_RENDER_DPI = 300
_SQUARENESS = 0.05
_LETTER: Box = (0.0, 0.0, 612.0, 792.0)
_BROKEN = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError, OverflowError)
"""What pikepdf raises on damaged objects."""


def open_pdf(path: Path, limits: Limits, first: int) -> Iterator[PagePicture | SourceError]:
    """See `open_pictures`."""
    source = path.name
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError:
        raise SourceEncrypted(source=source) from None
    except OSError as error:
        raise SourceUnreadable(source=source, errno=error.errno) from error
    except _BROKEN:
        raise SourceDamaged(source=source) from None
    try:
        count = len(pdf.pages)
    except _BROKEN:
        count = 0
    if count == 0 or count > limits.pages:
        pdf.close()
        if count:
            raise SourceTooLarge(source=source, pages=count, most=limits.pages)
        raise SourceDamaged(source=source)
    return _pages(path, pdf, limits, range(first, count + 1))


def _pages(path: Path, pdf: pikepdf.Pdf, limits: Limits, numbers: range) -> Iterator[PagePicture | SourceError]:
    with pdf:
        for number in numbers:
            try:
                yield _page_picture(path, pdf, number, limits)
            except SourceError as error:
                yield error
            except (*_BROKEN, OSError, TimeoutError):
                yield PageDamaged(source=path.name, page=number)


def _page_picture(path: Path, pdf: pikepdf.Pdf, number: int, limits: Limits) -> PagePicture:
    page_box, unit = _LETTER, 1.0
    try:
        page = pdf.pages[number - 1]
        page_box, unit = _page_box(page), float(page.obj.get(Name.UserUnit, 1))
        painted = sole_image(page, page_box, limits.stream_bytes)
        made = None if painted is None else _from_stream(path.name, number, painted, unit, limits)
        if made is not None:
            return made
    except _BROKEN:
        # Poppler mends other damage than pikepdf does.
        pass
    return _rendered(path, pdf, number, _inches(page_box, unit), limits)


def _inches(page_box: Box, unit: float) -> tuple[float, float]:
    return (page_box[2] - page_box[0]) * unit / 72, (page_box[3] - page_box[1]) * unit / 72


def _page_box(page: pikepdf.Page) -> Box:
    """The crop box within the media box, in points; Letter where neither can be used, as poppler has it."""
    x0, y0, x1, y1 = (float(value) for value in page.mediabox.as_list())
    media = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    x0, y0, x1, y1 = (float(value) for value in page.cropbox.as_list())
    left, right = max(media[0], min(x0, x1)), min(media[2], max(x0, x1))
    bottom, top = max(media[1], min(y0, y1)), min(media[3], max(y0, y1))
    if right - left >= 1 and top - bottom >= 1:
        return left, bottom, right, top
    return media if media[2] - media[0] >= 1 and media[3] - media[1] >= 1 else _LETTER


def _from_stream(source: str, number: int, painted: PaintedImage, unit: float, limits: Limits) -> PagePicture | None:
    """The picture out of the sole image's own stream, or None where only a rendering shows the page as it is."""
    stream = painted.stream
    filters = stream.get(Name.Filter, pikepdf.Array())
    names = [str(name) for name in filters.as_list()] if isinstance(filters, pikepdf.Array) else [str(filters)]
    width, height = int(stream.Width), int(stream.Height)
    across, down = (72 * width / (painted.width_points * unit), 72 * height / (painted.height_points * unit))
    if not names or abs(across - down) > _SQUARENESS * down or not _plain(stream):
        return None
    dpi = max(1, round((across + down) / 2))
    if names[-1] in {"/CCITTFaxDecode", "/JBIG2Decode"}:
        return _bilevel(source, number, painted, dpi, limits)
    if names[-1] not in {"/DCTDecode", "/JPXDecode"} or painted.turn != 0:
        return None
    if width * height > limits.colour_pixels:
        raise PageTooLarge(source=source, page=number, pixels=width * height, most=limits.colour_pixels)
    data = _undone(stream, names, limits)
    if data is None or not _decodes(data, (width, height)):
        return None
    mime = JPEG if names[-1] == "/DCTDecode" else JP2
    return picture(number, data, mime, size=(width, height), dpi=dpi, origin="embedded")


def _plain(stream: pikepdf.Object) -> bool:
    """Whether the stored samples are what is seen: no mask, no turned-about or foreign colours."""
    masked = any(key in stream for key in (Name.SMask, Name.Mask, Name.Matte, Name.Alternates))
    if masked or int(stream.get(Name.SMaskInData, 0)) != 0:
        return False
    if bool(stream.get(Name.ImageMask, False)):
        return True
    decode = [float(value) for value in stream.get(Name.Decode, pikepdf.Array()).as_list()]
    bilevel = int(stream.get(Name.BitsPerComponent, 8)) == 1
    straight = bilevel or decode == [0.0, 1.0] * (len(decode) // 2)
    space = stream.get(Name.ColorSpace)
    return straight and (space is None or _plain_colours(space, bilevel=bilevel))


def _plain_colours(space: pikepdf.Object, *, bilevel: bool) -> bool:
    """Whether the colour space is grey or RGB, which every reader of the bare image file takes it for."""
    kind = str(space[0] if isinstance(space, pikepdf.Array) else space)
    if kind == "/ICCBased" and isinstance(space, pikepdf.Array):
        return int(space[1].get(Name.N, 0)) in ((1,) if bilevel else (1, 3))
    return kind in {"/DeviceGray", "/CalGray"} or (not bilevel and kind in {"/DeviceRGB", "/CalRGB"})


def _undone(stream: pikepdf.Object, names: list[str], limits: Limits) -> bytes | None:
    """The image's own file: the stream without a Flate wrapping around it."""
    if any(parameters is not None and len(parameters) for parameters in _parameters(stream)):
        return None
    data = stream.read_raw_bytes()
    if len(names) == 1:
        return data
    if names[:-1] != ["/FlateDecode"]:
        return None
    try:
        return zlib.decompressobj().decompress(data, limits.file_bytes)
    except zlib.error:
        return None


def _parameters(stream: pikepdf.Object) -> list[pikepdf.Object | None]:
    found = stream.get(Name.DecodeParms)
    if found is None:
        return []
    return list(found.as_list()) if isinstance(found, pikepdf.Array) else [found]


def _decodes(data: bytes, size: tuple[int, int]) -> bool:
    """Whether the stream is a whole image file of this size in grey or RGB that would not be turned by its EXIF."""
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "JPEG2000")) as image:
            turned = image.getexif().get(0x0112, 1) not in {0, 1}
            image.load()
            return image.size == size and image.mode in {"L", "RGB"} and not turned
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError):
        return False


def _bilevel(source: str, number: int, painted: PaintedImage, dpi: int, limits: Limits) -> PagePicture | None:
    """A CCITT or JBIG2 stream as G4 TIFF, dot for dot, upright as the page shows it."""
    stream = painted.stream
    if bool(stream.get(Name.ImageMask, False)) and not painted.black:
        return None
    width, height = int(stream.Width), int(stream.Height)
    if width * height > limits.bilevel_pixels:
        raise PageTooLarge(source=source, page=number, pixels=width * height, most=limits.bilevel_pixels)
    finished = poppler.decode_bilevel(_alone(stream, width, height), limits.render_seconds)
    if not finished.output:
        return None
    with Image.open(io.BytesIO(finished.output), formats=("PPM",)) as image:
        if image.size != (width, height):
            return None
        image.load()
        if poppler.complains(finished) and _is_white(image):
            raise PageDamaged(source=source, page=number)
        upright = _turned(image, painted.turn)
    return picture(number, g4_tiff(upright, dpi), TIFF, size=upright.size, dpi=dpi, origin="g4")


def _alone(stream: pikepdf.Object, width: int, height: int) -> bytes:
    """A PDF of one page that is this image, a point a pixel.

    Poppler grows an image that ends exactly on a pixel's edge by one pixel; half a pixel less makes it exact.
    """
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(width, height))
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.copy_foreign(stream)))
        page.obj.Contents = pdf.make_stream(f"{width - 0.5} 0 0 {height - 0.5} 0.25 0.25 cm /I Do".encode())
        packed = io.BytesIO()
        pdf.save(packed)
    return packed.getvalue()


def _turned(image: Image.Image, clockwise: int) -> Image.Image:
    turns = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return image.transpose(turns[clockwise]) if clockwise in turns else image


def _is_white(image: Image.Image) -> bool:
    extrema = ImageStat.Stat(image.convert("L")).extrema
    return extrema[0][0] >= 250


def _rendered(path: Path, pdf: pikepdf.Pdf, number: int, inches: tuple[float, float], limits: Limits) -> PagePicture:
    area = inches[0] * inches[1]
    dpi = min(_RENDER_DPI, math.floor(math.sqrt(limits.rendered_pixels / area)))
    if dpi < limits.least_dpi:
        pixels = round(area * limits.least_dpi**2)
        raise PageTooLarge(source=path.name, page=number, pixels=pixels, most=limits.rendered_pixels)
    finished = poppler.render(path, number, dpi, limits.render_seconds)
    if not finished.output and not pdf.is_encrypted:
        # Poppler does not find the page; qpdf, inside pikepdf, mends other damage and writes it anew. What a damaged
        # encryption hides is not guessed at.
        finished = poppler.render(None, 1, dpi, limits.render_seconds, _mended(pdf, number))
    if not finished.output:
        raise PageDamaged(source=path.name, page=number)
    with Image.open(io.BytesIO(finished.output), formats=("JPEG",)) as image:
        size = image.size
        if poppler.complains(finished) and _has_contents(pdf, number) and _is_white(image):
            raise PageDamaged(source=path.name, page=number)
    return picture(number, finished.output, JPEG, size=size, dpi=dpi, origin="rendered")


def _mended(pdf: pikepdf.Pdf, number: int) -> bytes:
    with pikepdf.new() as single:
        packed = io.BytesIO()
        with warnings.catch_warnings():
            # It warns of form fields that lose their form; they keep their looks.
            warnings.simplefilter("ignore")
            single.pages.append(pdf.pages[number - 1])
            single.save(packed)
    return packed.getvalue()


def _has_contents(pdf: pikepdf.Pdf, number: int) -> bool:
    try:
        return Name.Contents in pdf.pages[number - 1].obj
    except _BROKEN:
        return True
