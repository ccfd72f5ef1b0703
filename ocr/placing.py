"""The words of a reader put where they stand on the upright page and on the picture, all of a page at once.

Does what `Upright.scaled` and `Upright.on_picture` do for one box; knows no reader.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.reading import Box, Word
from ocr.engines.engine import EngineWord
from ocr.geometry import Upright


def placed(words: Sequence[EngineWord], placing: Upright, scale: float) -> tuple[Word, ...]:
    """The words with their boxes in pixels of the upright page and of the picture; as read, in pixels × `scale`."""
    if not words:
        return ()
    boxes = [word.box for word in words]
    read = np.array([(box.x, box.y, box.right, box.bottom) for box in boxes], np.float64) / scale
    upright = _around(read[:, :2], read[:, 2:], placing.size)
    corners = upright[:, [0, 1, 2, 1, 0, 3, 2, 3]].astype(np.float64).reshape(-1, 1, 2)
    points = cv2.perspectiveTransform(corners, np.linalg.inv(placing.matrix())).reshape(-1, 4, 2)
    picture = _around(points.min(axis=1), points.max(axis=1), (placing.width, placing.height))
    return tuple(
        Word(
            text=word.text,
            box=_box(there),
            upright=_box(here),
            confidence=word.confidence,
            block=word.block,
            line=word.line,
            as_read=word.as_read,
            lowest=word.lowest,
            surprise=word.surprise,
        )
        for word, here, there in zip(words, upright.tolist(), picture.tolist(), strict=True)
    )


def _around(first: NDArray[np.float64], last: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.int64]:
    """Whole pixels around each pair of corners, n × 4: left, top, right, bottom, within `size`."""
    # The slack keeps 100.0000001 from costing a pixel.
    edges = np.hstack([np.floor(first + 1e-6), np.ceil(last - 1e-6)])
    return edges.clip(0, [*size, *size]).astype(np.int64)


def _box(edges: Sequence[int]) -> Box:
    left, top, right, bottom = edges
    return Box(x=left, y=top, w=right - left, h=bottom - top)
