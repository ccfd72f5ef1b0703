"""The `Scanner` port over SANE: starts a child process for each request and reads its frames.

A driver that crashes or hangs costs its child, never the application; pages that arrived are safe with the caller.
"""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator, Sequence

from desktop.scanning.frames import Message, read_frame
from dossier import errors
from dossier.errors import ScannerEmpty, ScannerError
from dossier.ids import sha256_of
from dossier.ports import ScannerDevice, ScanSettings
from dossier.reading import PagePicture

SILENCE_SECONDS = 120.0
"""A driver that says nothing for so long hangs; a slow 600-dpi A3 page takes under a minute."""

_ERRORS: dict[str, type[ScannerError]] = {
    kind.code: kind
    for kind in (
        errors.ScannerError,
        errors.ScannerMissing,
        errors.ScannerJammed,
        errors.ScannerEmpty,
        errors.ScannerCoverOpen,
        errors.ScannerBusy,
    )
}


class SaneScanner:
    """Scanners that SANE knows on this machine. Stateless; any thread but the UI's."""

    def __init__(self, silence_seconds: float = SILENCE_SECONDS) -> None:
        self._silence = silence_seconds

    def devices(self) -> Sequence[ScannerDevice]:
        """Attached scanners, feeders assumed until the driver says otherwise."""
        found: list[ScannerDevice] = []
        for message, _data in self._ask({"do": "devices"}, device=""):
            found += [
                ScannerDevice(name=item["name"], label=item["label"], has_feeder=True)
                for item in message.get("devices", ())
            ]
        return found

    def scan(self, settings: ScanSettings) -> Generator[PagePicture, None, None]:
        """Pages as they arrive. An empty feeder after at least one page is the normal end."""
        request = {
            "do": "scan",
            "device": settings.device,
            "dpi": settings.dpi,
            "mode": settings.mode.value,
            "feeder": settings.feeder,
            "duplex": settings.duplex,
            "at_most": settings.at_most,
            "options": list(settings.options),
        }
        pages = 0
        for message, data in self._ask(request, device=settings.device):
            if "page" in message:
                pages += 1
                yield PagePicture(
                    number=pages,
                    data=data,
                    mime=message["mime"],
                    width=message["width"],
                    height=message["height"],
                    dpi=message["dpi"],
                    sha256=sha256_of(data),
                    origin="scanned",
                )
            elif "error" in message and not (message["error"] == ScannerEmpty.code and pages):
                raise _ERRORS[message["error"]](device=settings.device, pages=pages, detail=message["detail"])
            elif "end" in message and not pages:
                raise ScannerEmpty(device=settings.device, pages=0)

    def _ask(self, request: Message, device: str) -> Iterator[tuple[Message, bytes]]:
        driver = _Driver()
        try:
            driver.send(request)
            finished = False
            while (frame := driver.next(self._silence)) is not None:
                yield frame
                finished = finished or bool({"end", "error", "devices"} & frame[0].keys())
            if not finished:
                raise ScannerError(device=device, pages=0, detail="driver ended")
        finally:
            driver.close()


class _Driver:
    """One child process with its driver. A thread reads the pipe, because pipes cannot be waited for on Windows."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "desktop.scanning.sane_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._frames: queue.Queue[tuple[Message, bytes] | None] = queue.Queue(maxsize=2)
        self._thread = threading.Thread(target=self._read, name="scanner pipe", daemon=True)
        self._thread.start()

    def send(self, request: Message) -> None:
        """Hand over the one request."""
        if self._process.stdin is not None:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()

    def next(self, silence_seconds: float) -> tuple[Message, bytes] | None:
        """The next frame; None when the child has ended or has been silent too long."""
        try:
            return self._frames.get(timeout=silence_seconds)
        except queue.Empty:
            return None

    def close(self) -> None:
        """End the child whatever it does; the reading thread ends with its pipe."""
        self._process.kill()
        self._process.wait()
        while self._thread.is_alive():
            self.next(0.05)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _read(self) -> None:
        stream = self._process.stdout
        while stream is not None and (frame := read_frame(stream)) is not None:
            self._frames.put(frame)
        self._frames.put(None)
