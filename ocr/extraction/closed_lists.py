"""Catalogues of usual values (nations, countries, kinds of land): what is read as one of them but for marks is it.

What is not in the list can be printed all the same; it is kept as read and is never certain, for a reader that loses
a word of "Ba Na" is sure of "Ba".
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dossier.text import fold, tone_key
from ocr.extraction.found import Value


class ClosedLists:
    """The names that each catalogue lists, with the ways they are printed."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._names: dict[str, dict[str, list[str]]] = {}
        for catalogue, listed in names.items():
            by_fold = self._names.setdefault(catalogue, {})
            for name in listed:
                by_fold.setdefault(_letters(fold(name)), []).append(name)

    def listed(self, value: Value, catalogue: str) -> Value:
        """The value as the catalogue spells it, or doubted where that does not have it; an unknown one says nothing."""
        known = self._names.get(catalogue)
        if known is None:
            return value
        names = known.get(_letters(fold(value.value)), [])
        if any(tone_key(name) == tone_key(value.value) for name in names):
            return value
        own = _letters(tone_key(value.value))
        # But for signs within it ("Việt.Nam") it is the listed one; else it must be the only one but for marks.
        same = [name for name in names if _letters(tone_key(name)) == own]
        if not same and len({_letters(tone_key(name)) for name in names}) != 1:
            return replace(value, doubted=True)
        name = (same or names)[0]
        name = name.upper() if value.value.isupper() else name
        agreed = all(word.agreed for word in value.words)
        return replace(value, value=name, repaired=value.repaired or not agreed, listed=agreed)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
