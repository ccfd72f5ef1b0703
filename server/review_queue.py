"""The checkers' queue: taking a dossier so that no two people check it at once, by the archive's clock.

Fencing tokens and taking for offline work come later; a verdict by one who no longer holds the dossier is refused when
another has taken it since.
"""

import datetime as dt
from dataclasses import replace

from dossier.errors import AlreadyTaken, ArchiveForbidden, NotFound, StateConflict
from dossier.ids import DossierId
from dossier.ports import Clock
from dossier.snapshots import DossierSnapshot
from dossier.states import Role, require_other_person
from dossier.use_cases.checking import CHECKABLE
from server.accounts import Caller
from server.database import Database
from server.holding import Holding

LEASE = dt.timedelta(minutes=30)


class ReviewQueue:
    """Taking and giving back. Any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def take(self, caller: Caller, dossier: DossierId) -> dt.datetime:
        """Hold a dossier for half an hour, again from now for who holds it already; returns until when.

        Raises `ArchiveForbidden`, `NotFound`, `StateConflict`, `OwnWork`, `AlreadyTaken`.
        """
        now = self._clock.now()
        if Role.SUPERVISOR not in caller.roles:
            raise ArchiveForbidden(role=Role.SUPERVISOR.value)
        with self._database.writing() as connection:
            holding = Holding(connection, caller.office, dossier)
            found = _found(holding, dossier)
            if found.state not in CHECKABLE:
                raise StateConflict(current=found.state.value)
            require_other_person(frozenset(found.keyed_by), caller.user)
            _require_free(found, caller, now)
            until = now + LEASE
            _write(holding, replace(found, holder=caller.user, held_until=until), now)
        return until

    def release(self, caller: Caller, dossier: DossierId) -> None:
        """Give a dossier back; nothing to do where nobody holds it. Raises `NotFound`, `AlreadyTaken`."""
        now = self._clock.now()
        with self._database.writing() as connection:
            holding = Holding(connection, caller.office, dossier)
            found = _found(holding, dossier)
            _require_free(found, caller, now)
            _write(holding, replace(found, holder=None, held_until=None), now)


def _found(holding: Holding, dossier: DossierId) -> DossierSnapshot:
    found = holding.dossier()
    if found is None:
        raise NotFound(thing="dossier", id=dossier)
    return found


def _require_free(found: DossierSnapshot, caller: Caller, now: dt.datetime) -> None:
    if found.holder != caller.user and found.held_until is not None and found.held_until > now:
        raise AlreadyTaken(holder=found.holder, until=found.held_until.isoformat())


def _write(holding: Holding, changed: DossierSnapshot, now: dt.datetime) -> None:
    holding.put(changed)
    holding.accept()
    holding.flush(now)
