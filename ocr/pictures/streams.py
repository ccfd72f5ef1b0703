"""The picture of a page out of the one stored image that alone paints it: its own JPEG, JPEG 2000, or a G4 TIFF."""

import io
import zlib
from dataclasses import replace

import pikepdf
from pikepdf import Name
from PIL import Image

from dossier.errors import PageDamaged, PageTooLarge
from dossier.reading import PagePicture
from ocr.pictures import poppler
from ocr.pictures.damage import has_too_many_scans
from ocr.pictures.limits import Limits
from ocr.pictures.making import JP2, JPEG, TIFF, g4_tiff, is_white, picture, resolution
from ocr.pictures.painting import PaintedImage, filters_of

_SQUARENESS = 0.05


def from_stream(source: str, number: int, painted: PaintedImage, unit: float, limits: Limits) -> PagePicture | None:
    """The picture out of the sole image's own stream, or None where only a rendering shows the page as it is."""
    stream = painted.stream
    names = filters_of(stream)
    width, height = int(stream.Width), int(stream.Height)
    across, down = (72 * width / (painted.width_points * unit), 72 * height / (painted.height_points * unit))
    if not names or abs(across - down) > _SQUARENESS * down or not _plain(stream):
        return None
    # An image may be laid over a sheet of any size; how fine it is decides how much readers enlarge it.
    dpi = resolution((width, height), (across + down) / 2)
    if names[-1] in {"/CCITTFaxDecode", "/JBIG2Decode"}:
        return _bilevel(source, number, painted, dpi, limits)
    if names[-1] not in {"/DCTDecode", "/JPXDecode"} or painted.turn != 0:
        return None
    if width * height > limits.colour_pixels:
        _refuse_bomb(source, number, stream, limits, coded_whole=names[-1] == "/JPXDecode")
        return None
    data = _undone(stream, names, limits)
    if data is None or not _decodes(data, (width, height)):
        return None
    mime = JPEG if names[-1] == "/DCTDecode" else JP2
    return picture(number, data, mime, size=(width, height), dpi=dpi, origin="embedded")


def _refuse_bomb(source: str, number: int, stream: pikepdf.Object, limits: Limits, *, coded_whole: bool) -> None:
    """Raise `PageTooLarge` where not even a rendering can be had: line by line poppler reads much, JPEG 2000 whole."""
    pixels = int(stream.Width) * int(stream.Height)
    if coded_whole or pixels > limits.streamed_pixels:
        raise PageTooLarge(source=source, page=number, pixels=pixels, most=limits.streamed_pixels)


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
    if has_too_many_scans(data):
        return False
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
        _refuse_bomb(source, number, stream, limits, coded_whole=False)
        return None
    finished = poppler.decode_bilevel(_alone(stream, width, height), limits)
    if not finished.output:
        return None
    with Image.open(io.BytesIO(finished.output), formats=("PPM",)) as image:
        if image.size != (width, height):
            return None
        image.load()
        if poppler.complains(finished) and is_white(image):
            raise PageDamaged(source=source, page=number)
        upright = _turned(image, painted.turn)
    made = picture(number, g4_tiff(upright, dpi), TIFF, size=upright.size, dpi=dpi, origin="g4")
    return replace(made, incomplete=poppler.complains(finished))


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
