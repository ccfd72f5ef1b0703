"""Killed with SIGKILL while it writes: every batch that was acknowledged is there, and none in part."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from dossier.ids import ArchiveId
from dossier.ports import Batch
from storage.database import open_cache
from storage.outbox import SqlOutbox
from storage.store import SqlDossierStore
from tests.storage.conftest import KEY
from tests.support.making import Maker

CHECKOUT = Path(__file__).resolve().parents[2]
VALUES_A_BATCH = 5


def commit_for_ever(folder: Path, prefix: str) -> None:
    """Commit batches of five values and a source name, and say each aloud once it is durable."""
    store = SqlDossierStore(open_cache(folder / "cache.db", KEY, folder))
    make = Maker(prefix=prefix)
    scanned = make.scanned()
    store.commit(scanned.batch)
    store.commit(scanned.read())
    while True:
        values = [make.value(f"f{index}", f"{make.count}") for index in range(VALUES_A_BATCH)]
        puts = tuple(make.put(scanned.dossier, scanned.record, value) for value in values)
        store.commit(Batch(operations=puts))
        sys.stdout.write(" ".join(put.id for put in puts) + "\n")
        sys.stdout.flush()


def run_and_kill(folder: Path, prefix: str, after: int) -> set[str]:
    """Operations that a child acknowledged before it was killed, at least `after` batches."""
    script = (
        "import sys; from pathlib import Path; from tests.storage.test_crash import commit_for_ever; "
        "commit_for_ever(Path(sys.argv[1]), sys.argv[2])"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(folder), prefix], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    )
    assert child.stdout is not None
    said: list[str] = [child.stdout.readline() for _ in range(after)]
    child.send_signal(signal.SIGKILL)
    said += child.stdout.readlines()
    child.wait()
    child.stdout.close()
    whole = [line.split() for line in said if line.endswith("\n")]
    assert len(whole) >= after
    return {operation for line in whole for operation in line}


@pytest.mark.crash
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_nothing_acknowledged_is_lost_and_no_batch_is_torn(tmp_path: Path) -> None:
    rounds = random.Random(2026)
    acknowledged: set[str] = set()
    for number in range(4):
        acknowledged |= run_and_kill(tmp_path, f"r{number}-", rounds.randint(1, 40))
        engine = open_cache(tmp_path / "cache.db", KEY, tmp_path)
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert connection.execute(text("PRAGMA cipher_integrity_check")).all() == []
            logged = set(
                connection.execute(text("SELECT id FROM operation WHERE kind = 'record.put_values'")).scalars()
            )
            applied = set(connection.execute(text("SELECT operation FROM field_value")).scalars())
        assert acknowledged <= logged
        assert applied == logged
        assert len(logged) % VALUES_A_BATCH == 0
        numbers = [entry.device_seq for entry in SqlOutbox(engine).pending(ArchiveId("a"), 100_000)]
        assert numbers == list(range(1, len(numbers) + 1))
        engine.dispose()
