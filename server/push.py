"""Taking operations in: exactly once by id, files first, predecessors first, one transaction a dossier.

Nothing is answered before it is durable. One bad operation is refused alone; what builds on it waits or goes on, and
other dossiers are not touched by it.
"""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, select

from archive.protocol import OperationResult, PushRequest, PushResponse, WireOperation
from dossier.errors import (
    AlreadyTaken,
    ArchiveForbidden,
    DeviceCloned,
    OperationChanged,
    OperationInvalid,
    SohoaError,
    UseError,
)
from dossier.ids import DeviceId, DossierId, OperationId
from dossier.operations import Operation, decode, fingerprint
from dossier.ports import AckStatus, Clock
from server.accounts import Caller
from server.apply import apply, needed_files
from server.blobs import granted
from server.database import Database
from server.holding import Holding
from server.tables import applied_operation
from server.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrived:
    """One operation as it arrived; `operation` is None when this archive cannot read it."""

    id: OperationId
    dossier: DossierId
    fingerprint: str
    wire: WireOperation
    operation: Operation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """As much of an operation as must be readable for it to be refused alone."""

    id: OperationId
    dossier: DossierId


_NAMED: TypeAdapter[_Named] = TypeAdapter(_Named)


class _Known(NamedTuple):
    """An operation settled before."""

    dossier: str
    fingerprint: str
    result: str


class Pushing:
    """Takes pushes in. Any thread; one transaction at a time."""

    def __init__(self, database: Database, clock: Clock, epoch: str) -> None:
        self._database, self._clock, self._epoch = database, clock, epoch

    def push(self, caller: Caller, request: PushRequest) -> PushResponse:
        """Apply what can be applied; a result for each operation, in order. Raises `OperationInvalid`, `DiskFull`."""
        arrived = [_arrived(wire) for wire in request.ops]
        groups: dict[DossierId, list[int]] = {}
        for index, one in enumerate(arrived):
            groups.setdefault(one.dossier, []).append(index)
        results: dict[int, OperationResult] = {}
        for indexes in groups.values():
            with self._database.writing() as connection:
                members = [arrived[index] for index in indexes]
                group = _Group(connection, caller, DeviceId(request.device), members, now=self._clock.now())
                for index in indexes:
                    results[index] = group.take(arrived[index])
                group.finish()
        return PushResponse(epoch=self._epoch, results=tuple(results[index] for index in range(len(arrived))))


class _Group:
    """The operations of one dossier within one push, in one transaction. What is known is asked for once."""

    def __init__(
        self, connection: Connection, caller: Caller, device: DeviceId, arrived: Sequence[_Arrived], *, now: dt.datetime
    ) -> None:
        self._connection, self._caller, self._device, self._now = connection, caller, device, now
        self._dossier = arrived[0].dossier
        self._holding = Holding(connection, caller.office, self._dossier)
        self._known = self._known_operations(arrived)
        self._numbers = self._used_numbers(arrived)
        needed = {sha256 for one in arrived if one.operation for sha256 in needed_files(one.operation)}
        self._files = granted(connection, caller.office, needed)
        self._kept: list[dict[str, object]] = []

    def take(self, arrived: _Arrived) -> OperationResult:
        """What becomes of one operation."""
        known = self._known.get(arrived.id)
        if known is not None:
            return _answered_before(arrived, known)
        if arrived.wire.device_seq in self._numbers:
            return self._keep(arrived, _refused(arrived, DeviceCloned()), numbered=False)
        if arrived.wire.previous is not None and not self._has_settled(arrived.wire.previous):
            return OperationResult(operation=arrived.id, status=AckStatus.BLOCKED)
        if arrived.operation is None:
            return self._keep(arrived, _refused(arrived, OperationInvalid()))
        missing = tuple(sha256 for sha256 in needed_files(arrived.operation) if sha256 not in self._files)
        if missing:
            return OperationResult(operation=arrived.id, status=AckStatus.NEED_BLOBS, missing=missing)
        return self._keep(arrived, self._applied(arrived, arrived.operation))

    def finish(self) -> None:
        """Write what was settled; the transaction is the caller's."""
        if self._kept:
            self._connection.execute(applied_operation.insert(), self._kept)
        self._holding.flush(self._now)

    def _applied(self, arrived: _Arrived, operation: Operation) -> OperationResult:
        work = Work(caller=self._caller, device=self._device, operation=operation, holding=self._holding, now=self._now)
        try:
            status = apply(work)
        except (UseError, ArchiveForbidden, AlreadyTaken) as error:
            self._holding.drop()
            return _refused(arrived, error)
        self._holding.accept()
        return OperationResult(operation=arrived.id, status=status, rev=self._holding.rev())

    def _known_operations(self, arrived: Sequence[_Arrived]) -> dict[OperationId, _Known]:
        """Those of these operations and of their predecessors that were settled before."""
        named = {one.id for one in arrived} | {one.wire.previous for one in arrived if one.wire.previous is not None}
        table = applied_operation.c
        rows = self._connection.execute(
            select(table.id, table.dossier, table.fingerprint, table.result).where(
                table.office == self._caller.office, table.id.in_(named)
            )
        )
        return {OperationId(row.id): _Known(row.dossier, row.fingerprint, row.result) for row in rows}

    def _used_numbers(self, arrived: Sequence[_Arrived]) -> set[int]:
        table = applied_operation.c
        rows = self._connection.execute(
            select(table.device_seq).where(
                table.device == self._caller.device,
                table.client_device == self._device,
                table.device_seq.in_({one.wire.device_seq for one in arrived}),
            )
        )
        return {int(number) for (number,) in rows}

    def _has_settled(self, previous: OperationId) -> bool:
        known = self._known.get(previous)
        return known is not None and known.dossier == self._dossier

    def _keep(self, arrived: _Arrived, result: OperationResult, *, numbered: bool = True) -> OperationResult:
        """Note that the operation is settled and how; refused ones too, so that what follows them is not held up."""
        said = result.model_dump_json()
        self._known[arrived.id] = _Known(arrived.dossier, arrived.fingerprint, said)
        if numbered:
            self._numbers.add(arrived.wire.device_seq)
        self._kept.append(
            {
                "office": self._caller.office,
                "id": arrived.id,
                "dossier": arrived.dossier,
                "fingerprint": arrived.fingerprint,
                "device": self._caller.device,
                "client_device": self._device,
                "device_seq": arrived.wire.device_seq if numbered else None,
                "user": self._caller.user,
                "status": result.status.value,
                "result": said,
                "body": arrived.wire.body,
                "at": self._now.isoformat(),
            }
        )
        return result


def _answered_before(arrived: _Arrived, known: _Known) -> OperationResult:
    """The first answer again, or a refusal where the id has come back with other bytes."""
    if known.fingerprint != arrived.fingerprint:
        return _refused(arrived, OperationChanged())
    first = OperationResult.model_validate_json(known.result)
    if first.status is AckStatus.REJECTED:
        return first
    return first.model_copy(update={"status": AckStatus.DUPLICATE})


def _arrived(wire: WireOperation) -> _Arrived:
    """Read an operation; text becomes NFC here, the fingerprint is of the bytes as sent.

    An operation of an unknown kind is still known by its id. Raises `OperationInvalid` when not even that can be read.
    """
    operation: Operation | None = None
    try:
        operation = decode(unicodedata.normalize("NFC", wire.body))
        name, dossier = operation.id, operation.dossier
    except ValidationError:
        name, dossier = _names(wire.body)
    return _Arrived(id=name, dossier=dossier, fingerprint=fingerprint(wire.body), wire=wire, operation=operation)


def _names(body: str) -> tuple[OperationId, DossierId]:
    try:
        said = _NAMED.validate_json(body)
    except ValidationError as error:
        raise OperationInvalid() from error
    return said.id, said.dossier


def _refused(arrived: _Arrived, error: SohoaError) -> OperationResult:
    return OperationResult(operation=arrived.id, status=AckStatus.REJECTED, code=error.code)
