"""Engines that fail in every way a reader can, chosen by the width of the page, for tests of the worker processes."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING, NoReturn

from dossier.errors import EngineMissing, PageDamaged, SourceError
from dossier.reading import Box
from files.processes import run_tool
from ocr.engines.engine import EngineWord, Layout
from ocr.readers import Readers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.reading import PagePicture
    from ocr.engines.engine import Grey

GOOD, EXIT, KILL, HANG, EAT, RAISE, REFUSE, MISSING = range(400, 408)
"""Widths of pages and what the engine does on them."""

SECOND_FAULTS = 600
"""Height of pages on which it is the second reader that fails."""

PIPE = "SOHOA_TEST_PIPE"
"""Names the fifo into which a hanging engine writes its own process id and its tool's."""


class FaultEngine:
    """Reads one word off every good page."""

    label = "fault 1"
    turns_cheaply = False
    fits_lines = False

    def check(self) -> None:
        pass

    def read(self, image: Grey, dpi: int, layout: Layout = Layout.PAGE) -> tuple[EngineWord, ...]:
        faults = {EXIT: leave, KILL: be_killed, HANG: hang, EAT: eat, RAISE: stumble, REFUSE: refuse, MISSING: miss}
        fault = faults.get(image.shape[1])
        if fault is not None:
            fault()
        text = f"worker-{os.getpid()}-of-{os.environ.get('OMP_THREAD_LIMIT')}"
        return (EngineWord(text=text, box=Box(x=1, y=2, w=3, h=4), confidence=0.9, block=1, line=0),)

    def turn(self, image: Grey, dpi: int) -> int | None:
        return 0


class SecondEngine(FaultEngine):
    """Behaves on pages whose height is `SECOND_FAULTS`, and reads otherwise everywhere else."""

    label = "second 1"

    def read(self, image: Grey, dpi: int, layout: Layout = Layout.PAGE) -> tuple[EngineWord, ...]:
        # However much the page was enlarged, its shape tells what it was; other pages are broader for their height.
        width = round(image.shape[1] * SECOND_FAULTS / image.shape[0])
        if GOOD <= width <= MISSING:
            return super().read(image[:, :width], dpi, layout)
        return (EngineWord(text="second", box=Box(x=1, y=2, w=3, h=4), confidence=0.9, block=1, line=0),)


class SureEngine(FaultEngine):
    """Never fails."""

    def read(self, image: Grey, dpi: int, layout: Layout = Layout.PAGE) -> tuple[EngineWord, ...]:
        return super().read(image[:, :GOOD], dpi, layout)


class AsRead:
    """No language model."""

    label = None

    def corrected(self, words: Sequence[EngineWord]) -> tuple[EngineWord, ...]:
        return tuple(words)

    def knows(self, syllable: str) -> bool:
        return bool(syllable)


def fault_readers() -> Readers:
    """One reader, which fails as the page asks."""
    return Readers(FaultEngine(), None, AsRead())


def two_readers() -> Readers:
    """The second one fails as pages of the height `SECOND_FAULTS` ask."""
    return Readers(SureEngine(), SecondEngine(), AsRead())


def modules_readers() -> Readers:
    """A reader whose label lists the modules that a worker should not have loaded."""
    return Readers(_ModulesEngine(), None, AsRead())


def leave() -> NoReturn:
    os._exit(3)


def be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hang() -> NoReturn:
    """Hang for ever in a tool, started as every tool of a reader is."""
    tell = 'test -z "$SOHOA_TEST_PIPE" || echo "$PPID $$" > "$SOHOA_TEST_PIPE"; exec sleep 1000'
    run_tool(["sh", "-c", tell], seconds=1000, bound=True)
    raise AssertionError


def eat() -> NoReturn:
    held = []
    while True:
        held.append(b"x" * 20_000_000)
        threading.Event().wait(0.05)


def stumble() -> NoReturn:
    raise ZeroDivisionError


def refuse() -> NoReturn:
    raise PageDamaged(page=7)


def miss() -> NoReturn:
    raise EngineMissing(engine="fault")


class _ModulesEngine(FaultEngine):
    @property
    def label(self) -> str:  # type: ignore[override]
        import sys

        return ",".join(sorted({"PySide6", "sqlalchemy", "sqlcipher3", "fastapi"} & set(sys.modules)))


def crashing_opener(path: Path, first: int) -> Iterator[PagePicture | SourceError]:
    """A file of five pages; the worker is killed at page 3. A name with "early" kills before the file is open,
    one with "odd" stumbles instead.
    """
    if "early" in path.name:
        be_killed()
    return _pages(path, first)


def _pages(path: Path, first: int) -> Iterator[PagePicture | SourceError]:
    from PIL import Image

    from tests.support.drawn_pages import picture

    for number in range(first, 6):
        if number == 3 and "odd" in path.name:
            stumble()
        if number == 3 or "always" in path.name:
            be_killed()
        yield picture(Image.new("L", (40, 60), "white"), number)
