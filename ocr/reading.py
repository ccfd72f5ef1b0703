"""Reads one page: which way is up, how it leans, its words with boxes on the picture, whether it bears a secrecy mark.

Runs in a worker process, one page at a time. Everything it returns is in pixels of the page picture or of the upright
page of the same scale; what the engine saw stays inside.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dossier.reading import PagePicture, PageReading, Word
from ocr.decoding import decode
from ocr.engines.engine import EngineWord, OcrEngine
from ocr.geometry import Upright
from ocr.preparation import RECIPE, Lean, bleach_seals, is_blank, lean_of, reading_scale, to_grey
from ocr.secrecy import mark_in_stamps, mark_in_words

_MOST_PIXELS = 40_000_000
_SURE = 0.8
_LEAST_SURE_SHARE = 0.5
_LEAST_LETTERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A page as read in one position."""

    placing: Upright
    scale: float
    page: NDArray[np.uint8]
    """Upright, as enlarged for reading, not bleached."""
    words: tuple[EngineWord, ...]

    @property
    def sure_letters(self) -> int:
        return sum(len(word.text) for word in self.words if word.confidence > _SURE)

    @property
    def legible(self) -> bool:
        letters = sum(len(word.text) for word in self.words)
        return letters >= _LEAST_LETTERS and self.sure_letters >= _LEAST_SURE_SHARE * letters


def read_page(picture: PagePicture, engine: OcrEngine) -> PageReading:
    """What the engine reads on the page.

    A page with a secrecy mark comes back without its words: it is not to be read further. Raises
    `PageDamaged` when the picture cannot be decoded, and what the engine raises.
    """
    finish = _Finish(picture, engine, time.perf_counter())
    pixels, own = decode(picture, _MOST_PIXELS)
    grey, dpi = to_grey(pixels), picture.dpi * own
    if is_blank(grey, dpi):
        placing = Upright(width=picture.width, height=picture.height, rotation=0, skew=0.0)
        return finish.reading(placing, (), None, blank=True)
    look = _best_look(picture, pixels, lean_of(grey, dpi), engine)
    words = _words(look)
    mark = mark_in_words(words, look.placing.size[1])
    if mark is None:
        mark = mark_in_stamps(look.page, picture.dpi * look.scale, engine)
    return finish.reading(look.placing, words if mark is None else (), mark, blank=False)


def _best_look(picture: PagePicture, pixels: NDArray[np.uint8], lean: Lean, engine: OcrEngine) -> _Look:
    """The page in the position in which it reads best.

    Most pages stand upright, and a page that reads well does; only the others pay for asking which way is up.
    """
    own = pixels.shape[1] / picture.width
    scale = own if own < 1 else reading_scale(picture.dpi)

    def look(rotation: int) -> _Look:
        placing = Upright(width=picture.width, height=picture.height, rotation=rotation, skew=lean.skew)
        page = placing.apply(pixels, scale)
        words = engine.read(bleach_seals(page, picture.dpi * scale), round(picture.dpi * scale))
        return _Look(placing=placing, scale=scale, page=page, words=words)

    first = None if lean.sideways else look(0)
    if first is not None and first.legible:
        return first
    level = Upright(width=picture.width, height=picture.height, rotation=0, skew=lean.skew).apply(pixels, scale)
    turn = engine.turn(bleach_seals(level, picture.dpi * scale), round(picture.dpi * scale))
    looks = [] if first is None else [first]
    looks += [look(rotation) for rotation in _other_turns(turn, sideways=lean.sideways)]
    return max(looks, key=lambda candidate: candidate.sure_letters)


def _other_turns(turn: int | None, *, sideways: bool) -> list[int]:
    """Which positions are worth reading, upright having been read unless the page lies sideways."""
    if turn is None:
        return [90, 270] if sideways else [180]
    return [turn] if turn or sideways else []


def _words(look: _Look) -> tuple[Word, ...]:
    words: list[Word] = []
    for word in look.words:
        upright = look.placing.scaled(word.box, look.scale)
        words.append(
            Word(
                text=word.text,
                box=look.placing.on_picture(upright),
                upright=upright,
                confidence=word.confidence,
                block=word.block,
                line=word.line,
            )
        )
    return tuple(words)


@dataclass(frozen=True, slots=True)
class _Finish:
    """Makes the reading of one picture once everything is known."""

    picture: PagePicture
    engine: OcrEngine
    started: float

    def reading(self, placing: Upright, words: tuple[Word, ...], mark: str | None, *, blank: bool) -> PageReading:
        across, down = placing.size
        return PageReading(
            words=words,
            text=_text(words),
            width=self.picture.width,
            height=self.picture.height,
            upright_width=across,
            upright_height=down,
            rotation=placing.rotation,
            skew=placing.skew,
            blank=blank,
            secrecy_mark=mark,
            reader=self.engine.label,
            recipe=RECIPE,
            seconds=round(time.perf_counter() - self.started, 3),
        )


def _text(words: Sequence[Word]) -> str:
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())
