"""A locked file asks for its password while the others come in; whoever does not have it leaves the file aside."""

from pathlib import Path

from PySide6.QtCore import Qt

from dossier.errors import SourceEncrypted, SourceMissing
from tests.gui.pages.person import CTRL, Person
from tests.gui.test_other_screens import go, start_taking_in
from tests.support.fake_application import FakeApplication, FakeJob
from ui.take_in.password_dialog import PasswordDialog
from ui.take_in.presenter import Phase

ONE, TWO = Path("/giay/khóa 1.pdf"), Path("/giay/khóa 2.pdf")


def dialog(person: Person) -> PasswordDialog:
    return person.window.take_in.passwords


def asked(person: Person) -> str:
    """What is asked, as the person reads it; empty where nothing is."""
    return dialog(person)._what.text() if dialog(person).isVisible() else ""


def locked(person: Person, application: FakeApplication, *paths: Path) -> FakeJob:
    """The batch is running, and has met these files."""
    job = start_taking_in(person, application)
    for path in paths or (ONE,):
        job.lock(path, "HS-9")
    person.wait()
    return job


def failures(person: Person) -> list[tuple[str, type]]:
    found = person.window.take_in.presenter.state.failures
    return [(failure.source, type(failure.error)) for failure in found]


def phase(person: Person) -> Phase:
    return person.window.take_in.presenter.state.phase


def test_the_file_is_named_and_its_password_opens_it_while_the_batch_goes_on(
    person: Person, application: FakeApplication
) -> None:
    application.passwords = {ONE: "bí-mật"}
    batch = locked(person, application)
    assert ONE.name in asked(person)
    batch.advance(1, 3, "b.pdf")
    assert person.window.take_in.progress.value() == 1
    person.type("bí-mật")
    batch.advance(2, 3, "c.pdf")
    person.enter()
    person.wait()
    assert asked(person) == ""
    assert phase(person) is Phase.RUNNING
    batch.done.emit()
    phases = [phase(person)]
    application.jobs[-1].done.emit()
    assert [*phases, phase(person)] == [Phase.RUNNING, Phase.DONE], "its own job follows the batch"
    assert failures(person) == []
    assert person.clicks == 0


def test_a_wrong_password_says_so_and_is_asked_for_again(person: Person, application: FakeApplication) -> None:
    application.passwords = {ONE: "bí-mật"}
    batch = locked(person, application)
    person.type("khác")
    person.enter()
    person.wait()
    assert "không mở được" in dialog(person).message.text()
    assert dialog(person).password.text() == ""
    person.type("bí")
    batch.advance(2, 3, "c.pdf")
    assert dialog(person).password.text() == "bí", "the batch does not wipe what is being typed"
    person.type("-mật")
    person.enter()
    person.wait()
    assert asked(person) == ""


def test_who_skips_leaves_the_file_aside_with_its_sentence_and_f5_asks_again(
    person: Person, application: FakeApplication
) -> None:
    batch = locked(person, application, ONE, TWO)
    person.press(Qt.Key.Key_Escape)
    person.wait()
    assert TWO.name in asked(person), "one after the other"
    person.press(Qt.Key.Key_Escape)
    person.wait()
    assert asked(person) == ""
    assert failures(person) == [(str(ONE), SourceEncrypted), (str(TWO), SourceEncrypted)]
    assert not batch.asked_to_stop
    batch.done.emit()
    person.press(Qt.Key.Key_F5)
    assert len(application.taken_in) == 1, "nothing else failed"
    assert failures(person) == []
    assert ONE.name in asked(person)


def test_a_skipped_file_is_asked_for_again_even_after_another_batch(
    person: Person, application: FakeApplication
) -> None:
    application.passwords = {ONE: "bí-mật"}
    batch = locked(person, application)
    person.press(Qt.Key.Key_Escape)
    person.wait()
    batch.done.emit()
    person.window.take_in.presenter.take_in([Path("/giay/b.pdf")], "HS-10")
    assert failures(person) == [(str(ONE), SourceEncrypted)], "a new batch keeps it in sight"
    application.jobs[-1].done.emit()
    person.press(Qt.Key.Key_F5)
    person.wait()
    assert failures(person) == []
    assert ONE.name in asked(person)
    person.type("bí-mật")
    person.enter()
    person.wait()
    assert asked(person) == ""
    assert len(application.jobs) == 3


def test_whoever_keys_meanwhile_is_told_and_not_interrupted(person: Person, application: FakeApplication) -> None:
    job = start_taking_in(person, application)
    go(person, Qt.Key.Key_1)
    job.lock(ONE, "HS-9")
    person.wait()
    assert asked(person) == ""
    assert "chờ mật khẩu: 1" in person.window._progress.text()
    go(person, Qt.Key.Key_2)
    assert ONE.name in asked(person)


def test_whoever_types_the_next_code_is_told_and_not_interrupted(person: Person, application: FakeApplication) -> None:
    job = start_taking_in(person, application)
    person.window.take_in.code.setFocus()
    person.type("HS-10")
    job.lock(ONE, "HS-9")
    person.wait()
    assert asked(person) == ""
    assert "Ctrl+K" in person.window.take_in.locked.text()
    person.press(Qt.Key.Key_K, CTRL)
    assert ONE.name in asked(person)


def test_nothing_can_be_done_twice_while_a_password_is_tried(person: Person, application: FakeApplication) -> None:
    application.passwords = {ONE: "bí-mật"}
    locked(person, application)
    application.hold()
    person.type("bí-mật")
    person.enter()
    dialog(person).accept()
    assert failures(person) == []
    assert "Đang thử" in dialog(person).message.text()
    application.go_on()
    person.wait()
    assert len(application.jobs) == 2


def test_a_file_that_is_gone_meanwhile_fails_with_its_own_sentence(
    person: Person, application: FakeApplication
) -> None:
    application.unlock_error = SourceMissing(source=ONE.name)
    locked(person, application)
    person.type("x")
    person.enter()
    person.wait()
    assert failures(person) == [(str(ONE), SourceMissing)]


def test_a_password_is_hidden_until_it_is_asked_to_be_seen_and_kept_nowhere(
    person: Person, application: FakeApplication
) -> None:
    application.passwords = {ONE: "bí-mật"}
    locked(person, application)
    line = dialog(person).password
    person.type("bí-mật")
    assert line.displayText() == "●" * len("bí-mật")
    dialog(person)._visible.setChecked(True)
    assert line.displayText() == "bí-mật"
    person.enter()
    person.wait()
    assert line.text() == ""
    assert "bí-mật" not in repr(person.window.take_in.presenter.state)


def test_what_was_typed_comes_back_neither_by_undoing_nor_at_the_next_file(
    person: Person, application: FakeApplication
) -> None:
    application.passwords = {ONE: "bí-mật"}
    locked(person, application, ONE, TWO)
    dialog(person)._visible.setChecked(True)
    dialog(person).password.setFocus()
    for given in ("khác", "bí-mật"):
        person.type(given)
        person.enter()
        person.wait()
        person.press(Qt.Key.Key_Z, CTRL)
        assert dialog(person).password.text() == ""
    assert TWO.name in asked(person)
    assert not dialog(person)._visible.isChecked(), "the next file begins with a hidden line"
    person.type("bí")
    assert dialog(person).password.displayText() == "●●"
    person.press(Qt.Key.Key_Escape)
    person.wait()
    assert not dialog(person).password.isUndoAvailable()


def test_dossier_and_folder_are_said_too(person: Person, application: FakeApplication) -> None:
    locked(person, application)
    assert "HS-9" in asked(person)
    assert "giay" in asked(person).replace(ONE.name, "")


def test_whoever_waits_for_a_password_to_be_tried_can_skip_and_the_answer_comes_too_late(
    person: Person, application: FakeApplication
) -> None:
    application.passwords = {ONE: "bí-mật"}
    locked(person, application, ONE, TWO)
    for given in ("khác", "bí-mật"):
        application.hold()
        person.type(given)
        person.enter()
        assert person.window.take_in.presenter.state.trying
        person.press(Qt.Key.Key_Escape)
        assert TWO.name in asked(person)
        application.go_on()
        person.wait()
        state = person.window.take_in.presenter.state
        assert (state.wrong, state.trying) == (False, False)
        assert [file.path for file in state.skipped] == [ONE]
        person.press(Qt.Key.Key_Escape)
        person.wait()
        if application.jobs[0] in person.window.take_in.presenter._jobs:
            application.jobs[0].done.emit()
        person.press(Qt.Key.Key_F5)
        person.wait()
    assert [job.asked_to_stop for job in application.jobs] == [False, True]


def test_who_stops_while_a_password_is_tried_stops_its_job_too_and_is_asked_again_later(
    person: Person, application: FakeApplication
) -> None:
    application.passwords = {ONE: "bí-mật"}
    batch = locked(person, application)
    batch.cancel = lambda: None  # type: ignore[method-assign]  # it ends at the next page
    application.hold()
    person.type("bí-mật")
    person.enter()
    person.window.take_in.presenter.stop()
    application.go_on()
    person.wait()
    assert phase(person) is Phase.STOPPING
    assert application.jobs[-1].asked_to_stop
    batch.cancelled.emit()
    assert phase(person) is Phase.CANCELLED
    assert ONE.name in asked(person)


def test_a_file_whose_own_job_is_stopped_is_not_lost(person: Person, application: FakeApplication) -> None:
    application.passwords = {ONE: "bí-mật"}
    batch = locked(person, application)
    person.type("bí-mật")
    person.enter()
    person.wait()
    batch.lock(ONE, "HS-9")
    assert asked(person) == "", "its password is known"
    batch.done.emit()
    person.window.take_in.presenter.stop()
    assert phase(person) is Phase.CANCELLED
    person.press(Qt.Key.Key_F5)
    assert ONE.name in asked(person)
