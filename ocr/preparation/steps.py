"""What is done to an upright page before it is read, step by step, each only where the page asks for it.

A step is here because real pages did not lose by it and drawn ones gained. Tried and left out, since none of them
paid: dividing by the background, a median or Gaussian blur, a white point for all pages, taking off ruled lines,
enlarging for the first reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ocr.preparation.bleed import without_bleed
from ocr.preparation.colour import bleach_seals, to_grey
from ocr.preparation.leaders import leaders_of, without_leaders
from ocr.preparation.measuring import Measured
from ocr.preparation.specks import without_specks

BLEED = "bleed"
"""The step after which `ocr.reading` asks whether pale print has been taken for what shines through."""
SPECKS = "specks"
"""Done at the scale of the picture: enlarged, specks are no lone dots."""
_RED_SHARE = 1e-4
"""Less red than a seal leaves, even half of one."""
_FINE_DPI = 130
"""Coarser pages do not show the dots of a leader apart, and the grain of their paper looks like specks and ghosts."""

_SPECKS_DPI = 190
"""Below, the dots of small print are no larger than specks: at 150 dpi a third of those of 8 points went."""
_SPECKS = 250
"""In a million dots. Scans of real papers have up to 33, a receipt of 72 dpi 203; speckled drawn ones 315 and more."""
_GHOSTS, _GHOST_SHARE = 20, 0.06
"""Pale pieces, and beside one of print. Real scans have up to 9 and .04; drawn pages with bleed 29 and .07 and more."""


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
        return measured.dpi >= _FINE_DPI

    def apply(self, page: Page, dpi: float) -> NDArray[np.uint8] | None:
        """See `Step`. Looked for here, since lines are level only now."""
        leaders = leaders_of(page.grey, dpi)
        return without_leaders(page.grey, leaders, dpi) if leaders.runs else None


class WithoutSpecks:
    """Lone dots as light as what is around them."""

    name = SPECKS

    def wanted(self, measured: Measured) -> bool:
        """See `Step`."""
        return measured.dpi >= _SPECKS_DPI and measured.specks > _SPECKS

    def apply(self, page: Page, dpi: float) -> NDArray[np.uint8] | None:  # noqa: ARG002 - the port
        """See `Step`."""
        return without_specks(page.grey)


class WithoutBleed:
    """What shines through taken off, and faded print made black."""

    name = BLEED

    def wanted(self, measured: Measured) -> bool:
        """See `Step`."""
        many = measured.ghosts >= _GHOSTS and measured.ghosts > _GHOST_SHARE * measured.letters
        return many and measured.dpi >= _FINE_DPI

    def apply(self, page: Page, dpi: float) -> NDArray[np.uint8] | None:
        """See `Step`."""
        return without_bleed(page.grey, dpi)


STEPS: tuple[Step, ...] = (Bleach(), WithoutSpecks(), WithoutBleed(), WithoutLeaders())


def prepare(
    page: NDArray[np.uint8],
    dpi: float,
    measured: Measured,
    steps: Sequence[Step] = STEPS,
    begun: Prepared | None = None,
) -> Prepared:
    """The grey page for the reader, from an upright grey or RGB page of `dpi`; goes on from `begun` where given."""
    grey, done = (to_grey(page), []) if begun is None else (begun.grey, list(begun.steps))
    for step in steps:
        if step.wanted(measured) and (after := step.apply(Page(page, grey), dpi)) is not None:
            grey = after
            done.append(step.name)
    return Prepared(grey, tuple(done))
