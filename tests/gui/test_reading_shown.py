"""What reading leaves for people: slots to key by hand, pages that read badly, false alarms, late contradictions."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from dossier.model import Clearance, DossierContent, PageStatus
from dossier.operations import ClearPage, NewValue
from dossier.ports import Batch, PageOutcome
from dossier.reading import Box, Gate, ValueSource
from dossier.states import Mark, Role, State
from dossier.use_cases import keying
from tests.gui.pages.person import CTRL, Person
from tests.support.builders import BIRTH, BuiltDossier, DossierBuilder, a_dossier
from tests.support.fake_application import FakeApplication
from tests.support.making import OTHER, Maker, reading
from ui.keying.lines import Certainty

SLOT = Box(x=300, y=340, w=120, h=40)


def content(application: FakeApplication, built: BuiltDossier) -> DossierContent:
    return application.store.content(built.id)


def machine(application: FakeApplication, built: BuiltDossier, path: str, text: str, **more: object) -> NewValue:
    """A machine proposes once more, on the value that stands."""
    maker = Maker(prefix=f"late-{path}-{text}")
    record = built.documents[0].record
    assert record is not None
    current = content(application, built).value_of(record, path)
    page = built.documents[0].pages[0]
    value = maker.value(path, text, ValueSource.OCR, page=page, base=current.id if current else None, **more)
    application.store.commit(Batch(operations=(maker.put(built.id, record, value),)))
    return value


@pytest.fixture
def handwritten(application: FakeApplication) -> BuiltDossier:
    """A certificate whose number was written by hand: nothing is proposed, the box is known."""
    lines = tuple(line for line in BIRTH if line.path != "so")
    built = DossierBuilder(application).document(lines).build()
    machine(application, built, "so", "", box=SLOT, handwritten=True)
    return built


def test_a_handwritten_slot_is_keyed_from_its_picture(
    person: Person, application: FakeApplication, handwritten: BuiltDossier
) -> None:
    person.open(handwritten.id)
    assert person.field() == "so"
    row = person.row("so")
    assert row.line is not None
    assert (row.line.certainty, row.line.box) == (Certainty.EMPTY, SLOT)
    assert row.edit.accessibleDescription() == "Chưa có, viết tay"
    person.wait_until(row.snippet.isVisible)
    before = content(application, handwritten).values
    person.enter()
    person.wait()
    assert content(application, handwritten).values == before, "Enter confirms nothing where nothing is proposed"
    assert person.field() != "so"
    person.press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    while person.field() != "so":
        person.press(Qt.Key.Key_F8)
    person.type("73")
    person.enter()
    person.wait()
    record = handwritten.documents[0].record
    assert record is not None
    value = content(application, handwritten).value_of(record, "so")
    assert value is not None
    assert (value.value, value.source, value.box) == ("73", ValueSource.HUMAN, SLOT)
    assert person.row("so").edit.accessibleDescription() == "Đã xác nhận"


def test_a_slot_in_which_there_is_nothing_after_all_is_said_to_be_as_printed(
    person: Person, application: FakeApplication, handwritten: BuiltDossier
) -> None:
    person.open(handwritten.id)
    person.press(Qt.Key.Key_F2)
    person.wait()
    record = handwritten.documents[0].record
    assert record is not None
    value = content(application, handwritten).value_of(record, "so")
    assert value is not None
    assert (value.value, value.source, value.as_printed) == ("", ValueSource.HUMAN, True)


@pytest.mark.parametrize(("gate", "words"), [(Gate.UNREADABLE, "không đọc được"), (Gate.CHECK_ALL, "kiểm tra tất cả")])
def test_a_page_that_reads_badly_says_so(person: Person, application: FakeApplication, gate: Gate, words: str) -> None:
    built = a_dossier(application)
    page = built.documents[0].pages[0]
    read = replace(reading("abc"), gate=gate)
    application.store.commit(Batch(outcomes=(PageOutcome(page=page, reading=read),)))
    person.open(built.id)
    assert words in person.window.keying.page_note.text()


def marked(application: FakeApplication) -> BuiltDossier:
    built = a_dossier(application)
    page = built.documents[0].pages[0]
    read = reading("", secrecy_mark="MẬT")
    application.store.commit(Batch(outcomes=(PageOutcome(page=page, reading=read),)))
    return built


def test_a_false_alarm_is_cleared_by_keyboard_with_a_reason_and_read_on(
    person: Person, application: FakeApplication
) -> None:
    built = marked(application)
    person.open(built.id)
    screen = person.window.keying
    field = person.field()
    person.press(Qt.Key.Key_M, CTRL)
    assert person.focus() is screen.clearing_reason
    person.press(Qt.Key.Key_Escape)
    assert screen.clearing_reason.isHidden()
    assert person.field() == field
    assert content(application, built).pages[0].clearance is Clearance.MARKED
    person.press(Qt.Key.Key_M, CTRL)
    person.enter()
    person.wait()
    assert "lý do" in person.message(), "no reason, no clearing"
    person.press(Qt.Key.Key_M, CTRL)
    person.type("Mật là tên người")
    person.enter()
    person.wait()
    page = content(application, built).pages[0]
    assert (page.clearance, page.status) == (Clearance.CLEARED_BY_PERSON, PageStatus.WAITING)
    assert Mark.HELD_SECRECY not in content(application, built).dossier.marks
    (kept,) = [item.payload for item in application.store.operations if isinstance(item.payload, ClearPage)]
    assert (kept.mark, kept.reason) == ("MẬT", "Mật là tên người")
    assert application.read_anew == [built.id]
    assert person.field() == field
    assert person.clicks == 0


def test_a_clerk_may_not_declare_a_false_alarm(person: Person, application: FakeApplication) -> None:
    application.roles = frozenset({Role.CLERK})
    built = marked(application)
    person.open(built.id)
    person.press(Qt.Key.Key_M, CTRL)
    person.type("Mật là tên người")
    person.enter()
    person.wait()
    assert "người giám sát" in person.message()
    assert content(application, built).pages[0].clearance is Clearance.MARKED


def test_a_late_contradiction_is_shown_to_the_checker_and_not_to_who_keyed(
    person: Person, application: FakeApplication
) -> None:
    built = a_dossier(application)
    record = built.documents[0].record
    assert record is not None
    keying.accept_value(replace(application.workplace(), actor=OTHER), built.id, record, "so")
    person.open(built.id)
    machine(application, built, "so", "123/1998", second="128/1998", box=SLOT)
    application.changed.emit(keying.accept_certain(application.workplace(), built.id, ()))
    person.open(built.id)
    row = person.row("so")
    assert row.edit.text() == "123/1998"
    assert row.edit.accessibleDescription() == "Đã xác nhận"
    assert not row.note.text()
    assert row.line is not None
    assert not row.line.needs_person

    keying.complete_keying(replace(application.workplace(), actor=OTHER), built.id, despite=True)
    person.window.show_screen(person.window.current())
    person.press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    person.wait()
    person.enter()
    person.wait()
    checked = person.window.checking.values.rows()[0]
    assert "Máy đọc khác: 128/1998" in checked.note.text()
    assert "máy đọc khác: 1" in person.window.checking.subtitle.text()
    assert content(application, built).dossier.state is State.KEYED


def test_the_application_hears_which_page_is_on_the_screen(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application, pages=2)
    person.open(built.id)
    person.press(Qt.Key.Key_PageDown)
    person.wait()
    pages = content(application, built).pages
    assert application.on_screen == [page.picture for page in pages]
