"""Odd PDFs: bilevel codings, broken streams, other units, sheets that cannot be, later revisions."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageOps

from dossier.errors import PageDamaged
from dossier.reading import PagePicture
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from tests.ocr.test_pictures_meaning import FULL, assert_shows_the_page, only
from tests.support.drawn_pages import A4, PdfPage, letter

if TYPE_CHECKING:
    from pathlib import Path


def bilevel() -> Image.Image:
    return letter().convert("L").point(lambda value: 255 if value > 128 else 0).convert("1")


def as_jbig2(page: PdfPage, *, shared: bool) -> None:
    """The same G4 data as a generic region with MMR coding (ITU-T T.88, 7.4.6), on a page begun here or in globals."""
    data = page.stream.read_raw_bytes()
    size = int(page.stream.Width).to_bytes(4) + int(page.stream.Height).to_bytes(4)
    begin = size + bytes(8) + b"\x00\x00\x00"
    region = size + bytes(8) + b"\x00" + b"\x01" + data
    first = bytes(4) + b"\x30\x00\x01" + len(begin).to_bytes(4) + begin
    second = b"\x00\x00\x00\x02" + b"\x26\x00\x01" + len(region).to_bytes(4) + region
    parameters = Dictionary()
    if shared:
        note = b"\x20\x00\x00\x00a\x00b\x00\x00"
        parameters.JBIG2Globals = page.pdf.make_stream(
            b"\x00\x00\x00\x01" + b"\x3e\x00\x00" + len(note).to_bytes(4) + note
        )
    page.stream.write(first + second, filter=Name.JBIG2Decode, decode_parms=parameters)


@pytest.mark.parametrize("shared", [False, True])
def test_jbig2_becomes_g4_dot_for_dot_with_and_without_globals(tmp_path: Path, shared: bool) -> None:
    # In JBIG2 a set bit is black; the drawn page stores its white as set bits.
    drawn = Image.new("1", A4, 1)
    for place in range(5):
        drawn.paste(0, (100 + 90 * place, 200 * place + 50, 400 + 60 * place, 200 * place + 120))
    page, path = PdfPage(ImageOps.invert(drawn.convert("L")).convert("1")), tmp_path / "page.pdf"
    as_jbig2(page, shared=shared)
    page.save(str(path))
    made = only(path)
    assert made.origin == "g4"
    assert_shows_the_page(made, path)
    with Image.open(io.BytesIO(made.data)) as image:
        assert np.array_equal(np.asarray(image), np.asarray(drawn))


@pytest.mark.parametrize("coding", ["/JBIG2Decode", "/CCITTFaxDecode", "/DCTDecode", "/JPXDecode"])
def test_a_stream_that_is_none_of_its_kind_is_a_damaged_page_never_a_white_one(tmp_path: Path, coding: str) -> None:
    page, path = PdfPage(letter() if "DCT" in coding or "JPX" in coding else bilevel()), tmp_path / "page.pdf"
    page.stream.write(b"\x97JB2\r\n\x1a\n" + bytes(range(1, 200)), filter=Name(coding), decode_parms=Dictionary())
    page.save(str(path))
    (made,) = open_pictures(path, Limits())
    if coding == "/CCITTFaxDecode":
        assert isinstance(made, PagePicture), "every bit pattern is some fax, however odd it looks"
    else:
        assert isinstance(made, PageDamaged)


@pytest.mark.parametrize("rows", [None, [1, 0], [0, 1]])
def test_a_fax_is_never_turned_into_its_negative(tmp_path: Path, rows: list[int] | None) -> None:
    page, path = PdfPage(bilevel()), tmp_path / "page.pdf"
    if rows is not None:
        page.stream.Decode = Array(rows)
    page.save(str(path))
    assert_shows_the_page(only(path), path)


@pytest.mark.parametrize("over", ["", "1 0 0 rg 100 100 200 200 re f"])
def test_a_page_in_larger_units_is_as_fine_as_any_other(tmp_path: Path, over: str) -> None:
    """Half of A4 in units of two points is A4: what is rendered has 300 dots an inch of paper."""
    page, path = PdfPage(letter()), tmp_path / "page.pdf"
    page.page.obj.MediaBox = Array([0, 0, 297.5, 421])
    page.page.obj.UserUnit = 2
    page.save(str(path), "q 297.5 0 0 421 0 0 cm /Im Do Q " + over)
    made = only(path)
    assert (made.width / made.dpi, made.height / made.dpi) == pytest.approx((8.27, 11.69), rel=0.01)
    assert made.dpi == (300 if over else 150)
    assert_shows_the_page(made, path)


@pytest.mark.parametrize("unit", [0, -3])
def test_a_unit_that_cannot_be_is_none(tmp_path: Path, unit: int) -> None:
    page, path = PdfPage(letter()), tmp_path / "page.pdf"
    page.page.obj.UserUnit = unit
    page.save(str(path), FULL + "1 0 0 rg 100 100 200 200 re f")
    assert_shows_the_page(only(path), path)


def test_a_picture_laid_over_a_sheet_that_cannot_be_is_taken_for_a4(tmp_path: Path) -> None:
    page, path = PdfPage(letter()), tmp_path / "page.pdf"
    page.page.obj.MediaBox = Array([0, 0, 10060, 14230])
    page.save(str(path), "q 10060 0 0 14230 0 0 cm /Im Do Q")
    made = only(path)
    assert (made.origin, made.dpi) == ("embedded", 150)


def test_a_page_signed_later_shows_its_last_revision_and_stays_byte_for_byte(tmp_path: Path) -> None:
    page, path = PdfPage(letter()), tmp_path / "page.pdf"
    page.page.obj.Contents = page.pdf.make_indirect(page.pdf.make_stream(FULL.encode()))
    page.pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(path) as saved:
        number, root, size = saved.pages[0].Contents.objgen[0], saved.Root.objgen[0], int(saved.trailer.Size)
    begun = path.read_bytes()
    content = FULL.encode() + b"0 0 1 rg 50 50 300 200 re f"
    start = int(begun[begun.rindex(b"startxref") :].split()[1])
    body = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(content), content)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        *(number, len(begun), size, root, start),
        len(begun) + len(body),
    )
    path.write_bytes(begun + body + table)
    made = only(path)
    assert made.origin == "rendered"
    assert_shows_the_page(made, path)
    assert path.read_bytes() == begun + body + table
