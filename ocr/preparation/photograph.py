"""The paper on a photograph that shows it on another ground and aslant, so that it can be flattened.

Lines that run together are not read however the picture is turned. Scans, and photographs without ground around the
paper, are left alone.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Corners

_SIDE = 480
"""Long side of the picture that is looked at."""
_LEAST_SHARE, _MOST_SHARE = 0.2, 0.97
_FILLED = 0.95
"""Share of the four corners' area that is paper, and of the paper's hull that they hold."""
_LEAST_CONVERGENCE = 1.2
"""Degrees by which facing edges must run together, or corners be out of square: below it a page reads as well as it
lies, and an upright border round a scan is no reason to bend it."""
_MOST_CONVERGENCE = 35.0
_OFF_EDGE, _EDGED = 3.0, 0.9
"""The outline of paper lies within so many of the small picture's pixels of its edges, along such a share of each."""
_LIGHTER = 20
"""Paper is so much lighter than the ground around it."""


def paper_of(grey: NDArray[np.uint8]) -> Corners | None:
    """The corners of paper photographed aslant, in shares of the picture's width and height; None: leave it."""
    scale = min(1.0, _SIDE / max(grey.shape))
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    if not _has_ground(small):
        return None
    # Closing takes the print off the paper.
    smooth = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), 7).astype(np.uint8)
    level = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[0]
    for shift in (0, -20, 20):
        corners = _quadrilateral(smooth, level + shift)
        if corners is not None and _aslant(corners):
            return tuple((float(x / size[0]), float(y / size[1])) for x, y in corners)
    return None


def _has_ground(small: NDArray[np.uint8]) -> bool:
    """Whether most of the picture's rim is darker than paper; that of a scan is paper."""
    rim = np.concatenate([small[:3].ravel(), small[-3:].ravel(), small[:, :3].ravel(), small[:, -3:].ravel()])
    return float(np.median(rim)) < float(np.percentile(small, 80)) - _LIGHTER


def _quadrilateral(smooth: NDArray[np.uint8], level: float) -> NDArray[np.float64] | None:
    """Four corners of the largest thing lighter than `level`, clockwise from top left, when it is such a thing."""
    light = cv2.threshold(smooth, level, 255, cv2.THRESH_BINARY)[1]
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    area, hull = cv2.contourArea(outline), cv2.convexHull(outline).astype(np.int32)
    if not _LEAST_SHARE * smooth.size < area < _MOST_SHARE * smooth.size:
        return None
    corners = _four(hull)
    if corners is None or min(area, cv2.contourArea(hull)) < _FILLED * cv2.contourArea(corners):
        return None
    points = _clockwise(corners.reshape(4, 2).astype(np.float64))
    within = (points > 2).all() and (points < [smooth.shape[1] - 3, smooth.shape[0] - 3]).all()
    if not within or not _edged(points, outline.astype(np.int32)):
        return None
    inside = cv2.fillConvexPoly(np.zeros_like(smooth), corners, 255)
    ring = cv2.dilate(inside, np.ones((25, 25), np.uint8)) - inside
    lighter = float(np.median(smooth[inside > 0])) - float(np.median(smooth[ring > 0]))
    return points if lighter > _LIGHTER else None


def _edged(points: NDArray[np.float64], outline: NDArray[np.int32]) -> bool:
    """Whether the outline runs along all four edges."""
    for start, stop in zip(points, np.roll(points, -1, axis=0), strict=True):
        along = start + np.linspace(0.03, 0.97, 40)[:, None] * (stop - start)
        away = [abs(cv2.pointPolygonTest(outline, (float(x), float(y)), measureDist=True)) for x, y in along]
        if np.mean(np.array(away) <= _OFF_EDGE) < _EDGED:
            return False
    return True


def _four(hull: NDArray[np.int32]) -> NDArray[np.int32] | None:
    length = cv2.arcLength(hull, closed=True)
    for share in (0.01, 0.015, 0.02, 0.03, 0.04, 0.05):
        simple = cv2.approxPolyDP(hull, share * length, closed=True)
        if len(simple) == 4:
            return simple.astype(np.int32)
    return None


def _clockwise(points: NDArray[np.float64]) -> NDArray[np.float64]:
    middle = points.mean(axis=0)
    around = points[np.argsort(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]))]
    return np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0)


def _aslant(corners: NDArray[np.float64]) -> bool:
    """Whether the paper is neither a rectangle nor bent out of all likeness to one."""
    edges = np.roll(corners, -1, axis=0) - corners
    angles = np.degrees(np.arctan2(edges[:, 1], edges[:, 0]))
    turns = [(angles[(at + 1) % 4] - angles[at] + 180) % 360 - 180 for at in range(4)]
    out = max(abs(turn - 90) for turn in turns)
    return bool(_LEAST_CONVERGENCE < out < _MOST_CONVERGENCE)
