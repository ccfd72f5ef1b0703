"""What the rules find odd in one record.

The paper is right about itself: a finding never stops a person from saving what is printed. Only a choice that is none
of our own codes is hard. Sentences live in resources/wording, one a code; facts are language-free.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Fact = str | int


class Severity(StrEnum):
    """Whether a value can be saved as it is."""

    HARD = "hard"
    SOFT = "soft"


class FindingCode(StrEnum):
    """Stable names of everything that can be found; facts of each in brackets."""

    FIELD_UNKNOWN = "field_unknown"
    """The type has no such field. (field)"""
    REQUIRED_MISSING = "required_missing"
    TOO_LONG = "too_long"
    """(length, at_most)"""
    CHOICE_UNKNOWN = "choice_unknown"
    """(value)"""
    NUMBER_UNREADABLE = "number_unreadable"
    """(value)"""
    DATE_UNREADABLE = "date_unreadable"
    """No real date, or not yet decided between two. (value)"""
    DATE_INCOMPLETE = "date_incomplete"
    """Only month or year where a whole date is expected. (value)"""
    DATE_IN_FUTURE = "date_in_future"
    """(value)"""
    DATE_TOO_EARLY = "date_too_early"
    """(value, earliest)"""
    DATE_ORDER = "date_order"
    """Before a date that it must not precede. (value, other)"""
    DATE_WORDS_DIFFER = "date_words_differ"
    """Figures and words say different dates. (value, words)"""
    YEARS_TOO_FEW = "years_too_few"
    """Too soon after another date: parents, spouses, graduates. (value, other, years, at_least)"""
    YEARS_TOO_MANY = "years_too_many"
    """(value, other, years, at_most)"""
    NUMBER_WORDS_DIFFER = "number_words_differ"
    """Figures and words say different numbers. (value, words)"""
    NUMBER_TOO_SMALL = "number_too_small"
    """(value, smallest)"""
    NUMBER_TOO_LARGE = "number_too_large"
    """(value, largest)"""
    NUMBER_BELOW = "number_below"
    """Smaller than a number that it must reach. (value, other)"""
    SUM_DIFFERS = "sum_differs"
    """The rows add up to something else. (value, sum)"""
    TAX_CODE_ODD = "tax_code_odd"
    """No tax code with its check digit, no personal number. (value)"""
    CODE_ODD = "code_odd"
    """Not of the form that the field wants. (value)"""
    PHONE_OLD = "phone_old"
    """A mobile number of eleven digits, as before September 2018. (value, now)"""
    CATALOGUE_UNKNOWN = "catalogue_unknown"
    """(value)"""
    GENERATION_DIFFERS = "generation_differs"
    """This generation of the form has no such field. (generation)"""
    NAME_ODD = "name_odd"
    """(value)"""
    ID_ODD = "id_odd"
    """Neither twelve digits, nine, nor a passport. (value)"""
    ID_PROVINCE_UNKNOWN = "id_province_unknown"
    """(value, province)"""
    ID_SEX_DIFFERS = "id_sex_differs"
    """(value)"""
    ID_BIRTH_YEAR_DIFFERS = "id_birth_year_differs"
    """(value, in_id, year)"""
    NUMBER_ODD = "number_odd"
    """A document number without a digit. (value)"""
    NOTATION_ODD = "notation_odd"
    """(value)"""
    NOTATION_KIND_DIFFERS = "notation_kind_differs"
    """(value, kind)"""
    NOTATION_YEAR_DIFFERS = "notation_year_differs"
    """(value, year)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is odd, at one field or between several; the first path is where a person should look."""

    code: FindingCode
    paths: tuple[str, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    severity: Severity = Severity.SOFT
