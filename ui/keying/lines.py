"""The fields of a record as the clerk meets them: what stands, how sure it is, and whether a person must look.

Plain values made from the dossier's content; no Qt.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dossier.document_types import NOTHING_LISTED, DocumentType, Listed
from dossier.fields import FieldDef
from dossier.ids import PageId, RecordId
from dossier.model import DossierContent, FieldValue, Record, Remark, Verdict
from dossier.reading import Box, ValueSource
from dossier.rules.findings import Finding, FindingCode, Severity
from dossier.rules.normalise import shown
from dossier.rules.record_checks import check_record
from dossier.schema import Words

_ROW = re.compile(r"(\w+)\[(\d+)\]\.")


class Certainty(StrEnum):
    """How sure a value is; each has its own sign and word."""

    CONFIRMED = "confirmed"
    TRUSTED = "trusted"
    REVIEW = "review"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class LineKey:
    """A field of a record."""

    record: RecordId
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person has keyed and the store has not yet told back."""

    value: str
    as_printed: bool = False
    done: bool = False
    """Durable; the next content holds it."""
    problem: str | None = None
    """Why it could not be written; the text stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field on the form."""

    key: LineKey
    field: FieldDef
    stored: str
    """In storage form."""
    text: str
    """As shown and edited."""
    certainty: Certainty
    as_printed: bool
    needs_person: bool
    confirmed: bool
    remark: str | None
    findings: tuple[Finding, ...]
    page: PageId | None
    box: Box | None
    value: FieldValue | None
    handwritten: bool = False
    """Something is written by hand there, which nobody has keyed or confirmed yet."""
    doubt: FieldValue | None = None
    """What a machine read otherwise after a person had spoken: for a checker, not for who keys."""
    problem: str | None = None
    group: Words | None = None
    row: int = 0
    """Row within its group, from 0."""
    opens_row: bool = False

    @property
    def acceptable_at_once(self) -> bool:
        """Whether "accept every certain field" may take it, once its page was shown."""
        return self.certainty is Certainty.TRUSTED and not self.field.critical and not self.confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The form of one record."""

    record: Record
    kind: DocumentType
    lines: tuple[Line, ...]

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """Lines that a person must look at."""
        return tuple(line for line in self.lines if line.needs_person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What lines depend on besides the record itself."""

    content: DossierContent
    drafts: Mapping[LineKey, Draft] = field(default_factory=dict)
    added_rows: Mapping[tuple[RecordId, str], int] = field(default_factory=dict)
    """Empty rows that the person opened: how many rows a group shows at least."""
    answered: frozenset[LineKey] = frozenset()
    """Returned fields whose value the person has confirmed again as it stands."""
    kept: Mapping[LineKey, FieldValue | None] = field(default_factory=dict)
    """What the person has before him where a machine has put something else meanwhile."""
    today: dt.date
    listed: Listed = field(default_factory=lambda: NOTHING_LISTED)
    """The closed lists that fields name."""


def sheet_of(record: Record, kind: DocumentType, situation: Situation) -> Sheet:
    """The form of a record, drafts in front of what is stored."""
    values = {value.path: value for value in situation.content.values if value.record == record.id}
    for key, value in situation.kept.items():
        if key.record == record.id:
            values.pop(key.path, None)
            values |= {key.path: value} if value is not None else {}
    drafts = {key.path: draft for key, draft in situation.drafts.items() if key.record == record.id}
    texts = {path: value.value for path, value in values.items()} | {path: item.value for path, item in drafts.items()}
    found = _findings(record, kind, texts, situation)
    remarks = _remarks(record.id, situation.content)
    doubts = {doubt.path: doubt for doubt in situation.content.doubts if doubt.record == record.id}
    lines = []
    for path, definition, group, row, opens in _paths(record, kind, texts, situation.added_rows):
        lines.append(
            _line(
                LineKey(record.id, path),
                definition,
                value=values.get(path),
                draft=drafts.get(path),
                doubt=doubts.get(path),
                findings=found.get(path, ()),
                remark=_open_remark(remarks.get(path), values.get(path), drafts.get(path), situation.content)
                if LineKey(record.id, path) not in situation.answered
                else None,
                group=group,
                row=row,
                opens_row=opens,
            )
        )
    return Sheet(record=record, kind=kind, lines=tuple(lines))


def _findings(
    record: Record, kind: DocumentType, texts: Mapping[str, str], situation: Situation
) -> dict[str, tuple[Finding, ...]]:
    """What the rules find, by the field where a person should look. "Chưa có" already says that a field is empty."""
    documents = situation.content.documents
    generation = next((document.generation for document in documents if document.id == record.document), None)
    found: dict[str, tuple[Finding, ...]] = {}
    for item in check_record(kind, texts, situation.today, generation=generation, catalogues=situation.listed):
        if item.code is not FindingCode.REQUIRED_MISSING:
            found[item.paths[0]] = (*found.get(item.paths[0], ()), item)
    return found


def _paths(
    record: Record, kind: DocumentType, texts: Iterable[str], added: Mapping[tuple[RecordId, str], int]
) -> Iterator[tuple[str, FieldDef, Words | None, int, bool]]:
    for definition in kind.fields:
        yield definition.name, definition, None, 0, False
    rows: dict[str, int] = {}
    for path in texts:
        match = _ROW.match(path)
        if match:
            rows[match[1]] = max(rows.get(match[1], 0), int(match[2]) + 1)
    for group in kind.groups:
        count = max(rows.get(group.name, 0), added.get((record.id, group.name), 0))
        for row in range(min(count, group.at_most)):
            for place, definition in enumerate(group.fields):
                yield f"{group.name}[{row}].{definition.name}", definition, group.label, row, place == 0


def _line(
    key: LineKey,
    definition: FieldDef,
    *,
    value: FieldValue | None,
    draft: Draft | None,
    doubt: FieldValue | None,
    findings: tuple[Finding, ...],
    remark: str | None,
    group: Words | None,
    row: int,
    opens_row: bool,
) -> Line:
    stored = draft.value if draft else (value.value if value else "")
    as_printed = draft.as_printed if draft else bool(value and value.as_printed)
    problem = draft.problem if draft else None
    confirmed = draft is not None or (value is not None and value.source is ValueSource.HUMAN)
    if as_printed:
        findings = tuple(item for item in findings if item.severity is Severity.HARD)
    handwritten = not confirmed and value is not None and value.handwritten
    certainty = _certainty(value, stored, confirmed=confirmed, doubt=bool(findings))
    return Line(
        key=key,
        field=definition,
        stored=stored,
        text=shown(definition, stored),
        certainty=certainty,
        as_printed=as_printed,
        needs_person=(handwritten and not stored)
        or _needs_person(definition, stored, certainty, confirmed=confirmed, remark=remark or problem),
        confirmed=confirmed,
        remark=remark,
        findings=findings,
        page=value.page if value else None,
        box=value.box if value else None,
        value=value,
        handwritten=handwritten,
        doubt=doubt,
        problem=problem,
        group=group,
        row=row,
        opens_row=opens_row,
    )


def _certainty(value: FieldValue | None, stored: str, *, confirmed: bool, doubt: bool) -> Certainty:
    if confirmed:
        return Certainty.CONFIRMED
    if not stored:
        return Certainty.EMPTY
    return Certainty.TRUSTED if value is not None and value.certain and not doubt else Certainty.REVIEW


def _needs_person(
    definition: FieldDef, stored: str, certainty: Certainty, *, confirmed: bool, remark: str | None
) -> bool:
    """A person's word settles a field, until a checker returns it. An optional empty field asks for nobody."""
    if remark is not None:
        return True
    if confirmed:
        return False
    if not stored:
        return definition.required
    return certainty is Certainty.REVIEW or definition.critical


def _remarks(record: RecordId, content: DossierContent) -> dict[str, str]:
    return {
        remark.path: remark.reason
        for remark in returned(content)
        if remark.record == record and remark.path is not None
    }


def returned(content: DossierContent) -> tuple[Remark, ...]:
    """The remarks with which the dossier stands returned; none when it does not."""
    decision = content.decision
    if decision is None or decision.verdict is not Verdict.RETURN:
        return ()
    return decision.remarks if any(mark.value.startswith("returned") for mark in content.dossier.marks) else ()


def _open_remark(
    reason: str | None, value: FieldValue | None, draft: Draft | None, content: DossierContent
) -> str | None:
    """A remark is answered when a person has put a value after it."""
    if reason is None or draft is not None or content.decision is None:
        return None
    answered = value is not None and value.source is ValueSource.HUMAN and value.at > content.decision.at
    return None if answered else reason
