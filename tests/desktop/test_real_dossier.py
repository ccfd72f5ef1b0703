"""The main job on a real archive dossier: ten scanner PDFs, and what the archive holds afterwards."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

import pytest

from dossier.ids import sha256_of
from tests.desktop.running import sohoa

pytestmark = [pytest.mark.process, pytest.mark.slow]


class SharedFile(Protocol):
    def __call__(self, name: str) -> Path: ...


@pytest.mark.timeout(900)
def test_ten_documents_are_held_whole_and_a_second_run_adds_nothing(shared_file: SharedFile, tmp_path: Path) -> None:
    folder = shared_file("dossier-01")
    sources = sorted(sha256_of(path.read_bytes()) for path in folder.glob("*.pdf"))
    first = sohoa("digitise", folder, "--json", data=tmp_path / "data", seconds=840)
    assert first.code == 0
    document = first.document
    (dossier,) = document["dossiers"]
    assert (dossier["code"], dossier["documents"], dossier["pages"]) == ("dossier-01", 10, 35)
    assert dossier["fields"] == dossier["certain"] + dossier["doubtful"] >= 40
    assert document["failed"] == []
    assert document["archive"] == {"dossiers": 1, "documents": 10, "pages": 35}
    assert document["sent"]["blobs"] == 35 + 10

    held = _held(tmp_path / "data")
    assert held["sources"] == sources
    assert len(held["pictures"]) == len(set(held["pictures"])) == 35
    assert set(held["files_intact"]) == {*held["pictures"], *held["sources"]}
    assert {source for _path, _value, source in held["values"]} == {"ocr"}
    written = {path for path, value, _source in held["values"] if not value}
    assert written <= {"codeNumber", "issuedDate"}, "only what a pen filled is proposed empty"
    assert sum(bool(value) for _path, value, _source in held["values"]) == dossier["fields"]
    types = [value for path, value, _source in held["values"] if path == "typeName"]
    agencies = [value for path, value, _source in held["values"] if path == "organName"]
    assert len(types) >= 8
    assert sum("CHI CỤC" in agency for agency in agencies) >= 8

    again = sohoa("digitise", folder, "--json", data=tmp_path / "data").document
    assert again["dossiers"] == document["dossiers"]
    assert again["sent"] == {"blobs": 0, "operations": 0}
    assert again["archive"] == document["archive"]
    assert _held(tmp_path / "data") == held


def _held(data: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.held", str(data)], capture_output=True, check=True, timeout=120
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
