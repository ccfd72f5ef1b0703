"""How sure a value is: a calibrated probability, and by thresholds that are data the decision `certain`.

A wrong value with high confidence is the worst error. So besides its probability a certain value needs all of: print
(no pen, no stamp), a page that reads well, no word on which the two readers differ, and none that the language model
changed although both saw it so: authors misspell.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from dossier.fields import FieldDef, FieldKind
from dossier.reading import Gate, Slot, Writing
from ocr.extraction.features import Features, has_letters, least_sure
from ocr.extraction.found import Found, Value
from resources import certainty

_T = TypeVar("_T")

_READABLE = 0.5
"""Mean confidence of words below which free text is strokes of a seal or of a pen."""
_WHOLE_NAME = 3
_WRITTEN, _WRITTEN_AGREED = 0.65, 0.45
_WRITTEN_APART, _WRITTEN_MOSTLY = 0.95, 0.8
"""Where the readers agree on no word, and on a third of the words at most."""
_FREE_TEXT = frozenset({FieldKind.TEXT, FieldKind.ADDRESS, FieldKind.PERSON_NAME})
_NEIGHBOUR = 0.7
"""Worst confidence beside a certain value. On drawn pages 4 % of those with less were cut short, .4 % of others."""
_STRANGE = 1.8
"""Oddness of a certain value: 3 % of those above were wrong on drawn pages (Bãy for Bẩy), .25 % of those below."""
_MOST_LIKELY = 0.9999


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
        return probability >= (thresholds.full if features.both else thresholds.first) and not is_doubtful(features)


def is_doubtful(features: Features) -> bool:
    """Whether the value itself forbids certainty: the readers differ, or a word is as strange as it is unsure."""
    return bool(features.differ) or features.odd >= _STRANGE


def is_readable(value: Value, kind: FieldKind, *, printed: bool) -> bool:
    """Whether the value is worth showing. Nothing is invented: unreadable stays empty.

    `printed`: its slot was looked at and holds print; then it need not be told from its words alone.
    """
    words = [word for word in value.words if has_letters(word)]
    mean = sum(word.confidence for word in words) / max(1, len(words))
    least = min((word.confidence for word in words), default=0.0)
    return least >= (min(value.least, _READABLE) if printed else value.least) and (
        kind not in _FREE_TEXT or mean >= _READABLE
    )


def is_written(value: Value) -> bool:
    """Whether a value of a form looks written by hand: its signs are read unsurely, and readers see different things.

    Of a script the readers agree on nothing, or by chance on a word; of print on most. So the fewer words they agree
    on, the surer must the least sure signs be. Before the second reader has read, these tell alone. On 161 drawn forms
    628 of 802 written values are told and 53 of 1928 printed ones are taken for written.
    """
    words = [word for word in value.words if has_letters(word)]
    least = sum(least_sure(word) for word in words) / max(1, len(words))
    agreed = sum(word.agreed for word in words)
    if any(word.second is None for word in words):
        return least < _WRITTEN
    if agreed == len(words):
        return least < _WRITTEN_AGREED
    return least < (_WRITTEN_APART if agreed == 0 else _WRITTEN_MOSTLY if 3 * agreed <= len(words) else _WRITTEN)


def may_be_certain(
    value: Value, found: Found, item: FieldDef, gate: Gate, slots: Sequence[Slot], *, beside: float
) -> bool:
    """Whether the place and the value allow certainty at all.

    Without slots, what stands apart counts as written. What a rule changed is certain only as an item of a closed
    list; running text only where its end is seen; a name of two words may be the rest of a longer one, as may any value
    `beside` a word that reads badly (see `surroundings`). A name whose marks the language model chose is never certain:
    names are rare words, and the model may have led both readers to the commoner one.
    """
    print_only = all(slot.writing is Writing.PRINTED for slot in slots) if slots else not value.apart
    mended = value.repaired and not value.listed
    cut = item.kind is FieldKind.PERSON_NAME and len(value.value.split()) < _WHOLE_NAME
    chosen = item.kind is FieldKind.PERSON_NAME and any(word.as_read is not None for word in value.words)
    open_end = item.kind is FieldKind.TEXT and not found.known_slot
    overruled = any(word.overruled for word in value.words)
    alone = beside >= _NEIGHBOUR
    fits = gate is Gate.READABLE and print_only and alone and not value.doubted
    return fits and not (mended or cut or chosen or open_end or overruled)


def _of(table: Mapping[str, _T], item: FieldDef) -> _T:
    kind = "choice" if item.choices else item.kind.value
    return table.get(item.name, table.get(kind, table["default"]))
