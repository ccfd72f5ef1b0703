"""What can be left out of reading, to see what it buys: the one table of variants.

A reader is left out by other `Readers`. A step or rule is left out by putting one that does nothing in its place, in
the processes of that variant alone, so that the product needs no switch for it. A place that is no longer there is an
error: the table is then to be mended, not skipped.
"""

import contextlib
import functools
import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dossier.reading import Gate
from ocr.engines.engine import EngineWord, Grey, Layout, OcrEngine
from ocr.engines.tesseract_in_process import best_tesseract
from ocr.preparation import STEPS, Measured, Prepared, measure, prepare
from ocr.readers import Readers, make_readers
from ocr.signing import Signed


@dataclass(frozen=True, slots=True)
class Swap:
    """A function of a module and what takes its place."""

    module: str
    name: str
    by: Callable[..., Any]

    @property
    def place(self) -> tuple[Any, str]:
        """The object that holds it."""
        holder = importlib.import_module(self.module)
        *path, name = self.name.split(".")
        for part in path:
            holder = getattr(holder, part)
        if not hasattr(holder, name):
            raise AttributeError(name, self.module)
        return holder, name


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Reading without something."""

    readers: Callable[[Readers], Readers] = lambda readers: readers
    reading: tuple[Swap, ...] = ()
    """In the worker processes."""
    extraction: tuple[Swap, ...] = ()
    """In the process that makes fields of words."""


class AsRead:
    """In place of the language model: nothing is corrected; syllables are still known for the page gate."""

    def __init__(self, language: Any) -> None:
        self._language = language

    def corrected(self, words: Sequence[EngineWord]) -> tuple[EngineWord, ...]:
        return tuple(words)

    def knows(self, syllable: str) -> bool:
        return bool(self._language.knows(syllable))


class AsItLies:
    """A reader that takes every page for upright."""

    turns_cheaply = True

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self.label = engine.label
        self.fits_lines = engine.fits_lines

    def check(self) -> None:
        self._engine.check()

    def read(self, image: Grey, dpi: int, layout: Layout = Layout.PAGE) -> tuple[EngineWord, ...]:
        return self._engine.read(image, dpi, layout)

    def turn(self, image: Grey, dpi: int) -> int | None:  # noqa: ARG002 - the port
        return 0


def _second_alone(readers: Readers) -> Readers:
    return replace(readers, first=best_tesseract(), second=None)


def _other_order(readers: Readers) -> Readers:
    return replace(readers, first=best_tesseract(), second=readers.first)


def _all_steps_but(name: str) -> Callable[..., Prepared]:
    if all(step.name != name for step in STEPS):
        raise AttributeError(name, "STEPS")
    return functools.partial(_prepared_without, name)


def _prepared_without(name: str, page: Any, dpi: float, measured: Measured, *more: Any) -> Prepared:
    steps, *begun = more or (STEPS,)
    return prepare(page, dpi, measured, [step for step in steps if step.name != name], *begun)


def _level(pixels: Any, dpi: float) -> Measured:
    measured = measure(pixels, dpi)
    return replace(measured, lean=replace(measured.lean, skew=0.0))


def _first_given(first: Any, *_: Any, **__: Any) -> Any:
    return first


def _without_alternatives(words: Sequence[EngineWord], *rest: Any, **named: Any) -> Any:
    from ocr.language.mending import mend

    bare = [replace(word, letters=tuple(replace(letter, others=()) for letter in word.letters)) for word in words]
    return mend(bare, *rest, **named)


EVERYTHING = "everything"
VARIANTS: dict[str, Variant] = {
    EVERYTHING: Variant(),
    "without second reader": Variant(readers=lambda readers: replace(readers, second=None)),
    "second reader alone": Variant(readers=_second_alone),
    "second reader first": Variant(readers=_other_order),
    "without language model": Variant(readers=lambda readers: replace(readers, language=AsRead(readers.language))),
    "without alternatives of letters": Variant(reading=(Swap("ocr.readers", "mend", _without_alternatives),)),
    "without guards of the model": Variant(reading=(Swap("ocr.language.mending", "stay_as_read", lambda *_: set()),)),
    "without clean-up": Variant(
        reading=(
            Swap("ocr.readers", "clean_up", _first_given),
            Swap("ocr.readers", "apart_at_signs", _first_given),
        )
    ),
    "without bleaching": Variant(reading=(Swap("ocr.reading", "prepare", _all_steps_but("bleach")),)),
    "without taking off specks": Variant(reading=(Swap("ocr.reading", "prepare", _all_steps_but("specks")),)),
    "without taking off what shines through": Variant(
        reading=(Swap("ocr.reading", "prepare", _all_steps_but("bleed")),)
    ),
    "without taking off leaders": Variant(reading=(Swap("ocr.reading", "prepare", _all_steps_but("leaders")),)),
    "without flattening photographs": Variant(
        reading=(Swap("ocr.preparation.measuring", "paper_of", lambda *_: None),)
    ),
    "without turning": Variant(readers=lambda readers: replace(readers, first=AsItLies(readers.first))),
    "without deskewing": Variant(reading=(Swap("ocr.reading", "measure", _level),)),
    "without reading the signature closer up": Variant(
        reading=(Swap("ocr.reading", "closer", lambda words, *_: tuple(words)),)
    ),
    "without second look at the signature": Variant(
        reading=(Swap("ocr.reading", "red_signature", lambda words, *_: Signed(words=tuple(words))),)
    ),
    "without slots": Variant(reading=(Swap("ocr.reading", "find_slots", lambda *_: ()),)),
    "without page gate": Variant(reading=(Swap("ocr.reading", "gate_of", lambda *_: Gate.READABLE),)),
    "without lists of openings": Variant(
        extraction=(Swap("ocr.extraction.document", "as_listed", lambda texts, *_, **__: " ".join(texts)),)
    ),
    "without regard to what stands beside a value": Variant(
        extraction=(Swap("ocr.extraction.judging", "surroundings", lambda *_: 1.0),)
    ),
    "without marks from the rest of the page": Variant(
        extraction=(
            Swap("ocr.extraction.document", "mended", lambda words, *_: [word.text for word in words]),
            Swap("ocr.extraction.document", "with_province", _first_given),
        )
    ),
}
"""By name; the lead row first. To see what a new step buys, add a line here."""


def readers_maker(name: str) -> Callable[[], Readers]:
    """For the worker pool; travels by pickle."""
    return functools.partial(_readers_of, name)


def _readers_of(name: str) -> Readers:
    variant = VARIANTS[name]
    for swap in variant.reading:
        holder, place = swap.place
        setattr(holder, place, swap.by)
    return variant.readers(make_readers())


@contextlib.contextmanager
def swapped(swaps: Sequence[Swap]) -> Iterator[None]:
    """These functions are replaced inside, as they were after."""
    before = [(*swap.place, getattr(*swap.place)) for swap in swaps]
    try:
        for swap in swaps:
            holder, place = swap.place
            setattr(holder, place, swap.by)
        yield
    finally:
        for holder, place, was in before:
            setattr(holder, place, was)
