"""Files: durable and verified before they are acknowledged, and existing only for offices that have shown them.

A hash is no key: an office learns nothing of a file, not even that it is here, before it has uploaded the same bytes.
"""

import hashlib
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from dossier.errors import HashMismatch, NotFound
from dossier.ids import OfficeId, Sha256
from dossier.ports import Clock, SealedFiles
from server.accounts import Caller
from server.database import Database
from server.tables import blob, blob_grant


def granted(connection: Connection, office: OfficeId, hashes: Collection[Sha256]) -> frozenset[Sha256]:
    """Those of the files that exist for the office."""
    if not hashes:
        return frozenset()
    wanted = select(blob_grant.c.sha256).where(blob_grant.c.office == office, blob_grant.c.sha256.in_(hashes))
    return frozenset(Sha256(sha256) for (sha256,) in connection.execute(wanted))


class Blobs:
    """The files of all offices. Any thread."""

    def __init__(self, database: Database, files: SealedFiles, clock: Clock) -> None:
        self._database, self._files, self._clock = database, files, clock

    def missing(self, caller: Caller, hashes: Sequence[Sha256]) -> tuple[Sha256, ...]:
        """Those the caller's office has to upload, in the order asked."""
        with self._database.reading() as connection:
            here = granted(connection, caller.office, hashes)
        return tuple(dict.fromkeys(sha256 for sha256 in hashes if sha256 not in here))

    def put(self, caller: Caller, sha256: Sha256, data: bytes) -> bool:
        """Keep a file, durable on return; whether the office did not have it. Raises `HashMismatch`, `DiskFull`."""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise HashMismatch(sha256=sha256)
        self._files.put(data)
        now = self._clock.now().isoformat()
        grant = {"office": caller.office, "sha256": sha256, "device": caller.device, "granted_at": now}
        with self._database.writing() as connection:
            held = {"sha256": sha256, "size": len(data), "stored_at": now}
            connection.execute(upsert(blob).values(**held).on_conflict_do_nothing())
            added = connection.execute(upsert(blob_grant).values(**grant).on_conflict_do_nothing())
            return added.rowcount > 0

    def get(self, caller: Caller, sha256: Sha256) -> bytes:
        """A file of the caller's office, verified. Raises `NotFound`, `FileDamaged`."""
        with self._database.reading() as connection:
            if not granted(connection, caller.office, [sha256]):
                raise NotFound(thing="blob", id=sha256)
        return self._files.get(sha256)
