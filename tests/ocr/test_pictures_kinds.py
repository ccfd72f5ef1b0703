"""What a file is, its bytes say; what is none of ours is refused in its own words, bombs before they are lit."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pikepdf
import psutil
import pytest
from PIL import Image

from dossier.errors import (
    PageTooLarge,
    SourceDamaged,
    SourceEmpty,
    SourceError,
    SourceIsDocument,
    SourceIsPacked,
    SourceIsWebPage,
    SourceTooLarge,
    SourceUnsupported,
)
from dossier.reading import PagePicture
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from resources.wording import load
from tests.support.drawn_pages import PdfPage, jpeg, letter

if TYPE_CHECKING:
    from pathlib import Path


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 50)
    return packed.getvalue()


REFUSED = {
    "giay-to.zip": (zipped("1.pdf", "2.pdf"), SourceIsPacked),
    "giay-to.7z": (b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(60), SourceIsPacked),
    "giay-to.rar": (b"Rar!\x1a\x07\x01\x00" + bytes(60), SourceIsPacked),
    "giay-to.tar": (bytes(257) + b"ustar\x0000" + bytes(400), SourceIsPacked),
    "cong-van.docx": (zipped("[Content_Types].xml", "word/document.xml"), SourceIsDocument),
    "bang-ke.xlsx": (zipped("xl/workbook.xml", "[Content_Types].xml"), SourceIsDocument),
    "cong-van.odt": (zipped("mimetype"), SourceIsDocument),
    "cong-van.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), SourceIsDocument),
    "cong-van.rtf": (b"{\\rtf1\\ansi x}", SourceIsDocument),
    "cong-van.html": (b"<!DOCTYPE html><html><body>Kinh gui</body></html>", SourceIsWebPage),
    "ghi-chu.txt": ("Kính gửi".encode(), SourceUnsupported),
    "rong.pdf": (b"", SourceEmpty),
    "hong.pdf": (b"khong phai PDF", SourceDamaged),
    "hong.jpg": (b"khong phai anh", SourceDamaged),
    # Names that lie.
    "tai-ve.pdf": (b"\xef\xbb\xbf\n <HTML><head><title>502 Bad Gateway</title>", SourceIsWebPage),
    "nen.pdf": (zipped("1.jpg"), SourceIsPacked),
    "word.pdf": (zipped("[Content_Types].xml", "word/document.xml"), SourceIsDocument),
    "nen.jpg": (zipped("1.jpg"), SourceIsPacked),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_none_of_ours_is_refused_by_what_it_is(tmp_path: Path, name: str) -> None:
    data, kind = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        open_pictures(path, Limits())
    assert type(caught.value) is kind
    assert path.read_bytes() == data
    for language in ("vi", "en"):
        sentence = load(language).error(caught.value.code, caught.value.facts)
        assert name in sentence.what
        assert sentence.safe
        assert sentence.do


def test_every_kind_of_refusal_has_words_of_its_own() -> None:
    codes = {kind.code for _, kind in REFUSED.values()}
    for language in ("vi", "en"):
        said = {load(language).error(code, {"source": "a"}).what for code in codes}
        assert len(said) == len(codes)


def saved(image_format: str) -> bytes:
    packed = io.BytesIO()
    letter().resize((310, 438)).save(packed, image_format)
    return packed.getvalue()


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "TIFF", "GIF", "BMP", "JPEG2000"])
@pytest.mark.parametrize("name", ["anh.pdf", "anh.jpg", "anh.docx", "anh", "ẢNH.TXT"])
def test_a_picture_is_a_picture_whatever_it_is_called(tmp_path: Path, image_format: str, name: str) -> None:
    (tmp_path / name).write_bytes(saved(image_format))
    (made,) = open_pictures(tmp_path / name, Limits())
    assert isinstance(made, PagePicture)
    assert (made.width, made.height) == (310, 438)


@pytest.mark.parametrize("name", ["trang.jpg", "trang.tif", "trang", "trang.zip"])
@pytest.mark.parametrize("before", [b"", b"\r\nX-Header: 1\r\n\r\n"])
def test_a_pdf_is_a_pdf_whatever_it_is_called_and_whatever_stands_before_it(
    tmp_path: Path, name: str, before: bytes
) -> None:
    page, path = PdfPage(letter()), tmp_path / name
    page.save(str(path))
    path.write_bytes(before + path.read_bytes())
    (made,) = open_pictures(path, Limits())
    assert isinstance(made, PagePicture)
    assert made.data == page.stored


def test_a_jpeg_that_speaks_of_pdf_in_its_notes_is_a_jpeg(tmp_path: Path) -> None:
    data = jpeg(letter())
    note = b"made from %PDF-1.4"
    (tmp_path / "a.jpg").write_bytes(data[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2) + note + data[2:])
    (made,) = open_pictures(tmp_path / "a.jpg", Limits())
    assert isinstance(made, PagePicture)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def claiming(image_format: str) -> bytes:
    """A small file that says it is 60,000 pixels wide and high."""
    side = 60_000
    if image_format == "PNG":
        head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        return (
            b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
        )
    data = bytearray(saved(image_format))
    if image_format == "JPEG":
        at = data.index(b"\xff\xc0")
        data[at + 5 : at + 9] = struct.pack(">HH", side, side)
    elif image_format == "GIF":
        data[6:10] = struct.pack("<HH", side, side)
    elif image_format == "BMP":
        data[18:26] = struct.pack("<ii", side, side)
    elif image_format == "TIFF":
        for tag in (256, 257):
            at = data.index(struct.pack("<HHI", tag, 3, 1)) if struct.pack("<HHI", tag, 3, 1) in data else -1
            at = at if at >= 0 else data.index(struct.pack("<HHI", tag, 4, 1))
            data[at + 2 : at + 12] = struct.pack("<HII", 4, 1, side)
    else:
        at = data.index(b"ihdr")
        data[at + 4 : at + 12] = struct.pack(">II", side, side)
        at = data.index(b"\xff\x51")
        data[at + 6 : at + 14] = struct.pack(">II", side, side)
    return bytes(data)


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "TIFF", "GIF", "BMP", "JPEG2000"])
def test_a_small_file_that_claims_billions_of_dots_is_refused_without_holding_them(
    tmp_path: Path, image_format: str
) -> None:
    (tmp_path / "bomb").write_bytes(claiming(image_format))
    before = psutil.Process().memory_info().rss
    with pytest.raises(PageTooLarge) as caught:
        list(open_pictures(tmp_path / "bomb", Limits()))
    assert caught.value.facts["pixels"] == 3_600_000_000
    assert psutil.Process().memory_info().rss - before < 50_000_000


def test_a_tiff_of_more_frames_than_a_document_has_pages_is_refused(tmp_path: Path) -> None:
    path, frame = tmp_path / "frames.tif", Image.new("1", (8, 8))
    frame.save(path, save_all=True, append_images=[frame] * 40)
    with pytest.raises(SourceTooLarge) as caught:
        open_pictures(path, Limits(pages=20))
    assert caught.value.facts["most"] == 20
    assert len(list(open_pictures(path, Limits(pages=41)))) == 41


def test_a_tiff_whose_frames_go_round_in_a_circle_ends(tmp_path: Path) -> None:
    path, frame = tmp_path / "circle.tif", Image.new("1", (8, 8))
    frame.save(path)
    data = bytearray(path.read_bytes())
    start = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, start)[0]
    struct.pack_into("<I", data, start + 2 + 12 * entries, start)
    path.write_bytes(data)
    assert len(list(open_pictures(path, Limits(pages=50)))) == 1


def test_a_gif_whose_second_frame_explodes_loses_that_frame_only(shared_data: Path) -> None:
    sound, bomb = open_pictures(shared_data / "hostile" / "pillow__decompression_bomb_extents.gif", Limits())
    assert isinstance(sound, PagePicture)
    assert isinstance(bomb, PageTooLarge)


def test_a_jpeg_2000_too_large_to_be_held_is_refused_in_a_pdf(tmp_path: Path) -> None:
    packed, page = io.BytesIO(), PdfPage(letter())
    letter().save(packed, "JPEG2000")
    page.stream.write(packed.getvalue(), filter=pikepdf.Name.JPXDecode)
    page.save(str(tmp_path / "a.pdf"))
    (refused,) = open_pictures(tmp_path / "a.pdf", Limits(colour_pixels=1000))
    assert isinstance(refused, PageTooLarge)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "TIFF", "GIF", "BMP", "JPEG2000"])
def test_a_picture_that_was_cut_off_is_never_taken_for_whole(tmp_path: Path, image_format: str, share: float) -> None:
    data = saved(image_format)
    (tmp_path / "cut").write_bytes(data[: int(len(data) * share)])
    try:
        made = list(open_pictures(tmp_path / "cut", Limits()))
    except SourceError:
        return
    assert not [item for item in made if isinstance(item, PagePicture)]
