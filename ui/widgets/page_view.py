"""The page picture with the zones of its fields: one pyramid item, one overlay item, turned upright.

Zones are in pixels of the stored picture; turning is a transform of the parent item, nothing is converted by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from dossier.model import Page
from dossier.reading import Box
from ui.style.themes import Colours
from ui.widgets.pictures import PageImage

READABLE_PIXELS = 22.0
"""Size on screen of an 11-point letter when a zone is shown; its line is then about 30 pixels high."""
ZOOM_STEP = 1.2
PAN_STEP = 60
LEVEL_SKEW = 0.15
"""A page that is level to within this many degrees is painted unturned, which is faster and sharper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Where a value stands on the page. `doubtful` zones are dashed: not told by colour alone."""

    box: Box
    doubtful: bool
    active: bool = False
    bad: bool = False


class _PageItem(QGraphicsItem):
    """Paints the level of the pyramid that fits the zoom, and only the part that is exposed."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._size = QRectF()
        self._image: PageImage | None = None

    def show_page(self, width: int, height: int, image: PageImage | None) -> None:
        self.prepareGeometryChange()
        self._size = QRectF(0, 0, width, height)
        self._image = image
        self.update()

    def boundingRect(self) -> QRectF:
        return self._size

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        del widget
        if self._image is None:
            painter.fillRect(self._size, QColor("#ffffff"))
            return
        level = self._level(self._image, option.levelOfDetailFromTransform(painter.worldTransform()))
        ratio_x, ratio_y = level.width() / self._size.width(), level.height() / self._size.height()
        exposed = option.exposedRect.adjusted(-2, -2, 2, 2).intersected(self._size)
        source = QRectF(
            exposed.x() * ratio_x, exposed.y() * ratio_y, exposed.width() * ratio_x, exposed.height() * ratio_y
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(exposed, level, source)

    def _level(self, image: PageImage, zoom: float) -> QImage:
        chosen = image.levels[0]
        for level in image.levels[1:]:
            if level.width() < zoom * self._size.width():
                break
            chosen = level
        return chosen


class _Overlay(QGraphicsItem):
    """All zones of the page in one item: some hundred separate ones cost ten times as much."""

    def __init__(self, parent: QGraphicsItem, colours: Colours) -> None:
        super().__init__(parent)
        self._colours = colours
        self._zones: tuple[Zone, ...] = ()
        self._bounds = QRectF()

    def show_zones(self, zones: Sequence[Zone], bounds: QRectF) -> None:
        self.prepareGeometryChange()
        self._zones = tuple(zones)
        self._bounds = bounds
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        del option, widget
        for zone in sorted(self._zones, key=lambda item: item.active):
            self._paint_zone(painter, zone)

    def _paint_zone(self, painter: QPainter, zone: Zone) -> None:
        box = QRectF(zone.box.x, zone.box.y, zone.box.w, zone.box.h).adjusted(-6, -5, 6, 5)
        # Paper is white in every look, so the light look's strong colours serve all three.
        colour = "#a3231c" if zone.bad else (self._colours.zone if zone.doubtful or zone.active else "#17693a")
        pen = QPen(QColor(colour), 3.0 if zone.active else 1.4)
        pen.setCosmetic(True)
        if zone.doubtful and not zone.active:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(255, 200, 0, 56) if zone.active else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)


class PageView(QGraphicsView):
    """Shows one page. Never takes the keyboard: it follows the fields and obeys the screen's commands."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setBackgroundBrush(QColor(colours.canvas))
        self._item = _PageItem()
        self._overlay = _Overlay(self._item, colours)
        self.scene().addItem(self._item)
        self._page: Page | None = None
        self._zoom: float | None = None
        """Chosen by the person; None: ours."""
        self._focus: Box | None = None
        self._close_up = False

    def page(self) -> Page | None:
        """The page on show."""
        return self._page

    def show_page(self, page: Page | None, image: PageImage | None) -> None:
        """Show a page; with the same page again only the picture is exchanged and the view stays where it is."""
        same = page is not None and self._page is not None and page.id == self._page.id
        self._page = page
        self._item.setVisible(page is not None)
        if page is None:
            return
        self._item.show_page(page.width, page.height, image)
        if same:
            return
        self._item.setTransform(upright(page))
        self.setSceneRect(self._item.sceneBoundingRect().adjusted(-20, -20, 20, 20))
        self._overlay.show_zones((), QRectF())
        self._focus = None
        self._apply()

    def show_zones(self, zones: Sequence[Zone]) -> None:
        """Draw these zones; the picture does not move."""
        self._overlay.show_zones(zones, self._item.boundingRect())

    def look_at(self, box: Box | None) -> None:
        """Bring a zone to the middle at a size that reads well; None leaves the view as it was last used."""
        if box is None:
            return
        self._focus = box
        self._close_up = False
        self._apply()

    def look_closer(self) -> None:
        """The active zone as wide as the view, and back."""
        self._close_up = not self._close_up
        self._apply()

    def zoom(self, steps: int) -> None:
        """Larger or smaller; stays so on the next pages until `fit`."""
        factor = ZOOM_STEP**steps
        self._zoom = max(0.03, min(8.0, self.transform().m11() * factor))
        self.setTransform(QTransform.fromScale(self._zoom, self._zoom))

    def fit(self) -> None:
        """The whole page; the next zone is again shown at our own size."""
        self._zoom = None
        self._set_scale(self._fitting())

    def pan(self, right: int, down: int) -> None:
        """Move the view by steps."""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + right * PAN_STEP)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + down * PAN_STEP)

    def resizeEvent(self, event: object) -> None:
        """Keep what is looked at in view."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._apply()

    def _apply(self) -> None:
        if self._page is None:
            return
        if self._focus is None:
            self._set_scale(self._zoom or self._fit_width())
            bounds = self._item.sceneBoundingRect()
            self.centerOn(bounds.center().x(), bounds.top())
            return
        zone = self._scene_rect(self._focus)
        self._set_scale(self._zone_scale(zone, self._page.dpi))
        self.centerOn(zone.center())

    def _zone_scale(self, zone: QRectF, dpi: int) -> float:
        width = self.viewport().width() * 0.92 / max(1.0, zone.width() + 24)
        if self._close_up:
            return min(width, self.viewport().height() * 0.6 / max(1.0, zone.height()), 4.0)
        readable = self._zoom or READABLE_PIXELS / (11 / 72 * max(72, dpi))
        return max(min(readable, width), self._fitting())

    def _set_scale(self, scale: float) -> None:
        self.setTransform(QTransform.fromScale(scale, scale))

    def _fitting(self) -> float:
        bounds = self._item.sceneBoundingRect()
        if bounds.isEmpty():
            return 1.0
        room = self.viewport().size()
        return max(0.01, min(room.width() / (bounds.width() + 40), room.height() / (bounds.height() + 40)))

    def _fit_width(self) -> float:
        bounds = self._item.sceneBoundingRect()
        return max(0.01, self.viewport().width() / (bounds.width() + 40)) if not bounds.isEmpty() else 1.0

    def _scene_rect(self, box: Box) -> QRectF:
        return self._item.mapRectToScene(QRectF(box.x, box.y, box.w, box.h))


def upright(page: Page) -> QTransform:
    """The turn that makes the stored picture upright, about its own centre."""
    skew = page.skew if abs(page.skew) > LEVEL_SKEW else 0.0
    turn = QTransform.fromTranslate(page.width / 2, page.height / 2)
    turn.rotate(page.rotation + skew)
    turn.translate(-page.width / 2, -page.height / 2)
    return turn


def snippet(page: Page, image: PageImage, box: Box) -> QImage:
    """The zone with a little of its surroundings, upright: what stands above the active field."""
    level = image.levels[0]
    ratio = level.width() / page.width
    air_x, air_y = max(12, box.h // 2), max(6, box.h // 4)
    if page.rotation in {90, 270}:
        air_x, air_y = max(6, box.w // 4), max(12, box.w // 2)
    left, top = max(0, box.x - air_x), max(0, box.y - air_y)
    right, bottom = min(page.width, box.right + air_x), min(page.height, box.bottom + air_y)
    part = level.copy(
        round(left * ratio),
        round(top * ratio),
        max(1, round((right - left) * ratio)),
        max(1, round((bottom - top) * ratio)),
    )
    if page.rotation:
        part = part.transformed(QTransform().rotate(page.rotation))
    return part
