"""Pages whose picture does not show all that is on them, since something in their file is damaged."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE page ADD COLUMN incomplete BOOLEAN DEFAULT 0 NOT NULL")


def downgrade() -> None:
    op.execute("ALTER TABLE page DROP COLUMN incomplete")
