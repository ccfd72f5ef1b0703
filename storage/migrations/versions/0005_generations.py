"""Documents know which generation of the form they are."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE document ADD COLUMN generation TEXT")


def downgrade() -> None:
    op.execute("ALTER TABLE document DROP COLUMN generation")
