"""The editor of one value: grows with its text, speaks in signals, never loses what an input method is composing.

Every text is NFC before it is in the document: committed by an input method, pasted, or typed as base letter and mark
by the keyboard of Windows. Enter, Tab and arrows at the edge leave the field; letters belong to the input method.
"""

import unicodedata

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

MAX_LINES = 5
_PICKS = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1}


class FieldEdit(QPlainTextEdit):
    """A value as text without line breaks. Signals tell what the person wants; nobody else moves its focus."""

    accepted = Signal()
    went_back = Signal()
    stepped = Signal(int)
    """To the strictly next (+1) or previous (-1) field."""
    undone = Signal()
    """Ctrl+Z with nothing left to undo in the text."""
    restored = Signal()
    """Esc: back to the value that stands."""
    edited = Signal()
    """The text was changed by a person."""
    focused = Signal()
    picked = Signal(int)
    """Alt+1, Alt+2 while `picks` are offered."""
    popup_moved = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picks = 0
        """How many numbered readings of the text are on offer."""
        self.popup_open = False
        self._preedit = ""
        self._normalising = False
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(1)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.textChanged.connect(self._on_text_changed)

    def text(self) -> str:
        """The text with what is being composed, NFC, on one line."""
        return unicodedata.normalize("NFC", self.toPlainText().replace("\n", " "))

    def set_text(self, text: str) -> None:
        """Show a value; not an edit by a person."""
        blocked = self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(blocked)
        self._fit()

    def replace_text(self, text: str) -> None:
        """Put a text in a person's name, so that Ctrl+Z takes it back."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def enter(self) -> None:
        """Take the focus with the whole value selected: typing replaces it, an arrow keeps it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def settle(self) -> None:
        """Take over what an input method is still composing; to be called before the focus moves."""
        QGuiApplication.inputMethod().commit()
        if self._preedit:
            event = QInputMethodEvent()
            event.setCommitString(self._preedit)
            self.inputMethodEvent(event)

    # What Qt calls

    def event(self, event: QEvent) -> bool:
        """Keep commands for the screen: Qt's editor would take some of them first."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._picks(event) is not None:
                event.accept()
                return True
            if event.modifiers() & Qt.KeyboardModifier.AltModifier or _is_command(event):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Tab and the edges leave the field by signal."""
        pick = self._picks(event)
        if pick is not None:
            self.settle()
            self.picked.emit(pick)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self._undo()
        elif not self._leave(event):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Commit NFC whatever the input method sends, and remember what it is composing."""
        self._preedit = event.preeditString()
        committed = event.commitString()
        if committed and not unicodedata.is_normalized("NFC", committed):
            clean = QInputMethodEvent(event.preeditString(), event.attributes())
            clean.setCommitString(
                unicodedata.normalize("NFC", committed), event.replacementStart(), event.replacementLength()
            )
            event = clean
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Paste as plain NFC text on one line."""
        text = unicodedata.normalize("NFC", source.text())
        self.insertPlainText(" ".join(text.split()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the form, so that the picture follows."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whatever took the focus, the syllable being composed is kept."""
        if self._preedit:
            self.settle()
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def resizeEvent(self, event: object) -> None:
        """A new width breaks lines anew."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    # Inside

    def _leave(self, event: QKeyEvent) -> bool:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.settle()
            (self.went_back if shift else self.accepted).emit()
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.settle()
            self.stepped.emit(-1 if shift or key == Qt.Key.Key_Backtab else 1)
        elif key == Qt.Key.Key_Escape:
            self.restored.emit()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not shift:
            return self._step(1 if key == Qt.Key.Key_Down else -1)
        else:
            return False
        return True

    def _step(self, direction: int) -> bool:
        if self.popup_open:
            self.popup_moved.emit(direction)
            return True
        cursor = QTextCursor(self.textCursor())
        way = QTextCursor.MoveOperation.Down if direction > 0 else QTextCursor.MoveOperation.Up
        if cursor.movePosition(way):
            return False
        self.settle()
        self.stepped.emit(direction)
        return True

    def _picks(self, event: QKeyEvent) -> int | None:
        pick = _PICKS.get(Qt.Key(event.key())) if event.modifiers() == Qt.KeyboardModifier.AltModifier else None
        return pick if pick is not None and pick < self.picks else None

    def _undo(self) -> None:
        if self.document().isUndoAvailable():
            self.undo()
        else:
            self.undone.emit()

    def _on_text_changed(self) -> None:
        if self._normalising:
            return
        self._normalise()
        self.edited.emit()

    def _normalise(self) -> None:
        """A base letter and a mark typed as two keys become one letter."""
        cursor = self.textCursor()
        end = cursor.position()
        near = self.toPlainText()[max(0, end - 4) : end]
        if unicodedata.is_normalized("NFC", near):
            return
        self._normalising = True
        cursor.setPosition(end - len(near))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(unicodedata.normalize("NFC", near))
        self._normalising = False

    def _fit(self, *_: object) -> None:
        """As high as its lines, up to MAX_LINES; beyond that it scrolls with the cursor."""
        lines = max(1, min(MAX_LINES, int(self.document().size().height())))
        margins = self.contentsMargins()
        height = lines * self.fontMetrics().lineSpacing() + margins.top() + margins.bottom()
        height += 2 * round(self.document().documentMargin()) + 2
        if height != self.height() or height != self.maximumHeight():
            self.setFixedHeight(height)


def _is_command(event: QKeyEvent) -> bool:
    """Keys with Ctrl that are the screen's, not the text's."""
    if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return False
    return event.key() not in {
        Qt.Key.Key_C,
        Qt.Key.Key_V,
        Qt.Key.Key_X,
        Qt.Key.Key_A,
        Qt.Key.Key_Z,
        Qt.Key.Key_Y,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Insert,
    }
