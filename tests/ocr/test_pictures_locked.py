"""Locked PDFs: an empty password opens by itself, another only when it is given, and is never handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from dossier.errors import SourceDamaged, SourceEncrypted, SourcePasswordWrong
from dossier.reading import PagePicture
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from ocr.pictures.passwords import candidates, saslprep
from tests.ocr.test_pictures_meaning import FULL, assert_shows_the_page
from tests.support.drawn_pages import PdfPage, letter

if TYPE_CHECKING:
    from pathlib import Path

OVER = FULL + "1 0 0 rg 100 100 200 200 re f"


def locked(path: Path, user: str, revision: int, content: str = FULL) -> PdfPage:
    page = PdfPage(letter())
    page.page.obj.Contents = page.pdf.make_stream(content.encode())
    aes: dict[str, Any] = {"aes": revision >= 4, "metadata": revision >= 4}
    page.pdf.save(path, encryption=pikepdf.Encryption(owner="owner", user=user, R=revision, **aes))  # type: ignore[arg-type]
    return page


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
def test_every_encryption_opens_with_its_password_and_asks_for_it(tmp_path: Path, revision: int) -> None:
    path = tmp_path / "locked.pdf"
    page = locked(path, "bi mat", revision)
    with pytest.raises(SourceEncrypted) as asked:
        open_pictures(path, Limits())
    assert asked.value.code == "source_encrypted"
    with pytest.raises(SourcePasswordWrong):
        open_pictures(path, Limits(), password="Bi mat")
    (made,) = open_pictures(path, Limits(), password="bi mat")
    assert isinstance(made, PagePicture)
    assert made.data == page.stored
    (by_owner,) = open_pictures(path, Limits(), password="owner")
    assert isinstance(by_owner, PagePicture)


@pytest.mark.parametrize("revision", [3, 4, 6])
def test_a_file_locked_only_against_change_opens_by_itself_whatever_password_is_given(
    tmp_path: Path, revision: int
) -> None:
    path = tmp_path / "locked.pdf"
    locked(path, "", revision, OVER)
    for password in (None, "", "something"):
        (made,) = open_pictures(path, Limits(), password=password)
        assert isinstance(made, PagePicture)
        assert made.origin == "rendered"
        assert_shows_the_page(made, path)


def test_a_page_behind_a_password_is_rendered_with_all_that_is_on_it(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    locked(path, "secret", 6, OVER)
    before = path.read_bytes()
    (made,) = open_pictures(path, Limits(), password="secret")
    assert isinstance(made, PagePicture)
    assert made.origin == "rendered"
    assert_shows_the_page(made, path, "secret")
    assert path.read_bytes() == before


def test_a_password_typed_another_way_is_the_same(tmp_path: Path) -> None:
    """RFC 4013: soft hyphens count for nothing, letters are composed, a superscript is its letter."""
    path = tmp_path / "locked.pdf"
    locked(path, "Mật khẩu aIX", 6)
    for typed in ("Mật khẩu aIX", "Mâ\u0323t khâ\u0309u aIX", "Mật\u00a0khẩu ª\u00adⅨ"):
        assert len(list(open_pictures(path, Limits(), password=typed))) == 1


def test_the_password_of_a_real_file_that_needs_saslprep(shared_data: Path) -> None:
    path = shared_data / "hostile" / "pdfjs__saslprep-r6.pdf"
    for typed in ("SªSL\u00adprep", "SaSLprep"):
        assert len(list(open_pictures(path, Limits(), password=typed))) == 1


@pytest.mark.parametrize(
    ("typed", "prepared"), [("I\u00adX", "IX"), ("ª", "a"), ("Ⅸ", "IX"), ("a\u00a0b", "a b"), ("", "")]
)
def test_saslprep_as_its_own_examples_have_it(typed: str, prepared: str) -> None:
    assert saslprep(typed) == prepared


def test_older_files_were_locked_with_one_byte_a_letter() -> None:
    assert list(candidates("café")) == ["café".encode(), b"caf\xe9"]
    assert list(candidates("mật")) == ["mật".encode()]


def test_a_damaged_lock_is_damage_not_a_question_for_a_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    locked(path, "", 6)
    path.write_bytes(path.read_bytes().replace(b"/Filter /Standard", b"/Filter /Standerd"))
    with pytest.raises((SourceDamaged, SourceEncrypted)):
        open_pictures(path, Limits())
