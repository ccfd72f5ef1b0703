"""What all parts of a document type share: the strict base, wordings, names and regular expressions.

Knows nothing of what is built of them. An unknown key is an error, never ignored: offices write types by hand.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints


class Schema(BaseModel):
    """Base of every part: immutable, with no keys but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Words(Schema):
    """A wording in both languages."""

    vi: str
    en: str


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from error
    return pattern


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9_]*$")]
"""A name in a type: of the type, a field or a group."""

Expression = Annotated[str, AfterValidator(_compiles)]
"""A regular expression of Python."""
