"""The cache as the core knows it: `dossier.ports.DossierStore` over SQL. Only the storage thread calls it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, RowMapping, Table, select

from dossier.errors import NotFound
from dossier.ids import DocumentId, DossierId, PageId, Sha256, UserId
from dossier.learned import Learned
from dossier.model import ChangeSet, Clearance, Decision, DossierContent, DossierSummary, FieldValue
from dossier.ports import Batch
from dossier.reading import PageReading
from dossier.states import KEYING_OPEN, Delivery, State
from storage import names, operation_log, outcomes, schema, search, summaries, values
from storage.apply import apply
from storage.changes import Changes
from storage.engine import WRITE
from storage.rows import to_decision, to_document, to_dossier, to_page, to_reading, to_record, to_value


class SqlDossierStore:
    """Over an engine of `storage.database.open_cache`. Raises `DiskFull`, `StorageFailed`; nothing is then written."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{WRITE: True})

    def commit(self, batch: Batch) -> ChangeSet:
        """Apply all of the batch and put its operations into the outbox, in one durable transaction.

        An operation whose effect is here already is dropped. Raises `NotFound` and `MoveNotAllowed`, and then nothing
        of the batch is kept.
        """
        changes = Changes()
        with self._writer.begin() as connection:
            for operation in batch.operations:
                if not operation_log.is_known(connection, operation) and apply(connection, changes, operation):
                    operation_log.enqueue(connection, operation)
                    changes.outbox = True
            for outcome in batch.outcomes:
                outcomes.keep_outcome(connection, changes, outcome)
            for page in batch.incomplete:
                outcomes.lacks_part(connection, changes, page)
            for taken in batch.taken:
                outcomes.take(connection, changes, taken)
            return changes.finish(connection, batch.initiator)

    def content(self, dossier: DossierId) -> DossierContent:
        """A dossier with everything in it; raises `NotFound`."""
        with self._engine.connect() as connection:
            row = connection.execute(select(schema.dossier).filter_by(id=dossier)).mappings().first()
            if row is None:
                raise NotFound(thing="dossier", id=dossier)
            documents = tuple(map(to_document, _rows(connection, schema.document, dossier, "position")))
            order = {document.id: index for index, document in enumerate(documents)}
            pages = map(to_page, _rows(connection, schema.page, dossier, "position", "num"))
            records = map(to_record, _rows(connection, schema.record, dossier, "ordinal", "num"))
            return DossierContent(
                dossier=to_dossier(row),
                documents=documents,
                pages=tuple(sorted(pages, key=lambda page: _rank(order, page.document))),
                records=tuple(sorted(records, key=lambda record: _rank(order, record.document))),
                values=_values(connection, dossier),
                keyed_by=frozenset(UserId(user) for user in row["keyed_by"]),
                decision=_decision(connection, dossier),
                delivery=Delivery(row["delivery"]),
                doubts=values.doubts(connection, dossier),
            )

    def summaries(self, states: Sequence[State] = (), limit: int = 500) -> Sequence[DossierSummary]:
        """Lists: returned first, then half keyed, then the most recently changed. No states: all."""
        with self._engine.connect() as connection:
            return summaries.listed(connection, states, limit)

    def search(self, text: str, limit: int = 50) -> Sequence[DossierSummary]:
        """Dossiers whose code, values or page text hold the words; exact hits before folded ones."""
        with self._engine.connect() as connection:
            return summaries.of_numbers(connection, search.find(connection, text, limit))

    def readings(self, document: DocumentId) -> Mapping[PageId, PageReading]:
        """Readings of a document's pages, in page order; pages not read are left out."""
        page, reading = schema.page.c, schema.reading.c
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(page.id, reading.body)
                .join_from(schema.page, schema.reading, reading.page == page.id)
                .where(page.document == document)
                .order_by(page.position, page.num)
            ).all()
        return {PageId(row.id): to_reading(row.body) for row in rows}

    def reading(self, page: PageId) -> PageReading | None:
        """The reading of one page, or None."""
        with self._engine.connect() as connection:
            body = connection.scalar(select(schema.reading.c.body).where(schema.reading.c.page == page))
        return None if body is None else to_reading(body)

    def known_reading(self, picture: Sha256, dpi: int, recipe: str) -> PageReading | None:
        """See `DossierStore.known_reading`."""
        page, reading = schema.page.c, schema.reading.c
        cleared = Clearance.CLEARED_BY_READER.value
        with self._engine.connect() as connection:
            body = connection.scalar(
                select(reading.body)
                .join_from(schema.page, schema.reading, reading.page == page.id)
                .where(page.picture == picture, page.dpi == dpi, page.clearance == cleared, reading.recipe == recipe)
                .order_by(reading.half)
                .limit(1)
            )
        return None if body is None else _unmarked(to_reading(body))

    def half_read(self, dossier: DossierId) -> frozenset[PageId]:
        """Pages that were read in the first stage and wait for the second."""
        with self._engine.connect() as connection:
            found = connection.scalars(_HALF_READ.with_only_columns(schema.page.c.id).filter_by(dossier=dossier))
            return frozenset(PageId(page) for page in found)

    def half_read_dossiers(self) -> Sequence[DossierId]:
        """See `DossierStore.half_read_dossiers`."""
        dossiers, half = schema.dossier.c, _HALF_READ.with_only_columns(schema.page.c.dossier)
        cleared = half.where(schema.page.c.clearance == Clearance.CLEARED_BY_PERSON.value)
        wanted = (
            select(dossiers.id)
            .where(dossiers.id.in_(half))
            .where(dossiers.state.in_([state.value for state in KEYING_OPEN]) | dossiers.id.in_(cleared))
            .order_by(dossiers.changed_at.desc(), dossiers.num.desc())
        )
        with self._engine.connect() as connection:
            return [DossierId(dossier) for dossier in connection.scalars(wanted)]

    def unread_dossiers(
        self, states: Sequence[State], after: DossierId | None = None, limit: int = 500
    ) -> Sequence[DossierId]:
        """See `DossierStore.unread_dossiers`."""
        dossiers = schema.dossier.c
        wanted = (
            select(dossiers.id)
            .where(dossiers.unread > 0, dossiers.state.in_([state.value for state in states]))
            .order_by(dossiers.num.desc())
            .limit(limit)
        )
        if after is not None:
            wanted = wanted.where(dossiers.num < select(dossiers.num).where(dossiers.id == after).scalar_subquery())
        with self._engine.connect() as connection:
            return [DossierId(dossier) for dossier in connection.scalars(wanted)]

    def was_taken(self, dossier: DossierId, source: Sha256) -> bool:
        """Whether this source file has been taken into this dossier whole."""
        with self._engine.connect() as connection:
            known = select(schema.source_taken.c.name).filter_by(dossier=dossier, sha256=source)
            return connection.execute(known).first() is not None

    def learned(self) -> Learned:
        """Agencies and signers as people put them in completed dossiers; a few milliseconds, whatever the size."""
        with self._engine.connect() as connection:
            return names.learned(connection)


_HALF_READ = (
    select(schema.page.c.id)
    .join_from(schema.reading, schema.page, schema.page.c.id == schema.reading.c.page)
    .where(schema.reading.c.half)
)


def _unmarked(reading: PageReading) -> PageReading | None:
    """A mark is looked at anew on every page that seems to bear one."""
    return reading if reading.secrecy_mark is None else None


def _rank(order: Mapping[DocumentId, int], document: DocumentId | None) -> int:
    """Place of a document in its dossier; the tray of unarranged pages comes last."""
    return len(order) if document is None else order.get(document, len(order))


def _rows(connection: Connection, table: Table, dossier: DossierId, *order: str) -> Sequence[RowMapping]:
    ordered = select(table).where(table.c.dossier == dossier).order_by(*(table.c[name] for name in order), table.c.id)
    return connection.execute(ordered).mappings().all()


def _values(connection: Connection, dossier: DossierId) -> tuple[FieldValue, ...]:
    effective, value = schema.effective.c, schema.field_value
    rows = connection.execute(
        select(value)
        .join_from(schema.effective, value, value.c.id == effective.value)
        .where(effective.dossier == dossier)
        .order_by(effective.record, effective.path)
    ).mappings()
    return tuple(to_value(row) for row in rows)


def _decision(connection: Connection, dossier: DossierId) -> Decision | None:
    last = select(schema.decision).filter_by(dossier=dossier).order_by(schema.decision.c.seq.desc()).limit(1)
    row = connection.execute(last).mappings().first()
    return None if row is None else to_decision(row)
