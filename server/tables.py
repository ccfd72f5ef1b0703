"""Tables of the archive (SQLAlchemy Core). Migrations make them; a test holds the two together.

`entity` is the present state of everything, one row a thing, and at the same time the change feed: its `seq` is taken
anew from the office's counter at every change. `field_value` and `applied_operation` are only ever added to.
Everything is filed under the caller's office, whatever a client claims. Times are ISO text, UTC.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()

archive_meta = Table(
    "archive_meta",
    METADATA,
    Column("archive_id", String, primary_key=True),
    Column("epoch", String, nullable=False),
    Column("created_at", String, nullable=False),
)

office = Table("office", METADATA, Column("id", String, primary_key=True), Column("created_at", String, nullable=False))

user = Table(
    "user",
    METADATA,
    Column("id", String, primary_key=True),
    Column("office", String, ForeignKey("office.id"), nullable=False),
    Column("roles", String, nullable=False),
    Column("created_at", String, nullable=False),
)

device = Table(
    "device",
    METADATA,
    Column("id", String, primary_key=True),
    Column("user", String, ForeignKey("user.id"), nullable=False),
    Column("token_sha256", LargeBinary(32), nullable=False, unique=True),
    Column("revoked", Boolean, nullable=False),
    Column("created_at", String, nullable=False),
)

blob = Table(
    "blob",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("stored_at", String, nullable=False),
)

blob_grant = Table(
    "blob_grant",
    METADATA,
    Column("office", String, primary_key=True),
    Column("sha256", String(64), ForeignKey("blob.sha256"), primary_key=True),
    Column("device", String, nullable=False),
    Column("granted_at", String, nullable=False),
)
"""Which office has shown that it has a file, by uploading it: only to that office the file exists."""

applied_operation = Table(
    "applied_operation",
    METADATA,
    Column("office", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("dossier", String, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("device", String, nullable=False),
    Column("client_device", String, nullable=False),
    Column("device_seq", Integer),
    Column("user", String, nullable=False),
    Column("status", String, nullable=False),
    Column("result", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", String, nullable=False),
    UniqueConstraint("device", "client_device", "device_seq", name="applied_operation_sequence"),
)

entity = Table(
    "entity",
    METADATA,
    Column("office", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("dossier", String, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("note", String),
    Column("code", String),
    Column("state", String),
    Index("entity_feed", "office", "seq", unique=True),
    Index("entity_dossier", "office", "dossier", "kind"),
    Index("entity_code", "office", "code"),
)
"""`note` never leaves the archive: who set a document's type last (a `ValueSource`), the revision of the dossier with
which a conflict was opened, whom a verdict names as its author. `code` and `state`: of dossiers only, for the lists."""

field_value = Table(
    "field_value",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("office", String, nullable=False),
    Column("id", String, nullable=False),
    Column("dossier", String, nullable=False),
    Column("record", String, nullable=False),
    Column("path", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("outcome", String, nullable=False),
    Column("actor_user", String, nullable=False),
    Column("actor_device", String, nullable=False),
    Column("operation", String, nullable=False),
    Column("at", String, nullable=False),
    Column("stored_at", String, nullable=False),
    UniqueConstraint("office", "id", name="field_value_id"),
    Index("field_value_field", "office", "record", "path"),
    Index("field_value_dossier", "office", "dossier"),
)

scope_counter = Table(
    "scope_counter",
    METADATA,
    Column("office", String, primary_key=True),
    Column("seq", Integer, nullable=False),
)
