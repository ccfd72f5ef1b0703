"""Page pictures for the screens: fetched, decoded off the UI thread, kept in a cache bounded by bytes.

Whoever shows a page asks for it and listens; nothing waits. Only what is on screen, and its neighbours, is decoded.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader

from dossier.errors import PageDamaged, SohoaError
from dossier.ids import Sha256
from dossier.model import Page
from ui.application import Application
from ui.widgets import jpeg2000

FULL_BUDGET = 200 * 1024 * 1024
THUMBNAIL_BUDGET = 24 * 1024 * 1024
PREVIEW_WIDTH = 620
THUMBNAIL_WIDTH = 160
ALLOCATION_LIMIT_MB = 512
"""Qt refuses pictures above 256 MB unless told: an A3 page at 600 dpi is larger."""
SMALLEST_LEVEL = 700
THUMBNAILS_AHEAD = 40
AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """A decoded page as a pyramid: each level half as large as the one before. `final` False: a coarse preview only.

    Pixels are those of the page picture as stored, before any turning, whatever the size of level 0.
    """

    levels: tuple[QImage, ...]
    final: bool

    @property
    def bytes(self) -> int:
        """Memory of all levels."""
        return sum(level.sizeInBytes() for level in self.levels)


class Pictures(QObject):
    """The one source of decoded pages of a window. Lives on the UI thread."""

    arrived = Signal(str, object)
    """Picture hash, PageImage: first a preview, then the final one."""
    thumbnail_arrived = Signal(str)
    failed = Signal(str, object)
    """Picture hash, SohoaError"""
    _decoded = Signal(str, object)
    _thumbnail_decoded = Signal(str, object)

    def __init__(self, application: Application, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QImageReader.setAllocationLimit(ALLOCATION_LIMIT_MB)
        self._application = application
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(AT_ONCE)
        self._full: OrderedDict[Sha256, PageImage] = OrderedDict()
        self._thumbnails: OrderedDict[Sha256, QImage] = OrderedDict()
        self._asked: set[Sha256] = set()
        self._wanted_thumbnails: OrderedDict[Sha256, Page] = OrderedDict()
        self._running_thumbnails: set[Sha256] = set()
        self._broken: dict[Sha256, SohoaError] = {}
        self._closed = False
        self._decoded.connect(self._on_decoded, Qt.ConnectionType.QueuedConnection)
        self._thumbnail_decoded.connect(self._on_thumbnail, Qt.ConnectionType.QueuedConnection)

    def close(self) -> None:
        """Stop decoding and wait for what runs (some tens of milliseconds)."""
        self._closed = True
        self._wanted_thumbnails.clear()
        self._pool.clear()
        self._pool.waitForDone()

    def image(self, page: Page) -> PageImage | None:
        """The page if it is at hand; else it is fetched and `arrived` tells."""
        found = self._full.get(page.picture)
        if found is not None:
            self._full.move_to_end(page.picture)
        if found is None or not found.final:
            self._fetch(page)
        return found

    def error(self, page: Page) -> SohoaError | None:
        """Why a page cannot be shown, if it cannot."""
        return self._broken.get(page.picture)

    def prefetch(self, pages: Sequence[Page]) -> None:
        """Have these ready too: the neighbours of what is shown."""
        for page in pages:
            if page.picture not in self._full:
                self._fetch(page)

    def thumbnail(self, page: Page) -> QImage | None:
        """The small picture if it is at hand; else it is made, the last asked for first."""
        found = self._thumbnails.get(page.picture)
        if found is None and page.picture not in self._running_thumbnails and page.picture not in self._broken:
            self._wanted_thumbnails[page.picture] = page
            self._wanted_thumbnails.move_to_end(page.picture)
            while len(self._wanted_thumbnails) > THUMBNAILS_AHEAD:
                self._wanted_thumbnails.popitem(last=False)
            self._next_thumbnail()
        return found

    def _fetch(self, page: Page) -> None:
        key = page.picture
        if key in self._asked or key in self._broken or self._closed:
            return
        self._asked.add(key)
        self._application.picture(
            page,
            lambda data: self._run(lambda: _decode(data, lambda image: self._decoded.emit(key, image))),
            lambda error: self._on_decoded(key, error),
        )

    def _next_thumbnail(self) -> None:
        while self._wanted_thumbnails and len(self._running_thumbnails) < AT_ONCE and not self._closed:
            key, page = self._wanted_thumbnails.popitem(last=True)
            self._running_thumbnails.add(key)
            self._ask_thumbnail(key, page)

    def _ask_thumbnail(self, key: Sha256, page: Page) -> None:
        self._application.picture(
            page,
            lambda data: self._run(lambda: self._thumbnail_decoded.emit(key, _small(data, THUMBNAIL_WIDTH))),
            lambda error: self._on_thumbnail(key, error),
        )

    def _run(self, work: Callable[[], None]) -> None:
        if not self._closed:
            self._pool.start(work)

    def _on_decoded(self, key: Sha256, result: PageImage | SohoaError | None) -> None:
        if isinstance(result, PageImage):
            self._full[key] = result
            self._full.move_to_end(key)
            self._make_room()
            if result.final:
                self._asked.discard(key)
            self.arrived.emit(key, result)
            return
        self._asked.discard(key)
        error = result or PageDamaged()
        self._broken[key] = error
        self.failed.emit(key, error)

    def _make_room(self) -> None:
        used = sum(image.bytes for image in self._full.values())
        while used > FULL_BUDGET and len(self._full) > 1:
            _, dropped = self._full.popitem(last=False)
            used -= dropped.bytes

    def _on_thumbnail(self, key: Sha256, result: QImage | SohoaError | None) -> None:
        self._running_thumbnails.discard(key)
        if isinstance(result, QImage):
            self._thumbnails[key] = result
            while sum(image.sizeInBytes() for image in self._thumbnails.values()) > THUMBNAIL_BUDGET:
                self._thumbnails.popitem(last=False)
            self.thumbnail_arrived.emit(key)
        elif isinstance(result, SohoaError):
            self._broken[key] = result
        self._next_thumbnail()


_JPEG = b"\xff\xd8\xff"
_KINDS = ((_JPEG, b"jpeg"), (b"\x89PNG", b"png"), (b"II*\0", b"tiff"), (b"MM\0*", b"tiff"))
"""How a page picture begins, and what Qt calls it."""

_OPENING = Lock()


def _reader(data: bytes) -> tuple[QImageReader, QBuffer]:
    """A reader of the stored pixels that has looked at them; the buffer must live as long as it. Pool thread.

    Two locks of Qt may never be waited for with the interpreter held, else the window stands still for ever. Readers
    look at their bytes under one lock of all and ask the interpreter for the bytes meanwhile: so one looks after the
    other, in turns that Python gives. And they are told what they read: else Qt lets its SVG plug-in look as well,
    which connects signals, under a lock that the UI thread holds while it waits for the interpreter to disconnect
    others.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    kind = next((kind for signature, kind in _KINDS if data.startswith(signature)), b"")
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(False)
    with _OPENING:
        reader.size()
    return reader, buffer


def _small(data: bytes, width: int) -> QImage | None:
    """The picture scaled to a width while it is decoded; JPEG does this in a fraction of the time. Pool thread."""
    if data.startswith(jpeg2000.SIGNATURES):
        image = jpeg2000.opened(data, ALLOCATION_LIMIT_MB << 20, width) or QImage()
    else:
        reader, _buffer = _reader(data)
        size = reader.size()
        if size.isValid() and size.width() > width:
            reader.setScaledSize(QSize(width, max(1, round(size.height() * width / size.width()))))
        image = reader.read()
    if image.isNull():
        return None
    if image.width() > width:
        image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    return _plain(image)


def _decode(data: bytes, tell: Callable[[PageImage | None], None]) -> None:
    """Preview first where that is cheap, then the whole pyramid. Pool thread."""
    if data.startswith((*jpeg2000.SIGNATURES, _JPEG)):
        preview = _small(data, PREVIEW_WIDTH)
        if preview is not None:
            tell(PageImage(levels=(preview,), final=False))
    image = _whole(data)
    if image is None or image.isNull():
        tell(None)
        return
    levels = [_plain(image)]
    while levels[-1].width() > SMALLEST_LEVEL:
        last = levels[-1]
        half = QSize(max(1, last.width() // 2), max(1, last.height() // 2))
        levels.append(
            last.scaled(half, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
    tell(PageImage(levels=tuple(levels), final=True))


def _whole(data: bytes) -> QImage | None:
    if data.startswith(jpeg2000.SIGNATURES):
        return jpeg2000.opened(data, ALLOCATION_LIMIT_MB << 20)
    reader, _buffer = _reader(data)
    return reader.read()


def _plain(image: QImage) -> QImage:
    """Grey stays grey (a quarter of the memory), everything else becomes what is painted fastest."""
    grey = image.isGrayscale() if image.depth() <= 8 else False
    wanted = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32
    return image if image.format() == wanted else image.convertToFormat(wanted)
