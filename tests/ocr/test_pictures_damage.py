"""A page of which a picture is damaged or missing comes in as far as it can be seen, and says that it is not whole."""

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name

from dossier.reading import PagePicture
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from tests.support.drawn_pages import PdfPage, letter

BESIDE_OTHERS = "q 500 0 0 600 40 40 cm /Im Do Q 0 0 50 50 re f"
ALONE = "q 595 0 0 842 0 0 cm /Im Do Q"
Damage = Callable[[PdfPage], None]


def put(page: PdfPage, data: bytes, kind: Name | None = None) -> None:
    """Other bytes in the place of the stored image's."""
    parameters = page.stream.get(Name.DecodeParms)
    page.stream.write(data, filter=kind or Name(str(page.stream.Filter)))
    if parameters is not None:
        page.stream.DecodeParms = parameters


def cut(page: PdfPage) -> None:
    put(page, page.stored[: len(page.stored) // 2])


def rubbish(page: PdfPage) -> None:
    put(page, b"x" * 1000)


def gone(page: PdfPage) -> None:
    del page.page.Resources.XObject["/Im"]


def no_picture(page: PdfPage) -> None:
    page.page.Resources.XObject.Im = page.pdf.make_indirect(pikepdf.Dictionary())


def deflated(change: Callable[[bytes], bytes]) -> Damage:
    def damage(page: PdfPage) -> None:
        page.stream.Width, page.stream.Height = letter().size
        put(page, change(zlib.compress(letter().convert("RGB").tobytes())), Name.FlateDecode)

    return damage


def jpeg_2000(change: Callable[[bytes], bytes]) -> Damage:
    def damage(page: PdfPage) -> None:
        packed = io.BytesIO()
        letter().convert("RGB").save(packed, "JPEG2000")
        put(page, change(packed.getvalue()), Name.JPXDecode)

    return damage


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def broken(data: bytes) -> bytes:
    return data[:500] + b"\x00" * 200 + data[700:]


def same(data: bytes) -> bytes:
    return data


def made(page: PdfPage, path: Path, content: str) -> PagePicture:
    page.save(str(path), content)
    (picture,) = open_pictures(path, Limits())
    assert isinstance(picture, PagePicture)
    return picture


@pytest.mark.parametrize("content", [BESIDE_OTHERS, ALONE])
@pytest.mark.parametrize(
    "damage",
    [cut, rubbish, gone, no_picture, deflated(half), deflated(broken), jpeg_2000(half)],
    ids=["cut", "rubbish", "gone", "no_picture", "deflate_cut", "deflate_broken", "jpeg_2000_cut"],
)
def test_a_damaged_or_missing_picture_is_told(tmp_path: Path, damage: Damage, content: str) -> None:
    page = PdfPage(letter())
    damage(page)
    page.save(str(tmp_path / "a.pdf"), content)
    (item,) = open_pictures(tmp_path / "a.pdf", Limits())
    # A page that was that one picture, of which nothing is left, fails as a page.
    assert item.incomplete if isinstance(item, PagePicture) else content == ALONE


@pytest.mark.parametrize("content", [BESIDE_OTHERS, ALONE])
@pytest.mark.parametrize("damage", [None, deflated(same), jpeg_2000(same)], ids=["jpeg", "deflate", "jpeg_2000"])
def test_a_sound_page_is_whole(tmp_path: Path, damage: Damage | None, content: str) -> None:
    page = PdfPage(letter())
    if damage is not None:
        damage(page)
    assert not made(page, tmp_path / "a.pdf", content).incomplete


@pytest.mark.parametrize("content", [BESIDE_OTHERS, ALONE])
def test_a_fax_page_is_told_where_lines_are_lost(tmp_path: Path, content: str) -> None:
    sound, page = PdfPage(letter().convert("1")), PdfPage(letter().convert("1"))
    cut(page)
    assert made(page, tmp_path / "a.pdf", content).incomplete
    assert not made(sound, tmp_path / "b.pdf", content).incomplete


def test_a_damaged_picture_in_a_form_is_told_and_one_that_is_not_drawn_is_not(tmp_path: Path) -> None:
    page = PdfPage(letter())
    cut(page)
    form = page.pdf.make_stream(ALONE.encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, [0, 0, 595, 842]
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=page.stream))
    page.resources.XObject.Fm = form
    assert made(page, tmp_path / "a.pdf", "/Fm Do 0 0 50 50 re f").incomplete
    assert not made(page, tmp_path / "b.pdf", "0 0 50 50 re f").incomplete


def test_the_files_at_hand_are_whole(shared_data: Path) -> None:
    for path in sorted((shared_data / "pdf").glob("*.pdf")):
        pictures = [item for item in open_pictures(path, Limits()) if isinstance(item, PagePicture)]
        assert pictures
        assert not any(picture.incomplete for picture in pictures), path.name
