"""Tesseract as a program through pipes: the picture goes in as PGM, words come out as hOCR; nothing is written to disk.

hOCR alone tells the alternatives of every sign, in the same time as the plain table.

pytesseract writes the page picture into a temporary file, which the secrecy rules forbid, so the program is
called directly. One process of one thread a page: two at once with OpenMP take four times as long.
"""

import functools
import os
import re

from dossier.errors import EngineMissing, LanguageMissing, ReadingCrashed, ReadingTimedOut
from files.processes import Finished, run_tool
from ocr.engines.engine import EngineWord, Grey, Layout
from ocr.engines.hocr import variables, words_of_hocr

_CHECK_SECONDS = 20.0
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1"}
OSD_LANGUAGE = "osd"
LEAST_OSD_CONFIDENCE = 1.0
_LEAST_DPI, _MOST_DPI = 70, 2400
_LEAST_SIDE = 3


class TesseractEngine:
    """Tesseract with one language's data. `seconds` bounds one call; `program` is looked for on the PATH.

    Without `alternatives` letters are told without others and with probability 0.
    """

    def __init__(
        self, language: str = "vie", program: str = "tesseract", seconds: float = 100.0, *, alternatives: bool = True
    ) -> None:
        self._language = language
        self._program = program
        self._seconds = seconds
        named = variables(alternatives=alternatives)
        self._settings = [part for name, value in named.items() for part in ("-c", f"{name}={value}")]

    @functools.cached_property
    def label(self) -> str:
        """For example "tesseract 5.3.0 vie"."""
        output = self._run(["--version"], None, _CHECK_SECONDS).output
        words = output.decode("utf-8", "replace").split()
        version = words[1].removeprefix("v") if len(words) > 1 else "unknown"
        return f"tesseract {version} {self._language}"

    turns_cheaply = False
    fits_lines = False

    def check(self) -> None:
        """Raise `EngineMissing`, or `LanguageMissing` for the language or for the data that tells which way is up."""
        found = self._run(["--list-langs"], None, _CHECK_SECONDS).output.decode("utf-8", "replace").split()
        for language in (self._language, OSD_LANGUAGE):
            if language not in found:
                raise LanguageMissing(language=language, engine=self._program)

    def read(self, image: Grey, dpi: int, layout: Layout = Layout.PAGE) -> tuple[EngineWord, ...]:
        """See `OcrEngine`. Raises `ReadingCrashed` when the program fails and `ReadingTimedOut`."""
        if not has_room_for_text(image):
            return ()
        arguments = ["stdin", "stdout", "-l", self._language, "--oem", "1", "--psm", str(layout.value)]
        arguments += _resolution(dpi) + self._settings + ["hocr"]
        finished = self._run(arguments, _pgm(image), self._seconds)
        if finished.code != 0:
            raise ReadingCrashed(engine=self._program, exit=finished.code)
        height, width = image.shape
        return words_of_hocr(finished.output.decode("utf-8", "replace"), width, height)

    def turn(self, image: Grey, dpi: int) -> int | None:
        """See `OcrEngine`. "Rotate" of its answer is clockwise; "Orientation in degrees" is not."""
        if not has_room_for_text(image):
            return None
        arguments = ["stdin", "stdout", "-l", OSD_LANGUAGE, "--psm", "0", *_resolution(dpi)]
        finished = self._run(arguments, _pgm(image), self._seconds)
        answer = finished.output.decode("utf-8", "replace")
        rotate = re.search(r"^Rotate: (\d+)", answer, re.MULTILINE)
        confidence = re.search(r"^Orientation confidence: ([\d.]+)", answer, re.MULTILINE)
        # It exits with 1 on "Too few characters": no failure, only no answer.
        if finished.code != 0 or rotate is None or confidence is None:
            return None
        return int(rotate[1]) if float(confidence[1]) >= LEAST_OSD_CONFIDENCE else None

    def _run(self, arguments: list[str], given: bytes | None, seconds: float) -> Finished:
        """Only a reading, which has an image, happens in a worker's main thread and is bound to it."""
        try:
            return run_tool(
                [self._program, *arguments],
                given=given or b"",
                seconds=seconds,
                environment=_ENVIRONMENT,
                bound=given is not None,
            )
        except (FileNotFoundError, PermissionError):
            raise EngineMissing(engine=self._program, path=os.environ.get("PATH")) from None
        except TimeoutError:
            raise ReadingTimedOut(engine=self._program, seconds=seconds) from None


def credible(dpi: int) -> int:
    """The nearest resolution that Tesseract takes for one; it guesses otherwise."""
    return min(max(dpi, _LEAST_DPI), _MOST_DPI)


def has_room_for_text(image: Grey) -> bool:
    """Whether the image has any pixels to speak of; Tesseract fails on those of one or two."""
    return bool(min(image.shape) >= _LEAST_SIDE)


def _resolution(dpi: int) -> list[str]:
    return ["--dpi", str(credible(dpi))]


def _pgm(image: Grey) -> bytes:
    height, width = image.shape
    return b"P5\n%d %d\n255\n" % (width, height) + image.tobytes()
