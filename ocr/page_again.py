"""The upright page that a first stage read, made once more from its picture: plain, and as it was cleaned for reading.

A reading keeps how the page was turned and what was done to it, not the page. Knows no reader.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.reading import PagePicture, PageReading
from ocr.geometry import Upright
from ocr.preparation import SPECKS, STEPS, Page, measure, to_grey

MOST_PIXELS = 18_000_000
"""A3 at 300 dots an inch has 17.4 million; finer print is not there to be read."""
FLATTENED = "perspective"
"""In `PageReading.steps`: the paper was photographed aslant and laid flat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAgain:
    """Grey upright pages, so many times (`scale`) as large as `Word.upright` tells."""

    placing: Upright
    scale: float
    dpi: float
    plain: NDArray[np.uint8]
    """As it came."""
    cleaned: NDArray[np.uint8]
    """As it was cleaned for reading; the same pixels where nothing was."""


def page_again(picture: PagePicture, pixels: NDArray[np.uint8], first: PageReading) -> PageAgain:
    """The page of a picture that was decoded to `pixels`, as large as these."""
    own = pixels.shape[1] / picture.width
    # Only corners of paper, which a reading does not keep, are measured again.
    paper = measure(pixels, picture.dpi * own).paper if FLATTENED in first.steps else None
    placing = Upright(width=picture.width, height=picture.height, rotation=first.rotation, skew=first.skew, paper=paper)
    plain, cleaned = _prepared(placing.apply(pixels, own), picture.dpi * own, first.steps)
    return PageAgain(placing=placing, scale=own, dpi=picture.dpi * own, plain=plain, cleaned=cleaned)


def larger(
    page: PageAgain, picture: PagePicture, pixels: NDArray[np.uint8], first: PageReading, least_dpi: float
) -> tuple[NDArray[np.uint8], float]:
    """The cleaned page at so many dots an inch, where the picture has fewer, and its scale."""
    scale = 1.0 if picture.dpi >= least_dpi else enlarged(picture, least_dpi / picture.dpi)
    if scale <= page.scale or page.scale < 1:
        return page.cleaned, page.scale
    if SPECKS in first.steps:
        # Enlarged specks are no lone dots any more.
        times = scale / page.scale
        large = cv2.resize(page.cleaned, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC)
        return large.astype(np.uint8), scale
    return _prepared(page.placing.apply(pixels, scale), picture.dpi * scale, first.steps)[1], scale


def enlarged(picture: PagePicture, scale: float) -> float:
    """The scale, or what keeps the page within the memory of a worker."""
    return max(1.0, min(scale, math.sqrt(MOST_PIXELS / (picture.width * picture.height))))


def _prepared(
    pixels: NDArray[np.uint8], dpi: float, names: Sequence[str]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The grey page before and after the steps that the first stage found something to do for."""
    plain = grey = to_grey(pixels)
    for step in STEPS:
        if step.name in names and (after := step.apply(Page(pixels, grey), dpi)) is not None:
            grey = after
    return plain, grey
