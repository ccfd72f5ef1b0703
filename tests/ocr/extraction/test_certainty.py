"""What may be called certain: both readers agree, on print, on a page that reads well. Thresholds are data."""

from __future__ import annotations

import math
from dataclasses import fields as fields_of
from dataclasses import replace

import pytest

from dossier.document_types import DocumentTypes
from dossier.reading import Box, Candidate, Gate, PageReading, Slot, SlotKind, Word, Writing
from ocr.extraction import RuleExtractor
from ocr.extraction.confidence import Certainty
from ocr.extraction.features import Features
from resources.document_types import load
from tests.ocr.extraction.drawn import centred, decision, page, row

NAMES = tuple(item.name for item in fields_of(Features))
SURE = Certainty.model_validate(
    {
        "provisional": False,
        "origin": "test",
        "samples": 0,
        "bias": {"default": 3.0},
        "weights": dict.fromkeys(NAMES, 0.0),
        "thresholds": {"default": {"first": 1.01, "full": 0.9}, "subject": {"first": 1.01, "full": 0.99}},
    }
)


def found(reading: PageReading) -> dict[str, Candidate]:
    (record,) = RuleExtractor(DocumentTypes.from_data(load()), SURE).extract([reading]).records
    return {candidate.path: candidate for candidate in record.candidates}


def twice(reading: PageReading, **other: str) -> PageReading:
    """Read by the second reader too, which has the same words but for `other`."""
    words = tuple(replace(word, second=other.get(word.text, word.text)) for word in reading.words)
    return replace(reading, words=words, second_reader="drawn 2")


def changed(reading: PageReading, text: str, **changes: object) -> PageReading:
    words = tuple(replace(word, **changes) if word.text == text else word for word in reading.words)  # type: ignore[arg-type]
    return replace(reading, words=words)


def slotted(reading: PageReading, kind: SlotKind, writing: Writing, text: str) -> PageReading:
    word: Word = next(word for word in reading.words if text in word.text)
    box = Box(x=word.box.x, y=word.box.y, w=40, h=word.box.h)
    return replace(reading, slots=(Slot(kind=kind, writing=writing, box=box, upright=box, line=word.line),))


def test_one_reader_alone_is_never_certain_here() -> None:
    assert not any(candidate.certain for candidate in found(decision()).values())


def test_what_both_readers_have_is_certain_from_its_own_threshold() -> None:
    proposals = found(twice(decision()))

    assert proposals["organName"].certain
    assert proposals["signerName"].certain
    assert proposals["codeNumber"].confidence == pytest.approx(1 / (1 + math.exp(-3)), abs=1e-4)
    assert not proposals["subject"].certain


def test_one_word_on_which_they_differ_makes_the_field_doubtful() -> None:
    proposals = found(twice(decision(), TOÀN="TOAN"))

    assert not proposals["organName"].certain
    assert proposals["signerName"].certain


def test_a_date_of_the_head_is_certain_only_where_its_slots_are_seen_as_print() -> None:
    read = twice(decision())

    assert not found(read)["issuedDate"].certain
    assert found(slotted(read, SlotKind.DAY, Writing.PRINTED, "05"))["issuedDate"].certain
    assert "issuedDate" not in found(slotted(read, SlotKind.DAY, Writing.EMPTY, "05"))


def test_what_a_rule_changed_is_not_certain() -> None:
    assert not found(twice(decision(number="Số: 58/QD-CC"), **{"58/QD-CC": "x"}))["codeNotation"].certain
    assert found(twice(decision(number="Số: 58/QD-CC")))["codeNotation"].value == "QD-CC"


def test_a_word_both_saw_and_the_model_changed_may_be_the_authors() -> None:
    proposals = found(changed(twice(decision()), "TOÀN", overruled=True))

    assert not proposals["organName"].certain


def test_a_name_whose_marks_the_model_chose_is_never_certain() -> None:
    reading = twice(decision())
    last = found(reading)["signerName"].value.split()[-1]

    assert found(reading)["signerName"].certain
    assert not found(changed(reading, last, as_read="?"))["signerName"].certain


def test_a_value_beside_a_word_that_reads_badly_may_go_on_there() -> None:
    reading = twice(decision())
    agency = next(word for word in reading.words if word.text == "TOÀN")
    below = replace(agency.upright, y=agency.upright.bottom + 4)
    ghost = replace(agency, text="CUQH", box=below, upright=below, confidence=0.4, lowest=0.2, line=99, second="")

    assert found(reading)["organName"].certain
    assert not found(replace(reading, words=(*reading.words, ghost)))["organName"].certain


@pytest.mark.parametrize(("text", "certain"), [("CUQH", False), ("......", True)])
def test_a_line_that_reads_badly_one_and_a_half_lines_below_may_be_the_rest(text: str, *, certain: bool) -> None:
    reading = twice(decision())
    agency = next(word for word in reading.words if word.text == "PHẨM")
    below = replace(agency.upright, y=agency.upright.bottom + round(1.2 * agency.upright.h), h=agency.upright.h // 2)
    ghost = replace(agency, text=text, box=below, upright=below, confidence=0.4, lowest=0.2, line=99, second="")

    assert found(replace(reading, words=(*reading.words, ghost)))["organName"].certain is certain


@pytest.mark.parametrize(
    ("name", "certain"), [("NGUYỄN ĐÌNH LỘC", True), ("NGUYÊN ĐÌNH LỘC", False), ("KSOR ĐÌNH LỘC", True)]
)
def test_a_name_whose_family_name_lost_a_mark_is_not_certain(name: str, *, certain: bool) -> None:
    form = page(
        centred(480, "GIẤY KHAI SINH", line=0),
        row(320, 700, f"Họ, chữ đệm, tên: {name}", line=1),
        row(320, 790, "Giới tính: Nam Dân tộc: Kinh Quốc tịch: Việt Nam", line=2),
        row(320, 880, "Họ, chữ đệm, tên người mẹ: LÊ THỊ HOA", line=3),
        row(320, 970, "Họ, chữ đệm, tên người cha: PHẠM VĂN AN", line=4),
        row(320, 1060, "Nơi đăng ký khai sinh: UBND xã Quảng Thắng", line=5),
    )

    assert found(twice(form))["nksHoTen"].value == name
    assert found(twice(form))["nksHoTen"].certain is certain


def test_an_unexpected_word_that_is_not_surely_read_is_doubtful() -> None:
    reading = twice(decision())

    assert found(changed(reading, "TOÀN", surprise=5.0, lowest=0.99))["organName"].certain
    assert not found(changed(reading, "TOÀN", surprise=5.0, lowest=0.5))["organName"].certain


@pytest.mark.parametrize("second", ["12/2019/QĐ-CC", "58/QĐ-CCB"])
def test_a_notation_that_is_part_of_what_the_second_reader_saw_is_not_certain(second: str) -> None:
    proposals = found(twice(decision(), **{"58/QĐ-CC": second}))

    assert not proposals["codeNotation"].certain


def test_a_notation_that_the_second_reader_only_cuts_otherwise_is_certain() -> None:
    assert found(twice(decision(), **{"58/QĐ-CC": "58 /QĐ-CC"}))["codeNotation"].certain


@pytest.mark.parametrize("gate", [Gate.CHECK_ALL, Gate.UNREADABLE])
def test_nothing_is_certain_on_a_page_that_reads_badly(gate: Gate) -> None:
    reading = replace(twice(decision()), gate=gate)
    extraction = RuleExtractor(DocumentTypes.from_data(load()), SURE).extract([reading])

    candidates = [candidate for record in extraction.records for candidate in record.candidates]
    assert not any(candidate.certain for candidate in candidates)
    assert bool(candidates) == (gate is Gate.CHECK_ALL)


def test_a_slot_written_by_hand_is_proposed_empty_with_its_place() -> None:
    proposal = found(slotted(twice(decision()), SlotKind.NUMBER, Writing.HANDWRITTEN, "58/QĐ-CC"))["codeNumber"]

    assert (proposal.value, proposal.handwritten, proposal.certain) == ("", True, False)
    assert proposal.box.w == 40
    assert proposal.as_read == "58/QĐ-CC"


def test_a_stamped_slot_is_a_value_but_not_certain() -> None:
    proposal = found(slotted(twice(decision()), SlotKind.NUMBER, Writing.STAMPED, "58/QĐ-CC"))["codeNumber"]

    assert (proposal.value, proposal.handwritten, proposal.certain) == ("58", False, False)


def test_a_printed_slot_takes_the_number_although_it_stands_apart() -> None:
    apart = twice(decision(number="Số: 58 /QĐ-CC"))

    assert not found(apart)["codeNumber"].certain
    assert found(slotted(apart, SlotKind.NUMBER, Writing.PRINTED, "58"))["codeNumber"].certain


def test_the_shipped_thresholds_know_every_feature() -> None:
    shipped = Certainty.shipped()

    assert set(shipped.weights) == set(NAMES)
    assert "default" in shipped.bias
    assert "default" in shipped.thresholds
