"""A page that crashes, hangs or eats memory costs one page; nothing outlives its parent."""

from __future__ import annotations

import errno
import functools
import os
import select
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from PIL import Image, ImageDraw

from dossier.errors import (
    BugError,
    EngineMissing,
    OpeningCrashed,
    OpeningNotStarted,
    PageDamaged,
    ReadingCrashed,
    ReadingOutOfMemory,
    ReadingTimedOut,
    SohoaError,
    SourceMissing,
)
from dossier.ports import ReadingPriority
from dossier.reading import PagePicture
from ocr.workers import Bounds, WorkerPageReader, WorkerPictureSource
from ocr.workers.process import WorkerProcess
from tests.support import fault_engines
from tests.support.drawn_pages import jpeg, letter, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocr.readers import Readers
    from ocr.workers.child import Job

MILLISECONDS = 60_000

pytestmark = [pytest.mark.process, pytest.mark.crash]


@functools.cache
def page(width: int, number: int = 1, height: int = 500) -> PagePicture:
    """A page that is not blank, on which `FaultEngine` does what its width asks for."""
    image = Image.new("L", (width, height), "white")
    pen = ImageDraw.Draw(image)
    for row in range(60, 440, 30):
        pen.rectangle((50, row, 350, row + 12), fill="black")
    return picture(image, number)


def reader(
    readers: Callable[[], Readers] = fault_engines.fault_readers, *, seconds: float = 60.0, memory: int = 1_000_000_000
) -> WorkerPageReader:
    return WorkerPageReader(readers, jobs=1, bounds=Bounds(seconds=seconds, memory=memory))


def told(fifo: Path) -> list[int]:
    """What a hanging engine writes: its process id and its tool's. Waits for the writer, but not for ever."""
    descriptor = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    try:
        written = select.poll()
        written.register(descriptor, select.POLLIN)
        assert written.poll(MILLISECONDS), "no engine hangs"
        return [int(pid) for pid in os.read(descriptor, select.PIPE_BUF).split()]
    finally:
        os.close(descriptor)


@pytest.mark.parametrize(("width", "exit_code"), [(fault_engines.EXIT, 3), (fault_engines.KILL, -signal.SIGKILL)])
def test_a_crash_costs_one_page_and_the_next_is_read_by_a_new_worker(width: int, exit_code: int) -> None:
    with reader() as pages:
        before = pages.submit(page(fault_engines.GOOD, 1))
        crashed = pages.submit(page(width, 2))
        after = pages.submit(page(fault_engines.GOOD, 3))
        with pytest.raises(ReadingCrashed) as caught:
            crashed.result(60)
        assert caught.value.facts == {"page": 2, "exit": exit_code}
        assert before.result(60).words[0].text != after.result(60).words[0].text


def test_a_hanging_page_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fifo = tmp_path / "pids"
    os.mkfifo(fifo)
    monkeypatch.setenv(fault_engines.PIPE, str(fifo))
    with reader(seconds=4) as pages:
        # The worker is up before the clock runs, or a busy machine ends it before it hangs.
        assert pages.submit(page(fault_engines.GOOD)).result(60).words
        hung = pages.submit(page(fault_engines.HANG, 5))
        family = [psutil.Process(pid) for pid in told(fifo)]
        with pytest.raises(ReadingTimedOut) as caught:
            hung.result(60)
        assert caught.value.facts["page"] == 5
        assert not psutil.wait_procs(family, timeout=10)[1]
        assert pages.submit(page(fault_engines.GOOD)).result(60).words


def test_a_page_that_eats_memory_is_ended() -> None:
    with reader(memory=400_000_000) as pages:
        eating = pages.submit(page(fault_engines.EAT, 9))
        with pytest.raises(ReadingOutOfMemory) as caught:
            eating.result(60)
        assert caught.value.facts["page"] == 9
        assert int(caught.value.facts["bytes"] or 0) > 400_000_000


def test_errors_come_home_and_the_worker_goes_on() -> None:
    with reader() as pages:
        stumbled, refused, missing, good = (
            pages.submit(page(width, number))
            for number, width in enumerate(
                (fault_engines.RAISE, fault_engines.REFUSE, fault_engines.MISSING, fault_engines.GOOD), 1
            )
        )
        with pytest.raises(ReadingCrashed) as bug:
            stumbled.result(60)
        assert (bug.value.facts["kind"], bug.value.facts["page"]) == ("ZeroDivisionError", 1)
        assert str(bug.value.facts["where"]).startswith("stumble:")
        with pytest.raises(PageDamaged):
            refused.result(60)
        with pytest.raises(EngineMissing):
            missing.result(60)
        assert good.result(60).words[0].text.endswith("of-1")


class NoProcess(WorkerProcess):
    """The machine has no process left."""

    def start(self) -> None:
        raise BlockingIOError(errno.EAGAIN, "no process")


def test_a_process_that_cannot_be_started_costs_the_page_and_the_next_one_asks_again() -> None:
    kinds = iter((NoProcess, WorkerProcess))

    def start(job: Callable[[], Job], bounds: Bounds) -> WorkerProcess:
        return next(kinds)(job, bounds)

    with WorkerPageReader(fault_engines.fault_readers, jobs=1, new_process=start) as pages:
        lost, good = pages.submit(page(fault_engines.GOOD, 1)), pages.submit(page(fault_engines.GOOD, 2))
        with pytest.raises(ReadingCrashed) as refused:
            lost.result(60)
        assert refused.value.facts == {"errno": errno.EAGAIN, "page": 1}
        assert good.result(60).words


def test_the_page_on_screen_overtakes_and_waiting_pages_can_be_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[int] = []
    fifo = tmp_path / "pids"
    os.mkfifo(fifo)
    monkeypatch.setenv(fault_engines.PIPE, str(fifo))
    with reader() as pages:
        blocking = pages.submit(page(fault_engines.HANG, 1))
        worker = told(fifo)[0]
        waiting = {
            number: pages.submit(page(fault_engines.GOOD, number), priority)
            for number, priority in (
                (2, ReadingPriority.BACKGROUND),
                (3, ReadingPriority.BACKGROUND),
                (4, ReadingPriority.ON_SCREEN),
            )
        }
        assert waiting[3].cancel()
        waiting[2].add_done_callback(lambda _: order.append(2))
        waiting[4].add_done_callback(lambda _: order.append(4))
        os.killpg(worker, signal.SIGKILL)
        assert isinstance(blocking.exception(60), ReadingCrashed)
        waiting[2].result(60)
        waiting[4].result(60)
    assert order == [4, 2]


@pytest.mark.parametrize(
    ("width", "loss"),
    [
        (fault_engines.KILL, ReadingCrashed),
        (fault_engines.HANG, ReadingTimedOut),
        (fault_engines.EAT, ReadingOutOfMemory),
        (fault_engines.RAISE, ReadingCrashed),
    ],
)
def test_what_befalls_the_second_reader_costs_that_stage_alone(width: int, loss: type[SohoaError]) -> None:
    with reader(fault_engines.two_readers, seconds=5, memory=450_000_000) as pages:
        bad = page(width, 1, fault_engines.SECOND_FAULTS)
        first = pages.submit(bad).result(60)
        assert first.words
        assert first.second_reader is None
        with pytest.raises(loss):
            pages.submit_second(bad, first).result(60)
        good = page(fault_engines.GOOD, 2)
        first = pages.submit(good).result(60)
        whole = pages.submit_second(good, first).result(60)
        assert whole.second_reader == "second 1"
        assert [(word.text, word.box) for word in whole.words] == [(word.text, word.box) for word in first.words]
        assert [word.second for word in whole.words] == ["second"]


def test_without_a_second_reader_the_reading_stays_as_it_was() -> None:
    with reader() as pages:
        good = page(fault_engines.GOOD)
        first = pages.submit(good).result(60)
        assert pages.submit_second(good, first).result(60) == first


def test_first_stages_go_first_and_within_a_stage_what_is_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fifo = tmp_path / "pids"
    os.mkfifo(fifo)
    monkeypatch.setenv(fault_engines.PIPE, str(fifo))
    with reader(fault_engines.two_readers) as pages:
        hanging = page(fault_engines.HANG, 1, fault_engines.SECOND_FAULTS)
        read = pages.submit(hanging).result(60)
        blocking = pages.submit_second(hanging, read)
        worker = told(fifo)[0]
        shown = page(fault_engines.GOOD, 2, 510)
        others = [page(fault_engines.GOOD, number, 520 + 10 * number) for number in (3, 4)]
        named = {
            "second": pages.submit_second(others[0], read),
            "second on screen": pages.submit_second(shown, read),
            "first": pages.submit(others[1]),
            "first on screen": pages.submit(shown),
        }
        for name, future in named.items():
            future.add_done_callback(lambda _, name=name: order.append(name))  # type: ignore[misc]
        pages.prefer(shown.sha256)
        assert pages.preferred == shown.sha256
        os.killpg(worker, signal.SIGKILL)
        assert isinstance(blocking.exception(60), ReadingCrashed)
        for future in named.values():
            future.result(60)
    assert order == ["first on screen", "first", "second on screen", "second"]


def test_closing_ends_a_page_that_hangs_and_cancels_what_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fifo = tmp_path / "pids"
    os.mkfifo(fifo)
    monkeypatch.setenv(fault_engines.PIPE, str(fifo))
    pages = reader()
    hung, waits = pages.submit(page(fault_engines.HANG)), pages.submit(page(fault_engines.GOOD))
    told(fifo)
    pages.close()
    assert waits.cancelled()
    with pytest.raises(CancelledError):
        hung.result(0)
    with pytest.raises(BugError):
        pages.submit(page(fault_engines.GOOD))


def test_who_waits_for_pages_loads_nothing_that_reads_them() -> None:
    code = "import sys, desktop.reading_tools; print({'cv2', 'numpy', 'onnxruntime', 'tesserocr'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_worker_loads_neither_screens_nor_database() -> None:
    with WorkerPageReader(fault_engines.modules_readers, jobs=1) as pages:
        assert pages.submit(page(fault_engines.GOOD)).result(60).reader == ""


@pytest.mark.skipif(sys.platform == "win32", reason="uses a fifo and SIGKILL")
def test_nothing_outlives_a_parent_that_was_killed(tmp_path: Path) -> None:
    fifo = tmp_path / "pids"
    os.mkfifo(fifo)
    script = """
        from tests.ocr.test_workers import page, reader
        from tests.support.fault_engines import HANG
        if __name__ == "__main__":
            reader().submit(page(HANG)).result()
    """
    main = tmp_path / "main.py"
    main.write_text(textwrap.dedent(script), encoding="utf-8")
    environment = {**os.environ, fault_engines.PIPE: str(fifo), "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, str(main)], env=environment) as parent:
        try:
            family = [psutil.Process(pid) for pid in told(fifo)]
        finally:
            parent.kill()
    assert len(family) == 2
    assert not psutil.wait_procs(family, timeout=10)[1]


def test_pages_of_a_file_arrive_and_the_worker_is_used_again(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg(letter()))
    with WorkerPictureSource() as source:
        for _ in range(2):
            (made,) = source.pictures(tmp_path / "a.jpg")
            assert isinstance(made, PagePicture)
            assert made.data == (tmp_path / "a.jpg").read_bytes()
        workers = [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]
        assert len(workers) == 1
        with pytest.raises(SourceMissing) as caught:
            next(source.pictures(tmp_path / "b.jpg"))
        assert caught.value.facts["source"] == "b.jpg"


def test_a_crash_while_opening_costs_one_page(tmp_path: Path) -> None:
    with WorkerPictureSource(opener=fault_engines.crashing_opener) as source:
        made = list(source.pictures(tmp_path / "five.pdf"))
        assert [item.number for item in made if isinstance(item, PagePicture)] == [1, 2, 4, 5]
        (lost,) = (item for item in made if isinstance(item, OpeningCrashed))
        assert lost.facts == {"source": "five.pdf", "page": 3, "exit": -signal.SIGKILL}
        with pytest.raises(OpeningCrashed):
            next(source.pictures(tmp_path / "early.pdf"))
        stubborn = source.pictures(tmp_path / "always.pdf")
        assert [type(next(stubborn)), type(next(stubborn))] == [OpeningCrashed, OpeningCrashed]
        with pytest.raises(OpeningCrashed):
            next(stubborn)


def test_a_slip_of_ours_while_opening_costs_one_page(tmp_path: Path) -> None:
    with WorkerPictureSource(opener=fault_engines.crashing_opener) as source:
        made = list(source.pictures(tmp_path / "odd.pdf"))
    assert [item.number for item in made if isinstance(item, PagePicture)] == [1, 2, 4, 5]
    (lost,) = (item for item in made if isinstance(item, OpeningCrashed))
    facts = {name: lost.facts[name] for name in ("source", "page", "kind")}
    assert facts == {"source": "odd.pdf", "page": 3, "kind": "ZeroDivisionError"}


def test_a_file_that_is_left_in_the_middle_ends_its_worker(tmp_path: Path) -> None:
    with WorkerPictureSource(opener=fault_engines.crashing_opener) as source:
        left = source.pictures(tmp_path / "five.pdf")
        next(left)
        left.close()  # type: ignore[attr-defined]
        assert not [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def test_a_file_for_which_no_process_starts_fails_with_its_own_error_and_the_next_one_opens(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(jpeg(letter()))
    kinds = iter((NoProcess, WorkerProcess))

    def start(job: Callable[[], Job], bounds: Bounds) -> WorkerProcess:
        return next(kinds)(job, bounds)

    with WorkerPictureSource(new_process=start) as source:
        with pytest.raises(OpeningNotStarted) as refused:
            next(source.pictures(tmp_path / "a.jpg"))
        assert refused.value.facts == {"source": "a.jpg", "errno": errno.EAGAIN}
        (made,) = source.pictures(tmp_path / "b.jpg")
        assert isinstance(made, PagePicture)


def test_a_file_for_which_no_thread_is_left_is_not_called_broken(tmp_path: Path) -> None:
    code = """
        import threading, sys
        from pathlib import Path
        from dossier.errors import OpeningNotStarted
        from ocr.workers import WorkerPictureSource
        def no_thread(*_):
            raise RuntimeError("can't start new thread")
        def opened():
            try:
                return [item.number for item in source.pictures(Path(sys.argv[1]))]
            except OpeningNotStarted as error:
                return error.facts
        if __name__ == "__main__":
            start = threading.Thread.start
            with WorkerPictureSource() as source:
                threading.Thread.start = no_thread
                print(opened())
                threading.Thread.start = start
                print(opened())
    """
    (tmp_path / "main.py").write_text(textwrap.dedent(code), encoding="utf-8")
    (tmp_path / "a.jpg").write_bytes(jpeg(letter()))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, str(tmp_path / "main.py"), str(tmp_path / "a.jpg")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert f"{{'source': 'a.jpg', 'errno': {errno.EAGAIN}}}\n[1]\n" in done.stdout
