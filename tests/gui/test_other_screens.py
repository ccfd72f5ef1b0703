"""The day's list, taking in, checking and sync, by keyboard alone."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from dossier.errors import AlreadyTaken, ArchiveAway, ScannerJammed, SourceDamaged
from dossier.ids import OperationId
from dossier.model import Remark, Verdict
from dossier.ports import AttentionItem, ColourMode, OutboxState, ScannerDevice
from dossier.states import State
from dossier.use_cases import checking, keying
from tests.gui.pages.person import ALT, CTRL, Person
from tests.support.builders import BuiltDossier, a_dossier
from tests.support.fake_application import FakeApplication, FakeJob, a_status
from tests.support.making import CLERK, OTHER
from ui.screen import ScreenId


def keyed_by_other(application: FakeApplication, code: str) -> BuiltDossier:
    built = a_dossier(application, code)
    keying.complete_keying(replace(application.workplace(), actor=OTHER), built.id, despite=True)
    return built


def go(person: Person, key: Qt.Key) -> None:
    person.press(key, ALT)
    person.wait()


# Việc hôm nay


def test_the_list_says_returned_first_then_half_done_then_waiting(person: Person, application: FakeApplication) -> None:
    waiting, half, returned = (a_dossier(application, code) for code in ("HS-1", "HS-2", "HS-3"))
    record = half.documents[0].record
    assert record is not None
    keying.key_value(application.workplace(), half.id, record, "so", "1")
    keying.complete_keying(application.workplace(), returned.id, despite=True)
    other = replace(application.workplace(), actor=OTHER)
    checking.return_dossier(other, returned.id, [Remark(reason="Thiếu trang 2")])
    person.press(Qt.Key.Key_F5)
    person.wait()
    rows = person.window.today.list.rows()
    assert [row.key for row in rows] == [returned.id, half.id, waiting.id]
    assert "Thiếu trang 2" in rows[0].detail
    person.press(Qt.Key.Key_Down)
    person.enter()
    person.wait()
    assert person.window.current() is ScreenId.KEYING
    assert person.window.keying.presenter.dossier == half.id


def test_a_new_dossier_appears_in_the_list_by_itself(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    application.write(lambda workplace: keying.clear_page(workplace, built.id, built.documents[0].pages[0]))
    person.wait()
    assert [row.key for row in person.window.today.list.rows()] == [built.id]
    assert person.focus() is person.window.today.list


def test_a_search_shows_what_was_found_and_escape_ends_it(person: Person, application: FakeApplication) -> None:
    a_dossier(application, "HS-77")
    a_dossier(application, "HS-88")
    person.press(Qt.Key.Key_F, CTRL)
    person.type("khong co")
    person.enter()
    person.wait()
    assert person.window.today.list.rows() == []
    person.press(Qt.Key.Key_Escape)
    person.wait_until(lambda: len(person.window.today.list.rows()) == 2)


# Quét và nạp tệp


def start_taking_in(person: Person, application: FakeApplication) -> FakeJob:
    go(person, Qt.Key.Key_2)
    person.type("HS-9")
    person.enter()
    person.type("/giay/a.pdf")
    person.enter()
    return application.jobs[-1]


def test_files_are_taken_in_by_typing_code_and_path(person: Person, application: FakeApplication) -> None:
    start_taking_in(person, application)
    assert application.taken_in == [((Path("/giay/a.pdf"),), "HS-9")]
    assert person.clicks == 0


def test_files_without_a_code_are_not_taken_in(person: Person, application: FakeApplication) -> None:
    go(person, Qt.Key.Key_2)
    person.enter()
    person.type("/giay/a.pdf")
    person.enter()
    assert application.taken_in == []
    assert person.message()
    assert person.focus() is person.window.take_in.code


def test_a_folder_names_itself(person: Person, application: FakeApplication, tmp_path: Path) -> None:
    go(person, Qt.Key.Key_2)
    person.enter()
    person.paste(str(tmp_path))
    person.enter()
    assert application.taken_in == [((tmp_path,), None)]


def test_dropped_files_are_taken_in(person: Person, application: FakeApplication, tmp_path: Path) -> None:
    go(person, Qt.Key.Key_2)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    person.window.take_in.dropEvent(event)
    assert application.taken_in == [((tmp_path,), None)]


def test_failed_items_stay_with_their_sentence_and_the_good_dossier_opens_on_enter(
    person: Person, application: FakeApplication
) -> None:
    built = a_dossier(application, "HS-9")
    job = start_taking_in(person, application)
    job.advance(1, 2, "a.pdf")
    job.fail_item("hỏng.pdf", SourceDamaged(source="hỏng.pdf"))
    job.dossier_ready.emit(built.id)
    person.wait()
    job.done.emit()
    person.wait()
    state = person.window.take_in.presenter.state
    assert [failure.source for failure in state.failures] == ["hỏng.pdf"]
    person.enter()
    person.wait()
    assert person.window.keying.presenter.dossier == built.id
    go(person, Qt.Key.Key_2)
    assert [failure.source for failure in person.window.take_in.presenter.state.failures] == ["hỏng.pdf"]


def test_f5_tries_the_same_files_again_and_escape_stops(person: Person, application: FakeApplication) -> None:
    job = start_taking_in(person, application)
    job.fail_item("hỏng.pdf", SourceDamaged(source="hỏng.pdf"))
    job.done.emit()
    person.press(Qt.Key.Key_F5)
    assert application.taken_in[0] == application.taken_in[1]
    person.press(Qt.Key.Key_Escape)
    assert application.jobs[-1].asked_to_stop


def test_one_key_scans_with_the_chosen_settings_and_a_jam_is_told(person: Person, application: FakeApplication) -> None:
    application.attached = [ScannerDevice(name="test:0", label="Máy quét thử", has_feeder=True)]
    go(person, Qt.Key.Key_2)
    person.type("HS-9")
    person.press(Qt.Key.Key_F9)
    settings, code = application.scans[0]
    assert (settings.device, settings.dpi, settings.mode, settings.feeder, code) == (
        "test:0",
        300,
        ColourMode.COLOUR,
        True,
        "HS-9",
    )
    application.jobs[-1].failed.emit(ScannerJammed(device="test:0", pages=37))
    assert person.message()


def test_keying_goes_on_while_files_come_in(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application, "HS-1")
    job = start_taking_in(person, application)
    person.open(built.id)
    person.type("5")
    job.advance(1, 9, "a.pdf")
    job.done.emit()
    person.wait()
    assert person.field() == "so"
    assert person.row("so").edit.text() == "5"


# Kiểm tra


def test_own_work_is_shown_but_cannot_be_taken(person: Person, application: FakeApplication) -> None:
    own = a_dossier(application, "HS-1")
    keying.complete_keying(application.workplace(), own.id, despite=True)
    go(person, Qt.Key.Key_4)
    rows = person.window.checking.queue.rows()
    assert [row.enabled for row in rows] == [False]
    person.enter()
    person.wait()
    assert application.taken == []
    assert person.message()


def test_a_checker_takes_walks_and_approves(person: Person, application: FakeApplication) -> None:
    built = keyed_by_other(application, "HS-1")
    go(person, Qt.Key.Key_4)
    person.enter()
    person.wait()
    assert application.taken == [built.id]
    assert person.field() == "so"
    person.enter()
    assert person.field() == "quyenSo"
    person.press(Qt.Key.Key_Down)
    assert person.field() == "trangSo"
    person.press(Qt.Key.Key_F10)
    person.wait()
    assert application.store.content(built.id).dossier.state is State.CHECKED_1
    assert person.focus().isVisible()
    assert person.clicks == 0


def test_a_checker_marks_several_places_and_returns_them_with_their_reasons(
    person: Person, application: FakeApplication
) -> None:
    built = keyed_by_other(application, "HS-1")
    go(person, Qt.Key.Key_4)
    person.enter()
    person.wait()
    person.enter()
    person.press(Qt.Key.Key_F6)
    person.type("Sai số quyển")
    person.enter()
    assert person.field() == "quyenSo"
    person.press(Qt.Key.Key_F6)
    person.press(Qt.Key.Key_F6)
    person.press(Qt.Key.Key_Down)  # the first ready reason
    person.enter()
    person.press(Qt.Key.Key_F10)
    person.wait()
    assert application.store.content(built.id).dossier.state is State.KEYED  # marked places are never approved
    person.press(Qt.Key.Key_Return, CTRL)
    person.wait()
    decision = application.store.content(built.id).decision
    assert decision is not None
    assert decision.verdict is Verdict.RETURN
    assert [(remark.path, remark.page) for remark in decision.remarks] == [
        ("quyenSo", None),
        (None, built.documents[0].pages[0]),
    ]
    assert decision.remarks[0].reason == "Sai số quyển"


def test_escape_gives_a_dossier_back(person: Person, application: FakeApplication) -> None:
    built = keyed_by_other(application, "HS-1")
    go(person, Qt.Key.Key_4)
    person.enter()
    person.wait()
    person.press(Qt.Key.Key_Escape)
    person.wait()
    assert application.released == [built.id]
    assert person.focus() is person.window.checking.queue


def test_a_dossier_that_somebody_else_has_taken_is_told(person: Person, application: FakeApplication) -> None:
    keyed_by_other(application, "HS-1")
    application.take_error = AlreadyTaken()
    go(person, Qt.Key.Key_4)
    person.enter()
    person.wait()
    assert person.message()
    assert person.window.checking.presenter.state.dossier is None


# Đồng bộ


def test_sync_says_what_waits_what_is_held_and_what_needs_attention(
    person: Person, application: FakeApplication
) -> None:
    built = a_dossier(application, "HS-1")
    item = AttentionItem(
        operation=OperationId("o"),
        dossier=built.id,
        dossier_code="HS-1",
        code="stale_review",
        at=application.clock.now(),
    )
    outbox = OutboxState(waiting=3, held=2, sent=40, attention=(item,))
    go(person, Qt.Key.Key_5)
    application.show_status(
        replace(application.status, online=False, outbox=outbox, last_error=ArchiveAway(archive="kho"))
    )
    assert person.message()
    person.press(Qt.Key.Key_R, CTRL)
    assert application.sync_rounds == 1
    go(person, Qt.Key.Key_5)
    assert person.focus() is person.window.sync.list
    person.enter()
    person.wait()
    assert person.window.keying.presenter.dossier == built.id


def test_the_window_tells_who_works_and_where(person: Person) -> None:
    header = person.window.header
    assert CLERK.user in header.person()
    assert header.network() == "Có mạng"


def test_what_the_archive_on_this_machine_holds_never_counts_as_sent(
    person: Person, application: FakeApplication
) -> None:
    header = person.window.header
    assert header.queue() == "Kho trên máy này, chưa gửi lên tỉnh"
    application.show_status(a_status(embedded=False, online=False))
    assert header.queue() == "Đã gửi hết"
    assert header.network() == "Mất mạng"
    application.show_status(replace(application.status, outbox=OutboxState(waiting=3, held=1, sent=0)))
    assert header.queue() == "4 chờ gửi"


def test_f1_shows_the_keys_and_gives_the_keyboard_back(person: Person) -> None:
    before = person.focus()
    person.press(Qt.Key.Key_F1)
    assert person.focus() is not before
    person.press(Qt.Key.Key_F1)
    assert person.focus() is before
