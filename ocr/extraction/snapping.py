"""Values that are a known name but for marks and spaces, as the known one: agencies and signers learned from records.

Only spelling is mended, never a name supplied or exchanged: the letters and digits must be the same, and no word on
which both readers agree, or that the only reader is sure of, is touched.
"""

from collections.abc import Iterable, Sequence

from dossier.reading import Word
from dossier.text import tone_key
from ocr.extraction.matching import dense

_SURE = 0.9


def snapped(words: Sequence[Word], known: Iterable[str]) -> str | None:
    """The known name that the words are but for marks they were unsurely read with; None for none or for two."""
    text = " ".join(word.text for word in words)
    names = [name for name in known if dense(name) == dense(text)]
    if not names or len({tone_key(name) for name in names}) > 1:
        return None
    name = names[0]
    spelled, start = _letters(name), 0
    for word in words:
        stop = start + len(_letters(word.text))
        if spelled[start:stop] != _letters(word.text) and is_clear(word):
            return None
        start = stop
    return name.upper() if text.isupper() else name


def _letters(text: str) -> str:
    """Letters and digits with their marks, case aside."""
    return "".join(filter(str.isalnum, tone_key(text)))


def is_clear(word: Word) -> bool:
    """Whether both readers agree on the word, or the only one is sure of it."""
    return word.agreed if word.second is not None else min(word.lowest, word.confidence) >= _SURE
