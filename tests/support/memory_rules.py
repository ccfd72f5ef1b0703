"""What `MemoryDossierStore` refuses or passes over before it applies an operation."""

from collections.abc import Mapping, Set

from dossier.errors import KeyingClosed
from dossier.ids import SYSTEM_USER, DocumentId, DossierId
from dossier.model import Document, Dossier
from dossier.operations import AddDocument, AddPage, AddRecord, DescribePage, Operation, PutValues, SetDocumentType
from dossier.reading import ValueSource
from dossier.states import KEYING_OPEN


def require_open(operation: Operation, dossiers: Mapping[DossierId, Dossier], known: Set[str]) -> None:
    """What adds to a dossier past keying is refused; what is `known` here already may come again."""
    payload = operation.payload
    if isinstance(payload, AddDocument | AddPage | AddRecord) and payload.id in known:
        return
    if isinstance(payload, AddDocument | AddPage | AddRecord | DescribePage | SetDocumentType | PutValues):
        dossier = dossiers.get(operation.dossier)
        if dossier is not None and dossier.state not in KEYING_OPEN:
            raise KeyingClosed(dossier=dossier.code, state=dossier.state.value)


def is_overtaken(operation: Operation, documents: Mapping[DocumentId, Document], records: Set[str]) -> bool:
    """A machine proposes a type, and records of that type, only where nobody has said another meanwhile."""
    match operation.payload:
        case SetDocumentType(id=document, type_id=kind, source=source) if source is not ValueSource.HUMAN:
            return document in documents and documents[document].type_id not in {None, kind}
        case AddRecord(document=document, type_id=kind) if operation.actor.user == SYSTEM_USER:
            return document in documents and documents[document].type_id not in {None, kind}
        case PutValues(record=record) if operation.actor.user == SYSTEM_USER:
            return record not in records
    return False
