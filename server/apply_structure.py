"""Applying what a dossier consists of: itself, documents, pages, records.

Add and add is union; adding again is nothing.
"""

from dataclasses import replace

from dossier.errors import ClearingReasonMissing, MoveNotAllowed, NotFound, OperationInvalid
from dossier.ids import DocumentId
from dossier.operations import (
    AddDocument,
    AddPage,
    AddRecord,
    ClearPage,
    CreateDossier,
    DescribePage,
    SetDocumentType,
)
from dossier.ports import AckStatus
from dossier.reading import ValueSource
from dossier.snapshots import DocumentSnapshot, DossierSnapshot, PageSnapshot, RecordSnapshot
from dossier.states import KEYING_OPEN
from server.work import Work


def create_dossier(work: Work, payload: CreateDossier) -> AckStatus:
    """Filed under the caller's office, whatever office the client had in mind before it was connected."""
    _require_same(work, payload.id)
    if work.holding.dossier() is not None:
        return AckStatus.MERGED
    if payload.state not in KEYING_OPEN:
        raise MoveNotAllowed(current="", target=payload.state.value)
    work.holding.put(
        DossierSnapshot(
            id=payload.id,
            office=work.caller.office,
            code=payload.code,
            title=payload.title,
            state=payload.state,
            marks=(),
            keyed_by=(),
            created_at=work.operation.at,
        )
    )
    return AckStatus.APPLIED


def add_document(work: Work, payload: AddDocument) -> AckStatus:
    """Its type is not yet known."""
    _require_same(work, payload.dossier)
    if work.holding.find(DocumentSnapshot, payload.id) is not None:
        return AckStatus.MERGED
    work.require_keying_open()
    work.holding.put(
        DocumentSnapshot(
            id=payload.id,
            dossier=payload.dossier,
            position=payload.position,
            type_id=None,
            type_version=None,
            type_confidence=0.0,
            source_name=payload.source_name,
        )
    )
    return AckStatus.APPLIED


def add_page(work: Work, payload: AddPage) -> AckStatus:
    """Its files are here already: whoever calls this has made sure. A damage that was not told before is kept."""
    _require_same(work, payload.dossier)
    known = work.holding.find(PageSnapshot, payload.id)
    if known is not None:
        if payload.incomplete and not known.incomplete:
            work.holding.put(replace(known, incomplete=True))
        return AckStatus.MERGED
    work.require_keying_open()
    _document(work, payload.document)
    work.holding.put(
        PageSnapshot(
            id=payload.id,
            dossier=payload.dossier,
            document=payload.document,
            position=payload.position,
            picture=payload.picture,
            mime=payload.mime,
            width=payload.width,
            height=payload.height,
            dpi=payload.dpi,
            source=payload.source,
            source_name=payload.source_name,
            source_page=payload.source_page,
            rotation=0,
            skew=0.0,
            incomplete=payload.incomplete,
        )
    )
    return AckStatus.APPLIED


def describe_page(work: Work, payload: DescribePage) -> AckStatus:
    """How the page must be turned; the last word counts."""
    page = work.holding.find(PageSnapshot, payload.id)
    if page is None:
        raise NotFound(thing="page", id=payload.id)
    described = replace(page, rotation=payload.rotation, skew=payload.skew)
    if described == page:
        return AckStatus.MERGED
    work.require_keying_open()
    work.holding.put(described)
    return AckStatus.APPLIED


def clear_page(work: Work, payload: ClearPage) -> AckStatus:
    """Who cleared a page, when and why stands in the kept operation; a page that arrives here was cleared before."""
    if work.holding.find(PageSnapshot, payload.id) is None:
        raise NotFound(thing="page", id=payload.id)
    if payload.mark is not None and not payload.reason.strip():
        raise ClearingReasonMissing()
    return AckStatus.APPLIED


def set_document_type(work: Work, payload: SetDocumentType) -> AckStatus:
    """A machine never displaces the type that a person chose."""
    document = _document(work, payload.id)
    before = work.holding.note(DocumentSnapshot, payload.id)
    human = payload.source is ValueSource.HUMAN
    typed, note = _typed(document, payload), payload.source.value
    if before == ValueSource.HUMAN and not human:
        told = document.generation is None and document.type_id == payload.type_id
        typed, note = replace(document, generation=payload.generation) if told else document, before
    if typed == document and before == note:
        return AckStatus.MERGED
    work.require_keying_open()
    work.holding.put(typed, note=note)
    return AckStatus.APPLIED


def _typed(document: DocumentSnapshot, payload: SetDocumentType) -> DocumentSnapshot:
    return replace(
        document,
        type_id=payload.type_id,
        type_version=payload.type_version,
        type_confidence=payload.type_confidence,
        generation=payload.generation,
    )


def add_record(work: Work, payload: AddRecord) -> AckStatus:
    """Its values come by themselves."""
    if work.holding.find(RecordSnapshot, payload.id) is not None:
        return AckStatus.MERGED
    work.require_keying_open()
    _document(work, payload.document)
    work.holding.put(
        RecordSnapshot(
            id=payload.id,
            document=payload.document,
            ordinal=payload.ordinal,
            type_id=payload.type_id,
            type_version=payload.type_version,
            regions=payload.regions,
        )
    )
    return AckStatus.APPLIED


def _document(work: Work, name: DocumentId) -> DocumentSnapshot:
    found = work.holding.find(DocumentSnapshot, name)
    if found is None:
        raise NotFound(thing="document", id=name)
    return found


def _require_same(work: Work, dossier: str) -> None:
    if dossier != work.operation.dossier:
        raise OperationInvalid(thing="dossier", id=dossier)
