"""Words as a reader hands them over, made by hand."""

from __future__ import annotations

from dossier.reading import Box
from ocr.engines.engine import EngineWord, Letter

Others = dict[int, tuple[tuple[str, float], ...]]


def word(
    text: str,
    *,
    line: int = 0,
    x: int = 0,
    confidence: float = 0.9,
    others: Others | None = None,
    lettered: bool = True,
) -> EngineWord:
    """A word of letters ten pixels wide; `others` by the place of the letter."""
    letters = tuple(
        Letter(
            text=sign, probability=confidence, x0=x + 10 * at, x1=x + 10 * at + 10, others=(others or {}).get(at, ())
        )
        for at, sign in enumerate(text)
    )
    return EngineWord(
        text=text,
        box=Box(x=x, y=0, w=10 * len(text), h=20),
        confidence=confidence,
        block=0,
        line=line,
        letters=letters if lettered else (),
    )


def words(text: str, *, line: int = 0, confidence: float = 0.9, lettered: bool = True) -> tuple[EngineWord, ...]:
    """The words of one line, a letter's width apart; no reader offered anything else."""
    found: list[EngineWord] = []
    x = 0
    for part in text.split():
        found.append(word(part, line=line, x=x, confidence=confidence, lettered=lettered))
        x += 10 * len(part) + 10
    return tuple(found)


def texts(found: tuple[EngineWord, ...]) -> str:
    return " ".join(one.text for one in found)
