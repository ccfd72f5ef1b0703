"""The embedded archive: the same service as the province's, as a child process on loopback.

It has its own data folder, port and token in a 0600 runtime file, never in arguments. It ends with this process,
however that ends, because its standard input is a pipe from here.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from dossier.errors import ArchiveAway
from files import durable
from storage.sealed_files import as_core_error

START_SECONDS = 60.0
STOP_SECONDS = 15.0
_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveAddress:
    """Where an archive is and what opens it."""

    url: str
    token: str = field(repr=False)


def _environment() -> dict[str, str]:
    """The same pages lie in both folders, so the key file that protects the one protects the other."""
    named = os.environ.get("SOHOA_KEY_FILE")
    return {**os.environ, "SOHOA_ARCHIVE_KEY_FILE": named} if named else dict(os.environ)


class EmbeddedArchive:
    """One running child. `address` is known when the constructor returns; raises `ArchiveAway` if it cannot start."""

    def __init__(self, folder: Path, runtime: Path) -> None:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            runtime.unlink(missing_ok=True)
            self._log = (folder / "service.log").open("ab")
        except OSError as error:
            raise as_core_error(durable.world_error(error, folder)) from error
        self._process = subprocess.Popen(
            [sys.executable, "-m", "server", "serve", "--data", str(folder), "--port", "0", "--runtime", str(runtime)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            env=_environment(),
        )
        try:
            self.address = self._await(runtime)
        except BaseException:
            self.close()
            raise

    def _await(self, runtime: Path) -> ArchiveAddress:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if runtime.exists():
                said = json.loads(runtime.read_text(encoding="utf-8"))
                return ArchiveAddress(url=said["url"], token=said["token"])
            time.sleep(_POLL_SECONDS)
        raise ArchiveAway(archive="embedded", detail=self._process.poll())

    def is_running(self) -> bool:
        """Whether the child still lives."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it cleanly: its standard input closes, it finishes its request and goes; by force if it does not."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
