"""Saying that a page bears no secrecy mark: at once for an unread page, with a reason where a reader saw a mark."""

from collections.abc import Callable

from dossier.errors import SohoaError
from dossier.ids import PageId
from dossier.model import Clearance, Page
from dossier.use_cases import keying
from ui.application import Application
from ui.keying.desk import Desk


class Clearing:
    """Remembers for which page a reason is being asked. Lives on the UI thread.

    `show` is told of the page to look at next, `turned` hears that the question came up or is over, `cleared` that a
    page is free, `failed` that it is not.
    """

    def __init__(
        self,
        application: Application,
        *,
        desk: Callable[[], Desk | None],
        on_show: Callable[[], PageId | None],
        show: Callable[[Page], None],
        turned: Callable[[], None],
        cleared: Callable[[], None],
        failed: Callable[[SohoaError], None],
    ) -> None:
        self._application = application
        self._desk = desk
        self._on_show = on_show
        self._show = show
        self._turned = turned
        self._cleared = cleared
        self._failed = failed
        self._asking: Page | None = None

    def asks_for(self, page: PageId | None) -> bool:
        """Whether the reason is being asked for this page."""
        return self._asking is not None and self._asking.id == page

    def ask(self) -> None:
        """Ctrl+M: a person has looked at the page on show and found no secrecy mark.

        Where that page is free already, the next one that holds the dossier back comes on show instead.
        """
        desk = self._desk()
        page = desk.page(self._on_show()) if desk else None
        if desk is None or page is None:
            return
        if page.clearance is Clearance.HELD:
            self._clear(page, "")
        elif page.clearance is Clearance.MARKED:
            self._asking = page
            self._turned()
        elif (other := desk.page_to_clear(page.id)) is not None:
            self._show(other)

    def give_reason(self, reason: str) -> None:
        """Why what a reader took for a mark is none; an empty reason is refused with its sentence."""
        page, self._asking = self._asking, None
        self._turned()
        if page is not None:
            self._clear(page, reason)

    def leave(self) -> None:
        """Esc: the page stays held."""
        self._asking = None
        self._turned()

    def _clear(self, page: Page, reason: str) -> None:
        self._application.write(
            lambda workplace: keying.clear_page(workplace, page.dossier, page.id, reason),
            lambda _: self._on_cleared(page),
            self._failed,
        )

    def _on_cleared(self, page: Page) -> None:
        """What was taken for marked was not read to its end."""
        if page.clearance is Clearance.MARKED:
            self._application.read_again(page.dossier)
        self._cleared()
