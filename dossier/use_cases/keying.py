"""Key: a person confirms or corrects what was proposed, field by field (nhập liệu).

Every committed field is durable at once. A person's value never overwrites: it is one more, based on the one seen.
"""

from collections.abc import Collection, Iterable

from dossier import ids
from dossier.errors import FieldsMissing, FieldsUnconfirmed, KeyingClosed, MoveNotAllowed, NotFound, NotKeyer, PagesHeld
from dossier.ids import DocumentId, DossierId, PageId, RecordId, ValueId
from dossier.model import ChangeSet, Clearance, Document, DossierContent, FieldValue, Record, Region
from dossier.operations import AddRecord, MoveDossier, NewValue, Operation, PutValues, SetDocumentType
from dossier.ports import Batch
from dossier.reading import ValueSource
from dossier.states import KEYING_OPEN, State, require_move
from dossier.text import clean
from dossier.use_cases.workplace import Workplace


def key_value(
    workplace: Workplace, dossier: DossierId, record: RecordId, path: str, text: str, *, as_printed: bool = False
) -> ChangeSet:
    """Put what a person keyed; empty text says that the paper has nothing there.

    `text` is in storage form (the screen normalises). Keying the value that already stands as a person's own is no
    change. Raises `KeyingClosed`, `NotFound`, `UnknownDocumentType` for a path the type does not have.
    """
    content = _open(workplace, dossier)
    item = _record(content, record)
    workplace.types.get(item.type_id, item.type_version).find(path)
    current = content.value_of(record, path)
    value = clean(text)
    if current is not None and _stands(current, value, as_printed):
        return ChangeSet()
    return _put(workplace, content, record, [_human(workplace, path, value, current, as_printed=as_printed)])


def accept_value(workplace: Workplace, dossier: DossierId, record: RecordId, path: str) -> ChangeSet:
    """A person confirms the value that stands (Xác nhận). Confirming nothing, or one's own value, is no change."""
    content = _open(workplace, dossier)
    item = _record(content, record)
    workplace.types.get(item.type_id, item.type_version).find(path)
    current = content.value_of(record, path)
    if current is None or current.source is ValueSource.HUMAN:
        return ChangeSet()
    return _put(workplace, content, record, [_human(workplace, path, current.value, current)])


def accept_certain(workplace: Workplace, dossier: DossierId, shown: Collection[PageId]) -> ChangeSet:
    """Confirm every certain proposal, but no critical field and none whose page was not shown."""
    content = _open(workplace, dossier)
    changes = ChangeSet()
    for record in content.records:
        kind = workplace.types.get(record.type_id, record.type_version)
        values = []
        for current in content.values:
            definition = kind.field(current.path)
            if current.record != record.id or definition is None or definition.critical:
                continue
            if current.source is not ValueSource.HUMAN and current.certain and current.page in shown:
                values.append(_human(workplace, current.path, current.value, current))
        if values:
            changes |= _put(workplace, content, record.id, values)
    return changes


def missing_fields(workplace: Workplace, content: DossierContent) -> tuple[tuple[RecordId, str], ...]:
    """Required fields that no person has said anything about: neither a value nor "nothing there"."""
    missing = []
    for record in content.records:
        kind = workplace.types.get(record.type_id, record.type_version)
        for definition in kind.fields:
            value = content.value_of(record.id, definition.name)
            said_empty = value is not None and value.source is ValueSource.HUMAN
            if definition.required and not said_empty and (value is None or not value.value):
                missing.append((record.id, definition.name))
    return tuple(missing)


def unconfirmed_fields(content: DossierContent) -> tuple[tuple[RecordId, str], ...]:
    """Fields whose standing value is still only a machine's proposal."""
    return tuple((value.record, value.path) for value in content.values if value.source is not ValueSource.HUMAN)


def complete_keying(workplace: Workplace, dossier: DossierId, *, despite: bool = False) -> ChangeSet:
    """Hoàn thành nhập liệu: the dossier goes to the checkers.

    Raises `PagesHeld` while a page is unread and uncleared, then `FieldsUnconfirmed` or `FieldsMissing` (facts: count,
    path) unless `despite`: nothing is confirmed in anybody's name. `MoveNotAllowed` while pages wait to be read.
    """
    content = _open(workplace, dossier)
    code = content.dossier.code
    held = [page for page in content.pages if page.clearance in (Clearance.HELD, Clearance.MARKED)]
    if held:
        raise PagesHeld(dossier=code, count=len(held))
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


def clear_pages(workplace: Workplace, pages: Iterable[PageId]) -> ChangeSet:
    """A person has looked and found no secrecy mark: pages a reader could not read may leave the machine."""
    return workplace.store.commit(Batch(cleared=tuple(pages)))


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
    )


def _as_read(current: FieldValue | None) -> str | None:
    """What a machine proposed before any person spoke; the checker sees it beside the value."""
    if current is None or current.source is ValueSource.HUMAN:
        return current.as_read if current else None
    return current.value


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
