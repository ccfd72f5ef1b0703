"""Opens a foreign file by what is in it, not by its name. Runs in a worker process."""

from collections.abc import Iterator
from pathlib import Path

from dossier.errors import SourceEmpty, SourceError, SourceMissing, SourceTooLarge, SourceUnreadable
from dossier.reading import PagePicture
from ocr.pictures.images import open_image_file
from ocr.pictures.limits import Limits
from ocr.pictures.pdf import open_pdf

# Readers of PDF look for the header in the first kilobyte (ISO 32000-1, annex H, note 13).
_HEADER_WITHIN = 1024


def open_pictures(path: Path, limits: Limits, first: int = 1) -> Iterator[PagePicture | SourceError]:
    """Page pictures of a PDF or image file in order, from page `first` on; a page that fails is yielded as its error.

    Opens at once and raises `SourceError` when the file as a whole cannot be used; pages are made as they are asked
    for. Facts: source (the file's name) and page.
    """
    source = path.name
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SourceUnreadable(source=source)
        if size == 0:
            raise SourceEmpty(source=source)
        if size > limits.file_bytes:
            raise SourceTooLarge(source=source, bytes=size, most=limits.file_bytes)
        with path.open("rb") as file:
            head = file.read(_HEADER_WITHIN)
    except FileNotFoundError:
        raise SourceMissing(source=source) from None
    except OSError as error:
        raise SourceUnreadable(source=source, errno=error.errno) from error
    if b"%PDF-" in head or path.suffix.lower() == ".pdf":
        return open_pdf(path, limits, first)
    return open_image_file(path, limits, first)
