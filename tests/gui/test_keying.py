"""The eight-hour screen: everything by keyboard, nothing typed is ever lost, nothing waits for the disk."""

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from dossier.errors import DiskFull
from dossier.ids import DocumentId, PageId
from dossier.model import Clearance, FieldValue, Remark
from dossier.reading import ValueSource
from dossier.states import State
from dossier.use_cases import checking, keying
from tests.gui.pages.person import ALT, CTRL, SHIFT, Person
from tests.support.builders import BIRTH, BuiltDossier, DossierBuilder, Printed, a_dossier
from tests.support.fake_application import FakeApplication
from tests.support.making import OTHER
from ui.keying.lines import Certainty
from ui.screen import ScreenId


def value(application: FakeApplication, built: BuiltDossier, path: str) -> FieldValue | None:
    record = built.documents[0].record
    assert record is not None
    return application.store.content(built.id).value_of(record, path)


def text(application: FakeApplication, built: BuiltDossier, path: str) -> str | None:
    found = value(application, built, path)
    return found.value if found is not None else None


def confirmed(application: FakeApplication, built: BuiltDossier) -> set[str]:
    values = application.store.content(built.id).values
    return {item.path for item in values if item.source is ValueSource.HUMAN}


def seen(person: Person) -> None:
    """The picture of the page is on the screen."""
    person.wait_until(lambda: person.window.keying.current_state().acceptable > 0)


def test_enter_confirms_and_goes_to_the_next_field_that_needs_a_person(
    person: Person, application: FakeApplication
) -> None:
    built = a_dossier(application)
    person.open(built.id)
    assert person.field() == "so"  # critical, so a person looks although the reader is certain
    person.enter()
    assert person.field() == "quyenSo"
    person.enter()
    assert person.field() == "ngayDangKy"
    person.enter()
    assert person.field() == "nksHoTen"  # the place of registration is certain and not critical
    person.wait()
    assert confirmed(application, built) == {"so", "quyenSo", "ngayDangKy"}


def test_a_wrong_value_is_typed_over_and_stored_in_storage_form(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    person.enter()
    person.type("01/1998")
    person.enter()
    person.type("16071998")
    assert "16/07/1998" in person.row("ngayDangKy").note.text()
    person.enter()
    person.wait()
    assert text(application, built, "quyenSo") == "01/1998"
    assert text(application, built, "ngayDangKy") == "1998-07-16"
    assert person.row("ngayDangKy").edit.text() == "16/07/1998"


def test_twelve_fields_three_of_them_doubtful_take_few_keys_and_no_click(
    person: Person, application: FakeApplication
) -> None:
    sure = {"typeName": "Quyết định", "signerPosition": "Chủ tịch", "recipients": "Như trên", "language": "Tiếng Việt"}
    doubtful = {"organName": "UBND xã Tân Phú Trung", "subject": "Về việc quy hoạch", "signerName": "Trần Văn Bảy"}
    lines = [Printed(path=path, label=path, text=words) for path, words in sure.items()]
    lines += [Printed(path=path, label=path, text=words, certain=False) for path, words in doubtful.items()]
    lines.append(Printed(path="issuedDate", label="Ngày", text="05/07/1998", value="1998-07-05"))
    built = DossierBuilder(application).document(lines, type_id="van_ban_hanh_chinh", heading="QUYẾT ĐỊNH").build()
    person.open(built.id)
    seen(person)
    before = person.keys
    person.enter(4)  # one critical field, three in doubt
    person.press(Qt.Key.Key_Return, CTRL)
    person.press(Qt.Key.Key_D, CTRL)
    person.wait()
    assert person.keys - before <= 6
    assert person.clicks == 0
    assert application.store.content(built.id).dossier.state is State.KEYED


def test_ctrl_enter_leaves_out_critical_fields_and_pages_that_were_not_shown(
    person: Person, application: FakeApplication
) -> None:
    built = a_dossier(application, documents=2)
    person.open(built.id)
    seen(person)
    person.press(Qt.Key.Key_Return, CTRL)
    person.wait()
    content = application.store.content(built.id)
    by_person = {(item.record, item.path) for item in content.values if item.source is ValueSource.HUMAN}
    assert by_person == {
        (built.documents[0].record, path)
        for path in ("noiDangKy", "nksGioiTinh", "nksNgaySinhBangChu", "nksQueQuan", "nksDanToc", "nksQuocTich")
    }


def test_the_next_dossier_opens_by_itself_and_the_completed_one_can_be_taken_back(
    person: Person, application: FakeApplication
) -> None:
    first, second = a_dossier(application, "HS-1"), a_dossier(application, "HS-2")
    person.open(first.id)
    person.press(Qt.Key.Key_D, CTRL)
    person.wait()
    assert "Ctrl+D" in person.message()
    assert application.store.content(first.id).dossier.state is State.READ
    person.press(Qt.Key.Key_D, CTRL)
    person.wait()
    assert application.store.content(first.id).dossier.state is State.KEYED
    assert person.window.keying.presenter.dossier == second.id
    assert person.field() == "so"
    person.press(Qt.Key.Key_D, CTRL | SHIFT)
    person.wait()
    assert application.store.content(first.id).dossier.state is State.READ
    assert person.window.keying.presenter.dossier == first.id


def test_the_screen_never_waits_for_the_disk(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    application.hold()
    person.type("124/1998")
    person.enter()
    person.type("02/1998")
    person.enter()
    assert person.field() == "ngayDangKy"
    assert person.row("so").edit.text() == "124/1998"
    line = person.row("so").line
    assert line is not None
    assert line.certainty is Certainty.CONFIRMED
    application.go_on()
    person.wait()
    assert text(application, built, "so") == "124/1998"
    assert text(application, built, "quyenSo") == "02/1998"


def test_a_value_that_could_not_be_written_stays_on_the_form_with_its_sentence(
    person: Person, application: FakeApplication
) -> None:
    built = a_dossier(application)
    person.open(built.id)
    application.write_errors.append(DiskFull())
    person.type("124/1998")
    person.enter()
    person.wait()
    assert person.row("so").edit.text() == "124/1998"
    assert person.message()
    assert person.message() in person.row("so").note.text()
    person.press(Qt.Key.Key_Backtab, SHIFT)
    assert person.field() == "so"
    person.enter()
    person.wait()
    assert text(application, built, "so") == "124/1998"


def test_a_syllable_being_composed_is_never_lost(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    person.press(Qt.Key.Key_End)
    person.commit(" Tân ")
    person.compose("Phú")
    person.enter()
    person.wait()
    assert text(application, built, "so") == "123/1998 Tân Phú"


def test_a_syllable_being_composed_survives_a_change_of_screen(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    person.press(Qt.Key.Key_End)
    person.compose("Phú")
    person.press(Qt.Key.Key_1, ALT)
    person.wait()
    assert text(application, built, "so") == "123/1998Phú"
    assert person.window.current() is ScreenId.TODAY


def test_text_is_nfc_however_it_arrives(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    decomposed = unicodedata.normalize("NFD", "Huế ")
    person.paste(decomposed + "\n Nguyễn")
    person.type(unicodedata.normalize("NFD", " Ộ"))
    person.commit(unicodedata.normalize("NFD", "ữ"))
    assert person.row("so").edit.toPlainText() == "Huế Nguyễn Ộữ"
    person.enter()
    person.wait()
    assert text(application, built, "so") == "Huế Nguyễn Ộữ"


def test_two_readings_of_a_date_are_chosen_by_alt_and_a_digit(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    person.enter(2)
    person.type("11298")
    person.enter()
    assert person.field() == "ngayDangKy"  # nobody guesses for the clerk
    assert "Alt+1" in person.row("ngayDangKy").note.text()
    person.press(Qt.Key.Key_2, ALT)
    person.wait()
    assert text(application, built, "ngayDangKy") in {"1998-12-01", "1998-02-11"}
    assert person.field() == "nksHoTen"
    assert person.window.current() is ScreenId.KEYING


def test_a_choice_is_found_by_letters_without_marks(person: Person, application: FakeApplication) -> None:
    built = DossierBuilder(application).document(type_id="van_ban_hanh_chinh", lines=()).build()
    person.open(built.id)
    assert person.field() == "typeName"
    person.type("quyet dinh")
    assert person.window.keying.form.suggestions.isVisible()
    person.enter()
    person.wait()
    assert text(application, built, "typeName") == "Quyết định"
    assert not person.window.keying.form.suggestions.isVisible()


def test_as_printed_keeps_what_the_rules_find_odd(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    person.enter(2)
    person.type("30/02/1998")
    person.press(Qt.Key.Key_F2)
    person.wait()
    found = value(application, built, "ngayDangKy")
    assert found is not None
    assert (found.value, found.as_printed) == ("30/02/1998", True)
    assert person.row("ngayDangKy").note.text() == ""


def test_undo_answers_with_the_former_value(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    person.type("999")
    person.enter()
    person.press(Qt.Key.Key_Z, CTRL)
    person.wait()
    assert text(application, built, "so") == "123/1998"
    assert person.field() == "so"
    assert person.row("so").edit.text() == "123/1998"


def test_tab_goes_strictly_on_and_keeps_what_was_typed(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    person.type("77")
    person.press(Qt.Key.Key_Tab)
    assert person.field() == "quyenSo"
    person.press(Qt.Key.Key_Tab)
    assert person.field() == "trangSo"
    person.press(Qt.Key.Key_F8)
    assert person.field() == "ngayDangKy"
    person.press(Qt.Key.Key_Return, SHIFT)
    assert person.field() == "quyenSo"
    person.wait()
    assert text(application, built, "so") == "77"


def test_escape_brings_the_standing_value_back(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    person.open(built.id)
    person.type("x")
    person.press(Qt.Key.Key_Escape)
    assert person.row("so").edit.text() == "123/1998"
    assert text(application, built, "so") == "123/1998"


def test_a_returned_dossier_begins_at_the_marked_field_with_its_reason(
    person: Person, application: FakeApplication
) -> None:
    built = a_dossier(application)
    record = built.documents[0].record
    mine = application.workplace()
    keying.complete_keying(mine, built.id, despite=True)
    application.actor, me = OTHER, application.actor
    remarks = [Remark(reason="Sai tháng", record=record, path="ngayDangKy"), Remark(reason="Thiếu trang 2")]
    checking.return_dossier(application.workplace(), built.id, remarks)
    application.actor = me
    person.open(built.id)
    assert person.field() == "ngayDangKy"
    assert "Sai tháng" in person.row("ngayDangKy").note.text()
    assert "Thiếu trang 2" in person.message()
    person.type("15/06/1998")
    person.enter()
    person.wait()
    assert "Sai tháng" not in person.row("ngayDangKy").note.text()


def test_an_unread_page_is_held_until_a_person_has_looked(person: Person, application: FakeApplication) -> None:
    built = DossierBuilder(application).document(unread=True).build()
    person.open(built.id)
    assert "Ctrl+M" in person.window.keying.page_note.text()
    person.press(Qt.Key.Key_D, CTRL)
    person.wait()
    assert application.store.content(built.id).dossier.state is State.READ
    person.press(Qt.Key.Key_M, CTRL)
    person.wait()
    assert application.store.content(built.id).pages[0].clearance is Clearance.CLEARED_BY_PERSON
    assert person.window.keying.page_note.text() == ""


def test_an_unknown_document_gets_its_type_from_the_keyboard(person: Person, application: FakeApplication) -> None:
    built = DossierBuilder(application).document(type_id=None, lines=()).build()
    person.open(built.id)
    assert isinstance(person.focus(), QLineEdit)
    person.type("khai sinh")
    person.enter()
    person.wait()
    assert person.field() == "so"
    assert application.store.content(built.id).documents[0].type_id == "giay_khai_sinh"


def test_pages_and_documents_turn_by_keys_and_the_picture_follows_the_field(
    person: Person, application: FakeApplication
) -> None:
    built = a_dossier(application, documents=2, pages=2)
    person.open(built.id)

    def page() -> PageId | None:
        found = person.window.keying.page_view.page()
        return found.id if found else None

    assert page() == built.documents[0].pages[0]
    person.press(Qt.Key.Key_PageDown)
    assert page() == built.documents[0].pages[1]
    assert person.field() == "so"
    person.press(Qt.Key.Key_PageDown)
    assert page() == built.documents[1].pages[0]
    person.enter()
    assert page() == built.documents[0].pages[0]
    person.press(Qt.Key.Key_PageDown, CTRL)

    def document() -> DocumentId | None:
        return person.window.keying.current_state().document

    assert document() == built.documents[1].id
    assert page() == built.documents[1].pages[0]
    person.press(Qt.Key.Key_PageUp, CTRL)
    assert document() == built.documents[0].id


def test_when_everything_is_settled_enter_completes(person: Person, application: FakeApplication) -> None:
    built = DossierBuilder(application).document((BIRTH[0],)).build()
    person.open(built.id)
    while person.field():
        person.enter()
    assert isinstance(person.focus(), QPushButton)
    person.enter()
    person.wait()
    assert application.store.content(built.id).dossier.state is State.KEYED


def test_a_dossier_of_two_hundred_pages_asks_only_for_what_is_in_view(
    person: Person, application: FakeApplication
) -> None:
    built = a_dossier(application, documents=4, pages=50)
    application.pictures_asked.clear()
    person.open(built.id)
    assert person.field() == "so"
    person.wait_until(lambda: person.window.keying.current_state().acceptable > 0)
    assert len(set(application.pictures_asked)) <= 30


def test_a_completed_dossier_cannot_be_changed(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application)
    keying.complete_keying(application.workplace(), built.id, despite=True)
    person.open(built.id)
    assert person.row("so").edit.isReadOnly()
    assert "Ctrl+Shift+D" in person.message()


def test_the_focus_is_always_on_something_useful(
    open_window: Callable[..., Person], application: FakeApplication
) -> None:
    person = open_window()
    for place in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_1):
        person.press(place, ALT)
        person.wait()
        assert person.focus() is not person.window
        assert person.focus().isVisible()
