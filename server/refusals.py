"""The HTTP status that each refusal travels under."""

from collections.abc import Mapping
from types import MappingProxyType

from dossier.errors import (
    AlreadyTaken,
    ArchiveBusy,
    ArchiveForbidden,
    ArchiveFull,
    ArchiveProtocol,
    ArchiveUnauthorised,
    DiskFull,
    HashMismatch,
    NotFound,
    OwnWork,
    RequestTooLarge,
    SohoaError,
    StateConflict,
    StorageFailed,
    UseError,
)

STATUS: Mapping[type[SohoaError], int] = MappingProxyType(
    {
        ArchiveUnauthorised: 401,
        ArchiveForbidden: 403,
        OwnWork: 403,
        NotFound: 404,
        AlreadyTaken: 409,
        StateConflict: 409,
        RequestTooLarge: 413,
        HashMismatch: 422,
        ArchiveProtocol: 422,
        ArchiveFull: 507,
        DiskFull: 507,
        ArchiveBusy: 503,
        StorageFailed: 503,
    }
)


def status_of(error: SohoaError) -> int:
    """HTTP status of an error; what is not in the table is our own fault."""
    return STATUS.get(type(error), 400 if isinstance(error, UseError) else 500)
