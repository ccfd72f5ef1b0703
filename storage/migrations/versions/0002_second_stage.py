"""Reading in two stages, what is written by hand, what a page is worth and whether somebody must look at it."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = (
    ("page", "gate", "TEXT DEFAULT 'readable' NOT NULL"),
    ("reading", "half", "BOOLEAN DEFAULT 0 NOT NULL"),
    ("field_value", "handwritten", "BOOLEAN DEFAULT 0 NOT NULL"),
    ("field_value", "second", "TEXT"),
    ("dossier", "to_clear", "INTEGER DEFAULT 0 NOT NULL"),
)
"""Readings made before stay as they are: the program that made them had one reader, and nobody asked to read again."""

INDEXES = (
    ("ix_page_picture", "page (picture)"),
    ("ix_reading_half", "reading (page) WHERE half"),
    ("ix_dossier_to_clear", "dossier (num) WHERE to_clear > 0"),
    (
        "ix_field_value_teaching",
        "field_value (seq) WHERE source = 'human' AND path IN ('organName', 'signerName')",
    ),
)

COUNT_TO_CLEAR = """
UPDATE dossier SET to_clear = (
    SELECT count(*) FROM page AS p
    WHERE p.dossier = dossier.id AND (p.clearance = 'marked' OR (p.clearance = 'held' AND p.status <> 'waiting')))
"""


def upgrade() -> None:
    for table, column, kind in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    op.execute(COUNT_TO_CLEAR)
    for name, on in INDEXES:
        op.execute(f"CREATE INDEX {name} ON {on}")


def downgrade() -> None:
    for name, _ in INDEXES:
        op.execute(f"DROP INDEX {name}")
    for table, column, _ in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
