"""What the measurements of the window share: a stopwatch, Qt's events, a key, without a display.

Import it before anything of `tests`: it names the checkout.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.main_window import MainWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
CHECKOUT = str(Path(__file__).resolve().parent.parent)
if CHECKOUT not in sys.path:
    sys.path.insert(0, CHECKOUT)

PATIENCE_SECONDS = 300.0


def milliseconds(work: Callable[[], object]) -> float:
    """How long it takes; what comes back later is not waited for."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def until(holds: Callable[[], bool]) -> None:
    """Go on with Qt's events until it is so; raises `TimeoutError` after five minutes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        QApplication.processEvents()
        if time.monotonic() > deadline:
            raise TimeoutError


def press(window: MainWindow, key: Qt.Key) -> None:
    """One key, and what it changes painted."""
    QTest.keyClick(QApplication.focusWidget() or window, key)
    window.repaint()


def memory_mb() -> float:
    """What this process holds."""
    return psutil.Process().memory_info().rss / 1024 / 1024
