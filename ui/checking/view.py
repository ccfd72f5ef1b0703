"""Kiểm tra as it looks: the queue; then contents, picture, values that cannot be changed, and the reasons."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dossier.ids import DossierId
from dossier.model import Remark
from dossier.reading import ValueSource
from dossier.rules.normalise import shown
from ui.checking.presenter import CheckingPresenter, CheckingState, QueueLine, Target
from ui.checking.question import Question
from ui.checking.value_list import ValueList
from ui.keying.lines import Certainty, Line
from ui.screen import Screen, Surroundings
from ui.style.icons import Glyph
from ui.translation import tr
from ui.widgets.banner import Banner
from ui.widgets.contents import Contents, Heading, PageRow, Row
from ui.widgets.dossier_list import DossierList, ListRow
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.page_view import PageView, Zone, snippet


class CheckingScreen(Screen):
    """The checking screen. The presenter decides."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._state = CheckingState()
        self._rendering = False
        self.presenter = CheckingPresenter(
            around.application,
            self,
            around.words,
            lang=around.lang,
            today=lambda: around.now().date(),
            on_saved=self.saved.emit,
        )
        self._build()
        self._commands()
        around.pictures.arrived.connect(self._on_picture)

    def activate(self) -> None:
        """Fresh queue; keyboard in it, or in the dossier that is open."""
        self.presenter.shown(True)
        self._focus()

    def deactivate(self) -> None:
        """Nobody looks any more; a taken dossier stays taken."""
        self.presenter.shown(False)

    # Building

    def _build(self) -> None:
        around = self._around
        self.message = Banner(around.colours)
        self.queue = DossierList(around.colours)
        self.queue.setAccessibleName(tr("Waiting for a checker"))
        self._empty = QLabel(tr("Nothing waits for a checker. F5 looks again, Ctrl+R on the sync screen fetches."))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "muted")
        self._empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.queue)
        self._lists.addWidget(self._empty)
        title = QLabel(tr("Waiting for a checker"))
        title.setProperty("role", "title")
        self._counts = QLabel()
        self._counts.setProperty("role", "muted")
        queue = QWidget()
        column = QVBoxLayout(queue)
        column.setContentsMargins(20, 14, 20, 12)
        column.setSpacing(10)
        column.addWidget(title)
        column.addWidget(self._counts)
        column.addWidget(self._lists, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(queue)
        self._stack.addWidget(self._detail())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        holder = QVBoxLayout()
        holder.setContentsMargins(8, 6, 8, 0)
        holder.addWidget(self.message)
        layout.addLayout(holder)
        layout.addWidget(self._stack, 1)
        self.queue.opened.connect(lambda key: self.presenter.take(DossierId(key)))

    def _detail(self) -> QWidget:
        around = self._around
        self.contents = Contents(around.pictures, around.colours)
        self.contents.page_chosen.connect(self.presenter.show_page)
        self.contents.document_chosen.connect(self.presenter.go_to_document)
        self.page_note = Banner(around.colours)
        self.page_view = PageView(around.colours)
        self.page_view.setAccessibleName(tr("Page picture"))
        self.values = ValueList(around.colours, around.words, around.lang)
        self.values.stepped.connect(self.presenter.step)
        self.values.focused.connect(lambda key: None if self._rendering else self.presenter.focus(key))
        self.title, self.subtitle = ElidedLabel(), ElidedLabel()
        self.title.setProperty("role", "title")
        self.subtitle.setProperty("role", "muted")
        self._remarks = QLabel()
        self._remarks.setWordWrap(True)
        self._remarks.setProperty("tone", "bad")
        self._remarks.hide()
        right = QWidget()
        right.setMinimumWidth(self.fontMetrics().height() * 24)
        column = QVBoxLayout(right)
        column.setContentsMargins(2, 6, 8, 6)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addWidget(self.values, 1)
        column.addWidget(self._remarks)
        self._question = Question()
        self._question.given.connect(self.presenter.give_reason)
        self.reason = self._question.reason
        column.addWidget(self._question)
        left = QWidget()
        picture = QVBoxLayout(left)
        picture.setContentsMargins(4, 6, 4, 6)
        picture.addWidget(self.page_note)
        picture.addWidget(self.page_view, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([640, 580])
        detail = QWidget()
        row = QHBoxLayout(detail)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.contents)
        row.addWidget(splitter, 1)
        return detail

    def _commands(self) -> None:
        presenter, view = self.presenter, self.page_view
        self.hint("Enter / ↓", tr("Next value; take from the queue"))
        self.command("F10", tr("Approve"), presenter.approve)
        self.command("F6", tr("Mark and give a reason"), presenter.mark)
        self.command("Ctrl+Return", tr("Return with the reasons"), presenter.send_back)
        self.command("Esc", tr("Back to the queue"), presenter.escape)
        self.command("F5", tr("Refresh"), presenter.fetch)
        self.command("PgDown", tr("Next page"), lambda: presenter.turn(1), minor=True)
        self.command("PgUp", tr("Previous page"), lambda: presenter.turn(-1), minor=True)
        self.command("Ctrl+PgDown", tr("Next document"), lambda: presenter.document(1), minor=True)
        self.command("Ctrl+PgUp", tr("Previous document"), lambda: presenter.document(-1), minor=True)
        self.command("Ctrl+Del", tr("Take the mark away"), presenter.unmark, minor=True)
        self.command("F3", tr("Zone closer"), view.look_closer, minor=True)
        self.picture_commands(view)

    # Painting

    def show_state(self, state: CheckingState) -> None:
        """Show the queue or the dossier."""
        before, self._state = self._state, state
        # Qt moves the keyboard by itself when a widget is hidden; that is nobody's wish.
        outer, self._rendering = self._rendering, True
        try:
            self.message.say(*((state.message.text, state.message.tone) if state.message else ("",)))
            if state.dossier is None:
                self._render_queue(state)
            else:
                self._render_dossier(state, before)
        finally:
            self._rendering = outer
        if (
            state.focus_serial != before.focus_serial
            or state.asking is not before.asking
            or state.dossier != before.dossier
            or state.loaded != before.loaded
        ):
            self._focus()

    def _render_queue(self, state: CheckingState) -> None:
        self._stack.setCurrentIndex(0)
        self.queue.show_rows([self._queue_row(line) for line in state.queue])
        self._lists.setCurrentWidget(self.queue if state.queue else self._empty)
        own = sum(1 for line in state.queue if line.own)
        words = tr("{count} to check").format(count=len(state.queue) - own)
        if own:
            words += "  ·  " + tr("{count} keyed by yourself, for somebody else to check").format(count=own)
        self._counts.setText(words)

    def _queue_row(self, line: QueueLine) -> ListRow:
        summary = line.summary
        people = ", ".join(sorted(user for user in summary.keyed_by if user != "system"))
        detail = (
            tr("You keyed this yourself; somebody else checks it")
            if line.own
            else tr("Keyed by {people}").format(people=people or "—")
        )
        return ListRow(
            key=summary.dossier.id,
            title=summary.dossier.code + (f"  —  {summary.dossier.title}" if summary.dossier.title else ""),
            detail=detail,
            right=self._around.words.state(summary.dossier.state.value),
            right_detail=tr("documents: {documents} · pages: {pages}").format(
                documents=summary.documents, pages=summary.pages
            ),
            glyph=Glyph.RING if line.own else Glyph.DOT,
            tone="muted" if line.own else "accent",
            enabled=not line.own,
        )

    def _render_dossier(self, state: CheckingState, before: CheckingState) -> None:
        self._stack.setCurrentIndex(1)
        name = next((entry.title for entry in state.documents if entry.id == state.document), "")
        self.title.show_text(name)
        words = state.code + "  ·  " + tr("value {place} of {count}").format(place=state.place, count=state.count)
        if state.doubts:
            words += "  ·  " + tr("read otherwise by the machine: {count}").format(count=state.doubts)
        self.subtitle.show_text(words)
        self.values.show_lines(state.lines, state.active, state.remarks, self._provenance, _doubt)
        self._remarks.setVisible(bool(state.remarks))
        self._remarks.setText("\n".join(self._remark(remark, state) for remark in state.remarks))
        rows: list[Row] = []
        for number, entry in enumerate(state.documents, 1):
            active = entry.id == state.document
            rows.append(
                Heading(
                    document=entry.id, title=entry.title, number=number, open_fields=entry.open_fields, active=active
                )
            )
            rows += [PageRow(page=page, document=entry.id, number=place) for place, page in enumerate(entry.pages, 1)]
        self.contents.show_rows(rows, state.page.id if state.page else None)
        self._render_question(state, before)
        self._render_picture(state, moved=state.active != before.active or state.dossier != before.dossier)

    def _render_question(self, state: CheckingState, before: CheckingState) -> None:
        self._question.setVisible(state.asking is not None)
        if state.asking is None:
            return
        if before.asking is None:
            self._question.begin()
        line = next((line for line in state.lines if line.key == state.active), None)
        match state.asking:
            case Target.FIELD:
                label = (line.field.label.vi if self._around.lang == "vi" else line.field.label.en) if line else ""
                self._question.ask(tr("Why does this field go back: {field}?").format(field=label))
            case Target.PAGE:
                self._question.ask(tr("Why does this page go back?"))
            case Target.STRUCTURE:
                self._question.ask(tr("Why does the whole dossier go back?"))

    def _remark(self, remark: Remark, state: CheckingState) -> str:
        if remark.path is not None:
            line = next((item for item in state.lines if item.key.path == remark.path), None)
            label = remark.path
            if line is not None:
                label = line.field.label.vi if self._around.lang == "vi" else line.field.label.en
            return f"• {label}: {remark.reason}"
        where = tr("Page") if remark.page is not None else tr("Whole dossier")
        return f"• {where}: {remark.reason}"

    def _provenance(self, line: Line) -> str:
        """Who keyed it and what became of the machine's proposal."""
        value = line.value
        if value is None:
            return ""
        if value.source is not ValueSource.HUMAN:
            return tr("Proposed by the reader, confirmed by nobody")
        moment = value.at.astimezone().strftime("%d/%m/%Y %H:%M")
        said = f"{value.actor.user}, {moment}"
        if value.as_read and value.as_read != value.value:
            said += "  ·  " + tr("the reader read: {text}").format(text=value.as_read)
        return said

    def _render_picture(self, state: CheckingState, *, moved: bool) -> None:
        page, pictures = state.page, self._around.pictures
        self.page_note.say(*((state.page_note.text, state.page_note.tone) if state.page_note else ("",)))
        if page is None:
            self.page_view.show_page(None, None)
            return
        image = pictures.image(page)
        turned = self.page_view.page() != page
        self.page_view.show_page(page, image)
        marked = {remark.path for remark in state.remarks}
        self.page_view.show_zones(
            [
                Zone(
                    box=line.box,
                    doubtful=line.certainty is Certainty.REVIEW or line.doubt is not None,
                    active=line.key == state.active,
                    bad=line.key.path in marked,
                )
                for line in state.lines
                if line.box is not None and line.page == page.id
            ]
        )
        line = next((item for item in state.lines if item.key == state.active), None)
        here = line is not None and line.page == page.id
        if line is not None and here and (moved or turned):
            self.page_view.look_at(line.box)
        if line is not None and here and line.box is not None and image is not None:
            self.values.show_snippet(line.key, snippet(page, image, line.box))
        else:
            self.values.show_snippet(state.active, QImage())

    def _on_picture(self, picture: str, _: object) -> None:
        page = self._state.page
        if page is not None and page.picture == picture and self._state.dossier is not None:
            self._render_picture(self._state, moved=False)

    def _focus(self) -> None:
        if not self.isVisible():
            return
        if self._state.dossier is None:
            target: QWidget = self.queue if self._state.queue else self._empty
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._state.asking is not None:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._state.active is not None:
            self.values.enter(self._state.active)


def _doubt(line: Line) -> str:
    """What a machine has read otherwise since a person put the value."""
    if line.doubt is None:
        return ""
    same = line.doubt.value == line.stored
    text = line.doubt.second if same and line.doubt.second else shown(line.field, line.doubt.value)
    return tr("The machine reads otherwise: {text}").format(text=text)
