"""Child processes: running a tool, ending a process with everything it started, ending with one's parent.

The one place that knows how Linux and Windows differ in this (groups, signals, parent-death signal). It knows nothing
of what the tools are for.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import psutil

if sys.platform != "win32":
    import resource

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How a tool ended. A negative `code` is the number of the signal that ended it (Linux)."""

    code: int
    output: bytes
    complaint: str
    """What it wrote to standard error."""


def run_tool(
    arguments: Sequence[str],
    *,
    given: bytes = b"",
    seconds: float,
    work_seconds: int | None = None,
    environment: Mapping[str, str] | None = None,
    bound: bool = False,
) -> Finished:
    """Run a program to its end, with bytes through its standard input and output, so that no file is written.

    A `bound` program ends when the calling thread does, however that ends: for the main thread of a worker process,
    since it asks the kernel between fork and exec, where other busy threads could block it. Raises
    `FileNotFoundError` when the program is not installed and `TimeoutError` when it took longer than `seconds`, or
    worked more than `work_seconds` of processor time, which a busy machine does not shorten (Linux only; elsewhere
    `seconds` alone holds). It is ended first. Never in the UI thread.
    """
    with subprocess.Popen(
        arguments,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        creationflags=_CREATION_FLAGS,
        preexec_fn=_IN_CHILD if bound else None,  # noqa: PLW1509 - see `bound`
    ) as process:
        if work_seconds is not None:
            _limit_work(process.pid, work_seconds)
        try:
            output, complaint = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise TimeoutError(arguments[0]) from None
        except BaseException:
            process.kill()
            raise
    if work_seconds is not None and process.returncode == _WORKED_TOO_LONG:
        raise TimeoutError(arguments[0])
    return Finished(code=process.returncode, output=output, complaint=complaint.decode("utf-8", "replace"))


def memory_of_tree(pid: int) -> int:
    """Resident bytes of a process and all it started; 0 when it is gone. Shared pages count once a process."""
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.Error:
        return 0
    total = 0
    for process in family:
        with contextlib.suppress(psutil.Error):
            total += process.memory_info().rss
    return total


if sys.platform == "win32":
    # Without it every tool flashes a console window.
    _CREATION_FLAGS = subprocess.CREATE_NO_WINDOW
    _IN_CHILD = None
    _WORKED_TOO_LONG = None

    def give_back_memory() -> None:
        """Nothing: the Windows heap returns large blocks by itself."""

    def _limit_work(pid: int, seconds: int) -> None:
        """Nothing: a job object would be needed; the time on the clock bounds the program."""

    def lead_own_group(parent: int) -> None:
        """Nothing: Windows has no process groups, `end_tree` walks the tree instead."""

    def end_tree(pid: int) -> None:
        """End a process and everything it started, at once. Harmless when it is gone."""
        with contextlib.suppress(psutil.Error):
            root = psutil.Process(pid)
            for process in [*root.children(recursive=True), root]:
                with contextlib.suppress(psutil.Error):
                    process.kill()

    def end_own_tree() -> None:
        """End this process and everything it started, at once."""
        end_tree(os.getpid())

else:
    _libc = ctypes.CDLL(None, use_errno=True)

    def _end_with_parent() -> None:
        """Have the kernel kill this process when the thread that started it ends (prctl(2)); no such call on macOS."""
        if sys.platform == "linux":
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    def give_back_memory() -> None:
        """Return to the system what this process freed; glibc keeps large blocks for later, other libraries do not."""
        if (trim := getattr(_libc, "malloc_trim", None)) is not None:
            trim(0)

    def _limit_work(pid: int, seconds: int) -> None:
        """Have the kernel end a child after so much processor time (prlimit(2)); no such call on macOS."""
        if sys.platform == "linux":
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds + 1))

    _CREATION_FLAGS = 0
    _IN_CHILD = _end_with_parent
    _WORKED_TOO_LONG = -signal.SIGXCPU

    def lead_own_group(parent: int) -> None:
        """Make this process the leader of a group of its own, which ends when `parent` ends.

        The starting *thread* of the parent counts as the parent (prctl(2)); it must live as long as the child is
        wanted. What this process starts ends with it only where `run_tool` bound it. Exits at once when the parent
        was gone before the kernel was asked. Call from the child's main thread.
        """
        os.setpgid(0, 0)
        _end_with_parent()
        if os.getppid() != parent:
            os._exit(1)

    def end_tree(pid: int) -> None:
        """End a process that called `lead_own_group` and everything it started, at once. Harmless when it is gone."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            # It may not have come as far as making its group.
            os.kill(pid, signal.SIGKILL)

    def end_own_tree() -> None:
        """End this process, a group's leader, and everything it started, at once."""
        os.killpg(0, signal.SIGKILL)
