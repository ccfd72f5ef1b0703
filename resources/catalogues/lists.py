"""The schema of the closed lists in `lists/*.yaml`: codes, labels, printed variants, days of validity."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator


class _Schema(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Label(_Schema):
    """A wording; English only where papers or exports need it."""

    vi: str = Field(min_length=1)
    en: str | None = None


class Item(_Schema):
    """One item. A printed variant belongs to one item of its list only."""

    code: str = Field(min_length=1)
    label: Label
    printed: tuple[str, ...] = ()
    """Forms on paper beside the label."""
    abbreviation: str | None = None
    valid_from: dt.date | None = None
    """None where it always was, or the day is not known."""
    valid_to: dt.date | None = None
    """The last day; None while it is in force."""

    @model_validator(mode="after")
    def _days_are_in_order(self) -> Self:
        if self.valid_from is not None and self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to")
        return self


class Catalogue(_Schema):
    """One closed list."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Label
    source: str = Field(min_length=1)
    """Law, standard or exchange that the codes come from."""
    items: tuple[Item, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _nothing_stands_twice(self) -> Self:
        codes = [item.code for item in self.items]
        forms = [form.casefold() for item in self.items for form in {item.label.vi, *item.printed}]
        if len(codes) != len(set(codes)) or len(forms) != len(set(forms)):
            raise ValueError("items")
        return self

    def in_force(self, on: dt.date) -> tuple[Item, ...]:
        """The items of a day."""
        return tuple(
            item
            for item in self.items
            if (item.valid_from is None or item.valid_from <= on) and (item.valid_to is None or on <= item.valid_to)
        )


def from_data(data: Iterable[Mapping[str, object]]) -> dict[str, Catalogue]:
    """The lists by id, of parsed YAML. Raises `pydantic.ValidationError`: they are part of the program."""
    lists = [Catalogue.model_validate(item) for item in data]
    return {item.id: item for item in lists}
