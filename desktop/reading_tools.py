"""The reading side of the composition root: document types, workers, extractor. Loads no database and no Qt."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.digitising import Tools
from dossier.document_types import DocumentTypes
from ocr.extraction import RuleExtractor
from ocr.workers import WorkerPageReader, WorkerPictureSource, Workers
from resources import document_types


def load_types() -> DocumentTypes:
    """The document types that ship with the program. Raises `InvalidDocumentType`."""
    return DocumentTypes.from_data(document_types.load())


@contextmanager
def reading_tools(workers: int, types: DocumentTypes, temporary: Path) -> Iterator[Tools]:
    """What opens files and reads pages, with `workers` processes while the block runs."""
    with Workers(count=workers, temporary=temporary) as pool:
        yield Tools(pictures=WorkerPictureSource(pool), reader=WorkerPageReader(pool), extractor=RuleExtractor(types))


def check_reader() -> None:
    """Raise `EngineMissing` or `LanguageMissing` when pages cannot be read on this machine."""
    from ocr.engines.tesseract import check

    check()
