"""The encrypted database file: nothing readable on disk, the wrong key refused, the machine's faults told from ours."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from dossier.errors import DiskFull, StorageFailed, WrongKey
from dossier.ports import Batch
from files.sealed import SealedStore
from storage.database import device_id, open_cache
from storage.engine import open_engine, world_error
from storage.migrate import back_up
from storage.sealed_files import CachedFiles
from storage.store import SqlDossierStore
from tests.support.making import Maker

KNOWN = "Nguyễn Thị Hạnh Phúc"


def test_no_file_on_disk_shows_what_is_in_it(
    engine: Engine, store: SqlDossierStore, make: Maker, tmp_path: Path, key: bytes
) -> None:
    scanned = make.scanned("HS-1", title=KNOWN)
    store.commit(scanned.batch)
    store.commit(scanned.read(KNOWN))
    put = make.put(scanned.dossier, scanned.record, make.value("hoTen", KNOWN))
    store.commit(Batch(operations=(put,)))
    CachedFiles(SealedStore(tmp_path / "files", key)).put(KNOWN.encode() * 100)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint")
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"cache.db", "cache.db-wal"} <= {path.name for path in written}
    for path in written:
        raw = path.read_bytes()
        for readable in (KNOWN, "Hạnh", "giay_khai_sinh", "SQLite format 3", "CREATE TABLE"):
            assert readable.encode() not in raw, (path, readable)
        assert key not in raw
        assert key.hex().encode() not in raw


def test_the_key_stands_in_no_url_and_no_text(engine: Engine, key: bytes) -> None:
    assert key.hex() not in f"{engine!r} {engine.url} {engine.pool!r}"


def test_edits_survive_a_power_cut(engine: Engine) -> None:
    """WAL and synchronous=FULL: NORMAL lost acknowledged edits in 493 of 600 simulated cuts."""
    with engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "temp_store")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2}


def test_another_key_is_refused_and_harms_nothing(tmp_path: Path, key: bytes) -> None:
    open_cache(tmp_path / "a.db", key, tmp_path).dispose()
    with pytest.raises(WrongKey):
        open_cache(tmp_path / "a.db", bytes(32), tmp_path)
    open_cache(tmp_path / "a.db", key, tmp_path).dispose()


def test_a_plain_database_is_not_opened(tmp_path: Path, key: bytes) -> None:
    import sqlite3

    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE t(a)")
    plain.commit()
    plain.close()
    with pytest.raises(WrongKey):
        open_engine(tmp_path / "plain.db", key)


def test_a_folder_that_is_not_there_is_the_machines_fault(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(StorageFailed):
        open_engine(tmp_path / "none" / "a.db", key)


def test_our_own_mistakes_stay_what_they_are(engine: Engine) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("INSERT INTO meta VALUES ('a', NULL)"))
    with pytest.raises(OperationalError, match="no such table"), engine.connect() as connection:
        connection.execute(text("SELECT * FROM absent"))


def test_a_writer_that_waits_too_long_is_told_so(tmp_path: Path, key: bytes) -> None:
    first = open_engine(tmp_path / "a.db", key)
    second = open_engine(tmp_path / "a.db", key, busy_seconds=0.05)
    with first.execution_options(sohoa_write=True).begin():
        with pytest.raises(StorageFailed) as caught, second.execution_options(sohoa_write=True).begin():
            pass
        assert caught.value.facts["reason"] == "SQLITE_BUSY"
    first.dispose()
    second.dispose()


@pytest.mark.parametrize(("code", "kind"), [(13, DiskFull), (10, StorageFailed), (0x10A, StorageFailed), (19, None)])
def test_one_place_decides_whose_fault_it_is(tmp_path: Path, code: int, kind: type[Exception] | None) -> None:
    error = OSError()
    error.sqlite_errorcode = code  # type: ignore[attr-defined]  # as the driver sets it on its own exceptions
    found = world_error(error, tmp_path / "a.db")
    assert (None if found is None else type(found)) is kind


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"mount: {done.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_said_and_loses_nothing(tiny_disk: Path, key: bytes, make: Maker) -> None:
    engine = open_cache(tiny_disk / "cache.db", key, tiny_disk)
    files = SealedStore(tiny_disk / "files", key)
    sealed = CachedFiles(files)
    store = SqlDossierStore(engine)
    scanned = make.scanned()
    store.commit(scanned.batch)
    kept: list[str] = []

    def fill() -> None:
        while True:
            put = make.put(scanned.dossier, scanned.record, make.value("ghiChu", f"{make.count} " + "ô" * 20000))
            store.commit(Batch(operations=(put,)))
            kept.append(put.id)

    with pytest.raises(DiskFull):
        fill()
    with pytest.raises(DiskFull):
        sealed.put(os.urandom(4 << 20))
    assert list((tiny_disk / "files" / "unfinished").iterdir()) == []
    engine.dispose()
    again = open_cache(tiny_disk / "cache.db", key, tiny_disk)
    with pytest.raises(DiskFull):
        back_up(again, tiny_disk / "copy.db")
    assert not (tiny_disk / "copy.db").exists()
    with again.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        there = connection.exec_driver_sql("SELECT id FROM operation WHERE kind = 'record.put_values'").scalars().all()
    assert list(there) == kept
    again.dispose()


def test_a_device_keeps_its_identity(tmp_path: Path, key: bytes) -> None:
    engine = open_cache(tmp_path / "a.db", key, tmp_path)
    assert device_id(engine, lambda: "first") == "first"
    engine.dispose()
    again = open_cache(tmp_path / "a.db", key, tmp_path)
    assert device_id(again, lambda: "second") == "first"
    again.dispose()
