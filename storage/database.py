"""Opening the cache: engine, migration, identity of this device. What a composition root calls."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.dialects.sqlite import insert

from dossier.ids import DeviceId
from storage import migrate
from storage.engine import WRITE, open_engine
from storage.schema import meta

_DEVICE = "device_id"


def open_cache(path: Path, key: bytes, backups: Path) -> Engine:
    """The cache at `path`, made or migrated (after a copy into the folder `backups`), ready for store and outbox.

    Raises `WrongKey`, `DataFolderNewer`, `DiskFull`, `StorageFailed`. Call `dispose()` on it at the end.
    """
    engine = open_engine(path, key)
    try:
        migrate.upgrade(engine, backups)
    except BaseException:
        engine.dispose()
        raise
    return engine


def device_id(engine: Engine, new_id: Callable[[], str]) -> DeviceId:
    """The identity of this installation, made with `new_id` when the cache is new."""
    with engine.execution_options(**{WRITE: True}).begin() as connection:
        found = connection.scalar(select(meta.c.value).filter_by(name=_DEVICE))
        if found is None:
            found = new_id()
            connection.execute(insert(meta).values(name=_DEVICE, value=found))
    return DeviceId(found)
