"""The reading side of the composition root: document types, workers, extractor. Loads no database and no Qt."""

from collections.abc import Iterator
from contextlib import contextmanager

from desktop.digitising import Tools
from dossier.document_types import DocumentTypes
from ocr.engines.tesseract import TesseractEngine
from ocr.extraction import RuleExtractor
from ocr.pictures import poppler
from ocr.workers import WorkerPageReader, WorkerPictureSource
from resources import document_types


def load_types() -> DocumentTypes:
    """The document types that ship with the program. Raises `InvalidDocumentType`."""
    return DocumentTypes.from_data(document_types.load())


@contextmanager
def reading_tools(workers: int, types: DocumentTypes) -> Iterator[Tools]:
    """What opens files and reads pages, with up to `workers` reading processes while the block runs."""
    with WorkerPictureSource() as pictures, WorkerPageReader(TesseractEngine, jobs=workers) as reader:
        yield Tools(pictures=pictures, reader=reader, extractor=RuleExtractor(types))


def check_pictures() -> None:
    """Raise `ToolMissing` when PDF pages cannot be made into pictures on this machine."""
    poppler.check()


def check_reader() -> None:
    """Raise `EngineMissing` or `LanguageMissing` when pages cannot be read on this machine."""
    TesseractEngine().check()
