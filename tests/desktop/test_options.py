"""Options on either side of the command, settings that cannot be read, one key file for cache and archive."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.environment import read_settings
from dossier.errors import SettingsDamaged
from tests.desktop.running import Ended, sohoa
from tests.support.papers import write_dossier

pytestmark = [pytest.mark.process, pytest.mark.slow]


def same(one: Ended, other: Ended) -> bool:
    return (one.code, one.out) == (other.code, other.out)


def test_options_may_stand_before_the_command_or_after_it(tmp_path: Path) -> None:
    data, gone = tmp_path / "data", tmp_path / "khong-co.pdf"
    before = sohoa("--json", "--lang", "en", "--data-dir", data, "import", gone)
    after = sohoa("import", gone, "--json", "--lang", "en", "--data-dir", data)
    around = sohoa("--json", "import", "--lang", "en", gone, "--data-dir", data)
    assert before.code == 1
    assert "was not found" in before.document["failed"][0]["message"]
    assert same(before, after)
    assert same(before, around)
    assert (data / "settings.json").parent.exists(), "the folder named before the command is the one that was used"


def test_an_option_after_the_command_wins_over_the_same_before_it(tmp_path: Path) -> None:
    ended = sohoa("--lang", "vi", "--json", "import", "--lang", "en", tmp_path / "x.pdf", data=tmp_path / "data")
    assert "was not found" in ended.document["failed"][0]["message"]


def test_the_archives_address_before_the_command_is_not_forgotten(tmp_path: Path) -> None:
    ended = sohoa("--json", "--archive", "ftp://kho", "search", "x", data=tmp_path / "data")
    assert ended.code == 2
    assert ended.document["error"]["code"] == "archive_url_invalid"


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"\x00" * 40])
def test_settings_that_cannot_be_understood_are_never_taken_for_empty(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "settings.json").write_bytes(damaged)
    with pytest.raises(SettingsDamaged) as refused:
        read_settings(tmp_path / "settings.json")
    assert refused.value.facts == {"path": str(tmp_path / "settings.json")}
    assert (tmp_path / "settings.json").read_bytes() == damaged
    assert read_settings(tmp_path / "none.json") == {}


def test_damaged_settings_stop_the_program_and_stay_as_they_are(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    settings = data / "settings.json"
    settings.write_bytes(b"{")
    ended = sohoa("--json", "sync", data=data)
    assert ended.code == 3
    error = ended.document["error"]
    assert error["code"] == "settings_damaged"
    assert "Tệp cài đặt" in error["message"]
    assert str(settings) in error["message"]
    assert settings.read_bytes() == b"{"
    settings.unlink()
    assert sohoa("search", "x", data=data).code == 0


def archive_says(data: Path, key: Path) -> str:
    """What the embedded archive's own program says when it opens that folder with this key file."""
    done = subprocess.run(
        [sys.executable, "-m", "server", "device", "add", "--user", "nobody", "--data", str(data), "--json"],
        env={**os.environ, "SOHOA_ARCHIVE_KEY_FILE": str(key)},
        capture_output=True,
        text=True,
        check=False,
    )
    return str(json.loads(done.stdout)["error"]["code"])


def test_the_named_key_file_opens_the_cache_and_the_embedded_archive_and_no_other_key_is_made(tmp_path: Path) -> None:
    data, key, home = tmp_path / "data", tmp_path / "usb" / "sohoa.key", tmp_path / "home"
    places = {"HOME": str(home), **{f"XDG_{name}_HOME": str(home / name) for name in ("DATA", "CONFIG", "STATE")}}
    variables = {"SOHOA_KEY_FILE": str(key), **places}
    assert sohoa("import", write_dossier(tmp_path / "HS-1"), data=data, variables=variables).code == 0
    assert sohoa("sync", data=data, variables=variables).code == 0
    assert not [path for path in home.rglob("*") if path.is_file()]
    assert archive_says(data / "archive", key) == "not_found", "the folder opened; only the user is unknown"
    other = tmp_path / "other.key"
    other.write_bytes(bytes(range(32)))
    assert archive_says(data / "archive", other) == "wrong_key"
    assert archive_says(data / "archive", tmp_path / "gone.key") == "key_missing"
