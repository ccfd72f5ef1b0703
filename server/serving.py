"""Running the archive as a process: its socket, its runtime file, its end.

A supervised archive writes a runtime file (address and token, readable by its user alone) once it answers, removes it
at its end and ends with its parent: a pipe on standard input that closes says that the parent is gone.
"""

import json
import os
import socket
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from files import durable

_SECONDS_TO_FINISH = 5
"""What running requests are given when the archive is told to end."""

_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}},
    "loggers": {"uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises `OSError` when the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def url_of(listening: socket.socket) -> str:
    """The address to reach a listening socket by."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class ArchiveServer(uvicorn.Server):
    """A uvicorn server that says when it answers."""

    def __init__(self, app: FastAPI, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=_LOGGING,
                access_log=False,
                server_header=False,
                lifespan="off",
                timeout_graceful_shutdown=_SECONDS_TO_FINISH,
            )
        )
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn does, then tell."""
        await super().startup(sockets=sockets)
        if self.started:
            self._on_ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as uvicorn calls it
        """SIGINT, SIGTERM: finish and end; the second one at once. uvicorn's own would raise the signal again later."""
        self.force_exit = self.should_exit
        self.should_exit = True

    def end(self) -> None:
        """Finish what runs and end; from any thread."""
        self.should_exit = True


def serve(server: ArchiveServer, listening: socket.socket, *, with_parent: bool) -> None:
    """Serve until told to end, by SIGTERM, SIGINT or the end of the parent. Runs in the main thread."""
    if with_parent:
        _watch_parent(server)
    server.run(sockets=[listening])


def _watch_parent(server: ArchiveServer) -> None:
    """End when standard input closes, where it is a pipe: a terminal or the null device says nothing of a parent."""
    if sys.stdin is None or not stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        return

    def watch() -> None:
        while os.read(descriptor, 4096):
            pass
        server.end()

    descriptor = sys.stdin.fileno()
    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


class RuntimeFile:
    """Where a supervised archive says how it is reached: JSON {pid, port, url, archive, token}, mode 0600."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, *, url: str, port: int, archive: str, token: str) -> None:
        """Write it whole or not at all. Raises `files.errors.FilesError`."""
        said = {"pid": os.getpid(), "port": port, "url": url, "archive": archive, "token": token}
        durable.make_folder(self._path.parent)
        durable.write(self._path, json.dumps(said).encode())

    def remove(self) -> None:
        """Remove it, unless another archive has put its own there since."""
        try:
            said = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return
        if said.get("pid") == os.getpid():
            self._path.unlink(missing_ok=True)
