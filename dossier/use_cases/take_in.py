"""Take in: files and scanned pages become pages of documents of a dossier (tiếp nhận, quét và nạp tệp).

Order on disk: sealed file durable, then its row and operation in one transaction (blobs before rows). A run that was
killed is simply run again: what is there is recognised by its hash and passed over.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dossier import ids
from dossier.errors import KeyingClosed, SourceError, SourceMissing, SourceUnreadable
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
    """What became of one source. `failures` are pages that could not be had; the others are safe."""

    dossier: DossierId
    document: DocumentId | None
    added: tuple[PageId, ...]
    known: int
    failures: tuple[SourceError, ...]
    changes: ChangeSet


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    sha256: Sha256
    name: str


def open_dossier(workplace: Workplace, code: str, title: str = "") -> DossierId:
    """The dossier of that code in this office, created if it is new. Raises `KeyingClosed` if it is past keying."""
    code = clean(code)
    known = workplace.store.find_by_code(workplace.office, code)
    if known is not None:
        require_open(workplace.store.content(known), code)
        return known
    dossier = ids.dossier_id(workplace.office, code)
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
    on_page: Callable[[int], None] = lambda _number: None,
) -> TakenIn:
    """Take one file into a dossier as one document; raises `SourceError` when nothing of it can be used.

    The file is kept byte for byte. Blocks while pages are made; `on_page` hears of each page number.
    """
    data = _read(path)
    source = _Source(sha256=ids.sha256_of(data), name=clean(path.name))
    if workplace.store.was_taken(dossier, source.sha256):
        pages = [page for page in workplace.store.content(dossier).pages if page.source == source.sha256]
        return TakenIn(dossier=dossier, document=None, added=(), known=len(pages), failures=(), changes=ChangeSet())
    good, failures = _collect(workplace, pictures.pictures(path), on_page)
    if not good:
        raise failures[0] if failures else SourceUnreadable(source=source.name)
    workplace.files.put(data)
    return _commit(workplace, dossier, good, source, failures)


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
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceMissing(source=str(path)) from error
    except OSError as error:
        raise SourceUnreadable(source=str(path)) from error


def _collect(
    workplace: Workplace, found: Iterator[PagePicture | SourceError], on_page: Callable[[int], None]
) -> tuple[list[PagePicture], list[SourceError]]:
    good: list[PagePicture] = []
    failures: list[SourceError] = []
    for item in found:
        if isinstance(item, SourceError):
            failures.append(item)
        else:
            workplace.files.put(item.data)
            good.append(item)
        on_page(len(good) + len(failures))
    return good, failures


def _commit(
    workplace: Workplace,
    dossier: DossierId,
    pictures: Sequence[PagePicture],
    source: _Source,
    failures: Sequence[SourceError],
    *,
    document: DocumentId | None = None,
    first_position: int = 0,
) -> TakenIn:
    """One transaction: the document, its new pages, and the note that the source was taken whole."""
    content = workplace.store.content(dossier)
    known = {page.id for page in content.pages}
    fresh: dict[PageId, PagePicture] = {}
    for picture in pictures:
        page = ids.page_id(dossier, picture.sha256)
        if page not in known:
            fresh.setdefault(page, picture)
    operations: list[Operation] = []
    if fresh and document is None:
        document = ids.document_id(dossier, next(iter(fresh)))
        payload = AddDocument(id=document, dossier=dossier, position=len(content.documents), source_name=source.name)
        operations.append(workplace.operation(dossier, payload))
    if fresh and document is not None:
        operations += _page_operations(workplace, (dossier, document), fresh, source, first_position)
    if fresh and content.dossier.state in (State.RECEIVED, State.PREPARED):
        moved = MoveDossier(dossier=dossier, seen=content.dossier.state, target=State.SCANNED)
        operations.append(workplace.operation(dossier, moved))
    taken = () if failures else (SourceTaken(dossier=dossier, sha256=source.sha256, name=source.name),)
    changes = workplace.store.commit(Batch(operations=tuple(operations), taken=taken))
    return TakenIn(
        dossier=dossier,
        document=document,
        added=tuple(fresh),
        known=len(pictures) - len(fresh),
        failures=tuple(failures),
        changes=changes,
    )


def _page_operations(
    workplace: Workplace,
    document: tuple[DossierId, DocumentId],
    fresh: dict[PageId, PagePicture],
    source: _Source,
    first_position: int,
) -> list[Operation]:
    dossier, in_document = document
    return [
        workplace.operation(
            dossier,
            AddPage(
                id=page,
                dossier=dossier,
                document=in_document,
                position=first_position + offset,
                picture=picture.sha256,
                mime=picture.mime,
                width=picture.width,
                height=picture.height,
                dpi=picture.dpi,
                source=source.sha256,
                source_name=source.name,
                source_page=picture.number,
            ),
            needs=tuple(dict.fromkeys((picture.sha256, source.sha256))),
        )
        for offset, (page, picture) in enumerate(fresh.items())
    ]
