"""Supporting papers suggest fields of the main record: a card beside a certificate (giấy tờ kèm theo gợi ý trường).

When everything was read, an empty field gets what a paper says of the evidently same person, as a proposal of a rule:
never certain, with its page and box on that paper, and taken back when it holds no longer. What a person has put, what
was read on the main paper, and a place written by hand on it stay as they are; `suggested` says where papers differ.
"""

from collections.abc import Iterator, Mapping, Sequence

from dossier.document_types import DocumentTypes
from dossier.errors import KeyingClosed, UnknownDocumentType
from dossier.ids import DossierId, RecordId, ValueId
from dossier.model import ChangeSet, Clearance, DossierContent, FieldValue, PageStatus, Record
from dossier.operations import NewValue, PutValues
from dossier.ports import Batch
from dossier.reading import ValueSource
from dossier.rules.supporting import Paper, Suggestion, fillings, suggestions
from dossier.states import KEYING_OPEN
from dossier.use_cases.workplace import Workplace


def suggested(content: DossierContent, types: DocumentTypes) -> dict[RecordId, tuple[Suggestion, ...]]:
    """What the other papers of a dossier say of each record, where they agree, differ and fill; a pure look.

    Records of types that are not in the catalogue neither speak nor are spoken of. A value that is itself a rule's
    suggestion does not speak on, nor does one on a page that bears a secrecy mark.
    """
    papers = [paper for record in content.records if (paper := _paper(content, types, record)) is not None]
    found = {paper.record: suggestions(paper, papers) for paper in papers}
    return {record: items for record, items in found.items() if items}


def suggest_from_papers(workplace: Workplace, dossier: DossierId) -> ChangeSet:
    """Propose for empty fields what supporting papers say, and take back what they say no longer.

    Does nothing while pages wait to be read or past keying, and nothing the second time. Runs where `store` may be
    called from.
    """
    system = workplace.as_system()
    content = system.store.content(dossier)
    waiting = any(page.status is PageStatus.WAITING and page.document is not None for page in content.pages)
    if waiting or content.dossier.state not in KEYING_OPEN:
        return ChangeSet()
    found = suggested(content, system.types)
    puts = {record.id: _values(system, content, record, found.get(record.id, ())) for record in content.records}
    operations = [
        system.operation(dossier, PutValues(record=record, values=values)) for record, values in puts.items() if values
    ]
    if not operations:
        return ChangeSet()
    try:
        return system.store.commit(Batch(operations=tuple(operations)))
    except KeyingClosed:
        return ChangeSet()


def _paper(content: DossierContent, types: DocumentTypes, record: Record) -> Paper | None:
    try:
        kind = types.get(record.type_id, record.type_version)
    except UnknownDocumentType:
        return None
    marked = {page.id for page in content.pages if page.clearance is Clearance.MARKED}
    values = {
        value.path: value
        for value in content.values
        if value.record == record.id and value.source is not ValueSource.RULE and value.page not in marked
    }
    return Paper(record=record.id, document=record.document, kind=kind, values=values)


def _values(
    workplace: Workplace, content: DossierContent, record: Record, found: Sequence[Suggestion]
) -> tuple[NewValue, ...]:
    wanted = fillings(found)
    standing = {value.path: value for value in content.values if value.record == record.id}
    filled = (_filled(workplace, item, standing.get(path)) for path, item in wanted.items())
    new = [value for value in filled if value is not None]
    return (*new, *_taken_back(workplace, content, record, standing, wanted))


def _filled(workplace: Workplace, item: Suggestion, current: FieldValue | None) -> NewValue | None:
    """None where it stands already, or where something else than nothing stands."""
    if current is not None:
        if current.source is ValueSource.HUMAN or (current.handwritten and current.source is not ValueSource.RULE):
            return None
        if (current.value, current.page, current.box) == (item.said.value, item.said.page, item.said.box):
            return None
    return NewValue(
        id=ValueId(workplace.ids.new()),
        path=item.path,
        value=item.said.value,
        source=ValueSource.RULE,
        as_read=item.said.as_read,
        page=item.said.page,
        box=item.said.box,
        reader=item.said.reader,
        base=current.id if current else None,
        base_value=current.value if current else None,
        second=item.said.second,
    )


def _taken_back(
    workplace: Workplace,
    content: DossierContent,
    record: Record,
    standing: Mapping[str, FieldValue],
    wanted: Mapping[str, Suggestion],
) -> Iterator[NewValue]:
    """Only what came from another paper: rules of other kinds keep what they proposed."""
    own = {page.id for page in content.pages_of(record.document)}
    for path, current in standing.items():
        ours = current.source is ValueSource.RULE and current.page is not None and current.page not in own
        if ours and current.value and path not in wanted:
            yield NewValue(
                id=ValueId(workplace.ids.new()),
                path=path,
                value="",
                source=ValueSource.RULE,
                base=current.id,
                base_value=current.value,
            )
