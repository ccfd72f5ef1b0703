"""Tesseract inside this process, through tesserocr: no start of a program for every page, and no pipe.

The wheel brings the program but no language data: that of the installed Tesseract is used. A crash of Tesseract is one
of the process, which is why readers work in processes of their own.
"""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from dossier.errors import EngineMissing, LanguageMissing, ReadingCrashed, ReadingTimedOut
from dossier.text import clean
from files.processes import run_tool
from ocr.engines.engine import EngineWord, Grey, Layout, Letter, OcrEngine
from ocr.engines.hocr import box_within, engine_word, letter_of, variables
from ocr.engines.tesseract import LEAST_OSD_CONFIDENCE, OSD_LANGUAGE, TesseractEngine, credible, has_room_for_text

_LIST_SECONDS = 20.0
_DEBIAN_DATA = Path("/usr/share/tesseract-ocr/5/tessdata")
_LSTM_ONLY = 1
_NAME = "tesserocr"
_QUIET = {"debug_file": os.devnull}


def best_tesseract(language: str = "vie", seconds: float = 100.0, *, alternatives: bool = True) -> OcrEngine:
    """Tesseract in process where tesserocr and the language's data are installed, else the program; not yet checked."""
    inside = InProcessTesseract(language, seconds, alternatives=alternatives)
    try:
        inside.check()
    except (EngineMissing, LanguageMissing):
        return TesseractEngine(language, seconds=seconds, alternatives=alternatives)
    return inside


class InProcessTesseract:
    """Tesseract with one language's data, opened at the first page and kept open. `seconds` bounds one page.

    Without `alternatives` letters are told without others and with probability 0.
    """

    turns_cheaply = False
    fits_lines = False

    def __init__(self, language: str = "vie", seconds: float = 100.0, *, alternatives: bool = True) -> None:
        self._language = language
        self._seconds = seconds
        self._variables = variables(alternatives=alternatives)
        self._open: dict[str, Any] = {}

    @property
    def label(self) -> str:
        """For example "tesseract 5.5.4 vie in process"."""
        version = re.search(r"\d[\w.-]*", _tesserocr().tesseract_version())
        return f"tesseract {version[0] if version else 'unknown'} {self._language} in process"

    def check(self) -> None:
        """Raise `EngineMissing`, or `LanguageMissing` for the language or for the data that tells which way is up."""
        _tesserocr()
        for language in (self._language, OSD_LANGUAGE):
            if data_folder(language) is None:
                raise LanguageMissing(language=language, engine=_NAME)

    def read(self, image: Grey, dpi: int, layout: Layout = Layout.PAGE) -> tuple[EngineWord, ...]:
        """See `OcrEngine`. Raises `ReadingCrashed` when Tesseract refuses the image and `ReadingTimedOut`."""
        if not has_room_for_text(image):
            return ()
        api = self._api(self._language)
        api.SetPageSegMode(layout.value)
        try:
            self._give(api, image, dpi)
            started = time.monotonic()
            done = api.Recognize(round(self._seconds * 1000))
            if time.monotonic() - started >= self._seconds:
                raise ReadingTimedOut(engine=_NAME, seconds=self._seconds)
            if not done:
                raise ReadingCrashed(engine=_NAME, exit=1)
            return tuple(_words(api, image))
        finally:
            api.Clear()

    def turn(self, image: Grey, dpi: int) -> int | None:
        """See `OcrEngine`. Its degrees count counter-clockwise."""
        if not has_room_for_text(image):
            return None
        api = self._api(OSD_LANGUAGE)
        try:
            self._give(api, image, dpi)
            answer = api.DetectOrientationScript()
        finally:
            api.Clear()
        if not answer or answer["orient_conf"] < LEAST_OSD_CONFIDENCE:
            return None
        return -int(answer["orient_deg"]) % 360

    def _api(self, language: str) -> Any:
        if language not in self._open:
            library, folder = _tesserocr(), data_folder(language)
            library.set_leptonica_log_level(library.LeptLogLevel.NONE)
            if folder is None:
                raise LanguageMissing(language=language, engine=_NAME)
            # The data that tells which way is up is of the old kind, which the LSTM mode refuses.
            mode = library.OEM.DEFAULT if language == OSD_LANGUAGE else _LSTM_ONLY
            try:
                self._open[language] = library.PyTessBaseAPI(
                    path=f"{folder}{os.sep}", lang=language, oem=mode, variables=self._variables | _QUIET
                )
            except RuntimeError:
                raise ReadingCrashed(engine=_NAME, exit=1) from None
        return self._open[language]

    def _give(self, api: Any, image: Grey, dpi: int) -> None:
        height, width = image.shape
        # Of the two ways to say it, this one also keeps Tesseract from warning of the image's own.
        api.SetVariable("user_defined_dpi", str(credible(dpi)))
        try:
            api.SetImageBytes(image.tobytes(), width, height, 1, width)
        except RuntimeError:
            raise ReadingCrashed(engine=_NAME, exit=1) from None
        api.SetSourceResolution(credible(dpi))


def data_folder(language: str) -> Path | None:
    """Where the data of a language lies: TESSDATA_PREFIX, Debian's place, or where the program has it."""
    for folder in _folders():
        if (folder / f"{language}.traineddata").is_file():
            return folder
    return None


def _folders() -> Iterator[Path]:
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        # Before version 4 it named the folder above.
        yield from (Path(prefix), Path(prefix) / "tessdata")
    yield _DEBIAN_DATA
    try:
        listed = run_tool(["tesseract", "--list-langs"], seconds=_LIST_SECONDS).output.decode("utf-8", "replace")
    except (OSError, TimeoutError):
        return
    if folder := re.search(r'"([^"\n]+)"', listed):
        yield Path(folder[1])


def _tesserocr() -> ModuleType:
    """The library, loaded when first needed: it is optional, and processes that do not read shall not load it."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        import tesserocr  # noqa: PLC0415 - see above
    except ImportError:
        raise EngineMissing(engine=_NAME, path=None) from None
    library: ModuleType = tesserocr
    return library


def _words(api: Any, image: Grey) -> Iterator[EngineWord]:
    """Every word where the iterator stands, one after the other; numbers of blocks and lines run on."""
    level = _tesserocr().RIL
    height, width = image.shape
    found = api.GetIterator()
    block, line = 0, -1
    while found is not None:
        block += found.IsAtBeginningOf(level.BLOCK)
        line += found.IsAtBeginningOf(level.TEXTLINE)
        # Pictures and rules are blocks with one empty word.
        if not found.Empty(level.WORD) and (corners := found.BoundingBox(level.WORD)):
            box, percent = box_within(corners, width, height), found.Confidence(level.WORD)
            word = engine_word(_letters(found, level), box, percent, block, max(line, 0))
            if word is not None:
                yield word
        if not found.Next(level.WORD):
            return


def _letters(found: Any, level: Any) -> list[Letter]:
    """The signs of the word where the iterator stands, which moves to its last sign.

    The choices of one word are one list a sign, of pairs of sign and cost; the space before the word may come first.
    """
    choices = found.GetBestLSTMSymbolChoices() or []
    signs = []
    while True:
        text = found.GetUTF8Text(level.SYMBOL) or ""
        signs.append((text, found.BoundingBox(level.SYMBOL) or (0, 0, 0, 0)))
        if found.IsAtFinalElement(level.WORD, level.SYMBOL) or not found.Next(level.SYMBOL):
            break
    if len(choices) > len(signs) and choices[0] and choices[0][0][0] == " ":
        choices = choices[1:]
    offers = choices if len(choices) == len(signs) else [[] for _ in signs]
    return [letter_of(clean(text), box[0], box[2], offer) for (text, box), offer in zip(signs, offers, strict=True)]
