"""The port of a reader: grey pixels in, words out."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from dossier.reading import Box

if TYPE_CHECKING:
    # The composition root names engines; it shall not load numpy for that.
    import numpy as np
    from numpy.typing import NDArray

Grey: TypeAlias = "NDArray[np.uint8]"
"""Height × width, 0 black, 255 white."""


class Layout(Enum):
    """What the pixels show; the numbers are Tesseract's page segmentation modes."""

    PAGE = 4
    LINE = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One sign of a word as read, and what else it may be."""

    text: str
    probability: float
    """0..1, not calibrated."""
    x0: float
    x1: float
    """Left and right edge in pixels of the image that was read."""
    others: tuple[tuple[str, float], ...] = ()
    """Other signs with their extra cost over this one, most likely first. 6 is a factor e in probability for a CTC
    reader; Tesseract's own costs (0 to 100) are on about the same scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineWord:
    """A word in pixels of the image that was read; origin top left. `confidence` in 0..1, not calibrated."""

    text: str
    box: Box
    confidence: float
    """Mean over its letters."""
    block: int
    line: int
    """Number of the printed line within the whole image, in reading order."""
    letters: tuple[Letter, ...] = ()
    """One a sign of what was read; empty where the reader tells no alternatives."""
    as_read: str | None = None
    """What was read, where `text` was corrected since."""
    surprise: float = 0.0
    """-log10 of its chance after the word before it, as the language model says."""

    @property
    def lowest(self) -> float:
        """Probability of the least sure letter."""
        return min((letter.probability for letter in self.letters), default=self.confidence)


class OcrEngine(Protocol):
    """A reader. One object belongs to one worker process and is used by one thread."""

    @property
    def label(self) -> str:
        """Engine, model and version, for the provenance of every value."""
        ...

    def check(self) -> None:
        """Raise `EngineMissing` or `LanguageMissing` when this machine cannot read; cheap, any process."""
        ...

    def read(self, image: Grey, dpi: int, layout: Layout = Layout.PAGE) -> tuple[EngineWord, ...]:
        """Words of an upright image in reading order."""
        ...

    @property
    def fits_lines(self) -> bool:
        """Whether it brings lines of any height to its own, so that coarse pages need not be enlarged for it."""
        ...

    @property
    def turns_cheaply(self) -> bool:
        """Whether `turn` costs so little that every page is asked, not only those that read badly."""
        ...

    def turn(self, image: Grey, dpi: int) -> int | None:
        """Clockwise degrees (0, 90, 180, 270) that make the image upright, or None when the engine cannot tell."""
        ...
