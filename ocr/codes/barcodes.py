"""QR codes and Code 128 on a page picture, by zxing-cpp; what its one look misses is looked at again enlarged.

Formats are always named: asking for all of them costs ten times as much. Payloads are foreign bytes: they come out as
text or as a code that cannot be read, and are believed by nobody here.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterator

import cv2
import numpy as np
import zxingcpp

from dossier.codes import CodeKind, PageCode
from dossier.reading import Box
from ocr.codes.places import likely_places
from ocr.engines.engine import Grey

AS_IT_IS = "as it is"
LONGEST = 4000
"""Signs of a payload; longer ones count as unreadable. A QR code holds 2,953 bytes at most."""

_LEAST_CODE128 = 4
"""Shorter ones are more often noise than a number."""
_LEAST_CONTRAST = 0.35
"""Of dark to light within a code. Faded print has 0.45 and more; what shines through from the other side 0.1 to 0.3,
and zxing reads it, mirrored as it is."""
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_CODE128 = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
_LOCAL = zxingcpp.Binarizer.LocalAverage
_WHOLE = zxingcpp.Binarizer.GlobalHistogram


def _enlarged(scale: float, *, smoothed: float = 0.0) -> Callable[[Grey], Grey]:
    """`smoothed` is in pixels before enlarging."""

    def enlarge(grey: Grey) -> Grey:
        big = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        return np.asarray(cv2.GaussianBlur(big, (0, 0), smoothed * scale) if smoothed else big, np.uint8)

    return enlarge


def _despeckled(grey: Grey) -> Grey:
    return _enlarged(3)(np.asarray(cv2.medianBlur(grey, 3), np.uint8))


_LOOKS: tuple[tuple[str, float, Callable[[Grey], Grey], zxingcpp.Binarizer], ...] = (
    ("x3 smoothed", 3, _enlarged(3, smoothed=0.8), _WHOLE),
    ("x1.5", 1.5, _enlarged(1.5), _LOCAL),
    ("x2", 2, _enlarged(2), _WHOLE),
    ("x3 lightly smoothed", 3, _enlarged(3, smoothed=0.5), _LOCAL),
    ("x3 without specks", 3, _despeckled, _LOCAL),
    ("x2 much smoothed", 2, _enlarged(2, smoothed=1.4), _WHOLE),
)
"""Name, scale, what is done, how ink is told from paper; by how many they add on badly worn codes."""


def find_barcodes(grey: Grey, dpi: int, kinds: Collection[CodeKind] = (CodeKind.QR,)) -> tuple[PageCode, ...]:
    """The codes of the wanted kinds on a page picture of any turn, from top to bottom.

    `dpi` only says how large a code can be. A QR code that is there but cannot be read has no text. Runs in the
    worker's thread; a page without codes costs one look for each kind.
    """
    grey = np.ascontiguousarray(grey)
    found: list[PageCode] = []
    if CodeKind.QR in kinds:
        found += _qr_codes(grey, dpi)
    if CodeKind.CODE128 in kinds:
        read = [_page_code(one, CodeKind.CODE128, grey.shape) for one in zxingcpp.read_barcodes(grey, formats=_CODE128)]
        found += [code for code in read if code.text is not None and len(code.text) >= _LEAST_CODE128]
    here = (code for code in found if _is_of_this_side(grey, code.box))
    return tuple(sorted(here, key=lambda code: (code.box.y, code.box.x)))


def _is_of_this_side(grey: Grey, box: Box) -> bool:
    piece = grey[box.y : box.bottom, box.x : box.right]
    if not piece.size:
        return False
    dark, light = np.percentile(piece, (15, 85))
    return bool(light - dark >= _LEAST_CONTRAST * light)


def _qr_codes(grey: Grey, dpi: int) -> Iterator[PageCode]:
    sure = [_page_code(one, CodeKind.QR, grey.shape) for one in zxingcpp.read_barcodes(grey, formats=_QR)]
    yield from sure
    for place in likely_places(grey, dpi):
        if not any(_holds(place, code.box) for code in sure):
            code = _looked_at_again(grey, place)
            if code is not None and not any(_holds(code.box, one.box) for one in sure):
                sure.append(code)
                yield code


def _looked_at_again(grey: Grey, place: Box) -> PageCode | None:
    """The code at the place, without text if there is one that no look could read; None where there is none."""
    piece = np.ascontiguousarray(grey[place.y : place.bottom, place.x : place.right])
    unread = None
    for how, scale, prepared, binarizer in _LOOKS:
        for one in zxingcpp.read_barcodes(prepared(piece), formats=_QR, binarizer=binarizer, return_errors=True):
            code = _page_code(one, CodeKind.QR, grey.shape, how=how, scale=scale, at=place)
            if code.text is not None:
                return code
            unread = code
    return unread


def _page_code(
    one: zxingcpp.Barcode,
    kind: CodeKind,
    shape: tuple[int, ...],
    *,
    how: str = AS_IT_IS,
    scale: float = 1,
    at: Box | None = None,
) -> PageCode:
    """As the page has it. `shape` bounds the box; `scale` and `at` say how the image that was read lies on the page."""
    corners = one.position
    points = (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)
    left, top = (at.x, at.y) if at is not None else (0, 0)
    xs = [min(max(round(point.x / scale) + left, 0), shape[1]) for point in points]
    ys = [min(max(round(point.y / scale) + top, 0), shape[0]) for point in points]
    return PageCode(
        kind=kind,
        text=_text(one) if one.valid else None,
        box=Box(x=min(xs), y=min(ys), w=max(xs) - min(xs), h=max(ys) - min(ys)),
        rotation=-90 * round(one.orientation / 90) % 360,
        how=how,
    )


def _text(one: zxingcpp.Barcode) -> str | None:
    """The payload as UTF-8 where it is: the library guesses at an encoding that the code does not name."""
    try:
        text = one.bytes.decode("utf-8")
    except UnicodeDecodeError:
        text = one.text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", text) if 0 < len(text) <= LONGEST else None


def _holds(place: Box, other: Box) -> bool:
    """Whether the middle of the other box lies in the place."""
    x, y = other.x + other.w / 2, other.y + other.h / 2
    return place.x <= x <= place.right and place.y <= y <= place.bottom
