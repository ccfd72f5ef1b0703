"""One data folder, one owner: layout, lock, temporary files, room on the disk."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from files.data_folder import DataFolder, free_bytes, require_free, take_data_folder
from files.durable import write
from files.errors import DiskFull, FolderInUse, IoFailed
from files.locks import FolderLock

CHECKOUT = Path(__file__).resolve().parents[2]
HOLD = (
    "import sys; from pathlib import Path; from files.data_folder import take_data_folder\n"
    "held = take_data_folder(Path(sys.argv[1]))\n"
    "print('held', flush=True); sys.stdin.read()"
)


def holder(root: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def end(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.communicate()


def test_a_new_folder_is_private(tmp_path: Path) -> None:
    folder, lock = take_data_folder(tmp_path / "a" / "data")
    with lock:
        assert folder.tmp.is_dir()
        if os.name != "nt":
            assert folder.root.stat().st_mode & 0o777 == 0o700
            assert folder.tmp.stat().st_mode & 0o777 == 0o700
        assert not folder.holds_data()


def test_what_lay_in_tmp_is_gone_at_the_next_start(tmp_path: Path) -> None:
    folder, lock = take_data_folder(tmp_path)
    (folder.tmp / "deep").mkdir()
    (folder.tmp / "deep" / "page.png").write_bytes(b"secret")
    lock.release()
    folder, lock = take_data_folder(tmp_path)
    assert list(folder.tmp.iterdir()) == []
    lock.release()


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a right on Windows")
def test_a_tmp_that_points_elsewhere_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").write_text("keep", encoding="ascii")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tmp").symlink_to(elsewhere)
    folder, lock = take_data_folder(tmp_path / "data")
    lock.release()
    assert (elsewhere / "mine").exists()
    assert not folder.tmp.is_symlink()


def test_a_second_owner_is_refused_with_the_pid_of_the_first(tmp_path: Path) -> None:
    child = holder(tmp_path)
    try:
        with pytest.raises(FolderInUse) as caught:
            take_data_folder(tmp_path)
        assert caught.value.facts["pid"] == child.pid
    finally:
        end(child)


def test_a_second_owner_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with FolderLock(tmp_path / "lock"):
        with pytest.raises(FolderInUse) as caught:
            FolderLock(tmp_path / "lock")
        assert caught.value.facts["pid"] == os.getpid()


def test_the_folder_of_a_killed_owner_is_taken_over(tmp_path: Path) -> None:
    child = holder(tmp_path)
    child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    child.communicate()
    _, lock = take_data_folder(tmp_path)
    lock.release()


@pytest.mark.parametrize("said", ['{"pid": 1, "started": 0}', "{", "", '{"pid": "x"}', "[]"])
def test_a_stale_word_in_the_lock_file_hinders_nobody(tmp_path: Path, said: str) -> None:
    """A reused pid is told from the owner by its start time; a torn word tells nothing."""
    (tmp_path / "lock").write_text(said, encoding="ascii")
    FolderLock(tmp_path / "lock").release()


def test_a_living_owner_is_respected_where_the_lock_itself_does_not_work(tmp_path: Path) -> None:
    child = holder(tmp_path / "data")
    try:
        word = (tmp_path / "data" / "lock").read_bytes()
        (tmp_path / "lock").write_bytes(word)
        with pytest.raises(FolderInUse) as caught:
            FolderLock(tmp_path / "lock")
        assert caught.value.facts["pid"] == child.pid
    finally:
        end(child)


def test_a_released_lock_may_be_released_again_and_taken(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "lock")
    lock.release()
    lock.release()
    FolderLock(tmp_path / "lock").release()


def test_a_folder_with_a_cache_or_a_sealed_file_holds_data(tmp_path: Path) -> None:
    folder = DataFolder(root=tmp_path)
    (folder.sealed / "ab" / "cd").mkdir(parents=True)
    assert not folder.holds_data()
    (folder.sealed / "ab" / "cd" / "x").write_bytes(b"")
    assert folder.holds_data()
    other = DataFolder(root=tmp_path / "other")
    other.root.mkdir()
    other.database.write_bytes(b"")
    assert other.holds_data()


def test_a_full_disk_is_met_before_the_write(tmp_path: Path) -> None:
    not_yet = tmp_path / "not" / "yet"
    require_free(not_yet, 1)
    with pytest.raises(DiskFull) as caught:
        require_free(not_yet, free_bytes(tmp_path) + (1 << 40))
    assert caught.value.facts["needed"] > caught.value.facts["free"]  # type: ignore[operator]  # facts are numbers here


def test_a_write_that_fails_leaves_the_old_content(tmp_path: Path) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(5, "injected")

    path = tmp_path / "settings.json"
    write(path, b"old")
    with pytest.raises(IoFailed):
        write(path, b"new", sync=fail)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    write(path, b"new")
    assert path.read_bytes() == b"new"
