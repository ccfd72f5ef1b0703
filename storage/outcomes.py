"""What stays on this machine: readings of pages, whether they may leave it, and which source files were taken whole."""

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from dossier.errors import NotFound, SecrecyMark
from dossier.ids import DossierId, PageId
from dossier.model import Clearance, PageStatus
from dossier.ports import PageOutcome, SourceTaken
from dossier.reading import PageReading
from dossier.states import Mark
from storage.changes import Changes
from storage.rows import from_reading
from storage.schema import dossier as dossiers
from storage.schema import page as pages
from storage.schema import reading as readings
from storage.schema import source_taken


def keep_outcome(connection: Connection, changes: Changes, outcome: PageOutcome) -> None:
    """How reading a page ended. A failure undoes no earlier reading; a failed page stays held (unread means held)."""
    dossier, clearance, status = _page(connection, outcome.page)
    marked = outcome.failure == SecrecyMark.code
    row: dict[str, object] = {}
    if outcome.reading is not None:
        reading = outcome.reading
        _keep_reading(connection, outcome.page, reading)
        row |= {"status": PageStatus.READ.value, "failure": None, "rotation": reading.rotation, "skew": reading.skew}
        marked = reading.secrecy_mark is not None
        if clearance is Clearance.HELD:
            row["clearance"] = Clearance.CLEARED_BY_READER.value
    elif status is not PageStatus.READ:
        row |= {"status": PageStatus.FAILED.value, "failure": outcome.failure}
    if marked and clearance is not Clearance.CLEARED_BY_PERSON:
        row["clearance"] = Clearance.MARKED.value
        _hang_secrecy(connection, dossier)
    if row:
        connection.execute(update(pages).where(pages.c.id == outcome.page).values(row))
    changes.page(outcome.page, dossier)


def clear(connection: Connection, changes: Changes, page: PageId) -> None:
    """A person found no secrecy mark; the dossier is free when none of its pages is marked any more."""
    dossier, _, _ = _page(connection, page)
    cleared = {"clearance": Clearance.CLEARED_BY_PERSON.value}
    connection.execute(update(pages).where(pages.c.id == page).values(cleared))
    if not has_marked_page(connection, dossier):
        marks = _marks(connection, dossier) - {Mark.HELD_SECRECY.value}
        connection.execute(update(dossiers).where(dossiers.c.id == dossier).values(marks=sorted(marks)))
    changes.page(page, dossier)


def take(connection: Connection, changes: Changes, taken: SourceTaken) -> None:
    """A source file is in its dossier whole."""
    row = {"dossier": taken.dossier, "sha256": taken.sha256, "name": taken.name}
    if connection.execute(insert(source_taken).values(row).on_conflict_do_nothing()).rowcount:
        changes.dossier(taken.dossier)


def has_marked_page(connection: Connection, dossier: DossierId) -> bool:
    """Whether a page of the dossier bears a secrecy mark that no person has declared false."""
    marked = select(pages.c.id).filter_by(dossier=dossier, clearance=Clearance.MARKED.value)
    return connection.execute(marked.limit(1)).first() is not None


def _page(connection: Connection, page: PageId) -> tuple[DossierId, Clearance, PageStatus]:
    row = connection.execute(select(pages.c.dossier, pages.c.clearance, pages.c.status).filter_by(id=page)).first()
    if row is None:
        raise NotFound(thing="page", id=page)
    return DossierId(row.dossier), Clearance(row.clearance), PageStatus(row.status)


def _keep_reading(connection: Connection, page: PageId, reading: PageReading) -> None:
    row = {"page": page, "recipe": reading.recipe, "body": from_reading(reading)}
    statement = insert(readings).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=["page"], set_=row))


def _marks(connection: Connection, dossier: DossierId) -> set[str]:
    return set(connection.scalar(select(dossiers.c.marks).filter_by(id=dossier)) or ())


def _hang_secrecy(connection: Connection, dossier: DossierId) -> None:
    marks = _marks(connection, dossier) | {Mark.HELD_SECRECY.value}
    connection.execute(update(dossiers).where(dossiers.c.id == dossier).values(marks=sorted(marks)))
