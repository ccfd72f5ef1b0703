"""What shines through behind a printed value is not part of it; what a pen or the second reader confirms stays."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ocr.extraction.lines import Line
from ocr.extraction.strays import without_strays
from tests.ocr.extraction.drawn import row

if TYPE_CHECKING:
    from dossier.reading import Word


def _line(*seen: tuple[str, float, str | None]) -> Line:
    """Words with their least sure sign and what the second reader has there ("=": the same)."""
    words: list[Word] = row(300, 700, " ".join(text for text, _, _ in seen), line=1)
    told = [
        replace(word, lowest=lowest, second=word.text if second == "=" else second)
        for word, (_, lowest, second) in zip(words, seen, strict=True)
    ]
    return Line(words=tuple(told), page=0)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (_line(("Trà", 1.0, "="), ("Vinh", 1.0, "="), ("a6v", 0.3, ""), ("GÊT", 0.8, "")), "Trà Vinh"),
        (_line(("Cơ", 1.0, "="), ("Ho", 1.0, "="), ("10", 0.3, "")), "Cơ Ho"),
        (_line(("Bản", 1.0, "="), ("4", 0.99, "")), "Bản 4"),
        (_line(("Krông", 1.0, "="), ("Pắk", 0.97, "")), "Krông Pắk"),
        (_line(("Quận", 1.0, "="), ("11B", 0.95, "")), "Quận 11B"),
        (_line(("Kon", 1.0, "="), ("Plông", 0.3, "=")), "Kon Plông"),
        (_line(("Ba", 1.0, "="), ("Nq", 0.3, "Na")), "Ba Nq"),
        (_line(("Zàg", 0.3, "Tày"), ("x7", 0.3, "")), "Zàg x7"),
        (_line(("Việt", 0.99, None), ("Nam", 0.95, None), ("u7d", 0.2, None)), "Việt Nam"),
        (_line(("u7d", 0.2, "")), "u7d"),
    ],
)
def test_what_is_left_of_a_line(line: Line, left: str) -> None:
    rest = without_strays(line, spelt_too=True)
    assert rest is not None
    assert rest.text == left


def test_a_line_of_strays_does_not_go_on_from_print() -> None:
    assert without_strays(_line(("soH", 0.7, ""), ("nudT", 0.4, "")), after_print=True) is None


def test_a_faint_word_rightly_spelt_stays_where_a_list_has_no_edge() -> None:
    line = _line(("Bình", 1.0, "="), ("Định", 0.3, ""))
    assert without_strays(line) is line
