"""What one transaction touched: counters and search rows are brought up to date once, at its end."""

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import Connection

from dossier.ids import DossierId, PageId, RecordId
from dossier.model import ChangeSet
from storage import counters, search


@dataclass(slots=True)
class Changes:
    """Collected while a transaction runs; `finish` is its last act. Not shared between transactions."""

    dossiers: dict[DossierId, dt.datetime | None] = field(default_factory=dict)
    """Touched dossiers with the time of their last change, None where no time is known."""
    records: dict[RecordId, DossierId] = field(default_factory=dict)
    pages: dict[PageId, DossierId] = field(default_factory=dict)
    heads: set[DossierId] = field(default_factory=set)
    """Dossiers whose code or title is new, or that were not known before."""
    outbox: bool = False

    def dossier(self, dossier: DossierId, at: dt.datetime | None = None) -> None:
        """A dossier was touched."""
        known = self.dossiers.get(dossier)
        self.dossiers[dossier] = at if known is None else max(known, at or known)

    def record(self, record: RecordId, dossier: DossierId, at: dt.datetime | None = None) -> None:
        """Values of a record changed."""
        self.records[record] = dossier
        self.dossier(dossier, at)

    def page(self, page: PageId, dossier: DossierId) -> None:
        """The text of a page changed, or whether it may be found."""
        self.pages[page] = dossier
        self.dossier(dossier)

    def finish(self, connection: Connection, initiator: str | None = None) -> ChangeSet:
        """Refresh counters and search rows; returns what screens need to know."""
        for dossier in self.heads:
            search.index_dossier(connection, dossier)
        for record, dossier in self.records.items():
            search.index_record(connection, dossier, record)
        for page, dossier in self.pages.items():
            search.index_page(connection, dossier, page)
        for dossier, at in self.dossiers.items():
            counters.refresh(connection, dossier, at)
        return ChangeSet(
            dossiers=frozenset(self.dossiers),
            records=frozenset(self.records),
            outbox=self.outbox,
            initiator=initiator,
        )
