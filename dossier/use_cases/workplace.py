"""The workplace a use case acts at: who acts, where, with which store, files and document types."""

from dataclasses import dataclass, replace

from dossier.document_types import DocumentTypes
from dossier.ids import SYSTEM_USER, DossierId, OfficeId, OperationId, Sha256
from dossier.model import Actor
from dossier.operations import Operation, Payload
from dossier.ports import Clock, DossierStore, IdSource, SealedFiles
from dossier.states import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Immutable; use cases run wherever `store` may be called from."""

    store: DossierStore
    files: SealedFiles
    types: DocumentTypes
    clock: Clock
    ids: IdSource
    office: OfficeId
    actor: Actor
    roles: frozenset[Role]
    """What the archive lets this person do; all before accounts exist."""

    def as_system(self) -> "Workplace":
        """The same workplace with the machine as actor: for proposals and what follows from them."""
        return replace(self, actor=Actor(user=SYSTEM_USER, device=self.actor.device))

    def operation(
        self, dossier: DossierId, payload: Payload, *, needs: tuple[Sha256, ...] = (), base_rev: int = 0
    ) -> Operation:
        """An operation by this actor, now."""
        return Operation(
            id=OperationId(self.ids.new()),
            dossier=dossier,
            payload=payload,
            needs=needs,
            base_rev=base_rev,
            actor=self.actor,
            at=self.clock.now(),
        )
