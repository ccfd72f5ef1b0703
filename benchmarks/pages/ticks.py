"""Boxes to tick: squares or circles, marked in print or by hand."""

from collections.abc import Mapping
from typing import Any, Final

import cv2
import numpy as np

from benchmarks.pages.drawer import Drawer
from benchmarks.pages.sheet import Mask
from benchmarks.pages.truth import DrawnTick
from dossier.reading import Writing

_SIDE: Final = 3.6


def ticks(drawer: Drawer, block: Mapping[str, Any]) -> None:
    """`ticks` names the field; `options` labels (label or [label, value]), `across` how many side by side, `after`:
    the box behind its label; `shape` square or circle. The mark is a hand's tick, cross or fill, or printed.
    """
    options = [option if isinstance(option, list) else [option, option] for option in block["options"]]
    across = block.get("across", 2)
    chosen = drawer.fact(block["ticks"])
    drawn = drawer.pen.rng.random() < block.get("hand", 0.6)
    mark = ("tick", "cross", "tick")[int(drawer.pen.rng.integers(3))] if drawn else "cross"
    starts = block.get("at") or [number / across for number in range(across)]
    setter = drawer.setter(block.get("size"), leader="")
    drawer.sheet.next_block()
    for number, (label, value) in enumerate(options):
        column = number % across
        if column == 0:
            if number:
                drawer.y += drawer.row
            drawer.need(0)
            drawer.sheet.next_line()
        x = drawer.left + drawer.width * starts[column]
        end = drawer.left + drawer.width * ([*starts[1:], 1.0][column])
        pieces = drawer.pieces(label)
        if block.get("after"):
            lines = setter.lines(pieces, x, end - x - _SIDE - 3)
            setter.draw(lines[0], drawer.y)
            unit = 25.4 / drawer.dpi
            corner = (x + lines[0].width * unit + 2.5) if block["after"] is True else end - _SIDE - 6
        else:
            corner = x
            setter.draw(setter.lines(pieces, x + _SIDE + 2, 1000)[0], drawer.y)
        _box(drawer, corner, block.get("shape", "square"), "" if value != chosen else mark, by_hand=bool(drawn))
        mm = drawer.sheet.mm
        box = (mm(corner), mm(drawer.y - _SIDE + 0.5), mm(corner + _SIDE), mm(drawer.y + 0.5))
        path = f"{drawer.prefix}{block['ticks']}"
        drawer.drawn.ticks.append(
            DrawnTick(page=len(drawer.sheets) - 1, field=path, option=value, box=box, ticked=value == chosen)
        )
    drawer.y += drawer.row
    if chosen:
        writing = Writing.HANDWRITTEN if drawn else Writing.PRINTED
        drawer.drawn.note(f"{drawer.prefix}{block['ticks']}", chosen, writing)


def _box(drawer: Drawer, x: float, shape: str, mark: str, *, by_hand: bool) -> None:
    sheet, y = drawer.sheet, drawer.y + 0.5
    if shape == "circle":
        _ring(drawer, x, y)
    else:
        sheet.frame(x, y - _SIDE, _SIDE, _SIDE, weight=0.3)
    if not mark:
        return
    if by_hand:
        side = sheet.mm(_SIDE * 1.7)
        drawn = _scribble(mark, round(side), drawer.pen.rng)
        corner = (sheet.mm(x) - side * 0.2, sheet.mm(y) - side * 0.82)
        sheet.mark(drawn, drawer.pen.ink, *corner, pen=True, ignore=True)
        return
    # Printed: the cross of a word processor's ballot box.
    from PIL import ImageDraw

    pen = ImageDraw.Draw(sheet.canvas)
    inset = 0.5
    a = [sheet.mm(x + inset), sheet.mm(y - _SIDE + inset), sheet.mm(x + _SIDE - inset), sheet.mm(y - inset)]
    pen.line([(a[0], a[1]), (a[2], a[3])], 12, max(2, round(sheet.mm(0.35))))
    pen.line([(a[0], a[3]), (a[2], a[1])], 12, max(2, round(sheet.mm(0.35))))


def _ring(drawer: Drawer, x: float, y: float) -> None:
    from PIL import ImageDraw

    sheet = drawer.sheet
    box = [sheet.mm(x), sheet.mm(y - _SIDE), sheet.mm(x + _SIDE), sheet.mm(y)]
    ImageDraw.Draw(sheet.canvas).ellipse(box, outline=12, width=max(1, round(sheet.mm(0.3))))


def _scribble(mark: str, side: int, rng: np.random.Generator) -> Mask:
    """A tick or a cross by hand."""
    strokes = {
        "tick": [[(0.18, 0.55), (0.38, 0.8), (0.85, 0.15)]],
        "cross": [[(0.2, 0.22), (0.75, 0.82)], [(0.76, 0.2), (0.2, 0.8)]],
    }[mark]
    mask = np.zeros((side, side), np.uint8)
    for stroke in strokes:
        points = (np.array(stroke) + rng.normal(0, 0.035, (len(stroke), 2))) * side
        fixed = np.round(points * 16).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(mask, [fixed], False, 255, max(2, round(side * 0.07)), cv2.LINE_AA, 4)
    return mask
