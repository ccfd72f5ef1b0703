"""Where a point of the page picture lies on the turned and deskewed page, and back.

Pixels of the picture: origin top left, x right, y down. The upright page has the same scale and its own origin top
left; it is as large as the turned picture with its corners. Paper that was photographed aslant is flattened first;
then the upright page is the paper alone.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.reading import Box

_WHITE = (255, 255, 255)


Corners = tuple[tuple[float, float], ...]
"""Four points, clockwise from the one that is top left as the picture lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upright:
    """A turn of a picture of `width` × `height` by `rotation` (0, 90, 180, 270) and `skew`, both clockwise degrees."""

    width: int
    height: int
    rotation: int
    skew: float
    paper: Corners | None = None
    """Corners of the paper in shares of the picture's width and height, when it is to be flattened before the turn."""

    @property
    def flat_size(self) -> tuple[int, int]:
        """Width and height of the flattened paper, or of the picture: the longer of each two facing edges."""
        if self.paper is None:
            return self.width, self.height
        top_left, top_right, bottom_right, bottom_left = self._corners()
        across = max(math.dist(top_left, top_right), math.dist(bottom_left, bottom_right))
        down = max(math.dist(top_left, bottom_left), math.dist(top_right, bottom_right))
        return max(1, round(across)), max(1, round(down))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright page."""
        width, height = self.flat_size
        angle = math.radians(self.rotation + self.skew)
        cosine, sine = abs(math.cos(angle)), abs(math.sin(angle))
        across, down = width * cosine + height * sine, width * sine + height * cosine
        return math.ceil(across - 1e-6), math.ceil(down - 1e-6)

    def _corners(self) -> NDArray[np.float64]:
        return np.array(self.paper, np.float64) * [self.width, self.height]

    def _flattening(self) -> NDArray[np.float64]:
        """3 × 3 from the picture to the flattened paper."""
        if self.paper is None:
            return np.eye(3)
        across, down = self.flat_size
        target = np.array([[0, 0], [across, 0], [across, down], [0, down]], np.float32)
        return cv2.getPerspectiveTransform(self._corners().astype(np.float32), target).astype(np.float64)

    def matrix(self, scale: float = 1.0) -> NDArray[np.float64]:
        """3 × 3 from the picture to the upright page enlarged by `scale`, for coordinates of pixel corners."""
        angle = math.radians(self.rotation + self.skew)
        cosine, sine = math.cos(angle), math.sin(angle)
        # y points down, so this turns clockwise as seen.
        turn = np.array([[cosine, -sine], [sine, cosine]])
        across, down = self.size
        shift = np.array([across, down]) / 2 - turn @ (np.array(self.flat_size) / 2)
        matrix = np.eye(3)
        matrix[:2] = np.hstack([turn, shift[:, None]]) * scale
        whole: NDArray[np.float64] = matrix @ self._flattening()
        return whole

    def apply(self, image: NDArray[np.uint8], scale: float = 1.0) -> NDArray[np.uint8]:
        """The upright page of an image of the picture, whatever the image's own scale; new corners are white."""
        across, down = self.size
        target = (max(1, round(across * scale)), max(1, round(down * scale)))
        own = image.shape[1] / self.width
        if self.skew == 0 and self.paper is None:
            turned = np.ascontiguousarray(np.rot90(image, -(self.rotation // 90)))
            if (turned.shape[1], turned.shape[0]) == target:
                return turned
            kind = cv2.INTER_AREA if scale < own else cv2.INTER_CUBIC
            return cv2.resize(turned, target, interpolation=kind).astype(np.uint8)
        # OpenCV counts from pixel centres.
        half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
        matrix = np.linalg.inv(half) @ self.matrix(scale) @ np.diag([1 / own, 1 / own, 1]) @ half
        if self.paper is None:
            return cv2.warpAffine(image, matrix[:2], target, flags=cv2.INTER_CUBIC, borderValue=_WHITE).astype(np.uint8)
        return cv2.warpPerspective(image, matrix, target, flags=cv2.INTER_CUBIC, borderValue=_WHITE).astype(np.uint8)

    def on_picture(self, box: Box) -> Box:
        """The smallest box of the picture around a box of the upright page."""
        corners = np.array(
            [[[box.x, box.y], [box.right, box.y], [box.x, box.bottom], [box.right, box.bottom]]], dtype=np.float64
        )
        points = cv2.perspectiveTransform(corners, np.linalg.inv(self.matrix()))[0]
        return _around(points.astype(np.float64), self.width, self.height)

    def scaled(self, box: Box, scale: float) -> Box:
        """A box of the upright page enlarged by `scale`, on the upright page itself."""
        points = np.array([[box.x, box.y], [box.right, box.bottom]], dtype=np.float64) / scale
        return _around(points, *self.size)


def _around(points: NDArray[np.float64], width: int, height: int) -> Box:
    # The slack keeps 100.0000001 from costing a pixel.
    x0, y0 = np.floor(points.min(axis=0) + 1e-6).astype(int)
    x1, y1 = np.ceil(points.max(axis=0) - 1e-6).astype(int)
    x0, x1 = (int(min(max(x, 0), width)) for x in (x0, x1))
    y0, y1 = (int(min(max(y, 0), height)) for y in (y0, y1))
    return Box(x=x0, y=y0, w=x1 - x0, h=y1 - y0)
