"""All keys of the present screen (F1): a sheet over the screen, gone with F1, Esc or any click. Not a dialog."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.translation import tr
from ui.widgets.key_hints import KeyHint


class KeySheet(QFrame):
    """Covers its parent; gives the keyboard back to whom it took it from."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._before: QWidget | None = None
        self._body: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(28, 20, 28, 20)
        title = QLabel(tr("Keys of this screen"))
        title.setProperty("role", "title")
        self._layout.addWidget(title)
        self._layout.addStretch(1)
        self.setAccessibleName(tr("Keys of this screen"))
        self.hide()

    def toggle(self, hints: Sequence[KeyHint]) -> None:
        """Show or hide."""
        if self.isVisible():
            self._leave()
            return
        self._fill(hints)
        self._before = QApplication.focusWidget()
        self.fit()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fit(self) -> None:
        """As large as the screen below."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key that is no command of the window closes the sheet."""
        del event
        self._leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click closes it too."""
        del event
        self._leave()

    def _leave(self) -> None:
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, hints: Sequence[KeyHint]) -> None:
        if self._body is not None:
            self._body.deleteLater()
        self._body = QWidget()
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        rows = (len(hints) + 1) // 2
        for place, hint in enumerate(hints):
            row, column = place % rows, 2 * (place // rows)
            keys = QLabel(hint.keys)
            keys.setProperty("role", "strong")
            grid.addWidget(keys, row, column)
            grid.addWidget(QLabel(hint.text), row, column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self._layout.insertWidget(1, self._body)
