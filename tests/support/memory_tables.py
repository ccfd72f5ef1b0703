"""What `MemoryDossierStore` holds."""

import copy
import datetime as dt
from dataclasses import dataclass, field, fields

from dossier.ids import DocumentId, DossierId, PageId, RecordId, Sha256, UserId
from dossier.model import Decision, Document, Dossier, FieldValue, Page, Record
from dossier.reading import PageReading
from dossier.states import Mark

RETURNED = frozenset({Mark.RETURNED_FIELD, Mark.RETURNED_PAGE, Mark.RETURNED_STRUCTURE})


@dataclass
class Tables:
    """Everything but the operations. `history` is every value ever put, `values` the effective ones."""

    dossiers: dict[DossierId, Dossier] = field(default_factory=dict)
    changed: dict[DossierId, dt.datetime] = field(default_factory=dict)
    documents: dict[DocumentId, Document] = field(default_factory=dict)
    pages: dict[PageId, Page] = field(default_factory=dict)
    records: dict[RecordId, tuple[DossierId, Record]] = field(default_factory=dict)
    history: dict[str, FieldValue] = field(default_factory=dict)
    values: dict[tuple[RecordId, str], FieldValue] = field(default_factory=dict)
    decisions: dict[DossierId, list[Decision]] = field(default_factory=dict)
    keyed: dict[DossierId, set[UserId]] = field(default_factory=dict)
    readings: dict[PageId, PageReading] = field(default_factory=dict)
    half: set[PageId] = field(default_factory=set)
    taken: set[tuple[DossierId, Sha256]] = field(default_factory=set)

    def copied(self) -> "Tables":
        """As it is now, to come back to when a batch fails; lists and sets inside are copied too."""
        tables = Tables()
        for item in fields(self):
            setattr(tables, item.name, _copied(getattr(self, item.name)))
        return tables


def _copied(value: object) -> object:
    if isinstance(value, dict):
        return {key: copy.copy(item) if isinstance(item, list | set) else item for key, item in value.items()}
    return copy.copy(value)
