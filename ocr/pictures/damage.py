"""Whether every stored image that a PDF page draws can be decoded whole: renderers leave the rest white or grey.

Poppler complains of most damage, and `poppler.misses_picture` hears it; it is silent about the two kinds by far the
most frequent in scans, a JPEG or deflate stream that was cut off or broken. Those are looked at here, within a budget
a page, since a hostile file may hold days of work. Drawing itself is the renderer's business.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Name
from PIL import Image, UnidentifiedImageError

from ocr.pictures import jpegs
from ocr.pictures.jpegs import START_OF_SCAN
from ocr.pictures.limits import Limits
from ocr.pictures.painting import SearchBudget, filters_of

BROKEN = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError, ArithmeticError)
"""What pikepdf raises on damaged objects."""

_BROKEN_IMAGE = (*BROKEN, OSError, SyntaxError, EOFError, struct.error, MemoryError)
_DEEPEST_FORM = 8
_PIECE = 1 << 20
_FED = 1 << 16
_COMPONENTS = {"/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4}
_MOST_COMPONENTS = 4
_MOST_BITS = 16
_MOST_WRAPPINGS = 3
_MOST_SCANS = 64
_NAMING = {"Do": Name.XObject, "scn": Name.Pattern, "SCN": Name.Pattern, "gs": Name.ExtGState}
"""Operators that name something that may hold images, and the resources in which it is found."""

_HIDDEN, _NO_VIEW = 2, 32
_START_OF_IMAGE = b"\xff\xd8"
_SHRUNK = 8
"""Decoded at an eighth, a JPEG is still read to its end and costs about an eighth of its time and memory."""


class _Spent(Exception):
    """The page's budget is used up."""


class _Budget:
    """What one page may cost: A4 in colour at 300 dpi has 26 MB of samples, a page of a book rarely ten images."""

    def __init__(self) -> None:
        self._bytes_left, self._objects_left = 64_000_000, 1000
        self._work_left = jpegs.MOST_WORK

    @property
    def bytes_left(self) -> int:
        return self._bytes_left

    def visit(self) -> None:
        """Take an image, form or annotation off; raises `_Spent`."""
        self._objects_left -= 1
        if self._objects_left < 0:
            raise _Spent

    def pays_end(self, work: int) -> bool:
        """Take the work off that it takes to tell a JPEG without its end from one that was cut; False: too much."""
        self._work_left -= work
        return self._work_left >= 0

    def spend(self, count: int) -> None:
        """Take bytes off, those that went in or came out; raises `_Spent`."""
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise _Spent


def has_damaged_image(page: pikepdf.Page, limits: Limits) -> bool:
    """Whether an image that the page or a mark laid over it draws by name is cut off or broken.

    Content beyond the limits is not searched, images beyond them are not decoded, and all ends with the page's budget:
    what is not looked at, or cannot be, counts as sound. Raises what pikepdf raises on a damaged page.
    """
    search = _Search(limits)
    try:
        if search.finds_damage(page.obj, page.obj.get(Name.Contents), page.resources, 0):
            return True
        return any(search.draws_damage(form, page.resources, 0) for form in _appearances(page))
    except _Spent:
        return False


def has_too_many_scans(jpeg: bytes) -> bool:
    """Whether a JPEG paints itself over so often that decoding it takes minutes. Honest ones have ten scans or so."""
    return jpeg.count(START_OF_SCAN) > _MOST_SCANS


def _appearances(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    """The looks of the marks that can be seen: stamps, signatures, filled fields (ISO 32000-1, 12.5.5)."""
    for mark in page.obj.get(Name.Annots, pikepdf.Array()).as_list():
        if not isinstance(mark, pikepdf.Dictionary) or mark.get(Name.Subtype) == Name.Popup:
            continue
        looks = mark.get(Name.AP)
        if not isinstance(looks, pikepdf.Dictionary) or int(mark.get(Name.F, 0)) & (_HIDDEN | _NO_VIEW):
            continue
        look = looks.get(Name.N)
        if isinstance(look, pikepdf.Dictionary) and not isinstance(look, pikepdf.Stream):
            look = look.get(str(mark.get(Name.AS, Name.Off)))
        if isinstance(look, pikepdf.Stream):
            yield look


class _Search:
    """Follows what a page draws, each object once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._content = SearchBudget(limits)
        self._budget = _Budget()
        self._seen: set[tuple[int, int]] = set()

    def finds_damage(self, stream: pikepdf.Object, content: Any, resources: pikepdf.Object, depth: int) -> bool:
        """Whether a content stream draws a damaged image, also in its forms, tiling patterns and soft masks."""
        if depth > _DEEPEST_FORM or not self._content.pays(content):
            return False
        for instruction in pikepdf.parse_content_stream(stream, " ".join(_NAMING)):
            target = _named(resources, str(instruction.operator), instruction.operands)
            if isinstance(target, pikepdf.Stream) and self.draws_damage(target, resources, depth):
                return True
        return False

    def draws_damage(self, target: pikepdf.Object, resources: pikepdf.Object, depth: int) -> bool:
        """The same for an image, with its masks, a form or a pattern. What cannot be looked at leaves the others."""
        if target.objgen in self._seen:
            return False
        self._seen.add(target.objgen)
        self._budget.visit()
        try:
            if target.get(Name.Subtype) == Name.Image:
                masks = [mask for key in (Name.SMask, Name.Mask) if isinstance(mask := target.get(key), pikepdf.Stream)]
                whole = _is_whole(target, self._limits, self._budget)
                return not whole or any(self.draws_damage(mask, resources, depth) for mask in masks)
            if target.get(Name.Subtype, Name.Form) == Name.Form:
                return self.finds_damage(target, target, target.get(Name.Resources, resources), depth + 1)
        except _BROKEN_IMAGE:
            pass  # poppler has mended or told it
        return False


def _named(resources: pikepdf.Object, operator: str, operands: Any) -> Any:
    """What an operator draws or draws with, by its name in the resources; None where that is nothing with images.

    A shading pattern has none, and is no stream; a soft mask is drawn by its group (ISO 32000-1, 8.7.3 and 11.6.5.2).
    """
    if not operands or not isinstance(operands[-1], Name):
        return None
    found = resources.get(_NAMING[operator], pikepdf.Dictionary()).get(str(operands[-1]))
    if operator != "gs" or not isinstance(found, pikepdf.Dictionary):
        return found
    mask = found.get(Name.SMask)
    return mask.get(Name.G) if isinstance(mask, pikepdf.Dictionary) else None


def _is_whole(image: pikepdf.Object, limits: Limits, budget: _Budget) -> bool:
    width, height = int(image.get(Name.Width, 0)), int(image.get(Name.Height, 0))
    names = filters_of(image)
    if width < 1 or height < 1 or width * height > limits.colour_pixels or not names:
        return True
    if names[-1] == "/DCTDecode":
        data = _unwrapped(image, names[:-1], budget)
        return data is None or _jpeg_is_whole(data, limits, budget)
    if names[-1] == "/FlateDecode":
        bits, components = int(image.get(Name.BitsPerComponent, 1)), _components(image.get(Name.ColorSpace))
        if not (1 <= bits <= _MOST_BITS and 1 <= components <= _MOST_COMPONENTS):
            return True
        data = _unwrapped(image, names[:-1], budget)
        return data is None or _deflates_to(data, height, (width * bits * components + 7) // 8, budget)
    return True


def _unwrapped(image: pikepdf.Object, wrappings: list[str], budget: _Budget) -> bytes | None:
    """The stored image without what is packed around it, cut off where that is; None for packings not undone here."""
    if len(wrappings) > _MOST_WRAPPINGS:
        return None
    data = image.read_raw_bytes()
    for name in wrappings:
        if name == "/FlateDecode" and Name.DecodeParms not in image:
            data = b"".join(_Inflating(data, budget).pieces())
        elif name in {"/ASCII85Decode", "/ASCIIHexDecode"}:
            # At most four bytes come out of one.
            budget.spend(4 * len(data))
            with pikepdf.new() as pdf:
                data = pdf.make_stream(data, Filter=Name(name)).read_bytes()
        else:
            return None
    return data


def _jpeg_is_whole(data: bytes, limits: Limits, budget: _Budget) -> bool:
    """What Pillow does not know for a JPEG is left to poppler, which draws more kinds and says what it cannot."""
    start = data.find(_START_OF_IMAGE)
    if start < 0 or has_too_many_scans(data):
        return True
    Image.MAX_IMAGE_PIXELS = None
    to_end = 0
    try:
        with Image.open(io.BytesIO(data[start:]), formats=("JPEG",)) as image:
            pixels = image.width * image.height
            scans = max(1, data.count(START_OF_SCAN))
            cost = max(len(data), pixels * len(image.getbands()) * scans // _SHRUNK)
            if pixels > limits.colour_pixels or cost > budget.bytes_left:
                return True
            budget.spend(cost)
            to_end = jpegs.work(data, pixels * len(image.getbands()))
            image.draft(None, (max(1, image.width // _SHRUNK), max(1, image.height // _SHRUNK)))
            image.load()
    except UnidentifiedImageError:
        return True
    except (OSError, SyntaxError, ValueError):
        return budget.pays_end(to_end) and jpegs.ended(data[start:]) is not None
    return True


def _deflates_to(data: bytes, rows: int, row: int, budget: _Budget) -> bool:
    """Whether its rows come out of it, each with a byte more where a predictor is named.

    Poppler does not ask for the checksum, and a wrong or missing one is no loss where the bytes are as many as they
    should be. Where a broken stream goes on as nonsense they are not.
    """
    inflating = _Inflating(data, budget)
    made = sum(len(piece) for piece in inflating.pieces())
    return made >= rows * row and (made <= rows * (row + 1) or inflating.checksum_is_right)


class _Inflating:
    """A deflate stream up to its end or its damage; the two bytes of its head are passed over."""

    def __init__(self, data: bytes, budget: _Budget) -> None:
        self._data = data
        self._budget = budget
        self._adler = zlib.adler32(b"")
        self._end: int | None = None

    @property
    def checksum_is_right(self) -> bool:
        """Whether it came to its end and the checksum after it fits."""
        return self._end is not None and self._data[self._end :][:4] == self._adler.to_bytes(4, "big")

    def pieces(self) -> Iterator[bytes]:
        """What comes out of it; raises `_Spent` where the budget ends first."""
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        for start in range(2, len(self._data), _FED):
            rest = self._data[start : start + _FED]
            end = start + len(rest)
            self._budget.spend(len(rest) // _SHRUNK)
            more = True
            while more:
                try:
                    piece = unpacking.decompress(rest, _PIECE)
                except zlib.error:
                    return
                self._budget.spend(len(piece))
                self._adler = zlib.adler32(piece, self._adler)
                yield piece
                rest = unpacking.unconsumed_tail
                more = not unpacking.eof and (bool(rest) or len(piece) == _PIECE)
            if unpacking.eof:
                self._end = end - len(unpacking.unused_data)
                return


def _components(space: Any) -> int:
    """Numbers a pixel; where that is not plain, the least there can be."""
    if isinstance(space, pikepdf.Array) and len(space):
        if str(space[0]) == "/ICCBased" and len(space) > 1:
            return int(space[1].get(Name.N, 1))
        if str(space[0]) == "/DeviceN" and len(space) > 1:
            return len(space[1])
        return _COMPONENTS.get(str(space[0]), 1)
    return _COMPONENTS.get(str(space), 1)
