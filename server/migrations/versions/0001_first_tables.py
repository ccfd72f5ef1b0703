"""The first tables.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "applied_operation",
        sa.Column("office", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("client_device", sa.String(), nullable=False),
        sa.Column("device_seq", sa.Integer()),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.UniqueConstraint("device", "client_device", "device_seq", name="applied_operation_sequence"),
    )
    op.create_table(
        "archive_meta",
        sa.Column("archive_id", sa.String(), primary_key=True),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
    )
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.String(), nullable=False),
    )
    op.create_table(
        "entity",
        sa.Column("office", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("note", sa.String()),
        sa.Column("code", sa.String()),
        sa.Column("state", sa.String()),
    )
    op.create_index("entity_code", "entity", ["office", "code"])
    op.create_index("entity_dossier", "entity", ["office", "dossier", "kind"])
    op.create_index("entity_feed", "entity", ["office", "seq"], unique=True)
    op.create_table(
        "field_value",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("actor_user", sa.String(), nullable=False),
        sa.Column("actor_device", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("stored_at", sa.String(), nullable=False),
        sa.UniqueConstraint("office", "id", name="field_value_id"),
    )
    op.create_index("field_value_dossier", "field_value", ["office", "dossier"])
    op.create_index("field_value_field", "field_value", ["office", "record", "path"])
    op.create_table(
        "office",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("created_at", sa.String(), nullable=False),
    )
    op.create_table(
        "scope_counter",
        sa.Column("office", sa.String(), primary_key=True),
        sa.Column("seq", sa.Integer(), nullable=False),
    )
    op.create_table(
        "blob_grant",
        sa.Column("office", sa.String(), primary_key=True),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("blob.sha256"), primary_key=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("granted_at", sa.String(), nullable=False),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("office", sa.String(), sa.ForeignKey("office.id"), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("user", sa.String(), sa.ForeignKey("user.id"), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
    )
