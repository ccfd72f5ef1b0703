"""Real papers of other kinds than administrative documents: known for what they are, and nothing invented on them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.document_types import DocumentTypes
from dossier.reading import Candidate, Extraction, PagePicture
from ocr.extraction import RuleExtractor
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from ocr.readers import Readers, make_readers
from ocr.reading import read_first, read_second
from resources.document_types import load


@pytest.fixture(scope="module")
def readers() -> Readers:
    return make_readers()


def extracted(path: Path, readers: Readers) -> Extraction:
    (shown,) = open_pictures(path, Limits())
    assert isinstance(shown, PagePicture)
    reading = read_second(shown, read_first(shown, readers), readers)
    return RuleExtractor(DocumentTypes.from_data(load())).extract([reading])


def candidates(extraction: Extraction) -> dict[str, Candidate]:
    return {candidate.path: candidate for record in extraction.records for candidate in record.candidates}


def test_the_print_of_a_cover_is_read_and_its_handwriting_left_to_the_clerk(
    readers: Readers, shared_file: Callable[[str], Path]
) -> None:
    extraction = extracted(shared_file("scans/aip_bia_hoso03.jpg"), readers)
    assert extraction.type_id == "bia_ho_so"
    found = candidates(extraction)
    assert found["co_quan"].value == "CHI CỤC AN TOÀN VSTP"
    assert found["tieu_de"].value == "Tập lưu số văn bản đi của Chi cục An toàn Vệ sinh Thực phẩm năm 2010"
    assert all(not said.value for path, said in found.items() if path not in {"co_quan", "tieu_de"})


@pytest.mark.parametrize("name", ["bd_tokhai_khaisinh_trang", "bienlai_145013atlmq"])
def test_an_application_form_and_a_receipt_stay_unknown(
    readers: Readers, shared_file: Callable[[str], Path], name: str
) -> None:
    extraction = extracted(shared_file(f"scans/{name}.jpg"), readers)
    assert extraction.type_id is None
    assert not any(said.value for said in candidates(extraction).values())


@pytest.mark.parametrize("name", ["aip_congvan_074_bang", "aip_denghi_020_bang"])
def test_a_table_in_a_letter_does_not_make_it_another_paper(
    readers: Readers, shared_file: Callable[[str], Path], name: str
) -> None:
    extraction = extracted(shared_file(f"scans/{name}.jpg"), readers)
    assert extraction.type_id == "van_ban_hanh_chinh"
    assert candidates(extraction)["signerPosition"].value == "CHI CỤC TRƯỞNG"
