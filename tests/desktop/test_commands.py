"""The command line is a contract: keys, codes and one JSON document, through real processes."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests.desktop.running import Ended, sohoa
from tests.support.drawn_pages import RED, PdfPage, jpeg, letter, stamped
from tests.support.papers import draw_decision, write_dossier

pytestmark = [pytest.mark.process, pytest.mark.slow]

PAGE_KEYS = {"source", "page", "status", "error", "rotation", "skew", "blank", "text", "seconds"}
DOCUMENT_KEYS = {"pages", "type", "type_confidence", "records", "fields", "tables"}
FIELD_KEYS = {"value", "as_read", "confidence", "certain", "source", "page", "box", "handwritten"}
TRUTH = {
    "typeName": "Quyết định",
    "codeNumber": "15",
    "codeNotation": "QĐ-UBND",
    "issuedDate": "2019-03-12",
    "organName": "ỦY BAN NHÂN DÂN XÃ HOẰNG LỘC",
    "subject": "Về việc công nhận gia đình văn hóa năm 2018",
}
"""What `draw_decision` prints, in storage form."""


@pytest.fixture(scope="module")
def both_ways(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """`read --json` of a page, and of the same page lying on its side."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "1-upright.jpg").write_bytes(draw_decision())
    with Image.open(folder / "1-upright.jpg") as page:
        page.transpose(Image.Transpose.ROTATE_90).save(folder / "2-turned.png", dpi=(150, 150))
    return sohoa("read", "--json", folder)


@pytest.fixture(scope="module")
def digitised(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Ended]:
    """A data folder, the drawn dossier in it, and what `digitise --json` said of it."""
    root = tmp_path_factory.mktemp("digitised")
    folder = write_dossier(root / "HS-2019-15", 2)
    return root / "data", folder, sohoa("digitise", "--json", folder, data=root / "data")


def test_read_prints_pages_and_documents_with_exactly_these_keys(both_ways: Ended) -> None:
    assert both_ways.code == 0
    said = both_ways.document
    assert set(said) == {"pages", "documents"}
    assert [set(page) for page in said["pages"]] == [PAGE_KEYS] * 2
    assert [set(document) for document in said["documents"]] == [DOCUMENT_KEYS] * 2
    fields = [field for document in said["documents"] for field in document["fields"].values()]
    assert {frozenset(field) for field in fields} == {frozenset(FIELD_KEYS)}
    assert [(page["page"], page["status"], page["error"], page["blank"]) for page in said["pages"]] == [
        (1, "ok", None, False)
    ] * 2
    assert [Path(page["source"]).name for page in said["pages"]] == ["1-upright.jpg", "2-turned.png"]
    assert all(page["seconds"] > 0 and abs(page["skew"]) < 1 for page in said["pages"])


def test_read_finds_the_values_and_which_way_up_the_page_is(both_ways: Ended) -> None:
    said = both_ways.document
    assert [page["rotation"] for page in said["pages"]] == [0, 90]
    for place, document in enumerate(said["documents"]):
        assert (document["pages"], document["type"], document["records"]) == ([place], "van_ban_hanh_chinh", 1)
        assert {path: field["value"] for path, field in document["fields"].items()} == TRUTH
        assert {field["page"] for field in document["fields"].values()} == {place}
        assert {field["source"] for field in document["fields"].values()} == {"ocr"}


def test_boxes_lie_in_the_picture_as_stored_before_any_turning(both_ways: Ended) -> None:
    upright, turned = (document["fields"] for document in both_ways.document["documents"])
    for fields, (width, height) in ((upright, (1240, 900)), (turned, (900, 1240))):
        for x, y, w, h in (field["box"] for field in fields.values()):
            assert 0 <= x < x + w <= width
            assert 0 <= y < y + h <= height
    x, y, w, h = upright["subject"]["box"]
    stored = (y, 1240 - x - w, h, w)  # the same zone after a quarter turn against the clock
    assert turned["subject"]["box"] == pytest.approx(stored, abs=12)


def test_digitise_says_what_it_did_and_what_the_archive_holds(digitised: tuple[Path, Path, Ended]) -> None:
    _, _, first = digitised
    assert first.code == 0
    said = first.document
    assert set(said) == {"dossiers", "failed", "sent", "archive"}
    (dossier,) = said["dossiers"]
    assert set(dossier) == {"code", "documents", "pages", "fields", "certain", "doubtful"}
    assert (dossier["code"], dossier["documents"], dossier["pages"]) == ("HS-2019-15", 2, 2)
    assert dossier["fields"] == dossier["certain"] + dossier["doubtful"] == 2 * len(TRUTH)
    assert said["failed"] == []
    assert said["sent"]["blobs"] == 2
    assert said["sent"]["operations"] > 0
    assert said["archive"] == {"dossiers": 1, "documents": 2, "pages": 2}


def test_a_second_run_adds_nothing(digitised: tuple[Path, Path, Ended]) -> None:
    data, folder, first = digitised
    again = sohoa("digitise", "--json", folder, data=data)
    assert again.code == 0
    assert again.document == {**first.document, "sent": {"blobs": 0, "operations": 0}}


@pytest.mark.parametrize("words", ["gia đình văn hóa", "gia dinh van hoa", "QĐ-UBND"])
def test_search_finds_with_and_without_marks(digitised: tuple[Path, Path, Ended], words: str) -> None:
    found = sohoa("search", "--json", words, data=digitised[0])
    assert found.code == 0
    assert found.document == {
        "dossiers": [{"code": "HS-2019-15", "state": "read", "documents": 2, "pages": 2, "fields": 12}]
    }


def test_search_for_what_is_not_there_finds_nothing(digitised: tuple[Path, Path, Ended]) -> None:
    found = sohoa("search", "--json", "giấy khai sinh", data=digitised[0])
    assert (found.code, found.document) == (0, {"dossiers": []})


def test_doctor_looks_at_everything(digitised: tuple[Path, Path, Ended]) -> None:
    looked = sohoa("doctor", "--json", data=digitised[0])
    assert looked.code == 0
    said = looked.document
    assert said["ok"] is True
    assert all(set(check) == {"name", "ok", "needed", "detail"} for check in said["checks"])
    checks = {check["name"]: check for check in said["checks"]}
    readers = {"engine", "language", "second_reader", "language_model"}
    assert set(checks) == {*readers, "pdf", "disk", "key", "protection", "cache", "archive", "scanner"}
    assert "trueocr" in checks["engine"]["detail"]
    assert "tesseract" in checks["second_reader"]["detail"]
    assert all(check["ok"] for check in checks.values() if check["needed"])
    assert checks["protection"]["ok"] is False, "a key file on the same machine protects nothing, and that is said"
    assert "chưa được bảo vệ" in checks["protection"]["detail"]


def test_import_takes_in_and_holds_back_until_somebody_has_read(tmp_path: Path) -> None:
    folder, data = write_dossier(tmp_path / "HS-7"), tmp_path / "data"
    taken = sohoa("import", "--json", folder, data=data)
    assert taken.code == 0
    assert taken.document == {
        "dossiers": [{"code": "HS-7", "documents": 1, "pages": 1, "fields": 0, "certain": 0, "doubtful": 0}],
        "failed": [],
    }
    unread = sohoa("sync", "--json", data=data)
    assert unread.code == 0
    assert unread.document["sent"]["blobs"] == 0, "no picture leaves the machine before it is read"
    assert unread.document["held"] > 0
    assert (unread.document["attention"], unread.document["away"]) == (0, None)
    read = sohoa("digitise", "--json", folder, data=data)
    assert read.document["sent"]["blobs"] == 1
    assert read.document["archive"] == {"dossiers": 1, "documents": 1, "pages": 1}


def test_digitise_says_how_many_pages_wait_for_a_person(tmp_path: Path) -> None:
    folder = tmp_path / "HS-8"
    folder.mkdir()
    marked = stamped(letter(), "MẬT", width_mm=20, ink=RED, tilt=0)
    (folder / "1.jpg").write_bytes(jpeg(marked, 90))
    said = sohoa("digitise", "--json", folder, data=tmp_path / "data").document
    assert set(said) == {"dossiers", "failed", "sent", "archive", "held"}
    assert (said["sent"]["operations"], said["held"]) == (0, 1)


HOSTILE = {
    "ocrmypdf__invalid.pdf": ("source_damaged", "bị hỏng", "damaged"),
    "pdfjs__saslprep-r6.pdf": ("source_encrypted", "mật khẩu", "password"),
    "ocrmypdf__hugemono.pdf": ("page_too_large", "quá mức cho phép", "larger than allowed"),
}


@pytest.fixture(scope="module")
def mixed(
    tmp_path_factory: pytest.TempPathFactory, shared_file: Callable[[str], Path]
) -> tuple[dict[str, Path], dict[str, Ended]]:
    """Two good papers with three hostile files between them, in Vietnamese and again in English."""
    root = tmp_path_factory.mktemp("mixed")
    folder = write_dossier(root / "HS-9", 2)
    files = {name: Path(shutil.copy(shared_file(f"hostile/{name}"), folder / name)) for name in HOSTILE}
    return files, {
        lang: sohoa("digitise", "--json", "--lang", lang, folder, data=root / "data") for lang in ("vi", "en")
    }


def test_hostile_files_fail_alone_each_by_name_with_its_own_reason(
    mixed: tuple[dict[str, Path], dict[str, Ended]],
) -> None:
    files, runs = mixed
    for place, lang in enumerate(("vi", "en"), 1):
        ended = runs[lang]
        assert ended.code == 1
        said: dict[str, Any] = ended.document
        (dossier,) = said["dossiers"]
        assert (dossier["code"], dossier["documents"], dossier["pages"]) == ("HS-9", 2, 2)
        assert dossier["fields"] == 2 * len(TRUTH)
        assert said["archive"] == {"dossiers": 1, "documents": 2, "pages": 2}
        failed = {Path(item["source"]): item for item in said["failed"]}
        assert set(failed) == set(files.values())
        for name, words in HOSTILE.items():
            assert failed[files[name]]["code"] == words[0]
            assert words[place] in failed[files[name]]["message"]
            assert name in failed[files[name]]["message"]


def test_for_people_the_same_is_a_table_with_sentences(digitised: tuple[Path, Path, Ended], tmp_path: Path) -> None:
    data, folder, _ = digitised
    (tmp_path / "rong.pdf").write_bytes(b"")
    told = sohoa("digitise", folder, tmp_path / "rong.pdf", data=data)
    assert told.code == 1
    assert "HS-2019-15" in told.out
    assert "Cần xem lại" in told.out
    assert "Kho trên máy này, chưa gửi lên tỉnh" in told.out
    assert "rong.pdf" in told.out


def test_a_page_with_a_damaged_picture_is_read_and_told(tmp_path: Path) -> None:
    page = PdfPage(letter())
    page.stream.write(page.stored[: len(page.stored) * 3 // 4], filter=pikepdf.Name.DCTDecode)
    page.save(str(tmp_path / "a.pdf"))
    ended = sohoa("read", "--json", "--stage", "first", tmp_path / "a.pdf", data=tmp_path / "data")
    assert ended.code == 0
    (told,) = ended.document["pages"]
    assert (told["status"], told["error"]) == ("ok", None), "an error is that of a page that failed"
    (warning,) = told["warnings"]
    assert warning["code"] == "page_incomplete"
    assert "a.pdf" in warning["message"]
    assert told["text"]
