"""The log of operations and who still waits for them: put in with the change itself, taken out by an archive's answer.

An archive gets a list of its own (`waiting`) when it is first met, with everything this machine ever made; so another
archive, or one restored from an old backup, is simply offered all of it again, and answers `duplicate` to what it has.
"""

from sqlalchemy import Connection, Integer, Text, bindparam, delete, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from dossier.errors import BugError
from dossier.ids import ArchiveId
from dossier.operations import Operation, encode, fingerprint
from storage import counters
from storage.apply import entity_of
from storage.rows import from_actor
from storage.schema import acknowledgement, operation, told, waiting
from storage.schema import archive as archives

# Built once: they run at every committed field.
_FINGERPRINT = select(operation.c.fingerprint).where(operation.c.id == bindparam("made"))
_PREVIOUS = (
    select(operation.c.id)
    .where(operation.c.dossier == bindparam("of"))
    .order_by(operation.c.device_seq.desc())
    .limit(1)
)
_APPEND = insert(operation)
_AWAIT = insert(waiting).from_select(
    ["archive", "device_seq", "operation", "dossier"],
    select(
        archives.c.id, bindparam("number", type_=Integer), bindparam("made", type_=Text), bindparam("of", type_=Text)
    ),
)


def is_known(connection: Connection, made: Operation) -> bool:
    """Whether this very operation is in the queue's history; the same id with other bytes is a bug."""
    found = connection.scalar(_FINGERPRINT, {"made": made.id})
    if found is not None and found != fingerprint(encode(made)):
        raise BugError(thing="operation", id=made.id, reason="same id, other content")
    return found is not None


def enqueue(connection: Connection, made: Operation) -> None:
    """Append an operation with its frozen bytes and the next number of this device, for every known archive."""
    body = encode(made)
    previous = connection.scalar(_PREVIOUS, {"of": made.dossier})
    row = {
        "id": made.id,
        "dossier": made.dossier,
        "kind": made.payload.kind,
        "entity": entity_of(made),
        "previous": previous,
        "needs": list(made.needs),
        "body": body,
        "fingerprint": fingerprint(body),
        "at": made.at,
        **from_actor(made.actor),
    }
    number = connection.execute(_APPEND, row).lastrowid
    connection.execute(_AWAIT, {"number": number, "made": made.id, "of": made.dossier})


def meet(connection: Connection, archive: ArchiveId) -> None:
    """Make this the archive that deliveries are told of; a new one waits for everything made so far."""
    newest = connection.execute(select(archives.c.id).order_by(archives.c.turn.desc()).limit(1)).scalar()
    if newest == archive:
        return
    turn = (connection.scalar(select(func.max(archives.c.turn))) or 0) + 1
    known = connection.execute(update(archives).where(archives.c.id == archive).values(turn=turn)).rowcount
    if not known:
        connection.execute(insert(archives).values(id=archive, epoch=None, seq=0, turn=turn))
        _offer_everything(connection, archive)
    counters.refresh_deliveries(connection)


def forget_answers(connection: Connection, archive: ArchiveId) -> None:
    """The archive began another life (epoch): what it said before no longer counts, all is offered again."""
    connection.execute(delete(acknowledgement).filter_by(archive=archive))
    connection.execute(delete(told).filter_by(archive=archive))
    connection.execute(delete(waiting).filter_by(archive=archive))
    _offer_everything(connection, archive)
    counters.refresh_deliveries(connection)


def _offer_everything(connection: Connection, archive: ArchiveId) -> None:
    every = select(literal(archive), operation.c.device_seq, operation.c.id, operation.c.dossier)
    connection.execute(insert(waiting).from_select(["archive", "device_seq", "operation", "dossier"], every))
