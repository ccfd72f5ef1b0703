"""Where a point of the page picture lies on the turned and deskewed page, and back.

Pixels of the picture: origin top left, x right, y down. The upright page has the same scale and its own origin top
left; it is as large as the turned picture with its corners.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.reading import Box

_WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upright:
    """A turn of a picture of `width` × `height` by `rotation` (0, 90, 180, 270) and `skew`, both clockwise degrees."""

    width: int
    height: int
    rotation: int
    skew: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright page."""
        angle = math.radians(self.rotation + self.skew)
        cosine, sine = abs(math.cos(angle)), abs(math.sin(angle))
        across, down = self.width * cosine + self.height * sine, self.width * sine + self.height * cosine
        return math.ceil(across - 1e-6), math.ceil(down - 1e-6)

    def matrix(self, scale: float = 1.0) -> NDArray[np.float64]:
        """2 × 3 affine from the picture to the upright page enlarged by `scale`, for coordinates of pixel corners."""
        angle = math.radians(self.rotation + self.skew)
        cosine, sine = math.cos(angle), math.sin(angle)
        # y points down, so this turns clockwise as seen.
        turn = np.array([[cosine, -sine], [sine, cosine]])
        across, down = self.size
        shift = np.array([across, down]) / 2 - turn @ (np.array([self.width, self.height]) / 2)
        matrix: NDArray[np.float64] = np.hstack([turn, shift[:, None]]) * scale
        return matrix

    def apply(self, image: NDArray[np.uint8], scale: float = 1.0) -> NDArray[np.uint8]:
        """The upright page of an image of the picture, whatever the image's own scale; new corners are white."""
        across, down = self.size
        target = (max(1, round(across * scale)), max(1, round(down * scale)))
        own = image.shape[1] / self.width
        if self.skew == 0:
            turned = np.ascontiguousarray(np.rot90(image, -(self.rotation // 90)))
            if (turned.shape[1], turned.shape[0]) == target:
                return turned
            kind = cv2.INTER_AREA if scale < own else cv2.INTER_CUBIC
            return cv2.resize(turned, target, interpolation=kind).astype(np.uint8)
        matrix = self.matrix(scale)
        matrix[:, :2] /= own
        # OpenCV counts from pixel centres.
        matrix[:, 2] += matrix[:, :2] @ np.array([0.5, 0.5]) - 0.5
        return cv2.warpAffine(image, matrix, target, flags=cv2.INTER_CUBIC, borderValue=_WHITE).astype(np.uint8)

    def on_picture(self, box: Box) -> Box:
        """The smallest box of the picture around a box of the upright page."""
        matrix = self.matrix()
        turn, shift = matrix[:, :2], matrix[:, 2]
        corners = np.array(
            [[box.x, box.y], [box.right, box.y], [box.x, box.bottom], [box.right, box.bottom]], dtype=np.float64
        )
        # A turn's inverse is its transpose.
        points = (corners - shift) @ turn
        return _around(points, self.width, self.height)

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
