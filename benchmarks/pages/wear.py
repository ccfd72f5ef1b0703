"""What printing, years and a scanner do to a sheet: from grey print and coloured marks to pixels.

Everything runs on bytes with OpenCV, whole-page floating point is avoided: a page of 200 dpi takes about 0.1 s.
"""

import functools
import math
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from benchmarks.pages.model import Level
from benchmarks.pages.sheet import Mark, Mask

Pixels = MatLike
Matrix = NDArray[Any]
_PAPERS: Final = ((252, 252, 251), (247, 243, 233), (240, 231, 210), (244, 244, 240))
_LIDS: Final = ((236, 237, 238), (255, 255, 255), (58, 56, 55))
_TILE: Final = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """How one page is worn; drawn by `draw_wear`."""

    level: Level
    skew: float
    """Degrees that the sheet lies turned counter-clockwise."""
    quality: int
    bleed: float
    fade: float
    broken: float
    noise: float
    salt: float
    fold: bool
    blur: float
    colour: bool
    png: bool
    photograph: bool
    turn: int


def draw_wear(level: Level, rng: np.random.Generator, *, photograph: bool, turned: bool) -> Wear:
    """Wear as pages of the level have it: clean scan, usual scan, bad scan."""
    low, high = {Level.CLEAN: (0.0, 0.35), Level.TYPICAL: (0.5, 1.4), Level.BAD: (1.0, 2.1)}[level]
    bad, clean = level is Level.BAD, level is Level.CLEAN
    return Wear(
        level=level,
        skew=float(rng.uniform(low, high)) * float(rng.choice((-1, 1))),
        quality={Level.CLEAN: 88, Level.TYPICAL: 55, Level.BAD: 32}[level],
        bleed={Level.CLEAN: 0.0, Level.TYPICAL: 0.10, Level.BAD: 0.24}[level],
        fade=float(rng.uniform(0.5, 0.8)) if bad else (1.0 if clean else 0.9),
        broken=float(rng.choice((0.04, 0.06, 0.08, 0.1))) if bad else 0.0,
        noise=float(rng.uniform(5, 9)) if bad else (1.5 if clean else 3.5),
        salt=float(rng.uniform(0.0006, 0.002)) if bad else 0.0,
        fold=bad,
        blur=float(rng.uniform(0.5, 0.8)) if bad else (0.45 if clean else 0.55),
        colour=bool(rng.random() < 0.8),
        png=bool(clean and rng.random() < 0.06),
        photograph=photograph,
        turn=int(rng.choice((90, 180, 270))) if turned else 0,
    )


def worn(print_: Mask, marks: list[Mark], wear: Wear, rng: np.random.Generator) -> tuple[Pixels, Matrix]:
    """The scanned picture (RGB or grey) and the 3×3 matrix from pixels of the sheet to its own, before any turning."""
    ink = _aged_print(print_, wear, rng)
    paper = _PAPERS[int(rng.integers(2 if wear.level is Level.CLEAN else len(_PAPERS)))]
    planes = [cv2.LUT(ink, _toned(tone)) for tone in (paper if wear.colour else (sum(paper) // 3,))]
    for mark in marks:
        _lay(planes, mark, wear)
    if wear.fold:
        _fold(planes, rng)
    page = cv2.merge(planes) if wear.colour else planes[0]
    page, matrix = _photographed(page, rng) if wear.photograph else _scanned(page, wear, rng)
    page = cv2.GaussianBlur(page, (3, 3), wear.blur)
    page = _noisy(page, wear, rng)
    return page, matrix


def turned(page: Pixels, matrix: Matrix, degrees: int) -> tuple[Pixels, Matrix]:
    """The picture as stored when the sheet lay wrong: `degrees` clockwise make it upright again."""
    height, width = page.shape[:2]
    if degrees == 90:
        return cv2.rotate(page, cv2.ROTATE_90_COUNTERCLOCKWISE), np.array(
            [[0, 1, 0], [-1, 0, width], [0, 0, 1.0]]
        ) @ matrix
    if degrees == 180:
        return cv2.rotate(page, cv2.ROTATE_180), np.array([[-1, 0, width], [0, -1, height], [0, 0, 1.0]]) @ matrix
    if degrees == 270:
        return cv2.rotate(page, cv2.ROTATE_90_CLOCKWISE), np.array([[0, -1, height], [1, 0, 0], [0, 0, 1.0]]) @ matrix
    return page, matrix


def _toned(tone: int) -> Pixels:
    steps = np.arange(256)
    return np.clip(18 + steps * (tone - 18) / 255, 0, 255).astype(np.uint8)


def _field(shape: tuple[int, ...], cells: int, low: int, high: int, rng: np.random.Generator) -> Pixels:
    small = rng.integers(low, high + 1, (cells, cells)).astype(np.uint8)
    return cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)


def _aged_print(print_: Mask, wear: Wear, rng: np.random.Generator) -> Mask:
    ink = cv2.bitwise_not(print_)
    if wear.fade < 1:
        low = round(255 * max(0.25, wear.fade - 0.12))
        ink = cv2.multiply(ink, _field(ink.shape, 9, low, round(255 * min(1, wear.fade + 0.12)), rng), scale=1 / 255)
    if wear.broken:
        holes = _tiled(_speckles(wear.broken), ink.shape, rng)
        ink = cv2.multiply(ink, holes, scale=1 / 255)
    if wear.bleed:
        back = cv2.flip(print_, 1)
        back = np.roll(back, int(rng.integers(20, 200)), axis=0)
        back = cv2.blur(cv2.bitwise_not(back), (5, 5))
        ink = cv2.add(ink, cv2.LUT(back, (np.arange(256) * wear.bleed).astype(np.uint8)))
    return cv2.bitwise_not(ink)


@functools.cache
def _speckles(share: float) -> Mask:
    """A tile that lets ink through but for a share of small soft holes."""
    rough = np.random.default_rng(round(share * 1e6)).random((_TILE, _TILE)).astype(np.float32)
    noise = cv2.GaussianBlur(rough, (0, 0), 0.9)
    edge = float(np.quantile(noise, share))
    return np.where(noise < edge, 40, 255).astype(np.uint8)


@functools.cache
def _grain(strength: float) -> Pixels:
    noise = np.random.default_rng(round(strength * 1000)).normal(0, strength, (_TILE * 2, _TILE * 2))
    grain: Pixels = np.clip(np.rint(noise) + 128, 0, 255).astype(np.uint8)
    return grain


def _tiled(tile: Any, shape: tuple[int, ...], rng: np.random.Generator) -> Any:
    side = tile.shape[0]
    down, across = int(rng.integers(side)), int(rng.integers(side))
    rolled = np.roll(tile, (down, across), (0, 1))
    repeated = np.tile(rolled, (math.ceil(shape[0] / side), math.ceil(shape[1] / side)))
    return np.ascontiguousarray(repeated[: shape[0], : shape[1]])


def _lay(planes: list[Pixels], mark: Mark, wear: Wear) -> None:
    """Transparent ink: each colour channel loses what the ink takes."""
    height, width = mark.mask.shape
    strength = 1.0 if mark.pen else (0.92 if wear.level is not Level.BAD else 0.75)
    channels = mark.colour if len(planes) == 3 else (round(np.dot(mark.colour, (0.299, 0.587, 0.114))),)
    for plane, channel in zip(planes, channels, strict=True):
        below = plane[mark.y : mark.y + height, mark.x : mark.x + width]
        taken = cv2.LUT(mark.mask, (255 - np.arange(256) * (1 - channel / 255) * strength).astype(np.uint8))
        below[:] = cv2.multiply(below, taken, scale=1 / 255)


def _fold(planes: list[Pixels], rng: np.random.Generator) -> None:
    """One crease across, darker beside, lighter on the edge where print has come off."""
    height = planes[0].shape[0]
    at = round(height * float(rng.choice((1 / 3, 1 / 2, 2 / 3)))) + int(rng.integers(-20, 20))
    reach = 9
    gain = np.ones(2 * reach + 1, np.float32)
    gain -= 0.18 * np.exp(-((np.arange(-reach, reach + 1) - 3) ** 2) / 8).astype(np.float32)
    for plane in planes:
        rows = plane[at - reach : at + reach + 1]
        rows[:] = np.clip(rows * gain[:, None], 0, 255).astype(np.uint8)
        plane[at - 1 : at + 1] = np.maximum(plane[at - 1 : at + 1], 205)


def _scanned(page: Pixels, wear: Wear, rng: np.random.Generator) -> tuple[Pixels, Matrix]:
    height, width = page.shape[:2]
    matrix: Matrix = np.array(cv2.getRotationMatrix2D((width / 2, height / 2), wear.skew, 1.0))
    matrix[:, 2] += rng.uniform(-4, 4, 2)
    lid = _LIDS[int(rng.choice(3, p=(0.5, 0.42, 0.08)))]
    page = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=lid)
    return page, np.vstack([matrix, (0, 0, 1)])


def _photographed(page: Pixels, rng: np.random.Generator) -> tuple[Pixels, Matrix]:
    """Seen by a hand-held camera: perspective, a table around, light from one side."""
    height, width = page.shape[:2]
    margin = 0.05
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * rng.uniform(0.01, margin, (4, 2)) * (width, height)
    matrix: Matrix = np.array(cv2.getPerspectiveTransform(corners, (corners + inward).astype(np.float32)))
    table = tuple(int(tone) for tone in rng.integers(70, 150, 3))
    page = cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=table)
    light = _field(page.shape, 3, 150, 255, rng)
    shaded = cv2.merge([light] * 3) if page.ndim == 3 else light
    return cv2.multiply(page, shaded, scale=1 / 255), matrix


def _noisy(page: Pixels, wear: Wear, rng: np.random.Generator) -> Pixels:
    grain = _tiled(_grain(round(wear.noise * 2) / 2), page.shape, rng)
    steps = np.arange(256)
    more = cv2.LUT(grain, np.clip(steps - 128, 0, 255).astype(np.uint8))
    less = cv2.LUT(grain, np.clip(128 - steps, 0, 255).astype(np.uint8))
    if page.ndim == 3:
        more, less = cv2.merge([more] * 3), cv2.merge([less] * 3)
    page = cv2.subtract(cv2.add(page, more), less)
    count = round(wear.salt * page.shape[0] * page.shape[1])
    if count:
        rows, columns = rng.integers(1, page.shape[0], count), rng.integers(1, page.shape[1], count)
        page[rows[::2], columns[::2]] = 20
        page[rows[1::2], columns[1::2]] = 250
        page[rows[::6] - 1, columns[::6]] = 40
    return page
