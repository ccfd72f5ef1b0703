"""All words of a page are put where each would be put alone."""

from hypothesis import given
from hypothesis import strategies as st

from dossier.reading import Box
from ocr.engines.engine import EngineWord
from ocr.geometry import Upright
from ocr.placing import placed

_BOXES = st.builds(Box, x=st.integers(0, 900), y=st.integers(0, 1300), w=st.integers(0, 400), h=st.integers(0, 200))
_PAPER = ((0.1, 0.05), (0.9, 0.1), (0.95, 0.9), (0.05, 0.95))


@given(
    boxes=st.lists(_BOXES, max_size=5),
    rotation=st.sampled_from([0, 90, 180, 270]),
    skew=st.floats(-3, 3),
    scale=st.sampled_from([0.5, 1.0, 2.0]),
    paper=st.sampled_from([None, _PAPER]),
)
def test_a_page_of_words_stands_where_each_word_does(
    boxes: list[Box], rotation: int, skew: float, scale: float, paper: tuple[tuple[float, float], ...] | None
) -> None:
    placing = Upright(width=1000, height=1414, rotation=rotation, skew=skew, paper=paper)
    words = [EngineWord(text="a", box=box, confidence=1.0, block=0, line=0) for box in boxes]
    upright = [placing.scaled(box, scale) for box in boxes]
    found = placed(words, placing, scale)
    assert [word.upright for word in found] == upright
    assert [word.box for word in found] == [placing.on_picture(box) for box in upright]
