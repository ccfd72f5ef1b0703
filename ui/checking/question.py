"""Why something goes back (trả lại): ready reasons above a line for one's own. Knows not what becomes of them."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget

from ui.translation import tr


def ready_reasons() -> list[str]:
    """What is most often wrong; anything else is typed."""
    return [
        tr("The value differs from the paper"),
        tr("Spelling or tone marks"),
        tr("A value is missing that the paper has"),
        tr("The page is not readable: scan again"),
        tr("A page is missing"),
        tr("Wrong document type"),
        tr("The document must be split or joined"),
    ]


class Question(QFrame):
    """Asks for one reason; `given` tells it."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._about = QLabel()
        self._about.setProperty("role", "strong")
        self._about.setWordWrap(True)
        self._ready = QListWidget()
        self._ready.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ready.setFrameShape(QFrame.Shape.NoFrame)
        self._ready.addItems(ready_reasons())
        self._ready.setAccessibleName(tr("Ready reasons"))
        self._ready.setFixedHeight(self._ready.sizeHintForRow(0) * self._ready.count() + 4)
        self._ready.itemClicked.connect(lambda item: self.given.emit(item.text()))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("↑ ↓ choose, or type a reason; Enter marks; F6: page, whole dossier"))
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.returnPressed.connect(lambda: self.given.emit(self.reason.text()))
        self.reason.installEventFilter(self)
        self._about.setBuddy(self.reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(5)
        column.addWidget(self._about)
        column.addWidget(self._ready)
        column.addWidget(self.reason)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down choose a ready reason while the line keeps the keyboard."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                count = self._ready.count()
                self._ready.setCurrentRow((self._ready.currentRow() + step) % count)
                self.reason.setText(ready_reasons()[self._ready.currentRow()])
                self.reason.selectAll()
                return True
        return super().eventFilter(watched, event)

    def begin(self) -> None:
        """A new question: nothing is chosen or typed yet."""
        self.reason.clear()
        self._ready.setCurrentRow(-1)

    def ask(self, about: str) -> None:
        """What is asked; what was typed stays."""
        self._about.setText(about)
