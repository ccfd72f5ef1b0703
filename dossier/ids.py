"""Identifiers of the core.

Two kinds (docs/decisions/0002-ids.md). Things that *happen* (operations, values, decisions) get a UUIDv7 from an
`IdSource`. Things that *are on paper* (a dossier by its code, a page by its picture) get an id derived from that
identity (RFC 9562 §5.8, UUIDv8), so that two machines that take in the same paper without a network name it alike and
nothing is doubled when they meet. Never order by an id.
"""

import hashlib
import uuid
from typing import NewType

DossierId = NewType("DossierId", str)
DocumentId = NewType("DocumentId", str)
PageId = NewType("PageId", str)
RecordId = NewType("RecordId", str)
ValueId = NewType("ValueId", str)
OperationId = NewType("OperationId", str)
DecisionId = NewType("DecisionId", str)
OfficeId = NewType("OfficeId", str)
UserId = NewType("UserId", str)
DeviceId = NewType("DeviceId", str)
ArchiveId = NewType("ArchiveId", str)
Sha256 = NewType("Sha256", str)
"""Lower-case hexadecimal SHA-256 of a file's bytes."""

SYSTEM_USER = UserId("system")
"""The actor of everything that a machine proposes."""

LOCAL_USER = UserId("local")
"""The implicit user of a machine before accounts exist."""

LOCAL_OFFICE = OfficeId("local")
"""The office of a machine before an archive has told its own."""


def sha256_of(data: bytes) -> Sha256:
    """Content hash by which a file is known everywhere."""
    return Sha256(hashlib.sha256(data).hexdigest())


def _derived(*parts: str) -> str:
    """UUIDv8 of the parts; the unit separator cannot occur in a part, so ("a", "bc") differs from ("ab", "c")."""
    digest = bytearray(hashlib.sha256("\x1f".join(parts).encode()).digest()[:16])
    digest[6] = (digest[6] & 0x0F) | 0x80
    digest[8] = (digest[8] & 0x3F) | 0x80
    return str(uuid.UUID(bytes=bytes(digest)))


def dossier_id(office: OfficeId, code: str) -> DossierId:
    """A dossier is known by its code within its office. `code` must already be NFC and trimmed."""
    return DossierId(_derived("dossier", office, code))


def page_id(dossier: DossierId, picture: Sha256) -> PageId:
    """The same picture in the same dossier is the same page."""
    return PageId(_derived("page", dossier, picture))


def document_id(dossier: DossierId, first_page: PageId) -> DocumentId:
    """A document taken in is known by the page it begins with."""
    return DocumentId(_derived("document", dossier, first_page))


def record_id(document: DocumentId, type_id: str, ordinal: int) -> RecordId:
    """The `ordinal`-th record (from 0) of a document keyed as that type."""
    return RecordId(_derived("record", document, type_id, str(ordinal)))
