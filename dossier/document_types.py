"""Document types (biểu mẫu) are data: the schema of resources/document_types/*.yaml.

Offices add types without code, so the schema is strict: an unknown key is an error, never ignored.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from dossier.errors import InvalidDocumentType, UnknownDocumentType

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9_]*$")]

_INDEX = re.compile(r"\[\d+\]")


class _Schema(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Words(_Schema):
    """A wording in both languages."""

    vi: str
    en: str


class FieldKind(StrEnum):
    """What a field holds; decides its rule, its storage form and its editor."""

    TEXT = "text"
    PERSON_NAME = "person_name"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    NUMBER = "number"
    CHOICE = "choice"
    ADDRESS = "address"
    PERSONAL_ID = "personal_id"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_NOTATION = "document_notation"


class Direction(StrEnum):
    """Where a value stands, seen from its printed label."""

    RIGHT = "right"
    BELOW = "below"
    RIGHT_THEN_BELOW = "right_then_below"


class Anchor(_Schema):
    """Look beside a printed label. Label variants are compared folded (no marks, no case), longest first."""

    labels: tuple[str, ...] = Field(min_length=1)
    direction: Direction = Direction.RIGHT
    stops: tuple[str, ...] = ()
    """Folded words at which the value ends, besides the next label on the line."""
    lines: int = Field(default=1, ge=1, le=20)
    """At most so many printed lines."""
    after: tuple[str, ...] = ()
    """Labels of which one must stand before this one: the mother's part of a form, where labels repeat."""
    before: tuple[str, ...] = ()
    """Labels that close the part opened by `after`, or by the top of the page."""


class Zone(_Schema):
    """Look in a part of the upright page, in fractions of its width and height, origin top left."""

    x: float = Field(ge=0, le=1)
    y: float = Field(ge=0, le=1)
    w: float = Field(gt=0, le=1)
    h: float = Field(gt=0, le=1)


class PageChoice(StrEnum):
    """On which page of the document to look."""

    FIRST = "first"
    LAST = "last"
    ANY = "any"


class Part(StrEnum):
    """A component of the layout that NĐ 30/2020 Phụ lục I gives every paper of an office (its ô in brackets).

    Older papers (TT 01/2011, TTLT 55/2005) and civil papers keep the same head and signature block.
    """

    ISSUING_BODY = "issuing_body"
    """The last agency of the left column (ô 2); agencies above it are its superiors."""
    NUMBER = "number"
    """What follows "Số:" below the agency (ô 3)."""
    PLACE_DATE = "place_date"
    """Place and date below the motto (ô 4)."""
    HEADING = "heading"
    """The centred name of the kind of paper below the head (ô 5a)."""
    SUBJECT = "subject"
    """The centred lines below that name (ô 5a)."""
    LETTER_SUBJECT = "letter_subject"
    """"V/v …" below the number, in letters without a heading (ô 5b)."""
    SIGNER_POSITION = "signer_position"
    """Authority and position above the signature (ô 7a)."""
    SIGNER_NAME = "signer_name"
    """The name below the signature (ô 7b)."""
    RECIPIENTS = "recipients"
    """The list below "Nơi nhận" (ô 9b)."""


class Look(_Schema):
    """One place to look for a value: a part of the layout, an anchor, a zone, a pattern, or a pattern in a zone.

    Tried in order.
    """

    part: Part | None = None
    begins: tuple[str, ...] = ()
    """With a part: words that open it (agency nouns, positions, family names); compared folded."""
    stops: tuple[str, ...] = ()
    """With a part: beginnings of the line after it; compared folded."""
    anchor: Anchor | None = None
    zone: Zone | None = None
    pattern: str | None = None
    """Regular expression over a line of the upright text; group `value`, else the whole match, is the value."""
    page: PageChoice = PageChoice.FIRST

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if self.part is None and self.anchor is None and self.zone is None and self.pattern is None:
            raise ValueError("a look needs a part, an anchor, a zone or a pattern")
        if self.part is None and (self.begins or self.stops):
            raise ValueError("begins and stops belong to a part; an anchor has stops of its own")
        if self.pattern is not None:
            try:
                re.compile(self.pattern)
            except re.error as error:
                raise ValueError("the pattern is no regular expression") from error
        return self


class Choice(_Schema):
    """One item of a closed list: its code, its label and the ways it is printed.

    The value stored is the Vietnamese label; several items may share a code, as kinds of paper of our own share
    code 32 (Khác) of TT 05/2025.
    """

    code: str
    label: Words
    printed: tuple[str, ...] = ()
    """Printed forms beside the label; compared folded."""
    abbreviation: str | None = None
    """As it stands in the notation of a document ("QĐ"); NĐ 30/2020 Phụ lục III."""


class FieldDef(_Schema):
    """One field (trường). `name` is the standard's own: TT 05/2025, hộ tịch DTO, else the form's."""

    name: Name
    label: Words
    kind: FieldKind
    required: bool = False
    critical: bool = False
    max_length: int | None = Field(default=None, ge=1)
    choices: tuple[Choice, ...] = ()
    look: tuple[Look, ...] = ()
    earliest: int | None = None
    """First year that a date may have."""
    not_before: str | None = None
    """Name of a date field that must not be later than this one."""


class Group(_Schema):
    """A repeating group (owners, parcels, relatives, children): its fields have paths `name[i].field`."""

    name: Name
    label: Words
    fields: tuple[FieldDef, ...] = Field(min_length=1)
    at_most: int = Field(default=99, ge=1)


class Cue(_Schema):
    """A printed text, or a part of the layout, that speaks for this type; text is compared folded."""

    text: str | None = None
    part: Part | None = None
    weight: float = Field(default=1.0, gt=0)
    zone: Zone | None = None
    heading: bool = False
    """Only as a line that begins with it."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.text is None) == (self.part is None):
            raise ValueError("a cue is a text or a part")
        return self


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


class DocumentType(_Schema):
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

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        names = [item.name for item in self.fields] + [group.name for group in self.groups]
        if len(names) != len(set(names)):
            raise ValueError("field and group names must be unique within a type")
        known = {item.name for item in self.fields}
        for item in self.fields:
            if item.not_before is not None and item.not_before not in known:
                raise ValueError(f"{item.name}: not_before names no field")
            if (item.kind is FieldKind.CHOICE) != bool(item.choices):
                raise ValueError(f"{item.name}: choices belong to kind choice and to no other")
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


class DocumentTypes:
    """The catalogue in force: every version of every type, the newest first."""

    def __init__(self, types: Iterable[DocumentType]) -> None:
        self._versions: Mapping[tuple[str, int], DocumentType] = {(item.id, item.version): item for item in types}
        self._newest: dict[str, DocumentType] = {}
        for item in self._versions.values():
            if item.id not in self._newest or self._newest[item.id].version < item.version:
                self._newest[item.id] = item

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

        Raises `InvalidDocumentType` with facts `type` (its id, else its place in the row) and `where` (path of the
        first key that is wrong, unknown or missing) and `problem` (pydantic's name of it).
        """
        types = []
        for place, item in enumerate(data):
            try:
                types.append(DocumentType.model_validate(item))
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                where = ".".join(str(step) for step in first["loc"])
                name = str(item.get("id", place)) if isinstance(item, Mapping) else str(place)
                raise InvalidDocumentType(type=name, where=where, problem=first["type"]) from error
        return cls(types)
