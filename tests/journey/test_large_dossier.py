"""200 pages: the window opens at once and never stands still while the real workers read."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.desktop_application import DesktopApplication
from desktop.installation import Installation
from desktop.window import qt_application
from dossier.errors import SohoaError
from dossier.model import Page, PageStatus
from tests.journey.clerk import Clerk
from tests.journey.large_dossier import PAPERS, Heartbeat, take_in_200_pages
from ui.main_window import MainWindow

pytestmark = [pytest.mark.process, pytest.mark.slow]

AT_ONCE_SECONDS = 1.0
"""The promise of the main job: opens in under a second, and never blocks."""
TURNS = 25


class CountingApplication(DesktopApplication):
    """The real one; remembers which pictures the window asked for."""

    def __init__(self, installation: Installation) -> None:
        super().__init__(installation)
        self.asked: list[str] = []

    def picture(
        self, page: Page, then: Callable[[bytes], None], failed: Callable[[SohoaError], None] | None = None
    ) -> None:
        self.asked.append(page.picture)
        super().picture(page, then, failed)


@pytest.fixture
def application(qtbot: QtBot, installation: Installation) -> Iterator[CountingApplication]:
    qt_application()
    real = CountingApplication(installation)
    yield real
    real.close()


@pytest.fixture
def clerk(qtbot: QtBot, application: CountingApplication) -> Iterator[Clerk]:
    window = MainWindow(application)
    window.show()
    qtbot.waitExposed(window)
    yield Clerk(qtbot, window, application)
    window.close()
    window.deleteLater()


def test_200_pages_open_at_once_and_turn_while_they_are_being_read(
    clerk: Clerk, application: CountingApplication, installation: Installation, tmp_path: Path
) -> None:
    dossier = take_in_200_pages(installation, tmp_path / "papers")
    job = application.read_again(dossier)
    ended: list[str] = []
    job.done.connect(lambda: ended.append("done"))
    job.failed.connect(lambda error: ended.append(str(error)))
    contents = installation.thread.submit
    clerk.until(lambda: bool(contents(lambda: installation.store.content(dossier).values).result()))

    heart = Heartbeat()
    application.asked.clear()
    heart.begin()
    started = time.perf_counter()
    clerk.window.open_dossier(dossier)
    clerk.until(clerk.sees_a_field)
    opened = time.perf_counter() - started
    asked = set(application.asked)
    for _ in range(TURNS):
        before = clerk.keying().page
        clerk.press("PgDown")
        assert clerk.keying().page != before
        clerk.until(clerk.sees)
    longest = heart.end()

    pages = contents(lambda: installation.store.content(dossier).pages).result()
    assert len(pages) == sum(PAPERS) == 200
    unread = sum(1 for page in pages if page.status is PageStatus.WAITING)
    assert unread, "reading went on all the while"
    assert not ended
    assert heart.beats > TURNS
    assert len(asked) <= 8, "only what is on the screen, and its neighbours"
    assert opened < AT_ONCE_SECONDS
    assert longest < AT_ONCE_SECONDS
