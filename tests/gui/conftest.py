"""What every test of screens needs: a window over the fake application, and a person at the keyboard."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.pages.person import Person
from tests.support.builders import the_types
from tests.support.fake_application import FakeApplication
from ui.main_window import MainWindow


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's offscreen platform says so at every window; it means nothing here."""
    for item in items:
        if "/gui/" in item.nodeid or item.nodeid.startswith("gui/"):
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture
def application(qtbot: QtBot) -> FakeApplication:
    """An application over an empty store in memory."""
    return FakeApplication(the_types())


@pytest.fixture
def open_window(qtbot: QtBot, application: FakeApplication) -> Iterator[Callable[..., Person]]:
    """Opens the real main window; the person at it can type and look, and has no mouse."""
    windows: list[MainWindow] = []

    def open_it(lang: str = "vi", **more: object) -> Person:
        window = MainWindow(application, lang=lang, **more)  # type: ignore[arg-type]
        windows.append(window)
        window.show()
        qtbot.waitExposed(window)
        person = Person(qtbot, window, application)
        person.wait()
        return person

    yield open_it
    for window in windows:
        window.close()
        window.deleteLater()
    application.go_on()


@pytest.fixture
def person(open_window: Callable[..., Person]) -> Person:
    """A person at the Vietnamese window."""
    return open_window()
