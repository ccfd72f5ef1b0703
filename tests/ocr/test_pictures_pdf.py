"""What is kept as picture of a PDF page: the stored stream where it alone paints the page, else what a viewer shows."""

from __future__ import annotations

import io
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from dossier.errors import OpeningTimedOut, PageTooLarge, SourceDamaged, SourceEncrypted, SourceTooLarge
from dossier.ids import sha256_of
from dossier.reading import PagePicture
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from tests.support.drawn_pages import DPI, PdfPage, letter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FULL = "q 595 0 0 842 0 0 cm /Im Do Q "


def only(path: Path) -> PagePicture:
    (made,) = open_pictures(path, Limits())
    assert isinstance(made, PagePicture)
    assert made.sha256 == sha256_of(made.data)
    return made


def pixels(made: PagePicture) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.size == (made.width, made.height)
        return np.asarray(image.convert("L"))


@pytest.fixture
def colour(tmp_path: Path) -> tuple[PdfPage, Path]:
    return PdfPage(letter()), tmp_path / "colour.pdf"


def in_form(page: PdfPage, **more: pikepdf.Object) -> None:
    form = page.pdf.make_stream(b"595 0 0 842 0 0 cm /Im Do")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    form.Resources = Dictionary(XObject=Dictionary(Im=page.stream))
    for name, value in more.items():
        form[f"/{name}"] = value
    page.resources.XObject.Form = form


@pytest.mark.parametrize(
    "content",
    [
        FULL,
        "q /Form Do Q",
        "q 0 0 595 842 re W n " + FULL + "Q",
        FULL + "BT 3 Tr /F 9 Tf 10 10 Td (an old text layer) Tj ET",
        "BT 3 Tr (before) Tj ET /Artifact BMC " + FULL + "EMC",
        "q 590 0 0 836 3 3 cm /Im Do Q",
    ],
)
def test_a_stream_that_alone_paints_the_page_is_kept_byte_for_byte(colour: tuple[PdfPage, Path], content: str) -> None:
    page, path = colour
    in_form(page)
    page.save(str(path), content)
    made = only(path)
    assert (made.origin, made.mime, made.data) == ("embedded", "image/jpeg", page.stored)
    assert abs(made.dpi - DPI) <= 1


def test_a_stream_wrapped_in_flate_is_unwrapped(colour: tuple[PdfPage, Path]) -> None:
    import zlib

    page, path = colour
    page.stream.write(zlib.compress(page.stored), filter=Array([Name.FlateDecode, Name.DCTDecode]))
    page.save(str(path))
    assert only(path).data == page.stored


def annotation(page: PdfPage) -> None:
    mark = page.pdf.make_stream(b"1 0 0 rg 0 0 100 50 re f")
    mark.Type, mark.Subtype, mark.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 50])
    page.page.obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([50, 50, 150, 100]), F=4, AP=Dictionary(N=mark))]
    )


def soft_mask(page: PdfPage) -> None:
    mask = page.pdf.make_stream(b"\x80" * 4)
    mask.Type, mask.Subtype, mask.Width, mask.Height = Name.XObject, Name.Image, 2, 2
    mask.ColorSpace, mask.BitsPerComponent = Name.DeviceGray, 8
    page.stream.SMask = mask


def turned(page: PdfPage) -> None:
    page.page.obj.Rotate = 90


def see_through(page: PdfPage) -> None:
    page.resources.ExtGState = Dictionary(G=Dictionary(ca=0.5))


def inverted(page: PdfPage) -> None:
    page.stream.Decode = Array([1, 0, 1, 0, 1, 0])


def clipping_form(page: PdfPage) -> None:
    in_form(page, BBox=Array([0, 400, 595, 842]))


def cropped(page: PdfPage) -> None:
    page.page.obj.CropBox = Array([0, 0, 400, 400])


def nothing(page: PdfPage) -> None:
    pass


@pytest.mark.parametrize(
    ("change", "content"),
    [
        (nothing, FULL + "BT /F 30 Tf 50 400 Td (written over) Tj ET"),
        (nothing, FULL + "1 0 0 rg 50 50 100 100 re f"),
        (nothing, FULL + "q 100 0 0 100 50 50 cm /Im Do Q"),
        (nothing, "q 300 0 0 400 50 50 cm /Im Do Q"),
        (nothing, "q 0 400 595 442 re W n " + FULL + "Q"),
        (nothing, "q 0 842 -595 0 595 0 cm /Im Do Q"),
        (nothing, "q -595 0 0 842 595 0 cm /Im Do Q"),
        (nothing, FULL + "BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI"),
        (see_through, "/G gs " + FULL),
        (clipping_form, "/Form Do"),
        (annotation, FULL),
        (soft_mask, FULL),
        (turned, FULL),
        (inverted, FULL),
        (cropped, FULL),
    ],
)
def test_a_page_with_anything_else_on_it_is_rendered_as_viewers_show_it(
    colour: tuple[PdfPage, Path], change: Callable[[PdfPage], None], content: str
) -> None:
    page, path = colour
    page.resources.Font.F = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    change(page)
    page.save(str(path), content)
    made = only(path)
    assert (made.origin, made.mime, made.dpi) == ("rendered", "image/jpeg", 300)
    shown = subprocess.run(["pdftoppm", "-cropbox", "-r", "300", "-gray", str(path)], capture_output=True, check=True)
    with Image.open(io.BytesIO(shown.stdout)) as expected:
        assert np.abs(pixels(made).astype(int) - np.asarray(expected, dtype=int)).mean() < 2


def test_an_invisible_signature_field_does_not_count(colour: tuple[PdfPage, Path]) -> None:
    page, path = colour
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=pikepdf.String("s"), Rect=Array([0] * 4))
    page.page.obj.Annots = Array([page.pdf.make_indirect(field)])
    page.pdf.Root.AcroForm = Dictionary(Fields=Array([page.page.obj.Annots[0]]))
    page.save(str(path))
    assert only(path).origin == "embedded"


def bilevel() -> Image.Image:
    return letter().convert("L").point(lambda value: 255 if value > 128 else 0).convert("1")


@pytest.mark.parametrize(
    ("content", "rotate", "turn"),
    [
        (FULL, 0, None),
        ("q /Form Do Q", 0, None),
        (FULL, 180, Image.Transpose.ROTATE_180),
        (FULL, 90, Image.Transpose.ROTATE_270),
        ("q -595 0 0 -842 595 842 cm /Im Do Q", 0, Image.Transpose.ROTATE_180),
        ("q -595 0 0 -842 595 842 cm /Im Do Q", 180, None),
    ],
)
def test_a_fax_stream_becomes_a_g4_tiff_dot_for_dot_and_upright(
    tmp_path: Path, content: str, rotate: int, turn: Image.Transpose | None
) -> None:
    page, path = PdfPage(bilevel()), tmp_path / "fax.pdf"
    in_form(page)
    page.page.obj.Rotate = rotate
    page.save(str(path), content)
    made = only(path)
    assert (made.origin, made.mime) == ("g4", "image/tiff")
    assert abs(made.dpi - DPI) <= 1
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.info["compression"] == "group4"
    expected = bilevel() if turn is None else bilevel().transpose(turn)
    assert np.array_equal(pixels(made), np.asarray(expected.convert("L")))


@pytest.mark.parametrize(("stencil", "colour", "origin"), [(True, "", "g4"), (True, "1 0 0 rg ", "rendered")])
def test_a_stencil_counts_as_bilevel_only_when_it_is_painted_black(
    tmp_path: Path, stencil: bool, colour: str, origin: str
) -> None:
    page, path = PdfPage(bilevel()), tmp_path / "stencil.pdf"
    del page.stream["/ColorSpace"]
    page.stream.ImageMask = stencil
    page.save(str(path), colour + FULL)
    made = only(path)
    assert made.origin == origin
    if origin == "g4":
        assert np.array_equal(pixels(made), np.asarray(bilevel().convert("L")))


def test_jbig2_of_a_real_dossier_becomes_g4_as_poppler_decodes_it(shared_data: Path, tmp_path: Path) -> None:
    (path,) = (shared_data / "dossier-01").glob("*.004.pdf")
    made = list(open_pictures(path, Limits()))
    assert [item.origin for item in made if isinstance(item, PagePicture)] == [
        "rendered", "g4", "g4", "rendered", "rendered",
    ]  # fmt: skip
    subprocess.run(["pdfimages", "-png", "-f", "2", "-l", "2", str(path), str(tmp_path / "p")], check=True)
    (extracted,) = tmp_path.glob("p*.png")
    with Image.open(extracted) as image:
        second = made[1]
        assert isinstance(second, PagePicture)
        assert np.array_equal(pixels(second), np.asarray(image.convert("L")))


def test_a_signed_page_is_rendered_and_its_bare_second_page_kept(shared_data: Path) -> None:
    (path,) = (shared_data / "pdf").glob("04*.pdf")
    made = [item for item in open_pictures(path, Limits()) if isinstance(item, PagePicture)]
    assert made[0].origin == "rendered", "the signature's picture lies over the page"
    assert made[1].origin == "embedded"


def test_opening_can_begin_at_a_later_page(tmp_path: Path) -> None:
    path = tmp_path / "three.pdf"
    with pikepdf.new() as pdf:
        for _ in range(3):
            pdf.add_blank_page(page_size=(100, 100))
        pdf.save(path)
    numbers = [item.number for item in open_pictures(path, Limits(), first=2) if isinstance(item, PagePicture)]
    assert numbers == [2, 3]
    assert not list(open_pictures(path, Limits(), first=4))


def test_an_empty_user_password_opens_and_another_does_not(colour: tuple[PdfPage, Path]) -> None:
    page, path = colour
    page.page.obj.Contents = page.pdf.make_stream(FULL.encode())
    page.pdf.save(path, encryption=pikepdf.Encryption(owner="owner", user=""))
    assert only(path).data == page.stored
    page.pdf.save(path, encryption=pikepdf.Encryption(owner="owner", user="secret"))
    with pytest.raises(SourceEncrypted):
        open_pictures(path, Limits())


def test_limits_of_pages_size_and_area(colour: tuple[PdfPage, Path], tmp_path: Path) -> None:
    page, path = colour
    page.save(str(path))
    with pytest.raises(SourceTooLarge):
        open_pictures(path, Limits(pages=0))
    with pytest.raises(SourceTooLarge):
        open_pictures(path, Limits(file_bytes=100))
    (refused,) = open_pictures(path, Limits(colour_pixels=1000, streamed_pixels=1000))
    assert isinstance(refused, PageTooLarge)
    huge = tmp_path / "huge.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14000, 14000))
        pdf.add_blank_page(page_size=(2384, 3370))
        pdf.save(huge)
    too_large, map_sheet = open_pictures(huge, Limits())
    assert isinstance(too_large, PageTooLarge)
    assert too_large.facts["page"] == 1
    assert isinstance(map_sheet, PagePicture)
    assert 150 <= map_sheet.dpi < 300, "an A0 sheet is rendered at fewer dots"


@pytest.mark.parametrize("image", [letter(), letter().convert("1")])
def test_a_scan_too_fine_to_be_held_is_rendered_at_300_dots(tmp_path: Path, image: Image.Image) -> None:
    page, path = PdfPage(image), tmp_path / "fine.pdf"
    page.save(str(path))
    (made,) = open_pictures(path, Limits(colour_pixels=1000, bilevel_pixels=1000))
    assert isinstance(made, PagePicture)
    assert (made.origin, made.dpi) == ("rendered", 300)


def test_a_page_that_takes_too_long_says_so_and_the_next_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "slow.pdf"
    with pikepdf.new() as pdf:
        slow, sound = pdf.add_blank_page(page_size=(600, 800)), pdf.add_blank_page(page_size=(200, 200))
        slow.obj.Contents = pdf.make_stream(b"q 1 0 0 1 0 0 cm 0 0 600 800 re f Q " * 40_000)
        sound.obj.Contents = pdf.make_stream(b"0 0 10 10 re f")
        pdf.save(path)
    late, made = open_pictures(path, Limits(render_seconds=1))
    assert isinstance(late, OpeningTimedOut)
    assert late.facts["page"] == 1
    assert isinstance(made, PagePicture)


def test_operators_that_unpack_to_more_than_can_be_searched_are_left_to_the_renderer(tmp_path: Path) -> None:
    """Two thousand bytes of deflate, two million of operators: parsed, they would take a gigabyte."""
    page, path = PdfPage(letter()), tmp_path / "bomb.pdf"
    page.save(str(path), FULL + "q Q " * 600_000)
    assert path.stat().st_size < len(page.stored) + 10_000
    assert only(path).origin == "rendered"
    page.save(str(path), FULL + "q Q " * 100_000)
    assert only(path).origin == "embedded"


def test_a_file_that_only_begins_like_a_pdf_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "no.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing")
    with pytest.raises(SourceDamaged):
        open_pictures(path, Limits())
