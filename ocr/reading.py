"""Reads one page: which way is up, how it leans, its words with boxes on the picture, whether it bears a secrecy mark.

Runs in a worker process, one page at a time. The first stage reads with the first reader; the second lays the second
reader's words beside them, which tells what is sure. Everything returned is in pixels of the page picture or of the
upright page of the same scale; what an engine saw stays inside.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dossier.reading import Gate, PagePicture, PageReading, Word
from ocr.agreement import with_overruled
from ocr.decoding import decode
from ocr.engines.engine import EngineWord, OcrEngine
from ocr.geometry import Upright
from ocr.ghosts import is_print
from ocr.legibility import gate_of, legibility
from ocr.page_again import FLATTENED, MOST_PIXELS, PageAgain, enlarged, larger, page_again
from ocr.placing import placed
from ocr.preparation import BLEED, STEPS, Measured, Prepared, measure, prepare, reading_scale, seal_alone
from ocr.readers import Readers
from ocr.recipe import RECIPE
from ocr.secrecy import mark_in_stamps, mark_in_words
from ocr.signing import Signed, closer, red_signature
from ocr.slots import find_slots
from ocr.ticks.lifting import without_boxes

if TYPE_CHECKING:
    from ocr.beside_words import BesideWords

_SECOND_DPI = 240
"""To so much coarser pages are enlarged for the second reader: at 300 it takes a fifth longer and agrees no oftener
(54 tuned and 16 real pages), at 200 it agrees on more that is wrong (30 tuned ones)."""
_TURN_SIDE = 1600
"""Pixels of the longer side that tell which way is up."""
_SURE = 0.8
_LEAST_SURE_SHARE = 0.5
_LEAST_LETTERS = 20
_BLEED_AT = [step.name for step in STEPS].index(BLEED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A page as read in one position."""

    placing: Upright
    scale: float
    page: NDArray[np.uint8]
    """Upright, as enlarged for reading, not cleaned."""
    grey: NDArray[np.uint8]
    """The same as it was read."""
    words: tuple[EngineWord, ...]
    steps: tuple[str, ...]

    @property
    def sure_letters(self) -> int:
        return sum(len(word.text) for word in self.words if word.confidence > _SURE)

    @property
    def legible(self) -> bool:
        letters = sum(len(word.text) for word in self.words)
        return letters >= _LEAST_LETTERS and self.sure_letters >= _LEAST_SURE_SHARE * letters


def read_first(picture: PagePicture, readers: Readers, *, cleared: bool = False) -> PageReading:
    """What the first reader reads on the page.

    A page with a secrecy mark comes back without its words: it is not to be read further, unless a person has
    `cleared` it; the mark is told all the same. Raises `PageDamaged` when the picture cannot be decoded, and what the
    engine raises.
    """
    started = time.perf_counter()
    engine = readers.first
    pixels, own = decode(picture, MOST_PIXELS)
    measured = measure(pixels, picture.dpi * own)
    if measured.blank:
        placing = Upright(width=picture.width, height=picture.height, rotation=0, skew=0.0)
        return _reading(picture, placing, engine, started, blank=True)
    look = _best_look(picture, pixels, measured, engine)
    reading = _reading(picture, look.placing, engine, started)
    dpi = picture.dpi * look.scale
    seen = closer(look.words, look.grey, dpi, engine)
    signed = Signed(seen) if seal_alone(look.page, dpi) else red_signature(seen, look.page, dpi, engine)
    corrected = readers.language.corrected(signed.words)
    words = placed(corrected, look.placing, look.scale)
    mark = mark_in_words(words, look.placing.size[1])
    if mark is None:
        mark = mark_in_stamps(look.page, dpi, engine)
    if mark is not None and not cleared:
        return replace(reading, secrecy_mark=mark, seconds=_since(started))
    worth = legibility(corrected, readers.language.knows)
    whole = replace(
        reading,
        words=words,
        text=_text(words),
        secrecy_mark=mark,
        faint=placed(signed.faint, look.placing, look.scale),
        slots=find_slots(signed.words, look.page, look.placing, look.scale),
        steps=_report(look),
        legibility=worth,
        gate=gate_of(worth),
    )
    if _second_of(readers, engine.label) is None:
        # No other stage is to come.
        page = page_again(picture, pixels, whole)
        whole = _with(whole, _beside(picture, pixels, page, whole, readers))
    return replace(whole, seconds=_since(started))


def read_second(picture: PagePicture, first: PageReading, readers: Readers) -> PageReading:
    """The same reading with what the second reader has at the place of every word, and with what stands beside words.

    Where no second reader is live only the latter is told. Of a page that is blank or held for its secrecy mark there
    is nothing to tell. Done once more it changes nothing. Raises as `read_first`.
    """
    engine = _second_of(readers, first.reader)
    if engine is None and first.second_reader is not None:
        return first
    if first.blank or _is_held(first):
        return first if engine is None else replace(first, second_reader=engine.label)
    started = time.perf_counter()
    pixels, _ = decode(picture, MOST_PIXELS)
    page = page_again(picture, pixels, first)
    found = _beside(picture, pixels, page, first, readers)
    if engine is not None and first.words and first.gate is not Gate.UNREADABLE:
        grey, scale = larger(page, picture, pixels, first, _SECOND_DPI)
        # A page in colour is not kept while the second reader takes memory of its own.
        del pixels
        second = _read_again(without_boxes(grey, found.ticks, scale), picture.dpi * scale, page, engine, readers)
        found = replace(found.confirmed(second), words=with_overruled(found.words, second))
    reading = _with(first, found)
    if engine is not None:
        reading = replace(reading, second_reader=engine.label)
    return first if reading == first else replace(reading, seconds=round(first.seconds + _since(started), 3))


def _read_again(
    grey: NDArray[np.uint8], dpi: float, page: PageAgain, engine: OcrEngine, readers: Readers
) -> tuple[Word, ...]:
    """The page read by the second reader as a whole: given the first's lines it would agree on what is no text too."""
    scale = dpi * page.scale / page.dpi
    return placed(readers.language.corrected(engine.read(grey, round(dpi))), page.placing, scale)


def _with(reading: PageReading, found: "BesideWords") -> PageReading:
    text = reading.text if found.words == reading.words else _text(found.words)
    return replace(reading, words=found.words, text=text, codes=found.codes, tables=found.tables, ticks=found.ticks)


def _second_of(readers: Readers, first: str) -> OcrEngine | None:
    """The second reader, unless it is the first by another name: a reader that agrees with itself proves nothing."""
    engine = readers.second
    return None if engine is None or engine.label.split(maxsplit=1)[0] == first.split(maxsplit=1)[0] else engine


def _is_held(reading: PageReading) -> bool:
    """A page that a person has cleared has its mark and its words."""
    return reading.secrecy_mark is not None and not reading.words


def _beside(
    picture: PagePicture, pixels: NDArray[np.uint8], page: PageAgain, first: PageReading, readers: Readers
) -> "BesideWords":
    from ocr.beside_words import beside_words  # noqa: PLC0415 - half a second that first pages shall not wait for

    return beside_words(picture, pixels, page, first, readers)


def _placing(picture: PagePicture, measured: Measured, rotation: int) -> Upright:
    return Upright(
        width=picture.width, height=picture.height, rotation=rotation, skew=measured.lean.skew, paper=measured.paper
    )


def _best_look(picture: PagePicture, pixels: NDArray[np.uint8], measured: Measured, engine: OcrEngine) -> _Look:
    """The page in the position in which it reads best.

    Most pages stand upright, and a page that reads well does; only the rest pays for asking. An engine that can tell
    which way is up is believed; what others say is tried.
    """
    own = pixels.shape[1] / picture.width
    scale = own if own < 1 or engine.fits_lines else enlarged(picture, reading_scale(picture.dpi))
    dpi = picture.dpi * scale

    def look(rotation: int) -> _Look:
        placing = _placing(picture, measured, rotation)
        page = placing.apply(pixels, scale)
        prepared = _prepared(page, dpi, measured, engine)
        words = engine.read(prepared.grey, round(dpi))
        return _Look(placing=placing, scale=scale, page=page, grey=prepared.grey, words=words, steps=prepared.steps)

    sideways = measured.lean.sideways
    first = None if sideways else look(0)
    if first is not None and first.legible:
        return first
    small = min(scale, _TURN_SIDE / max(picture.width, picture.height))
    level = _placing(picture, measured, 0).apply(pixels, small)
    turn = engine.turn(prepare(level, picture.dpi * small, measured).grey, round(picture.dpi * small))
    if engine.turns_cheaply:
        return look(turn or 0) if turn or first is None else first
    looks = [] if first is None else [first]
    looks += [look(rotation) for rotation in _other_turns(turn, sideways=sideways)]
    return max(looks, key=lambda candidate: candidate.sure_letters)


def _prepared(page: NDArray[np.uint8], dpi: float, measured: Measured, engine: OcrEngine) -> Prepared:
    """The page to be read; pale print that was taken for what shines through is left on it."""
    before = prepare(page, dpi, measured, STEPS[:_BLEED_AT])
    prepared = prepare(page, dpi, measured, STEPS[_BLEED_AT:], before)
    if BLEED not in prepared.steps:
        return prepared
    whole = prepare(page, dpi, measured, STEPS[_BLEED_AT + 1 :], before)
    return whole if is_print(whole.grey, prepared.grey, dpi, engine) else prepared


def _report(look: _Look) -> tuple[str, ...]:
    """What was done to the picture, in order."""
    done = [FLATTENED] if look.placing.paper is not None else []
    done += [f"turn {look.placing.rotation}"] if look.placing.rotation else []
    done += [f"skew {look.placing.skew:.1f}"] if look.placing.skew else []
    return (*done, *look.steps)


def _other_turns(turn: int | None, *, sideways: bool) -> list[int]:
    """Which positions are worth reading, upright having been read unless the page lies sideways."""
    if turn is None:
        return [90, 270] if sideways else [180]
    return [turn] if turn or sideways else []


def _reading(
    picture: PagePicture, placing: Upright, engine: OcrEngine, started: float, *, blank: bool = False
) -> PageReading:
    """A reading without words."""
    across, down = placing.size
    return PageReading(
        words=(),
        text="",
        width=picture.width,
        height=picture.height,
        upright_width=across,
        upright_height=down,
        rotation=placing.rotation,
        skew=placing.skew,
        blank=blank,
        secrecy_mark=None,
        reader=engine.label,
        recipe=RECIPE,
        seconds=_since(started),
    )


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)


def _text(words: Sequence[Word]) -> str:
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())
