"""Nhập liệu as it looks: contents, page picture, form. Paints states, passes keys on."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.keying.form import Form
from ui.keying.lines import LineKey
from ui.keying.presenter import KeyingPresenter
from ui.keying.state import KeyingState, Place
from ui.keying.type_chooser import TypeChooser
from ui.screen import Screen, Surroundings
from ui.translation import tr
from ui.widgets.banner import Banner, restyle
from ui.widgets.contents import Contents, Heading, PageRow, Row
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.meter import Meter
from ui.widgets.page_view import PageView, snippet
from ui.widgets.pictures import PageImage


class KeyingScreen(Screen):
    """The keying screen. The presenter decides; here is only what Qt needs."""

    def __init__(self, around: Surroundings, *, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._state = KeyingState()
        self._rendering = False
        self.presenter = KeyingPresenter(
            around.application, self, around.words, lang=around.lang, today=today, on_saved=self.saved.emit
        )
        self._build()
        self._commands()
        around.pictures.arrived.connect(self._on_picture)
        around.pictures.failed.connect(self._on_picture)

    def activate(self) -> None:
        """Go on where one was; with an empty desk take what comes first."""
        if self.presenter.dossier is None:
            self.presenter.open_next()
        self._focus()

    def deactivate(self) -> None:
        """What was typed is kept."""
        key = self._state.active
        if key is not None and self._state.place is Place.FIELD:
            self.presenter.leave(key, self.form.text(key))

    def current_state(self) -> KeyingState:
        """What is shown now."""
        return self._state

    # Building

    def _build(self) -> None:
        around = self._around
        self.contents = Contents(around.pictures, around.colours)
        self.page_view = PageView(around.colours)
        self.page_view.setAccessibleName(tr("Page picture"))
        self.page_view.setMinimumWidth(self.fontMetrics().height() * 12)
        self._no_picture = QLabel()
        self._no_picture.setWordWrap(True)
        self._no_picture.hide()
        self.page_note = Banner(around.colours)
        self.clearing_reason = QLineEdit()
        self.clearing_reason.setPlaceholderText(
            tr("Why is it no secrecy mark? Enter: clear the page, Esc: leave it held")
        )
        self.clearing_reason.setAccessibleName(tr("Reason"))
        self.clearing_reason.hide()
        self.clearing_reason.installEventFilter(self)
        self.clearing_reason.returnPressed.connect(self._on_clearing_reason)
        self.message = Banner(around.colours)
        self.form = Form(
            around.colours, around.words, around.lang, parse=self.presenter.parse, shown=self.presenter.shown
        )
        self.types = TypeChooser(around.lang)
        self.complete_button = QPushButton(tr("Complete keying  (Ctrl+D)"))
        self.complete_button.setProperty("primary", "true")
        self.complete_button.setAutoDefault(True)
        self.complete_button.clicked.connect(self.presenter.complete)
        self._empty = QLabel()
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "muted")
        self._empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._right = QStackedWidget()
        self._right.addWidget(self.form)
        self._right.addWidget(self.types)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._picture_side())
        splitter.addWidget(self._form_side())
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([640, 580])
        self._work = QWidget()
        row = QHBoxLayout(self._work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.contents)
        row.addWidget(splitter, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._connect()

    def _picture_side(self) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(4, 6, 4, 6)
        layout.setSpacing(5)
        layout.addWidget(self.page_note)
        layout.addWidget(self.clearing_reason)
        layout.addWidget(self.page_view, 1)
        layout.addWidget(self._no_picture)
        return side

    def _form_side(self) -> QWidget:
        side = QWidget()
        side.setMinimumWidth(self.fontMetrics().height() * 24)
        self.title = ElidedLabel()
        self.title.setProperty("role", "title")
        self.subtitle = ElidedLabel()
        self.subtitle.setProperty("role", "muted")
        self.progress = Meter(self._around.colours)
        self.progress.setAccessibleName(tr("Fields confirmed"))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 0, 0)
        self.open_count = QLabel()
        foot.addWidget(self.open_count, 1)
        foot.addWidget(self.complete_button)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(2, 6, 8, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.subtitle)
        layout.addWidget(self.message)
        layout.addWidget(self._right, 1)
        layout.addLayout(foot)
        return side

    def _connect(self) -> None:
        presenter, form = self.presenter, self.form
        form.accepted.connect(presenter.accept)
        form.went_back.connect(lambda key, text: presenter.doubtful(-1, key, text))
        form.stepped.connect(presenter.step)
        form.undone.connect(presenter.undo)
        form.focused.connect(self._on_field_focused)
        form.left.connect(presenter.leave)
        self.types.chosen.connect(self._on_type)
        self.contents.page_chosen.connect(presenter.show_page)
        self.contents.document_chosen.connect(presenter.go_to_document)

    def _commands(self) -> None:
        view, presenter = self.page_view, self.presenter
        self.hint("Enter", tr("Confirm, next field"))
        self.command("Ctrl+Return", tr("Accept every certain field"), lambda: self._keep(presenter.accept_certain))
        self.command("F2", tr("As printed"), self._as_printed)
        self.command("F8", tr("Next in doubt"), lambda: self._doubtful(1))
        self.command("Ctrl+D", tr("Complete keying"), lambda: self._keep(presenter.complete))
        self.command("PgDown", tr("Next page"), lambda: presenter.turn(1))
        self.command("F3", tr("Zone closer"), view.look_closer)
        self.hint("Shift+Enter", tr("Previous in doubt"), minor=True)
        self.hint("Tab / Shift+Tab", tr("Strictly next / previous field"), minor=True)
        self.hint("Esc", tr("Back to the value that stands"), minor=True)
        self.hint("Ctrl+Z", tr("Undo the last change of a value"), minor=True)
        self.hint("Alt+1 / Alt+2", tr("Choose between two readings of a date"), minor=True)
        self.command("Shift+F8", tr("Previous in doubt"), lambda: self._doubtful(-1), minor=True)
        self.command("PgUp", tr("Previous page"), lambda: presenter.turn(-1), minor=True)
        self.command("Ctrl+PgDown", tr("Next document"), self._next_document, minor=True)
        self.command(
            "Ctrl+PgUp", tr("Previous document"), lambda: self._keep(lambda: presenter.document(-1)), minor=True
        )
        self.command("Ctrl+T", tr("Choose the document type"), lambda: self._keep(presenter.change_type), minor=True)
        self.command("Ctrl+N", tr("Add a row"), lambda: self._keep(presenter.add_row), minor=True)
        self.command("Ctrl+M", tr("This page bears no secrecy mark"), presenter.clearing.ask, minor=True)
        self.command("Ctrl+Shift+D", tr("Take back a completed dossier"), presenter.take_back, minor=True)
        self.picture_commands(view)

    # Commands that need the text of the active field

    def _keep(self, then: Callable[[], None]) -> None:
        self.deactivate()
        then()

    def _next_document(self) -> None:
        self._keep(lambda: self.presenter.document(1))

    def _previous_document(self) -> None:
        self._keep(lambda: self.presenter.document(-1))

    def _as_printed(self) -> None:
        key = self._state.active
        if key is not None and self._state.place is Place.FIELD:
            self.presenter.accept_as_printed(key, self.form.text(key))

    def _doubtful(self, step: int) -> None:
        key = self._state.active
        self.presenter.doubtful(step, key, self.form.text(key) if key is not None else "")

    def _on_field_focused(self, key: LineKey) -> None:
        if not self._rendering:
            self.presenter.focus(key)

    def _on_clearing_reason(self) -> None:
        self.presenter.clearing.give_reason(self.clearing_reason.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the line of the reason leaves the page as it is."""
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key()
        if watched is self.clearing_reason and pressed == Qt.Key.Key_Escape:
            self.presenter.clearing.leave()
            return True
        return super().eventFilter(watched, event)

    def _on_type(self, type_id: str) -> None:
        if self._state.document is not None:
            self.presenter.choose_type(self._state.document, type_id)

    # Painting

    def show_state(self, state: KeyingState) -> None:
        """Show the state; keyboard and picture move only where it says so."""
        before, self._state = self._state, state
        # Qt moves the keyboard by itself when a widget is hidden; that is nobody's wish.
        outer, self._rendering = self._rendering, True
        try:
            self._render(state, before)
        finally:
            self._rendering = outer
        if state.focus_serial != before.focus_serial or state.place is not before.place:
            self._focus()

    def _render(self, state: KeyingState, before: KeyingState) -> None:
        self._render_frame(state)
        if state.dossier is None or not state.documents:
            return
        self.form.show_lines(state.lines, state.groups, state.active, editable=state.editable)
        self._right.setCurrentWidget(self.types if state.place is Place.TYPES else self.form)
        if state.place is Place.TYPES and before.place is not Place.TYPES:
            self.types.show_types(self._around.application.types().newest())
        self._render_contents(state)
        self._render_picture(state, moved=state.look != before.look or state.dossier != before.dossier)

    def _render_frame(self, state: KeyingState) -> None:
        self.message.say(*((state.message.text, state.message.tone) if state.message else ("",)))
        working = state.dossier is not None and bool(state.documents)
        self._stack.setCurrentWidget(self._work if working else self._empty)
        if not working:
            said = state.message.text + "\n\n" if state.message else ""
            loading = tr("Opening…")
            empty = tr("Nothing waits to be keyed. Alt+2: scan or take in files.")
            self._empty.setText(said + (loading if state.loading else empty))
            return
        name = next((entry.title for entry in state.documents if entry.id == state.document), "")
        self.title.show_text(name)
        parts = [state.code]
        if state.record_count > 1:
            parts.append(tr("record {number} of {count}").format(number=state.record_number, count=state.record_count))
        if state.page_number:
            parts.append(tr("page {number} of {count}").format(number=state.page_number, count=state.page_count))
        self.subtitle.show_text("  ·  ".join(parts))
        self.progress.show_progress(state.settled, state.total)
        self._render_foot(state)

    def _render_foot(self, state: KeyingState) -> None:
        words = tr("{count} to review").format(count=state.open_fields) if state.open_fields else tr("nothing open")
        if state.acceptable:
            words += "  ·  " + tr("Ctrl+Enter: {count} certain").format(count=state.acceptable)
        self.open_count.setText(words)
        self.complete_button.setEnabled(state.editable)
        restyle(self.complete_button, "primary", "false" if state.open_fields else "true")

    def _render_contents(self, state: KeyingState) -> None:
        rows: list[Row] = []
        for number, entry in enumerate(state.documents, 1):
            rows.append(
                Heading(
                    document=entry.id,
                    title=entry.title,
                    number=number,
                    open_fields=entry.open_fields,
                    active=entry.id == state.document,
                )
            )
            rows += [PageRow(page=page, document=entry.id, number=place) for place, page in enumerate(entry.pages, 1)]
        self.contents.show_rows(rows, state.page.id if state.page else None)

    def _render_picture(self, state: KeyingState, *, moved: bool) -> None:
        page, pictures = state.page, self._around.pictures
        self.page_note.say(*((state.page_note.text, state.page_note.tone) if state.page_note else ("",)))
        if state.clearing and self.clearing_reason.isHidden():
            self.clearing_reason.clear()
        self.clearing_reason.setVisible(state.clearing)
        if page is None:
            self.page_view.show_page(None, None)
            return
        turned = self.page_view.page() is None or self.page_view.page() != page
        image = pictures.image(page)
        error = pictures.error(page)
        self._no_picture.setVisible(error is not None)
        if error is not None:
            self._no_picture.setText(self.sentence(error))
        self.page_view.show_page(page, image)
        self.page_view.show_zones(state.zones)
        line = next((line for line in state.lines if line.key == state.active), None)
        if (moved or turned) and line is not None and line.page == page.id:
            self.page_view.look_at(line.box)
        if turned:
            self._prefetch(state)
        self._show_snippet(image)
        if image is not None:
            self.presenter.page_seen(page.id)

    def _show_snippet(self, image: PageImage | None) -> None:
        state, page = self._state, self._state.page
        line = next((line for line in state.lines if line.key == state.active), None)
        there = line is not None and line.box is not None and page is not None and line.page == page.id
        if line is None or not there or image is None or page is None or line.box is None:
            self.form.show_snippet(state.active, QImage())
        else:
            self.form.show_snippet(state.active, snippet(page, image, line.box))

    def _prefetch(self, state: KeyingState) -> None:
        pages = [page for entry in state.documents for page in entry.pages]
        here = next((place for place, page in enumerate(pages) if state.page and page.id == state.page.id), 0)
        self._around.pictures.prefetch([*pages[here + 1 : here + 2], *pages[max(0, here - 1) : here]])

    def _on_picture(self, picture: str, _: object) -> None:
        if self._state.page is not None and self._state.page.picture == picture:
            self._render_picture(self._state, moved=False)

    def _focus(self) -> None:
        """Put the keyboard where the state says, if this screen has it."""
        if not self.isVisible():
            return
        state = self._state
        if state.dossier is None or not state.documents:
            self._empty.setFocus(Qt.FocusReason.OtherFocusReason)
        elif state.clearing:
            self.clearing_reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif state.place is Place.FIELD and state.active is not None:
            self.form.enter(state.active)
        elif state.place is Place.TYPES:
            self.types.enter()
        else:
            self.complete_button.setFocus(Qt.FocusReason.OtherFocusReason)
