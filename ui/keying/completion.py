"""The end of a dossier: handing it to the checkers, insisting where something is left, taking it back."""

from collections.abc import Callable

from dossier.errors import FieldsMissing, FieldsUnconfirmed, SohoaError
from dossier.ids import DossierId
from dossier.use_cases import keying
from ui.application import Application


class Completion:
    """Remembers whether the clerk was told what is left, and which dossier was completed last."""

    def __init__(
        self,
        application: Application,
        *,
        completed: Callable[[str], None],
        refused: Callable[[DossierId, SohoaError], None],
        taken_back: Callable[[DossierId], None],
    ) -> None:
        self._application = application
        self._completed = completed
        self._refused = refused
        self._taken_back = taken_back
        self._told: DossierId | None = None
        self._last: DossierId | None = None

    def forget(self) -> None:
        """A value was changed: what is left has to be told anew before it can be insisted on."""
        self._told = None

    def told(self, dossier: DossierId) -> bool:
        """Whether asking once more completes the dossier as it is."""
        return self._told == dossier

    def ask(self, dossier: DossierId, code: str) -> None:
        """Hand it over. What is left is refused once, with its reason, and accepted the second time."""
        despite = self._told == dossier
        self._application.write(
            lambda workplace: keying.complete_keying(workplace, dossier, despite=despite),
            lambda _: self._on_done(dossier, code),
            lambda error: self._on_refused(dossier, error),
        )

    def take_back(self, on_desk: DossierId | None) -> None:
        """Reopen the dossier completed last, else the completed one on the desk."""
        dossier = self._last or on_desk
        if dossier is None:
            return
        self._application.write(
            lambda workplace: keying.reopen_keying(workplace, dossier),
            lambda _: self._on_taken_back(dossier),
            lambda error: self._refused(dossier, error),
        )

    def _on_done(self, dossier: DossierId, code: str) -> None:
        self._last, self._told = dossier, None
        self._completed(code)

    def _on_refused(self, dossier: DossierId, error: SohoaError) -> None:
        if isinstance(error, FieldsUnconfirmed | FieldsMissing):
            self._told = dossier
        self._refused(dossier, error)

    def _on_taken_back(self, dossier: DossierId) -> None:
        self._last = None
        self._taken_back(dossier)
