"""What is learned from people is found without a walk over the cache."""

from sqlalchemy import Engine, text

from storage import names
from storage.store import SqlDossierStore
from tests.contract.test_learned import complete, read
from tests.contract.test_learned import names as names_of
from tests.support.making import Maker


def test_the_newest_names_are_found_by_their_own_index(engine: Engine) -> None:
    with engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {names.NAMES.text}"), {"newest": 1}).all()
    steps = " · ".join(row.detail for row in plan)
    assert "ix_field_value_teaching" in steps
    assert "SCAN effective" not in steps
    assert "SCAN dossier" not in steps


def test_only_so_many_of_the_newest_are_looked_at(engine: Engine, store: SqlDossierStore, make: Maker) -> None:
    for code, agency in (("HS-1", "Sở Y tế"), ("HS-2", "Sở Nội vụ")):
        complete(store, make, read(store, make, code, *names_of(make, agency, "Lê Thanh Hải")))
    with engine.connect() as connection:
        assert names.learned(connection, newest=2).agencies == {"Sở Nội vụ"}
        assert names.learned(connection, newest=4).agencies == {"Sở Nội vụ", "Sở Y tế"}
