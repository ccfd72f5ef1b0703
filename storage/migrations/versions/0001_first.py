"""The first schema."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE acknowledgement (
    archive TEXT NOT NULL,
    operation TEXT NOT NULL,
    dossier TEXT NOT NULL,
    status TEXT NOT NULL,
    rev INTEGER,
    code TEXT,
    at TEXT NOT NULL,
    CONSTRAINT pk_acknowledgement PRIMARY KEY (archive, operation)
)
 WITHOUT ROWID;
CREATE INDEX ix_acknowledgement_status ON acknowledgement (archive, status, dossier);
CREATE TABLE archive (
    id TEXT NOT NULL,
    epoch TEXT,
    seq INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    CONSTRAINT pk_archive PRIMARY KEY (id)
);
CREATE TABLE "conflict" (
    id TEXT NOT NULL,
    dossier TEXT NOT NULL,
    record TEXT NOT NULL,
    path TEXT NOT NULL,
    effective TEXT NOT NULL,
    losing TEXT NOT NULL,
    source TEXT NOT NULL,
    user_id TEXT,
    device_id TEXT,
    at TEXT NOT NULL,
    open BOOLEAN NOT NULL,
    CONSTRAINT pk_conflict PRIMARY KEY (id)
);
CREATE INDEX ix_conflict_dossier ON "conflict" (dossier);
CREATE TABLE decision (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    dossier TEXT NOT NULL,
    verdict TEXT NOT NULL,
    remarks TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    user_id TEXT,
    device_id TEXT,
    at TEXT NOT NULL,
    CONSTRAINT pk_decision PRIMARY KEY (seq),
    CONSTRAINT uq_decision_id UNIQUE (id)
);
CREATE INDEX ix_decision_dossier ON decision (dossier, seq);
CREATE TABLE document (
    id TEXT NOT NULL,
    dossier TEXT NOT NULL,
    position INTEGER NOT NULL,
    type_id TEXT,
    type_version INTEGER,
    type_confidence FLOAT NOT NULL,
    source_name TEXT NOT NULL,
    user_id TEXT,
    device_id TEXT,
    CONSTRAINT pk_document PRIMARY KEY (id)
);
CREATE INDEX ix_document_dossier ON document (dossier, position);
CREATE TABLE dossier (
    num INTEGER NOT NULL,
    id TEXT NOT NULL,
    office TEXT NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    marks TEXT NOT NULL,
    paper TEXT NOT NULL,
    created_at TEXT NOT NULL,
    rev INTEGER NOT NULL,
    user_id TEXT,
    device_id TEXT,
    changed_at TEXT NOT NULL,
    rank INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    fields INTEGER NOT NULL,
    certain INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    held BOOLEAN NOT NULL,
    delivery TEXT NOT NULL,
    keyed_by TEXT NOT NULL,
    reason TEXT,
    CONSTRAINT pk_dossier PRIMARY KEY (num),
    CONSTRAINT uq_dossier_id UNIQUE (id)
);
CREATE INDEX ix_dossier_code ON dossier (office, code);
CREATE INDEX ix_dossier_list ON dossier (rank, changed_at DESC, num DESC);
CREATE INDEX ix_dossier_state ON dossier (state, rank, changed_at DESC, num DESC);
CREATE TABLE field_value (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    dossier TEXT NOT NULL,
    record TEXT NOT NULL,
    path TEXT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    as_read TEXT,
    confidence FLOAT,
    certain BOOLEAN NOT NULL,
    as_printed BOOLEAN NOT NULL,
    page TEXT,
    box TEXT,
    reader TEXT,
    user_id TEXT,
    device_id TEXT,
    at TEXT NOT NULL,
    base TEXT,
    operation TEXT,
    CONSTRAINT pk_field_value PRIMARY KEY (seq),
    CONSTRAINT uq_field_value_id UNIQUE (id)
);
CREATE INDEX ix_field_value_field ON field_value (record, path);
CREATE TABLE keyer (
    dossier TEXT NOT NULL,
    user_id TEXT NOT NULL,
    CONSTRAINT pk_keyer PRIMARY KEY (dossier, user_id)
)
 WITHOUT ROWID;
CREATE TABLE meta (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_meta PRIMARY KEY (name)
);
CREATE TABLE operation (
    device_seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    dossier TEXT NOT NULL,
    kind TEXT NOT NULL,
    entity TEXT NOT NULL,
    previous TEXT,
    needs TEXT NOT NULL,
    body TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    user_id TEXT,
    device_id TEXT,
    at TEXT NOT NULL,
    CONSTRAINT uq_operation_id UNIQUE (id)
);
CREATE INDEX ix_operation_dossier ON operation (dossier, device_seq);
CREATE INDEX ix_operation_entity ON operation (entity);
CREATE TABLE page (
    num INTEGER NOT NULL,
    id TEXT NOT NULL,
    dossier TEXT NOT NULL,
    document TEXT,
    position INTEGER NOT NULL,
    picture TEXT NOT NULL,
    mime TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    dpi INTEGER NOT NULL,
    source TEXT NOT NULL,
    source_name TEXT NOT NULL,
    source_page INTEGER NOT NULL,
    status TEXT NOT NULL,
    clearance TEXT NOT NULL,
    rotation INTEGER NOT NULL,
    skew FLOAT NOT NULL,
    failure TEXT,
    user_id TEXT,
    device_id TEXT,
    CONSTRAINT pk_page PRIMARY KEY (num),
    CONSTRAINT uq_page_id UNIQUE (id)
);
CREATE INDEX ix_page_document ON page (document, position);
CREATE INDEX ix_page_dossier ON page (dossier, document, position);
CREATE TABLE reading (
    page TEXT NOT NULL,
    recipe TEXT NOT NULL,
    body BLOB NOT NULL,
    CONSTRAINT pk_reading PRIMARY KEY (page)
);
CREATE TABLE record (
    num INTEGER NOT NULL,
    id TEXT NOT NULL,
    dossier TEXT NOT NULL,
    document TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    type_id TEXT NOT NULL,
    type_version INTEGER NOT NULL,
    regions TEXT NOT NULL,
    user_id TEXT,
    device_id TEXT,
    CONSTRAINT pk_record PRIMARY KEY (num),
    CONSTRAINT uq_record_id UNIQUE (id)
);
CREATE INDEX ix_record_dossier ON record (dossier, document, ordinal);
CREATE TABLE source_taken (
    dossier TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_source_taken PRIMARY KEY (dossier, sha256)
)
 WITHOUT ROWID;
CREATE TABLE told (
    archive TEXT NOT NULL,
    entity TEXT NOT NULL,
    rev INTEGER NOT NULL,
    after_seq INTEGER NOT NULL,
    body TEXT,
    CONSTRAINT pk_told PRIMARY KEY (archive, entity)
)
 WITHOUT ROWID;
CREATE TABLE waiting (
    archive TEXT NOT NULL,
    device_seq INTEGER NOT NULL,
    operation TEXT NOT NULL,
    dossier TEXT NOT NULL,
    CONSTRAINT pk_waiting PRIMARY KEY (archive, device_seq),
    CONSTRAINT uq_waiting_operation_archive UNIQUE (operation, archive)
)
 WITHOUT ROWID;
CREATE INDEX ix_waiting_dossier ON waiting (dossier, archive);
CREATE TABLE effective (
    record TEXT NOT NULL,
    path TEXT NOT NULL,
    dossier TEXT NOT NULL,
    value TEXT NOT NULL,
    archive_value TEXT,
    CONSTRAINT pk_effective PRIMARY KEY (record, path),
    CONSTRAINT fk_effective_value FOREIGN KEY(value) REFERENCES field_value (id),
    CONSTRAINT fk_effective_archive_value FOREIGN KEY(archive_value) REFERENCES field_value (id)
)
 WITHOUT ROWID;
CREATE INDEX ix_effective_dossier ON effective (dossier);
"""

SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(exact, folded, content='', contentless_delete=1, prefix='2 3', "
    "tokenize='unicode61 remove_diacritics 0')"
)

APPEND_ONLY = ("field_value", "operation")

ALL = (
    "search",
    "effective",
    "waiting",
    "told",
    "source_taken",
    "record",
    "reading",
    "page",
    "operation",
    "meta",
    "keyer",
    "field_value",
    "dossier",
    "document",
    "decision",
    "conflict",
    "archive",
    "acknowledgement",
)


def upgrade() -> None:
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement.strip())
    op.execute(SEARCH)
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def downgrade() -> None:
    for table in ALL:
        op.execute(f"DROP TABLE {table}")
