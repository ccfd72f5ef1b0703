"""What can be measured of the look: contrast in every theme, nothing clipped in either language."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from dossier.errors import ArchiveAway, SourceEncrypted
from dossier.model import Remark
from dossier.ports import OutboxState
from dossier.use_cases import checking, keying
from tests.gui.pages.person import Person
from tests.support.builders import DossierBuilder, a_dossier
from tests.support.fake_application import FakeApplication
from tests.support.making import OTHER
from ui.screen import ScreenId
from ui.style.themes import Colours, Theme, colours_of, contrast
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.page_view import PageView

LONG = "001.03.08.H30.81.2024.K4.01.01-hồ sơ có mã rất dài để thử"


@pytest.mark.parametrize("theme", Theme)
def test_text_and_borders_can_be_read_in_every_theme(theme: Theme) -> None:
    colours = colours_of(theme)
    for ground in grounds(colours):
        for text in (colours.text, colours.muted):
            assert contrast(text, ground) >= 4.5, (text, ground)
    for tone, soft in (
        (colours.ok, colours.ok_soft),
        (colours.warn, colours.warn_soft),
        (colours.bad, colours.bad_soft),
    ):
        for ground in (colours.surface, colours.accent_soft, soft):
            assert contrast(tone, ground) >= 4.5, (tone, ground)
        assert contrast(colours.text, soft) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.on_header, colours.header) >= 4.5
    assert contrast(colours.on_header_muted, colours.header) >= 4.5
    for ground in (colours.surface, colours.window, colours.surface_alt):
        assert contrast(colours.border, ground) >= 3, ground
        assert contrast(colours.accent, ground) >= 3, ground
    assert contrast(colours.zone, "#ffffff") >= 3  # paper is white in every theme


def grounds(colours: Colours) -> tuple[str, ...]:
    return (colours.window, colours.surface, colours.surface_alt, colours.accent_soft)


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def clipped(root: QWidget) -> Iterator[str]:
    """Words that do not have the room they ask for."""
    widgets: list[QLabel | QAbstractButton] = [*root.findChildren(QLabel), *root.findChildren(QAbstractButton)]
    for widget in widgets:
        if not widget.isVisible() or not widget.text() or isinstance(widget, ElidedLabel):
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            has, wants = widget.height(), widget.heightForWidth(widget.width())
        else:
            has, wants = widget.width(), widget.sizeHint().width()
        if wants > has + 1:
            yield f"{widget.text()!r}: {has} of {wants} pixels"


@pytest.fixture
def full(application: FakeApplication) -> FakeApplication:
    """Every kind of dossier, with long names."""
    DossierBuilder(application, LONG, "Hồ sơ cấp giấy chứng nhận quyền sử dụng đất " * 3).document(unread=True).build()
    DossierBuilder(application, "HS-2").document().document(type_id=None, lines=()).build()
    returned = a_dossier(application, "HS-3")
    record = returned.documents[0].record
    keying.complete_keying(application.workplace(), returned.id, despite=True)
    other = replace(application.workplace(), actor=OTHER)
    reason = "Ngày đăng ký không khớp với bản giấy, xem lại cả tháng và năm, sau đó gửi lại"
    remarks = [Remark(reason=reason, record=record, path="ngayDangKy"), Remark(reason=reason)]
    checking.return_dossier(other, returned.id, remarks)
    keying.complete_keying(other, a_dossier(application, "HS-4").id, despite=True)
    return application


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_nothing_is_clipped_on_a_small_screen(
    open_window: Callable[..., Person], full: FakeApplication, lang: str
) -> None:
    person = open_window(lang)
    window = person.window
    problems: list[str] = []

    def look(where: str) -> None:
        person.wait()
        window.repaint()
        assert (window.width(), window.height()) == (1366, 768), where
        problems.extend(f"{where}: {problem}" for problem in clipped(window))

    look("today")
    window.show_screen(ScreenId.TAKE_IN)
    person.type("HS-2")
    person.enter()
    person.type("/giay/a.pdf")
    person.enter()
    job = full.jobs[-1]
    job.fail_item("tệp-có-tên-rất-dài-" * 4 + ".pdf", SourceEncrypted(source="tệp-có-tên-rất-dài-" * 4 + ".pdf"))
    for row in window.today.list.rows():
        job.dossier_ready.emit(row.key)
    look("take in")
    job.lock(Path("/giay") / ("tệp-có-tên-rất-dài-" * 4 + ".pdf"), "HS-2")
    look("take in, locked")
    for given in ("", "sai mật khẩu"):
        window.take_in.presenter.give_password(given)
        person.wait()
        problems.extend(f"password: {problem}" for problem in clipped(window.take_in.passwords))
    window.take_in.presenter.skip_locked()
    for row in window.today.list.rows():
        person.open(row.key)  # type: ignore[arg-type]
        look(f"keying {row.title[:8]}")
    person.press(Qt.Key.Key_F1)
    look("keys")
    window.show_screen(ScreenId.CHECKING)
    look("queue")
    person.enter()
    person.wait()
    person.press(Qt.Key.Key_F6)
    look("checking")
    full.show_status(
        replace(
            full.status,
            online=False,
            protected=False,
            running=True,
            outbox=OutboxState(waiting=123456, held=98765, sent=12345678),
            last_error=ArchiveAway(archive="https://kho-luu-tru-so.tinh.gov.vn"),
        )
    )
    window.show_screen(ScreenId.SYNC)
    look("sync")
    assert problems == []


def test_every_field_and_list_has_a_name_for_a_screen_reader(person: Person, full: FakeApplication) -> None:
    for screen in ScreenId:
        person.window.show_screen(screen)
        person.wait()
        assert person.focus().accessibleName() or isinstance(person.focus(), QLabel | QAbstractButton), screen
    assert person.window.findChildren(PageView)[0].accessibleName()


def test_rows_have_their_height_as_soon_as_the_field_has_the_keyboard(
    person: Person, application: FakeApplication
) -> None:
    """Before Qt has come round to anything else: a person types at once, and scrolling needs the true places."""
    built = a_dossier(application)
    application.files.files.clear()  # no picture ever arrives, whose snippet would lay everything out anew
    heights: list[tuple[int, int]] = []

    def measure() -> None:
        rows = person.window.keying.form.rows()
        heights.extend((row.height(), row.minimumSizeHint().height()) for row in rows)

    person.window.keying.form.focused.connect(lambda _: measure())
    person.open(built.id)
    person.enter()
    assert heights
    assert [pair for pair in heights if pair[0] < pair[1]] == []
