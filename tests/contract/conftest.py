"""The stores that are held to the contract: in memory, and the cache itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.ports import DossierStore
from storage.database import open_cache
from storage.store import SqlDossierStore
from tests.support.making import Maker
from tests.support.memory_store import MemoryDossierStore

KEY = bytes(range(32))


@pytest.fixture(params=["memory", "sql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DossierStore]:
    if request.param == "memory":
        yield MemoryDossierStore()
        return
    engine = open_cache(tmp_path / "cache.db", KEY, tmp_path)
    yield SqlDossierStore(engine)
    engine.dispose()


@pytest.fixture
def make() -> Maker:
    return Maker()
