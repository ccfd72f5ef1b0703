"""Page pictures: decoded off the UI thread, upright on the screen, zones where the values are."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from dossier.ids import sha256_of
from dossier.model import Page
from dossier.reading import Box
from tests.support.builders import a_dossier, jpeg
from tests.support.fake_application import FakeApplication
from ui.style.themes import LIGHT
from ui.widgets.page_view import PageView, snippet, upright
from ui.widgets.pictures import PageImage, Pictures


@pytest.fixture
def pictures(qtbot: QtBot, application: FakeApplication) -> Iterator[Pictures]:
    source = Pictures(application)
    yield source
    source.close()


@pytest.fixture
def page(application: FakeApplication) -> Page:
    return application.store.content(a_dossier(application).id).pages[0]


def with_picture(application: FakeApplication, page: Page, data: bytes, mime: str) -> Page:
    return replace(page, picture=application.files.put(data), mime=mime)


def tiff_g4(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("1", (width, height), 1).save(file, "TIFF", compression="group4")
    return file.getvalue()


def test_a_page_comes_first_as_a_preview_then_whole(qtbot: QtBot, pictures: Pictures, page: Page) -> None:
    arrived: list[PageImage] = []
    pictures.arrived.connect(lambda _, image: arrived.append(image))
    assert pictures.image(page) is None
    qtbot.waitUntil(lambda: bool(arrived) and arrived[-1].final)
    assert [image.final for image in arrived] == [False, True]
    assert arrived[-1].levels[0].width() == page.width
    whole = pictures.image(page)
    assert whole is not None
    assert whole.final


def test_bilevel_pages_are_shown(qtbot: QtBot, application: FakeApplication, pictures: Pictures, page: Page) -> None:
    bilevel = with_picture(application, page, tiff_g4(1240, 1754), "image/tiff")
    with qtbot.waitSignal(pictures.arrived) as arrived:
        pictures.image(bilevel)
    assert arrived.args is not None
    assert arrived.args[1].levels[0].width() == 1240


def jpeg2000(mode: str, width: int, height: int, suffix: str) -> bytes:
    file = BytesIO()
    file.name = f"page.{suffix}"
    Image.new(mode, (width, height), "white").save(file, "JPEG2000")
    return file.getvalue()


@pytest.mark.parametrize(("mode", "suffix"), [("L", "jp2"), ("RGB", "jp2"), ("RGB", "j2k")])
def test_jpeg_2000_out_of_a_pdf_is_shown(
    qtbot: QtBot, application: FakeApplication, pictures: Pictures, page: Page, mode: str, suffix: str
) -> None:
    scanned = with_picture(application, page, jpeg2000(mode, 1240, 1754, suffix), "image/jp2")
    arrived: list[PageImage] = []
    pictures.arrived.connect(lambda _, image: arrived.append(image))
    pictures.image(scanned)
    qtbot.waitUntil(lambda: bool(arrived) and arrived[-1].final)
    whole = arrived[-1].levels[0]
    assert (whole.width(), whole.height()) == (1240, 1754)
    assert whole.pixelColor(1239, 1753) == QColor("white")
    with qtbot.waitSignal(pictures.thumbnail_arrived):
        pictures.thumbnail(scanned)
    small = pictures.thumbnail(scanned)
    assert small is not None
    assert small.width() == 160


def test_jpeg_2000_that_breaks_off_is_told(
    qtbot: QtBot, application: FakeApplication, pictures: Pictures, page: Page
) -> None:
    broken = with_picture(application, page, jpeg2000("L", 1240, 1754, "jp2")[:90], "image/jp2")
    with qtbot.waitSignal(pictures.failed):
        pictures.image(broken)
    assert pictures.error(broken) is not None


def test_a_picture_that_cannot_be_decoded_is_told_once_and_asked_for_no_more(
    qtbot: QtBot, application: FakeApplication, pictures: Pictures, page: Page
) -> None:
    broken = with_picture(application, page, b"no picture", "image/jpeg")
    with qtbot.waitSignal(pictures.failed):
        pictures.image(broken)
    assert pictures.error(broken) is not None
    asked = len(application.pictures_asked)
    pictures.image(broken)
    assert len(application.pictures_asked) == asked


def test_the_same_page_is_fetched_once(
    qtbot: QtBot, application: FakeApplication, pictures: Pictures, page: Page
) -> None:
    for _ in range(5):
        pictures.image(page)
    with qtbot.waitSignal(pictures.arrived):
        pass
    assert application.pictures_asked == [page.picture]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_zone_follows_its_value_when_the_page_is_turned(page: Page, rotation: int) -> None:
    turned = replace(page, rotation=rotation, skew=0.0, width=100, height=200)
    middle = QPointF(50, 100)
    assert upright(turned).map(middle) == middle
    top_left = upright(turned).map(QPointF(0, 0))
    expected = {0: (0, 0), 90: (150, 50), 180: (100, 200), 270: (-50, 150)}[rotation]
    assert (round(top_left.x()), round(top_left.y())) == expected


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_snippet_is_upright_and_shows_its_zone(page: Page, rotation: int) -> None:
    image = QImage(400, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(100, 180):
        for y in range(300, 320):
            image.setPixelColor(x, y, QColor("black"))
    turned = replace(page, rotation=rotation, width=400, height=600)
    piece = snippet(turned, PageImage(levels=(image,), final=True), Box(x=100, y=300, w=80, h=20))
    black = sum(piece.pixelColor(x, y).lightness() < 128 for x in range(piece.width()) for y in range(piece.height()))
    assert black == 80 * 20
    assert (piece.width() > piece.height()) is (rotation in {0, 180})


def test_looking_at_a_zone_brings_it_into_view(qtbot: QtBot, page: Page) -> None:
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    view.show_page(replace(page, rotation=90, skew=1.0), None)
    box = Box(x=900, y=1500, w=120, h=30)
    view.look_at(box)
    centre = view.mapFromScene(upright(replace(page, rotation=90, skew=1.0)).map(QPointF(960, 1515)))
    assert view.viewport().rect().contains(centre)


def test_drawn_pages_have_bytes_of_their_own(page: Page, application: FakeApplication) -> None:
    assert sha256_of(application.files.get(page.picture)) == page.picture
    assert jpeg(QImage(2, 2, QImage.Format.Format_RGB32))
