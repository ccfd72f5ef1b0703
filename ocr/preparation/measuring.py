"""What a page is like, measured once on a small picture of it; every step of preparation is decided by this.

Nothing here knows a reader. A4 at 300 dpi takes some 50 ms on one slow core, most of it for shrinking the picture.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Corners, Upright
from ocr.preparation.bleed import ghosts_of
from ocr.preparation.colour import red_lead, to_grey
from ocr.preparation.lean import Lean, lean_of_ink
from ocr.preparation.photograph import paper_of
from ocr.preparation.specks import specks_of

_THUMB_DPI = 100
_DARKER = 24
"""By so much ink is darker than the paper around it."""
_RED_LEAD = 20
"""Of red ink on the small picture, where fine strokes are mixed with paper."""
_BLANK_INK = 2e-5
"""Share of dark dots, without specks, below which paper is blank: half a dozen letters on A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The properties of one page picture as it lies."""

    dpi: float
    paper: Corners | None
    """Corners of paper photographed aslant, in shares of the picture; None where it needs no flattening."""
    lean: Lean
    """Of the page, once flattened."""
    blank: bool
    """Nothing but specks, shadows at the edges and what shines through."""
    red_share: float
    """Share of the page under red ink, 0..1; 0 for a grey picture."""
    ghosts: int = 0
    """Pieces as large as letters and far paler than the print."""
    letters: int = 0
    """Pieces of print of that size, some of them several letters or words."""
    specks: float = 0.0
    """Lone dark dots on plain paper, in a million dots."""


def measure(pixels: NDArray[np.uint8], dpi: float) -> Measured:
    """Measure a grey or RGB picture of `dpi` dots an inch."""
    thumb = _thumb(pixels, dpi)
    grey = to_grey(thumb)
    paper = paper_of(grey)
    if paper is not None:
        flat = Upright(width=grey.shape[1], height=grey.shape[0], rotation=0, skew=0.0, paper=paper)
        grey = flat.apply(grey)
    ink = _ink(grey)
    blank = _is_blank(ink)
    ghosts, letters = (0, 0) if blank else ghosts_of(grey, min(dpi, _THUMB_DPI))
    return Measured(
        dpi=dpi,
        paper=paper,
        lean=Lean(skew=0.0, sideways=False) if blank else lean_of_ink(ink),
        blank=blank,
        red_share=0.0 if thumb.ndim == 2 else float((red_lead(thumb) > _RED_LEAD).mean()),
        ghosts=ghosts,
        letters=letters,
        specks=specks_of(to_grey(pixels)),
    )


def _thumb(pixels: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    factor = int(dpi / _THUMB_DPI)
    if factor >= 2 and min(pixels.shape[:2]) >= factor:
        # Whole factors are averaged several times faster.
        size = (pixels.shape[1] // factor, pixels.shape[0] // factor)
        whole = pixels[: size[1] * factor, : size[0] * factor]
        return cv2.resize(whole, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    scale = min(1.0, _THUMB_DPI / dpi)
    if scale == 1:
        return pixels
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR).astype(np.uint8)


def _ink(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """255 where a small page is clearly darker than the paper around it."""
    darker = cv2.subtract(cv2.blur(grey, (31, 31)), grey)
    return cv2.threshold(darker, _DARKER, 255, cv2.THRESH_BINARY)[1].astype(np.uint8)


def _is_blank(ink: NDArray[np.uint8]) -> bool:
    height, width = ink.shape
    inner = ink[height // 33 : height - height // 33, width // 33 : width - width // 33]
    if inner.size == 0:
        return not ink.any()
    _, _, stats, _ = cv2.connectedComponentsWithStats(inner)
    areas = stats[1:, cv2.CC_STAT_AREA]
    return float(areas[areas > 4].sum()) < _BLANK_INK * inner.size
