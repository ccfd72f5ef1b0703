"""Applies one operation to what the archive holds of its dossier: which rule answers for which kind, and who may."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from dossier.ids import Sha256
from dossier.operations import (
    AddDocument,
    AddPage,
    AddRecord,
    ClearPage,
    CreateDossier,
    Decide,
    DescribePage,
    MoveDossier,
    Operation,
    PutValues,
    SetDocumentType,
)
from dossier.ports import AckStatus
from dossier.states import Role
from server.apply_review import decide, move_dossier
from server.apply_structure import (
    add_document,
    add_page,
    add_record,
    clear_page,
    create_dossier,
    describe_page,
    set_document_type,
)
from server.apply_values import put_values
from server.work import Work

_RULES: Mapping[type, Callable[[Work, Any], AckStatus]] = MappingProxyType(
    {
        CreateDossier: create_dossier,
        AddDocument: add_document,
        AddPage: add_page,
        DescribePage: describe_page,
        ClearPage: clear_page,
        SetDocumentType: set_document_type,
        AddRecord: add_record,
        PutValues: put_values,
        MoveDossier: move_dossier,
        Decide: decide,
    }
)


def apply(work: Work) -> AckStatus:
    """Apply the operation in the holding: APPLIED, or MERGED when it met others' work.

    Raises a `UseError`, `ArchiveForbidden` or `AlreadyTaken` when it is refused; the holding is then to be dropped.
    """
    payload = work.operation.payload
    if not isinstance(payload, Decide):
        false_alarm = isinstance(payload, ClearPage) and payload.mark is not None
        work.require_role(Role.SUPERVISOR if false_alarm else Role.CLERK)
    return _RULES[type(payload)](work, payload)


def needed_files(operation: Operation) -> tuple[Sha256, ...]:
    """The files that must be held first: those it names, and those its page consists of whether named or not."""
    payload = operation.payload
    own = (payload.picture, payload.source) if isinstance(payload, AddPage) else ()
    return tuple(dict.fromkeys((*operation.needs, *own)))
