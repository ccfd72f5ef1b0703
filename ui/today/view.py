"""Việc hôm nay as it looks: counts, a search line, the list."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from dossier.errors import SohoaError
from ui.held import pages_to_clear, stopped
from ui.screen import Screen, Surroundings
from ui.style.icons import Glyph
from ui.today.presenter import TodayLine, TodayPresenter, TodayState, Why
from ui.translation import tr
from ui.widgets.banner import Banner, Tone
from ui.widgets.dossier_list import DossierList, ListRow

TYPING_PAUSE_MS = 120

_SIGNS = {
    Why.RETURNED: (Glyph.RETURNED, "bad"),
    Why.HELD: (Glyph.WARNING, "bad"),
    Why.HALF_DONE: (Glyph.QUESTION, "warn"),
    Why.READING: (Glyph.RING, "muted"),
    Why.WAITING: (Glyph.DOT, "accent"),
    Why.FOUND: (Glyph.CHECK, "ok"),
}
_HELD_BACK = (Glyph.WARNING, "warn")


class TodayScreen(Screen):
    """The start of the day: Enter goes to work."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.presenter = TodayPresenter(around.application, self)
        title = QLabel(tr("My work today"))
        title.setProperty("role", "title")
        self._counts = QLabel()
        self._counts.setProperty("role", "muted")
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a dossier by code, name or any word on its pages  (Ctrl+F)"))
        self.search.setAccessibleName(tr("Find a dossier"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(self.fontMetrics().height() * 32)
        self.list = DossierList(around.colours)
        self.list.setAccessibleName(tr("My work today"))
        self._empty = QLabel()
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "muted")
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(title)
        words.addWidget(self._counts)
        head.addLayout(words, 1)
        head.addWidget(self.search)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 12)
        layout.setSpacing(10)
        layout.addLayout(head)
        self._message = Banner(around.colours)
        layout.addWidget(self._message)
        layout.addWidget(self._stack, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.presenter.search(self.search.text()))
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self._on_enter)
        self.search.installEventFilter(self)
        self.list.opened.connect(self.open_wanted)
        self.hint("Enter", tr("Open the dossier"))
        self.hint("Ctrl+F", tr("Find a dossier"))
        self.command("F5", tr("Refresh"), self.presenter.refresh)

    def activate(self) -> None:
        """Fresh list, keyboard in it."""
        self.presenter.shown(True)
        if not self.search.hasFocus():
            self._focus_work()

    def deactivate(self) -> None:
        """Nobody looks any more."""
        self._pause.stop()
        self.presenter.shown(False)

    def begin_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move in the list while one types; Esc ends the search."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.list.step(step)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _on_enter(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self.presenter.search(self.search.text())
            return
        self.list.open_current()

    def _focus_work(self) -> None:
        target = self.list if self.list.rows() else self.search
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, state: TodayState) -> None:
        """Show the list or why there is none."""
        self._message.clear()
        self._counts.setText(
            tr("Returned {returned}  ·  half-done {half}  ·  waiting {waiting}  ·  with the checkers {done}").format(
                returned=state.returned, half=state.half_done, waiting=state.waiting, done=state.completed
            )
        )
        had = bool(self.list.rows())
        self.list.show_rows([self._row(line) for line in state.lines])
        if state.lines:
            self._stack.setCurrentWidget(self.list)
        else:
            nothing = tr("Nothing found for “{text}”. Esc goes back to the list.").format(text=state.searched)
            none_yet = tr("No dossier waits. Alt+2: F9 scans, Ctrl+O takes in files.")
            self._empty.setText(nothing if state.searched else none_yet)
            self._stack.setCurrentWidget(self._empty)
        if self.isVisible() and bool(state.lines) != had and not state.searched:
            self._focus_work()

    def show_error(self, error: SohoaError) -> None:
        """The list could not be read; F5 tries again."""
        self._message.say(self.sentence(error), Tone.BAD)

    def _row(self, line: TodayLine) -> ListRow:
        summary = line.summary
        held = summary.to_clear > 0 and line.why not in {Why.RETURNED, Why.FOUND}
        glyph, tone = _SIGNS[Why.HELD] if line.why is Why.HELD else _HELD_BACK if held else _SIGNS[line.why]
        title = summary.dossier.code + (f"  —  {summary.dossier.title}" if summary.dossier.title else "")
        counts = tr("documents: {documents} · pages: {pages}").format(documents=summary.documents, pages=summary.pages)
        return ListRow(
            key=summary.dossier.id,
            title=title,
            detail=self._detail(line),
            right=tr("{certain} certain · {doubtful} to review").format(
                certain=summary.certain, doubtful=summary.doubtful
            ),
            right_detail=counts,
            glyph=glyph,
            tone=tone,
        )

    def _detail(self, line: TodayLine) -> str:
        """Why it is in the list, and what keeps it on this machine until somebody has looked."""
        if line.why is Why.HELD or not line.summary.to_clear:
            return self._reason(line)
        return self._reason(line) + "  ·  " + pages_to_clear(line.summary.to_clear)

    def _reason(self, line: TodayLine) -> str:
        summary = line.summary
        match line.why:
            case Why.RETURNED:
                return tr("Returned: {reasons}").format(reasons=summary.reason or tr("no reason given"))
            case Why.HELD:
                return stopped()
            case Why.HALF_DONE:
                return tr("Half-done")
            case Why.READING:
                return tr("Being read: {count} pages left; can be keyed already").format(count=summary.unread)
            case Why.WAITING:
                return tr("Waits to be keyed")
            case Why.FOUND:
                return self._around.words.state(summary.dossier.state.value).capitalize()
