"""Dossiers for tests of screens: papers drawn by Qt, with the places of their values known exactly."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QPainter

from dossier import ids
from dossier.document_types import DocumentTypes
from dossier.ids import DocumentId, DossierId, PageId, RecordId, ValueId
from dossier.model import Region
from dossier.operations import (
    AddDocument,
    AddPage,
    AddRecord,
    CreateDossier,
    NewValue,
    Operation,
    PutValues,
    SetDocumentType,
)
from dossier.ports import Batch, PageOutcome
from dossier.reading import Box, Gate, ValueSource
from dossier.states import State
from resources import document_types
from tests.support.fake_application import FakeApplication
from tests.support.making import MACHINE, OFFICE, Maker, reading

WIDTH, HEIGHT = 1240, 1754
"""A4 at 150 dpi: half the real thing, so that tests stay fast."""


@lru_cache(maxsize=1)
def the_types() -> DocumentTypes:
    """The catalogue that comes with the program."""
    return DocumentTypes.from_data(document_types.load())


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A value on a drawn page, and what a reader makes of it."""

    path: str
    label: str
    text: str
    value: str | None = None
    """In storage form, where it differs from the text."""
    read: str | None = None
    """What the reader proposes, where it errs."""
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltDocument:
    """A document of a built dossier."""

    id: DocumentId
    record: RecordId | None
    pages: tuple[PageId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltDossier:
    """Ids of what was built."""

    id: DossierId
    documents: tuple[BuiltDocument, ...]


BIRTH = (
    Printed(path="so", label="Số", text="123/1998"),
    Printed(path="quyenSo", label="Quyển số", text="01/1998", read="O1/1998", certain=False),
    Printed(path="ngayDangKy", label="Ngày, tháng, năm đăng ký", text="15/07/1998", value="1998-07-15"),
    Printed(
        path="noiDangKy", label="Nơi đăng ký khai sinh", text="UBND xã Tân Phú Trung, huyện Củ Chi, TP Hồ Chí Minh"
    ),
    Printed(path="nksHoTen", label="Họ, chữ đệm, tên", text="NGUYỄN THỊ NGỌC ÁNH"),
    Printed(path="nksGioiTinh", label="Giới tính", text="Nữ"),
    Printed(path="nksNgaySinh", label="Ngày, tháng, năm sinh", text="05/07/1998", value="1998-07-05"),
    Printed(
        path="nksNgaySinhBangChu",
        label="(ghi bằng chữ)",
        text="Ngày năm tháng bảy năm một nghìn chín trăm chín mươi tám",
    ),
    Printed(
        path="nksNoiSinh",
        label="Nơi sinh",
        text="Bệnh viện đa khoa huyện Củ Chi, ấp Bàu Tre 2, xã Tân An Hội, huyện Củ Chi, thành phố Hồ Chí Minh",
        certain=False,
    ),
    Printed(path="nksQueQuan", label="Quê quán", text="Thừa Thiên Huế"),
    Printed(path="nksDanToc", label="Dân tộc", text="Kinh"),
    Printed(path="nksQuocTich", label="Quốc tịch", text="Việt Nam"),
)
"""Twelve fields of a birth certificate, as a reader leaves them."""


def a_picture(heading: str, lines: Sequence[Printed], *, name: str = "") -> tuple[bytes, dict[str, Box]]:
    """A page as a JPEG file, and where each value stands. Needs a QGuiApplication.

    `name` makes the bytes its own: what follows the end of a JPEG picture is not part of it.
    """
    data, boxes = _drawn(heading, tuple(lines))
    return data + name.encode(), dict(boxes)


@lru_cache(maxsize=32)
def _drawn(heading: str, lines: tuple[Printed, ...]) -> tuple[bytes, dict[str, Box]]:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("#fdfcf8"))
    painter = QPainter(image)
    font = QFont("Noto Serif")
    font.setPixelSize(26)
    painter.setFont(font)
    painter.setPen(QColor("#222222"))
    center = Qt.AlignmentFlag.AlignHCenter
    painter.drawText(QRect(0, 90, WIDTH, 40), center, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    painter.drawText(QRect(0, 130, WIDTH, 40), center, "Độc lập - Tự do - Hạnh phúc")
    large = QFont(font)
    large.setPixelSize(44)
    large.setBold(True)
    painter.setFont(large)
    painter.drawText(QRect(0, 230, WIDTH, 60), center, heading)
    painter.setFont(font)
    boxes: dict[str, Box] = {}
    top = 340
    for line in lines:
        label = f"{line.label}: "
        painter.setPen(QColor("#222222"))
        painter.drawText(120, top + 30, label)
        left = 120 + painter.fontMetrics().horizontalAdvance(label)
        painter.setPen(QColor("#1b2f6b"))
        room = QRect(left, top, WIDTH - left - 90, 120)
        used = painter.boundingRect(room, Qt.TextFlag.TextWordWrap, line.text)
        painter.drawText(room, Qt.TextFlag.TextWordWrap, line.text)
        boxes[line.path] = Box(x=used.x(), y=used.y(), w=used.width(), h=used.height())
        top = used.bottom() + 34
    painter.setPen(QColor("#b03030"))
    painter.drawText(820, HEIGHT - 200, "(đã ký và đóng dấu)")
    painter.end()
    return jpeg(image), boxes


def jpeg(image: QImage) -> bytes:
    """The image as a JPEG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setQuality(80)
    writer.write(image)
    return bytes(data.data())


class DossierBuilder:
    """Builds one dossier into a fake application, operation by operation, as a machine leaves it for the clerk."""

    def __init__(self, application: FakeApplication, code: str = "HS-000123", title: str = "") -> None:
        self._application = application
        self._maker = Maker(prefix=f"{code}-")
        self._operations: list[Operation] = []
        self._outcomes: list[PageOutcome] = []
        self._documents: list[BuiltDocument] = []
        self._code = code
        self.id = ids.dossier_id(OFFICE, code)
        self._add(CreateDossier(id=self.id, office=OFFICE, code=code, title=title, state=State.READ))

    def document(
        self,
        lines: Sequence[Printed] = BIRTH,
        *,
        heading: str = "GIẤY KHAI SINH",
        type_id: str | None = "giay_khai_sinh",
        pages: int = 1,
        unread: bool = False,
        wordless: Collection[int] = (),
    ) -> "DossierBuilder":
        """A document; its values stand on its first page.

        `unread`: its pages could not be read; `wordless`: places of pages on which the reader could make nothing out.
        """
        number = len(self._documents)
        document = ids.document_id(self.id, PageId(f"{self._code}-{number}"))
        self._add(AddDocument(id=document, dossier=self.id, position=number, source_name=f"{number + 1:03}.pdf"))
        placed: list[PageId] = []
        boxes: dict[str, Box] = {}
        for place in range(pages):
            name = f"{self._code} · {number + 1} · {place + 1}"
            data, found = a_picture(heading, lines if place == 0 else (), name=name)
            boxes = found if place == 0 else boxes
            placed.append(self._page(document, place, data))
            read = None if unread else reading("đã đọc")
            if read is not None and place in wordless:
                read = replace(read, gate=Gate.UNREADABLE)
            failure = "reading_timed_out" if unread else None
            self._outcomes.append(PageOutcome(page=placed[-1], reading=read, failure=failure))
        record = self._record(document, type_id, lines, placed, boxes) if type_id is not None else None
        self._documents.append(BuiltDocument(id=document, record=record, pages=tuple(placed)))
        return self

    def build(self) -> BuiltDossier:
        """Into the store."""
        batch = Batch(operations=tuple(self._operations), outcomes=tuple(self._outcomes))
        self._application.store.commit(batch)
        return BuiltDossier(id=self.id, documents=tuple(self._documents))

    def _add(self, payload: object) -> None:
        self._operations.append(self._maker.operation(self.id, payload, MACHINE))  # type: ignore[arg-type]

    def _page(self, document: DocumentId, place: int, data: bytes) -> PageId:
        picture = self._application.files.put(data)
        page = ids.page_id(self.id, picture)
        self._add(
            AddPage(
                id=page,
                dossier=self.id,
                document=document,
                position=place,
                picture=picture,
                mime="image/jpeg",
                width=WIDTH,
                height=HEIGHT,
                dpi=150,
                source=picture,
                source_name="a.pdf",
                source_page=place + 1,
            )
        )
        return page

    def _record(
        self,
        document: DocumentId,
        type_id: str,
        lines: Sequence[Printed],
        pages: Sequence[PageId],
        boxes: dict[str, Box],
    ) -> RecordId:
        kind = self._application.types().get(type_id)
        typed = SetDocumentType(
            id=document, type_id=type_id, type_version=kind.version, type_confidence=0.98, source=ValueSource.OCR
        )
        record = ids.record_id(document, type_id, 0)
        regions = tuple(Region(page=page) for page in pages)
        added = AddRecord(
            id=record, document=document, ordinal=0, type_id=type_id, type_version=kind.version, regions=regions
        )
        values = tuple(
            NewValue(
                id=ValueId(self._maker.id()),
                path=line.path,
                value=line.read or line.value or line.text,
                source=ValueSource.OCR,
                as_read=line.read or line.text,
                confidence=0.99 if line.certain else 0.6,
                certain=line.certain,
                page=pages[0],
                box=boxes[line.path],
                reader="drawn",
            )
            for line in lines
        )
        self._add(typed)
        self._add(added)
        if values:
            self._add(PutValues(record=record, values=values))
        return record


def a_dossier(
    application: FakeApplication, code: str = "HS-000123", *, documents: int = 1, pages: int = 1
) -> BuiltDossier:
    """A dossier of birth certificates, read and waiting to be keyed."""
    builder = DossierBuilder(application, code)
    for _ in range(documents):
        builder.document(pages=pages)
    return builder.build()
