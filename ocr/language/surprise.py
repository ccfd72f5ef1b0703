"""How little a word is expected after the one before it: what a lost or a wrong mark often leaves behind."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from ocr.engines.engine import EngineWord
from ocr.language.model import SyllableModel
from resources.language.syllables import folded

_SIGNS = ".,;:()[]\"'“”-–—/…"


def with_surprise(words: Sequence[EngineWord], model: SyllableModel) -> tuple[EngineWord, ...]:
    """The words in reading order, each with its surprise within its printed line."""
    told: list[EngineWord] = []
    for _, line in groupby(words, key=lambda word: (word.block, word.line)):
        row = list(line)
        told += [
            replace(word, surprise=much)
            for word, much in zip(row, surprises(model, [word.text for word in row]), strict=True)
        ]
    return tuple(told)


def surprises(model: SyllableModel, words: Sequence[str]) -> list[float]:
    """-log10 P(word | the word before it), about 0 to 8; 0 for words with a digit or without a letter."""
    if not words:
        return []
    tokens = [folded(word.strip(_SIGNS)) for word in words]
    asked = [any(map(str.isalpha, token)) and not any(map(str.isdigit, token)) for token in tokens]
    numbers = np.array([model.start, *(model.number(token) for token in tokens)], np.int64)
    chances = model.after_one(numbers[:-1], numbers[1:], model.pair_places(numbers[:-1], numbers[1:]))
    return [round(float(much), 2) if ask else 0.0 for much, ask in zip(-np.log10(chances), asked, strict=True)]
