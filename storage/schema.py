"""The tables of the cache. What they mean to the core is said in the modules that fill them.

Rows that come from the archive's feed may arrive before what they belong to (a page before its dossier), so there are
no foreign keys between entities; each row names its dossier instead. `field_value` and `operation` are append-only,
held by triggers. Who acted stands in `user_id` and `device_id`. Columns of `dossier` below the line are counters that
`storage.summaries` keeps, so that a list of 100,000 dossiers needs no joins.

Every change here needs a revision in `migrations/versions`; a test compares the two.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql

from dossier.learned import AGENCY, SIGNER
from dossier.reading import ValueSource
from storage.column_types import Json, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


TEACHING = f"source = '{ValueSource.HUMAN.value}' AND path IN ('{AGENCY}', '{SIGNER}')"
"""Values that `storage.names` learns from. Index and query must say it in the same words."""


def _text(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _who() -> tuple[Column[str], Column[str]]:
    return _text("user_id", optional=True), _text("device_id", optional=True)


meta = Table("meta", metadata, Column("name", Text, primary_key=True), _text("value"))

dossier = Table(
    "dossier",
    metadata,
    Column("num", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _text("office"),
    _text("code"),
    _text("title"),
    _text("state"),
    Column("marks", Json, nullable=False),
    _text("paper"),
    Column("created_at", Moment, nullable=False),
    _number("rev"),
    *_who(),
    # counters
    Column("changed_at", Moment, nullable=False),
    _number("rank"),
    _number("documents"),
    _number("pages"),
    _number("fields"),
    _number("certain"),
    _number("unread"),
    Column("held", Boolean, nullable=False),
    _text("delivery"),
    Column("keyed_by", Json, nullable=False),
    _text("reason", optional=True),
    # Pages that no reader and no person has cleared though reading has ended: somebody must look.
    Column("to_clear", Integer, server_default=sql("0"), nullable=False),
    Index("ix_dossier_to_clear", "num", sqlite_where=sql("to_clear > 0")),
    Index("ix_dossier_code", "office", "code"),
    Index("ix_dossier_list", "rank", sql("changed_at DESC"), sql("num DESC")),
    Index("ix_dossier_state", "state", "rank", sql("changed_at DESC"), sql("num DESC")),
)

document = Table(
    "document",
    metadata,
    Column("id", Text, primary_key=True),
    _text("dossier"),
    _number("position"),
    _text("type_id", optional=True),
    Column("type_version", Integer),
    Column("type_confidence", Float, nullable=False),
    _text("source_name"),
    _text("generation", optional=True),
    *_who(),
    Index("ix_document_dossier", "dossier", "position"),
)

page = Table(
    "page",
    metadata,
    Column("num", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _text("dossier"),
    _text("document", optional=True),
    _number("position"),
    _text("picture"),
    _text("mime"),
    _number("width"),
    _number("height"),
    _number("dpi"),
    _text("source"),
    _text("source_name"),
    _number("source_page"),
    _text("status"),
    _text("clearance"),
    _number("rotation"),
    Column("skew", Float, nullable=False),
    _text("failure", optional=True),
    *_who(),
    Column("gate", Text, server_default="readable", nullable=False),
    Column("incomplete", Boolean, server_default=sql("0"), nullable=False),
    Index("ix_page_dossier", "dossier", "document", "position"),
    Index("ix_page_picture", "picture"),
    Index("ix_page_document", "document", "position"),
)

reading = Table(
    "reading",
    metadata,
    Column("page", Text, primary_key=True),
    _text("recipe"),
    Column("body", LargeBinary, nullable=False),
    # Waits for the second stage.
    Column("half", Boolean, server_default=sql("0"), nullable=False),
    Index("ix_reading_half", "page", sqlite_where=sql("half")),
)

record = Table(
    "record",
    metadata,
    Column("num", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _text("dossier"),
    _text("document"),
    _number("ordinal"),
    _text("type_id"),
    _number("type_version"),
    Column("regions", Json, nullable=False),
    *_who(),
    Index("ix_record_dossier", "dossier", "document", "ordinal"),
)

field_value = Table(
    "field_value",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _text("dossier"),
    _text("record"),
    _text("path"),
    _text("value"),
    _text("source"),
    _text("as_read", optional=True),
    Column("confidence", Float),
    Column("certain", Boolean, nullable=False),
    Column("as_printed", Boolean, nullable=False),
    _text("page", optional=True),
    Column("box", Json),
    _text("reader", optional=True),
    *_who(),
    Column("at", Moment, nullable=False),
    _text("base", optional=True),
    _text("operation", optional=True),
    Column("handwritten", Boolean, server_default=sql("0"), nullable=False),
    _text("second", optional=True),
    Index("ix_field_value_field", "record", "path"),
    Index("ix_field_value_teaching", "seq", sqlite_where=sql(TEACHING)),
)

effective = Table(
    "effective",
    metadata,
    Column("record", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    _text("dossier"),
    Column("value", Text, ForeignKey("field_value.id"), nullable=False),
    Column("archive_value", Text, ForeignKey("field_value.id")),
    Index("ix_effective_dossier", "dossier"),
    sqlite_with_rowid=False,
)

keyer = Table(
    "keyer",
    metadata,
    Column("dossier", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    sqlite_with_rowid=False,
)

decision = Table(
    "decision",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _text("dossier"),
    _text("verdict"),
    Column("remarks", Json, nullable=False),
    _text("content_hash"),
    *_who(),
    Column("at", Moment, nullable=False),
    Index("ix_decision_dossier", "dossier", "seq"),
)

conflict = Table(
    "conflict",
    metadata,
    Column("id", Text, primary_key=True),
    _text("dossier"),
    _text("record"),
    _text("path"),
    _text("effective"),
    _text("losing"),
    _text("source"),
    *_who(),
    Column("at", Moment, nullable=False),
    Column("open", Boolean, nullable=False),
    Index("ix_conflict_dossier", "dossier"),
)

source_taken = Table(
    "source_taken",
    metadata,
    Column("dossier", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    _text("name"),
    sqlite_with_rowid=False,
)

operation = Table(
    "operation",
    metadata,
    Column("device_seq", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    _text("dossier"),
    _text("kind"),
    _text("entity"),
    _text("previous", optional=True),
    Column("needs", Json, nullable=False),
    _text("body"),
    _text("fingerprint"),
    *_who(),
    Column("at", Moment, nullable=False),
    Index("ix_operation_dossier", "dossier", "device_seq"),
    Index("ix_operation_entity", "entity"),
    sqlite_autoincrement=True,
)

waiting = Table(
    "waiting",
    metadata,
    Column("archive", Text, primary_key=True),
    Column("device_seq", Integer, primary_key=True),
    _text("operation"),
    _text("dossier"),
    Index("ix_waiting_dossier", "dossier", "archive"),
    UniqueConstraint("operation", "archive"),
    sqlite_with_rowid=False,
)

acknowledgement = Table(
    "acknowledgement",
    metadata,
    Column("archive", Text, primary_key=True),
    Column("operation", Text, primary_key=True),
    _text("dossier"),
    _text("status"),
    Column("rev", Integer),
    _text("code", optional=True),
    Column("at", Moment, nullable=False),
    Index("ix_acknowledgement_status", "archive", "status", "dossier"),
    sqlite_with_rowid=False,
)

archive = Table(
    "archive",
    metadata,
    Column("id", Text, primary_key=True),
    _text("epoch", optional=True),
    _number("seq"),
    _number("turn"),
)

told = Table(
    "told",
    metadata,
    Column("archive", Text, primary_key=True),
    Column("entity", Text, primary_key=True),
    _number("rev"),
    _number("after_seq"),
    _text("body", optional=True),
    sqlite_with_rowid=False,
)

EXTRA_DDL: tuple[str, ...] = (
    "CREATE VIRTUAL TABLE search USING fts5(exact, folded, content='', contentless_delete=1, prefix='2 3', "
    "tokenize='unicode61 remove_diacritics 0')",
    *(
        f"CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in ("field_value", "operation")
        for event in ("UPDATE", "DELETE")
    ),
)
"""What a `MetaData` cannot say: the search index (numbered as in `storage.search`) and the append-only triggers."""
