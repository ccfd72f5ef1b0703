"""What stands in the tables of `MemoryDossierStore` right after an operation has added it."""

from dossier.ids import RecordId
from dossier.model import Clearance, Document, Dossier, FieldValue, Page, PageStatus, Record
from dossier.operations import AddDocument, AddPage, AddRecord, CreateDossier, NewValue, Operation
from dossier.states import PaperPlace


def new_record(payload: AddRecord) -> Record:
    return Record(
        id=payload.id,
        document=payload.document,
        ordinal=payload.ordinal,
        type_id=payload.type_id,
        type_version=payload.type_version,
        regions=payload.regions,
    )


def new_dossier(operation: Operation, payload: CreateDossier) -> Dossier:
    return Dossier(
        id=payload.id,
        office=payload.office,
        code=payload.code,
        title=payload.title,
        state=payload.state,
        marks=frozenset(),
        paper=PaperPlace.IN_OFFICE,
        created_at=operation.at,
        rev=0,
    )


def new_document(payload: AddDocument) -> Document:
    return Document(
        id=payload.id,
        dossier=payload.dossier,
        position=payload.position,
        type_id=None,
        type_version=None,
        type_confidence=0.0,
        source_name=payload.source_name,
    )


def new_page(payload: AddPage) -> Page:
    return Page(
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
        status=PageStatus.WAITING,
        clearance=Clearance.HELD,
        rotation=0,
        skew=0.0,
        failure=None,
        incomplete=payload.incomplete,
    )


def new_value(operation: Operation, record: RecordId, new: NewValue) -> FieldValue:
    return FieldValue(
        id=new.id,
        record=record,
        path=new.path,
        value=new.value,
        source=new.source,
        as_read=new.as_read,
        confidence=new.confidence,
        certain=new.certain,
        as_printed=new.as_printed,
        page=new.page,
        box=new.box,
        reader=new.reader,
        actor=operation.actor,
        at=operation.at,
        base=new.base,
        handwritten=new.handwritten,
        second=new.second,
    )
