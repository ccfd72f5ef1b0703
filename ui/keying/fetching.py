"""Fetches the content of the dossier on the desk, one question at a time: what comes back is never out of date."""

from collections.abc import Callable

from dossier.errors import SohoaError
from dossier.ids import DossierId
from dossier.model import DossierContent
from ui.application import Application


class Fetching:
    """`wanted` is asked at every step, for another dossier may have come on the desk. Lives on the UI thread.

    `got` hears of a content that was still wanted when it came, `lost` of one that could not be had.
    """

    def __init__(
        self,
        application: Application,
        *,
        wanted: Callable[[], DossierId | None],
        got: Callable[[DossierContent], None],
        lost: Callable[[DossierId, SohoaError], None],
    ) -> None:
        self._application = application
        self._wanted = wanted
        self._got = got
        self._lost = lost
        self._asking = self._again = False

    def fetch(self) -> None:
        """Ask, or once more when the answer under way has come: it may not hold what was written meanwhile."""
        wanted = self._wanted()
        if self._asking:
            self._again = True
        elif wanted is not None:
            self._asking = True
            self._application.query(
                lambda store: store.content(wanted),
                lambda content: self._on_content(wanted, content),
                lambda error: self._on_lost(wanted, error),
            )

    def _on_content(self, asked: DossierId, content: DossierContent) -> None:
        self._asking = False
        again, self._again = self._again, False
        if again or asked != self._wanted():
            self.fetch()
        else:
            self._got(content)

    def _on_lost(self, asked: DossierId, error: SohoaError) -> None:
        self._asking = self._again = False
        self._lost(asked, error)
        if asked != self._wanted():
            self.fetch()
