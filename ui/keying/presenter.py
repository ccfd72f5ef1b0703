"""What the keys of the keying screen do. Every committed field is written at once and nothing waits for it.

Knows the desk and the application's seam; of the view only that it can render a state.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from dossier.errors import BugError, PagesHeld, SohoaError
from dossier.ids import DocumentId, DossierId, PageId
from dossier.model import ChangeSet, DossierContent, Page
from dossier.rules.normalise import Normalised, normalise, shown
from dossier.use_cases import keying
from ui.application import Application
from ui.keying.clearing import Clearing
from ui.keying.completion import Completion
from ui.keying.desk import Desk, Stop
from ui.keying.fetching import Fetching
from ui.keying.lines import Line, LineKey
from ui.keying.state import KeyingState, Message, Place
from ui.keying.stating import Sight, returned_message, state_of
from ui.keying.turns import next_to_key
from ui.keying.writing import Writing
from ui.translation import tr
from ui.widgets.banner import Tone
from ui.wording import Words


class KeyingView(Protocol):
    """What the presenter needs of the screen."""

    def show_state(self, state: KeyingState) -> None:
        """Show this, and move focus and picture where the serial numbers of the state grew."""
        ...


class KeyingPresenter:
    """One clerk, one dossier at a time. Lives on the UI thread."""

    def __init__(
        self,
        application: Application,
        view: KeyingView,
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
        self._dossier: DossierId | None = None
        self._desk: Desk | None = None
        self._sight = Sight()
        self._writing: Writing | None = None
        self._told: PageId | None = None
        self._fetching = Fetching(application, wanted=lambda: self._dossier, got=self._on_content, lost=self._on_lost)
        self._completion = Completion(
            application, completed=self._on_completed, refused=self._on_refused, taken_back=self.open
        )
        self.clearing = Clearing(
            application,
            desk=lambda: self._desk,
            on_show=lambda: self._sight.page,
            show=self.show_page,
            turned=self._refocus,
            cleared=self._on_written,
            failed=self._fail,
        )
        application.changed.connect(self._on_changed)

    # Opening

    @property
    def dossier(self) -> DossierId | None:
        """The dossier on the desk, or being fetched."""
        return self._dossier

    def open(self, dossier: DossierId, message: Message | None = None) -> None:
        """Put a dossier on the desk. What was typed before is already written."""
        self._dossier, self._desk, self._writing = dossier, None, None
        self._sight = Sight(message=message, loading=True)
        self._render()
        self._fetching.fetch()

    def open_next(self) -> None:
        """The dossier that comes first in the clerk's list."""
        leave = self._dossier
        self._application.query(lambda store: next_to_key(store, leave), self._on_next)

    def _on_next(self, dossier: DossierId | None) -> None:
        message = self._sight.message
        if dossier is not None:
            self.open(dossier, message)
            return
        self._dossier, self._desk, self._writing = None, None, None
        self._sight = Sight(message=message)
        self._render()

    def _on_content(self, content: DossierContent) -> None:
        first = self._desk is None
        if self._desk is None:
            self._desk = Desk(content, self._application.types(), self._today())
            self._writing = Writing(
                self._application,
                self._desk,
                self._words,
                written=self._on_written,
                failed=lambda sentence: self._say(sentence, Tone.BAD),
            )
        else:
            self._desk.replace(content, self._sight.active)
        if first:
            self._sight = replace(
                self._sight, loading=False, message=self._sight.message or returned_message(self._desk)
            )
            self._go(self._desk.first_returned() or self._desk.next_open(None) or self._desk.first())
        elif (document := self._sight.typed_meanwhile(self._desk)) is not None:
            self._go(self._desk.first_stop(document))
        self._render()

    def _on_lost(self, wanted: DossierId, error: SohoaError) -> None:
        if wanted == self._dossier:
            self._dossier, self._desk, self._writing = None, None, None
            self._sight = Sight()
        self._fail(error)

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._dossier in changes.dossiers:
            self._fetching.fetch()

    # Fields

    def parse(self, key: LineKey, text: str) -> Normalised:
        """What a text would be stored as; several alternatives when it can be read in several ways."""
        line = self._line(key)
        return normalise(line.field, text, self._today()) if line else Normalised(value=text)

    def shown(self, key: LineKey, value: str) -> str:
        """A stored value as the form shows it."""
        line = self._line(key)
        return shown(line.field, value) if line else value

    def focus(self, key: LineKey) -> None:
        """A field got the keyboard by itself (a click, an accessibility tool): the picture follows."""
        if self._desk is not None and key != self._sight.active:
            self._go(key, move_focus=False)
            self._render()

    def leave(self, key: LineKey, text: str) -> None:
        """A field lost the keyboard: what was typed is not lost."""
        line = self._line(key)
        if line is not None and text != line.text:
            self._commit(line, text)
            self._render()

    def accept(self, key: LineKey, text: str) -> None:
        """Enter: take the value, go to the next field that needs a person, or to completing."""
        line = self._line(key)
        if line is None or self._desk is None or len(self.parse(key, text).alternatives) > 1:
            return
        if self._desk.editable:
            self._confirm(line, text)
        self._advance(key)

    def accept_as_printed(self, key: LineKey, text: str) -> None:
        """F2: the paper really says so, whatever the rules find."""
        line = self._line(key)
        if line is None or self._desk is None or not self._desk.editable:
            return
        self._commit(line, text, as_printed=not line.as_printed or text != line.text)
        self._advance(key)

    def step(self, key: LineKey, text: str, step: int) -> None:
        """Tab: strictly the next field; what was typed is kept."""
        self._keep_typed(key, text)
        if self._desk is not None:
            self._go(self._desk.neighbour(key, step) or key)
            self._render()

    def doubtful(self, step: int, key: LineKey | None = None, text: str = "") -> None:
        """F8: the next field in doubt, without accepting this one. Also Shift+Enter."""
        if self._desk is None:
            return
        if key is not None:
            self._keep_typed(key, text)
        found = self._desk.next_open(self._here(), step)
        if found is not None:
            self._go(found)
        self._render()

    def undo(self) -> None:
        """Ctrl+Z: the last change of a value is answered by the former value; nothing is deleted."""
        key = self._writing.undo() if self._writing else None
        if key is not None:
            self._completion.forget()
            self._go(key)
            self._render()

    def accept_certain(self) -> None:
        """Ctrl+Enter: every certain field but critical ones and those on pages not shown."""
        if self._desk is None or self._writing is None or not self._desk.editable:
            return
        seen = self._sight.seen
        lines = [line for line in self._desk.all_lines() if line.acceptable_at_once and line.page in seen]
        self._writing.confirm_certain(lines, seen)
        self._advance(self._here(), stay_if_open=True)

    def add_row(self) -> None:
        """Another row of the group the cursor is in, else of the first group."""
        key = self._desk.add_row_at(self._sight.active) if self._desk and self._sight.active else None
        if key is not None:
            self._go(key)
        self._render()

    def _confirm(self, line: Line, text: str) -> None:
        if self._writing is None:
            return
        if text != line.text or line.problem is not None:
            self._commit(line, text)
        elif line.remark is not None and line.confirmed:
            self._open().answer(line.key)
        elif not line.confirmed and (line.stored or (line.field.required and not line.handwritten)):
            self._writing.confirm(line)

    def _commit(self, line: Line, text: str, *, as_printed: bool = False) -> None:
        value = self.parse(line.key, text).value
        if self._writing is not None and self._open().editable:
            self._writing.change(line, value, as_printed=as_printed)
            self._completion.forget()

    def _on_written(self) -> None:
        self._on_saved()
        self._fetching.fetch()

    def _keep_typed(self, key: LineKey, text: str) -> None:
        line = self._line(key)
        if line is not None and text != line.text:
            self._commit(line, text)

    # Documents and pages

    def document(self, step: int) -> None:
        """Ctrl+PgDn, Ctrl+PgUp: the next or previous document of the dossier."""
        beside = self._desk.document_beside(self._sight.document, step) if self._desk else None
        if beside is not None:
            self.go_to_document(beside)

    def go_to_document(self, document: DocumentId) -> None:
        """Begin with a document where it needs somebody."""
        if self._desk is None:
            return
        self._go(self._desk.first_stop(document) or document)
        self._render()

    def turn(self, step: int) -> None:
        """PgDn, PgUp: the next or previous page of the dossier; the fields stay."""
        beside = self._desk.page_beside(self._sight.page, step) if self._desk else None
        if beside is not None:
            self.show_page(beside)

    def show_page(self, page: Page) -> None:
        """A page chosen by hand."""
        self._sight = replace(self._sight, page=page.id)
        self._render()

    def page_seen(self, page: PageId) -> None:
        """The picture of this page is really on the screen now."""
        if page not in self._sight.seen:
            self._sight = replace(self._sight, seen=self._sight.seen | {page})
            self._render()

    def choose_type(self, document: DocumentId, type_id: str) -> None:
        """Say what an unknown document is."""
        if self._dossier is None or self._desk is None:
            return
        dossier = self._dossier
        self._sight = replace(self._sight, choosing=False)
        self._application.write(
            lambda workplace: keying.set_document_type(workplace, dossier, document, type_id),
            lambda _: self._on_written(),
            self._fail,
        )

    def change_type(self) -> None:
        """Ctrl+T: the list of types for the present document; again: back to its fields."""
        document = self._sight.document
        if self._desk is None or document is None:
            return
        if self._sight.choosing:
            self._go(self._desk.first_stop(document) or document)
        else:
            self._sight = replace(
                self._sight, place=Place.TYPES, choosing=True, active=None, focus_serial=self._sight.focus_serial + 1
            )
        self._render()

    # The end of a dossier

    def complete(self) -> None:
        """Ctrl+D: hand the dossier to the checkers; the next one opens by itself."""
        if self._desk is not None:
            self._completion.ask(self._desk.content.dossier.id, self._desk.content.dossier.code)

    def take_back(self) -> None:
        """Ctrl+Shift+D: reopen the dossier completed last, or the one on the desk that has been completed."""
        self._completion.take_back(self._dossier)

    def _on_completed(self, code: str) -> None:
        self._on_saved()
        text = tr("{code} is with the checkers. Ctrl+Shift+D takes it back.").format(code=code)
        self._sight = replace(self._sight, message=Message(text=text, tone=Tone.OK))
        self.open_next()

    def _on_refused(self, dossier: DossierId, error: SohoaError) -> None:
        text = self._words.error(error)
        if self._desk is not None and self._dossier == dossier:
            if isinstance(error, PagesHeld):
                self._sight = replace(self._sight, page=self._desk.held_page(self._sight.page))
            elif self._completion.told(dossier):
                text += " " + tr("Ctrl+D again completes it as it is.")
                self._go(self._desk.next_open(None) or self._here())
        self._say(text, Tone.WARN)

    # Inside

    def _open(self) -> Desk:
        if self._desk is None:
            raise BugError(thing="desk")
        return self._desk

    def _line(self, key: LineKey) -> Line | None:
        return self._desk.line(key) if self._desk else None

    def _here(self) -> Stop | None:
        return self._sight.active or self._sight.document

    def _advance(self, here: Stop | None, *, stay_if_open: bool = False) -> None:
        line = self._line(here) if isinstance(here, LineKey) else None
        if stay_if_open and line is not None and line.needs_person:
            self._render()
            return
        following = self._open().next_open(here)
        if following is None and line is not None and line.needs_person:
            following = here
        self._go(following)
        self._render()

    def _go(self, stop: Stop | None, *, move_focus: bool = True) -> None:
        """Move keyboard and picture. None: nothing is left to do but to complete the dossier."""
        desk = self._open()
        desk.release(stop if isinstance(stop, LineKey) else None)
        self._sight = self._sight.at(stop, desk, move_focus=move_focus)

    def _refocus(self) -> None:
        self._sight = replace(self._sight, focus_serial=self._sight.focus_serial + 1)
        self._render()

    def _fail(self, error: SohoaError) -> None:
        self._say(self._words.error(error), Tone.BAD)

    def _say(self, text: str, tone: Tone) -> None:
        self._sight = replace(self._sight, message=Message(text=text, tone=tone))
        self._render()

    def _render(self) -> None:
        clearing = self.clearing.asks_for(self._sight.page)
        state = state_of(self._dossier, self._desk, self._sight, self._words, self._lang, clearing=clearing)
        if state.page is not None and state.page.id != self._told:
            self._told = state.page.id
            self._application.shows(state.page)
        self._view.show_state(state)
