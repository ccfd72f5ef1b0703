"""A locked PDF at the real window: its password is asked for while the other papers come in, and is kept nowhere."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from desktop.installation import Installation
from dossier.errors import SourceEncrypted
from tests.journey.clerk import Clerk
from tests.journey.test_main_job import stored
from tests.support.drawn_pages import PdfPage, letter
from tests.support.papers import write_dossier
from ui.screen import ScreenId
from ui.take_in.presenter import Phase

pytestmark = [pytest.mark.process, pytest.mark.slow]

SECRET = "Hồ-sơ-2024"


def test_it_comes_in_with_its_password_and_is_left_aside_without(
    sit_down: Callable[[], Clerk],
    installation: Installation,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    folder = write_dossier(tmp_path / "HS-2019-15", 1)
    page = PdfPage(letter())
    page.save(str(tmp_path / "plain.pdf"))
    for name in ("0 khóa.pdf", "1 khóa.pdf"):
        page.pdf.save(folder / name, encryption=pikepdf.Encryption(owner="o", user=SECRET, R=6))
    clerk = sit_down()
    clerk.go(ScreenId.TAKE_IN)
    clerk.press("Return")
    clerk.until(clerk.window.take_in.path.hasFocus)
    clerk.type(str(folder))
    clerk.press("Return")
    presenter, dialog = clerk.window.take_in.presenter, clerk.window.take_in.passwords
    clerk.until(lambda: len(presenter.state.locked) == 2 and dialog.password.hasFocus())
    for given in ("khác", SECRET):
        clerk.type(given)
        clerk.press("Return")
        clerk.until(lambda given=given: presenter.state.wrong == (given != SECRET) and not presenter.state.trying)  # type: ignore[misc]
    clerk.until(lambda: len(presenter.state.locked) == 1)
    clerk.press("Escape")
    clerk.until(lambda: presenter.state.phase is Phase.DONE and not presenter.state.locked)
    assert [type(failure.error) for failure in presenter.state.failures] == [SourceEncrypted]
    dossier = presenter.ready()
    assert dossier is not None
    content = stored(installation, dossier)
    assert {document.source_name for document in content.documents} >= {"0 khóa.pdf"}
    assert "1 khóa.pdf" not in {document.source_name for document in content.documents}
    assert clerk.mouse == []
    told = capfd.readouterr()
    assert SECRET not in told.out + told.err
    data = installation.environment.data_dir
    assert not [path for path in data.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
