"""The values that are checked together: of a record, or of one row of a repeating group with the record around it."""

from collections.abc import Mapping
from dataclasses import dataclass

from dossier.fields import FieldDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Fields with their values in storage form; `prefix` is "" for a record, "con[0]." for a row."""

    fields: tuple[FieldDef, ...]
    prefix: str
    said: Mapping[str, str]
    """Path to value of the whole record; what is empty is not in it."""

    def path(self, name: str) -> str:
        """Path of the field of that name: of this row, else of the record around it."""
        return self.prefix + name if any(item.name == name for item in self.fields) else name

    def value(self, name: str) -> str:
        """Its value, "" where there is none."""
        return self.said.get(self.path(name), "")
