"""The main job at the real window, by keys alone: take in a folder, key it, and the archive holds all of it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.environment import Environment
from desktop.installation import Installation
from desktop.round import sync_round
from dossier.ids import DossierId, sha256_of
from dossier.model import DossierContent
from dossier.reading import ValueSource
from dossier.states import Delivery, State
from tests.end2end.processes import DesktopProcess
from tests.journey.clerk import Clerk
from tests.support.papers import write_dossier
from ui.keying.state import Place
from ui.screen import ScreenId
from ui.take_in.presenter import Phase

pytestmark = [pytest.mark.process, pytest.mark.slow]

PAPERS = 2
SUBJECT = "Về việc công nhận gia đình văn hóa năm 2018 của xã"


def take_in(clerk: Clerk, folder: Path) -> None:
    """Alt+2, Enter over the code (a folder names itself), the path, Enter; done when the button to open has focus."""
    clerk.go(ScreenId.TAKE_IN)
    clerk.press("Return")
    clerk.until(clerk.window.take_in.path.hasFocus)
    clerk.type(str(folder))
    clerk.press("Return")
    presenter = clerk.window.take_in.presenter
    clerk.until(lambda: presenter.state.phase in {Phase.DONE, Phase.FAILED})
    assert (presenter.state.phase, presenter.state.failures) == (Phase.DONE, ())


def key_all(clerk: Clerk, wrong: dict[str, str]) -> None:
    """Enter on every field that needs a person, typing over wrong values; then the certain ones; then the end."""
    while clerk.keying().open_fields:
        clerk.until(clerk.sees_a_field)
        line = clerk.line()
        if line.key.path in wrong:
            clerk.type(wrong.pop(line.key.path))
        clerk.press("Return")
        clerk.until(lambda line=line: clerk.keying().active != line.key)  # type: ignore[misc]
    clerk.press("Ctrl+Return")
    clerk.until(lambda: clerk.keying().place is Place.COMPLETE)
    clerk.press("Return")


def stored(installation: Installation, dossier: DossierId) -> DossierContent:
    return installation.thread.submit(lambda: installation.store.content(dossier)).result()


def test_a_folder_is_taken_in_keyed_and_held_by_the_archive_without_a_click(
    sit_down: Callable[[], Clerk], installation: Installation, tmp_path: Path
) -> None:
    folder = write_dossier(tmp_path / "HS-2019-15", PAPERS)
    clerk = sit_down()
    take_in(clerk, folder)
    clerk.press("Return")
    clerk.until(clerk.sees_a_field)
    dossier = clerk.window.keying.presenter.dossier
    assert dossier is not None
    open_fields, pressed = clerk.keying().open_fields, clerk.keys
    assert open_fields >= PAPERS

    key_all(clerk, {"subject": SUBJECT})
    clerk.until(lambda: stored(installation, dossier).dossier.state is State.KEYED)
    clerk.until(lambda: stored(installation, dossier).delivery is Delivery.HELD_BY_ARCHIVE)

    assert clerk.keys - pressed <= open_fields + 3, "one key a field, and no more than three for the dossier"
    assert clerk.mouse == []
    content = stored(installation, dossier)
    assert {value.source for value in content.values} == {ValueSource.HUMAN}
    assert SUBJECT in {value.value for value in content.values}
    another_machine_has_it_all(installation, content, folder, tmp_path / "another")


def another_machine_has_it_all(here: Installation, content: DossierContent, folder: Path, data: Path) -> None:
    """What the archive gives to a machine that knows nothing is what this machine keeps, to the byte."""
    address = here.archive_address()
    with (
        Installation(Environment(data_dir=data, archive_url=address.url, token=address.token, language="vi")) as there,
        here.archive() as (client, identity),
    ):
        assert identity.embedded
        counts = client.counts()
        assert (counts.dossiers, counts.documents, counts.pages) == (1, PAPERS, PAPERS)
        received = sync_round(there)
        assert received.error is None
        told = there.store.content(content.dossier.id)
        assert (told.dossier.code, told.dossier.state) == ("HS-2019-15", State.KEYED)
        assert {(item.record, item.path, item.value, item.source) for item in told.values} == {
            (item.record, item.path, item.value, item.source) for item in content.values
        }
        assert {page.picture for page in told.pages} == {sha256_of(file.read_bytes()) for file in folder.iterdir()}
        for page in told.pages:
            assert sha256_of(client.fetch(page.picture)) == page.picture


class DeskUnderX(DesktopProcess):
    """A real desktop process on an X display, with the archive that it starts by itself."""

    def __init__(self, data: Path, display: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.end2end.desk", str(data)],
            env={**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


def test_the_same_under_a_real_x_display(x_display: str, tmp_path: Path) -> None:
    folder = write_dossier(tmp_path / "HS-2019-16")
    with DeskUnderX(tmp_path / "data", x_display) as clerk:
        assert clerk.do("take_in", path=str(folder)) == {"dossiers": 1, "failures": 0}
        keyed = clerk.do("key", values={"subject": SUBJECT})
        assert (keyed["state"], keyed["values"]["subject"]) == ("keyed", SUBJECT)
        assert clerk.do("sync") == {"online": True, "waiting": 0, "attention": 0}
        assert clerk.do("look", code="HS-2019-16")["delivery"] == "held_by_archive"
