"""What is measured of a page and done to it before it is read."""

from ocr.preparation.colour import bleach_seals, red_marks, red_mask, seal_alone, to_grey
from ocr.preparation.lean import Lean
from ocr.preparation.measuring import Measured, measure
from ocr.preparation.steps import BLEED, SPECKS, STEPS, Page, Prepared, Step, prepare


def reading_scale(dpi: float) -> float:
    """How much a page is enlarged for a reader that does not fit lines to its own size: coarse pictures to 200 dpi."""
    return 200 / dpi if dpi < 120 else 1.0


__all__ = [
    "BLEED",
    "SPECKS",
    "STEPS",
    "Lean",
    "Measured",
    "Page",
    "Prepared",
    "Step",
    "bleach_seals",
    "measure",
    "prepare",
    "reading_scale",
    "red_marks",
    "red_mask",
    "seal_alone",
    "to_grey",
]
