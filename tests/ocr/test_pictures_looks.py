"""Image files of every odd kind look as they were meant: no negative, no lost frame, no squashed fax."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image, ImageChops

from dossier.reading import PagePicture
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from tests.support.drawn_pages import letter

if TYPE_CHECKING:
    from pathlib import Path

Array = np.ndarray[tuple[int, ...], np.dtype[Any]]
WIDTH, HEIGHT = SIZE = (620, 876)


def drawn() -> Image.Image:
    return letter().resize(SIZE)


def greys() -> Array:
    return np.asarray(drawn().convert("L"), dtype=int)


def bilevel() -> Image.Image:
    return drawn().convert("L").point(lambda value: 255 if value > 128 else 0).convert("1")


def opened(path: Path) -> list[PagePicture]:
    before = path.read_bytes()
    made = [item for item in open_pictures(path, Limits()) if isinstance(item, PagePicture)]
    assert path.read_bytes() == before
    return made


def looks(made: PagePicture) -> Array:
    """Grey, 0 to 255, on white paper."""
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.size == (made.width, made.height)
        if image.mode == "I;16":
            return np.asarray(image, dtype=float) / 257
        layered = image.convert("RGBA")
        return np.asarray(Image.alpha_composite(Image.new("RGBA", image.size, "white"), layered).convert("L"), int)


def assert_looks_as_drawn(made: PagePicture, expected: Array | None = None) -> None:
    wanted = greys() if expected is None else expected
    shown = looks(made)
    assert shown.shape == wanted.shape
    assert np.abs(shown - wanted).mean() < 2


def write_tiff(path: Path, samples: Array, photometric: int, *, floats: bool = False) -> None:
    """An uncompressed TIFF of grey samples in their own byte order, written out by hand."""
    order = ">" if samples.dtype.byteorder == ">" else "<"
    data, bits = samples.tobytes(), samples.dtype.itemsize * 8
    tags = {256: WIDTH, 257: HEIGHT, 258: bits, 259: 1, 262: photometric, 273: 8, 277: 1, 278: HEIGHT, 279: len(data)}
    if floats:
        tags[339] = 3
    entries = b"".join(struct.pack(order + "HHII", tag, 4, 1, value) for tag, value in sorted(tags.items()))
    mark = b"II" if order == "<" else b"MM"
    head = mark + struct.pack(order + "HI", 42, 8 + len(data))
    path.write_bytes(head + data + struct.pack(order + "H", len(tags)) + entries + bytes(4))


@pytest.mark.parametrize(
    ("kind", "photometric"), [("u1", 0), ("u1", 1), ("<u2", 0), ("<u2", 1), (">u2", 1), ("<u4", 1)]
)
def test_scans_of_8_16_and_32_bits_keep_white_white(tmp_path: Path, kind: str, photometric: int) -> None:
    samples = greys() * (1 if kind == "u1" else 257)
    most = 255 if kind == "u1" else 65535
    write_tiff(tmp_path / "a.tif", (samples if photometric else most - samples).astype(kind), photometric)
    (made,) = opened(tmp_path / "a.tif")
    assert_looks_as_drawn(made)


def test_a_tiff_of_fractions(tmp_path: Path) -> None:
    write_tiff(tmp_path / "a.tif", (greys() / 255).astype("<f4"), 1, floats=True)
    (made,) = opened(tmp_path / "a.tif")
    assert_looks_as_drawn(made)


@pytest.mark.parametrize(
    "options",
    [
        {"compression": "tiff_lzw"},
        {"compression": "jpeg"},
        {"compression": "packbits"},
        {"compression": "tiff_adobe_deflate", "tiffinfo": {278: 7}},
        {"tiffinfo": {278: 10}},
        {"resolution_unit": "cm", "x_resolution": 59.06, "y_resolution": 59.06},
        {"resolution_unit": 1, "x_resolution": 1, "y_resolution": 1},
    ],
)
def test_tiff_compressions_strips_and_units(tmp_path: Path, options: dict[str, Any]) -> None:
    drawn().save(tmp_path / "a.tif", **options)
    (made,) = opened(tmp_path / "a.tif")
    assert_looks_as_drawn(made)
    assert made.dpi == (150 if options.get("resolution_unit") == "cm" else round(HEIGHT / 11.69))


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_ccitt"])
@pytest.mark.parametrize("turned", [1, 3, 6])
def test_a_fax_tiff_is_upright_and_dot_for_dot(tmp_path: Path, compression: str, turned: int) -> None:
    bilevel().save(tmp_path / "a.tif", compression=compression, tiffinfo={274: turned}, dpi=(200, 200))
    (made,) = opened(tmp_path / "a.tif")
    turns = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_270}
    turn = turns[turned]
    expected = bilevel() if turn is None else bilevel().transpose(turn)
    assert made.mime == "image/tiff"
    assert np.array_equal(looks(made), np.asarray(expected.convert("L")))


def test_a_fax_of_oblong_dots_is_stretched_to_its_shape_on_paper(tmp_path: Path) -> None:
    bilevel().resize((WIDTH, HEIGHT // 2)).save(tmp_path / "a.tif", compression="group4", dpi=(204, 102))
    (made,) = opened(tmp_path / "a.tif")
    assert (made.width, made.height, made.dpi) == (WIDTH, HEIGHT, 204)
    assert np.abs(looks(made) - np.asarray(bilevel().convert("L"), int)).mean() < 10


@pytest.mark.parametrize("across", [(1, 1), (300, 301), (10, 300), (0, 72)])
def test_resolutions_that_say_nothing_stretch_nothing(tmp_path: Path, across: tuple[int, int]) -> None:
    drawn().save(tmp_path / "a.png", dpi=across)
    (made,) = opened(tmp_path / "a.png")
    assert (made.width, made.height) == SIZE


@pytest.mark.parametrize("by_adobe", [True, False])
def test_a_cmyk_jpeg_is_no_negative_whoever_wrote_it(tmp_path: Path, by_adobe: bool) -> None:
    path, inks = tmp_path / "a.jpg", drawn().convert("CMYK")
    packed = io.BytesIO()
    # Pillow writes inks turned about, as Adobe does, and says so in a mark; others write neither.
    (inks if by_adobe else ImageChops.invert(inks)).save(packed, "JPEG", quality=90)
    data = packed.getvalue()
    if not by_adobe:
        at = data.index(b"\xff\xee")
        data = data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4]) :]
    path.write_bytes(data)
    (made,) = opened(path)
    assert made.mime == "image/png"
    assert_looks_as_drawn(made)


@pytest.mark.parametrize("mode", ["RGB", "L", "YCbCr"])
def test_a_plain_jpeg_stays_itself_whatever_transform_adobe_names(tmp_path: Path, mode: str) -> None:
    drawn().convert(mode).save(tmp_path / "a.jpg", quality=90)
    (made,) = opened(tmp_path / "a.jpg")
    assert made.data == (tmp_path / "a.jpg").read_bytes()
    assert_looks_as_drawn(made)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_turn_that_a_camera_notes_is_made(tmp_path: Path, orientation: int) -> None:
    stored = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    page = drawn() if orientation == 1 else drawn().transpose(stored[orientation])
    note = Image.Exif()
    note[0x0112] = orientation
    page.save(tmp_path / "a.jpg", quality=90, exif=note)
    (made,) = opened(tmp_path / "a.jpg")
    assert_looks_as_drawn(made)
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.getexif().get(0x0112, 1) == 1, "nobody turns it a second time"


def test_of_a_jpeg_of_several_pictures_and_of_a_moving_png_the_first_is_the_page(tmp_path: Path) -> None:
    red = Image.new("RGB", SIZE, "red")
    drawn().save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=[red])
    drawn().save(tmp_path / "a.png", save_all=True, append_images=[red])
    for name in ("a.jpg", "a.png"):
        (made,) = opened(tmp_path / name)
        assert made.data == (tmp_path / name).read_bytes()
        assert_looks_as_drawn(made)


def test_every_frame_of_a_gif_is_a_page_as_a_viewer_shows_it(tmp_path: Path) -> None:
    second = drawn().copy()
    second.paste("black", (0, 0, 300, 300))
    drawn().save(tmp_path / "a.gif", save_all=True, append_images=[second])
    first, later = opened(tmp_path / "a.gif")
    assert_looks_as_drawn(first)
    assert_looks_as_drawn(later, np.asarray(second.convert("L"), int))


def interlaced(image: Image.Image) -> bytes:
    """A PNG in Adam7 order, which Pillow reads but does not write."""
    import zlib

    pixels, rows = np.asarray(image.convert("L")), b""
    for top, left, down, right in [
        *((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
    ]:
        rows += b"".join(b"\x00" + row.tobytes() for row in pixels[top::down, left::right] if row.size)
    head = struct.pack(">IIBBBBB", *image.size, 8, 0, 0, 0, 1)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def test_pngs_of_16_bits_palettes_transparency_and_interlacing(tmp_path: Path) -> None:
    ink = Image.merge("LA", (Image.new("L", SIZE, 0), drawn().convert("L").point(lambda value: 255 - value)))
    clear = drawn().quantize(16)
    Image.fromarray((greys() * 257).astype("uint16")).save(tmp_path / "16.png")
    ink.save(tmp_path / "alpha.png")
    clear.save(tmp_path / "palette.png", transparency=clear.getpixel((0, 0)))
    (tmp_path / "adam7.png").write_bytes(interlaced(drawn()))
    for name in ("16.png", "alpha.png", "palette.png", "adam7.png"):
        (made,) = opened(tmp_path / name)
        assert made.data == (tmp_path / name).read_bytes()
        assert_looks_as_drawn(made)


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.jp2", "RGB"), ("a.jp2", "L"), ("a.jp2", "RGBA"), ("a.j2k", "RGB"), ("a.bmp", "RGB"), ("a.bmp", "L")],
)
def test_jpeg_2000_with_and_without_its_boxes_and_bitmaps(tmp_path: Path, name: str, mode: str) -> None:
    drawn().convert(mode).save(tmp_path / name)
    (made,) = opened(tmp_path / name)
    assert_looks_as_drawn(made)


def test_colours_that_were_changed_lose_the_profile_of_the_old_ones(tmp_path: Path) -> None:
    drawn().convert("CMYK").save(tmp_path / "a.tif", icc_profile=b"some profile of inks")
    (made,) = opened(tmp_path / "a.tif")
    with Image.open(io.BytesIO(made.data)) as image:
        assert "icc_profile" not in image.info
    assert_looks_as_drawn(made)
