"""How fast the screens answer: opening 200 pages, the next field, the next page, start.

Offscreen, over the fake application, on an idle machine. Writes build/bench/screens.json.
"""

import sys
import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from benchmarks.results import Figure, print_figures, write
from benchmarks.window import memory_mb, milliseconds, p95, press, until
from tests.support.builders import a_dossier, the_types
from tests.support.fake_application import FakeApplication
from ui.main_window import MainWindow
from ui.widgets.field_edit import FieldEdit

DOCUMENTS, PAGES = 20, 10
TURNS = 60


def measure() -> dict[str, Figure]:
    """The figures, each with unit and goal."""
    application = FakeApplication(the_types())
    built = a_dossier(application, documents=DOCUMENTS, pages=PAGES)
    start = time.perf_counter()
    window = MainWindow(application)
    window.show()
    QApplication.processEvents()
    shown = (time.perf_counter() - start) * 1000
    keying = window.keying

    def open_dossier() -> None:
        window.open_dossier(built.id)
        until(lambda: isinstance(QApplication.focusWidget(), FieldEdit))

    opened = milliseconds(open_dossier)
    picture = milliseconds(lambda: until(lambda: keying.current_state().acceptable > 0))

    fields = []
    for _ in range(TURNS):
        fields.append(milliseconds(lambda: press(window, Qt.Key.Key_Return)))
        until(lambda: application.waiting() == 0)
    pages = []
    for _ in range(TURNS):
        page = milliseconds(lambda: press(window, Qt.Key.Key_PageDown))
        pages.append(page)
        shown_page = keying.page_view.page()
        if shown_page is not None:
            until(lambda shown_page=shown_page: window.pictures.image(shown_page) is not None)  # type: ignore[misc]
    memory = memory_mb()
    window.close()
    return {
        "window_ms": Figure(value=shown, unit="ms", goal=("<=", 1500)),
        "open_200_pages_ms": Figure(value=opened, unit="ms", goal=("<=", 1000)),
        "first_picture_ms": Figure(value=picture, unit="ms"),
        "enter_to_next_field_p95_ms": Figure(value=p95(fields), unit="ms", goal=("<=", 50)),
        "page_switch_p95_ms": Figure(value=p95(pages), unit="ms", goal=("<=", 60)),
        "memory_mb": Figure(value=memory, unit="MB", goal=("<=", 600)),
    }


def main() -> None:
    """Measure, print, write."""
    _ = QApplication(sys.argv[:1])
    figures = measure()
    print_figures(figures)
    write("screens", figures)


if __name__ == "__main__":
    main()
