"""What stays on this machine: readings of pages, whether they may leave it, and which source files were taken whole."""

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from dossier.errors import ClearingReasonMissing, NotFound, SecrecyMark
from dossier.ids import DossierId, PageId
from dossier.model import Clearance, PageStatus
from dossier.operations import ClearPage
from dossier.ports import PageOutcome, SourceTaken, Stage
from dossier.reading import Gate, PageReading
from dossier.rules.secrecy import is_held
from dossier.states import Mark
from storage.changes import Changes
from storage.rows import from_reading, to_reading
from storage.schema import dossier as dossiers
from storage.schema import page as pages
from storage.schema import reading as readings
from storage.schema import source_taken


def keep_outcome(connection: Connection, changes: Changes, outcome: PageOutcome) -> None:
    """How reading a page ended. A failure undoes no earlier reading.

    A page that failed, or that nobody can read, stays held: what was not read was not cleared either. A mark that is
    found after a person cleared the page unread holds it again.
    """
    dossier, clearance, status = _page(connection, outcome.page)
    marked = outcome.failure == SecrecyMark.code
    row: dict[str, object] = {}
    if outcome.reading is not None:
        reading = outcome.reading
        marked = reading.secrecy_mark is not None and is_held(clearance, _reading(connection, outcome.page), reading)
        _keep_reading(connection, outcome.page, reading, held=marked)
        row |= {"status": PageStatus.READ.value, "failure": None, "rotation": reading.rotation, "skew": reading.skew}
        row["gate"] = reading.gate.value
        if clearance is Clearance.HELD and reading.gate is not Gate.UNREADABLE:
            row["clearance"] = Clearance.CLEARED_BY_READER.value
    elif outcome.stage is Stage.SECOND:
        connection.execute(update(readings).where(readings.c.page == outcome.page).values(half=False))
    elif status is not PageStatus.READ:
        row |= {"status": PageStatus.FAILED.value, "failure": outcome.failure}
    if marked:
        row["clearance"] = Clearance.MARKED.value
        _hang_secrecy(connection, dossier)
    if row:
        connection.execute(update(pages).where(pages.c.id == outcome.page).values(row))
    changes.page(outcome.page, dossier)


def clear(connection: Connection, changes: Changes, payload: ClearPage) -> bool:
    """A person found no secrecy mark; False when one had said so before.

    A page that was taken for marked waits to be read on. The dossier is free when none of its pages is marked any more.
    Raises `ClearingReasonMissing` where a mark was found after the person had looked.
    """
    page = payload.id
    dossier, clearance, _ = _page(connection, page)
    if clearance is Clearance.CLEARED_BY_PERSON:
        return False
    if clearance is Clearance.MARKED and payload.mark is None:
        raise ClearingReasonMissing()
    cleared = {"clearance": Clearance.CLEARED_BY_PERSON.value}
    if clearance is Clearance.MARKED:
        cleared["status"] = PageStatus.WAITING.value
    connection.execute(update(pages).where(pages.c.id == page).values(cleared))
    if not has_marked_page(connection, dossier):
        marks = _marks(connection, dossier) - {Mark.HELD_SECRECY.value}
        connection.execute(update(dossiers).where(dossiers.c.id == dossier).values(marks=sorted(marks)))
    changes.page(page, dossier)
    return True


def lacks_part(connection: Connection, changes: Changes, page: PageId) -> None:
    """The page's picture is not the whole page."""
    dossier, _, _ = _page(connection, page)
    connection.execute(update(pages).where(pages.c.id == page).values(incomplete=True))
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


def _reading(connection: Connection, page: PageId) -> PageReading | None:
    body = connection.scalar(select(readings.c.body).where(readings.c.page == page))
    return None if body is None else to_reading(body)


def _keep_reading(connection: Connection, page: PageId, reading: PageReading, *, held: bool) -> None:
    half = reading.second_reader is None and not held and not reading.blank
    row = {"page": page, "recipe": reading.recipe, "body": from_reading(reading), "half": half}
    statement = insert(readings).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=["page"], set_=row))


def _marks(connection: Connection, dossier: DossierId) -> set[str]:
    return set(connection.scalar(select(dossiers.c.marks).filter_by(id=dossier)) or ())


def _hang_secrecy(connection: Connection, dossier: DossierId) -> None:
    marks = _marks(connection, dossier) | {Mark.HELD_SECRECY.value}
    connection.execute(update(dossiers).where(dossiers.c.id == dossier).values(marks=sorted(marks)))
