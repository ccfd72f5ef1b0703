"""Pages drawn by the tests: letters at known places, stamps, page pictures and small PDFs around them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from dossier.ids import sha256_of
from dossier.reading import PagePicture

if TYPE_CHECKING:
    from collections.abc import Sequence

DPI = 150
MM = DPI / 25.4
A4 = (round(210 * MM), round(297 * MM))
RED = (200, 30, 40)
BLACK = (20, 20, 20)


def font(size_mm: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype("DejaVuSerif-Bold.ttf" if bold else "DejaVuSerif.ttf", round(size_mm * MM))


def letter(extra: Sequence[tuple[float, float, str]] = ()) -> Image.Image:
    """An administrative document in black; `extra` is more bold text at places in millimetres."""
    page = Image.new("RGB", A4, "white")
    pen = ImageDraw.Draw(page)
    lines: list[tuple[float, float, str, bool]] = [
        (22, 15, "ỦY BAN NHÂN DÂN", True),
        (100, 15, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True),
        (30, 21, "XÃ VĨNH AN", True),
        (112, 21, "Độc lập - Tự do - Hạnh phúc", True),
        (25, 32, "Số: 345/UBND", False),
        (105, 32, "Vĩnh An, ngày 05 tháng 6 năm 2024", False),
        (85, 100, "QUYẾT ĐỊNH", True),
        (20, 112, "Căn cứ Luật Tổ chức chính quyền địa phương năm 2015;", False),
        (20, 121, "Căn cứ Luật Bảo vệ bí mật nhà nước năm 2018;", False),
        (20, 130, "Xét đề nghị của Trưởng phòng Tài nguyên và Môi trường,", False),
        (20, 139, "Điều 1. Phê duyệt mật độ xây dựng của khu dân cư mới.", False),
        (20, 148, "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", False),
    ]
    for x, y, text, bold in [*lines, *((x, y, text, True) for x, y, text in extra)]:
        pen.text((x * MM, y * MM), text, font=font(3.4, bold=bold), fill="black")
    return page


def stamped(page: Image.Image, text: str, *, width_mm: float, ink: tuple[int, int, int], tilt: float) -> Image.Image:
    """The page with a framed stamp of 8 mm height under its number, turned by `tilt` degrees."""
    stamp = Image.new("RGBA", (round((width_mm + 2) * MM), round(10 * MM)), (255, 255, 255, 0))
    pen = ImageDraw.Draw(stamp)
    pen.rectangle((MM, MM, (width_mm + 1) * MM, 9 * MM), outline=ink, width=3)
    pen.text((stamp.width / 2, stamp.height / 2), text, font=font(4.2, bold=True), fill=ink, anchor="mm")
    stamp = stamp.rotate(tilt, expand=True, resample=Image.Resampling.BICUBIC)
    page.paste(stamp, (round(28 * MM), round(42 * MM)), stamp)
    return page


def jpeg(image: Image.Image, quality: int = 80) -> bytes:
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=quality, dpi=(DPI, DPI))
    return packed.getvalue()


def picture(image: Image.Image, number: int = 1, dpi: int = DPI) -> PagePicture:
    packed = io.BytesIO()
    image.save(packed, "PNG", dpi=(dpi, dpi))
    data = packed.getvalue()
    return PagePicture(
        number=number,
        data=data,
        mime="image/png",
        width=image.width,
        height=image.height,
        dpi=dpi,
        sha256=sha256_of(data),
        origin="embedded",
    )


class PdfPage:
    """A PDF of one A4 page that shows one stored JPEG or G4 stream; tests add what else is on it."""

    def __init__(self, image: Image.Image) -> None:
        self.pdf = pikepdf.new()
        self.page = self.pdf.add_blank_page(page_size=(595, 842))
        self.stored, self.stream = _g4_stream(self.pdf, image) if image.mode == "1" else _jpeg_stream(self.pdf, image)
        self.resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=self.stream), Font=pikepdf.Dictionary())
        self.page.obj.Resources = self.resources

    def save(self, path: str, content: str = "q 595 0 0 842 0 0 cm /Im Do Q") -> None:
        self.page.obj.Contents = self.pdf.make_stream(content.encode())
        self.pdf.save(path)


def _jpeg_stream(pdf: pikepdf.Pdf, image: Image.Image) -> tuple[bytes, pikepdf.Stream]:
    data = jpeg(image)
    stream = _image_stream(pdf, data, image)
    stream.ColorSpace = pikepdf.Name.DeviceRGB
    stream.BitsPerComponent = 8
    stream.Filter = pikepdf.Name.DCTDecode
    return data, stream


_ROWS_PER_STRIP = 278


def _g4_stream(pdf: pikepdf.Pdf, image: Image.Image) -> tuple[bytes, pikepdf.Stream]:
    packed = io.BytesIO()
    image.save(packed, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: image.height})
    with Image.open(packed) as tiff:
        offsets, lengths = tiff.tag_v2[273], tiff.tag_v2[279]  # type: ignore[attr-defined]
        white_is_zero = tiff.tag_v2[262] == 0  # type: ignore[attr-defined]
    assert len(offsets) == 1
    data = packed.getvalue()[offsets[0] :][: lengths[0]]
    stream = _image_stream(pdf, data, image)
    stream.ColorSpace = pikepdf.Name.DeviceGray
    stream.BitsPerComponent = 1
    stream.Filter = pikepdf.Name.CCITTFaxDecode
    stream.DecodeParms = pikepdf.Dictionary(K=-1, Columns=image.width, Rows=image.height, BlackIs1=not white_is_zero)
    return data, stream


def _image_stream(pdf: pikepdf.Pdf, data: bytes, image: Image.Image) -> pikepdf.Stream:
    stream = pdf.make_stream(data)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height = image.width, image.height
    return stream
