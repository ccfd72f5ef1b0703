"""What a hand writes: letters of a script typeface bent out of true, figures from strokes of our own, signatures."""

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.pages.fonts import Face
from benchmarks.pages.sheet import Mask

BLUE: Final = (38, 52, 140)
BLACK_PEN: Final = (40, 38, 44)
Points = NDArray[np.float64]
# Strokes in a box one high and about .6 wide, y down; smoothed when drawn.
_FIGURES: Final[dict[str, tuple[tuple[tuple[tuple[float, float], ...], ...], ...]]] = {
    "0": ((((0.35, 0.03), (0.08, 0.3), (0.07, 0.72), (0.3, 0.98), (0.54, 0.7), (0.54, 0.28), (0.28, 0.05)),),),
    "1": ((((0.12, 0.28), (0.34, 0.03), (0.31, 0.98)),), (((0.3, 0.02), (0.26, 0.98)),)),
    "2": (
        (((0.08, 0.25), (0.25, 0.03), (0.5, 0.12), (0.47, 0.4), (0.08, 0.94), (0.3, 0.87), (0.58, 0.95)),),
        (((0.08, 0.22), (0.3, 0.02), (0.5, 0.2), (0.3, 0.6), (0.06, 0.95), (0.56, 0.93)),),
    ),
    "3": (
        (((0.1, 0.12), (0.35, 0.02), (0.5, 0.2), (0.25, 0.45), (0.52, 0.64), (0.4, 0.95), (0.05, 0.88)),),
        (((0.08, 0.05), (0.5, 0.05), (0.26, 0.4), (0.52, 0.62), (0.36, 0.97), (0.05, 0.86)),),
    ),
    "4": (
        (((0.38, 0.03), (0.06, 0.6), (0.56, 0.58)), ((0.42, 0.35), (0.38, 0.99))),
        (((0.16, 0.08), (0.1, 0.5), (0.54, 0.48)), ((0.48, 0.04), (0.42, 0.99))),
    ),
    "5": (
        (
            ((0.18, 0.05), (0.14, 0.42), (0.42, 0.4), (0.52, 0.68), (0.3, 0.98), (0.05, 0.88)),
            ((0.18, 0.05), (0.54, 0.03)),
        ),
    ),
    "6": ((((0.45, 0.02), (0.14, 0.38), (0.1, 0.8), (0.3, 0.98), (0.5, 0.78), (0.34, 0.55), (0.12, 0.72)),),),
    "7": (
        (((0.06, 0.07), (0.3, 0.06), (0.54, 0.05), (0.38, 0.5), (0.22, 0.98)),),
        (((0.06, 0.08), (0.54, 0.05), (0.24, 0.98)), ((0.16, 0.52), (0.5, 0.48))),
    ),
    "8": (
        (
            (
                (0.45, 0.12),
                (0.22, 0.03),
                (0.13, 0.22),
                (0.46, 0.64),
                (0.4, 0.95),
                (0.14, 0.92),
                (0.13, 0.7),
                (0.48, 0.25),
                (0.4, 0.07),
            ),
        ),
    ),
    "9": ((((0.5, 0.2), (0.28, 0.03), (0.1, 0.25), (0.27, 0.45), (0.5, 0.22), (0.46, 0.6), (0.3, 0.98)),),),
    "/": ((((0.4, -0.05), (0.2, 0.5), (0.02, 1.12)),),),
    "-": ((((0.05, 0.58), (0.38, 0.55)),),),
    ".": ((((0.1, 0.95), (0.13, 0.97)),),),
    ",": ((((0.14, 0.92), (0.12, 1.05), (0.05, 1.15)),),),
}
_WIDTHS: Final = {"1": 0.42, "/": 0.5, "-": 0.5, ".": 0.3, ",": 0.3}


def _smooth(points: Points, steps: int = 9) -> Points:
    """A Catmull-Rom curve through the points."""
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = []
    for index in range(len(points) - 1):
        a, b, c, d = padded[index : index + 4]
        pieces.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*pieces, points[-1:]])


def _stroke(mask: Mask, points: Points, weight: float) -> None:
    shift = 4
    fixed = np.round(points * (1 << shift)).astype(np.int32).reshape(-1, 1, 2)
    cv2.polylines(mask, [fixed], False, 255, max(1, round(weight)), cv2.LINE_AA, shift)


def figures(text: str, height: float, rng: np.random.Generator, heavy: float) -> tuple[Mask, float]:
    """Figures, slashes and dashes by hand, `height` pixels high; returns the mask and the row of its baseline."""
    pad = height * 0.4
    lean = float(rng.uniform(-0.05, 0.3))
    weight = height * (0.05 + 0.05 * heavy)
    total = sum(_WIDTHS.get(sign, 0.72) for sign in text) * height * 1.15
    mask = np.zeros((round(height + 2 * pad), round(total + 2 * pad + lean * height)), np.uint8)
    x = pad
    for sign in text:
        shapes = _FIGURES[sign]
        shape = shapes[int(rng.integers(len(shapes)))]
        size = height * float(rng.uniform(0.86, 1.1))
        wide = float(rng.uniform(0.85, 1.2))
        rise = float(rng.normal(0, 0.045)) * height
        for stroke in shape:
            points = np.array(stroke) + rng.normal(0, 0.022, (len(stroke), 2))
            points = _smooth(points)
            placed = np.empty_like(points)
            placed[:, 0] = x + points[:, 0] * size * wide + lean * (1 - points[:, 1]) * height
            placed[:, 1] = pad + height + rise - (1 - points[:, 1]) * size
            _stroke(mask, placed, weight)
        x += _WIDTHS.get(sign, 0.72) * height * wide * float(rng.uniform(0.92, 1.12))
    return mask[:, : round(x + pad + lean * height)], pad + height


def letters(text: str, face: Face, height: float, rng: np.random.Generator, heavy: float) -> tuple[Mask, float]:
    """A word by hand: the script typeface sheared, waved, thickened by a `heavy` pen; returns mask and baseline."""
    font = face.font(height * 1.55)
    pad = round(height * 0.35)
    glyphs, offset = font.getmask2(text, "L", anchor="ls")
    width, tall = glyphs.size
    mask = np.zeros((tall + 2 * pad, width + 2 * pad), np.uint8)
    if width and tall:
        mask[pad : pad + tall, pad : pad + width] = np.asarray(glyphs, np.uint8).reshape(tall, width)
    rows, columns = np.indices(mask.shape, np.float32)
    phase, wave = float(rng.uniform(0, 6.3)), float(rng.uniform(0.8, 2.2))
    lift = height * float(rng.uniform(0.01, 0.055))
    shear = float(rng.uniform(-0.14, 0.12))
    middle = mask.shape[0] / 2
    rows_from = rows + lift * np.sin(columns / max(1.0, height * wave) + phase)
    columns_from = columns + shear * (rows - middle) + 0.6 * lift * np.sin(rows / (height * 0.6) + phase)
    mask = cv2.remap(mask, columns_from, rows_from, cv2.INTER_LINEAR)
    if heavy > 0.5:
        mask = cv2.dilate(mask, np.ones((2, 2), np.uint8))
    return mask, float(pad - offset[1])


def word(text: str, face: Face, height: float, rng: np.random.Generator, heavy: float) -> tuple[Mask, float]:
    """A word or number by hand."""
    if all(sign in _FIGURES for sign in text):
        return figures(text, height * 1.2, rng, heavy)  # people write figures larger than letters
    return letters(text, face, height, rng, heavy)


def signature(width: float, height: float, rng: np.random.Generator) -> Mask:
    """Loops that shrink, and mostly a long stroke after them."""
    time = np.linspace(0, 1, 260)
    loops = float(rng.uniform(2.2, 5.5))
    across = 0.05 + 0.6 * time + float(rng.uniform(0.05, 0.13)) * np.sin(2 * math.pi * loops * time + rng.uniform(0, 6))
    rise = (1 - float(rng.uniform(0.3, 0.8)) * time) * 0.4 * np.cos(2 * math.pi * loops * time + rng.uniform(0, 6))
    rise += 0.08 * np.sin(2 * math.pi * float(rng.uniform(5, 11)) * time)
    points = np.column_stack([across * width, (0.5 + rise) * height])
    if rng.random() < 0.7:
        tail = np.linspace(0, 1, 60)
        end = float(rng.uniform(-0.25, 0.3))
        points = np.vstack(
            [
                points,
                np.column_stack(
                    [points[-1, 0] + tail * (0.97 * width - points[-1, 0]), points[-1, 1] + tail * end * height]
                ),
            ]
        )
    mask = np.zeros((round(height * 1.3), round(width * 1.05)), np.uint8)
    _stroke(
        mask,
        np.clip(points + np.array([0, 0.12 * height]), 2, None),
        max(1.5, height * float(rng.uniform(0.018, 0.035))),
    )
    return mask
