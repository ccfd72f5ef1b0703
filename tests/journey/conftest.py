"""The real window over the real composition root: a data folder of its own, the embedded archive as a child process."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.environment import Environment
from desktop.installation import Installation
from desktop.window import main_window, qt_application
from tests.journey.clerk import Clerk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's offscreen platform says so at every window; it means nothing here."""
    for item in items:
        if "/journey/" in item.nodeid:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An opened data folder as `sohoa` opens it."""
    environment = Environment.of_run(data_dir=tmp_path / "data", language="vi", archive_url=None)
    with Installation(environment) as opened:
        yield opened


@pytest.fixture
def sit_down(qtbot: QtBot, installation: Installation) -> Iterator[Callable[[], Clerk]]:
    """Opens the window as `sohoa` does and gives who sits at it; everything it started ends with the test."""
    opened = main_window(installation)

    def sit() -> Clerk:
        qt_application()
        window, application = opened.__enter__()
        window.show()
        qtbot.waitExposed(window)
        return Clerk(qtbot, window, application)

    yield sit
    opened.__exit__(None, None, None)


@pytest.fixture(scope="session")
def x_display() -> Iterator[str]:
    """A real X server without a screen; its display, as DISPLAY names it."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not on this machine")
    reading, writing = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(writing)
        with os.fdopen(reading, encoding="ascii") as told:
            number = told.readline().strip()
        assert number, f"Xvfb ended: {server.poll()}"
        yield f":{number}"
        server.terminate()
