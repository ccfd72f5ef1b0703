"""Document types (biểu mẫu) are data: the schema of resources/document_types/*.yaml and the catalogue in force.

Offices add types without code, so the schema is strict: an unknown key is an error, never ignored. What a type is built
of stands in dossier/fields.py (what to key) and dossier/looks.py (where to look).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, Self

from pydantic import Field, ValidationError, model_validator

from dossier.errors import InvalidDocumentType, UnknownDocumentType
from dossier.fields import DATES, NUMBERS, FieldDef, FieldKind, Group
from dossier.looks import Cue, Rows
from dossier.schema import Name, Schema, Words
from dossier.text import fold

Listed = Mapping[str, Set[str]]
"""Id of a closed list to the folded forms (`dossier.text.fold`) of what it lists."""
NOTHING_LISTED: Listed = MappingProxyType({})

_INDEX = re.compile(r"\[\d+\]")
_SUGGESTION = re.compile(r"[a-z]\w*\.[a-z]\w*", re.ASCII)
_Problem = tuple[tuple[str | int, ...], str]
"""Where something is wrong, and what."""


class Database(StrEnum):
    """The twelve databases being built, and `all` for papers found in each."""

    ALL = "all"
    DAT_DAI = "dat_dai"
    TAI_CHINH = "tai_chinh"
    Y_TE = "y_te"
    GIAO_DUC = "giao_duc"
    HO_TICH = "ho_tich"
    HANG_HOA = "hang_hoa"
    XAY_DUNG = "xay_dung"
    TAI_SAN_THU_NHAP = "tai_san_thu_nhap"
    XU_LY_VI_PHAM = "xu_ly_vi_pham"
    NONG_NGHIEP = "nong_nghiep"
    AN_SINH_XA_HOI = "an_sinh_xa_hoi"
    CONG_THUONG = "cong_thuong"


class DocumentType(Schema):
    """One kind of paper: how to know it and what to key from it. A version is immutable."""

    id: Name
    version: int = Field(ge=1)
    name: Words
    database: Database
    tt05_type: str | None = None
    """typeName code 01-32 of TT 05/2025; None where the field typeName says it."""
    generations: tuple[str, ...] = ()
    checks_needed: int = Field(default=1, ge=1, le=2)
    cues: tuple[Cue, ...] = Field(min_length=1)
    threshold: float = Field(default=1.0, gt=0)
    """Sum of cue weights from which on the type is recognised."""
    fields: tuple[FieldDef, ...] = Field(min_length=1)
    groups: tuple[Group, ...] = ()
    continued_by: tuple[Cue, ...] = ()
    """Cues of its further pages and of its other side."""
    records: Rows | None = None
    """Where a page bears several records; without it a document is one."""
    seen_on_paper: bool = False
    """Whether it was tried on real papers; the screen says so where it was not."""

    @model_validator(mode="after")
    def _what_is_named_is_there(self) -> Self:
        for problem in _problems(self):
            raise ValueError(problem)
        return self

    def field(self, path: str) -> FieldDef | None:
        """Definition of the field at a path (`name` or `group[i].name`), or None."""
        plain = _INDEX.sub("", path)
        group_name, _, inner = plain.partition(".")
        if not inner:
            return next((item for item in self.fields if item.name == plain), None)
        group = next((item for item in self.groups if item.name == group_name), None)
        return next((item for item in group.fields if item.name == inner), None) if group else None

    def find(self, path: str) -> FieldDef:
        """As `field`, but raise `UnknownDocumentType` for a path this type does not have."""
        found = self.field(path)
        if found is None:
            raise UnknownDocumentType(type=self.id, path=path)
        return found


_WORDY = frozenset({FieldKind.TEXT})


def _problems(kind: DocumentType) -> Iterator[str]:
    """What names something that is not there, or twice the same."""
    names = [item.name for item in kind.fields] + [group.name for group in kind.groups]
    if len(names) != len(set(names)):
        yield "field and group names must be unique within a type"
    yield from _problems_of_fields(kind.fields, kind, {})
    for group in kind.groups:
        inner = {item.name for item in group.fields}
        if len(inner) != len(group.fields):
            yield f"{group.name}: field names must be unique within a group"
        yield from _problems_of_fields(group.fields, kind, {item.name: item for item in kind.fields})
        if any(column.field not in inner for rows in group.rows for column in rows.columns):
            yield f"{group.name}: a column names no field"
    if kind.records and any(column.field not in names for column in kind.records.columns):
        yield "records: a column names no field"
    if any(cue.generation not in (None, *kind.generations) for cue in (*kind.cues, *kind.continued_by)):
        yield "a cue names no generation"


def _problems_of_fields(
    fields: tuple[FieldDef, ...], kind: DocumentType, outer: Mapping[str, FieldDef]
) -> Iterator[str]:
    """As `_problems`; fields of a group may name those of the record, which are `outer`."""
    known = {**outer, **{item.name: item for item in fields}}
    sums = {f"{group.name}.{item.name}": item for group in kind.groups for item in group.fields}
    for item in fields:
        wanted: list[tuple[str, str, frozenset[FieldKind] | None]] = [
            ("not_before", name, DATES) for name in item.not_before
        ]
        wanted += [("not_below", item.not_below, NUMBERS)] if item.not_below else []
        wanted += [("years_after", rule.field, DATES) for rule in item.years_after]
        wanted += [("years_after", name, None) for rule in item.years_after for name in rule.when]
        wanted += [("in_words", item.in_words, _WORDY)] if item.in_words else []
        for rule, name, kinds in wanted:
            if name not in known or name == item.name:
                yield f"{item.name}: {rule} names no other field"
            elif kinds is not None and known[name].kind not in kinds:
                yield f"{item.name}: {rule} names a field of kind {known[name].kind}"
        if item.sum_of is not None and (item.sum_of not in sums or sums[item.sum_of].kind not in NUMBERS):
            yield f"{item.name}: sum_of names no number of a group"
        if not set(item.generations) <= set(kind.generations):
            yield f"{item.name}: generations names none of the form"


def _unfit_suggestions(kind: DocumentType, versions: Mapping[str, Sequence[DocumentType]]) -> Iterator[_Problem]:
    """What `suggested_by` names wrongly, with the path of the name.

    A type that the catalogue does not have is let pass: its own file may be refused, and no other falls with it.
    """
    for place, item, path in _fields_with_paths(kind):
        for index, named in enumerate(item.suggested_by):
            at = (*path, place, "suggested_by", index)
            type_id, _, name = named.partition(".")
            papers = versions.get(type_id, ())
            sources = [source for paper in papers if (source := paper.field(name)) is not None]
            if not _SUGGESTION.fullmatch(named):
                yield at, f"{item.name}: suggested_by names no type.field"
            elif type_id == kind.id:
                yield at, f"{item.name}: suggested_by names a field of this very type"
            elif papers and not sources:
                yield at, f"{item.name}: suggested_by names no field of {type_id}"
            elif sources and not any(_says_the_same(source.kind, item.kind) for source in sources):
                yield at, f"{item.name}: suggested_by names a field of kind {sources[0].kind}"


def _fields_with_paths(kind: DocumentType) -> Iterator[tuple[int, FieldDef, tuple[str | int, ...]]]:
    for place, item in enumerate(kind.fields):
        yield place, item, ("fields",)
    for number, group in enumerate(kind.groups):
        for place, item in enumerate(group.fields):
            yield place, item, ("groups", number, "fields")


def _says_the_same(source: FieldKind, wanted: FieldKind) -> bool:
    return source is wanted or wanted is FieldKind.TEXT or {source, wanted} <= DATES


class TypeSource(Protocol):
    """A file of one type, parsed: its `data`, or its `problem` where it could not be parsed."""

    name: str
    data: object
    problem: str | None

    def line(self, path: Sequence[str | int], /) -> int | None:
        """Line at which a path of keys and places stands, or what is around it; from 1."""
        ...


class DocumentTypes:
    """The catalogue in force: every version of every type, the newest first, and the lists that their fields name."""

    def __init__(self, types: Iterable[DocumentType], listed: Listed = NOTHING_LISTED) -> None:
        self.listed = listed
        self._versions: Mapping[tuple[str, int], DocumentType] = {(item.id, item.version): item for item in types}
        self._newest: dict[str, DocumentType] = {}
        for item in self._versions.values():
            if item.id not in self._newest or self._newest[item.id].version < item.version:
                self._newest[item.id] = item

    def with_lists(self, names: Mapping[str, Iterable[str]]) -> Self:
        """The same types; `names`: id of a list to the names in it, as they are printed."""
        listed = {key: frozenset(map(fold, each)) for key, each in names.items()}
        return type(self)(self._versions.values(), listed)

    def newest(self) -> tuple[DocumentType, ...]:
        """The version of each type with which new records are keyed, in the order of the catalogue."""
        return tuple(self._newest.values())

    def get(self, type_id: str, version: int | None = None) -> DocumentType:
        """One version, the newest by default; raises `UnknownDocumentType`."""
        found = self._newest.get(type_id) if version is None else self._versions.get((type_id, version))
        if found is None:
            raise UnknownDocumentType(type=type_id, version=version)
        return found

    @classmethod
    def from_data(cls, data: Iterable[Mapping[str, object]]) -> Self:
        """The catalogue of parsed YAML mappings, one a type.

        Raises `InvalidDocumentType` for the first that is wrong, with facts `type` (its id, else its place in the row),
        `where` (path of the first key that is wrong, unknown or missing) and `problem` (what is wrong with it).
        """
        found, refused = _understood(enumerate(data))
        for refusal in refused:
            raise _error(refusal)
        return cls(found)

    @classmethod
    def from_files(cls, files: Iterable[TypeSource]) -> tuple[Self, tuple[InvalidDocumentType, ...]]:
        """The catalogue of all files that are right, and an error for each that is not; a broken type stops no other.

        Facts of the errors are those of `from_data`, with `file` and `line` (from 1).
        """
        sources = list(files)
        parsed = ((place, file.data) for place, file in enumerate(sources) if file.problem is None)
        found, refused = _understood(parsed)
        for place, file in enumerate(sources):
            if file.problem is not None:
                refused.append(_Refusal(source=place, type=None, path=(), problem=file.problem))
        refused.sort(key=lambda refusal: refusal.source)
        errors = [
            _error(refusal, file=file.name, line=file.line(refusal.path))
            for refusal in refused
            for file in (sources[refusal.source],)
        ]
        return cls(found), tuple(errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    """Why one source is no type; `source` is its place in the row."""

    source: int
    type: str | None
    path: tuple[str | int, ...]
    problem: str


def _understood(data: Iterable[tuple[int, object]]) -> tuple[list[DocumentType], list[_Refusal]]:
    """The types, and the refusals; a version that is there already is refused."""
    types: dict[tuple[str, int], DocumentType] = {}
    sources: dict[tuple[str, int], int] = {}
    refused = []
    for source, item in data:
        name = str(item["id"]) if isinstance(item, Mapping) and "id" in item else None
        try:
            kind = DocumentType.model_validate(item)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            problem = first["msg"].removeprefix("Value error, ") if first["type"] == "value_error" else first["type"]
            refused.append(_Refusal(source=source, type=name, path=first["loc"], problem=problem))
            continue
        if types.setdefault((kind.id, kind.version), kind) is not kind:
            again = "this version is there already"
            refused.append(_Refusal(source=source, type=name, path=("version",), problem=again))
        sources.setdefault((kind.id, kind.version), source)
    versions: dict[str, list[DocumentType]] = {}
    for kind in types.values():
        versions.setdefault(kind.id, []).append(kind)
    for key, kind in list(types.items()):
        unfit = next(_unfit_suggestions(kind, versions), None)
        if unfit is not None:
            refused.append(_Refusal(source=sources[key], type=kind.id, path=unfit[0], problem=unfit[1]))
            del types[key]
    return list(types.values()), refused


def _error(refusal: _Refusal, **more: str | int | None) -> InvalidDocumentType:
    where = ".".join(map(str, refusal.path))
    kind = refusal.type if refusal.type is not None else str(refusal.source)
    return InvalidDocumentType(type=kind, where=where, problem=refusal.problem, **more)
