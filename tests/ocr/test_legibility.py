"""A page that was not really read is told from one that was, however few words it bears."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.reading import Gate
from ocr.legibility import gate_of, legibility

KNOWN = frozenset(re.findall(r"\w+", "quyết định về việc thành lập tổ công tác ủy ban nhân dân xã số"))


@dataclass(frozen=True)
class Read:
    text: str
    confidence: float


def worth(text: str, confidence: float) -> Gate:
    words = [Read(part, confidence) for part in text.split()]
    return gate_of(legibility(words, KNOWN.__contains__))


def test_a_clean_page_is_readable() -> None:
    assert worth("QUYẾT ĐỊNH (Về việc thành lập Tổ công tác, xã) Số: 73/QĐ-UBND", 0.97) is Gate.READABLE


@pytest.mark.parametrize("text", ["ỦY BAN XÃ", "Ngọc Hiển", "12", "73/QĐ-UBND 15.000"])
def test_few_words_surely_read_are_readable(text: str) -> None:
    assert worth(text, 0.96) is Gate.READABLE


def test_garbage_is_not_proposed_and_poor_reading_is_checked() -> None:
    assert worth("TTE BLALCLANE CENE HNA NAHEH CHEB NEHIAB VIETNANB CHICLEB LNTUB", 0.6) is Gate.UNREADABLE
    assert worth("quyết định về việc thành lập tổ công tác nhdn xzq số", 0.7) is Gate.CHECK_ALL


def test_nothing_read_is_unreadable() -> None:
    assert gate_of(legibility([], KNOWN.__contains__)) is Gate.UNREADABLE


@given(st.lists(st.tuples(st.text(min_size=1, max_size=8), st.floats(0, 1))))
def test_legibility_is_a_share(words: list[tuple[str, float]]) -> None:
    value = legibility([Read(*word) for word in words], KNOWN.__contains__)
    assert 0 <= value <= 1 + 1e-9
