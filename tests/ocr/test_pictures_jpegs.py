"""A JPEG that lacks only its end marker is whole; one that lacks anything of its picture is not."""

import io
import time
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Name
from PIL import Image

from dossier.errors import SourceDamaged
from dossier.reading import PagePicture
from ocr.pictures import jpegs
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from tests.support.drawn_pages import PdfPage, letter

BESIDE_OTHERS = "q 500 0 0 600 40 40 cm /Im Do Q 0 0 50 50 re f"
END = b"\xff\xd9"
SCAN = b"\xff\xda"
KINDS: dict[str, dict[str, Any]] = {
    "baseline": {},
    "optimised": {"optimize": True},
    "progressive": {"progressive": True},
    "restarts": {"restart_marker_rows": 1},
    "fine": {"quality": 100, "subsampling": 0},
}


def packed(kind: str, mode: str = "RGB") -> bytes:
    made = io.BytesIO()
    letter().convert(mode).save(made, "JPEG", **KINDS[kind])
    data = made.getvalue()
    assert data.endswith(END)
    return data


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("kind", KINDS)
def test_without_its_end_marker_it_is_whole_and_looks_the_same(kind: str, mode: str) -> None:
    data = packed(kind, mode)
    for lacking in (data[:-2], data[:-1]):
        mended = jpegs.ended(lacking)
        assert mended is not None
        with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(mended)) as after:
            assert before.tobytes() == after.tobytes()
    assert jpegs.ended(data) is None, "nothing to mend"
    assert jpegs.ended(data + b"\x00 whatever follows") is None


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_was_cut_is_not_mended(kind: str) -> None:
    data = packed(kind)
    first = data.index(SCAN) + 14
    for kept in (first, first + 1, (first + len(data)) // 2, len(data) * 9 // 10, len(data) - 40):
        assert jpegs.ended(data[:kept]) is None, kept


def test_a_progressive_one_cut_between_two_scans_lacks_the_others() -> None:
    data = packed("progressive")
    scans = [place for place in range(len(data)) if data[place : place + 2] == SCAN]
    assert len(scans) > 5
    for place in scans[1:]:
        table = data.rfind(b"\xff\xc4", 0, place)
        assert jpegs.ended(data[: min(table, place) if table > scans[0] else place]) is None


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xda", b"\xff\xd8\xff\xc0\x00\x00" * 9, b"\xff" * 99])
def test_what_is_no_jpeg_is_not_mended(data: bytes) -> None:
    assert jpegs.ended(data) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_a_pdf_whose_picture_lacks_its_end_marker_is_whole(tmp_path: Path, kind: str) -> None:
    data = packed(kind)
    for name, kept, told in (("a.pdf", data[:-2], False), ("b.pdf", data[: len(data) * 2 // 3], True)):
        page = PdfPage(letter().convert("RGB"))
        page.stream.Width, page.stream.Height = letter().size
        page.stream.write(kept, filter=Name.DCTDecode)
        page.save(str(tmp_path / name), BESIDE_OTHERS)
        (picture,) = open_pictures(tmp_path / name, Limits())
        assert isinstance(picture, PagePicture)
        assert picture.incomplete is told


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_lacks_its_end_marker_is_taken_with_one(tmp_path: Path, kind: str) -> None:
    data, path = packed(kind), tmp_path / "a.jpg"
    path.write_bytes(data[:-2])
    (made,) = open_pictures(path, Limits())
    assert isinstance(made, PagePicture)
    assert made.data == data
    assert path.read_bytes() == data[:-2]
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(SourceDamaged):
        list(open_pictures(path, Limits()))


def test_a_large_one_takes_seconds_at_most() -> None:
    made = io.BytesIO()
    Image.effect_noise((2480, 3508), 40).convert("RGB").save(made, "JPEG", progressive=True, quality=85)
    data = made.getvalue()[:-2]
    assert jpegs.work(data, 2480 * 3508 * 3) < jpegs.MOST_WORK
    start = time.process_time()
    assert jpegs.ended(data) is not None
    assert time.process_time() - start < 10
