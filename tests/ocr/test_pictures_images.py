"""Image files become page pictures without a changed dot; what is no picture is refused by its own name."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from dossier.errors import (
    PageTooLarge,
    SourceDamaged,
    SourceEmpty,
    SourceError,
    SourceMissing,
    SourceUnreadable,
    SourceUnsupported,
)
from dossier.reading import PagePicture
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from tests.support.drawn_pages import letter

if TYPE_CHECKING:
    from pathlib import Path


def small() -> Image.Image:
    return letter().resize((310, 438))


def opened(path: Path) -> list[PagePicture]:
    return [item for item in open_pictures(path, Limits()) if isinstance(item, PagePicture)]


def as_array(made: PagePicture) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with Image.open(io.BytesIO(made.data)) as image:
        return np.asarray(image.convert("RGB"))


@pytest.mark.parametrize(
    ("name", "mime", "origin", "options"),
    [
        ("a.jpg", "image/jpeg", "embedded", {"dpi": (150, 150)}),
        ("a.png", "image/png", "embedded", {"dpi": (150, 150)}),
        ("a.jp2", "image/jp2", "embedded", {}),
        ("a.tif", "image/tiff", "g4", {"dpi": (150, 150), "compression": "group4"}),
    ],
)
def test_one_upright_picture_is_kept_byte_for_byte(
    tmp_path: Path, name: str, mime: str, origin: str, options: dict[str, object]
) -> None:
    path = tmp_path / name
    image = small().convert("1") if name.endswith("tif") else small()
    image.save(path, **options)  # type: ignore[arg-type]
    (made,) = opened(path)
    assert (made.data, made.mime, made.origin, made.number) == (path.read_bytes(), mime, origin, 1)
    assert (made.width, made.height) == image.size
    assert made.dpi == (150 if "dpi" in options else round(438 / 11.69))


@pytest.mark.parametrize("name", ["a.bmp", "a.gif", "lzw.tif"])
def test_other_kinds_are_repacked_without_loss(tmp_path: Path, name: str) -> None:
    image = small().quantize(64).convert("RGB")
    image.save(tmp_path / name, **({"compression": "tiff_lzw"} if name == "lzw.tif" else {}))
    (made,) = opened(tmp_path / name)
    assert made.mime == "image/png"
    with Image.open(tmp_path / name) as source:
        assert np.array_equal(as_array(made), np.asarray(source.convert("RGB")))


def test_a_picture_that_only_a_note_turns_is_turned_without_loss(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "phone.jpg"
    small().save(path, exif=exif)
    (made,) = opened(path)
    assert (made.width, made.height, made.mime) == (438, 310, "image/png")
    with Image.open(path) as source:
        assert np.array_equal(as_array(made), np.asarray(source.transpose(Image.Transpose.ROTATE_270)))


def test_every_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "frames.tif"
    frames = [small().convert("1"), small(), small().convert("L")]
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(200, 200))
    made = opened(path)
    assert [(page.number, page.mime, page.origin) for page in made] == [
        (1, "image/tiff", "g4"),
        (2, "image/png", "embedded"),
        (3, "image/png", "embedded"),
    ]
    for page, frame in zip(made, frames, strict=True):
        assert np.array_equal(as_array(page), np.asarray(frame.convert("RGB")))
    later = [page.number for page in open_pictures(path, Limits(), first=3) if isinstance(page, PagePicture)]
    assert later == [3]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("empty.pdf", b"", SourceEmpty),
        ("note.txt", "Kính gửi".encode(), SourceUnsupported),
        ("letter.docx", b"PK\x03\x04" + b"\x00" * 60, SourceUnsupported),
        ("cut.png", b"\x89PNG\r\n\x1a\n\x00\x00", SourceDamaged),
        ("not really.jpg", b"hello", SourceDamaged),
    ],
)
def test_what_is_no_picture_is_refused_by_its_own_code(
    tmp_path: Path, name: str, data: bytes, kind: type[SourceError]
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(kind) as caught:
        open_pictures(tmp_path / name, Limits())
    assert caught.value.facts["source"] == name


def test_a_cut_off_picture_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    small().save(path)
    path.write_bytes(path.read_bytes()[:-4000])
    with pytest.raises(SourceDamaged):
        open_pictures(path, Limits())


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing):
        open_pictures(tmp_path / "none.pdf", Limits())
    with pytest.raises(SourceUnreadable):
        open_pictures(tmp_path, Limits())


def test_a_picture_with_too_many_dots_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    small().save(path)
    with pytest.raises(PageTooLarge):
        open_pictures(path, Limits(colour_pixels=1000))


@pytest.mark.parametrize(
    ("size", "claimed", "dpi"),
    [
        ((2480, 3508), 300, 300),
        ((3000, 4000), 72, 342),
        ((800, 1100), 72, 72),
        ((2480, 3508), 1, 300),
        ((9933, 14043), 300, 300),
    ],
)
def test_the_resolution_is_believed_where_paper_can_be_that_large(
    tmp_path: Path, size: tuple[int, int], claimed: int, dpi: int
) -> None:
    path = tmp_path / "page.png"
    Image.new("1", size).save(path, dpi=(claimed, claimed))
    (made,) = opened(path)
    assert made.dpi == dpi
