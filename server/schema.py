"""Brings the archive's tables to this program's version and tells who the archive is.

A database of a newer program is refused untouched: an older program would not know what it must not break.
"""

import datetime as dt
import secrets
from dataclasses import dataclass
from pathlib import Path

import uuid_utils
from sqlalchemy import Connection, insert, inspect, select, text

from dossier.errors import DataFolderNewer
from dossier.ids import ArchiveId
from server.database import Database
from server.migrations import HEAD
from server.tables import archive_meta


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveMeta:
    """Which archive this is and in which of its lives: a restored backup begins a new epoch."""

    archive: ArchiveId
    epoch: str


def prepare(database: Database, now: dt.datetime) -> ArchiveMeta:
    """Migrate to the newest version and name a new archive. Raises `DataFolderNewer`."""
    with database.writing() as connection:
        _migrate(connection)
        return _named(connection, now)


def _migrate(connection: Connection) -> None:
    current = None
    if inspect(connection).has_table("alembic_version"):
        current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if current == HEAD:
        return
    # Alembic is needed once in an archive's life and costs a good part of every start.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise DataFolderNewer(found=current, known=HEAD)
    command.upgrade(config, HEAD)


def _named(connection: Connection, now: dt.datetime) -> ArchiveMeta:
    found = connection.execute(select(archive_meta.c.archive_id, archive_meta.c.epoch)).first()
    if found is not None:
        return ArchiveMeta(archive=ArchiveId(found[0]), epoch=found[1])
    meta = ArchiveMeta(archive=ArchiveId(str(uuid_utils.uuid7())), epoch=secrets.token_hex(8))
    row = {"archive_id": meta.archive, "epoch": meta.epoch, "created_at": now.isoformat()}
    connection.execute(insert(archive_meta).values(**row))
    return meta
