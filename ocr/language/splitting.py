"""Words of a reader changed in place or cut in two, with their letters and boxes. Knows no language."""

from dataclasses import replace

from dossier.reading import Box
from ocr.engines.engine import EngineWord


def reworded(word: EngineWord, text: str) -> EngineWord:
    """The word with another text of the same length; what was read first stays in `as_read`."""
    if text == word.text:
        return word
    read = word.text if word.as_read is None else word.as_read
    return replace(word, text=text, as_read=None if text == read else read)


def cut(word: EngineWord, at: int) -> tuple[EngineWord, EngineWord]:
    """The word in two before its sign number `at`: letters, box and what was read are shared out, nothing is lost.

    The cut lies between the letters where the reader told their places, else it is in proportion to the signs. Each
    half gets at least one pixel of a box that has two.
    """
    known = len(word.letters) == len(word.text)
    box = word.box
    if known:
        edge = round((word.letters[at - 1].x1 + word.letters[at].x0) / 2)
    else:
        edge = box.x + round(box.w * at / len(word.text))
    least = 1 if box.w > 1 else 0
    edge = min(max(edge, box.x + least), box.right - least)
    left = Box(x=box.x, y=box.y, w=edge - box.x, h=box.h)
    right = Box(x=edge, y=box.y, w=box.right - edge, h=box.h)
    return _part(word, 0, at, left), _part(word, at, len(word.text), right)


def _part(word: EngineWord, start: int, stop: int, box: Box) -> EngineWord:
    text = word.text[start:stop]
    letters = word.letters[start:stop] if len(word.letters) == len(word.text) else ()
    read = word.as_read[start:stop] if word.as_read is not None and len(word.as_read) == len(word.text) else None
    sure = sum(letter.probability for letter in letters) / len(letters) if letters else word.confidence
    return replace(word, text=text, box=box, confidence=sure, letters=letters, as_read=None if read == text else read)
