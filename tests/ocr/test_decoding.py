"""A picture's pixels: whole where they fit, shrunk where not, alike in every format."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from dossier.errors import PageDamaged
from dossier.ids import sha256_of
from dossier.reading import PagePicture
from ocr.decoding import decode

SIZE = (600, 900)
MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff", "JPEG2000": "image/jp2"}


def drawn() -> Image.Image:
    """Light at the left and at the top, so that a turn or a shift is seen."""
    across = Image.linear_gradient("L").rotate(90).resize(SIZE)
    down = Image.linear_gradient("L").resize(SIZE)
    return Image.merge("RGB", (across, down, Image.new("L", SIZE, 200)))


def page(image: Image.Image, kind: str = "PNG", **options: object) -> PagePicture:
    packed = io.BytesIO()
    image.save(packed, kind, **options)
    data = packed.getvalue()
    return PagePicture(
        number=3,
        data=data,
        mime=MIMES[kind],
        width=image.width,
        height=image.height,
        dpi=300,
        sha256=sha256_of(data),
        origin="embedded",
    )


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P"])
def test_what_fits_comes_dot_for_dot(mode: str) -> None:
    image = drawn().convert(mode)
    pixels, scale = decode(page(image), SIZE[0] * SIZE[1])
    assert scale == 1.0
    assert np.array_equal(pixels, np.asarray(image.convert("L" if mode in {"1", "L"} else "RGB")))


@pytest.mark.parametrize("share", [0.9, 0.4, 0.1])
@pytest.mark.parametrize("kind", MIMES)
def test_what_is_too_large_is_shrunk_and_shows_the_same(kind: str, share: float) -> None:
    most = round(share * SIZE[0] * SIZE[1])
    pixels, scale = decode(page(drawn(), kind), most)
    height, width, _ = pixels.shape
    assert width * height <= most + max(width, height)
    assert scale == width / SIZE[0]
    expected = np.asarray(drawn().resize((width, height), Image.Resampling.BOX), np.int16)
    assert np.abs(pixels.astype(np.int16) - expected).max() < 12


@pytest.mark.parametrize("resolutions", [1, 2])
def test_jpeg_2000_coded_at_one_size_only_is_read_too(resolutions: int) -> None:
    picture = page(drawn(), "JPEG2000", num_resolutions=resolutions)
    pixels, _ = decode(picture, SIZE[0] * SIZE[1] // 3)
    assert pixels.shape[0] < SIZE[1]
    assert abs(float(pixels[:, :, 2].mean()) - 200) < 3


def test_a_picture_of_a_few_dots_in_a_long_row() -> None:
    pixels, scale = decode(page(Image.new("L", (5000, 1), 7)), 100)
    assert (pixels.shape, scale) == ((1, 707), 707 / 5000)
    assert (pixels == 7).all()


def test_what_is_transparent_is_paper() -> None:
    pixels, _ = decode(page(Image.new("RGBA", (30, 600), (0, 0, 0, 0))), 1_000_000)
    assert (pixels == 255).all()


def test_a_damaged_picture_is_named() -> None:
    whole = page(drawn())
    broken = PagePicture(
        number=3,
        data=whole.data[:2000],
        mime=whole.mime,
        width=whole.width,
        height=whole.height,
        dpi=300,
        sha256=whole.sha256,
        origin="embedded",
    )
    with pytest.raises(PageDamaged) as caught:
        decode(broken, 1_000_000)
    assert caught.value.facts == {"page": 3}
