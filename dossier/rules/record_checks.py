"""Checks a record's values against its document type: what each field says alone, then what they say together.

Pure; values are in storage form. The caller leaves soft findings out where a person has said "đúng như bản giấy".
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from dossier.document_types import DocumentType, FieldDef, FieldKind
from dossier.rules.amounts import is_plain
from dossier.rules.dates import Precision, certainly_after, display, from_iso, words_agree
from dossier.rules.document_numbers import agrees_with_kind, is_notation
from dossier.rules.findings import Fact, Finding, FindingCode, Severity
from dossier.rules.names import looks_like_name
from dossier.rules.person_checks import check_persons
from dossier.rules.personal_ids import kind_of_id

IN_WORDS = "BangChu"
"""Suffix by which the hộ tịch DTO names the field that repeats a date in words."""

_ROW = re.compile(r"^(?P<row>\w+\[\d+\])\.")
_YEAR_BESIDE_SLASH = re.compile(r"(?<=/)(?:19|20)\d{2}$|^(?:19|20)\d{2}(?=/)")


def check_record(kind: DocumentType, values: Mapping[str, str], today: dt.date) -> tuple[Finding, ...]:
    """Everything odd in the values (path to storage form; "" counts as empty), in the order of the type's fields.

    Rows of repeating groups are checked as records of their own; a row that has no value at all is not there.
    """
    said = {path: value for path, value in values.items() if value}
    findings = [
        Finding(code=FindingCode.FIELD_UNKNOWN, paths=(path,), facts={"field": path})
        for path in said
        if kind.field(path) is None
    ]
    findings += _check_fields(kind.fields, "", said, today)
    findings += _check_notation(kind, said)
    for group in kind.groups:
        rows = dict.fromkeys(match["row"] for path in said if (match := _ROW.match(path)))
        for row in rows:
            if row.partition("[")[0] == group.name:
                findings += _check_fields(group.fields, f"{row}.", said, today)
    return tuple(findings)


def _check_fields(
    fields: tuple[FieldDef, ...], prefix: str, said: Mapping[str, str], today: dt.date
) -> Iterator[Finding]:
    own = {item.name: said[prefix + item.name] for item in fields if prefix + item.name in said}
    for item in fields:
        path, value = prefix + item.name, own.get(item.name, "")
        if not value:
            if item.required:
                yield Finding(code=FindingCode.REQUIRED_MISSING, paths=(path,))
            continue
        if item.max_length is not None and len(value) > item.max_length:
            facts = {"length": len(value), "at_most": item.max_length}
            yield Finding(code=FindingCode.TOO_LONG, paths=(path,), facts=facts)
        if item.kind in {FieldKind.DATE, FieldKind.PARTIAL_DATE}:
            yield from _check_date(item, prefix, own, today)
        elif (code := _odd(item, value)) is not None:
            severity = Severity.HARD if code is FindingCode.CHOICE_UNKNOWN else Severity.SOFT
            yield Finding(code=code, paths=(path,), facts={"value": value}, severity=severity)
    yield from check_persons(fields, prefix, own)


def _odd(item: FieldDef, value: str) -> FindingCode | None:
    """What is odd about one value of any kind but a date."""
    match item.kind:
        case FieldKind.CHOICE:
            right, code = value in {choice.label.vi for choice in item.choices}, FindingCode.CHOICE_UNKNOWN
        case FieldKind.NUMBER:
            right, code = is_plain(value), FindingCode.NUMBER_UNREADABLE
        case FieldKind.PERSON_NAME:
            right, code = looks_like_name(value), FindingCode.NAME_ODD
        case FieldKind.PERSONAL_ID:
            right, code = kind_of_id(value) is not None, FindingCode.ID_ODD
        case FieldKind.DOCUMENT_NUMBER:
            right, code = any(map(str.isdigit, value)), FindingCode.NUMBER_ODD
        case FieldKind.DOCUMENT_NOTATION:
            right, code = is_notation(value), FindingCode.NOTATION_ODD
        case _:
            return None
    return None if right else code


def _check_date(item: FieldDef, prefix: str, own: Mapping[str, str], today: dt.date) -> Iterator[Finding]:
    path, value = prefix + item.name, own[item.name]
    date = from_iso(value)
    if date is None:
        yield Finding(code=FindingCode.DATE_UNREADABLE, paths=(path,), facts={"value": value})
        return
    facts = {"value": display(value)}
    if item.kind is FieldKind.DATE and date.precision is not Precision.DAY:
        yield Finding(code=FindingCode.DATE_INCOMPLETE, paths=(path,), facts=facts)
    if date.first_day > today:
        yield Finding(code=FindingCode.DATE_IN_FUTURE, paths=(path,), facts=facts)
    if item.earliest is not None and date.last_day.year < item.earliest:
        yield Finding(code=FindingCode.DATE_TOO_EARLY, paths=(path,), facts={**facts, "earliest": item.earliest})
    if item.not_before is not None and certainly_after(other := own.get(item.not_before, ""), value):
        paths = (path, prefix + item.not_before)
        yield Finding(code=FindingCode.DATE_ORDER, paths=paths, facts={**facts, "other": display(other)})
    words = own.get(item.name + IN_WORDS, "")
    if words_agree(value, words) is False:
        paths = (path, prefix + item.name + IN_WORDS)
        yield Finding(code=FindingCode.DATE_WORDS_DIFFER, paths=paths, facts={**facts, "words": words})


def _check_notation(kind: DocumentType, said: Mapping[str, str]) -> Iterator[Finding]:
    """Abbreviation against the kind of document, and the year of a normative document against its date."""
    notation = said.get("codeNotation", "")
    type_name = said.get("typeName", kind.tt05_type or "")
    if notation and type_name and agrees_with_kind(notation, type_name) is False:
        paths = ("codeNotation", *(path for path in ("typeName",) if path in said))
        facts = {"value": notation, "kind": type_name}
        yield Finding(code=FindingCode.NOTATION_KIND_DIFFERS, paths=paths, facts=facts)
    issued = from_iso(said.get("issuedDate", ""))
    for path in ("codeNumber", "codeNotation"):
        match = _YEAR_BESIDE_SLASH.search(said.get(path, ""))
        if match is not None and issued is not None and int(match[0]) != issued.first_day.year:
            facts_of_year: dict[str, Fact] = {"value": said[path], "year": issued.first_day.year}
            yield Finding(code=FindingCode.NOTATION_YEAR_DIFFERS, paths=(path, "issuedDate"), facts=facts_of_year)
