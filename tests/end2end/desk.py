"""One real desktop process, driven by key presses: `python -m tests.end2end.desk DATA [URL]`.

The real composition root and the real window; commands come as JSON lines on standard input, answers go to standard
output. A command waits for what it says on signals and states of the application, never for time to pass.
"""

import json
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.desktop_application import DesktopApplication
from desktop.environment import Environment
from desktop.installation import Installation
from desktop.logs import log_to_stderr
from desktop.window import main_window, qt_application
from dossier.model import DossierSummary
from ui.keying.state import Place
from ui.main_window import MainWindow
from ui.screen import ScreenId
from ui.take_in.presenter import Phase

PATIENCE_SECONDS = 120.0


class Desk:
    """A person at one window, by keys alone."""

    def __init__(self, window: MainWindow, application: DesktopApplication, installation: Installation) -> None:
        self._window = window
        self._application = application
        self._installation = installation

    # What the test asks for

    def scan(self, code: str) -> dict[str, int]:
        """Scan the feeder empty into a dossier and wait until its pages are read."""
        self._go("Alt+2", ScreenId.TAKE_IN)
        screen = self._window.take_in
        self._until(lambda: bool(screen.presenter.state.scanners))
        screen.code.setFocus()
        self._type(code)
        self._press("F9")
        self._until(lambda: screen.presenter.state.phase in {Phase.DONE, Phase.FAILED})
        return self.look(code)

    def take_in(self, path: str) -> dict[str, Any]:
        """Type a path, Enter; wait until it is read."""
        self._go("Alt+2", ScreenId.TAKE_IN)
        screen = self._window.take_in
        self._press("Return")
        self._until(screen.path.hasFocus)
        self._type(path)
        self._press("Return")
        self._until(lambda: screen.presenter.state.phase in {Phase.DONE, Phase.FAILED})
        return {"dossiers": len(screen.presenter.state.dossiers), "failures": len(screen.presenter.state.failures)}

    def key(self, values: dict[str, str]) -> dict[str, Any]:
        """Open what comes first, key every field that needs a person, complete."""
        self._go("Alt+1", ScreenId.TODAY)
        self._until(lambda: bool(self._window.today.list.rows()))
        self._press("Return")
        keying = self._window.keying
        self._until(lambda: self._window.current() is ScreenId.KEYING and keying.presenter.dossier is not None)
        dossier = keying.presenter.dossier
        self._until(lambda: keying.current_state().place is not Place.NOTHING)
        if keying.current_state().place is Place.TYPES:
            self._type("hanh chinh")
            self._press("Return")
        self._until(lambda: keying.current_state().place is Place.FIELD)
        keyed = []
        while keying.current_state().place is Place.FIELD:
            active = keying.current_state().active
            if active is None or active in keyed:
                break
            keyed.append(active)
            if active.path in values:
                self._press("Ctrl+A")
                self._type(values[active.path])
            self._press("Return")
            self._settle()
        self._press("Ctrl+D")
        self._settle()
        if keying.presenter.dossier == dossier:
            self._press("Ctrl+D")
        code = self._installation.store.content(dossier).dossier.code if dossier else ""
        self._until(lambda: self._summary(code).dossier.state.value == "keyed")
        return self.look(code)

    def sync(self) -> dict[str, Any]:
        """Ctrl+R on the sync screen; wait for the round to end, however it ends."""
        self._go("Alt+5", ScreenId.SYNC)
        application = self._application
        ended: list[bool] = []
        seen_running: list[bool] = []

        def on_status(status: Any) -> None:
            seen_running.append(status.running)
            if not status.running and True in seen_running:
                ended.append(True)

        application.sync_changed.connect(on_status)
        self._press("Ctrl+R")
        self._until(lambda: bool(ended))
        application.sync_changed.disconnect(on_status)
        status = application.sync_status()
        return {"online": status.online, "waiting": status.outbox.waiting, "attention": len(status.outbox.attention)}

    def take(self) -> dict[str, Any]:
        """Take the first dossier that waits for a checker."""
        self._go("Alt+4", ScreenId.CHECKING)
        self._press("F5")
        presenter = self._window.checking.presenter
        self._until(lambda: bool(presenter.state.queue))
        before = presenter.state.message
        self._press("Return")
        self._until(lambda: presenter.state.dossier is not None or presenter.state.message is not before)
        state = presenter.state
        return {"taken": state.dossier is not None, "message": state.message.text if state.message else ""}

    def return_field(self, path: str, reason: str) -> None:
        """Walk to a field, mark it with a reason, send the dossier back."""
        presenter = self._window.checking.presenter
        self._until(lambda: presenter.state.active is not None)
        while presenter.state.active is not None and presenter.state.active.path != path:
            self._press("Return")
        self._press("F6")
        self._type(reason)
        self._press("Return")
        self._until(lambda: bool(presenter.state.remarks))
        self._press("Ctrl+Return")
        self._until(lambda: presenter.state.dossier is None)

    def approve(self) -> dict[str, Any]:
        """F10."""
        presenter = self._window.checking.presenter
        self._press("F10")
        self._until(lambda: presenter.state.dossier is None or presenter.state.message is not None)
        return {"message": presenter.state.message.text if presenter.state.message else ""}

    def first_of_today(self) -> dict[str, Any]:
        """What stands first in Việc hôm nay."""
        self._go("Alt+1", ScreenId.TODAY)
        self._press("F5")
        self._settle()
        key = self._window.today.list.rows()[0].key
        first = next(item for item in self._installation.store.summaries() if item.dossier.id == key)
        return {"code": first.dossier.code, "reason": first.reason, "marks": sorted(first.dossier.marks)}

    def look(self, code: str) -> dict[str, Any]:
        """A dossier as this machine has it."""
        summary = self._summary(code)
        content = self._installation.store.content(summary.dossier.id)
        return {
            "state": summary.dossier.state.value,
            "pages": summary.pages,
            "unread": summary.unread,
            "delivery": summary.delivery.value,
            "values": {value.path: value.value for value in content.values},
        }

    # Hands and patience

    def _go(self, keys: str, screen: ScreenId) -> None:
        self._press(keys)
        self._until(lambda: self._window.current() is screen)
        self._settle()

    def _press(self, keys: str) -> None:
        combination: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index]
        QTest.keyClick(self._focus(), combination.key(), combination.keyboardModifiers())
        QApplication.processEvents()

    def _type(self, text: str) -> None:
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self._focus(), QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        QApplication.processEvents()

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def _settle(self) -> None:
        """Let every write that was asked for reach the store, and what follows reach the screen."""
        for _ in range(3):
            self._installation.thread.submit(lambda: None).result()
            QApplication.processEvents()

    def _until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError(holds.__qualname__)
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)

    def _summary(self, code: str) -> DossierSummary:
        return next(item for item in self._installation.store.summaries() if item.dossier.code == code)


def _line_of(error: BaseException) -> int:
    """Where in this file it happened."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == __file__]
    return (lines[-2:-1] or lines)[0] or 0


def main() -> None:
    """Serve commands until standard input ends."""
    log_to_stderr()
    qt_application()
    environment = Environment.of_run(
        data_dir=Path(sys.argv[1]), language="vi", archive_url=sys.argv[2] if len(sys.argv) > 2 else None, workers=1
    )
    with Installation(environment) as installation, main_window(installation) as (window, application):
        window.show()
        window.activateWindow()
        desk = Desk(window, application, installation)
        QApplication.processEvents()
        for line in sys.stdin:
            command = json.loads(line)
            try:
                answer = {"ok": getattr(desk, command.pop("do"))(**command)}
            except Exception as error:  # noqa: BLE001 - the border of this process: the test gets the error
                shown = window.screen_on_show().message.text()  # type: ignore[attr-defined]
                answer = {"error": f"{type(error).__name__}: {error}, line {_line_of(error)}; the screen says: {shown}"}
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
