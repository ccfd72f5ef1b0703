"""PDF files to page pictures: the embedded stream, a G4 TIFF, or a rendering.

A stream that the page shows turned is not taken as it is, since a page picture carries no note how to turn it: a
bilevel one is turned without loss, others are rendered. A picture that does not show all that its page draws, since an
image is damaged or missing, says so (`PagePicture.incomplete`). The source file itself is kept byte for byte elsewhere.
"""

import errno
import io
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
from pikepdf import Name
from PIL import Image

from dossier.errors import (
    OpeningNotStarted,
    OpeningTimedOut,
    PageDamaged,
    PageTooLarge,
    SourceDamaged,
    SourceEncrypted,
    SourceError,
    SourcePasswordWrong,
    SourceTooLarge,
    SourceUnreadable,
)
from dossier.reading import PagePicture
from ocr.pictures import poppler
from ocr.pictures.boxes import Box
from ocr.pictures.damage import BROKEN, has_damaged_image
from ocr.pictures.limits import Limits
from ocr.pictures.making import JPEG, is_white, picture
from ocr.pictures.painting import sole_image
from ocr.pictures.passwords import candidates
from ocr.pictures.streams import from_stream

_RENDER_DPI = 300
_LETTER: Box = (0.0, 0.0, 612.0, 792.0)
_FULL = (errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE)
"""The machine has no process, memory or file handle left; that says nothing of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenPdf:
    """An opened file and what it takes to open it again."""

    path: Path
    pdf: pikepdf.Pdf
    locked: bool
    """Whether only a password opens it; it is never handed on, since arguments can be seen by everybody."""


def open_pdf(
    path: Path, limits: Limits, first: int, password: str | None = None
) -> Iterator[PagePicture | SourceError]:
    """See `open_pictures`."""
    source = path.name
    opened = _open(path, password)
    try:
        count = len(opened.pdf.pages)
    except BROKEN:
        count = 0
    if count == 0 or count > limits.pages:
        opened.pdf.close()
        if count:
            raise SourceTooLarge(source=source, pages=count, most=limits.pages)
        raise SourceDamaged(source=source)
    return _pages(opened, limits, range(first, count + 1))


def _open(path: Path, password: str | None) -> _OpenPdf:
    """An empty password is tried first: it opens files that are only locked against being changed."""
    for attempt in (b"", *candidates(password or "")):
        try:
            return _OpenPdf(path=path, pdf=pikepdf.open(path, password=attempt), locked=attempt != b"")
        except pikepdf.PasswordError:
            continue
        except OSError as error:
            raise SourceUnreadable(source=path.name, errno=error.errno) from error
        except BROKEN:
            raise SourceDamaged(source=path.name) from None
    raise SourcePasswordWrong(source=path.name) if password else SourceEncrypted(source=path.name)


def _pages(opened: _OpenPdf, limits: Limits, numbers: range) -> Iterator[PagePicture | SourceError]:
    source = opened.path.name
    with opened.pdf:
        for number in numbers:
            try:
                yield _page_picture(opened, number, limits)
            except SourceError as error:
                yield error
            except TimeoutError:
                yield OpeningTimedOut(source=source, page=number, seconds=limits.render_seconds)
            except OSError as error:
                full = error.errno in _FULL
                lost: SourceError = PageDamaged(source=source, page=number)
                yield OpeningNotStarted(source=source, page=number, errno=error.errno) if full else lost
            except BROKEN:
                yield PageDamaged(source=source, page=number)


def _page_picture(opened: _OpenPdf, number: int, limits: Limits) -> PagePicture:
    page_box, unit = _LETTER, 1.0
    try:
        page = opened.pdf.pages[number - 1]
        page_box, unit = _page_box(page), _unit(page)
        painted = sole_image(page, page_box, limits)
        made = None if painted is None else from_stream(opened.path.name, number, painted, unit, limits)
        if made is not None:
            return made
    except BROKEN:
        # Poppler mends other damage than pikepdf does.
        pass
    return _rendered(opened, number, page_box, unit, limits)


def _unit(page: pikepdf.Page) -> float:
    """What a point of this page is in points (ISO 32000-1, 14.11.2)."""
    unit = float(page.obj.get(Name.UserUnit, 1))
    return unit if unit > 0 else 1.0


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


def _rendered(opened: _OpenPdf, number: int, page_box: Box, unit: float, limits: Limits) -> PagePicture:
    source, pdf = opened.path.name, opened.pdf
    area = (page_box[2] - page_box[0]) * (page_box[3] - page_box[1]) * (unit / 72) ** 2
    dpi = min(_RENDER_DPI, math.floor(math.sqrt(limits.rendered_pixels / area)))
    if dpi < limits.least_dpi:
        pixels = round(area * limits.least_dpi**2)
        raise PageTooLarge(source=source, page=number, pixels=pixels, most=limits.rendered_pixels)
    # Poppler takes a point for 1/72 inch whatever the page says.
    asked = max(1, round(dpi * unit))
    if opened.locked:
        finished = poppler.render(None, 1, asked, limits, _alone(pdf, number))
    else:
        finished = poppler.render(opened.path, number, asked, limits)
    if not finished.output and not pdf.is_encrypted:
        # Poppler does not find the page; qpdf, inside pikepdf, mends other damage and writes it anew. What a damaged
        # encryption hides is not guessed at.
        finished = poppler.render(None, 1, asked, limits, _alone(pdf, number))
    if not finished.output:
        raise PageDamaged(source=source, page=number)
    with Image.open(io.BytesIO(finished.output), formats=("JPEG",)) as image:
        size = image.size
        if poppler.complains(finished) and _has_contents(pdf, number) and is_white(image):
            raise PageDamaged(source=source, page=number)
    made = picture(number, finished.output, JPEG, size=size, dpi=dpi, origin="rendered")
    return replace(made, incomplete=poppler.misses_picture(finished) or _draws_damage(pdf, number, limits))


def _alone(pdf: pikepdf.Pdf, number: int) -> bytes:
    """A PDF of that page, mended and without its lock."""
    with pikepdf.new() as single:
        packed = io.BytesIO()
        with warnings.catch_warnings():
            # It warns of form fields that lose their form; they keep their looks.
            warnings.simplefilter("ignore")
            single.pages.append(pdf.pages[number - 1])
            single.save(packed)
    return packed.getvalue()


def _draws_damage(pdf: pikepdf.Pdf, number: int, limits: Limits) -> bool:
    try:
        return has_damaged_image(pdf.pages[number - 1], limits)
    except (*BROKEN, OSError, MemoryError):
        return False  # what is broken in the page itself poppler has mended or told


def _has_contents(pdf: pikepdf.Pdf, number: int) -> bool:
    try:
        return Name.Contents in pdf.pages[number - 1].obj
    except BROKEN:
        return True
