"""One round of sync for commands: its numbers, whatever the archive does."""

from collections.abc import Callable
from dataclasses import dataclass

from archive.sync import sync_once
from desktop.installation import Installation
from dossier.errors import ArchiveError, SohoaError
from dossier.ids import ArchiveId
from dossier.ports import ArchiveCounts, Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round did and what is left. `error`: why it ended early; the work waits."""

    blobs: int = 0
    operations: int = 0
    received: int = 0
    waiting: int = 0
    held: int = 0
    attention: int = 0
    identity: Identity | None = None
    counts: ArchiveCounts | None = None
    error: SohoaError | None = None
    troubles: tuple[SohoaError, ...] = ()
    """Files that could not be sent from here; their dossiers wait, the others went."""

    @property
    def embedded(self) -> bool:
        """Whether it was the archive on this machine."""
        return self.identity is not None and self.identity.embedded


NOWHERE = ArchiveId("")
"""Stands for "no archive has answered yet" when the outbox is counted."""


def sync_round(installation: Installation, cancelled: Callable[[], bool] | None = None) -> Round:
    """Send and fetch until nothing more can be settled. Raises nothing of the archive's."""
    try:
        with installation.archive() as (client, identity):
            installation.enrolment.met(identity.archive)
            report = sync_once(installation.outbox, installation.files, client, installation.clock, cancelled=cancelled)
            counts = None if report.away else client.counts()
            left = installation.outbox.outbox_state(identity.archive)
    except ArchiveError as error:
        left = installation.outbox.outbox_state(installation.enrolment.archive or NOWHERE)
        return Round(waiting=left.waiting, held=left.held, attention=len(left.attention), error=error)
    return Round(
        blobs=report.blobs_sent,
        operations=report.operations_sent,
        received=report.received_rows,
        waiting=left.waiting,
        held=left.held,
        attention=len(left.attention),
        identity=identity,
        counts=counts,
        error=report.why,
        troubles=report.troubles,
    )


def totals_key(done: Round) -> str:
    """Name of the sentence for what went out: what an archive on this machine holds has not been sent anywhere."""
    return "kept_totals" if done.embedded else "sent_totals"
