"""A cache on disk for the tests of storage."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.database import open_cache
from storage.outbox import SqlOutbox
from storage.store import SqlDossierStore
from tests.support.making import Maker

KEY = bytes(range(32))


@pytest.fixture
def key() -> bytes:
    return KEY


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_cache(tmp_path / "cache.db", KEY, tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlDossierStore:
    return SqlDossierStore(engine)


@pytest.fixture
def outbox(engine: Engine) -> SqlOutbox:
    return SqlOutbox(engine)


@pytest.fixture
def make() -> Maker:
    return Maker()
