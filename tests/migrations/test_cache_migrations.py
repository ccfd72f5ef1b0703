"""The cache's schema: the migrations make what the code expects, keep a copy first and refuse a newer file."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from dossier.errors import DataFolderNewer, WrongKey
from dossier.model import PageStatus
from dossier.ports import Batch, PageOutcome
from dossier.states import State
from storage import migrate
from storage.database import open_cache
from storage.engine import WRITE, open_engine
from storage.schema import EXTRA_DDL, metadata
from storage.store import SqlDossierStore
from tests.support.making import Maker, reading

KEY = bytes(range(32))


def schema_of(engine: Engine) -> dict[str, str]:
    """Every table, index and trigger with its words, spacing and quotes apart."""
    listed = text("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'alembic%' AND name NOT LIKE 'sqlite_%'")
    with engine.connect() as connection:
        rows = connection.execute(listed).all()
    return {name: _unordered("".join((sql or "").replace('"', "").split())) for name, sql in rows}


def _unordered(statement: str) -> str:
    """A table's parts in the order of their words: a column that was added later stands behind the constraints."""
    head, bracket, body = statement.partition("(")
    parts, depth = [""], 0
    for char in body if head.startswith("CREATETABLE") else "":
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return head + bracket + (",".join(sorted(part.removesuffix(")") for part in parts)) if len(parts) > 1 else body)


def test_the_migrations_make_exactly_the_schema_of_the_code(tmp_path: Path) -> None:
    migrated = open_cache(tmp_path / "migrated.db", KEY, tmp_path)
    declared = open_engine(tmp_path / "declared.db", KEY)
    with declared.begin() as connection:
        metadata.create_all(connection)
        for statement in EXTRA_DDL:
            connection.execute(text(statement))
    assert schema_of(migrated) == schema_of(declared)
    assert len(schema_of(migrated)) > len(metadata.tables)
    migrated.dispose()
    declared.dispose()


def test_down_to_nothing_and_up_again_is_the_same(tmp_path: Path) -> None:
    engine = open_cache(tmp_path / "a.db", KEY, tmp_path)
    before = schema_of(engine)
    migrate.downgrade(engine, "base")
    assert schema_of(engine) == {}
    migrate.upgrade(engine, tmp_path)
    assert schema_of(engine) == before
    engine.dispose()


def test_a_cache_of_the_first_schema_keeps_everything(tmp_path: Path) -> None:
    engine = open_cache(tmp_path / "a.db", KEY, tmp_path)
    make = Maker()
    scanned = make.scanned(pages=2)
    store = SqlDossierStore(engine)
    store.commit(scanned.batch)
    store.commit(scanned.read("cộng hòa"))
    store.commit(Batch(operations=(make.put(scanned.dossier, scanned.record, make.value("so", "73")),)))
    failed = make.scanned("HS-2", pages=2)
    store.commit(failed.batch)
    store.commit(Batch(outcomes=(PageOutcome(page=failed.pages[0], reading=None, failure="page_damaged"),)))
    whole = schema_of(engine)
    before = store.content(scanned.dossier)
    migrate.downgrade(engine, "0001")
    old = schema_of(engine)
    engine.dispose()
    assert old != whole

    backups = tmp_path / "backups"
    backups.mkdir()
    engine = open_cache(tmp_path / "a.db", KEY, backups)
    assert schema_of(engine) == whole
    assert [copy.name for copy in backups.iterdir()] == [f"before-{migrate.NEWEST}.db"]
    store = SqlDossierStore(engine)
    assert store.content(scanned.dossier) == before
    assert {line.dossier.code: line.to_clear for line in store.summaries()} == {"HS-1": 0, "HS-2": 1}
    assert store.readings(scanned.document).keys() == set(scanned.pages)
    assert store.half_read(scanned.dossier) == frozenset(), "nobody asked to read again what was read before"
    store.commit(Batch(operations=(make.put(scanned.dossier, scanned.record, make.value("so", "74")),)))
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.execute(text("DELETE FROM field_value"))
    engine.dispose()


def test_false_alarms_that_were_cleared_under_older_programs_are_read_on(tmp_path: Path) -> None:
    engine = open_cache(tmp_path / "a.db", KEY, tmp_path)
    store, make = SqlDossierStore(engine), Maker()
    scanned = make.scanned(pages=5)
    words, marked, twice, plain, held = scanned.pages
    store.commit(scanned.batch)
    store.commit(scanned.read())
    alarm = reading("", secrecy_mark="MẬT")
    store.commit(Batch(outcomes=tuple(PageOutcome(page=page, reading=alarm) for page in (words, marked, twice, held))))
    clear = [make.clear(scanned.dossier, page, mark="MẬT", reason="tên người") for page in (words, marked, twice)]
    moves = (make.move(scanned.dossier, State.SCANNED, State.READ), make.move(scanned.dossier, State.READ, State.KEYED))
    store.commit(Batch(operations=(*clear, *moves)))
    read_on = reading("Trần Văn Mật", secrecy_mark="MẬT")
    agreed = replace(read_on, second_reader="other 1")
    store.commit(Batch(outcomes=(PageOutcome(page=words, reading=read_on), PageOutcome(page=twice, reading=agreed))))
    before = {page.id: page for page in store.content(scanned.dossier).pages}
    migrate.downgrade(engine, "0003")
    with engine.execution_options(**{WRITE: True}).begin() as connection:
        # As the programs before left them: of a reading with a mark nobody asked for a second, nor for its words.
        connection.execute(text("UPDATE reading SET half = 0"))
        connection.execute(text("UPDATE page SET status = 'read'"))
        connection.execute(text("UPDATE dossier SET unread = 0"))
    migrate.upgrade(engine, tmp_path)
    assert store.half_read(scanned.dossier) == {words}
    assert store.half_read_dossiers() == [scanned.dossier]
    assert store.unread_dossiers([State.KEYED]) == [scanned.dossier]
    after = {page.id: page for page in store.content(scanned.dossier).pages}
    assert [page for page, item in after.items() if item.status is PageStatus.WAITING] == [marked]
    assert {page: after[page] for page in (words, twice, plain, held)} == {
        page: before[page] for page in (words, twice, plain, held)
    }
    (line,) = store.summaries()
    assert line.unread == 1
    engine.dispose()


def test_a_new_or_present_cache_needs_no_copy(tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    engine = open_cache(tmp_path / "a.db", KEY, backups)
    assert migrate.upgrade(engine, backups) is None
    assert list(backups.iterdir()) == []
    engine.dispose()


def test_a_copy_is_whole_and_encrypted_with_the_same_key(tmp_path: Path) -> None:
    engine = open_cache(tmp_path / "a.db", KEY, tmp_path)
    scanned = Maker().scanned(title="Nguyễn Thị Hạnh")
    SqlDossierStore(engine).commit(scanned.batch)
    target = tmp_path / "copy.db"
    target.write_bytes(b"an older copy")
    migrate.back_up(engine, target)
    assert b"SQLite format 3" not in target.read_bytes()
    with pytest.raises(WrongKey):
        open_engine(target, bytes(32))
    copy = open_cache(target, KEY, tmp_path)
    assert SqlDossierStore(copy).content(scanned.dossier) == SqlDossierStore(engine).content(scanned.dossier)
    assert schema_of(copy) == schema_of(engine)
    copy.dispose()
    engine.dispose()


def test_a_cache_of_a_newer_program_is_refused_untouched(tmp_path: Path) -> None:
    open_cache(tmp_path / "a.db", KEY, tmp_path).dispose()
    engine = open_engine(tmp_path / "a.db", KEY)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = schema_of(engine)
    engine.dispose()
    with pytest.raises(DataFolderNewer) as caught:
        open_cache(tmp_path / "a.db", KEY, tmp_path)
    assert caught.value.facts == {"schema": "9999", "newest": migrate.NEWEST}
    engine = open_engine(tmp_path / "a.db", KEY)
    assert schema_of(engine) == before
    engine.dispose()


def test_the_newest_revision_is_the_one_the_program_names() -> None:
    scripts = Path(migrate.__file__).parent / "migrations" / "versions"
    assert max(script.name.split("_")[0] for script in scripts.glob("[0-9]*.py")) == migrate.NEWEST
