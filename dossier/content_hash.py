"""The hash that binds a checker's verdict to exactly what he saw.

Computed alike on the desktop and on the archive from ids alone: page order and the effective value of each field.
"""

import hashlib
import json
from collections.abc import Iterable

from dossier.ids import DocumentId, PageId, RecordId, ValueId


def content_hash(
    pages: Iterable[tuple[DocumentId, int, PageId]], values: Iterable[tuple[RecordId, str, ValueId]]
) -> str:
    """SHA-256 over sorted (document, position, page) and sorted (record, path, value id)."""
    body = json.dumps([sorted(pages), sorted(values)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()
