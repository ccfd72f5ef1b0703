"""The guards of conftest.py fail a test that leaks, connects or warns: they run here on tests that misbehave."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

MISBEHAVING = """
import logging, pathlib, socket, subprocess, sys, threading, warnings
import pytest

def test_leaks_a_thread():
    threading.Thread(target=threading.Event().wait, daemon=True, name="forgotten").start()

def test_leaks_a_process():
    subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)

def test_connects_elsewhere_and_hides_it():
    with pytest.raises(PermissionError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect(("192.0.2.1", 9))

def test_looks_a_name_up():
    socket.getaddrinfo("archive.example", 443)

def test_warns_in_the_log():
    logging.getLogger("storage").warning("half a page")

def test_warns_to_python():
    warnings.warn("old way")

def test_expects_a_warning_that_never_comes(expect_log):
    expect_log("archive away")

def test_behaves(expect_log):
    expect_log("WARNING archive: away for a while")
    logging.getLogger("archive").warning("away for %s", "a while")
    thread = threading.Thread(target=int)
    thread.start()
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("guards")
    guards = Path(__file__).with_name("conftest.py").read_text("utf-8")
    assert "SECONDS_TO_END = 5.0" in guards
    (folder / "conftest.py").write_text(guards.replace("SECONDS_TO_END = 5.0", "SECONDS_TO_END = 0.2"), "utf-8")
    (folder / "test_misbehaving.py").write_text(MISBEHAVING, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", "utf-8")
    quick = [f"--override-ini=cache_dir={folder}", "-p", "no:pytest-qt", "-p", "no:hypothesispytest", "-p", "no:xdist"]
    command = [sys.executable, "-m", "pytest", "-rA", "--tb=short", "--color=no", *quick, str(folder)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    finished = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return finished.stdout + finished.stderr


@pytest.mark.parametrize(
    ("test", "reason"),
    [
        ("test_leaks_a_thread", "thread: forgotten"),
        ("test_leaks_a_process", "process: "),
        ("test_connects_elsewhere_and_hides_it", "connection: socket.connect 192.0.2.1"),
        ("test_looks_a_name_up", "tests may only talk to this machine"),
        ("test_warns_in_the_log", "unexpected: WARNING storage: half a page"),
        ("test_warns_to_python", "UserWarning: old way"),
        ("test_expects_a_warning_that_never_comes", "never logged: archive away"),
    ],
)
def test_a_misbehaving_test_fails_with_its_reason(report: str, test: str, reason: str) -> None:
    assert f"ERROR test_misbehaving.py::{test} " in report or f"FAILED test_misbehaving.py::{test} " in report, report
    assert reason in report


def test_a_decent_test_passes(report: str) -> None:
    assert "PASSED test_misbehaving.py::test_behaves" in report, report
    assert "ERROR test_misbehaving.py::test_behaves" not in report, report
