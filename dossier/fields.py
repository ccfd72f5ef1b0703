"""The fields of a document type: what each holds, and what it says together with others.

Data alone; dossier/rules does the checking.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from dossier.looks import Look, Rows
from dossier.rules.registry_codes import PATTERNS, CodeShape
from dossier.schema import Expression, Name, Schema, Words


class FieldKind(StrEnum):
    """What a field holds; decides its rule, its storage form and its editor."""

    TEXT = "text"
    PERSON_NAME = "person_name"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    NUMBER = "number"
    """Stored plain: digits and at most one dot before decimals."""
    AREA = "area"
    """Square metres, stored as a number."""
    MONEY = "money"
    """Whole đồng, stored as a number."""
    CHOICE = "choice"
    ADDRESS = "address"
    ADMINISTRATIVE_UNIT = "administrative_unit"
    PERSONAL_ID = "personal_id"
    TAX_CODE = "tax_code"
    CODE = "code"
    """A serial or registry number; its `pattern` says its form. Stored without spaces, in capitals."""
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_NOTATION = "document_notation"


DATES = frozenset({FieldKind.DATE, FieldKind.PARTIAL_DATE})
NUMBERS = frozenset({FieldKind.NUMBER, FieldKind.AREA, FieldKind.MONEY})


class Choice(Schema):
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


class YearsAfter(Schema):
    """How many whole years lie between another date of the record and this one: an age, mostly.

    Dates are taken at their best: where a year alone is known, only what no day of it allows is found.
    """

    field: Name
    at_least: int | None = Field(default=None, ge=0)
    at_most: int | None = Field(default=None, ge=0)
    since: int | None = None
    """Only where this date lies in or after this year: a law changed."""
    when: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Only where each of these fields has one of these values."""

    @model_validator(mode="after")
    def _says_how_many(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("years_after needs at_least, at_most or both")
        return self


def _row(value: object) -> object:
    """One name stands for a row of one."""
    return (value,) if isinstance(value, str) else value


class FieldDef(Schema):
    """One field (trường). `name` is the standard's own: TT 05/2025, hộ tịch DTO, else the form's.

    Every rule but the closed list of a choice is soft: what the paper prints can be saved.
    """

    name: Name
    label: Words
    kind: FieldKind
    required: bool = False
    critical: bool = False
    max_length: int | None = Field(default=None, ge=1)
    choices: tuple[Choice, ...] = ()
    look: tuple[Look, ...] = ()
    person: str | None = None
    """Whose number, sex or birth this is (cha, me, chong, vo or any word); else the name of the field tells."""
    earliest: int | None = None
    """First year that a date may have."""
    not_before: Annotated[tuple[Name, ...], BeforeValidator(_row, json_schema_input_type=Name | tuple[Name, ...])] = ()
    """Date fields, of the group or of the record, that must not be later than this one."""
    years_after: tuple[YearsAfter, ...] = ()
    pattern: Expression | None = None
    """Regular expression that a value in storage form matches whole."""
    shape: CodeShape | None = None
    """For a code: a shape that is known, instead of a pattern."""
    catalogue: str | None = None
    """Id of a catalogue that lists the usual values; others can be printed and are only asked about."""
    in_words: Name | None = None
    """Name of the field that repeats this number, amount or date in words."""
    smallest: float | None = None
    largest: float | None = None
    not_below: Name | None = None
    """Number field, of the group or of the record, that must not be greater than this one."""
    sum_of: str | None = None
    """`group.field` whose rows add up to this number."""
    generations: tuple[str, ...] = ()
    """Generations of the form that have this field; all where none is named."""
    suggested_by: tuple[str, ...] = ()
    """`type.field` of supporting papers that say the same of the same person."""

    @property
    def code_pattern(self) -> str | None:
        """The regular expression of the field or of its shape."""
        return PATTERNS[self.shape] if self.shape else self.pattern

    @model_validator(mode="after")
    def _rules_fit_the_kind(self) -> Self:
        wrong = [rule for rule, kinds in _RULES_OF_KINDS if getattr(self, rule) and self.kind not in kinds]
        if wrong:
            raise ValueError(f"{wrong[0]} is no rule for kind {self.kind}")
        if self.kind is FieldKind.CHOICE and not self.choices:
            raise ValueError("a choice needs choices")
        if self.shape and self.pattern:
            raise ValueError("a field has a pattern or a shape")
        return self


_RULES_OF_KINDS: tuple[tuple[str, frozenset[FieldKind]], ...] = (
    ("choices", frozenset({FieldKind.CHOICE})),
    ("earliest", DATES),
    ("not_before", DATES),
    ("years_after", DATES | {FieldKind.TEXT}),
    ("shape", frozenset({FieldKind.CODE})),
    ("in_words", DATES | NUMBERS),
    ("smallest", NUMBERS),
    ("largest", NUMBERS),
    ("not_below", NUMBERS),
    ("sum_of", NUMBERS),
)
"""A text may be a year alone, as the year of a diploma is."""


class Group(Schema):
    """A repeating group (owners, parcels, relatives, children): its fields have paths `name[i].field`."""

    name: Name
    label: Words
    fields: tuple[FieldDef, ...] = Field(min_length=1)
    at_most: int = Field(default=99, ge=1)
    rows: tuple[Rows, ...] = ()
    """Tried in order."""
