"""Locked PDFs on the command line: the password comes in a variable and shows up nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

from desktop.environment import PDF_PASSWORD, Environment
from dossier.errors import SourceEncrypted, SourcePasswordWrong
from dossier.reading import PagePicture
from ocr.workers import WorkerPictureSource
from ocr.workers.source import _Opening
from tests.desktop.running import sohoa
from tests.support.drawn_pages import PdfPage, letter

if TYPE_CHECKING:
    from pathlib import Path

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
