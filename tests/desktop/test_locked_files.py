"""Locked PDFs on the command line: the password comes in a variable and shows up nowhere."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pikepdf
import pytest
import structlog

from desktop.background_jobs import BackgroundJobs
from desktop.digitising import Tools
from desktop.environment import PDF_PASSWORD, Environment
from desktop.faults import told
from desktop.home import Home
from dossier.errors import BugError, SourceDamaged, SourceEncrypted, SourceError, SourcePasswordWrong
from dossier.reading import PagePicture
from ocr.workers import WorkerPictureSource
from ocr.workers.source import _Opening
from tests.desktop.running import sohoa
from tests.support.drawn_pages import PdfPage, letter
from tests.unit.test_reading_dossiers import Office
from ui.application import JobFailure, LockedFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

SECRET = "Hồ-sơ-2024"
pytestmark = pytest.mark.process


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    path = tmp_path / "khoa.pdf"
    PdfPage(letter()).pdf.save(path, encryption=pikepdf.Encryption(owner="o", user=SECRET, R=6))
    return path


def test_the_right_password_opens_the_wrong_one_does_not_and_none_is_asked_for(locked: Path) -> None:
    with WorkerPictureSource() as source:
        (made,) = source.pictures(locked, SECRET)
        assert isinstance(made, PagePicture)
        for given, error in ((None, SourceEncrypted), ("khac", SourcePasswordWrong)):
            with pytest.raises(error) as caught:
                next(source.pictures(locked, given))
            assert type(caught.value) is error
            assert caught.value.facts == {"source": "khoa.pdf"}


@pytest.mark.parametrize("command", ["read", "import"])
def test_the_variable_opens_a_locked_file_and_is_said_when_it_is_missing(
    locked: Path, tmp_path: Path, command: str
) -> None:
    data = tmp_path / "data"
    opened = sohoa(command, locked, data=data, variables={PDF_PASSWORD: SECRET})
    assert opened.code == 0
    wrong = sohoa(command, locked, data=tmp_path / "other", variables={PDF_PASSWORD: "khac"})
    without = sohoa(command, locked, data=tmp_path / "third")
    assert (wrong.code, without.code) == (1, 1)
    assert PDF_PASSWORD in without.out
    for ended, given in ((opened, SECRET), (wrong, "khac")):
        assert given not in ended.out + ended.err
    assert not [
        file
        for file in tmp_path.rglob("*")
        if file.is_file() and file != locked and SECRET.encode() in file.read_bytes()
    ]


def test_the_password_is_in_no_text_made_of_what_carries_it(locked: Path) -> None:
    environment = Environment.of_run(data_dir=None, language="vi", archive_url=None, variables={PDF_PASSWORD: SECRET})
    assert environment.pdf_password == SECRET
    assert SECRET not in repr(environment) + repr(_Opening(locked, 1, SECRET))


class Shut:
    """Opens no file, and has the password in its frames when it says so."""

    def __init__(self, error: type[SourceError]) -> None:
        self._error = error

    def pictures(self, path: Path, password: str | None = None) -> Iterator[PagePicture]:
        try:
            yield from self._open(password)
        except ValueError as why:
            raise self._error(source=path.name) from why

    @staticmethod
    def _open(password: str | None) -> Iterator[PagePicture]:
        raise ValueError(password)


def ended(qtbot: QtBot, tmp_path: Path, error: type[SourceError]) -> tuple[list[LockedFile], list[JobFailure]]:
    """What a job of the window tells of a file that does not open; the variable holds a password of other files."""
    office, home, locked, failed = Office(), Home(), list[LockedFile](), list[JobFailure]()
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    tools = Tools(pictures=Shut(error), reader=office.reader, extractor=office.extractor, password=SECRET)
    with closing(BackgroundJobs(home, lambda: office.workplace, tools, None)) as jobs:  # type: ignore[arg-type]
        job = jobs.take_in([tmp_path / "a.pdf"], "HS-1")
        job.locked.connect(locked.append)
        job.item_failed.connect(failed.append)
        with qtbot.waitSignal(job.done):
            pass
    home.close()
    return locked, failed


@pytest.mark.parametrize("error", [SourceEncrypted, SourcePasswordWrong])
def test_the_window_asks_although_the_variable_holds_the_password_of_other_files(
    qtbot: QtBot, tmp_path: Path, error: type[SourceError]
) -> None:
    locked, failed = ended(qtbot, tmp_path, error)
    assert locked == [LockedFile(path=tmp_path / "a.pdf", code="HS-1")]
    assert failed == []


def test_an_error_that_the_window_keeps_keeps_no_frame_in_which_the_password_stood(
    qtbot: QtBot, tmp_path: Path
) -> None:
    _, (failure,) = ended(qtbot, tmp_path, SourceDamaged)
    with pytest.raises(SourcePasswordWrong) as caught:
        next(Shut(SourcePasswordWrong).pictures(tmp_path / "a.pdf", SECRET))
    for error in (failure.error, told(caught.value)):
        assert (error.__traceback__, error.__cause__, error.__context__) == (None, None, None)


def test_the_trace_of_a_bug_is_logged_all_the_same() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        _ = 1 // 0
    with structlog.testing.capture_logs() as logs:
        assert isinstance(told(caught.value), BugError)
    assert [(line["event"], line["exc_info"].__traceback__ is not None) for line in logs] == [("bug", True)]
