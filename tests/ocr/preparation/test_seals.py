"""Whether a name may be stamped beside the seal is told from the red alone."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ocr.preparation import seal_alone

DPI = 100
MM = DPI / 25.4
RED = (200, 30, 30)


def _page() -> NDArray[np.uint8]:
    return np.full((round(297 * MM), round(210 * MM), 3), 255, np.uint8)


def _seal(page: NDArray[np.uint8]) -> None:
    cv2.circle(page, (round(130 * MM), round(220 * MM)), round(18 * MM), RED, round(1.5 * MM))


def _stamp(page: NDArray[np.uint8], left: float, width: float) -> None:
    top = round(225 * MM)
    for x in np.arange(left, left + width, 3.0):
        cv2.rectangle(page, (round(x * MM), top), (round((x + 1.5) * MM), top + round(5 * MM)), RED, -1)


def test_a_page_without_red_and_a_seal_by_itself_bear_no_stamped_name() -> None:
    page = _page()
    assert seal_alone(page, DPI)
    assert seal_alone(np.ascontiguousarray(page[:, :, 0]), DPI)
    _seal(page)
    assert seal_alone(page, DPI)


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("width", [40.0, 60.0])
def test_a_name_stamped_beside_the_seal_or_without_one_is_to_be_read(*, sealed: bool, width: float) -> None:
    page = _page()
    if sealed:
        _seal(page)
    _stamp(page, 135.0, width)
    assert not seal_alone(page, DPI)
