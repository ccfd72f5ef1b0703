"""Opens a foreign file by what is in it, not by its name. Runs in a worker process."""

from collections.abc import Iterator
from pathlib import Path

from dossier.errors import SourceEmpty, SourceError, SourceMissing, SourceTooLarge, SourceUnreadable
from dossier.reading import PagePicture
from ocr.pictures.images import open_image_file
from ocr.pictures.kinds import LOOKED_AT, Kind, kind_of, refusal
from ocr.pictures.limits import Limits
from ocr.pictures.pdf import open_pdf


def open_pictures(
    path: Path, limits: Limits, first: int = 1, password: str | None = None
) -> Iterator[PagePicture | SourceError]:
    """Page pictures of a PDF or image file in order, from page `first` on; a page that fails is yielded as its error.

    Opens at once and raises `SourceError` when the file as a whole cannot be used; pages are made as they are asked
    for. Facts: source (the file's name) and page. `password` opens a locked PDF; other files have none.
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
            head = file.read(LOOKED_AT)
    except FileNotFoundError:
        raise SourceMissing(source=source) from None
    except OSError as error:
        raise SourceUnreadable(source=source, errno=error.errno) from error
    kind, suffix = kind_of(head), path.suffix.lower()
    if kind is Kind.UNKNOWN and (refused := refusal(source, suffix, head)) is not None:
        raise refused
    if kind is Kind.PDF or (kind is Kind.UNKNOWN and suffix == ".pdf"):
        return open_pdf(path, limits, first, password)
    return open_image_file(path, limits, first)
