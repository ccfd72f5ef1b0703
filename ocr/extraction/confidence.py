"""How sure a value is: a careful guess until calibration is measured, and the decision `certain`.

A wrong value with high confidence is the worst error, so every doubt lowers it and `certain` asks for all
of: an unambiguous place, no repair, every word read surely, and a slot that no hand fills.
"""

from dossier.document_types import FieldKind
from ocr.extraction.found import Found
from ocr.extraction.values import Value

SURE_WORD = 0.93
"""Lowest word confidence at which Tesseract's values were right often enough."""
_READABLE = 0.5
"""Mean confidence of words below which free text is strokes of a seal or of a pen."""
_WRITTEN_AT_MOST = 0.45
"""Handwritten slots are exact in about a quarter of cases."""
_FREE_TEXT = frozenset({FieldKind.TEXT, FieldKind.ADDRESS, FieldKind.PERSON_NAME})


def lowest(value: Value) -> float:
    """Confidence of the least sure word that has a letter or digit."""
    return min((word.confidence for word in value.words if any(map(str.isalnum, word.text))), default=0.0)


def is_readable(value: Value, kind: FieldKind) -> bool:
    """Whether the value is worth showing. Nothing is invented: unreadable stays empty."""
    mean = sum(word.confidence for word in value.words) / max(1, len(value.words))
    return lowest(value) >= value.least and (kind not in _FREE_TEXT or mean >= _READABLE)


def is_written(value: Value) -> bool:
    """Whether the place looks filled by hand: it stands apart, or is a slot with leaders or an unsure word."""
    doubtful = value.repaired or ".." in value.as_read or lowest(value) < SURE_WORD
    return value.apart or (value.slot and doubtful)


def confidence(value: Value, found: Found, kind: FieldKind) -> float:
    """Probability in 0..1 that the value is right."""
    sure = min(0.99, lowest(value))
    if value.listed:
        return round(0.85 if value.repaired else max(0.9, sure), 3)
    if is_written(value):
        return round(min(_WRITTEN_AT_MOST, sure), 3)
    factor = 0.9 if value.repaired else 1.0
    if kind in _FREE_TEXT:
        # Many words: each may be wrong, and no rule of form would notice.
        mean = sum(word.confidence for word in value.words) / len(value.words)
        factor *= 0.5 + 0.5 * mean
    return round(sure * factor * (1.0 if found.known_slot else 0.85), 3)


def is_certain(value: Value, found: Found, kind: FieldKind) -> bool:
    """Whether a person may accept it unseen by rule.

    Never for what a hand may have written, and not for free text: one reader alone is sure of a wrong mark too.
    """
    checked = value.listed or kind not in _FREE_TEXT
    plain = not value.repaired and not is_written(value)
    return checked and plain and found.known_slot and lowest(value) >= SURE_WORD
