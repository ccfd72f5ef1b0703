"""Pictures of the real screens: `python -m desktop.screens FOLDER [--data-dir DIR]`.

Opens the real window over a data folder, on whatever display Qt finds (offscreen where there is none), and takes every
screen at 1366×768 in both languages. For people who look at them, and for the README.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow

WIDTH, HEIGHT = 1366, 768
LANGUAGES = ("vi", "en")
_QUIET_SECONDS = 1.0
_PATIENCE_SECONDS = 20.0


def main() -> int:
    """Take the pictures; prints each file's path."""
    parser = argparse.ArgumentParser(prog="python -m desktop.screens", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data-dir", type=Path, default=None)
    options = parser.parse_args()
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options.folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        for path in take_pictures(options.folder, options.data_dir, language):
            sys.stdout.write(f"{path}\n")
    return 0


def take_pictures(folder: Path, data_dir: Path | None, language: str) -> Iterator[Path]:
    """Every screen in one language; the first dossier of the list is opened for keying."""
    from desktop.environment import Environment
    from desktop.installation import Installation
    from desktop.logs import log_to_stderr
    from desktop.window import main_window, qt_application
    from ui.screen import ScreenId

    log_to_stderr()
    qt = qt_application()
    environment = Environment.of_run(data_dir=data_dir, language=language, archive_url=None)
    with Installation(environment) as installation, main_window(installation) as (window, application):
        window.resize(WIDTH, HEIGHT)
        window.show()
        _wait(qt.processEvents, lambda: application.sync_status().last_success is not None)
        first = next(iter(installation.store.summaries()), None)
        for screen in ScreenId:
            if screen is ScreenId.KEYING and first is not None:
                window.open_dossier(first.dossier.id)
                _wait(qt.processEvents, lambda: _picture_is_there(window))
            else:
                window.show_screen(screen)
            _wait(qt.processEvents, lambda: False, seconds=_QUIET_SECONDS)
            path = folder / f"{language}-{screen.value}.png"
            window.grab().save(str(path))
            yield path


def _picture_is_there(window: "MainWindow") -> bool:
    page = window.keying.page_view.page()
    return page is not None and window.pictures.image(page) is not None


def _wait(work: Callable[[], None], ready: Callable[[], bool], seconds: float = _PATIENCE_SECONDS) -> None:
    """Let Qt work until it is ready, at most so long: a picture of a screen still filling is better than none."""
    deadline = time.monotonic() + seconds
    while not ready() and time.monotonic() < deadline:
        work()


if __name__ == "__main__":
    sys.exit(main())
