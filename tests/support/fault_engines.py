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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.reading import PagePicture
    from ocr.engines.engine import Grey

GOOD, EXIT, KILL, HANG, EAT, RAISE, REFUSE, MISSING = range(400, 408)
"""Widths of pages and what the engine does on them."""

PIPE = "SOHOA_TEST_PIPE"
"""Names the fifo into which a hanging engine writes its own process id and its tool's."""


class FaultEngine:
    """Reads one word off every good page."""

    label = "fault 1"

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


def modules_engine() -> FaultEngine:
    """An engine whose label lists the modules that a worker should not have loaded."""
    return _ModulesEngine()


class _ModulesEngine(FaultEngine):
    @property
    def label(self) -> str:  # type: ignore[override]
        import sys

        return ",".join(sorted({"PySide6", "sqlalchemy", "sqlcipher3", "fastapi"} & set(sys.modules)))


def crashing_opener(path: Path, first: int) -> Iterator[PagePicture | SourceError]:
    """A file of five pages; the worker is killed at page 3. A name with "early" kills before the file is open."""
    if "early" in path.name:
        be_killed()
    return _pages(path, first)


def _pages(path: Path, first: int) -> Iterator[PagePicture | SourceError]:
    from PIL import Image

    from tests.support.drawn_pages import picture

    for number in range(first, 6):
        if number == 3 or "always" in path.name:
            be_killed()
        yield picture(Image.new("L", (40, 60), "white"), number)
