"""Small papers drawn for tests that need something to read quickly: a head, a number, a date, a subject."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = Path("/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf")
_SIZE = (1240, 900)
_LINES = (
    (90, 60, "ỦY BAN NHÂN DÂN"),
    (90, 100, "XÃ HOẰNG LỘC"),
    (90, 160, "Số: {number}/QĐ-UBND"),
    (640, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (700, 100, "Độc lập - Tự do - Hạnh phúc"),
    (690, 160, "Hoằng Lộc, ngày 12 tháng 3 năm 2019"),
    (500, 250, "QUYẾT ĐỊNH"),
    (330, 290, "Về việc công nhận gia đình văn hóa năm 2018"),
    (140, 380, "Căn cứ Luật Tổ chức chính quyền địa phương;"),
)


def draw_decision(number: int = 15) -> bytes:
    """A decision of a commune as a JPEG of 1240×900 pixels."""
    page = Image.new("L", _SIZE, 250)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONT), 27)
    for x, y, text in _LINES:
        draw.text((x, y), text.format(number=number), font=font, fill=20)
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=85, dpi=(150, 150))
    return buffer.getvalue()


def write_dossier(folder: Path, count: int = 1) -> Path:
    """A folder of `count` decisions, one file each."""
    folder.mkdir(parents=True)
    for number in range(1, count + 1):
        (folder / f"{number:02}.jpg").write_bytes(draw_decision(number + 14))
    return folder
