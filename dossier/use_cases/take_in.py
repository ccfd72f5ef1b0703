"""Take in: files and scanned pages become pages of documents of a dossier (tiếp nhận, quét và nạp tệp).

Order on disk: sealed file durable, then its row and operation in one transaction (blobs before rows). A run that was
killed is simply run again: what is there is recognised by its hash and passed over.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dossier import ids
from dossier.errors import (
    KeyingClosed,
    NotFound,
    PageIncomplete,
    SourceChanging,
    SourceError,
    SourceMissing,
    SourceTooLarge,
    SourceUnreadable,
)
from dossier.ids import DocumentId, DossierId, PageId, Sha256
from dossier.model import ChangeSet, DossierContent
from dossier.operations import AddDocument, AddPage, CreateDossier, MoveDossier, Operation
from dossier.ports import Batch, PictureSource, SourceTaken
from dossier.reading import PagePicture
from dossier.states import KEYING_OPEN, State
from dossier.text import clean
from dossier.use_cases.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of one source. `failures` are pages that could not be had, or not whole; the others are safe."""

    dossier: DossierId
    document: DocumentId | None
    added: tuple[PageId, ...]
    known: int
    failures: tuple[SourceError, ...]
    changes: ChangeSet


MOST_FILE_BYTES = 256 * 1024 * 1024
"""What the archive takes in one piece; a larger file would be accepted here and never arrive there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    sha256: Sha256
    name: str


def open_dossier(workplace: Workplace, code: str, title: str = "") -> DossierId:
    """The dossier of that code in this office, created if it is new. Raises `KeyingClosed` if it is past keying."""
    code = clean(code)
    dossier = ids.dossier_id(workplace.office, code)
    try:
        require_open(workplace.store.content(dossier), code)
    except NotFound:
        pass
    else:
        return dossier
    payload = CreateDossier(id=dossier, office=workplace.office, code=code, title=clean(title), state=State.RECEIVED)
    workplace.store.commit(Batch(operations=(workplace.operation(dossier, payload),)))
    return dossier


def require_open(content: DossierContent, code: str) -> None:
    """Raise `KeyingClosed` when the dossier can take no more pages or values."""
    if content.dossier.state not in KEYING_OPEN:
        raise KeyingClosed(dossier=code, state=content.dossier.state.value)


def take_in_file(
    workplace: Workplace,
    pictures: PictureSource,
    path: Path,
    dossier: DossierId,
    *,
    password: str | None = None,
    on_page: Callable[[int], None] = lambda _number: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> TakenIn:
    """Take one file into a dossier as one document; raises `SourceError` when nothing of it can be used.

    The file is kept byte for byte. Blocks while pages are made; `on_page` hears of each page number. When `cancelled`
    the pages made so far are not taken in. `password`: for a file that is locked; it is not kept. Raises
    `SourceChanging` for a file that is still being written.

    A file with pages that could not be made, or whose pictures lack a part, does not leave the machine: nobody has seen
    what is missing, and it may bear a secrecy mark. Its good pages go on with their pictures as their source until the
    file comes in whole.
    """
    data = _read(path)
    source = _Source(sha256=ids.sha256_of(data), name=storable(path.name))
    if workplace.store.was_taken(dossier, source.sha256):
        pages = [page for page in workplace.store.content(dossier).pages if page.source == source.sha256]
        return _nothing_new(dossier, known=len(pages))
    good, failures = _collect(workplace, source.name, pictures.pictures(path, password), on_page, cancelled)
    if cancelled():
        return _nothing_new(dossier, known=0)
    if not good:
        raise failures[0] if failures else SourceUnreadable(source=source.name)
    if ids.sha256_of(_read(path)) != source.sha256:
        raise SourceChanging(source=source.name)
    workplace.files.put(data)
    return _commit(workplace, dossier, good, source, failures)


def try_password(pictures: PictureSource, path: Path, password: str) -> None:
    """Whether a password opens a locked file: raises `SourcePasswordWrong`, or whatever else keeps it shut.

    Blocks until its first page is made. The password is kept nowhere.
    """
    next(pictures.pictures(path, password), None)


def storable(name: str) -> str:
    """A file's name as text that can be stored: bytes that are no UTF-8 become replacement characters."""
    return clean(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _nothing_new(dossier: DossierId, *, known: int) -> TakenIn:
    return TakenIn(dossier=dossier, document=None, added=(), known=known, failures=(), changes=ChangeSet())


def take_in_scan(
    workplace: Workplace, pages: Iterable[PagePicture], dossier: DossierId, name: str
) -> Iterator[TakenIn]:
    """Take scanned pages into one new document, each durable before the next is asked for.

    A scanner error comes out of `pages` and passes through: what was yielded before it is safe.
    """
    document: DocumentId | None = None
    for position, picture in enumerate(pages):
        workplace.files.put(picture.data)
        source = _Source(sha256=picture.sha256, name=name)
        taken = _commit(workplace, dossier, [picture], source, [], document=document, first_position=position)
        document = document or taken.document
        yield taken


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise SourceMissing(source=str(path)) if not path.exists() else SourceUnreadable(source=str(path))
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            raise SourceTooLarge(source=str(path), size=size, most=MOST_FILE_BYTES)
        return path.read_bytes()
    except OSError as error:
        raise SourceUnreadable(source=str(path)) from error


def _collect(
    workplace: Workplace,
    name: str,
    found: Iterator[PagePicture | SourceError],
    on_page: Callable[[int], None],
    cancelled: Callable[[], bool],
) -> tuple[list[PagePicture], list[SourceError]]:
    good: list[PagePicture] = []
    failures: list[SourceError] = []
    for count, item in enumerate(found, start=1):
        if isinstance(item, SourceError):
            failures.append(item)
        else:
            workplace.files.put(item.data)
            good.append(item)
            if item.incomplete:
                failures.append(PageIncomplete(source=name, page=item.number))
        on_page(count)
        if cancelled():
            break
    return good, failures


def _commit(
    workplace: Workplace,
    dossier: DossierId,
    pictures: Sequence[PagePicture],
    source: _Source,
    failures: Sequence[SourceError],
    *,
    document: DocumentId | None = None,
    first_position: int | None = None,
) -> TakenIn:
    """One transaction: the document, its new pages, and the note that the source was taken whole.

    Pages of a file that came in before go on in the document that holds their fellows.
    """
    content = workplace.store.content(dossier)
    known = {page.id: page.document for page in content.pages}
    fresh: dict[PageId, PagePicture] = {}
    for picture in pictures:
        page = ids.page_id(dossier, picture.sha256)
        if page not in known:
            fresh.setdefault(page, picture)
        elif document is None:
            document = known[page]
    operations: list[Operation] = []
    if fresh and document is None:
        document = ids.document_id(dossier, next(iter(fresh)))
        payload = AddDocument(id=document, dossier=dossier, position=len(content.documents), source_name=source.name)
        operations.append(workplace.operation(dossier, payload))
    if fresh and document is not None:
        place = _Place(dossier=dossier, document=document, first=first_position)
        operations += _page_operations(workplace, place, fresh, source, whole=not failures)
    if fresh and content.dossier.state in (State.RECEIVED, State.PREPARED):
        moved = MoveDossier(dossier=dossier, seen=content.dossier.state, target=State.SCANNED)
        operations.append(workplace.operation(dossier, moved))
    taken = () if failures else (SourceTaken(dossier=dossier, sha256=source.sha256, name=source.name),)
    lacking = tuple(ids.page_id(dossier, picture.sha256) for picture in pictures if picture.incomplete)
    changes = workplace.store.commit(Batch(operations=tuple(operations), taken=taken, incomplete=lacking))
    return TakenIn(
        dossier=dossier,
        document=document,
        added=tuple(fresh),
        known=len(pictures) - len(fresh),
        failures=tuple(failures),
        changes=changes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where pages go. `first` is the position of the first, or None: each as its number in the file says."""

    dossier: DossierId
    document: DocumentId
    first: int | None


def _page_operations(
    workplace: Workplace, place: _Place, fresh: dict[PageId, PagePicture], source: _Source, *, whole: bool
) -> list[Operation]:
    operations = []
    for offset, (page, picture) in enumerate(fresh.items()):
        origin = source.sha256 if whole else picture.sha256
        payload = AddPage(
            id=page,
            dossier=place.dossier,
            document=place.document,
            position=picture.number - 1 if place.first is None else place.first + offset,
            picture=picture.sha256,
            mime=picture.mime,
            width=picture.width,
            height=picture.height,
            dpi=picture.dpi,
            source=origin,
            source_name=source.name,
            source_page=picture.number,
            incomplete=picture.incomplete,
        )
        needs = tuple(dict.fromkeys((picture.sha256, origin)))
        operations.append(workplace.operation(place.dossier, payload, needs=needs))
    return operations
