"""Brings a cache to the schema of this program: after a backup copy, in one transaction, or not at all.

A cache written by a newer program is refused: an older one would not know what it must not lose. Alembic is imported
only when there is something to migrate: it would be a fifth of every start.
"""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, inspect, text

from dossier.errors import DataFolderNewer
from storage.engine import WRITE, world_error

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0005"
"""The revision this program writes; a test holds it to the newest script."""

_HERE = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, backups: Path) -> Path | None:
    """Migrate to the newest revision; returns the backup copy made first, None where there was nothing to do or lose.

    `backups` is an existing folder; the copy is encrypted with the same key. Raises `DataFolderNewer`, `DiskFull`,
    `StorageFailed`; the cache is then as it was.
    """
    with engine.connect() as connection:
        present = current_revision(connection)
    if present == NEWEST:
        return None
    _refuse_newer(present)
    copy = None if present is None else back_up(engine, backups / f"before-{NEWEST}.db")
    _run(engine, "upgrade", "head")
    return copy


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to an older revision (`base`: empty), for tests and for a support engineer."""
    _run(engine, "downgrade", revision)


def current_revision(connection: Connection) -> str | None:
    """The revision of an open cache; None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _refuse_newer(present: str | None) -> None:
    if present is None:
        return
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        ScriptDirectory.from_config(_config()).get_revision(present)
    except CommandError as error:
        raise DataFolderNewer(schema=present, newest=NEWEST) from error


def back_up(engine: Engine, target: Path) -> Path:
    """Write a consistent copy of the cache, encrypted with the same key, over whatever is at `target`.

    Raises `DiskFull`, `StorageFailed`, and leaves no half copy. The copy is whole when this returns, but not yet known
    to survive a power cut.
    """
    target.unlink(missing_ok=True)
    with closing(engine.raw_connection()) as connection:
        try:
            connection.cursor().execute("VACUUM INTO ?", (str(target),))
        except sqlcipher.Error as error:  # a raw connection is none that the engine translates errors of
            target.unlink(missing_ok=True)
            raise world_error(error, target) or error from error
    return target


def _run(engine: Engine, direction: str, revision: str) -> None:
    from alembic import command

    config = _config()
    with engine.execution_options(**{WRITE: True}).begin() as connection:
        config.attributes["connection"] = connection
        getattr(command, direction)(config, revision)
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        assert broken is None, broken  # noqa: S101 - a migration of ours that breaks references must not be kept
