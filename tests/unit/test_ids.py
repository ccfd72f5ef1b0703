"""Things on paper are named by what they are, so that two machines without a network name them alike."""

from __future__ import annotations

import uuid

from hypothesis import assume, given
from hypothesis import strategies as st

from dossier.ids import OfficeId, PageId, document_id, dossier_id, page_id, record_id, sha256_of

offices = st.text(alphabet="abc1", max_size=4).map(OfficeId)
codes = st.text(alphabet="H49.2", max_size=8)


@given(office=offices, code=codes)
def test_the_same_code_in_the_same_office_is_the_same_dossier(office: OfficeId, code: str) -> None:
    assert dossier_id(office, code) == dossier_id(office, code)


@given(one=st.tuples(offices, codes), other=st.tuples(offices, codes))
def test_another_office_or_code_is_another_dossier(one: tuple[OfficeId, str], other: tuple[OfficeId, str]) -> None:
    assume(one != other)
    assert dossier_id(*one) != dossier_id(*other)


@given(first=st.binary(), second=st.binary(), code=codes)
def test_the_same_picture_in_the_same_dossier_is_the_same_page(first: bytes, second: bytes, code: str) -> None:
    here, there = dossier_id(OfficeId("a"), code), dossier_id(OfficeId("a"), code + "x")
    one, other = page_id(here, sha256_of(first)), page_id(here, sha256_of(second))
    assert (one == other) == (first == second)
    assert one != page_id(there, sha256_of(first))


def test_derived_ids_are_uuids_of_version_8() -> None:
    dossier = dossier_id(OfficeId("local"), "H49.1")
    page = page_id(dossier, sha256_of(b"x"))
    document = document_id(dossier, page)
    for each in (dossier, page, document, record_id(document, "giay_khai_sinh", 0)):
        parsed = uuid.UUID(each)
        assert parsed.version == 8
        assert parsed.variant == uuid.RFC_4122
        assert str(parsed) == each


def test_ids_never_change_from_one_version_of_the_program_to_the_next() -> None:
    # Stored by every office: another value here would double all their dossiers at the next sync.
    dossier = dossier_id(OfficeId("local"), "H49.64.33.2001.160")
    assert dossier == "0533aca9-0f8e-8592-a1a7-fb6d8fd5bc2e"
    assert page_id(dossier, sha256_of(b"")) == "577f7dda-a419-8543-9edf-5e320758598e"
    assert document_id(dossier, PageId("p")) == "f43ee61e-442b-86a0-abc0-216d3be517d9"


def test_kinds_with_the_same_parts_do_not_meet() -> None:
    dossier = dossier_id(OfficeId("a"), "b")
    assert len({str(page_id(dossier, sha256_of(b""))), str(document_id(dossier, PageId(sha256_of(b""))))}) == 2


def test_records_of_a_document_are_numbered() -> None:
    document = document_id(dossier_id(OfficeId("a"), "b"), PageId("p"))
    assert len({record_id(document, "giay_khai_sinh", ordinal) for ordinal in range(100)}) == 100
