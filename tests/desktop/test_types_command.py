"""`sohoa types`: an office adds a type without code, and is told what is wrong with its file."""

from pathlib import Path

import pytest

from tests.desktop.running import sohoa
from tests.support.papers import draw_decision

pytestmark = [pytest.mark.process, pytest.mark.slow]

OWN = """\
id: quyet_dinh_cua_xa
version: 1
name: {vi: Quyết định của xã, en: Decision of the commune}
database: all
cues: [{text: Quyết định, heading: true}]
fields:
  - name: organName
    label: {vi: Cơ quan, en: Agency}
    kind: text
    required: true
    look: [{part: issuing_body, begins: [Ủy ban nhân dân]}]
  - {name: ngay, label: {vi: Ngày, en: Date}, kind: date, look: [{part: place_date}]}
"""


def test_the_list_has_every_type_and_says_which_never_saw_paper(tmp_path: Path) -> None:
    ended = sohoa("types", "list", "--json", data=tmp_path)
    assert ended.code == 0
    types = {kind["id"]: kind for kind in ended.document["types"]}
    assert types["van_ban_hanh_chinh"]["seen_on_paper"]
    assert not types["giay_khai_sinh"]["seen_on_paper"]
    assert ended.document["refused"] == []


def test_an_offices_own_type_stands_beside_ours_and_a_broken_one_stops_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "document_types"
    folder.mkdir()
    (folder / "own.yaml").write_text(OWN, "utf-8")
    (folder / "broken.yaml").write_text(OWN.replace("kind: date", "kind: datum"), "utf-8")
    ended = sohoa("types", "list", "--json", data=tmp_path)
    assert ended.code == 1
    ids = [kind["id"] for kind in ended.document["types"]]
    assert "quyet_dinh_cua_xa" in ids
    assert "van_ban_hanh_chinh" in ids
    (refused,) = ended.document["refused"]
    assert (refused["facts"]["file"], refused["facts"]["line"]) == ("broken.yaml", 12)


def test_check_names_file_line_and_reason(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    (tmp_path / "broken.yaml").write_text(OWN.replace("version: 1", "version: one"), "utf-8")
    ended = sohoa("types", "check", tmp_path, data=tmp_path / "data")
    assert ended.code == 1
    assert "quyet_dinh_cua_xa" in ended.out
    assert "broken.yaml" in ended.out
    assert "2" in ended.out


def test_try_shows_what_a_type_reads_and_whether_it_would_be_known(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(OWN, "utf-8")
    page = tmp_path / "page.jpg"
    page.write_bytes(draw_decision())
    ended = sohoa("types", "try", "--json", own, page, data=tmp_path / "data")
    assert ended.code == 0
    (document,) = ended.document["documents"]
    fields = {field["path"]: field["value"] for field in document["fields"]}
    assert fields == {"organName": "ỦY BAN NHÂN DÂN XÃ HOẰNG LỘC", "ngay": "2019-03-12"}
    assert document["recognised"] in {"quyet_dinh_cua_xa", "van_ban_hanh_chinh"}
    assert document["errors"] == []


def test_a_type_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert sohoa("types", "try", "no_such_type", tmp_path, data=tmp_path / "data").code == 2
