"""How the real window answers while the real workers read: a dossier of 200 pages, the whole composition root.

Offscreen, on an idle machine. A heartbeat on the UI thread hears whether the window stands still.
Writes build/bench/journey.json.
"""

import os
import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from benchmarks.results import Figure, print_figures, write
from benchmarks.window import memory_mb, milliseconds, p95, press, until
from desktop.environment import Environment
from desktop.installation import Installation
from desktop.window import main_window, qt_application
from dossier.ids import DossierId
from dossier.model import PageStatus
from tests.journey.large_dossier import Heartbeat, take_in_200_pages
from ui.main_window import MainWindow
from ui.widgets.field_edit import FieldEdit

TURNS = 60
FIELDS = 4


def sees(window: MainWindow) -> bool:
    """The whole picture of the page on show is there."""
    page = window.keying.current_state().page
    image = window.pictures.image(page) if page is not None else None
    return image is not None and image.final


def open_dossier(window: MainWindow, dossier: DossierId) -> None:
    """Until a field has the keyboard."""
    window.open_dossier(dossier)
    until(lambda: isinstance(QApplication.focusWidget(), FieldEdit))


def measure(installation: Installation, papers: Path) -> dict[str, Figure]:
    """The figures, each with unit and goal."""
    dossier = take_in_200_pages(installation, papers)
    heart = Heartbeat()
    with main_window(installation) as (window, application):
        window.show()
        until(lambda: application.sync_status().last_success is not None)
        application.read_again(dossier)
        until(lambda: bool(installation.store.content(dossier).values))
        heart.begin()
        opened = milliseconds(lambda: open_dossier(window, dossier))
        picture = milliseconds(lambda: until(lambda: sees(window)))
        opening = heart.end() * 1000
        heart.begin()
        fields = [milliseconds(lambda: press(window, Qt.Key.Key_Return)) for _ in range(FIELDS)]
        pages, arrived = [], []
        for _ in range(TURNS):
            pages.append(milliseconds(lambda: press(window, Qt.Key.Key_PageDown)))
            arrived.append(pages[-1] + milliseconds(lambda: until(lambda: sees(window))))
        working = heart.end() * 1000
        memory = memory_mb()
        left = sum(page.status is PageStatus.WAITING for page in installation.store.content(dossier).pages)
    return {
        "first_field_ms": Figure(value=opened, unit="ms", goal=("<=", 1000)),
        "first_picture_ms": Figure(value=opened + picture, unit="ms", goal=("<=", 1000)),
        "longest_gap_opening_ms": Figure(value=opening, unit="ms", goal=("<=", 1000)),
        "longest_gap_working_ms": Figure(value=working, unit="ms", goal=("<=", 1000)),
        "enter_to_next_field_worst_ms": Figure(value=max(fields), unit="ms", goal=("<=", 50)),
        "page_switch_p95_ms": Figure(value=p95(pages), unit="ms", goal=("<=", 60)),
        "page_picture_there_p95_ms": Figure(value=p95(arrived), unit="ms"),
        "pages_still_unread": Figure(value=float(left), unit="pages"),
        "memory_mb": Figure(value=memory, unit="MB", goal=("<=", 600)),
    }


def main() -> None:
    """Measure, print, write."""
    qt_application()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SOHOA_KEY_FILE"] = str(Path(folder) / "key")
        environment = Environment.of_run(data_dir=Path(folder) / "data", language="vi", archive_url=None)
        with Installation(environment) as installation:
            figures = measure(installation, Path(folder) / "papers")
    print_figures(figures)
    write("journey", figures)


if __name__ == "__main__":
    main()
