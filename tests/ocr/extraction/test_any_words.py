"""Whatever a reader makes of a page, the rules survive it and stay inside it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.document_types import DocumentTypes
from dossier.reading import Box, Word
from ocr.extraction import RuleExtractor
from resources.document_types import load
from tests.ocr.extraction.drawn import HEIGHT, WIDTH, page

TYPES = DocumentTypes.from_data(load())
PRINT = """
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập Tự do Hạnh phúc Số: /QĐ-CC ngày 05 tháng năm 2010 QUYẾT ĐỊNH V/v
GIẤY KHAI SINH Họ, chữ đệm, tên: Kính gửi: Nơi nhận: TM. KT. CHỦ TỊCH Nguyễn Văn An
"""


@st.composite
def words(draw: st.DrawFn) -> Word:
    text = draw(st.sampled_from(PRINT.split()) | st.text(min_size=1, max_size=12))
    x, y = draw(st.integers(0, WIDTH)), draw(st.integers(0, HEIGHT))
    box = Box(x=x, y=y, w=draw(st.integers(0, 600)), h=draw(st.integers(0, 90)))
    return Word(
        text=text, box=box, upright=box, confidence=draw(st.floats(0, 1)), block=1, line=draw(st.integers(0, 9))
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(words(), max_size=40), max_size=3))
def test_any_words_give_an_extraction_within_its_bounds(pages: list[list[Word]]) -> None:
    extraction = RuleExtractor(TYPES).extract([page(each) for each in pages])

    assert 0 <= extraction.type_confidence <= 1
    for candidate in (candidate for record in extraction.records for candidate in record.candidates):
        assert 0 <= candidate.confidence <= 1
        assert candidate.value.strip()
        assert 0 <= candidate.page < len(pages)
        assert TYPES.get(extraction.type_id or "").field(candidate.path) is not None


def test_no_pages_are_of_no_type() -> None:
    extraction = RuleExtractor(TYPES).extract([])

    assert (extraction.type_id, extraction.records) == (None, ())
