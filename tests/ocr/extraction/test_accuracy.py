"""Real scans, read by the real first reader: printed fields do not get worse, and nothing certain is wrong."""

from pathlib import Path

import pytest

from benchmarks.bench_fields import SAMPLES, Score, read, samples, scans, score
from dossier.document_types import DocumentTypes
from ocr.engines.tesseract import TesseractEngine
from ocr.extraction import RuleExtractor
from resources.document_types import load

LEAST_EXACT = 0.66
"""Measured .70 with Tesseract 5.3 alone; another build of it may read a word otherwise."""


@pytest.fixture(scope="module")
def measured(shared_data: Path) -> Score:
    engine, extractor = TesseractEngine(), RuleExtractor(DocumentTypes.from_data(load()))
    result = Score()
    for paper in scans(shared_data):
        score(paper, read(paper.file, engine), extractor, result)
    return result


@pytest.mark.slow
def test_printed_fields_are_mostly_exact(measured: Score) -> None:
    assert measured.share() >= LEAST_EXACT


@pytest.mark.slow
@pytest.mark.parametrize("name", ["typeName", "codeNotation", "organName"])
def test_type_notation_and_agency_are_mostly_right(measured: Score, name: str) -> None:
    counts = measured.printed[name]

    assert counts["exact"] >= 10
    assert counts["wrong"] <= 1


@pytest.mark.slow
def test_nothing_certain_is_wrong(measured: Score) -> None:
    assert measured.wrong_but_certain == []


@pytest.mark.slow
def test_handwriting_is_left_empty_rather_than_guessed(measured: Score) -> None:
    assert measured.written["wrong"] <= 1


@pytest.mark.slow
def test_a_blank_form_and_a_receipt_give_nothing(shared_data: Path) -> None:
    extractor = RuleExtractor(DocumentTypes.from_data(load()))
    for name in ("bd_tokhai_khaisinh_trang.jpg", "bienlai_145013atlmq.jpg"):
        extraction = extractor.extract(read(shared_data / "scans" / name, TesseractEngine()))
        assert [candidate for record in extraction.records for candidate in record.candidates] == []


@pytest.mark.slow
def test_the_sample_dossiers_give_their_fields() -> None:
    engine, extractor = TesseractEngine(), RuleExtractor(DocumentTypes.from_data(load()))
    result = Score()

    for paper in samples(SAMPLES):
        score(paper, read(paper.file, engine), extractor, result)

    assert result.share() >= 0.9
    assert result.wrong_but_certain == []
