"""Whether something is in a box to tick, and how surely. Knows the ink of the page and where the box is."""

from dataclasses import dataclass

import cv2
import numpy as np

from dossier.words import Box
from ocr.ticks.squares import Ink

_RIM = 0.17
"""Of the width, on each side, is the box's own rule with its blur."""
_EMPTY, _MARKED = 0.03, 0.09
"""Share of ink within: specks leave less than the one, the thinnest stroke from side to side more than the other."""
_SHORT, _LONG = 0.3, 0.55
"""Length of the largest piece within, in widths of what is within: specks are shorter, marks longer."""
_PALE, _PALE_SHARE = 0.5, 0.08
"""A pencil's mark is paler than print; so much of it within a box that is otherwise empty leaves that in doubt."""
_STRONG = 0.62
"""Of the darkest print: what shines through from the other side, or a stain, is paler than a pen's mark."""
_SURE, _DOUBTFUL = 0.97, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """As in `Tick`."""

    ticked: bool
    sure: float


def filling_of(ink: Ink, box: Box) -> Filling:
    """What is in a box, from side to side as `find_squares` tells."""
    rim = max(2, round(_RIM * box.w))
    part = np.s_[box.y + rim : box.bottom - rim + 1, box.x + rim : box.right - rim + 1]
    inner = ink.mask[part]
    if inner.size == 0:
        return Filling(ticked=False, sure=_DOUBTFUL)
    share, length = float(inner.mean()), _longest(np.ascontiguousarray(inner))
    darker = ink.darker[part]
    pale = float((darker > _PALE * ink.level).mean())
    strong = bool(inner.any()) and float(np.percentile(darker[inner > 0], 75)) >= _STRONG * ink.black
    if share >= _MARKED and length >= _LONG and strong:
        return Filling(ticked=True, sure=_SURE)
    if share <= _EMPTY and length <= _SHORT and pale <= _PALE_SHARE:
        return Filling(ticked=False, sure=_SURE)
    return Filling(ticked=share > (_EMPTY + _MARKED) / 2, sure=_DOUBTFUL)


def _longest(inner: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> float:
    """The longer side of the largest piece, as a share of the whole."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(inner, connectivity=8)
    return float(stats[1:, 2:4].max(initial=0)) / max(inner.shape)
