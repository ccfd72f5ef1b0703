"""Key: a person confirms or corrects what was proposed, field by field (nhập liệu).

Every committed field is durable at once. A person's value never overwrites: it is one more, based on the one seen.
"""

from collections.abc import Collection
from dataclasses import dataclass

from dossier import ids
from dossier.errors import (
    ClearingReasonMissing,
    FieldsMissing,
    FieldsUnconfirmed,
    KeyingClosed,
    MoveNotAllowed,
    NotFound,
    NotKeyer,
    PagesHeld,
    PagesUnread,
    RoleMissing,
)
from dossier.ids import DocumentId, DossierId, PageId, RecordId, ValueId
from dossier.model import ChangeSet, Clearance, Document, DossierContent, FieldValue, PageStatus, Record, Region
from dossier.operations import AddRecord, ClearPage, MoveDossier, NewValue, Operation, PutValues, SetDocumentType
from dossier.ports import Batch
from dossier.reading import ValueSource
from dossier.states import KEYING_OPEN, Role, State, require_move
from dossier.text import clean
from dossier.use_cases.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person had before him at a field when he spoke; None: nothing stood there."""

    value: FieldValue | None


def key_value(
    workplace: Workplace,
    dossier: DossierId,
    record: RecordId,
    path: str,
    text: str,
    *,
    as_printed: bool = False,
    seen: Seen | None = None,
) -> ChangeSet:
    """Put what a person keyed, based on what he had `seen`, by default what stands; empty: the paper has nothing there.

    `text` is in storage form (the screen normalises). Keying the value that already stands as a person's own is no
    change; nor is "nothing there" of a field that was empty, where something has been proposed since. Raises
    `KeyingClosed`, `NotFound`, `UnknownDocumentType` for a path the type does not have.
    """
    content = _open(workplace, dossier)
    item = _record(content, record)
    workplace.types.get(item.type_id, item.type_version).find(path)
    current = content.value_of(record, path)
    value = clean(text)
    if current is not None and _stands(current, value, as_printed):
        return ChangeSet()
    base = current
    if seen is not None and not _is_own(workplace, current):
        # His own value of a moment ago is on no screen yet, and still is what he goes on from.
        base = seen.value
        if not value and not _text(base) and _text(current):
            return ChangeSet()
    return _put(workplace, content, record, [_human(workplace, path, value, base, as_printed=as_printed)])


def accept_value(
    workplace: Workplace, dossier: DossierId, record: RecordId, path: str, *, seen: FieldValue | None = None
) -> ChangeSet:
    """A person confirms the value that he has `seen` (Xác nhận), by default the one that stands.

    No change: confirming nothing, a person's value, or what has given way to another text meanwhile.
    """
    content = _open(workplace, dossier)
    item = _record(content, record)
    workplace.types.get(item.type_id, item.type_version).find(path)
    current = content.value_of(record, path)
    if current is None or current.source is ValueSource.HUMAN or not current.value:
        return ChangeSet()
    base = seen or current
    if base.value != current.value:
        return ChangeSet()
    return _put(workplace, content, record, [_human(workplace, path, base.value, base)])


def accept_certain(
    workplace: Workplace, dossier: DossierId, shown: Collection[PageId], *, seen: Collection[FieldValue] | None = None
) -> ChangeSet:
    """Confirm every certain proposal, but no critical field and none whose page was not shown.

    `seen`: the values as they stood on the screen, by default those that stand; one that was not seen is passed over.
    """
    content = _open(workplace, dossier)
    before = {(value.record, value.path): value for value in (content.values if seen is None else seen)}
    changes = ChangeSet()
    for record in content.records:
        kind = workplace.types.get(record.type_id, record.type_version)
        values = []
        for current in content.values:
            definition = kind.field(current.path)
            if current.record != record.id or definition is None or definition.critical:
                continue
            base = before.get((record.id, current.path))
            if base is None or base.value != current.value:
                continue
            if current.source is not ValueSource.HUMAN and current.certain and current.page in shown:
                values.append(_human(workplace, current.path, base.value, base))
        if values:
            changes |= _put(workplace, content, record.id, values)
    return changes


def missing_fields(workplace: Workplace, content: DossierContent) -> tuple[tuple[RecordId, str], ...]:
    """Fields that no person has said anything about, neither a value nor "nothing there", though somebody must.

    These are the required ones, and those in which the machine has seen handwriting that it does not read.
    """
    missing = []
    for record in content.records:
        kind = workplace.types.get(record.type_id, record.type_version)
        for definition in kind.fields:
            value = content.value_of(record.id, definition.name)
            said_empty = value is not None and value.source is ValueSource.HUMAN
            wanted = definition.required or (value is not None and value.handwritten)
            if wanted and not said_empty and (value is None or not value.value):
                missing.append((record.id, definition.name))
    return tuple(missing)


def unconfirmed_fields(content: DossierContent) -> tuple[tuple[RecordId, str], ...]:
    """Fields whose standing value is still only a machine's proposal; where it proposes nothing there is none."""
    return tuple(
        (value.record, value.path) for value in content.values if value.source is not ValueSource.HUMAN and value.value
    )


def complete_keying(workplace: Workplace, dossier: DossierId, *, despite: bool = False) -> ChangeSet:
    """Hoàn thành nhập liệu: the dossier goes to the checkers.

    Raises `PagesHeld` while a page is unread and uncleared, `PagesUnread` while one waits to be read on, then
    `FieldsUnconfirmed` or `FieldsMissing` (facts: count, path) unless `despite`: nothing is confirmed in anybody's
    name. `MoveNotAllowed` before the dossier stands at `read`.
    """
    content = _open(workplace, dossier)
    code = content.dossier.code
    held = [page for page in content.pages if page.clearance in (Clearance.HELD, Clearance.MARKED)]
    if held:
        raise PagesHeld(dossier=code, count=len(held))
    unread = [page for page in content.pages if page.status is PageStatus.WAITING]
    if unread:
        raise PagesUnread(dossier=code, count=len(unread))
    unconfirmed = unconfirmed_fields(content)
    if unconfirmed and not despite:
        raise FieldsUnconfirmed(dossier=code, count=len(unconfirmed), path=unconfirmed[0][1])
    missing = missing_fields(workplace, content)
    if missing and not despite:
        raise FieldsMissing(dossier=code, count=len(missing), path=missing[0][1])
    return workplace.store.commit(Batch(operations=(_move(workplace, content, State.KEYED),)))


def reopen_keying(workplace: Workplace, dossier: DossierId) -> ChangeSet:
    """Take a dossier back that one has just completed. Only who keyed it, and only while it stands at `keyed`."""
    content = workplace.store.content(dossier)
    if content.dossier.state is not State.KEYED:
        raise MoveNotAllowed(current=content.dossier.state.value, target=State.READ.value)
    if workplace.actor.user not in content.keyed_by:
        raise NotKeyer(dossier=content.dossier.code)
    return workplace.store.commit(Batch(operations=(_move(workplace, content, State.READ),)))


def clear_page(workplace: Workplace, dossier: DossierId, page: PageId, reason: str = "") -> ChangeSet:
    """A person has looked and found no secrecy mark: the page may leave the machine, and who said so is kept.

    What a reader took for a mark is a false alarm only by a supervisor's word and with a reason; the page then waits to
    be read on. Raises `RoleMissing`, `ClearingReasonMissing`, `NotFound`.
    """
    content = workplace.store.content(dossier)
    item = next((known for known in content.pages if known.id == page), None)
    if item is None:
        raise NotFound(thing="page", id=page)
    mark = None
    if item.clearance is Clearance.MARKED:
        if Role.SUPERVISOR not in workplace.roles:
            raise RoleMissing()
        if not clean(reason):
            raise ClearingReasonMissing()
        read = workplace.store.reading(page)
        mark = (read.secrecy_mark if read else None) or ""
    operation = workplace.operation(dossier, ClearPage(id=page, mark=mark, reason=clean(reason)))
    return workplace.store.commit(Batch(operations=(operation,)))


def set_document_type(workplace: Workplace, dossier: DossierId, document: DocumentId, type_id: str) -> ChangeSet:
    """A person says what the document is; its first record is opened on all its pages.

    A document that was keyed as another type keeps those values: the new type gets a record of its own.
    """
    content = _open(workplace, dossier)
    item = _document(content, document)
    kind = workplace.types.get(type_id)
    typed = SetDocumentType(
        id=item.id,
        type_id=kind.id,
        type_version=kind.version,
        type_confidence=1.0,
        source=ValueSource.HUMAN,
    )
    operations = [workplace.operation(dossier, typed)]
    existing = content.records_of(document)
    if not any(record.type_id == kind.id for record in existing):
        added = AddRecord(
            id=ids.record_id(document, kind.id, 0),
            document=document,
            ordinal=len(existing),
            type_id=kind.id,
            type_version=kind.version,
            regions=tuple(Region(page=page.id) for page in content.pages_of(document)),
        )
        operations.append(workplace.operation(dossier, added))
    return workplace.store.commit(Batch(operations=tuple(operations)))


def _open(workplace: Workplace, dossier: DossierId) -> DossierContent:
    content = workplace.store.content(dossier)
    if content.dossier.state not in KEYING_OPEN:
        raise KeyingClosed(dossier=content.dossier.code, state=content.dossier.state.value)
    return content


def _record(content: DossierContent, record: RecordId) -> Record:
    found = next((item for item in content.records if item.id == record), None)
    if found is None:
        raise NotFound(thing="record", id=record)
    return found


def _document(content: DossierContent, document: DocumentId) -> Document:
    found = next((item for item in content.documents if item.id == document), None)
    if found is None:
        raise NotFound(thing="document", id=document)
    return found


def _stands(current: FieldValue, value: str, as_printed: bool) -> bool:
    return current.source is ValueSource.HUMAN and current.value == value and current.as_printed == as_printed


def _is_own(workplace: Workplace, current: FieldValue | None) -> bool:
    if current is None or current.source is not ValueSource.HUMAN:
        return False
    return current.actor.user == workplace.actor.user


def _text(value: FieldValue | None) -> str:
    return value.value if value else ""


def _human(
    workplace: Workplace, path: str, value: str, current: FieldValue | None, *, as_printed: bool = False
) -> NewValue:
    """A person's value; what was read, and where it stands on the page, is taken over from the value it is based on."""
    return NewValue(
        id=ValueId(workplace.ids.new()),
        path=path,
        value=value,
        source=ValueSource.HUMAN,
        as_read=_as_read(current),
        as_printed=as_printed,
        page=current.page if current else None,
        box=current.box if current else None,
        base=current.id if current else None,
        base_value=current.value if current else None,
        handwritten=current.handwritten if current else False,
        second=current.second if current else None,
    )


def _as_read(current: FieldValue | None) -> str | None:
    """What a machine proposed before any person spoke; the checker sees it beside the value."""
    if current is None or current.source is ValueSource.HUMAN:
        return current.as_read if current else None
    return current.value or None


def _put(workplace: Workplace, content: DossierContent, record: RecordId, values: list[NewValue]) -> ChangeSet:
    """`base_rev` tells the archive which conflicts the person can have seen."""
    operation = workplace.operation(
        content.dossier.id, PutValues(record=record, values=tuple(values)), base_rev=content.dossier.rev
    )
    return workplace.store.commit(Batch(operations=(operation,)))


def _move(workplace: Workplace, content: DossierContent, target: State) -> Operation:
    require_move(content.dossier.state, target)
    payload = MoveDossier(dossier=content.dossier.id, seen=content.dossier.state, target=target)
    return workplace.operation(content.dossier.id, payload, base_rev=content.dossier.rev)
