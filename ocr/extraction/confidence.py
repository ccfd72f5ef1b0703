"""How sure a value is: a calibrated probability, and by thresholds that are data the decision `certain`.

A wrong value with high confidence is the worst error. So besides its probability a certain value needs all of: print
(no pen, no stamp), a page that reads well, no word on which the two readers differ, and none that the language model
changed although both saw it so: authors misspell.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from dossier.document_types import FieldDef, FieldKind
from dossier.reading import Gate, Slot, Word, Writing
from ocr.extraction.found import Found
from ocr.extraction.values import Value
from resources import certainty

_T = TypeVar("_T")

_READABLE = 0.5
"""Mean confidence of words below which free text is strokes of a seal or of a pen."""
_WHOLE_NAME = 3
_WRITTEN, _WRITTEN_APART = 0.65, 0.8
_FREE_TEXT = frozenset({FieldKind.TEXT, FieldKind.ADDRESS, FieldKind.PERSON_NAME})
_LOOSE_SIGNS = "-–—.,;:…/"
"""Signs standing alone that say nothing; others (a + read for a quotation mark) are words to agree on."""
_MOST_SURE = 1e-4
_MOST_LIKELY = 0.9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the probability of a value is worked out from; each about 0 to 1 but where said."""

    both: float
    """Whether the second reader has read the page."""
    agreed: float
    """Share of the letters that stand in words on which both readers agree."""
    differ: float
    """Whether they differ in any word."""
    lowest: float
    """Of the least sure sign: -log10 of its chance of being wrong, 0 to 4."""
    mean: float
    """Mean confidence of the words, likewise."""
    listed: float
    """Whether it is an item of a closed list."""
    repaired: float
    """Whether a rule changed what was read."""
    changed: float
    """Share of the words that the language model changed."""
    placed: float
    """Whether the place alone says that this is the value."""
    words: float
    """ln(1 + number of words)."""
    legible: float
    """Of the page."""


class _Thresholds(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    first: float
    full: float


class Certainty(BaseModel):
    """The measured model. Keys of `bias` and `thresholds` are names of fields or kinds of them, or "default"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provisional: bool
    origin: str
    samples: int
    bias: Mapping[str, float]
    weights: Mapping[str, float]
    thresholds: Mapping[str, _Thresholds]

    @classmethod
    def shipped(cls) -> "Certainty":
        """The one that ships with the program."""
        return cls.model_validate(certainty.load())

    def probability(self, item: FieldDef, features: Features) -> float:
        """That the value is right, 0 to 1."""
        score = _of(self.bias, item) + sum(self.weights[name] * value for name, value in asdict(features).items())
        return min(_MOST_LIKELY, 1 / (1 + math.exp(-score)))

    def is_certain(self, item: FieldDef, features: Features, probability: float) -> bool:
        """Whether a person may accept it unseen by rule, as far as the probability goes."""
        thresholds = _of(self.thresholds, item)
        return probability >= (thresholds.full if features.both else thresholds.first) and not features.differ


def features_of(value: Value, found: Found, legibility: float) -> Features:
    """The features of a value on a page of this legibility."""
    words = [word for word in value.words if word.text.strip(_LOOSE_SIGNS)]
    letters = max(1, sum(len(word.text) for word in words))
    both = all(word.second is not None for word in words)
    mean = sum(word.confidence * len(word.text) for word in words) / letters
    return Features(
        both=float(both),
        agreed=sum(len(word.text) for word in words if word.agreed) / letters,
        differ=float(both and not all(word.agreed for word in words)),
        lowest=_sureness(lowest(value)),
        mean=_sureness(mean),
        listed=float(value.listed),
        repaired=float(value.repaired),
        changed=sum(word.as_read is not None for word in words) / max(1, len(words)),
        placed=float(found.known_slot),
        words=math.log(1 + len(words)),
        legible=legibility,
    )


def lowest(value: Value) -> float:
    """Confidence of the least sure sign of the words that have a letter or digit."""
    return min((_lowest(word) for word in value.words if any(map(str.isalnum, word.text))), default=0.0)


def is_readable(value: Value, kind: FieldKind, *, printed: bool) -> bool:
    """Whether the value is worth showing. Nothing is invented: unreadable stays empty.

    `printed`: its slot was looked at and holds print; then it need not be told from its words alone.
    """
    words = [word for word in value.words if any(map(str.isalnum, word.text))]
    mean = sum(word.confidence for word in words) / max(1, len(words))
    least = min((word.confidence for word in words), default=0.0)
    return least >= (min(value.least, _READABLE) if printed else value.least) and (
        kind not in _FREE_TEXT or mean >= _READABLE
    )


def is_written(value: Value) -> bool:
    """Whether a value of a form looks written by hand: its signs are read unsurely, and readers see different things.

    On drawn forms, mean of the words' least sure sign: print .8 to 1 (badly worn .5), scripts .4 to .8; both readers
    agree on nothing of a script.
    """
    words = [word for word in value.words if any(map(str.isalnum, word.text))]
    least = sum(_lowest(word) for word in words) / max(1, len(words))
    apart = all(word.second is not None and not word.agreed for word in words)
    return least < (_WRITTEN_APART if apart else _WRITTEN)


def may_be_certain(value: Value, found: Found, item: FieldDef, gate: Gate, slots: Sequence[Slot]) -> bool:
    """Whether the place and the value allow certainty at all.

    Without slots, what stands apart counts as written. What a rule changed is certain only as an item of a closed
    list; running text only where its end is seen; a name of two words may be the rest of a longer one.
    """
    print_only = all(slot.writing is Writing.PRINTED for slot in slots) if slots else not value.apart
    mended = value.repaired and not value.listed
    open_end = item.kind is FieldKind.TEXT and not found.known_slot
    cut = item.kind is FieldKind.PERSON_NAME and len(value.value.split()) < _WHOLE_NAME
    overruled = any(word.overruled for word in value.words)
    return gate is Gate.READABLE and print_only and not (mended or open_end or cut or overruled)


def _lowest(word: Word) -> float:
    return min(word.lowest, word.confidence)


def _sureness(probability: float) -> float:
    return -math.log10(max(_MOST_SURE, 1 - probability))


def _of(table: Mapping[str, _T], item: FieldDef) -> _T:
    kind = "choice" if item.choices else item.kind.value
    return table.get(item.name, table.get(kind, table["default"]))
