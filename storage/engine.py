"""Opens the encrypted cache: SQLCipher through SQLAlchemy, one place for its settings and for its errors.

There is no plain fallback: without SQLCipher the program does not start. The raw key goes straight to the driver and
stands in no URL, log or error. Nothing here knows what the tables mean.
"""

import shutil
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import QueuePool

from dossier.errors import DiskFull, SohoaError, StorageFailed, WrongKey

WRITE = "sohoa_write"
"""Execution option of a connection that will write: its transaction takes the write lock at once."""

_FULL, _IO_ERROR, _NOT_A_DATABASE = 13, 10, 26
_WORLD = {3, 5, 6, 7, 8, _IO_ERROR, 11, _FULL, 14, 15, _NOT_A_DATABASE}
"""SQLite's primary codes for what the machine did: permissions, busy, locked, memory, read-only, I/O, corrupt, full,
cannot open, locking protocol, not a database. All others (constraints, SQL) are bugs of ours and stay what they are."""
_ALMOST_NOTHING = 1 << 20

_SETTINGS = (
    "PRAGMA cipher_memory_security = OFF",  # wiping every buffer costs 10 %, and the key is in memory all the same
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # REPLACE must meet the triggers that guard append-only tables
    "PRAGMA cache_size = -32000",
)


def open_engine(path: Path, key: bytes, *, busy_seconds: float = 10.0) -> Engine:
    """An engine on the cache at `path`, made when it is missing; the key is tried at once.

    `key` is 32 raw bytes. Raises `WrongKey` when the file does not open with it, `DiskFull` or `StorageFailed`.
    Later statements raise the same through SQLAlchemy; constraint errors stay SQLAlchemy's, being bugs.
    """
    if len(key) != 32:
        raise ValueError(len(key))

    def connect() -> Any:
        connection = sqlcipher.connect(
            str(path), timeout=busy_seconds, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        try:
            connection.execute("PRAGMA cipher_log = off")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            for setting in _SETTINGS:
                connection.execute(setting)
        except BaseException:
            connection.close()
            raise
        return connection

    try:
        connect().close()
    except sqlcipher.Error as error:
        raise world_error(error, path) or error from error
    engine = create_engine("sqlite://", creator=connect, module=sqlcipher, poolclass=QueuePool, pool_size=2)
    _begin_ourselves(engine)
    _translate_errors(engine, path)
    return engine


def world_error(error: BaseException, path: Path) -> SohoaError | None:
    """The core's error for what the machine did to the database, or None when the fault is ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None or code & 0xFF not in _WORLD:
        return None
    primary = code & 0xFF
    if primary == _NOT_A_DATABASE:
        return WrongKey(path=str(path))
    # Growing the shared-memory file on a full disk is reported as an I/O error.
    if primary == _FULL or (primary == _IO_ERROR and shutil.disk_usage(path.parent).free < _ALMOST_NOTHING):
        return DiskFull(path=str(path))
    return StorageFailed(path=str(path), reason=str(getattr(error, "sqlite_errorname", code)))


def _begin_ourselves(engine: Engine) -> None:
    """The driver begins nothing (isolation_level None): a reader gets a snapshot, a writer the lock from the start."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _translate_errors(engine: Engine, path: Path) -> None:
    @event.listens_for(engine, "handle_error", retval=True)
    def translate(context: ExceptionContext) -> SohoaError | None:
        return world_error(context.original_exception, path)
