"""What a worker reads with: the first reader, the second where there is one, the language model of both.

Either reader alone works. Made once in the worker process; the maker travels by pickle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dossier.errors import EngineMissing, LanguageMissing
from ocr.engines.engine import EngineWord, OcrEngine
from ocr.engines.tesseract_in_process import best_tesseract
from ocr.engines.trueocr import TrueOcrEngine
from ocr.language.cleanup import apart_at_signs, clean_up
from ocr.language.mending import mend
from ocr.language.model import SyllableModel
from ocr.language.surprise import with_surprise


class Language(Protocol):
    """Corrects what a reader read, by what Vietnamese papers say."""

    def corrected(self, words: Sequence[EngineWord]) -> tuple[EngineWord, ...]:
        """The words of a page in reading order with their marks chosen and typed slips mended."""
        ...

    def knows(self, syllable: str) -> bool:
        """Whether this is a syllable of the language, case aside."""
        ...


class Vietnamese:
    """The language model that ships with the program: marks by the lattice, then the typed clean-up."""

    def __init__(self) -> None:
        self._model = SyllableModel()

    def corrected(self, words: Sequence[EngineWord]) -> tuple[EngineWord, ...]:
        """See `Language`."""
        return with_surprise(clean_up(mend(apart_at_signs(words), self._model), self._model), self._model)

    def knows(self, syllable: str) -> bool:
        """See `Language`."""
        return self._model.knows(syllable)


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers of one worker process."""

    first: OcrEngine
    second: OcrEngine | None
    language: Language
    for_lines: OcrEngine | None = None
    """Reads the machine-readable lines of cards; without it only what the first reader has of them is tried."""


def is_live(engine: OcrEngine) -> bool:
    """Whether an engine can read on this machine."""
    try:
        engine.check()
    except (EngineMissing, LanguageMissing):
        return False
    return True


def make_readers() -> Readers:
    """TrueOCR first, Tesseract second; where only Tesseract is live it reads first and alone.

    Raises `EngineMissing` or `LanguageMissing` when neither can read.
    """
    first = TrueOcrEngine()
    # Its data is loaded with the first card.
    english = best_tesseract("eng", alternatives=False)
    for_lines = english if is_live(english) else None
    if not is_live(first) or not first.loads():
        alone = best_tesseract()
        alone.check()
        return Readers(alone, None, Vietnamese(), for_lines)
    # Alternatives of the second reader change one agreement in a thousand.
    second = best_tesseract(alternatives=False)
    return Readers(first, second if is_live(second) else None, Vietnamese(), for_lines)
