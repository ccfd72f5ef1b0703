"""Agencies and signers that people have put: what `dossier.learned` is made of."""

from sqlalchemy import Connection, text

from dossier.ids import RecordId
from dossier.learned import Learned, learned_from
from dossier.states import KEYING_OPEN
from storage.schema import TEACHING

NEWEST = 4000
"""How many values are looked at: two a document, so some 2,000 documents, a few boxes. Time does not grow beyond it."""

_OPEN = ", ".join(f"'{state.value}'" for state in KEYING_OPEN)
NAMES = text(
    f"""
WITH newest AS (
    SELECT id, record, dossier, path, value FROM field_value WHERE {TEACHING} ORDER BY seq DESC LIMIT :newest)
SELECT newest.record, newest.path, newest.value FROM newest
JOIN effective ON effective.record = newest.record AND effective.path = newest.path AND effective.value = newest.id
JOIN dossier ON dossier.id = newest.dossier
WHERE dossier.state NOT IN ({_OPEN})
"""  # noqa: S608 - composed of constants; with bound ones the partial index would not be used
)


def learned(connection: Connection, newest: int = NEWEST) -> Learned:
    """See `DossierStore.learned`; of so many of the newest values."""
    rows = connection.execute(NAMES, {"newest": newest})
    return learned_from((RecordId(record), path, value) for record, path, value in rows)
