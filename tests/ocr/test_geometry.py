"""A word's box on the picture lies around the word's ink, however the page was turned."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.reading import Box
from ocr.geometry import Upright

turns = st.sampled_from([0, 90, 180, 270])
skews = st.one_of(st.just(0.0), st.floats(-44, 44).map(lambda value: round(value, 2)))
sides = st.integers(60, 240)


@settings(max_examples=150, deadline=None)
@given(width=sides, height=sides, turn=turns, skew=skews, scale=st.sampled_from([1.0, 0.5, 2.0]), place=st.data())
def test_ink_found_on_the_upright_page_maps_back_onto_itself(
    width: int, height: int, turn: int, skew: float, scale: float, place: st.DataObject
) -> None:
    x, y = place.draw(st.integers(5, width - 25)), place.draw(st.integers(5, height - 25))
    picture = np.full((height, width), 255, np.uint8)
    picture[y : y + 12, x : x + 20] = 0
    placing = Upright(width=width, height=height, rotation=turn, skew=skew)
    page = placing.apply(picture, scale)
    rows, columns = np.nonzero(page < 128)
    seen = Box(x=int(columns.min()), y=int(rows.min()), w=int(np.ptp(columns)) + 1, h=int(np.ptp(rows)) + 1)
    upright = placing.scaled(seen, scale)
    box = placing.on_picture(upright)
    slack = 0 if skew == 0 and scale == 1.0 else 3
    assert box.x <= x + slack
    assert box.y <= y + slack
    assert box.right >= x + 20 - slack
    assert box.bottom >= y + 12 - slack
    assert 0 <= box.x <= box.right <= width
    assert 0 <= box.y <= box.bottom <= height
    if skew == 0 and scale == 1.0:
        assert (box.x, box.y, box.w, box.h) == (x, y, 20, 12)


@given(width=sides, height=sides, turn=turns)
def test_a_page_turned_by_a_quarter_keeps_its_dots(width: int, height: int, turn: int) -> None:
    picture = np.arange(width * height, dtype=np.uint32).astype(np.uint8).reshape(height, width)
    placing = Upright(width=width, height=height, rotation=turn, skew=0.0)
    assert placing.size == ((width, height) if turn in {0, 180} else (height, width))
    assert np.array_equal(placing.apply(picture), np.rot90(picture, -turn // 90))


shares = st.floats(0.0, 0.12)


@settings(max_examples=100, deadline=None)
@given(
    width=st.integers(120, 300),
    height=st.integers(120, 300),
    turn=turns,
    skew=skews,
    inset=st.lists(st.tuples(shares, shares), min_size=4, max_size=4),
    place=st.data(),
)
def test_boxes_of_flattened_paper_map_back_around_their_ink(
    width: int, height: int, turn: int, skew: float, inset: list[tuple[float, float]], place: st.DataObject
) -> None:
    (a, b), (c, d), (e, f), (g, h) = inset
    paper = ((a, b), (1 - c, d), (1 - e, 1 - f), (g, 1 - h))
    x = place.draw(st.integers(round(0.2 * width), round(0.6 * width)))
    y = place.draw(st.integers(round(0.2 * height), round(0.6 * height)))
    picture = np.full((height, width), 255, np.uint8)
    picture[y : y + 14, x : x + 20] = 0
    placing = Upright(width=width, height=height, rotation=turn, skew=skew, paper=paper)
    page = placing.apply(picture)
    assert (page.shape[1], page.shape[0]) == placing.size
    rows, columns = np.nonzero(page < 128)
    seen = Box(x=int(columns.min()), y=int(rows.min()), w=int(np.ptp(columns)) + 1, h=int(np.ptp(rows)) + 1)
    box = placing.on_picture(seen)
    assert box.x <= x + 3
    assert box.y <= y + 3
    assert box.right >= x + 17
    assert box.bottom >= y + 11
    assert 0 <= box.x <= box.right <= width
    assert 0 <= box.y <= box.bottom <= height


@given(width=sides, height=sides, turn=turns, skew=skews)
def test_paper_that_fills_the_picture_is_no_other_page(width: int, height: int, turn: int, skew: float) -> None:
    whole = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    plain = Upright(width=width, height=height, rotation=turn, skew=skew)
    flat = Upright(width=width, height=height, rotation=turn, skew=skew, paper=whole)
    assert flat.size == plain.size
    assert np.allclose(flat.matrix(), plain.matrix(), atol=1e-3)
