"""A page that nobody could read holds its dossier back: every screen says so, why, and what to do about it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from dossier.model import Clearance
from dossier.ports import Batch, HeldDossier, OutboxState, PageOutcome
from tests.gui.pages.person import ALT, CTRL, Person
from tests.gui.test_other_screens import go, keyed_by_other
from tests.support.builders import BuiltDossier, DossierBuilder, a_dossier
from tests.support.fake_application import FakeApplication
from tests.support.making import reading


@pytest.fixture
def photographs(application: FakeApplication) -> BuiltDossier:
    """Four pages: the second and the last are photographs without a word."""
    return DossierBuilder(application).document(pages=3, wordless=(1,)).document(wordless=(0,)).build()


def test_the_line_of_the_day_says_why_it_is_held_and_what_to_do(
    person: Person, application: FakeApplication, photographs: BuiltDossier
) -> None:
    other = a_dossier(application, "HS-2")
    person.press(Qt.Key.Key_F5)
    person.wait()
    details = {row.key: row.detail for row in person.window.today.list.rows()}
    assert "2 trang máy không đọc được" in details[photographs.id]
    assert "Ctrl+M" in details[photographs.id]
    assert "Ctrl+M" not in details[other.id]


def test_ctrl_m_leads_from_page_to_page_until_nothing_holds_the_dossier(
    person: Person, application: FakeApplication, photographs: BuiltDossier
) -> None:
    person.open(photographs.id)
    keying = person.window.keying
    assert "còn 2 trang" in keying.page_note.text()
    for left, page in ((1, photographs.documents[0].pages[1]), (0, photographs.documents[1].pages[0])):
        person.press(Qt.Key.Key_M, CTRL)
        person.wait()
        shown = keying.current_state().page
        assert shown is not None
        assert shown.id == page
        assert "cho đến khi có người xem" in keying.page_note.text()
        person.press(Qt.Key.Key_M, CTRL)
        person.wait()
        pages = application.store.content(photographs.id).pages
        assert sum(item.to_clear for item in pages) == left
        assert next(item for item in pages if item.id == page).clearance is Clearance.CLEARED_BY_PERSON
    assert "chưa gửi được" not in keying.page_note.text()
    before = application.store.content(photographs.id)
    person.press(Qt.Key.Key_M, CTRL)
    person.wait()
    assert application.store.content(photographs.id) == before, "nothing is left to clear"
    assert person.clicks == 0


def test_completing_leads_to_the_page_that_holds_the_dossier(person: Person, photographs: BuiltDossier) -> None:
    person.open(photographs.id)
    person.press(Qt.Key.Key_D, CTRL)
    person.wait()
    shown = person.window.keying.current_state().page
    assert shown is not None
    assert shown.to_clear
    assert person.message()


def test_a_mark_on_another_page_is_told_on_every_page(person: Person, application: FakeApplication) -> None:
    built = a_dossier(application, pages=2)
    read = reading("", secrecy_mark="MẬT")
    application.store.commit(Batch(outcomes=(PageOutcome(page=built.documents[0].pages[1], reading=read),)))
    person.open(built.id)
    assert "Hồ sơ đã dừng" in person.window.keying.page_note.text()
    person.press(Qt.Key.Key_M, CTRL)
    person.wait()
    assert "dấu chỉ độ mật" in person.window.keying.page_note.text()
    assert person.window.keying.clearing_reason.isHidden(), "to look comes before to clear"


def test_sync_lists_what_is_held_until_somebody_looks(
    person: Person, application: FakeApplication, photographs: BuiltDossier
) -> None:
    held = HeldDossier(dossier=photographs.id, dossier_code="HS-000123", pages=2, marked=False)
    outbox = OutboxState(waiting=0, held=9, sent=3, to_clear=(held,))
    application.show_status(replace(application.status, outbox=outbox))
    person.press(Qt.Key.Key_5, ALT)
    person.wait()
    (row,) = person.window.sync.list.rows()
    assert "2 trang máy không đọc được" in row.detail
    person.enter()
    person.wait()
    assert person.window.keying.presenter.dossier == photographs.id


def test_a_picture_that_lacks_a_part_of_its_page_says_so_where_it_is_keyed_from(
    person: Person, application: FakeApplication
) -> None:
    built = a_dossier(application, pages=1)
    person.open(built.id)
    assert "thiếu một phần" not in person.window.keying.page_note.text()
    application.write(lambda workplace: workplace.store.commit(Batch(incomplete=(built.documents[0].pages[0],))))
    person.wait()
    assert "thiếu một phần" in person.window.keying.page_note.text()


@pytest.mark.parametrize(
    ("lang", "said"), [("vi", "thiếu một phần"), ("en", "missing in the picture")], ids=["vi", "en"]
)
def test_a_picture_that_lacks_a_part_of_its_page_says_so_to_whoever_checks_against_it(
    open_window: Callable[..., Person], application: FakeApplication, lang: str, said: str
) -> None:
    built = keyed_by_other(application, "HS-1")
    person = open_window(lang)
    go(person, Qt.Key.Key_4)
    person.enter()
    person.wait()
    note = person.window.checking.page_note
    assert not note.isVisible()
    application.write(lambda workplace: workplace.store.commit(Batch(incomplete=(built.documents[0].pages[0],))))
    person.wait()
    assert said in note.text()
    assert note.isVisible()
