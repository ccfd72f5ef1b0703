"""Pages whose false alarm was cleared before programs read such pages on in both stages: they are read on now.

The first program kept of them only that they were marked; the next one read their words, but never a second time.
"""

import json
import zlib

from alembic import op
from sqlalchemy import text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CLEARED = """
SELECT p.id FROM page AS p JOIN reading AS r ON r.page = p.id
WHERE p.clearance = 'cleared_by_person' AND p.status = 'read' AND NOT r.half
"""

COUNT_UNREAD = """
UPDATE dossier SET unread = (SELECT count(*) FROM page AS p WHERE p.dossier = dossier.id AND p.status = 'waiting')
WHERE id IN (SELECT dossier FROM page WHERE id = :page)
"""


def upgrade() -> None:
    connection = op.get_bind()
    for page in connection.scalars(text(CLEARED)).all():
        body = connection.scalar(text("SELECT body FROM reading WHERE page = :page"), {"page": page})
        reading = json.loads(zlib.decompress(body))
        if reading.get("secrecy_mark") is None or reading.get("second_reader") is not None:
            continue
        if reading["words"]:
            connection.execute(text("UPDATE reading SET half = 1 WHERE page = :page"), {"page": page})
        else:
            connection.execute(text("UPDATE page SET status = 'waiting' WHERE id = :page"), {"page": page})
            connection.execute(text(COUNT_UNREAD), {"page": page})


def downgrade() -> None:
    """An older program passes over what waits past keying; nothing is to be undone."""
