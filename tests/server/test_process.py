"""The archive as a process: how it starts, tells where it is, ends, and what a kill leaves behind."""

import contextlib
import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.client import HttpArchive
from dossier.errors import ArchiveError, ArchiveUnauthorised
from dossier.ports import AckStatus
from server import cli
from server.serving import listen
from tests.support.archive_parts import Desk

pytestmark = pytest.mark.process

SECONDS = 60


@contextlib.contextmanager
def started(data: Path, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", dict[str, Any]]]:
    """A serving process and what it said when it was ready."""
    command = [sys.executable, "-m", "server", "serve", "--data", str(data), "--json", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process; its exit code and standard output."""

    def run(data: Path, *arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        try:
            code = cli.main([*arguments, "--data", str(data)])
        except SystemExit as end:
            code = int(end.code or 0)
        return code, capsys.readouterr().out

    return run


def code_of(output: str) -> str:
    return str(json.loads(output)["error"]["code"])


def test_an_embedded_archive_tells_its_token_in_a_private_file_and_ends_with_its_parent(tmp_path: Path) -> None:
    runtime = tmp_path / "a" / "runtime.json"
    with started(tmp_path / "a", "--runtime", str(runtime)) as (process, said):
        told = json.loads(runtime.read_text())
        assert stat.S_IMODE(runtime.stat().st_mode) == 0o600
        assert set(told) == {"pid", "port", "url", "archive", "token"}
        assert (told["pid"], told["url"], told["archive"]) == (process.pid, said["url"], said["archive"])
        assert told["token"] not in " ".join(json.dumps(said))
        with HttpArchive(told["url"], told["token"]) as client:
            me = client.identity()
            assert (me.user, me.office, me.embedded) == ("local", "local", True)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(SECONDS) == 0
        assert not runtime.exists()

    with started(tmp_path / "a", "--runtime", str(runtime)) as (_, again):
        assert again["archive"] == said["archive"]
        assert json.loads(runtime.read_text())["token"] != told["token"]
        with HttpArchive(again["url"], told["token"]) as late, pytest.raises(ArchiveUnauthorised):
            late.identity()


def test_sigterm_ends_it_cleanly(tmp_path: Path) -> None:
    runtime = tmp_path / "runtime.json"
    with started(tmp_path / "a", "--runtime", str(runtime)) as (process, _):
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    assert not runtime.exists()


def test_users_and_devices_are_entered_beside_the_running_archive(tmp_path: Path, ran: Run) -> None:
    data = tmp_path / "a"
    lan = ("user", "add", "lan", "--office", "xa-01", "--role", "clerk", "--role", "supervisor")
    with started(data) as (_, said):
        assert ran(data, *lan) == (0, "lan\n")
        code, token = ran(data, "device", "add", "--user", "lan")
        assert code == 0
        with HttpArchive(said["url"], token.strip()) as client:
            me = client.identity()
        assert (me.user, me.office, me.embedded, sorted(me.roles)) == ("lan", "xa-01", False, ["clerk", "supervisor"])
        for arguments, expected, why in [
            (lan, 2, "user_exists"),
            (("device", "add", "--user", "nobody"), 2, "not_found"),
            (("device", "revoke", "none"), 2, "not_found"),
            (("serve",), 3, "data_folder_in_use"),
        ]:
            code, output = ran(data, *arguments, "--json")
            assert (code, code_of(output)) == (expected, why)


def test_wrong_use_and_a_taken_port_have_their_exit_codes(tmp_path: Path, ran: Run) -> None:
    assert ran(tmp_path / "a", "user", "add", "lan", "--role", "king", "--office", "x")[0] == 2
    with listen("127.0.0.1", 0) as taken:
        code, output = ran(tmp_path / "a", "serve", "--port", str(taken.getsockname()[1]), "--json")
    assert (code, code_of(output)) == (3, "listen_failed")


def test_the_key_lies_outside_the_data_folder_or_where_it_is_said(
    tmp_path: Path, ran: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, key = tmp_path / "a", tmp_path / "elsewhere" / "archive.key"
    monkeypatch.setenv("SOHOA_ARCHIVE_KEY_FILE", str(key))
    lan = ("user", "add", "lan", "--office", "xa-01", "--role", "clerk")
    assert ran(data, *lan)[0] == 0
    secret = key.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert all(secret not in path.read_bytes() for path in data.rglob("*") if path.is_file())
    key.write_bytes(bytes(range(32)))
    code, output = ran(data, "device", "add", "--user", "lan", "--json")
    assert (code, code_of(output)) == (3, "wrong_key")
    key.unlink()
    code, output = ran(data, "device", "add", "--user", "lan", "--json")
    assert (code, code_of(output)) == (3, "key_missing")


def test_nothing_lies_open_in_the_data_folder(tmp_path: Path) -> None:
    runtime = tmp_path / "runtime.json"
    data = tmp_path / "a"
    desk = Desk()
    paper = desk.paper("HS-OPEN-01")
    with started(data, "--runtime", str(runtime)):
        told = json.loads(runtime.read_text())
        with HttpArchive(told["url"], told["token"]) as client:
            for sha256, file in desk.files.held.items():
                client.upload(sha256, file)
            client.push(desk.take_in(paper))
        for path in data.rglob("*"):
            if path.is_file():
                held = path.read_bytes()
                assert b"HS-OPEN-01" not in held, path
                assert told["token"].encode() not in held, path


@pytest.mark.crash
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_whatever_was_acknowledged_is_there_after_kill_9(tmp_path: Path) -> None:
    """The process is killed while a client pushes as fast as it can; then everything is pushed again."""
    data, runtime = tmp_path / "a", tmp_path / "runtime.json"
    desk = Desk()
    papers = [desk.paper(f"{number:04}") for number in range(80)]
    entries = [entry for paper in papers for entry in desk.take_in(paper)[:2]]
    batches = [entries[start : start + 8] for start in range(0, len(entries), 8)]
    acknowledged: set[str] = set()
    position = 0
    for kill_after in (2, 5):
        with started(data, "--runtime", str(runtime)) as (process, _):
            told = json.loads(runtime.read_text())
            enough = threading.Event()

            def kill(pid: int = process.pid, wait: threading.Event = enough) -> None:
                wait.wait(SECONDS)
                os.kill(pid, signal.SIGKILL)

            killer = threading.Thread(target=kill)
            killer.start()
            with HttpArchive(told["url"], told["token"], attempts=1) as client, contextlib.suppress(ArchiveError):
                for count, batch in enumerate(batches[position:]):
                    if count == kill_after:
                        enough.set()
                    answers = client.push(batch)
                    assert {answer.status for answer in answers} <= {AckStatus.APPLIED, AckStatus.DUPLICATE}
                    acknowledged |= {answer.operation for answer in answers}
                    position += 1
            enough.set()
            killer.join()
            assert process.wait(SECONDS) == -signal.SIGKILL

    with started(data, "--runtime", str(runtime)):
        told = json.loads(runtime.read_text())
        with HttpArchive(told["url"], told["token"]) as client:
            for batch in batches:
                for answer in client.push(batch):
                    if answer.operation in acknowledged:
                        assert answer.status is AckStatus.DUPLICATE
            counts = client.counts()
            assert (counts.dossiers, counts.documents) == (80, 80)
    assert acknowledged
