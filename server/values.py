"""How a value is written down in the history."""

from pydantic import TypeAdapter

from dossier.operations import NewValue

NEW_VALUE: TypeAdapter[NewValue] = TypeAdapter(NewValue)
