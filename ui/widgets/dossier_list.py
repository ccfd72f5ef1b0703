"""A list of dossiers: sign and reason, code and title, counts at the right. Used by every screen that lists them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.style.icons import Glyph, paint
from ui.style.themes import Colours

_Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One line, already in words."""

    key: str
    title: str
    detail: str
    right: str
    right_detail: str = ""
    glyph: Glyph = Glyph.RING
    tone: str = "muted"
    enabled: bool = True


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[ListRow] = []

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.title, row.detail, row.right, row.right_detail) if part)
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, colours: Colours, view: QListView) -> None:
        super().__init__(view)
        self._colours, self._view = colours, view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        line = self._view.fontMetrics().height()
        return QSize(line * 10, round(line * 2.9))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: ListRow = index.data(ROW)
        colours = self._colours
        rect: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_soft))
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), QColor(colours.accent))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        line = self._view.fontMetrics().height()
        tone = getattr(colours, row.tone)
        paint(painter, row.glyph, tone, QRectF(rect.left() + line * 0.9, rect.center().y() - line / 2, line, line))
        inner = rect.adjusted(round(line * 2.6), round(line * 0.35), -round(line * 0.9), -round(line * 0.35))
        right = self._right(painter, inner, row)
        words = inner.adjusted(0, 0, -right - line, 0)
        bold = QFont(self._view.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(colours.text if row.enabled else colours.muted))
        self._text(painter, words, row.title, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(self._view.font())
        painter.setPen(QColor(tone))
        self._text(painter, words, row.detail, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        painter.restore()

    def _right(self, painter: QPainter, inner: QRect, row: ListRow) -> int:
        painter.setFont(self._view.font())
        painter.setPen(QColor(self._colours.text))
        self._text(painter, inner, row.right, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        painter.setPen(QColor(self._colours.muted))
        self._text(painter, inner, row.right_detail, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight)
        metrics = painter.fontMetrics()
        return max(metrics.horizontalAdvance(row.right), metrics.horizontalAdvance(row.right_detail))

    @staticmethod
    def _text(painter: QPainter, room: QRect, text: str, where: Qt.AlignmentFlag) -> None:
        painter.drawText(room, where, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width()))


class DossierList(QListView):
    """Up, Down, Home, End choose; Enter opens. Keeps its place when the rows are exchanged."""

    opened = Signal(str)
    moved = Signal(str)

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(colours, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.clicked.connect(lambda index: self.moved.emit(index.data(ROW).key))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW).key))

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Exchange the rows; the same dossier stays chosen, else the one at its place."""
        if list(rows) == self._model.rows:
            return
        key, place = self.current_key(), max(0, self.currentIndex().row())
        self._model.show_rows(rows)
        keys = [row.key for row in rows]
        if keys:
            chosen = keys.index(key) if key in keys else min(place, len(keys) - 1)
            self.setCurrentIndex(self._model.index(chosen))

    def rows(self) -> list[ListRow]:
        """What is shown."""
        return self._model.rows

    def current_key(self) -> str | None:
        """Key of the chosen row."""
        place = self.currentIndex().row()
        return self._model.rows[place].key if 0 <= place < len(self._model.rows) else None

    def step(self, by: int) -> None:
        """Choose the row so many further, for a search line that keeps the keyboard."""
        count = len(self._model.rows)
        if count:
            self.setCurrentIndex(self._model.index(max(0, min(count - 1, self.currentIndex().row() + by))))

    def open_current(self) -> None:
        """As Enter."""
        key = self.current_key()
        if key is not None:
            self.opened.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_current()
            return
        super().keyPressEvent(event)
