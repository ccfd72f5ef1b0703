"""What is done to an upright page before it is read, step by step, each only where the page asks for it.

A step is here because real pages did not lose by it and drawn ones gained. Tried and left out, since none of them
paid: dividing by the background, a median or Gaussian blur, a white point against what shines through, taking off
ruled lines, enlarging for the first reader.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ocr.preparation.colour import bleach_seals, to_grey
from ocr.preparation.leaders import leaders_of, without_leaders
from ocr.preparation.measuring import Measured

_RED_SHARE = 1e-4
"""Less red than a seal leaves, even half of one."""
_LEADERS_DPI = 130
"""Coarser pages do not show the dots of a leader apart."""


@dataclass(frozen=True, slots=True)
class Page:
    """An upright page as it came (grey or RGB), and its grey so far."""

    pixels: NDArray[np.uint8]
    grey: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The grey page that is read, and the names of the steps that made it."""

    grey: NDArray[np.uint8]
    steps: tuple[str, ...]


class Step(Protocol):
    """One step of preparation."""

    @property
    def name(self) -> str:
        """As it stands in the report of a reading."""
        ...

    def wanted(self, measured: Measured) -> bool:
        """Whether a page like this may need it."""
        ...

    def apply(self, page: Page, dpi: float) -> NDArray[np.uint8] | None:
        """The new grey page; None where there was nothing to do."""
        ...


class Bleach:
    """Red seals as light as paper."""

    name = "bleach"

    def wanted(self, measured: Measured) -> bool:
        """See `Step`."""
        return measured.red_share > _RED_SHARE

    def apply(self, page: Page, dpi: float) -> NDArray[np.uint8] | None:
        """See `Step`."""
        bleached = bleach_seals(page.pixels, dpi)
        return None if np.array_equal(bleached, page.grey) else bleached


class WithoutLeaders:
    """Dotted leaders taken off."""

    name = "leaders"

    def wanted(self, measured: Measured) -> bool:
        """See `Step`."""
        return measured.dpi >= _LEADERS_DPI

    def apply(self, page: Page, dpi: float) -> NDArray[np.uint8] | None:
        """See `Step`. Looked for here, since lines are level only now."""
        leaders = leaders_of(page.grey, dpi)
        return without_leaders(page.grey, leaders, dpi) if leaders.runs else None


STEPS: tuple[Step, ...] = (Bleach(), WithoutLeaders())


def prepare(page: NDArray[np.uint8], dpi: float, measured: Measured, steps: tuple[Step, ...] = STEPS) -> Prepared:
    """The grey page for the reader, from an upright grey or RGB page of `dpi`."""
    grey, done = to_grey(page), []
    for step in steps:
        if step.wanted(measured) and (after := step.apply(Page(page, grey), dpi)) is not None:
            grey = after
            done.append(step.name)
    return Prepared(grey, tuple(done))
