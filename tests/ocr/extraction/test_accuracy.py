"""Real scans by the real readers: printed fields do not get worse, nothing certain is wrong, nothing is invented."""

from pathlib import Path

import pytest

from benchmarks.reading.fields import Judged, Outcome, by_name, judge, printed, proposals, tally
from benchmarks.reading.ours import make_extractor, read_here
from benchmarks.reading.papers import Paper
from benchmarks.reading.real import SAMPLES, samples, scans
from dossier.reading import Writing
from ocr.readers import Readers, make_readers

LEAST_EXACT = 0.8
"""Another build of the second reader may read a word otherwise; `make bench-reading` tells the true figure."""


@pytest.fixture(scope="module")
def readers() -> Readers:
    return make_readers()


def judged(paper: Paper, readers: Readers) -> list[Judged]:
    return judge(paper, proposals(make_extractor().extract(read_here(paper, readers))))


@pytest.fixture(scope="module")
def measured(shared_data: Path, readers: Readers) -> list[Judged]:
    return [each for paper in scans(shared_data) for each in judged(paper, readers)]


@pytest.mark.slow
def test_printed_fields_are_mostly_exact(measured: list[Judged]) -> None:
    assert tally(printed(measured)).exact >= LEAST_EXACT


@pytest.mark.slow
@pytest.mark.parametrize("name", ["typeName", "codeNotation", "organName"])
def test_type_notation_and_agency_are_mostly_right(measured: list[Judged], name: str) -> None:
    counts = by_name(printed(measured))[f"van_ban_hanh_chinh {name}"].counts

    assert counts[Outcome.EXACT] >= 10
    assert counts.get(Outcome.WRONG, 0) <= 1


@pytest.mark.slow
def test_nothing_certain_is_wrong(measured: list[Judged]) -> None:
    assert [each.line() for each in measured if each.certain and each.failed] == []


@pytest.mark.slow
def test_handwriting_is_left_empty_rather_than_guessed(measured: list[Judged]) -> None:
    written = [each for each in measured if each.writing is Writing.HANDWRITTEN]

    assert len(written) >= 20
    assert len([each.line() for each in written if each.failed]) <= 1


@pytest.mark.slow
def test_a_blank_form_and_a_receipt_give_nothing(measured: list[Judged]) -> None:
    assert [each.line() for each in measured if each.outcome is Outcome.INVENTED] == []


@pytest.mark.slow
def test_the_sample_dossiers_give_their_fields(readers: Readers) -> None:
    found = [each for paper in samples(SAMPLES) for each in judged(paper, readers)]

    assert tally(found).exact >= 0.9
    assert [each.line() for each in found if each.certain and each.failed] == []
