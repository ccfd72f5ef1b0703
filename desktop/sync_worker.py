"""The sync worker: one thread that sends and fetches, on demand and by itself while the window is open.

The screen always has a status at once; a round in the background brings the next. Nothing here decides what is sent.
"""

import threading
from collections.abc import Callable
from dataclasses import replace

from desktop.installation import Installation
from desktop.round import NOWHERE, sync_round
from dossier.errors import SohoaError
from dossier.ports import Identity, OutboxState
from files.keys import Protection
from ui.application import SyncStatus

PAUSE_SECONDS = 60.0
"""Between rounds when nothing asks for one."""
SETTLE_SECONDS = 2.0
"""After a write, so that a burst of keying travels in one round."""


class SyncWorker:
    """Owns the thread. `on_status` hears of every change, on whichever thread made it."""

    def __init__(
        self,
        installation: Installation,
        on_status: Callable[[SyncStatus], None],
        on_error: Callable[[BaseException], SohoaError],
    ) -> None:
        self._installation = installation
        self._on_status = on_status
        self._on_error = on_error
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._hurry = False
        self._closed = False
        protected = installation.key.protection is not Protection.UNPROTECTED_FILE
        self._status = SyncStatus(
            online=False,
            connected_before=installation.enrolment.archive is not None,
            identity=installation.enrolment.identity,
            outbox=OutboxState(waiting=0, held=0, sent=0),
            running=False,
            last_error=None,
            last_success=None,
            protected=protected,
        )
        self._thread = threading.Thread(target=self._run, name="sync")

    def start(self) -> None:
        """Begin; the first round comes at once."""
        self._hurry = True
        self._wake.set()
        self._thread.start()

    def status(self) -> SyncStatus:
        """The latest status. Any thread."""
        with self._lock:
            return self._status

    def ask(self, *, hurry: bool) -> None:
        """Ask for a round, now or after the burst of writing has settled. Any thread."""
        self._hurry = self._hurry or hurry
        self._wake.set()

    def close(self) -> None:
        """Finish the present round and end the thread."""
        self._closed = True
        self._hurry = True
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed:
            self._wake.wait(PAUSE_SECONDS)
            self._wake.clear()
            if not self._hurry:
                self._settle()
            self._hurry = False
            if not self._closed:
                self._round()

    def _settle(self) -> None:
        while not self._hurry and self._wake.wait(SETTLE_SECONDS):
            self._wake.clear()

    def _round(self) -> None:
        self._set(running=True)
        try:
            done = sync_round(self._installation, lambda: self._closed)
        except Exception as error:  # noqa: BLE001 - the border of this thread: the next round must still come
            self._set(running=False, online=False, last_error=self._on_error(error))
            return
        self._set(
            running=False,
            online=done.error is None,
            connected_before=self._installation.enrolment.archive is not None,
            identity=done.identity or self.status().identity,
            last_error=done.error or next(iter(done.troubles), None),
            last_success=self._now() if done.error is None else self.status().last_success,
            outbox=self.outbox(),
        )

    def outbox(self) -> OutboxState:
        """The queue as it stands for the archive last met."""
        return self._installation.outbox.outbox_state(self._installation.enrolment.archive or NOWHERE)

    def recount(self) -> None:
        """Count the queue again after a write. Any thread but the UI's."""
        self._set(outbox=self.outbox())

    def _now(self) -> str:
        return self._installation.clock.now().isoformat()

    def _set(self, **changes: bool | str | Identity | OutboxState | SohoaError | None) -> None:
        with self._lock:
            self._status = replace(self._status, **changes)  # type: ignore[arg-type]
            status = self._status
        self._on_status(status)
