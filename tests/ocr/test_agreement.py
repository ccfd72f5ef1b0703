"""Two readers agree on a word when they have the same text at the same place, however they cut and order it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.reading import Box, Word
from ocr.agreement import with_second

SIGN, HEIGHT = 10, 20


def word(text: str, x: int, y: int = 0, *, w: int | None = None, h: int = HEIGHT, line: int = 0) -> Word:
    box = Box(x=x, y=y, w=SIGN * len(text) if w is None else w, h=h)
    return Word(text=text, box=Box(x=0, y=0, w=1, h=1), upright=box, confidence=0.9, block=0, line=line)


def printed(line: str, y: int = 0) -> list[Word]:
    """The words of a line where they would be printed; `|` cuts without room between."""
    words, x = [], 0
    for group in line.split(" "):
        for part in group.split("|"):
            if part:
                words.append(word(part, x, y))
            x += SIGN * len(part)
        x += SIGN // 2
    return words


def seconds(first: str, second: str) -> list[str | None]:
    return [found.second for found in with_second(printed(first), printed(second))]


@st.composite
def pages(draw: st.DrawFn) -> list[Word]:
    """Words anywhere, on top of each other too."""
    sides, places = st.integers(0, 60), st.integers(-20, 300)
    texts = st.text("aáàâ12.,-/Đ", min_size=1, max_size=5)
    boxes = st.builds(lambda x, y, w, h: Box(x=x, y=y, w=w, h=h), places, places, sides, sides)
    made = st.builds(lambda text, box: replace(word(text, 0), upright=box), texts, boxes)
    return draw(st.lists(made, max_size=30))


@st.composite
def layouts(draw: st.DrawFn) -> list[list[str]]:
    """Lines of words that do not overlap."""
    texts = st.text("aáâbc0123456789/-", min_size=1, max_size=6)
    return draw(st.lists(st.lists(texts, min_size=1, max_size=6), min_size=1, max_size=5))


def laid_out(lines: list[list[str]]) -> list[Word]:
    return [found for at, line in enumerate(lines) for found in printed(" ".join(line), at * 30)]


def test_equal_words_agree_and_others_tell_what_the_second_has() -> None:
    found = with_second(printed("Điều 1. Phê duyệt"), printed("Điều 7. Phê"))
    assert [(each.second, each.agreed) for each in found] == [
        ("Điều", True),
        ("7.", False),
        ("Phê", True),
        ("", False),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Số: 73 /QĐ-CC", "Số:|73|/QĐ-CC"),
        ("Y|TẾ HẬU", "YTẾ HẬU"),
        ("YTẾ HẬU", "Y|TẾ HẬU"),
        ("nhận, được", "nhận| được;"),
        ("“Phê duyệt”", "Phê| duyệt"),
    ],
)
def test_spacing_and_punctuation_at_the_ends_are_no_difference(first: str, second: str) -> None:
    ours = printed(first)
    # Cut elsewhere over the same stretch.
    theirs = printed(second)
    scale = (ours[-1].upright.right) / theirs[-1].upright.right
    theirs = [
        replace(each, upright=replace(each.upright, x=round(each.upright.x * scale), w=round(each.upright.w * scale)))
        for each in theirs
    ]
    assert all(each.agreed for each in with_second(ours, theirs))


@pytest.mark.parametrize(("first", "second"), [("1.500", "1500"), ("1,5", "1.5"), ("Vân", "vân"), ("thửa", "thừa")])
def test_points_in_numbers_case_and_marks_are_differences(first: str, second: str) -> None:
    found = with_second([word(first, 0, w=50)], [word(second, 0, w=50)])
    assert [each.second for each in found] == [second]


def test_in_a_run_that_differs_each_word_has_its_part() -> None:
    joined = [word("YTÊHẬU", 0, w=75)]
    assert [each.second for each in with_second(printed("Y TẾ HẬU"), joined)] == ["Y", "TÊ", "HẬU"]


def test_no_number_agrees_within_a_run_that_differs() -> None:
    found = with_second(printed("73 /QĐ"), [word("73/QD", 0, w=55)])
    assert [each.agreed for each in found] == [False, False]


def test_the_line_above_is_another_place() -> None:
    found = with_second([word("ngày", 0, 30, h=30)], [word("ngày", 0, 8, h=30), word("ngây", 0, 34, h=22)])
    assert found[0].second == "ngây"


def test_a_reader_that_has_nothing_leaves_nothing() -> None:
    assert [each.second for each in with_second(printed("một hai"), [])] == ["", ""]
    assert with_second([], printed("một hai")) == ()


@given(pages())
def test_a_page_agrees_with_itself_everywhere(page: list[Word]) -> None:
    found = with_second(page, page)
    assert all(each.agreed for each in found)
    assert [replace(each, second=None) for each in found] == page


@given(pages(), st.data())
def test_the_order_of_the_second_changes_nothing(page: list[Word], data: st.DataObject) -> None:
    second = data.draw(pages())
    shuffled = data.draw(st.permutations(second))
    assert with_second(page, second) == with_second(page, shuffled)


@given(layouts(), st.data())
def test_a_changed_digit_never_agrees(lines: list[list[str]], data: st.DataObject) -> None:
    page = laid_out(lines)
    places = [(at, i) for at, each in enumerate(page) for i, sign in enumerate(each.text) if sign.isdigit()]
    if not places:
        return
    at, i = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != page[at].text[i]]))
    changed = [*page]
    changed[at] = replace(page[at], text=page[at].text[:i] + other + page[at].text[i + 1 :])
    # The second reader runs some words of a line together.
    joined: list[Word] = []
    for each in changed:
        last = joined[-1] if joined else None
        if last is not None and last.upright.y == each.upright.y and data.draw(st.booleans()):
            joined[-1] = replace(last, text=last.text + each.text, upright=last.upright.union(each.upright))
        else:
            joined.append(each)
    assert not with_second(page, joined)[at].agreed


@given(pages())
def test_a_word_of_the_second_vouches_for_one_only(page: list[Word]) -> None:
    twice = [each for each in page for _ in range(2)]
    agreed = [each.text.strip(".,") or each.text for each in with_second(twice, page) if each.agreed]
    signs = sum(len(each.text) for each in page)
    assert sum(map(len, agreed)) <= signs


def test_many_words_cost_little_even_on_one_spot() -> None:
    grid = [word("một", 40 * (at % 60), 30 * (at // 60)) for at in range(6_000)]
    pile = [word("một", at % 7, at % 5, w=3000) for at in range(1_000)]
    started = time.process_time()
    assert all(each.agreed for each in with_second(grid, grid))
    with_second(pile, pile)
    with_second(grid, pile)
    assert time.process_time() - started < 5
