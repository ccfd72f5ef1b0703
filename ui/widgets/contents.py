"""Documents and pages of a dossier in one column. Lazy: only the thumbnails in view ask for a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from dossier.ids import DocumentId, PageId
from dossier.model import Page, PageStatus
from ui.style.icons import Glyph, paint
from ui.style.themes import Colours
from ui.translation import tr
from ui.widgets.pictures import Pictures

_Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A document in the column."""

    document: DocumentId
    title: str
    number: int
    open_fields: int
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """A page in the column; `number` within its document."""

    page: Page
    document: DocumentId
    number: int


Row = Heading | PageRow


class ContentsModel(QAbstractListModel):
    """Rows as given; told anew as a whole when their shape changes.

    Else the view just paints again: `dataChanged` would make it lay out all rows, ten milliseconds for 200 pages.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> bool:
        """Exchange the rows; says whether their shape changed."""
        fresh = list(rows)
        if [_identity(row) for row in fresh] == [_identity(row) for row in self._rows]:
            self._rows = fresh
            return False
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()
        return True

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many rows; none below a row."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for the delegate, words for everybody else."""
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.title if isinstance(row, Heading) else _page_words(row)
        return None

    def place_of(self, page: PageId | None) -> int:
        """Row of a page, or -1."""
        return next(
            (place for place, row in enumerate(self._rows) if isinstance(row, PageRow) and row.page.id == page), -1
        )

    def places_of_picture(self, picture: str) -> list[int]:
        """Rows that show a picture."""
        return [
            place for place, row in enumerate(self._rows) if isinstance(row, PageRow) and row.page.picture == picture
        ]


def _page_words(row: PageRow) -> str:
    words = tr("Page {number}, held back") if row.page.to_clear else tr("Page {number}")
    return words.format(number=row.number)


def _identity(row: Row) -> object:
    return row.document if isinstance(row, Heading) else row.page.id


class _Delegate(QStyledItemDelegate):
    """Paints headings and thumbnails. Sizes come from the letters, so rows need no picture to be laid out."""

    def __init__(self, pictures: Pictures, colours: Colours, view: QListView) -> None:
        super().__init__(view)
        self._pictures, self._colours, self._view = pictures, colours, view
        self.current: PageId | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        line = self._view.fontMetrics().height()
        row = index.data(ROW)
        if isinstance(row, Heading):
            return QSize(line * 4, round(line * 2.9))
        return QSize(line * 4, round(line * 5.6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(ROW)
        painter.save()
        rect: QRect = option.rect
        if isinstance(row, Heading):
            self._paint_heading(painter, rect, row)
        else:
            self._paint_page(painter, rect, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, row: Heading) -> None:
        if row.active:
            painter.fillRect(rect, QColor(self._colours.accent_soft))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(self._colours.accent))
        inner = rect.adjusted(9, 4, -6, -3)
        font = QFont(self._view.font())
        font.setWeight(QFont.Weight.DemiBold if row.active else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(self._colours.text))
        title = painter.fontMetrics().elidedText(
            f"{row.number}. {row.title}", Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(self._view.font())
        line = painter.fontMetrics().height()
        box = QRectF(inner.left(), inner.bottom() - line + 1, line * 0.8, line * 0.8)
        done = row.open_fields == 0
        colour = self._colours.ok if done else self._colours.warn
        paint(painter, Glyph.CHECK if done else Glyph.QUESTION, colour, box)
        painter.setPen(QColor(colour))
        words = tr("nothing open") if done else tr("{count} to review").format(count=row.open_fields)
        painter.drawText(
            inner.adjusted(line, 0, 0, 0), Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, words
        )

    def _paint_page(self, painter: QPainter, rect: QRect, row: PageRow) -> None:
        current = row.page.id == self.current
        line = painter.fontMetrics().height()
        room = rect.adjusted(12, 4, -12, -line - 4)
        image = self._pictures.thumbnail(row.page)
        target = _fitted(row.page, room)
        if image is None:
            painter.fillRect(target, QColor("#ffffff"))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, _turned(image, row.page.rotation))
        painter.setPen(QPen(QColor(self._colours.accent if current else self._colours.border), 3 if current else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(target)
        if row.page.to_clear or row.page.status is PageStatus.FAILED:
            corner = QPoint(target.right() - line, target.top() + 3)
            paint(painter, Glyph.WARNING, "#a3231c", QRectF(corner.x(), corner.y(), line * 0.9, line * 0.9))
        painter.setPen(QColor(self._colours.text if current else self._colours.muted))
        below = QRect(rect.left(), rect.bottom() - line - 2, rect.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(row.number))


def _fitted(page: Page, room: QRect) -> QRect:
    width, height = (page.height, page.width) if page.rotation in {90, 270} else (page.width, page.height)
    scale = min(room.width() / max(1, width), room.height() / max(1, height))
    size = QSize(max(1, round(width * scale)), max(1, round(height * scale)))
    return QRect(QPoint(room.center().x() - size.width() // 2, room.top()), size)


def _turned(image: QImage, rotation: int) -> QImage:
    return image.transformed(QTransform().rotate(rotation)) if rotation else image


class Contents(QListView):
    """The column. Not a stop of the Tab key: PgUp, PgDn and Ctrl+PgUp, Ctrl+PgDn move through it."""

    page_chosen = Signal(object)
    document_chosen = Signal(str)

    def __init__(self, pictures: Pictures, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contents")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self._model = ContentsModel(self)
        self._delegate = _Delegate(pictures, colours, self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setFixedWidth(round(self.fontMetrics().height() * 8.8))
        self.setAccessibleName(tr("Documents and pages"))
        pictures.thumbnail_arrived.connect(self._on_thumbnail)
        self.clicked.connect(self._on_clicked)

    def show_rows(self, rows: Sequence[Row], current: PageId | None) -> None:
        """Show these, the page on show framed and in view."""
        reset = self._model.show_rows(rows)
        moved = self._delegate.current != current
        self._delegate.current = current
        self.viewport().update()
        place = self._model.place_of(current)
        if place >= 0 and (reset or moved):
            self.scrollTo(self._model.index(place), QListView.ScrollHint.EnsureVisible)

    def _on_thumbnail(self, picture: str) -> None:
        for place in self._model.places_of_picture(picture):
            self.update(self._model.index(place))

    def _on_clicked(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, Heading):
            self.document_chosen.emit(row.document)
        elif isinstance(row, PageRow):
            self.page_chosen.emit(row.page)
