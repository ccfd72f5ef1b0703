"""A tool is bounded by the work it does and, more loosely, by the clock; a busy machine shortens neither."""

from __future__ import annotations

import sys

import pytest

from files.processes import run_tool

pytestmark = pytest.mark.process

_TELL_LIMIT = "import resource, sys; sys.stdin.read(); print(resource.getrlimit(resource.RLIMIT_CPU)[0])"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is the kernel's")
def test_work_without_end_is_ended_by_its_processor_time() -> None:
    with pytest.raises(TimeoutError):
        run_tool([sys.executable, "-c", "while True: pass"], seconds=100, work_seconds=1)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is the kernel's")
@pytest.mark.parametrize("bound", [True, False])
def test_the_limit_stands_before_the_tool_is_given_anything(bound: bool) -> None:
    told = run_tool([sys.executable, "-c", _TELL_LIMIT], given=b"x", seconds=60, work_seconds=7, bound=bound)
    assert (told.code, told.output) == (0, b"7\n")


def test_a_tool_that_only_waits_is_ended_by_the_clock() -> None:
    waits = "import sys, threading; threading.Event().wait()"
    with pytest.raises(TimeoutError):
        run_tool([sys.executable, "-c", waits], seconds=0.3, work_seconds=60)


def test_a_tool_that_is_done_at_once_is_not_disturbed() -> None:
    assert run_tool([sys.executable, "-c", "print('done')"], seconds=60, work_seconds=60).output.split() == [b"done"]
