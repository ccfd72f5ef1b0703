"""The migrations make the tables that the code names, and a newer archive is not touched."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import server.migrations
from dossier.errors import DataFolderNewer
from server.tables import METADATA
from storage.engine import open_engine
from tests.support.archive_parts import SetClock
from tests.support.running_archive import KEY, TestArchive, open_archive


def test_the_migrations_make_exactly_the_tables_of_the_code(archive: TestArchive) -> None:
    with archive.service.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_newest_step_is_named() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(server.migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == server.migrations.HEAD


def test_an_archive_keeps_its_name_when_it_is_opened_again(tmp_path: Path, clock: SetClock) -> None:
    with open_archive(tmp_path / "a", clock) as first:
        meta = first.service.meta
    with open_archive(tmp_path / "a", clock) as second:
        assert second.service.meta == meta


def test_an_archive_of_a_newer_program_is_refused(tmp_path: Path, clock: SetClock) -> None:
    with open_archive(tmp_path / "a", clock):
        pass
    engine = open_engine(tmp_path / "a" / "archive.db", KEY)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(DataFolderNewer), open_archive(tmp_path / "a", clock):
        pass
