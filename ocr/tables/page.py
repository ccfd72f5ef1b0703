"""What tables are read from: the upright grey page with its words, and the way back to the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dossier.reading import Box, Word
from ocr.engines.engine import EngineWord
from ocr.geometry import Upright


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """A page as it was read. `grey` is upright, as cleaned for reading and enlarged by `scale`."""

    grey: NDArray[np.uint8]
    scale: float
    """Pixels of `grey` to one of the upright page."""
    dpi: float
    """Of `grey`."""
    placing: Upright
    words: tuple[Word, ...]
    """Of the whole page's reading."""
    number: int = 0
    """Index of the page, as the caller counts."""

    def upright(self, box: Box) -> Box:
        """A box of `grey` on the upright page."""
        return self.placing.scaled(box, self.scale)

    def on_grey(self, box: Box) -> Box:
        """A box of the upright page on `grey`."""
        x, y, right, bottom = (round(side * self.scale) for side in (box.x, box.y, box.right, box.bottom))
        return Box(x=x, y=y, w=max(0, right - x), h=max(0, bottom - y))

    def placed(self, words: Sequence[EngineWord], origin: Box) -> tuple[Word, ...]:
        """Words that were read on a part of `grey` with its corner at `origin`."""
        found = []
        for word in words:
            box = Box(x=word.box.x + origin.x, y=word.box.y + origin.y, w=word.box.w, h=word.box.h)
            upright = self.upright(box)
            found.append(
                Word(
                    text=word.text,
                    box=self.placing.on_picture(upright),
                    upright=upright,
                    confidence=word.confidence,
                    block=word.block,
                    line=word.line,
                    as_read=word.as_read,
                    lowest=word.lowest,
                    surprise=word.surprise,
                )
            )
        return tuple(found)
