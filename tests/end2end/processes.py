"""Starts the real processes of an end-to-end test: the archive and desktops, each with a data folder of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self


def command(*arguments: str, environment: dict[str, str]) -> str:
    """Run a command to its end; its standard output."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.strip()


class ArchiveProcess:
    """`sohoa-archive serve` on a fixed port, so that it can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = dict(os.environ)
        self._process: subprocess.Popen[str] | None = None
        self.url = ""
        self._port = "0"

    def enrol(self, user: str, *roles: str) -> str:
        """Enter a user with roles and a device; returns the device's token."""
        wanted = [argument for role in roles for argument in ("--role", role)]
        where = ("--data", str(self.folder))
        command("server", "user", "add", user, *wanted, "--office", "HOANG-LOC", *where, environment=self.environment)
        return command("server", "device", "add", "--user", user, *where, environment=self.environment)

    def start(self) -> None:
        """Start, and wait for the line that says where it listens."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "server", "serve", "--data", str(self.folder), "--port", self._port],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.url = _stream(self._process.stdout).readline().strip()
        self._port = self.url.rsplit(":", 1)[1].strip("/")

    def stop(self) -> None:
        """Pull the plug: SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            _stream(self._process.stdout).close()
            self._process = None


class DesktopProcess:
    """A desktop of one person."""

    def __init__(self, data: Path, url: str, token: str, **environment: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.end2end.desk", str(data), url],
            env={**os.environ, "SOHOA_TOKEN": token, "QT_QPA_PLATFORM": "offscreen", **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _stream(self._process.stdin).close()
        self._process.wait(60)
        _stream(self._process.stdout).close()

    def do(self, what: str, **arguments: object) -> Any:
        """One command; its answer. A failed one fails the test with what the process said."""
        _stream(self._process.stdin).write(json.dumps({"do": what, **arguments}, ensure_ascii=False) + "\n")
        _stream(self._process.stdin).flush()
        line = _stream(self._process.stdout).readline()
        answer = json.loads(line) if line else {"error": f"process ended: {self._process.poll()}"}
        assert "error" not in answer, (what, answer)
        return answer["ok"]


def _stream(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
