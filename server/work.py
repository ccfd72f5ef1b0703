"""One operation being applied: what every rule is given."""

import datetime as dt
from dataclasses import dataclass

from dossier.errors import ArchiveForbidden, KeyingClosed, NotFound
from dossier.ids import LOCAL_USER, SYSTEM_USER, DeviceId, UserId
from dossier.model import Actor
from dossier.operations import Operation
from dossier.reading import ValueSource
from dossier.snapshots import DossierSnapshot
from dossier.states import KEYING_OPEN, Role
from server.accounts import Caller
from server.holding import Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The operation, who really brings it, what the archive holds of the dossier, and the archive's time."""

    caller: Caller
    device: DeviceId
    """The data folder that made it, for provenance; rights hang on the caller alone."""
    operation: Operation
    holding: Holding
    now: dt.datetime

    @property
    def person(self) -> UserId:
        """Who acts: the token's user, never what the operation claims."""
        return self.caller.user

    @property
    def people(self) -> tuple[UserId, ...]:
        """Whose work it may be: the token's user, and whom the operation names.

        A machine that several people use sends what one has keyed with the token of another. The claim gives nobody a
        right; it only takes away the right to check.
        """
        claimed = self.operation.actor.user
        nobody = claimed in (self.person, LOCAL_USER, SYSTEM_USER)
        return (self.person,) if nobody else (self.person, claimed)

    def actor(self, source: ValueSource = ValueSource.HUMAN) -> Actor:
        """The actor of a value: a machine's proposal is nobody's work."""
        return Actor(user=self.person if source is ValueSource.HUMAN else SYSTEM_USER, device=self.device)

    def require_role(self, role: Role) -> None:
        """Raise `ArchiveForbidden` unless the caller has the role."""
        if role not in self.caller.roles:
            raise ArchiveForbidden(role=role.value)

    def dossier(self) -> DossierSnapshot:
        """The dossier; raises `NotFound` before it is created."""
        found = self.holding.dossier()
        if found is None:
            raise NotFound(thing="dossier", id=self.operation.dossier)
        return found

    def require_keying_open(self) -> DossierSnapshot:
        """The dossier, which may still be changed; raises `KeyingClosed` once it has been handed to the checkers."""
        found = self.dossier()
        if found.state not in KEYING_OPEN:
            raise KeyingClosed(dossier=found.code, state=found.state.value)
        return found
