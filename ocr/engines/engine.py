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
    SPARSE = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineWord:
    """A word in pixels of the image that was read; origin top left. `confidence` in 0..1, not calibrated."""

    text: str
    box: Box
    confidence: float
    block: int
    line: int
    """Number of the printed line within the whole image, in reading order."""


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

    def turn(self, image: Grey, dpi: int) -> int | None:
        """Clockwise degrees (0, 90, 180, 270) that make the image upright, or None when the engine cannot tell."""
        ...
