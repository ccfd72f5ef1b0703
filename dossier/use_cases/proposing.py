"""Proposals: what was extracted from a document becomes operations, each value based on the one that stands.

A machine only proposes. What stands is proposed again only where something about it changed; what a person has put is
never displaced, a contradiction that comes late is kept for the checker (`dossier.rules.doubts`). An empty proposal is
never certain; one that only says where something is written by hand displaces words only where those were doubtful and
read at that very place.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dossier import ids
from dossier.document_types import DocumentType
from dossier.ids import PageId, RecordId, ValueId
from dossier.learned import NOTHING, Learned
from dossier.model import Clearance, Document, DossierContent, FieldValue, Page, Region
from dossier.operations import AddRecord, NewValue, Operation, PutValues, SetDocumentType
from dossier.ports import Extractor
from dossier.reading import Box, Candidate, Extraction, PageReading, RecordReading, ValueSource
from dossier.use_cases.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A document with those of its pages that were read."""

    content: DossierContent
    document: Document
    pages: Sequence[Page]
    readings: Sequence[PageReading]


def propose(
    workplace: Workplace,
    extractor: Extractor,
    content: DossierContent,
    document: Document,
    readings: Mapping[PageId, PageReading],
    *,
    learned: Learned = NOTHING,
) -> list[Operation]:
    """Operations that say type, records and proposed values of one document; none where nothing changes.

    `learned`: names that people have put, to which what is read is held.
    Nothing is made of a document with a page that bears a secrecy mark and that no person has cleared.
    """
    pages = [page for page in content.pages_of(document.id) if page.id in readings]
    read = _Read(content=content, document=document, pages=pages, readings=tuple(readings[page.id] for page in pages))
    if not pages or any(map(_is_marked, pages, read.readings)):
        return []
    return _proposals(workplace, read, extractor.extract([_unmarked(one) for one in read.readings], learned))


def _unmarked(reading: PageReading) -> PageReading:
    """What looked like a mark is plain text once a person has said so."""
    return reading if reading.secrecy_mark is None else replace(reading, secrecy_mark=None)


def _is_marked(page: Page, reading: PageReading) -> bool:
    return reading.secrecy_mark is not None and page.clearance is not Clearance.CLEARED_BY_PERSON


def _proposals(workplace: Workplace, read: _Read, extraction: Extraction) -> list[Operation]:
    known = read.document.type_id
    if extraction.type_id is None or known not in (None, extraction.type_id):
        return []  # unknown stays unknown, and what a person says a document is stands
    kind = workplace.types.get(extraction.type_id)
    operations: list[Operation] = []
    if known is None or (read.document.generation is None and extraction.generation is not None):
        typed = SetDocumentType(
            id=read.document.id,
            type_id=kind.id,
            type_version=kind.version,
            type_confidence=extraction.type_confidence,
            source=ValueSource.OCR,
            generation=extraction.generation,
        )
        operations.append(workplace.operation(read.content.dossier.id, typed))
    for ordinal, reading in enumerate(extraction.records):
        operations += _record(workplace, read, kind, ordinal, reading)
    return operations


def _record(
    workplace: Workplace, read: _Read, kind: DocumentType, ordinal: int, reading: RecordReading
) -> Iterator[Operation]:
    record = ids.record_id(read.document.id, kind.id, ordinal)
    dossier = read.content.dossier.id
    if all(known.id != record for known in read.content.records):
        added = AddRecord(
            id=record,
            document=read.document.id,
            ordinal=ordinal,
            type_id=kind.id,
            type_version=kind.version,
            regions=tuple(Region(page=read.pages[index].id, box=box) for index, box in _places(reading)),
        )
        yield workplace.operation(dossier, added)
    values = [*_values(workplace, read, record, reading.candidates), *_withdrawn(workplace, read, record, reading)]
    if values:
        yield workplace.operation(dossier, PutValues(record=record, values=tuple(values)))


def _places(reading: RecordReading) -> Sequence[tuple[int, Box | None]]:
    return reading.regions or [(index, None) for index in reading.pages]


def _values(workplace: Workplace, read: _Read, record: RecordId, candidates: Sequence[Candidate]) -> Iterator[NewValue]:
    doubts = {doubt.path: doubt for doubt in read.content.doubts if doubt.record == record}
    for candidate in candidates:
        current = read.content.value_of(record, candidate.path)
        new = _proposal(workplace, read, candidate, current)
        if current is None:
            wanted = bool(new.value) or new.handwritten
        elif current.source is ValueSource.HUMAN:
            wanted = _contradicts(new, current, doubts.get(candidate.path))
        else:
            wanted = _said(new) != _said(current) and not _is_better(current, new)
        if wanted:
            yield new


def _proposal(workplace: Workplace, read: _Read, candidate: Candidate, current: FieldValue | None) -> NewValue:
    reading = read.readings[candidate.page]
    readers = (reading.reader, reading.second_reader)
    certain = candidate.certain and bool(candidate.value)
    return NewValue(
        id=ValueId(workplace.ids.new()),
        path=candidate.path,
        value=candidate.value,
        source=candidate.source,
        as_read=candidate.as_read,
        confidence=candidate.confidence,
        certain=certain,
        page=read.pages[candidate.page].id,
        box=candidate.box,
        reader=" + ".join(name for name in readers if name is not None),
        base=current.id if current else None,
        base_value=current.value if current else None,
        handwritten=candidate.handwritten,
        second=second_text(reading, candidate.box) if candidate.value and not certain else None,
    )


def _is_better(current: FieldValue, new: NewValue) -> bool:
    """Whether what a machine proposed before is better than the bare place of something written by hand.

    What was read doubtfully at that very place is not: it was handwriting taken for print. What is certain, what is not
    from reading (a rule, an import) and what stands elsewhere on the paper is: the person sees it and decides.
    """
    if new.value or not new.handwritten or not current.value:
        return False
    if current.certain or current.source is not ValueSource.OCR or current.box is None or new.box is None:
        return True
    return current.page != new.page or not _overlap(current.box, new.box)


def _overlap(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _said(value: NewValue | FieldValue) -> tuple[object, ...]:
    """What is proposed. A confidence that moves without deciding anything is not worth an operation."""
    return value.value, value.certain, value.handwritten, value.page, value.box


def _contradicts(new: NewValue, person: FieldValue, known: FieldValue | None) -> bool:
    """Whether a machine says late what the person did not have before him, and has not said so already."""
    if known is not None and (known.value, known.second) == (new.value, new.second):
        return False
    if new.value == person.value:
        return new.second is not None and new.second != person.second
    return new.value not in ("", person.as_read)


def _withdrawn(workplace: Workplace, read: _Read, record: RecordId, reading: RecordReading) -> Iterator[NewValue]:
    """Proposals that are proposed no longer: the field is empty again, and honest."""
    paths = {candidate.path for candidate in reading.candidates}
    for current in read.content.values:
        machine = current.source is ValueSource.OCR and (current.value or current.handwritten)
        if current.record == record and machine and current.path not in paths:
            yield NewValue(
                id=ValueId(workplace.ids.new()),
                path=current.path,
                value="",
                source=ValueSource.OCR,
                base=current.id,
                base_value=current.value,
            )


def second_text(reading: PageReading, box: Box) -> str | None:
    """What the second reader has at a place where it differs from the first by more than case and punctuation.

    None where it agrees, has nothing, or has not read the page.
    """
    words = [word for word in reading.words if word.second is not None and _lies_in(word.box, box)]
    other = " ".join(word.second for word in words if word.second)
    return other if other and _bare(other) != _bare(" ".join(word.text for word in words)) else None


def _lies_in(word: Box, box: Box) -> bool:
    across, down = word.x + word.w / 2, word.y + word.h / 2
    return box.x <= across < box.right and box.y <= down < box.bottom


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
