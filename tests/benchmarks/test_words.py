"""What the reading benchmark counts as right and wrong in text."""

import pytest

from benchmarks.reading.words import Piece, score_letters, score_words
from dossier.reading import Box


def line(text: str, *, y: int = 100, number: int = 0, counts: bool = True) -> list[Piece]:
    """Words of ten pixels a sign on one line."""
    pieces, x = [], 0
    for word in text.split():
        pieces.append(Piece(text=word, box=Box(x=x, y=y, w=10 * len(word), h=20), line=number, counts=counts))
        x += 10 * len(word) + 10
    return pieces


def turned_clockwise(pieces: list[Piece], height: int) -> list[Piece]:
    """As they lie on a picture that was turned by 90 degrees."""
    return [
        Piece(
            text=piece.text,
            box=Box(x=height - piece.box.bottom, y=piece.box.x, w=piece.box.h, h=piece.box.w),
            line=piece.line,
        )
        for piece in pieces
    ]


def test_order_and_punctuation_do_not_count_but_case_and_marks_do() -> None:
    score = score_words("Sở Y tế, Hậu Giang", "Hậu Giang; Sở y tê")

    assert score.words == 5
    assert score.recall == pytest.approx(3 / 5)
    assert score.precision == pytest.approx(3 / 5)
    assert score.bare_recall == pytest.approx(4 / 5)


def test_a_word_counts_as_often_as_it_stands_there() -> None:
    assert score_words("và và và", "và").recall == pytest.approx(1 / 3)


@pytest.mark.parametrize("read", ["Số /QĐ", "Số 73 /QĐ"])
def test_handwriting_counts_neither_when_read_nor_when_not(read: str) -> None:
    score = score_words("Số ⟦hw:73⟧ /QĐ", read)

    assert (score.recall, score.precision) == (1, 1)


def test_masked_text_is_no_word_of_the_truth() -> None:
    score = score_words("ông ⟦masked⟧", "ông masked")

    assert (score.recall, score.precision) == (1, 0.5)


def test_letters_are_compared_line_by_line_whatever_the_order_of_reading() -> None:
    truth = line("SỞ Y TẾ", y=0, number=0) + line("Độc lập", y=100, number=1)
    read = list(reversed(line("SỞ Y TÊ", y=2) + line("Độc lập", y=97)))

    score = score_letters(truth, read)

    assert (score.wrong, score.total) == (1, 14)


def test_words_run_together_cost_their_space_only() -> None:
    truth = line("Nơi nhận")
    read = [Piece(text="Nơinhận", box=Box(x=0, y=100, w=80, h=20))]

    assert score_letters(truth, read).wrong == 1


def test_a_leader_read_with_its_word_costs_nothing() -> None:
    truth = line("Họ tên: An")
    read = [*line("Họ tên:"), Piece(text="An.......", box=Box(x=80, y=100, w=400, h=20))]

    score = score_letters(truth, read)

    assert (score.wrong, score.noise) == (0, 0)


def test_what_was_not_read_costs_its_letters_and_what_is_not_there_is_noise() -> None:
    score = score_letters(line("Kính gửi"), [Piece(text="abc", box=Box(x=0, y=900, w=30, h=20))])

    assert (score.wrong, score.total, score.noise) == (8, 8, 3)


def test_handwriting_and_seals_count_neither_way() -> None:
    truth = line("ngày") + line("12", y=300, number=0, counts=False)
    read = [*line("ngày"), *line("l2", y=300), *line("dấu", y=600)]

    score = score_letters(truth, read, ignored=[Box(x=0, y=590, w=100, h=50)])

    assert (score.wrong, score.total, score.noise) == (0, 4, 0)


def test_a_page_that_lies_on_its_side_is_compared_along_its_lines() -> None:
    truth = turned_clockwise(line("một hai ba"), 400)
    joined = Piece(text="một hai", box=truth[0].box.union(truth[1].box))
    read = [truth[2], joined]

    assert score_letters(truth, read, turn=270).wrong == 0
    assert score_letters(truth, read, turn=90).wrong > 0
