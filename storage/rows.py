"""Rows to the core's values and back. Pure conversions; no statement is made here."""

import zlib
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import RowMapping

from dossier.ids import DecisionId, DeviceId, DocumentId, DossierId, OfficeId, PageId, RecordId, Sha256, UserId, ValueId
from dossier.model import (
    Actor,
    Clearance,
    Decision,
    Document,
    Dossier,
    DossierSummary,
    FieldValue,
    Page,
    PageStatus,
    Record,
    Region,
    Remark,
    Verdict,
)
from dossier.operations import NewValue
from dossier.reading import Box, Gate, PageReading, ValueSource
from dossier.states import Delivery, Mark, PaperPlace, State

Row = RowMapping
"""A row by column name."""

_READING: TypeAdapter[PageReading] = TypeAdapter(PageReading)
_REGIONS: TypeAdapter[tuple[Region, ...]] = TypeAdapter(tuple[Region, ...])
_REMARKS: TypeAdapter[tuple[Remark, ...]] = TypeAdapter(tuple[Remark, ...])


def to_dossier(row: Row) -> Dossier:
    """A row of `dossier`."""
    return Dossier(
        id=DossierId(row["id"]),
        office=OfficeId(row["office"]),
        code=row["code"],
        title=row["title"],
        state=State(row["state"]),
        marks=frozenset(Mark(mark) for mark in row["marks"]),
        paper=PaperPlace(row["paper"]),
        created_at=row["created_at"],
        rev=row["rev"],
    )


def to_summary(row: Row) -> DossierSummary:
    """A row of `dossier` with its counters."""
    return DossierSummary(
        dossier=to_dossier(row),
        documents=row["documents"],
        pages=row["pages"],
        fields=row["fields"],
        certain=row["certain"],
        doubtful=row["fields"] - row["certain"],
        unread=row["unread"],
        to_clear=row["to_clear"],
        delivery=Delivery(row["delivery"]),
        keyed_by=frozenset(UserId(user) for user in row["keyed_by"]),
        reason=row["reason"],
        changed_at=row["changed_at"],
    )


def to_document(row: Row) -> Document:
    """A row of `document`."""
    return Document(
        id=DocumentId(row["id"]),
        dossier=DossierId(row["dossier"]),
        position=row["position"],
        type_id=row["type_id"],
        type_version=row["type_version"],
        type_confidence=row["type_confidence"],
        source_name=row["source_name"],
        generation=row["generation"],
    )


def to_page(row: Row) -> Page:
    """A row of `page`."""
    return Page(
        id=PageId(row["id"]),
        dossier=DossierId(row["dossier"]),
        document=None if row["document"] is None else DocumentId(row["document"]),
        position=row["position"],
        picture=Sha256(row["picture"]),
        mime=row["mime"],
        width=row["width"],
        height=row["height"],
        dpi=row["dpi"],
        source=Sha256(row["source"]),
        source_name=row["source_name"],
        source_page=row["source_page"],
        status=PageStatus(row["status"]),
        clearance=Clearance(row["clearance"]),
        rotation=row["rotation"],
        skew=row["skew"],
        failure=row["failure"],
        gate=Gate(row["gate"]),
        incomplete=row["incomplete"],
    )


def to_record(row: Row) -> Record:
    """A row of `record`."""
    return Record(
        id=RecordId(row["id"]),
        document=DocumentId(row["document"]),
        ordinal=row["ordinal"],
        type_id=row["type_id"],
        type_version=row["type_version"],
        regions=_REGIONS.validate_python(row["regions"]),
    )


def from_regions(regions: tuple[Region, ...]) -> Any:
    """For the column `record.regions`."""
    return _REGIONS.dump_python(regions, mode="json")


def to_value(row: Row) -> FieldValue:
    """A row of `field_value`."""
    box = row["box"]
    return FieldValue(
        id=ValueId(row["id"]),
        record=RecordId(row["record"]),
        path=row["path"],
        value=row["value"],
        source=ValueSource(row["source"]),
        as_read=row["as_read"],
        confidence=row["confidence"],
        certain=row["certain"],
        as_printed=row["as_printed"],
        page=None if row["page"] is None else PageId(row["page"]),
        box=None if box is None else Box(x=box[0], y=box[1], w=box[2], h=box[3]),
        reader=row["reader"],
        actor=_actor(row),
        at=row["at"],
        base=None if row["base"] is None else ValueId(row["base"]),
        handwritten=row["handwritten"],
        second=row["second"],
    )


def from_value(value: NewValue) -> dict[str, Any]:
    """The columns of `field_value` that a new value itself says."""
    box = value.box
    return {
        "id": value.id,
        "path": value.path,
        "value": value.value,
        "source": value.source.value,
        "as_read": value.as_read,
        "confidence": value.confidence,
        "certain": value.certain,
        "as_printed": value.as_printed,
        "page": value.page,
        "box": None if box is None else [box.x, box.y, box.w, box.h],
        "reader": value.reader,
        "base": value.base,
        "handwritten": value.handwritten,
        "second": value.second,
    }


def to_decision(row: Row) -> Decision:
    """A row of `decision`."""
    return Decision(
        id=DecisionId(row["id"]),
        dossier=DossierId(row["dossier"]),
        verdict=Verdict(row["verdict"]),
        remarks=_REMARKS.validate_python(row["remarks"]),
        content_hash=row["content_hash"],
        actor=_actor(row),
        at=row["at"],
    )


def from_decision(decision: Decision) -> dict[str, Any]:
    """The columns of `decision`."""
    return {
        "id": decision.id,
        "dossier": decision.dossier,
        "verdict": decision.verdict.value,
        "remarks": _REMARKS.dump_python(decision.remarks, mode="json"),
        "content_hash": decision.content_hash,
        "at": decision.at,
        **from_actor(decision.actor),
    }


def from_actor(actor: Actor) -> dict[str, str]:
    """The columns that say who acted."""
    return {"user_id": actor.user, "device_id": actor.device}


def to_reading(body: bytes) -> PageReading:
    """The column `reading.body`."""
    return _READING.validate_json(zlib.decompress(body))


def from_reading(reading: PageReading) -> bytes:
    """For the column `reading.body`: JSON, deflated to about a sixth."""
    return zlib.compress(_READING.dump_json(reading), level=3)


def _actor(row: Row) -> Actor:
    return Actor(user=UserId(row["user_id"]), device=DeviceId(row["device_id"]))
