"""The way home: closures from any thread, run on the UI thread in the order they were sent.

Always a queued connection: a future that has already finished calls its callback in the caller's thread, and a signal
sent then on a direct connection would arrive before the caller has connected anything to it.
"""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.faults import told
from dossier.errors import SohoaError

T = TypeVar("T")
Closure = Callable[[], None]


class Home(QObject):
    """Made on the UI thread. After `close` whatever still arrives is dropped: nobody is there to hear it."""

    _sent = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._sent.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def send(self, closure: Closure) -> None:
        """Run `closure` on the UI thread, later. Any thread."""
        if not self._closed:
            self._sent.emit(closure)

    def settle(
        self, future: Future[T], then: Callable[[T], None] | None, failed: Callable[[SohoaError], None] | None
    ) -> None:
        """Send the future's end home: its result to `then` or its error to `failed`."""

        def on_done(ended: Future[T]) -> None:
            if ended.cancelled():
                return
            error = ended.exception()
            if error is None:
                if then is not None:
                    result = ended.result()
                    self.send(lambda: then(result))
            elif failed is not None:
                known = told(error)
                self.send(lambda: failed(known))
            else:
                told(error)

        future.add_done_callback(on_done)

    def close(self) -> None:
        """Drop whatever arrives from now on."""
        self._closed = True

    @Slot(object)
    def _run(self, closure: Closure) -> None:
        if not self._closed:
            closure()
