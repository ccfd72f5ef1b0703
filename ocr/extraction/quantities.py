"""Numbers, areas and amounts as papers print them, with what stands around them: from found words to plain numbers."""

import re
from collections.abc import Callable

from dossier.document_types import DocumentType
from dossier.rules.amounts import parse_area, parse_money, parse_number
from dossier.text import fold
from ocr.extraction.found import EDGES, Found, Value

_FIGURES = re.compile(r"\d[\d.,]*(?: \d{3}(?!\d)[\d.,]*)*")
_BEFORE = re.compile(r"^\W*(?:(?:so tien|vnd|lan|thu|khoang|la)\W*)*$")
"""What may stand before the figures, folded."""
_GLUED = re.compile(r"^(?:[/-]|[^\W_])")
"""Signs that make the figures a part of something else: 12/2020, 3A."""
_UNIT_GLUED = re.compile(r"^(?:m2?|m²|cm|km|kg|g|gam|ha|d|dong|vnd|cv|kw|tang|%)(?![^\W_])")
_OTHER_AREA = re.compile(r"^\W*(?:ha|hec ?ta|sao|cong|mau)\b")
_MANY = re.compile(r"^\W*(?:nghin|ngan|trieu|tr|ty|ti)\b")
"""Amounts in thousands or millions of đồng are not turned into đồng."""


def number_of(found: Found, _kind: DocumentType) -> Value | None:
    """The number that the words open with; digits alone stay as printed, with their zeros."""
    text = found.text.strip(EDGES)
    if text.isdecimal():
        return Value(value=text, words=found.words, as_read=found.text)
    return _quantity(found, parse_number, None)


def area_of(found: Found, _kind: DocumentType) -> Value | None:
    """Square metres; another unit is not turned into them."""
    return _quantity(found, parse_area, _OTHER_AREA)


def money_of(found: Found, _kind: DocumentType) -> Value | None:
    """Whole đồng."""
    return _quantity(found, parse_money, _MANY)


def _quantity(found: Found, parse: Callable[[str], str | None], other: re.Pattern[str] | None) -> Value | None:
    match = _FIGURES.search(found.text)
    if match is None or not _BEFORE.match(fold(found.text[: match.start()])):
        return None
    figures = match[0].rstrip(".,")
    after = fold(found.text[match.start() + len(figures) :])
    if (other is not None and other.match(after)) or (_GLUED.match(after) and not _UNIT_GLUED.match(after)):
        return None
    value = parse(figures)
    if value is None:
        return None
    words = found.touching(match.start(), match.start() + len(figures))
    return Value(value=value, words=words, as_read=found.text, least=0.5)
