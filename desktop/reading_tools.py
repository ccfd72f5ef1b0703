"""The reading side of the composition root: document types, workers, extractor. Loads no database and no Qt.

What reads pages is loaded in the worker processes; here only `live_readers` does so, for who wants to know.
"""

import importlib.metadata
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.digitising import Tools
from dossier.document_types import DocumentTypes
from ocr.extraction import RuleExtractor
from ocr.pictures import poppler
from ocr.workers import WorkerPageReader, WorkerPictureSource, standard_readers
from resources import document_types
from resources.catalogues import load_lists, names_of

_FIRST_READER = ("trueocr", "onnxruntime", "onnx")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveReaders:
    """The readers that work on this machine, by engine, model and version."""

    first: str
    second: str | None
    language_model: bool


def load_types(office: Path | None = None) -> DocumentTypes:
    """The document types that ship with the program, and an office's own in a folder beside them.

    A type that is not written correctly is left out with a warning; `document_types.load_files` tells all about it.
    """
    types, refused = DocumentTypes.from_files(document_types.load_files(office))
    for error in refused:
        logging.getLogger(__name__).warning("document type left out: %s", error)
    return types.with_lists(names_of(load_lists()))


@contextmanager
def reading_tools(workers: int, types: DocumentTypes, password: str | None = None) -> Iterator[Tools]:
    """What opens files (locked ones by `password`) and reads pages, with up to `workers` reading processes.

    They run while the block does.
    """
    with WorkerPictureSource() as pictures, WorkerPageReader(standard_readers, jobs=workers) as reader:
        yield Tools(pictures=pictures, reader=reader, extractor=RuleExtractor(types), password=password)


def check_pictures() -> None:
    """Raise `ToolMissing` when PDF pages cannot be made into pictures on this machine."""
    poppler.check()


def check_reader() -> None:
    """Raise `EngineMissing` or `LanguageMissing` when neither reader works on this machine."""
    if not all(map(_is_installed, _FIRST_READER)):
        from ocr.engines.tesseract_in_process import best_tesseract

        best_tesseract().check()


def live_readers() -> LiveReaders:
    """Who reads here. Loads what reads; raises as `check_reader`."""
    readers = standard_readers()
    return LiveReaders(
        first=readers.first.label,
        second=readers.second.label if readers.second is not None else None,
        language_model=readers.language.knows("việt") and not readers.language.knows("vxqz"),
    )


def _is_installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True
