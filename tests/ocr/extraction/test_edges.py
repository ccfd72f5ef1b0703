"""What may have been cut off is never called whole."""

import pytest

from dossier.fields import FieldDef
from ocr.extraction.edges import is_whole
from ocr.extraction.found import Found, Value
from ocr.extraction.pages import pages_of
from tests.ocr.extraction.drawn import page, row


def _whole(kind: str, rows: list[tuple[int, int, str]], first: int, last: int) -> bool:
    """Of the words `first` to `last` (outside) of the first row; rows by x, y and text."""
    sheet = pages_of([page(*(row(x, y, text, line=at) for at, (x, y, text) in enumerate(rows)))]).sheets[0]
    words = sheet.lines[0].words[first:last]
    text = " ".join(word.text for word in words)
    item = FieldDef.model_validate({"name": "some_field", "label": {"vi": "Ô", "en": "Field"}, "kind": kind})
    value = Value(value=text.strip(" ,;"), words=words, as_read=text)
    return is_whole(value, Found(words=words, page=0), item, sheet.lines)


def test_a_value_that_ends_with_its_line_is_whole() -> None:
    rows = [(300, 400, "Nơi cư trú: Xã Kim Lương, huyện Võ Nhai"), (300, 460, "Số định danh: 038001")]
    assert _whole("address", rows, 3, 9)


@pytest.mark.parametrize("kind", ["text", "address"])
def test_what_goes_on_behind_it_is_not(kind: str) -> None:
    rows = [(300, 400, "Nơi cư trú: Xã Kim Lương, huyện Võ Nhai")]
    assert not _whole(kind, rows, 3, 6)


@pytest.mark.parametrize("kind", ["text", "address", "person_name"])
def test_what_goes_on_below_is_not(kind: str) -> None:
    rows = [(300, 400, "Ghi chú: Tái khám sau bảy"), (300, 460, "ngày tại khoa")]
    assert not _whole(kind, rows, 2, 6)


def test_far_below_is_another_text() -> None:
    assert _whole("text", [(300, 400, "Ghi chú: Tái khám"), (300, 600, "ngày tại khoa")], 2, 4)


def test_a_text_that_begins_small_has_begun_before() -> None:
    assert not _whole("text", [(300, 400, "Cấp cho ngân sách nhà nước")], 2, 5)


def test_a_name_ends_where_small_letters_begin() -> None:
    assert _whole("person_name", [(300, 400, "Ông Nguyễn Văn An sinh ngày")], 1, 4)


def test_of_two_figures_beside_one_another_neither_is_sure() -> None:
    assert not _whole("area", [(300, 400, "Diện tích tầng 1 113,1 m2")], 3, 4)
    assert _whole("area", [(300, 400, "Diện tích: 113,1 m2")], 2, 3)
