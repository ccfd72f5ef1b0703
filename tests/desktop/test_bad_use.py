"""Bad use and a bad day of the machine: a sentence, an exit code, no traceback, and nothing lost."""

import os
import subprocess
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from files.data_folder import take_data_folder
from tests.desktop.running import Ended, sohoa
from tests.support.papers import write_dossier

pytestmark = [pytest.mark.process, pytest.mark.slow]

STAGES = ("full", "first")
NOWHERE = "http://127.0.0.1:9"
"""The discard port: nobody listens."""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dossier(tmp_path_factory.mktemp("papers") / "HS-1")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, papers: Path) -> tuple[Path, Path]:
    """A data folder with a dossier in it, and the file of its key."""
    root = tmp_path_factory.mktemp("kept")
    key = root / "elsewhere" / "sohoa.key"
    done = sohoa("import", papers, data=root / "data", variables={"SOHOA_KEY_FILE": str(key)})
    assert done.code == 0
    return root / "data", key


def refused(ended: Ended, code: str, sentence: str) -> None:
    """The machine cannot: exit code 3, the sentence for people, the same in the one document for programs."""
    assert ended.code == 3, ended
    assert sentence in ended.err
    error = ended.document["error"]
    assert error["code"] == code
    assert sentence in error["message"]


@pytest.mark.parametrize("command", ["read", "digitise"])
def test_a_file_that_is_not_there_fails_alone(tmp_path: Path, command: str) -> None:
    ended = sohoa(command, "--json", tmp_path / "khong-co.pdf", data=tmp_path / "data")
    assert ended.code == 1
    said = ended.document
    failed = said["pages"][0]["error"] if command == "read" else said["failed"][0]
    assert failed["code"] == "source_missing"
    assert "Không tìm thấy tệp hoặc thư mục" in failed["message"]
    assert "khong-co.pdf" in failed["message"]


@pytest.fixture(scope="module")
def without_packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A machine on which packages are not installed, as every process started there sees it; both readers at first."""
    folder = tmp_path_factory.mktemp("site")
    hide = """
        import importlib.metadata as metadata, os, sys
        hidden = os.environ["HIDDEN_PACKAGES"].split()
        sys.modules.update(dict.fromkeys(hidden))
        found = metadata.Distribution.from_name
        def from_name(name):
            if name in hidden:
                raise metadata.PackageNotFoundError(name)
            return found(name)
        metadata.Distribution.from_name = staticmethod(from_name)
    """
    (folder / "sitecustomize.py").write_text(textwrap.dedent(hide), encoding="utf-8")
    return {"PYTHONPATH": str(folder), "HIDDEN_PACKAGES": "trueocr tesserocr"}


@pytest.mark.parametrize(
    ("variable", "code", "sentence"),
    [
        ("PATH", "engine_missing", "Máy này chưa có bộ nhận dạng chữ"),
        ("TESSDATA_PREFIX", "language_missing", "thiếu dữ liệu ngôn ngữ"),
    ],
)
def test_without_any_reader_nothing_is_begun(
    papers: Path, tmp_path: Path, without_packages: dict[str, str], variable: str, code: str, sentence: str
) -> None:
    (tmp_path / "empty").mkdir()
    missing = {variable: str(tmp_path / "empty"), **without_packages}
    refused(sohoa("read", "--json", papers, variables=missing), code, sentence)
    refused(sohoa("digitise", "--json", papers, data=tmp_path / "data", variables=missing), code, sentence)


def test_either_reader_alone_reads_and_doctor_says_which(
    papers: Path, tmp_path: Path, without_packages: dict[str, str]
) -> None:
    (tmp_path / "empty").mkdir()
    nothing = str(tmp_path / "empty")
    first_alone = {**without_packages, "HIDDEN_PACKAGES": "tesserocr", "PATH": nothing}
    for variables, engine in ((first_alone, "trueocr"), (without_packages, "tesseract")):
        full, first = (sohoa("read", "--json", "--stage", stage, papers, variables=variables) for stage in STAGES)
        assert (full.code, first.code) == (0, 0)
        assert full.document["documents"] == first.document["documents"]
        checks = sohoa("doctor", "--json", data=tmp_path / "data", variables=variables).document["checks"]
        said = {check["name"]: check for check in checks}
        assert engine in said["engine"]["detail"]
        assert said["second_reader"]["ok"] is False
        assert "--stage full" in said["second_reader"]["detail"]


def test_doctor_says_what_is_missing_and_looks_at_the_rest(tmp_path: Path, without_packages: dict[str, str]) -> None:
    (tmp_path / "empty").mkdir()
    doctor = sohoa("doctor", data=tmp_path / "data", variables={"PATH": str(tmp_path / "empty"), **without_packages})
    assert doctor.code == 3
    assert "✗ Bộ nhận dạng chữ: Máy này chưa có bộ nhận dạng chữ" in doctor.out
    assert "✗ Đọc tệp PDF: Máy này thiếu chương trình cần dùng" in doctor.out
    assert "✓ Dữ liệu trên máy" in doctor.out


def test_the_key_of_another_folder_opens_nothing(kept: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    other.write_text("ab" * 32)
    ended = sohoa("search", "--json", "x", data=kept[0], variables={"SOHOA_KEY_FILE": str(other)})
    refused(ended, "wrong_key", "không mở được dữ liệu trên máy này")


def test_a_key_that_is_gone_is_never_replaced_by_a_new_one(kept: tuple[Path, Path], tmp_path: Path) -> None:
    gone = {"SOHOA_KEY_FILE": str(tmp_path / "gone.key")}
    refused(sohoa("search", "--json", "x", data=kept[0], variables=gone), "key_missing", "Không tìm thấy khóa")
    assert not (tmp_path / "gone.key").exists()
    back = sohoa("search", "--json", "HS-1", data=kept[0], variables={"SOHOA_KEY_FILE": str(kept[1])})
    assert [found["code"] for found in back.document["dossiers"]] == ["HS-1"]


def test_a_folder_that_another_process_works_in_is_left_alone(tmp_path: Path) -> None:
    _, lock = take_data_folder(tmp_path / "data")
    try:
        ended = sohoa("search", "--json", "x", data=tmp_path / "data")
    finally:
        lock.release()
    refused(ended, "data_folder_in_use", "đang được một cửa sổ Sohoa khác sử dụng")
    assert str(os.getpid()) in ended.document["error"]["message"]


@pytest.mark.parametrize("arguments", [("dance",), ("read",), ("read", "--jobs", "0", "x.pdf"), ("search", "--nope")])
def test_wrong_use_is_told_and_nothing_is_printed_for_programs(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ended = sohoa(*arguments, data=tmp_path / "data")
    assert ended.code == 2
    assert ended.out == ""
    assert "usage: sohoa" in ended.err
    assert "error: " in ended.err.splitlines()[-1]
    assert not (tmp_path / "data").exists()


def test_while_the_archive_is_away_work_goes_on_and_waits(papers: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    away = sohoa("digitise", "--json", papers, "--archive", NOWHERE, data=data, variables={"SOHOA_TOKEN": "x"})
    assert away.code == 0
    said = away.document
    assert said["sent"] == {"blobs": 0, "operations": 0}
    assert said["archive"] is None
    assert said["dossiers"][0]["fields"] > 0
    assert said["waiting"]["code"] == "archive_away"
    assert "Chưa kết nối được với kho lưu trữ số" in said["waiting"]["message"]

    back = sohoa("digitise", "--json", papers, data=data)
    assert back.code == 0
    assert back.document["dossiers"] == said["dossiers"]
    assert back.document["sent"] == {"blobs": 1, "operations": said["waiting"]["operations"]}
    assert back.document["archive"] == {"dossiers": 1, "documents": 1, "pages": 1}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with 3 MB of room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "sohoa-test", str(disk)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command here")
    if done.returncode != 0:
        pytest.skip(f"this user may not mount a small disk: {done.stderr.strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_stops_the_command_and_room_makes_it_whole(papers: Path, small_disk: Path) -> None:
    """Full for the page file, then full for the cache's own growth, then with room."""
    data, ballast = small_disk / "data", small_disk / "ballast"
    assert sohoa("search", "x", data=data).code == 0  # the folder is made while there is room
    for left in (90_000, 180_000):
        fill(ballast, left)
        full = sohoa("import", "--json", papers, data=data)
        refused(full, "disk_full", "Ổ đĩa đã đầy")
        ballast.unlink()
    done = sohoa("import", "--json", papers, data=data)
    assert done.code == 0
    (dossier,) = done.document["dossiers"]
    assert (dossier["code"], dossier["documents"], dossier["pages"]) == ("HS-1", 1, 1)
    again = sohoa("import", "--json", papers, data=data)
    assert again.document["dossiers"] == [dossier], "nothing lost, nothing doubled"


def fill(ballast: Path, left: int) -> None:
    """Take all room of the disk but so many bytes."""
    disk = os.statvfs(ballast.parent)
    ballast.write_bytes(bytes(disk.f_bavail * disk.f_frsize - left))


def test_without_a_display_the_window_says_so(tmp_path: Path) -> None:
    nowhere = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), "")
    refused(sohoa("--json", data=tmp_path / "data", variables=nowhere), "display_missing", "không có màn hình")
