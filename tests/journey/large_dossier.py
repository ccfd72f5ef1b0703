"""A dossier of 200 pages in a real data folder, and a heartbeat that hears whether the window stands still."""

import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from desktop.installation import Installation
from dossier.errors import SourceError
from dossier.ids import DossierId, sha256_of
from dossier.reading import PagePicture
from dossier.use_cases.take_in import open_dossier, take_in_file
from tests.support.papers import draw_decision

PAPERS = (1, 19, *(20 for _ in range(9)))
"""Pages of each document; the first is short, so that it soon has fields while the others are still being read."""
BEAT_MS = 5


class CopiedPages:
    """A picture source: so many copies of one small drawn page, each with bytes of its own."""

    def __init__(self) -> None:
        self._page = draw_decision()

    def pictures(self, path: Path, password: str | None = None) -> Iterator[PagePicture | SourceError]:
        """As many pages as the file says."""
        for number in range(1, int(path.read_text().split()[-1]) + 1):
            data = self._with_comment(f"{path.name} {number}".encode())
            yield PagePicture(
                number=number,
                data=data,
                mime="image/jpeg",
                width=1240,
                height=900,
                dpi=150,
                sha256=sha256_of(data),
                origin="embedded",
            )

    def _with_comment(self, comment: bytes) -> bytes:
        marker = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big")
        return self._page[:2] + marker + comment + self._page[2:]


def take_in_200_pages(installation: Installation, folder: Path) -> DossierId:
    """Through the real use case into the real store and files; nothing is read yet."""
    folder.mkdir(parents=True, exist_ok=True)
    workplace, source = installation.workplace(), CopiedPages()
    dossier = open_dossier(workplace, "HS-200")
    for place, pages in enumerate(PAPERS, 1):
        file = folder / f"{place:02}.scan"
        file.write_text(f"{file.name} {pages}")
        take_in_file(workplace, source, file, dossier)
    return dossier


class Heartbeat(QObject):
    """Beats every few milliseconds on the UI thread; a long gap is a window that stood still."""

    def __init__(self) -> None:
        super().__init__()
        self.beats = 0
        self.longest = 0.0
        """Seconds between two beats, at most."""
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def begin(self) -> None:
        """Listen from now on, forgetting what was."""
        self.beats, self.longest, self._last = 0, 0.0, time.perf_counter()
        self._timer.start(BEAT_MS)

    def end(self) -> float:
        """Stop; the longest gap, the present one included."""
        self._beat()
        self._timer.stop()
        return self.longest

    def _beat(self) -> None:
        now = time.perf_counter()
        self.beats += 1
        self.longest = max(self.longest, now - self._last)
        self._last = now
