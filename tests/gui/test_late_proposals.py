"""The second reader speaks while a person keys: nobody confirms what he never saw; no text changes under his eyes."""

import pytest
from PySide6.QtCore import Qt

from dossier.model import ChangeSet, FieldValue
from dossier.operations import PutValues
from dossier.reading import ValueSource
from tests.gui.pages.person import CTRL, Person
from tests.gui.test_reading_shown import content, machine
from tests.support.builders import BuiltDossier, a_dossier
from tests.support.fake_application import FakeApplication


def value(application: FakeApplication, built: BuiltDossier, path: str) -> FieldValue:
    record = built.documents[0].record
    assert record is not None
    found = content(application, built).value_of(record, path)
    assert found is not None
    return found


def late(person: Person, application: FakeApplication, built: BuiltDossier, path: str, text: str, told: bool) -> None:
    """A machine proposes something else; `told`: the screen has heard of it."""
    machine(application, built, path, text)
    if told:
        application.changed.emit(ChangeSet(dossiers=frozenset({built.id})))
        person.wait()


@pytest.mark.parametrize("told", [False, True])
def test_enter_does_not_confirm_what_came_while_the_person_looked(
    person: Person, application: FakeApplication, told: bool
) -> None:
    built = a_dossier(application)
    person.open(built.id)
    before = person.row("so").edit.text()
    late(person, application, built, "so", "99", told)
    assert person.row("so").edit.text() == before, "the field that is looked at keeps its text"
    person.enter()
    person.wait()
    now = value(application, built, "so")
    assert (now.value, now.source) == ("99", ValueSource.OCR)
    assert person.row("so").edit.text() == "99"
    line = person.row("so").line
    assert line is not None
    assert not line.confirmed


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_F8])
def test_who_only_passes_by_says_nothing_and_the_new_proposal_shows_behind_him(
    person: Person, application: FakeApplication, key: Qt.Key
) -> None:
    built = a_dossier(application)
    person.open(built.id)
    late(person, application, built, "so", "99", told=True)
    person.press(key)
    person.wait()
    assert person.field() != "so"
    now = value(application, built, "so")
    assert (now.value, now.source) == ("99", ValueSource.OCR)
    assert person.row("so").edit.text() == "99"


@pytest.mark.parametrize("told", [False, True])
def test_what_is_typed_stands_on_what_was_seen(person: Person, application: FakeApplication, told: bool) -> None:
    built = a_dossier(application)
    person.open(built.id)
    saw = value(application, built, "so")
    late(person, application, built, "so", "99", told)
    person.type("77")
    person.enter()
    person.wait()
    now = value(application, built, "so")
    assert (now.value, now.base, now.as_read) == ("77", saw.id, saw.value)
    (doubt,) = content(application, built).doubts
    assert doubt.value == "99", "the checker is shown what the person never saw"


def test_a_second_word_of_the_same_person_stands_on_his_first(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    application.hold()
    person.type("77")
    person.press(Qt.Key.Key_Tab)
    person.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    person.press(Qt.Key.Key_A, CTRL)
    person.type("78")
    person.enter()
    application.go_on()
    person.wait()
    now = value(application, built, "so")
    puts = [item.payload for item in application.store.operations if isinstance(item.payload, PutValues)]
    (first,) = [new for put in puts for new in put.values if new.value == "77"]
    assert (now.value, now.base) == ("78", first.id)


def test_ctrl_enter_takes_only_what_was_on_the_screen(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    person.wait_until(lambda: person.window.keying.current_state().acceptable > 0)
    machine(application, built, "noiDangKy", "nơi khác", certain=True)
    person.press(Qt.Key.Key_Return, CTRL)
    person.wait()
    assert value(application, built, "noiDangKy").source is ValueSource.OCR
    assert value(application, built, "nksDanToc").source is ValueSource.HUMAN


def test_the_same_text_read_once_more_is_still_confirmed(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    saw = value(application, built, "so")
    late(person, application, built, "so", saw.value, told=False)
    person.enter()
    person.wait()
    assert value(application, built, "so").source is ValueSource.HUMAN
