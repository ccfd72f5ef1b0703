"""A page picture shows what the page shows, neither more nor less: held against poppler's own rendering of the file.

Whole pages are compared, and every small part of them: an overlay that is lost is a small part.
"""

from __future__ import annotations

import io
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageCms, ImageOps

from dossier.reading import PagePicture
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from tests.support.drawn_pages import PdfPage, letter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FULL = "q 595 0 0 842 0 0 cm /Im Do Q "
PARTS = (60, 80)


def only(path: Path) -> PagePicture:
    (made,) = open_pictures(path, Limits())
    assert isinstance(made, PagePicture), made
    return made


def parts(image: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(image.convert("RGB").resize(PARTS, Image.Resampling.BOX), dtype=float)


def assert_shows_the_page(made: PagePicture, path: Path, password: str = "") -> None:
    command = ["pdftoppm", "-cropbox", "-r", "100", "-upw", password, str(path)]
    shown = subprocess.run(command, capture_output=True, check=True).stdout
    with Image.open(io.BytesIO(made.data)) as own, Image.open(io.BytesIO(shown)) as theirs:
        assert own.size == (made.width, made.height)
        assert own.width / own.height == pytest.approx(theirs.width / theirs.height, rel=0.02)
        differ = np.abs(parts(own) - parts(theirs))
    assert differ.mean() < 3
    assert differ.max() < 40


def nested(page: PdfPage) -> str:
    inner = page.stream
    for depth, scale in enumerate((2.0, 0.5, 1.0)):
        form = page.pdf.make_stream(b"595 0 0 842 0 0 cm /X Do" if depth == 0 else b"/X Do")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 1190, 1684])
        form.Matrix = Array([scale, 0, 0, scale, 0, 0])
        form.Resources = Dictionary(XObject=Dictionary(X=inner))
        inner = form
    page.resources.XObject.Outer = inner
    return "/Outer Do"


def written_over(page: PdfPage) -> str:
    page.resources.Font.F = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"))
    return FULL + "BT /F 60 Tf 60 600 Td (HUY BO) Tj ET"


def second_picture(page: PdfPage) -> str:
    seal = page.pdf.make_stream(bytes((200, 20, 30)) * 16)
    seal.Type, seal.Subtype, seal.Width, seal.Height = Name.XObject, Name.Image, 4, 4
    seal.ColorSpace, seal.BitsPerComponent = Name.DeviceRGB, 8
    page.resources.XObject.Seal = seal
    return FULL + "q 90 0 0 90 350 120 cm /Seal Do Q"


def mark(page: PdfPage, subtype: Name, **more: object) -> str:
    looks = page.pdf.make_stream(b"1 0 0 rg 0 0 120 60 re f")
    looks.Type, looks.Subtype, looks.BBox = Name.XObject, Name.Form, Array([0, 0, 120, 60])
    field = Dictionary(Type=Name.Annot, Subtype=subtype, Rect=Array([300, 100, 420, 160]), F=4, AP=Dictionary(N=looks))
    for name, value in more.items():
        field[f"/{name}"] = value
    page.page.obj.Annots = Array([page.pdf.make_indirect(field)])
    return FULL


def stamp(page: PdfPage) -> str:
    return mark(page, Name.Stamp)


def signature(page: PdfPage) -> str:
    mark(page, Name.Widget, FT=Name.Sig, T=pikepdf.String("ky"))
    page.pdf.Root.AcroForm = Dictionary(Fields=page.page.obj.Annots, SigFlags=3)
    return FULL


def filled_field(page: PdfPage) -> str:
    mark(page, Name.Widget, FT=Name.Tx, T=pikepdf.String("so"), V=pikepdf.String("12"))
    page.pdf.Root.AcroForm = Dictionary(Fields=page.page.obj.Annots)
    return FULL


def hidden_mark(page: PdfPage) -> str:
    return mark(page, Name.Stamp, F=2)


def old_text_layer(page: PdfPage) -> str:
    page.resources.Font.F = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    return FULL + "BT 3 Tr /F 60 Tf 60 400 Td (LIES) Tj ET"


def white_text(page: PdfPage) -> str:
    page.resources.Font.F = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    return FULL + "BT 1 g /F 20 Tf 60 40 Td (LIES) Tj ET"


def layer(page: PdfPage, *, shown: bool) -> None:
    group = page.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("layer")))
    page.pdf.Root.OCProperties = Dictionary(
        OCGs=Array([group]), D=Dictionary(ON=Array([group] if shown else []), OFF=Array([] if shown else [group]))
    )
    page.resources.Properties = Dictionary(L=group)


def layer_switched_off(page: PdfPage) -> str:
    layer(page, shown=False)
    return FULL + "/OC /L BDC 1 0 0 rg 100 100 200 200 re f EMC"


def layer_switched_on(page: PdfPage) -> str:
    layer(page, shown=True)
    return FULL + "/OC /L BDC 1 0 0 rg 100 100 200 200 re f EMC"


def soft_mask(page: PdfPage) -> str:
    mask = page.pdf.make_stream(b"\x00\xff\x80\xff")
    mask.Type, mask.Subtype, mask.Width, mask.Height = Name.XObject, Name.Image, 2, 2
    mask.ColorSpace, mask.BitsPerComponent = Name.DeviceGray, 8
    page.stream.SMask = mask
    return FULL


def cropped(page: PdfPage) -> str:
    page.page.obj.CropBox = Array([20, 500, 500, 830])
    return FULL


def stored(page: PdfPage, image: Image.Image, space: pikepdf.Object | Name) -> str:
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=85)
    page.stream.write(packed.getvalue(), filter=Name.DCTDecode)
    page.stream.ColorSpace = space
    return FULL


def grey(page: PdfPage) -> str:
    return stored(page, letter().convert("L"), Name.DeviceGray)


def inverted_grey(page: PdfPage) -> str:
    page.stream.Decode = Array([1, 0])
    return stored(page, ImageOps.invert(letter().convert("L")), Name.DeviceGray)


def adobe_cmyk(page: PdfPage) -> str:
    page.stream.Decode = Array([1, 0] * 4)
    return stored(page, letter().convert("CMYK"), Name.DeviceCMYK)


def palette(page: PdfPage) -> str:
    ink = bytes(value for level in range(256) for value in (level, level // 2, 255 - level))
    return stored(page, letter().convert("L"), Array([Name.Indexed, Name.DeviceRGB, 255, pikepdf.String(ink)]))


def separation(page: PdfPage) -> str:
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([0.8, 0, 0]), N=1)
    space = Array([Name.Separation, Name("/Red"), Name.DeviceRGB, page.pdf.make_indirect(tint)])
    return stored(page, ImageOps.invert(letter().convert("L")), space)


def with_profile(page: PdfPage) -> str:
    profile = page.pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile.N = 3
    return stored(page, letter(), Array([Name.ICCBased, profile]))


def jpeg2000(page: PdfPage) -> str:
    packed = io.BytesIO()
    letter().save(packed, "JPEG2000")
    page.stream.write(packed.getvalue(), filter=Name.JPXDecode)
    del page.stream["/ColorSpace"]
    return FULL


def jpeg2000_with_mask(page: PdfPage) -> str:
    jpeg2000(page)
    page.stream.SMaskInData = 1
    return FULL


def turned_by_its_tree(page: PdfPage) -> str:
    page.pdf.Root.Pages.Rotate = 270
    return FULL


def turned_backwards(page: PdfPage) -> str:
    page.page.obj.Rotate = -90
    return FULL


@pytest.mark.parametrize(
    ("change", "origin"),
    [
        (nested, "embedded"),
        (written_over, "rendered"),
        (second_picture, "rendered"),
        (stamp, "rendered"),
        (signature, "rendered"),
        (filled_field, "rendered"),
        (hidden_mark, "embedded"),
        (old_text_layer, "embedded"),
        (white_text, "rendered"),
        (layer_switched_off, "rendered"),
        (layer_switched_on, "rendered"),
        (soft_mask, "rendered"),
        (cropped, "rendered"),
        (grey, "embedded"),
        (inverted_grey, "rendered"),
        (adobe_cmyk, "rendered"),
        (palette, "rendered"),
        (separation, "rendered"),
        (with_profile, "embedded"),
        (jpeg2000, "embedded"),
        (jpeg2000_with_mask, "rendered"),
        (turned_by_its_tree, "rendered"),
        (turned_backwards, "rendered"),
    ],
)
def test_the_picture_shows_what_the_page_shows(tmp_path: Path, change: Callable[[PdfPage], str], origin: str) -> None:
    page, path = PdfPage(letter()), tmp_path / "page.pdf"
    page.save(str(path), change(page))
    before = path.read_bytes()
    made = only(path)
    assert made.origin == origin
    assert_shows_the_page(made, path)
    assert path.read_bytes() == before
