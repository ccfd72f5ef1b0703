"""The whole round with three real processes: a clerk, the archive, a supervisor with a data folder of his own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end2end.processes import ArchiveProcess, DesktopProcess
from tests.support.sane import write_sane_config

pytestmark = [pytest.mark.process, pytest.mark.slow]

VALUES = {
    "typeName": "Quyết định",
    "codeNumber": "15",
    "codeNotation": "QĐ-UBND",
    "issuedDate": "12032019",
    "organName": "ỦY BAN NHÂN DÂN XÃ HOẰNG LỘC",
    "subject": "Về việc công nhận gia đình văn hóa",
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[ArchiveProcess]:
    process = ArchiveProcess(tmp_path / "archive")
    yield process
    process.stop()


def test_scan_key_sync_take_return_fix_approve(archive: ArchiveProcess, tmp_path: Path) -> None:
    token_of_nga = archive.enrol("nga", "clerk")
    token_of_son = archive.enrol("son", "supervisor")
    archive.start()
    sane = str(write_sane_config(tmp_path / "sane"))
    with (
        DesktopProcess(tmp_path / "nga", archive.url, token_of_nga, SANE_CONFIG_DIR=sane) as nga,
        DesktopProcess(tmp_path / "son", archive.url, token_of_son) as son,
    ):
        scanned = nga.do("scan", code="HS-2019-15")
        assert (scanned["pages"], scanned["unread"], scanned["state"]) == (10, 0, "read")

        archive.stop()
        keyed = nga.do("key", values=VALUES)
        assert keyed["state"] == "keyed"
        away = nga.do("sync")
        assert not away["online"]
        assert away["waiting"] > 0
        archive.start()
        assert nga.do("sync") == {"online": True, "waiting": 0, "attention": 0}
        assert nga.do("look", code="HS-2019-15")["delivery"] == "held_by_archive"

        son.do("sync")
        assert son.do("look", code="HS-2019-15")["values"] == keyed["values"]
        assert son.do("take")["taken"]
        son.do("return_field", path="codeNumber", reason="Sai số")
        assert son.do("sync")["waiting"] == 0

        nga.do("sync")
        first = nga.do("first_of_today")
        assert (first["code"], first["reason"], first["marks"]) == ("HS-2019-15", "Sai số", ["returned(field)"])
        fixed = nga.do("key", values={"codeNumber": "16"})
        assert fixed["values"] == {**keyed["values"], "codeNumber": "16"}
        nga.do("sync")

        assert not nga.do("take")["taken"], "nobody checks what he keyed"

        son.do("sync")
        archive.stop()
        archive.start()
        assert son.do("take")["taken"]
        son.do("approve")
        assert son.do("sync") == {"online": True, "waiting": 0, "attention": 0}
        nga.do("sync")
        done = nga.do("look", code="HS-2019-15")
        assert (done["state"], done["pages"], done["values"]) == ("checked_1", 10, fixed["values"])
        assert son.do("look", code="HS-2019-15")["values"] == fixed["values"]
