"""Poppler's `pdftoppm` through pipes: a page as JPEG, a bilevel stream dot for dot. Nothing is written to disk.

pdf2image was tried first: it asks `pdfinfo` before every page and starts poppler in a way that lets it outlive us.
"""

import re
import shutil
from pathlib import Path

from dossier.errors import ToolMissing
from files.processes import Finished, run_tool
from ocr.pictures.limits import Limits

_PROGRAM = "pdftoppm"
_JPEG_QUALITY = 92
_PICTURE = re.compile(
    r"XObject .* (unknown|wrong type)|(flate|LZW|DCT|JBIG2|JPX|ASCII85|ASCIIHex|RunLength) ?stream|CCITTFax"
    r"|JPEG data|jpeg data|JBIG2|codestream|image param|[Bb]ad image|inline image"
)


def check() -> None:
    """Raise `ToolMissing` when poppler is not installed. Any process."""
    if shutil.which(_PROGRAM) is None:
        raise ToolMissing(tool=_PROGRAM)


def render(path: Path | None, page: int, dpi: int, limits: Limits, given: bytes = b"") -> Finished:
    """One page as colour JPEG on `output`, as every viewer shows it: crop box, /Rotate, annotations.

    Of a file, or of the PDF `given` where `path` is None. JPEG, because an A4 page at 300 dpi takes about 1 MB instead
    of 10 as PNG, and quality 92 leaves Tesseract's words unchanged. `output` is empty when poppler finds no such page.
    Raises `ToolMissing` and `TimeoutError`.
    """
    options = ["-cropbox", "-jpeg", "-jpegopt", f"quality={_JPEG_QUALITY},optimize=y"]
    where = "-" if path is None else str(path)
    return _pdftoppm([*options, "-r", str(dpi), "-f", str(page), "-l", str(page), where], given, limits)


def decode_bilevel(pdf: bytes, limits: Limits) -> Finished:
    """The single page of a PDF at 72 dpi as a PBM on `output`: one pixel a point."""
    return _pdftoppm(["-mono", "-r", "72", "-"], pdf, limits)


def complains(finished: Finished) -> bool:
    """Whether poppler reported an error (a warning is none). It goes on after most and then leaves paper white."""
    return finished.code != 0 or "Error" in finished.complaint


def misses_picture(finished: Finished) -> bool:
    """Whether it complained of a stream or image that it could not draw whole, in the words of poppler 22.12.

    A missing glyph or a damaged table of contents is no such thing.
    """
    return any(_PICTURE.search(line) for line in finished.complaint.splitlines() if "Warning" not in line)


def _pdftoppm(arguments: list[str], given: bytes, limits: Limits) -> Finished:
    try:
        return run_tool(
            [_PROGRAM, *arguments],
            given=given,
            seconds=limits.render_wait,
            work_seconds=limits.render_seconds,
            bound=True,
        )
    except FileNotFoundError:
        raise ToolMissing(tool=_PROGRAM) from None
