"""Operations arrive exactly once, files before them, and a bad one harms nobody else."""

import dataclasses

import pytest

from archive.protocol import FeedPage, PushRequest, WireOperation
from dossier.errors import OperationInvalid
from dossier.ids import DeviceId, OfficeId, UserId
from dossier.operations import DescribePage, SetDocumentType
from dossier.ports import AckStatus
from dossier.reading import ValueSource
from dossier.snapshots import DocumentSnapshot, DossierSnapshot, FieldSnapshot, PageSnapshot, RecordSnapshot
from dossier.states import Role, State
from tests.support.archive_parts import Desk
from tests.support.running_archive import TestArchive

APPLIED, MERGED, REJECTED = AckStatus.APPLIED, AckStatus.MERGED, AckStatus.REJECTED


def test_an_operation_pushed_again_gets_its_first_answer_and_changes_nothing(archive: TestArchive) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    entries = desk.take_in(desk.paper("01"))
    archive.upload(lan, desk)
    first = archive.push(lan, entries)
    told = archive.service.reading.feed_page(lan, after=0, epoch=None, limit=100)

    again = archive.push(lan, entries)

    assert [result.status for result in first] == [APPLIED] * 4
    assert [result.status for result in again] == [AckStatus.DUPLICATE] * 4
    assert [result.rev for result in again] == [result.rev for result in first]
    assert archive.service.reading.feed_page(lan, after=0, epoch=None, limit=100) == told


def test_a_refused_operation_is_refused_again(archive: TestArchive) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    entry = desk.put(desk.paper("01"), desk.value("x"))
    assert [archive.push(lan, [entry])[0].code for _ in range(2)] == ["not_found", "not_found"]


def test_the_same_id_with_other_bytes_is_refused(archive: TestArchive) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    [create, *_] = desk.take_in(desk.paper("01"))
    archive.push(lan, [create])
    forged = dataclasses.replace(create, body=create.body.replace("Hồ sơ", "Khác"))
    [result] = archive.push(lan, [forged])
    assert (result.status, result.code) == (REJECTED, "operation_changed")


def test_a_number_used_twice_shows_a_cloned_device_and_what_follows_goes_on(archive: TestArchive) -> None:
    original, lan = Desk(), archive.caller("lan", Role.CLERK)
    archive.push(lan, original.take_in(original.paper("01"))[:1])
    clone = Desk()
    clone.id()  # other ids, then the same numbers
    [create, document, *_] = clone.take_in(clone.paper("02"))
    create = dataclasses.replace(create, device_seq=1)

    results = archive.push(lan, [create, document])

    assert [(result.status, result.code) for result in results] == [
        (REJECTED, "device_cloned"),
        (REJECTED, "not_found"),
    ]
    assert archive.push(lan, [create])[0].code == "device_cloned"


def test_a_page_without_its_files_waits_and_only_its_successors_with_it(archive: TestArchive) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    paper, other = desk.paper("01"), desk.paper("02")
    entries, free = desk.take_in(paper), desk.take_in(other)[:2]
    results = archive.push(lan, [*entries, *free])
    assert [result.status for result in results] == [
        APPLIED,
        APPLIED,
        AckStatus.NEED_BLOBS,
        AckStatus.BLOCKED,
        APPLIED,
        APPLIED,
    ]
    assert results[2].missing == (paper.picture, paper.source)

    archive.upload(lan, desk)
    assert [result.status for result in archive.push(lan, entries[2:])] == [APPLIED, APPLIED]


def test_files_of_another_office_do_not_exist(archive: TestArchive) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    stranger = archive.caller("minh", Role.CLERK, office=OfficeId("xa-02"))
    paper = desk.paper("01")
    archive.upload(lan, desk)
    assert archive.service.blobs.missing(lan, [paper.picture]) == ()
    assert archive.service.blobs.missing(stranger, [paper.picture]) == (paper.picture,)
    theirs = Desk(user=UserId("minh"), device=DeviceId("may-9"))
    results = archive.push(stranger, theirs.take_in(theirs.paper("01")), device="may-9")
    assert results[2].status is AckStatus.NEED_BLOBS


def test_two_devices_that_take_in_the_same_paper_make_one_dossier(archive: TestArchive) -> None:
    one, two = Desk(), Desk(user=UserId("minh"), device=DeviceId("may-2"))
    lan, minh = archive.caller("lan", Role.CLERK), archive.caller("minh", Role.CLERK)
    paper = one.paper("01")
    archive.upload(lan, one)

    def work(desk: Desk) -> list[AckStatus]:
        entries = [
            *desk.take_in(desk.paper("01")),
            desk.move(paper, State.RECEIVED, State.SCANNED),
            desk.put(paper, desk.value("Quyết định", source=ValueSource.OCR)),
            desk.move(paper, State.SCANNED, State.READ),
        ]
        caller = lan if desk is one else minh
        return [result.status for result in archive.push(caller, entries, device=desk.device)]

    assert work(one) == [APPLIED] * 7
    assert work(two) == [MERGED] * 7
    held = archive.snapshots(lan, paper.dossier)
    kinds = (DossierSnapshot, DocumentSnapshot, PageSnapshot, RecordSnapshot, FieldSnapshot)
    assert [sum(isinstance(item, kind) for item in held) for kind in kinds] == [1, 1, 1, 1, 1]
    assert len(archive.service.reading.dossier(lan, paper.dossier).history) == 1
    assert archive.service.reading.counts(lan).model_dump() == {"dossiers": 1, "documents": 1, "pages": 1}


@pytest.mark.parametrize("first", [True, False])
def test_a_page_that_lacks_a_part_is_told_whichever_machine_saw_it(archive: TestArchive, first: bool) -> None:
    one, two = Desk(), Desk(user=UserId("minh"), device=DeviceId("may-2"))
    lan, minh = archive.caller("lan", Role.CLERK), archive.caller("minh", Role.CLERK)
    paper = one.paper("01")
    archive.upload(lan, one)
    archive.push(lan, one.take_in(paper, incomplete=first), device=one.device)
    archive.push(minh, two.take_in(two.paper("01"), incomplete=not first), device=two.device)
    (page,) = (item for item in archive.snapshots(lan, paper.dossier) if isinstance(item, PageSnapshot))
    assert page.incomplete


def test_a_page_of_a_program_that_does_not_say_whether_it_is_whole_counts_as_whole(archive: TestArchive) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    paper = desk.paper("01")
    archive.upload(lan, desk)
    entries = [
        dataclasses.replace(entry, body=entry.body.replace('"incomplete":false,', "")) for entry in desk.take_in(paper)
    ]
    assert not any("incomplete" in entry.body for entry in entries)
    assert [result.status for result in archive.push(lan, entries)] == [APPLIED] * 4
    (page,) = (item for item in archive.snapshots(lan, paper.dossier) if isinstance(item, PageSnapshot))
    assert not page.incomplete


def test_a_machine_s_value_names_no_person_and_a_person_s_value_names_the_token_s_user(archive: TestArchive) -> None:
    desk, lan = Desk(user=UserId("somebody-else")), archive.caller("lan", Role.CLERK)
    paper = desk.paper("01")
    archive.upload(lan, desk)
    read = desk.value("1", path="a", source=ValueSource.OCR)
    archive.push(lan, [*desk.take_in(paper), desk.put(paper, read, desk.value("2", path="b"))])
    held = archive.snapshots(lan, paper.dossier)
    fields = {item.value.path: item.actor.user for item in held if isinstance(item, FieldSnapshot)}
    assert fields == {"a": "system", "b": "lan"}
    [dossier] = [item for item in held if isinstance(item, DossierSnapshot)]
    assert dossier.keyed_by == ("lan", "somebody-else")  # a claim gives no right, but takes that of checking


def test_who_is_no_clerk_keys_nothing(archive: TestArchive) -> None:
    desk, boss = Desk(), archive.caller("boss", Role.SUPERVISOR)
    [result] = archive.push(boss, desk.take_in(desk.paper("01"))[:1])
    assert (result.status, result.code) == (REJECTED, "archive_forbidden")


def test_a_dossier_cannot_be_created_as_checked(archive: TestArchive) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    [result] = archive.push(lan, desk.take_in(desk.paper("01"), state=State.CHECKED_1)[:1])
    assert result.code == "move_not_allowed"


def test_an_operation_of_an_unknown_kind_is_refused_alone(archive: TestArchive) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    [create, document, *_] = desk.take_in(desk.paper("01"))
    newer = dataclasses.replace(create, body=create.body.replace("dossier.create", "dossier.sing"))
    results = archive.push(lan, [newer, *desk.take_in(desk.paper("02"))[:1]])
    assert [(result.status, result.code) for result in results] == [(REJECTED, "operation_invalid"), (APPLIED, None)]
    assert archive.push(lan, [document])[0].status is REJECTED  # known to be settled, so not blocked for ever


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "null"])
@pytest.mark.parametrize("kind", ["skew", "type_confidence", "confidence"])
def test_a_number_that_is_none_is_refused_alone_and_the_feed_stays_readable(
    archive: TestArchive, kind: str, number: str
) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    paper = desk.paper("01")
    archive.upload(lan, desk)
    archive.push(lan, desk.take_in(paper))
    made = {
        "skew": desk.entry(paper.dossier, DescribePage(id=paper.page, rotation=0, skew=0.125)),
        "type_confidence": desk.entry(
            paper.dossier,
            SetDocumentType(
                id=paper.document, type_id="t", type_version=1, type_confidence=0.125, source=ValueSource.OCR
            ),
        ),
        "confidence": desk.put(paper, dataclasses.replace(desk.value("x", source=ValueSource.OCR), confidence=0.125)),
    }[kind]
    poison = dataclasses.replace(made, previous=None, body=made.body.replace("0.125", number))
    assert poison.body != made.body
    [result, after] = archive.push(lan, [poison, desk.put(paper, desk.value("y", path="other"))])
    readable = kind == "confidence" and number == "null"  # unknown is a confidence
    assert (result.status, result.code) == ((APPLIED, None) if readable else (REJECTED, "operation_invalid"))
    assert after.status in (APPLIED, AckStatus.BLOCKED)
    page = FeedPage.model_validate_json(archive.service.reading.feed_page(lan, after=0, epoch=None, limit=100))
    assert page.rows


@pytest.mark.parametrize("field", ["base_rev", "rotation"])
@pytest.mark.parametrize("number", [2**53 + 1, 2**70, -(2**70)])
def test_a_number_that_fits_nowhere_is_refused_alone(archive: TestArchive, field: str, number: int) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    paper = desk.paper("01")
    archive.upload(lan, desk)
    archive.push(lan, desk.take_in(paper))
    made = desk.entry(paper.dossier, DescribePage(id=paper.page, rotation=0, skew=0.5))
    forged = dataclasses.replace(made, body=made.body.replace(f'"{field}":0', f'"{field}":{number}'))
    assert forged.body != made.body
    [result] = archive.push(lan, [forged])
    assert (result.status, result.code) == (REJECTED, "operation_invalid")


def test_half_a_character_names_no_operation(archive: TestArchive) -> None:
    body = '{"id":"\\ud800","dossier":"d"}'
    request = PushRequest(device="may-1", ops=(WireOperation(device_seq=1, body=body),))
    with pytest.raises(OperationInvalid):
        archive.service.pushing.push(archive.caller("lan", Role.CLERK), request)


def test_bytes_that_name_no_operation_are_refused_with_the_push(archive: TestArchive) -> None:
    lan = archive.caller("lan", Role.CLERK)
    request = PushRequest(device="may-1", ops=(WireOperation(device_seq=1, body="[]"),))
    with pytest.raises(OperationInvalid):
        archive.service.pushing.push(lan, request)


def test_an_operation_cannot_reach_into_another_dossier(archive: TestArchive) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    mine, other = desk.paper("01"), desk.paper("02")
    archive.upload(lan, desk)
    archive.push(lan, [*desk.take_in(mine), *desk.take_in(other)])
    smuggled = dataclasses.replace(other, dossier=mine.dossier)
    [result] = archive.push(lan, [desk.put(smuggled, desk.value("x"))])
    assert result.code == "operation_invalid"


def test_after_completion_values_and_pages_are_refused(archive: TestArchive) -> None:
    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    paper, late = desk.paper("01"), desk.paper("late")
    archive.upload(lan, desk)
    archive.push(lan, desk.keyed(paper, desk.value("1")))
    page = dataclasses.replace(late, dossier=paper.dossier)
    results = archive.push(lan, [desk.put(paper, desk.value("2")), *desk.take_in(page)[:3]])
    assert [result.code for result in results] == ["keying_closed", None, "keying_closed", "keying_closed"]


def test_text_is_kept_in_nfc_whatever_form_it_came_in(archive: TestArchive) -> None:
    import unicodedata

    desk, lan = Desk(), archive.caller("lan", Role.CLERK)
    paper = desk.paper("01")
    archive.upload(lan, desk)
    archive.push(lan, [*desk.take_in(paper), desk.put(paper, desk.value(unicodedata.normalize("NFD", "Nguyễn Thị")))])
    [field] = [item for item in archive.snapshots(lan, paper.dossier) if isinstance(item, FieldSnapshot)]
    assert field.value.value == "Nguyễn Thị"
