"""The archive put together: its parts on one database and one store of files. Knows no HTTP and no command line."""

from dataclasses import dataclass

from sqlalchemy import Engine

from dossier.ports import Clock, SealedFiles
from server.accounts import Accounts
from server.blobs import Blobs
from server.database import Database
from server.push import Pushing
from server.reading import Reading
from server.review_queue import ReviewQueue
from server.schema import ArchiveMeta, prepare


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveService:
    """The parts, as the routes use them. `embedded`: a work archive on the clerk's own machine."""

    meta: ArchiveMeta
    embedded: bool
    clock: Clock
    database: Database
    accounts: Accounts
    blobs: Blobs
    pushing: Pushing
    reading: Reading
    queue: ReviewQueue


def open_service(engine: Engine, files: SealedFiles, clock: Clock, *, embedded: bool) -> ArchiveService:
    """Migrate the database and wire the parts. Raises `DataFolderNewer`."""
    database = Database(engine)
    meta = prepare(database, clock.now())
    return ArchiveService(
        meta=meta,
        embedded=embedded,
        clock=clock,
        database=database,
        accounts=Accounts(database),
        blobs=Blobs(database, files, clock),
        pushing=Pushing(database, clock, meta.epoch),
        reading=Reading(database, meta.epoch),
        queue=ReviewQueue(database, clock),
    )
