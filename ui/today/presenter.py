"""The clerk's list: returned first with the reason, then the half-done, then what waits; or what a search found."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from dossier.errors import SohoaError
from dossier.model import ChangeSet, DossierSummary
from dossier.ports import DossierStore
from dossier.states import KEYING_OPEN, Mark, State
from ui.application import Application
from ui.keying.turns import Turn, in_turn, turn_of


class Why(StrEnum):
    """Why a dossier is in the list."""

    RETURNED = "returned"
    HELD = "held"
    HALF_DONE = "half_done"
    READING = "reading"
    WAITING = "waiting"
    FOUND = "found"
    """By a search; past keying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayLine:
    """A dossier in the list."""

    summary: DossierSummary
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayState:
    """What is shown."""

    lines: tuple[TodayLine, ...] = ()
    searched: str = ""
    loaded: bool = False
    returned: int = 0
    half_done: int = 0
    waiting: int = 0
    completed: int = 0


class TodayView(Protocol):
    """What the presenter needs of the screen."""

    def show_state(self, state: TodayState) -> None:
        """Show this."""
        ...

    def show_error(self, error: SohoaError) -> None:
        """The list could not be read."""
        ...


@dataclass(frozen=True, slots=True)
class _Found:
    mine: Sequence[DossierSummary]
    shown: Sequence[DossierSummary]
    completed: int


class TodayPresenter:
    """Lives on the UI thread. The list follows every write while the screen is shown."""

    def __init__(self, application: Application, view: TodayView) -> None:
        self._application = application
        self._view = view
        self._text = ""
        self._busy = self._stale = False
        self._shown = False
        application.changed.connect(self._on_changed)

    def shown(self, shown: bool) -> None:
        """Whether anybody looks."""
        self._shown = shown
        if shown:
            self.refresh()

    def search(self, text: str) -> None:
        """Show what holds these words; nothing typed shows the list of work."""
        self._text = text.strip()
        self.refresh()

    def refresh(self) -> None:
        """Ask again; while an answer is on its way, once more after it."""
        if self._busy:
            self._stale = True
            return
        self._busy = True
        text = self._text
        self._application.query(
            lambda store: _look(store, text), lambda found: self._on_found(text, found), self._on_failed
        )

    def _on_changed(self, _: ChangeSet) -> None:
        if self._shown:
            self.refresh()

    def _on_failed(self, error: SohoaError) -> None:
        self._busy = self._stale = False
        self._view.show_error(error)

    def _on_found(self, text: str, found: _Found) -> None:
        self._busy = False
        if self._stale:
            self._stale = False
            self.refresh()
            return
        turns = [turn_of(item) for item in found.mine]
        self._view.show_state(
            TodayState(
                lines=tuple(TodayLine(summary=item, why=why(item)) for item in found.shown),
                searched=text,
                loaded=True,
                returned=turns.count(Turn.RETURNED),
                half_done=turns.count(Turn.HALF_DONE),
                waiting=turns.count(Turn.WAITING),
                completed=found.completed,
            )
        )


def _look(store: DossierStore, text: str) -> _Found:
    """Storage thread."""
    mine = in_turn(store.summaries(states=list(KEYING_OPEN)))
    completed = len(store.summaries(states=[State.KEYED]))
    return _Found(mine, store.search(text) if text else mine, completed)


def why(summary: DossierSummary) -> Why:
    """The reason that is shown."""
    if summary.dossier.state not in KEYING_OPEN:
        return Why.FOUND
    if Mark.HELD_SECRECY in summary.dossier.marks:
        return Why.HELD
    turn = turn_of(summary)
    if turn is Turn.RETURNED:
        return Why.RETURNED
    if summary.unread:
        return Why.READING
    return Why.HALF_DONE if turn is Turn.HALF_DONE else Why.WAITING
