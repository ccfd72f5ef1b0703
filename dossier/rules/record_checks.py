"""Checks a record's values against its document type: what each field says alone, then what they say together.

Pure; values are in storage form. The caller leaves soft findings out where a person has said "đúng như bản giấy".
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from dossier.document_types import NOTHING_LISTED, DocumentType, Listed
from dossier.fields import DATES, NUMBERS, FieldDef, FieldKind
from dossier.rules.date_checks import check_date, check_years
from dossier.rules.dates import from_iso
from dossier.rules.document_numbers import agrees_with_kind, is_notation
from dossier.rules.findings import Fact, Finding, FindingCode, Severity
from dossier.rules.names import looks_like_name
from dossier.rules.number_checks import check_number
from dossier.rules.person_checks import check_persons
from dossier.rules.personal_ids import is_tax_code, kind_of_id
from dossier.rules.registry_codes import CodeShape, fits, phone_today
from dossier.rules.rows import Row
from dossier.text import fold

_ROW = re.compile(r"^(?P<row>\w+\[\d+\])\.")
_YEAR_BESIDE_SLASH = re.compile(r"(?<=/)(?:19|20)\d{2}$|^(?:19|20)\d{2}(?=/)")


def check_record(
    kind: DocumentType,
    values: Mapping[str, str],
    today: dt.date,
    *,
    generation: str | None = None,
    catalogues: Listed = NOTHING_LISTED,
) -> tuple[Finding, ...]:
    """Everything odd in the values (path to storage form; "" counts as empty), in the order of the type's fields.

    Rows of repeating groups are checked as records of their own that see the record around them; a row that has no
    value at all is not there. Without `generation` no field is required that only some generations have; a catalogue
    that is not handed in is not asked.
    """
    said = {path: value for path, value in values.items() if value}
    findings = [
        Finding(code=FindingCode.FIELD_UNKNOWN, paths=(path,), facts={"field": path})
        for path in said
        if kind.field(path) is None
    ]
    rows = [Row(fields=kind.fields, prefix="", said=said)]
    for group in kind.groups:
        prefixes = dict.fromkeys(match["row"] for path in said if (match := _ROW.match(path)))
        found = [prefix for prefix in prefixes if prefix.partition("[")[0] == group.name]
        rows += [Row(fields=group.fields, prefix=f"{prefix}.", said=said) for prefix in found]
    for row in rows:
        for item in row.fields:
            findings += _check_presence(item, row, generation)
            if row.value(item.name):
                findings += _check_field(item, row, today, catalogues)
        findings += check_persons(row)
        if not row.prefix:
            findings += _check_notation(kind, said)
    return tuple(findings)


def _check_presence(item: FieldDef, row: Row, generation: str | None) -> Iterator[Finding]:
    """Whether a field is filled that must be, or one that this generation of the form does not have."""
    path = row.path(item.name)
    expected = not item.generations or generation in item.generations
    if not row.value(item.name):
        if item.required and expected:
            yield Finding(code=FindingCode.REQUIRED_MISSING, paths=(path,))
    elif generation is not None and not expected:
        yield Finding(code=FindingCode.GENERATION_DIFFERS, paths=(path,), facts={"generation": generation})


def _check_field(item: FieldDef, row: Row, today: dt.date, catalogues: Listed) -> Iterator[Finding]:
    path, value = row.path(item.name), row.value(item.name)
    if item.max_length is not None and len(value) > item.max_length:
        facts = {"length": len(value), "at_most": item.max_length}
        yield Finding(code=FindingCode.TOO_LONG, paths=(path,), facts=facts)
    if item.kind in DATES:
        yield from check_date(item, row, today)
    elif item.kind in NUMBERS:
        yield from check_number(item, row)
    elif item.kind is FieldKind.CHOICE:
        if value not in {choice.label.vi for choice in item.choices}:
            facts_of_choice = {"value": value}
            yield Finding(code=FindingCode.CHOICE_UNKNOWN, paths=(path,), facts=facts_of_choice, severity=Severity.HARD)
    elif (code := _odd(item.kind, value)) is not None:
        yield Finding(code=code, paths=(path,), facts={"value": value})
    yield from check_years(item, row)
    yield from _check_listed(item, path, value, catalogues)


def _check_listed(item: FieldDef, path: str, value: str, catalogues: Listed) -> Iterator[Finding]:
    """Against the pattern of the field and its catalogue."""
    if item.code_pattern is not None and not fits(value, item.code_pattern):
        yield Finding(code=FindingCode.CODE_ODD, paths=(path,), facts={"value": value})
    if item.shape is CodeShape.PHONE and (now := phone_today(value)) is not None:
        yield Finding(code=FindingCode.PHONE_OLD, paths=(path,), facts={"value": value, "now": now})
    listed = catalogues.get(item.catalogue) if item.catalogue else None
    if listed is not None and fold(value) not in listed:
        yield Finding(code=FindingCode.CATALOGUE_UNKNOWN, paths=(path,), facts={"value": value})


def _odd(kind: FieldKind, value: str) -> FindingCode | None:
    """What is odd about one value alone, by its kind."""
    rule = _SHAPES.get(kind)
    return None if rule is None or rule[0](value) else rule[1]


def _has_digit(value: str) -> bool:
    return any(map(str.isdigit, value))


def _is_id(value: str) -> bool:
    return kind_of_id(value) is not None


_SHAPES: Mapping[FieldKind, tuple[Callable[[str], bool], FindingCode]] = MappingProxyType(
    {
        FieldKind.PERSON_NAME: (looks_like_name, FindingCode.NAME_ODD),
        FieldKind.PERSONAL_ID: (_is_id, FindingCode.ID_ODD),
        FieldKind.TAX_CODE: (is_tax_code, FindingCode.TAX_CODE_ODD),
        FieldKind.DOCUMENT_NUMBER: (_has_digit, FindingCode.NUMBER_ODD),
        FieldKind.DOCUMENT_NOTATION: (is_notation, FindingCode.NOTATION_ODD),
    }
)


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
