"""A checker takes a dossier, walks its values, approves it or returns it with reasons. No widgets."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from dossier.errors import OwnWork, SohoaError
from dossier.ids import LOCAL_USER, SYSTEM_USER, DocumentId, DossierId, UserId
from dossier.model import ChangeSet, DossierContent, DossierSummary, Page, Remark
from dossier.ports import DossierStore
from dossier.use_cases import checking
from ui.application import Application
from ui.keying.desk import Desk, Stop
from ui.keying.lines import Line, LineKey
from ui.keying.page_notes import lacking
from ui.keying.state import DocumentEntry, Message
from ui.keying.stating import entries_of
from ui.translation import tr
from ui.widgets.banner import Tone
from ui.wording import Words


class Target(StrEnum):
    """What a remark is about; F6 goes round."""

    FIELD = "field"
    PAGE = "page"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """A dossier that waits for a checker."""

    summary: DossierSummary
    own: bool
    """Keyed by oneself: shown, but not to be taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckingState:
    """What is shown: the queue, or one dossier."""

    queue: tuple[QueueLine, ...] = ()
    loaded: bool = False
    dossier: DossierId | None = None
    code: str = ""
    documents: tuple[DocumentEntry, ...] = ()
    document: DocumentId | None = None
    lines: tuple[Line, ...] = ()
    active: LineKey | None = None
    page: Page | None = None
    page_note: Message | None = None
    """What is special about that page."""
    remarks: tuple[Remark, ...] = ()
    asking: Target | None = None
    """A reason is being given for this."""
    focus_serial: int = 0
    message: Message | None = None
    place: int = 0
    count: int = 0
    doubts: int = 0
    """Values that a machine has read otherwise since a person put them."""


class CheckingView(Protocol):
    """What the presenter needs of the screen."""

    def show_state(self, state: CheckingState) -> None:
        """Show this."""
        ...


class CheckingPresenter:
    """One checker, one taken dossier at a time. Lives on the UI thread."""

    def __init__(
        self,
        application: Application,
        view: CheckingView,
        words: Words,
        *,
        lang: str,
        today: Callable[[], dt.date],
        on_saved: Callable[[], None] = lambda: None,
    ) -> None:
        self._application = application
        self._view = view
        self._words = words
        self._lang = lang
        self._today = today
        self._on_saved = on_saved
        self._state = CheckingState()
        self._desk: Desk | None = None
        self._taking: DossierId | None = None
        self._kept: dict[DossierId, tuple[Remark, ...]] = {}
        self._shown = False
        application.changed.connect(self._on_changed)

    @property
    def state(self) -> CheckingState:
        """What is shown now."""
        return self._state

    # The queue

    def shown(self, shown: bool) -> None:
        """Whether anybody looks."""
        self._shown = shown
        if shown:
            self.refresh()

    def fetch(self) -> None:
        """F5: what is here at once, and what is new on the archive as soon as it has answered."""
        self._application.sync_now()
        self.refresh()

    def refresh(self) -> None:
        """F5: what waits for a checker."""
        self._application.query(_queue, self._on_queue, self._on_error)

    def me(self) -> UserId:
        """Whom the archive takes us for."""
        identity = self._application.sync_status().identity
        return identity.user if identity is not None else LOCAL_USER

    def _on_queue(self, found: list[DossierSummary]) -> None:
        me = self.me()
        lines = (QueueLine(summary=item, own=me in item.keyed_by - {SYSTEM_USER}) for item in found)
        self._show(queue=tuple(sorted(lines, key=lambda line: line.own)), loaded=True)

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._shown and self._state.dossier is None:
            self.refresh()
        elif self._state.dossier in changes.dossiers:
            self._load(self._state.dossier, self._on_fresh)

    def take(self, dossier: DossierId) -> None:
        """Enter: take it from the queue and open it."""
        line = next((line for line in self._state.queue if line.summary.dossier.id == dossier), None)
        if line is not None and line.own:
            self._say(self._words.error(OwnWork(user=self.me())), Tone.WARN)
            return
        if self._taking is None:
            self._taking = dossier
            self._application.take(dossier, lambda: self._on_taken(dossier), self._on_not_taken)

    def _on_taken(self, dossier: DossierId) -> None:
        self._taking = None
        self._load(dossier, self._on_content)

    def _on_not_taken(self, error: SohoaError) -> None:
        self._taking = None
        self._on_error(error)

    def _load(self, dossier: DossierId | None, then: Callable[[DossierContent], None]) -> None:
        if dossier is not None:
            self._application.query(lambda store: store.content(dossier), then, self._on_error)

    # The dossier

    def _on_content(self, content: DossierContent) -> None:
        dossier = content.dossier.id
        self._desk = Desk(content, self._application.types(), self._today())
        self._state = replace(
            self._state,
            dossier=dossier,
            code=content.dossier.code,
            remarks=self._kept.pop(dossier, ()),
            message=None,
            asking=None,
        )
        stops = self._desk.stops()
        self._go(stops[0][0] if stops else None)

    def _on_fresh(self, content: DossierContent) -> None:
        """The open dossier was written to. The answer may come after it has been left: then nobody wants it."""
        if self._desk is not None and self._state.dossier == content.dossier.id:
            self._desk.replace(content)
            self._show()

    def step(self, by: int) -> None:
        """Enter, Down: the next value; the picture follows."""
        if self._desk is None:
            return
        here: Stop | None = self._state.active or self._state.document
        if here is not None:
            self._go(self._desk.neighbour(here, by) or here)

    def focus(self, key: LineKey) -> None:
        """A value got the keyboard by itself."""
        if key != self._state.active:
            self._go(key, move_focus=False)

    def go_to_document(self, document: DocumentId) -> None:
        """The first value of a document."""
        if self._desk is not None:
            stop = next((stop for stop, _ in self._desk.stops() if self._desk.document_of(stop) == document), None)
            self._go(stop)

    def document(self, step: int) -> None:
        """The next or previous document."""
        beside = self._desk.document_beside(self._state.document, step) if self._desk else None
        if beside is not None:
            self.go_to_document(beside)

    def turn(self, step: int) -> None:
        """The next or previous page."""
        here = self._state.page.id if self._state.page else None
        beside = self._desk.page_beside(here, step) if self._desk else None
        if beside is not None:
            self._show(page=beside)

    def show_page(self, page: Page) -> None:
        """A page chosen by hand."""
        self._show(page=page)

    # The verdict

    def approve(self) -> None:
        """F10."""
        dossier = self._state.dossier
        if dossier is None:
            return
        if self._state.remarks:
            text = tr("Marked places: {count}. Ctrl+Enter returns the dossier; Ctrl+Del takes a mark away.")
            self._say(text.format(count=len(self._state.remarks)), Tone.WARN)
            return
        code = self._state.code
        self._application.write(
            lambda workplace: checking.approve(workplace, dossier),
            lambda _: self._on_decided(tr("{code} is approved.").format(code=code)),
            self._on_error,
        )

    def mark(self) -> None:
        """F6: ask for a reason for this field; again: for the page, for the whole dossier."""
        if self._state.dossier is None:
            return
        order = [target for target in Target if target is not Target.FIELD or self._state.active is not None]
        asked = self._state.asking
        following = order[(order.index(asked) + 1) % len(order)] if asked in order else order[0]
        self._show(asking=following, message=None)

    def give_reason(self, reason: str) -> None:
        """The reason for what is being marked; several places can be marked before the dossier goes back."""
        target, active, page = self._state.asking, self._state.active, self._state.page
        if target is None or not reason.strip():
            return
        if target is Target.FIELD and active is not None:
            remark = Remark(reason=reason.strip(), record=active.record, path=active.path)
        elif target is Target.PAGE and page is not None:
            remark = Remark(reason=reason.strip(), page=page.id)
        else:
            remark = Remark(reason=reason.strip())
        others = tuple(item for item in self._state.remarks if _about(item) != _about(remark))
        self._show(remarks=(*others, remark), asking=None, focus_serial=self._state.focus_serial + 1)

    def unmark(self) -> None:
        """Ctrl+Del: take the mark of this field away, else the last mark."""
        active = self._state.active
        about = (active.record, active.path, None) if active else None
        kept = tuple(item for item in self._state.remarks if _about(item) != about)
        self._show(remarks=kept if kept != self._state.remarks else self._state.remarks[:-1], message=None)

    def send_back(self) -> None:
        """Ctrl+Enter: return the dossier with all its remarks."""
        dossier, remarks, code = self._state.dossier, self._state.remarks, self._state.code
        if dossier is None:
            return
        self._application.write(
            lambda workplace: checking.return_dossier(workplace, dossier, remarks),
            lambda _: self._on_decided(tr("{code} goes back to the clerk.").format(code=code)),
            self._on_error,
        )

    def escape(self) -> None:
        """Esc: close the question, else give the dossier back to the queue; remarks are kept here meanwhile."""
        if self._state.asking is not None:
            self._show(asking=None, focus_serial=self._state.focus_serial + 1)
            return
        dossier = self._state.dossier
        if dossier is None:
            return
        if self._state.remarks:
            self._kept[dossier] = self._state.remarks
        self._application.release(dossier)
        self._leave(Message(text=tr("{code} is back in the queue.").format(code=self._state.code)))

    def _on_decided(self, text: str) -> None:
        self._on_saved()
        self._leave(Message(text=text, tone=Tone.OK))

    def _leave(self, message: Message) -> None:
        self._desk = None
        self._state = CheckingState(
            queue=self._state.queue, loaded=True, message=message, focus_serial=self._state.focus_serial + 1
        )
        self._view.show_state(self._state)
        self.refresh()

    # Inside

    def _go(self, stop: Stop | None, *, move_focus: bool = True) -> None:
        if self._desk is None:
            return
        document = self._desk.document_of(stop) if stop is not None else None
        line = self._desk.line(stop) if isinstance(stop, LineKey) else None
        page = self._desk.page(line.page) if line else None
        if page is None and document is not None:
            pages = self._desk.pages(document)
            page = self._state.page if self._state.page in pages else (pages[0] if pages else None)
        self._show(
            active=stop if isinstance(stop, LineKey) else None,
            document=document,
            page=page,
            asking=None,
            focus_serial=self._state.focus_serial + (1 if move_focus else 0),
        )

    def _on_error(self, error: SohoaError) -> None:
        self._say(self._words.error(error), Tone.BAD)

    def _say(self, text: str, tone: Tone) -> None:
        self._show(message=Message(text=text, tone=tone))

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        if self._desk is not None and self._state.dossier is not None:
            self._state = replace(self._state, **_content(self._desk, self._state, self._lang))  # type: ignore[arg-type]
        self._view.show_state(self._state)


def _content(desk: Desk, state: CheckingState, lang: str) -> Mapping[str, object]:
    sheet = desk.sheet(state.active.record) if state.active else None
    stops = [stop for stop, _ in desk.stops() if isinstance(stop, LineKey)]
    return {
        "page_note": _page_note(desk, state.page),
        "documents": entries_of(desk, lang),
        "lines": sheet.lines if sheet else (),
        "place": stops.index(state.active) + 1 if state.active in stops else 0,
        "count": len(stops),
        "doubts": sum(1 for line in desk.all_lines() if line.doubt is not None),
    }


def _page_note(desk: Desk, page: Page | None) -> Message | None:
    now = desk.page(page.id) if page is not None else None
    return lacking(now) if now is not None else None


MOST_IN_QUEUE = 10_000
"""More than an office keys in months; the list is sorted here because who waits longest comes first."""


def _queue(store: DossierStore) -> list[DossierSummary]:
    """Storage thread. The longest waiting first."""
    found = store.summaries(states=list(checking.CHECKABLE), limit=MOST_IN_QUEUE)
    return sorted(found, key=lambda item: item.changed_at)


def _about(remark: Remark) -> tuple[object, ...]:
    return remark.record, remark.path, remark.page
