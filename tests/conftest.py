"""Guards that hold for every test, and the fixtures that every folder of tests may use.

A test leaves nothing behind (threads, child processes, timers), talks to nobody but this machine, writes nowhere but
into its own folders and logs no warning that it did not expect. Only tests of screens import Qt, never this module.
"""

from __future__ import annotations

import gc
import ipaddress
import logging
import os
import re
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = CHECKOUT.parent / "shared"
SECONDS_TO_END = 5.0
"""How long a thread or a child process that was told to stop may take after the test."""

_foreign_addresses: list[str] = []


def pytest_configure() -> None:
    """Refuse, from the first import on, every connection that leaves this machine."""
    sys.addaudithook(_refuse_foreign_address)


def _refuse_foreign_address(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.bind"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if isinstance(host, str) and not _is_loopback(host):
        _foreign_addresses.append(f"{event} {host}")
        raise PermissionError(f"tests may only talk to this machine, not to {host}")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The user's own data, settings and keyring are out of reach."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("SOHOA_")]:
            patch.delenv(name)
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(home / name.lower()))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        yield


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """No thread, child process, timer or foreign connection outlives its test; wider fixtures are set up before it."""
    threads = set(threading.enumerate())
    children = set(_children())
    _foreign_addresses.clear()
    yield
    left = [f"connection: {address}" for address in _foreign_addresses]
    left += [f"timer: {timer}" for timer in _active_timers(request)]
    left += [f"thread: {thread.name}" for thread in _running(set(threading.enumerate()) - threads)]
    _, alive = psutil.wait_procs(set(_children()) - children, timeout=SECONDS_TO_END)
    left += [f"process: {_describe(process)}" for process in alive]
    if left:
        pytest.fail("left behind by this test:\n  " + "\n  ".join(left), pytrace=False)


def _running(threads: set[threading.Thread]) -> list[threading.Thread]:
    for thread in threads:
        thread.join(SECONDS_TO_END)
    return [thread for thread in threads if thread.is_alive()]


def _children() -> list[psutil.Process]:
    """Child processes that are ours to end; the resource tracker of multiprocessing lives as long as this process."""
    return [child for child in psutil.Process().children() if "resource_tracker" not in _describe(child)]


def _describe(process: psutil.Process) -> str:
    try:
        return f"{process.pid} {' '.join(process.cmdline())}"
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return f"{process.pid} (ended)"


def _active_timers(request: pytest.FixtureRequest) -> list[str]:
    """Running QTimers after a test of screens; walking all objects is slow, so other tests do not pay for it."""
    if not {"qtbot", "qapp"} & set(request.fixturenames):
        return []
    core, shiboken = sys.modules.get("PySide6.QtCore"), sys.modules.get("shiboken6")
    if core is None or shiboken is None:
        return []
    timers = [thing for thing in gc.get_objects() if isinstance(thing, core.QTimer) and shiboken.isValid(thing)]
    return [repr(timer) for timer in timers if timer.isActive()]


class ExpectedLogs(logging.Handler):
    """Collects warnings and errors of a test; each must match an expected pattern and each pattern must be met."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.patterns: list[str] = []
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def __call__(self, pattern: str) -> None:
        """Expect a line `LEVEL logger: message` in which the regular expression is found, once or more."""
        self.patterns.append(pattern)

    def problems(self) -> list[str]:
        """Lines nobody expected, then patterns nothing met."""
        unexpected = [line for line in self.lines if not any(re.search(pattern, line) for pattern in self.patterns)]
        unmet = [pattern for pattern in self.patterns if not any(re.search(pattern, line) for line in self.lines)]
        return [f"unexpected: {line}" for line in unexpected] + [f"never logged: {pattern}" for pattern in unmet]


@pytest.fixture(autouse=True)
def expect_log() -> Iterator[ExpectedLogs]:
    """Call it with a pattern when the test provokes a warning; any other record of WARNING or above fails the test."""
    expected = ExpectedLogs()
    root = logging.getLogger()
    root.addHandler(expected)
    yield expected
    root.removeHandler(expected)
    if problems := expected.problems():
        pytest.fail("log records of this test:\n  " + "\n  ".join(problems), pytrace=False)


@pytest.fixture(scope="session")
def shared_file() -> Callable[[str], Path]:
    """The path of a file or folder below shared/data; skips where the folder is not laid beside the checkout."""

    def find(name: str) -> Path:
        path = SHARED / "data" / name
        if path.exists():
            return path
        if SHARED.exists() and os.environ.get("CI") == "true":
            pytest.fail(f"shared/ is here but {path} is not", pytrace=False)
        pytest.skip(f"{path} is not on this machine")

    return find


@pytest.fixture(scope="session")
def shared_data(shared_file: Callable[[str], Path]) -> Path:
    """The folder shared/data with real scans; skips where it is absent."""
    return shared_file(".")
