"""Names learned from accepted records mend marks; they never supply or exchange a name."""

import pytest

from dossier.learned import Learned, agency_key
from dossier.reading import Box, Word
from ocr.extraction.snapping import snapped

SIGNERS = frozenset({"Võ Hoàng Hận", "Nguyễn Quốc Việt"})
BOX = Box(x=0, y=0, w=10, h=10)


def words(text: str, *, second: str | None = None, sure: float = 0.5) -> list[Word]:
    """Words read by one reader, or by both: `second` is what the other has."""
    others = second.split() if second is not None else [None] * len(text.split())
    return [
        Word(text=word, box=BOX, upright=BOX, confidence=sure, lowest=sure, block=0, line=0, second=other)
        for word, other in zip(text.split(), others, strict=True)
    ]


@pytest.mark.parametrize("read", ["Võ Hoàng Hân", "Vo Hoang Han", "Võ Hoàng Hận", "Võ HoảngHận."])
def test_a_known_name_with_other_marks_becomes_it(read: str) -> None:
    assert snapped(words(read), SIGNERS) == "Võ Hoàng Hận"


def test_capitals_stay_capitals() -> None:
    assert snapped(words("VÕ HOÀNG HÂN"), SIGNERS) == "VÕ HOÀNG HẬN"


@pytest.mark.parametrize(
    ("read", "known"),
    [
        ("ỦY BAN NHÂN DÂN PHƯỜNG 12", "Ủy ban nhân dân phường 11"),
        ("SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG", "Sở Tài nguyên và Môi trường số 2"),
        ("Vương Thị Thanh Nga", "Vương Thị Thanh Ngân"),
        ("Lê Văn Bình", "Lê Văn Minh"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Loan"),
        ("UBND TỈNH HÀ NAM", "UBND tỉnh Hà Giang"),
        ("Hận", "Võ Hoàng Hận"),
    ],
)
def test_another_name_stays(read: str, known: str) -> None:
    assert snapped(words(read), {known}) is None


def test_what_both_readers_agree_on_stays() -> None:
    known = {"Trần Minh Khởi"}

    assert snapped(words("Trần Minh Khôi", second="Trần Minh Khôi"), known) is None
    assert snapped(words("Trần Minh Khôi", second="Trần Minh Khối"), known) == "Trần Minh Khởi"
    assert snapped(words("Trần Minh Khôi", sure=0.95), known) is None


def test_two_names_that_fit_give_none() -> None:
    assert snapped(words("Nguyễn Van Anh"), {"Nguyễn Vân Anh", "Nguyễn Văn Anh"}) is None


def test_nothing_known_changes_nothing() -> None:
    assert snapped(words("Nguyễn Văn Anh"), ()) is None


def test_signers_are_found_however_the_agency_is_written() -> None:
    learned = Learned(signers={agency_key("SỞ Y TẾ HẬU GIANG"): SIGNERS})

    assert learned.signers_of("Sở Y tế  Hậu Giang") == SIGNERS
    assert learned.signers_of("Sở Nội vụ") == frozenset()
