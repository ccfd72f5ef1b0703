"""Pages drawn as words: lines of text at places of an A4 page of 300 dpi, as a reader would give them."""

import functools
from dataclasses import replace

from dossier.document_types import DocumentTypes
from dossier.reading import Box, Candidate, Extraction, PageReading, Word
from ocr.extraction import RuleExtractor
from resources.document_types import load

WIDTH, HEIGHT = 2480, 3508
LETTER, SPACE, LINE = 22, 16, 44


def row(x: int, y: int, text: str, *, line: int, sure: float = 0.97) -> list[Word]:
    """Words of one printed line from x on; `?` after a word makes it read unsurely, and is not part of it."""
    words = []
    for token in text.split():
        unsure = token.endswith("?")
        shown = token.removesuffix("?")
        box = Box(x=x, y=y, w=LETTER * len(shown), h=LINE)
        words.append(Word(text=shown, box=box, upright=box, confidence=0.4 if unsure else sure, block=1, line=line))
        x += box.w + SPACE
    return words


def centred(y: int, text: str, *, line: int, middle: int = 1300) -> list[Word]:
    """A line around a vertical axis."""
    words = row(0, y, text, line=line)
    shift = middle - words[-1].box.right // 2
    return [_moved(word, shift) for word in words]


def _moved(word: Word, shift: int) -> Word:
    box = replace(word.box, x=word.box.x + shift)
    return replace(word, box=box, upright=box)


def page(*lines: list[Word], secrecy_mark: str | None = None) -> PageReading:
    """The reading of one page."""
    words = tuple(word for line in lines for word in line)
    return PageReading(
        words=words,
        text="\n".join(" ".join(word.text for word in line) for line in lines),
        width=WIDTH,
        height=HEIGHT,
        upright_width=WIDTH,
        upright_height=HEIGHT,
        rotation=0,
        skew=0.0,
        blank=not words,
        secrecy_mark=secrecy_mark,
        reader="drawn",
        recipe="1",
        seconds=0.0,
    )


BODY = "sinh thực phẩm giao các phòng và trạm y tế xã kiểm tra bếp ăn, báo cáo an toàn thực phẩm trước"


def decision(
    *,
    agency: tuple[str, ...] = ("SỞ Y TẾ THANH HÓA", "CHI CỤC AN TOÀN", "VỆ SINH THỰC PHẨM"),
    number: str = "Số: 58/QĐ-CC",
    date: str = "Thanh Hóa, ngày 05 tháng 4 năm 2010",
    heading: str = "QUYẾT ĐỊNH",
    subject: tuple[str, ...] = ("Về việc kiểm tra bếp ăn các trường học,", "bảo đảm an toàn thực phẩm năm 2010"),
    after_subject: str = "CHI CỤC TRƯỞNG CHI CỤC AN TOÀN VỆ SINH THỰC PHẨM",
    foot: bool = True,
) -> PageReading:
    """A decision as NĐ 30/2020 lays it out; both columns of the head in one line, as Tesseract gives them."""
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", ""]
    lines: list[list[Word]] = []
    for index in range(max(len(agency), 2)):
        left = row(300, 240 + 66 * index, agency[index], line=index) if index < len(agency) else []
        words = row(1180, 240 + 66 * index, right[index], line=index) if index < 2 else []
        lines.append(left + words)
    lines.append(row(340, 500, number, line=9) + row(1300, 500, date, line=9))
    lines.append(centred(640, heading, line=10))
    lines += [centred(710 + 64 * index, text, line=11 + index) for index, text in enumerate(subject)]
    lines.append(centred(1000, after_subject, line=20))
    lines.append(row(420, 1140, "Căn cứ Quyết định số 310/QĐ-UBND ngày 9 tháng 6 năm 2008 của UBND tỉnh", line=21))
    lines += [row(320, 1210 + 66 * index, BODY, line=30 + index) for index in range(12)]
    if foot:
        lines.append(row(320, 2600, "Nơi nhận:", line=50) + row(1600, 2600, "KT. CHI CỤC TRƯỞNG", line=50))
        lines.append(row(320, 2670, "- Như Điều 3;", line=51) + row(1560, 2666, "PHÓ CHI CỤC TRƯỞNG", line=52))
        lines.append(row(320, 2730, "- Lưu: VT.", line=53))
        lines.append(row(1640, 2980, "BSCKI. Trần Minh Khôi", line=54))
    return page(*lines)


def extracted(*readings: PageReading) -> Extraction:
    """What the rules of the types that come with the program find."""
    return _extractor().extract(readings)


@functools.cache
def _extractor() -> RuleExtractor:
    return RuleExtractor(DocumentTypes.from_data(load()))


def fields(*readings: PageReading) -> dict[str, Candidate]:
    """The candidates of the first record by field name."""
    records = extracted(*readings).records
    return {candidate.path: candidate for candidate in records[0].candidates} if records else {}


def values(*readings: PageReading) -> dict[str, str]:
    """The values alone."""
    return {name: candidate.value for name, candidate in fields(*readings).items()}
