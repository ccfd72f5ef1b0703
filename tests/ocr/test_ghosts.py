"""Pale writing is taken for what shines through only where it is writing in the mirror."""

from __future__ import annotations

import numpy as np
import pytest

from dossier.reading import Box
from ocr.engines.engine import EngineWord, Grey, Layout
from ocr.ghosts import is_print

_SURE = 0.95


class _ReadsBarsOnTheLeft:
    """Reads a band as sure where its ink lies in the left half, as a reader does letters that stand right."""

    label = "left 1"
    turns_cheaply = True
    fits_lines = True

    def check(self) -> None:
        """Always live."""

    def turn(self, image: Grey, dpi: int) -> int | None:
        return 0

    def read(self, image: Grey, dpi: int, layout: Layout = Layout.PAGE) -> tuple[EngineWord, ...]:
        left = (image[:, : image.shape[1] // 2] < 250).any()
        box = Box(x=0, y=0, w=9, h=9)
        return (EngineWord(text="chữ", box=box, confidence=_SURE if left else 0.3, block=0, line=0),)


@pytest.mark.parametrize(("start", "printed"), [(50, True), (450, False)])
def test_what_was_taken_off_is_asked_both_ways_round(start: int, printed: bool) -> None:
    before = np.full((900, 800), 255, np.uint8)
    before[100:130, 100:700] = 0
    after = before.copy()
    before[400:440, start : start + 250] = 190
    assert is_print(before, after, 200, _ReadsBarsOnTheLeft()) is printed
