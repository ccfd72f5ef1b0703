"""Where to look on a page for a value, a row or the kind of the paper: the part of a document type that reading needs.

Data alone; ocr/extraction does the looking.
"""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from dossier.schema import Expression, Name, Schema


class Direction(StrEnum):
    """Where a value stands, seen from its printed label."""

    RIGHT = "right"
    BELOW = "below"
    RIGHT_THEN_BELOW = "right_then_below"


class Anchor(Schema):
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


class Zone(Schema):
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


class Side(StrEnum):
    """One column of a form with two: wife | husband, the two pages of an open spread."""

    LEFT = "left"
    RIGHT = "right"


class CodePart(StrEnum):
    """What a QR code, an MRZ or a bar code on the page says; it wins over what is read, differences are shown."""

    PERSONAL_ID = "personal_id"
    OLD_ID = "old_id"
    FULL_NAME = "full_name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    ADDRESS = "address"
    ISSUE_DATE = "issue_date"
    EXPIRY_DATE = "expiry_date"
    NATIONALITY = "nationality"
    BAR_CODE = "bar_code"
    """The text of a Code 128."""


class Look(Schema):
    """One place to look for a value: a part of the layout, an anchor, a zone, a pattern, or a pattern in a zone.

    Tried in order; `code` first wherever it stands.
    """

    code: CodePart | None = None
    ticks: bool = False
    """For a choice: the item beside whose printed name a box is ticked; with `anchor`, within its value alone."""
    side: Side | None = None
    """Only in this column of the page."""

    part: Part | None = None
    begins: tuple[str, ...] = ()
    """With a part: words that open it (agency nouns, positions, family names); compared folded."""
    stops: tuple[str, ...] = ()
    """With a part: beginnings of the line after it; compared folded."""
    anchor: Anchor | None = None
    zone: Zone | None = None
    pattern: Expression | None = None
    """Regular expression over a line of the upright text; group `value`, else the whole match, is the value."""
    page: PageChoice = PageChoice.FIRST

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        places = (self.part, self.anchor, self.zone, self.pattern, self.code)
        if not self.ticks and all(place is None for place in places):
            raise ValueError("a look needs a part, an anchor, a zone, a pattern, a code or ticks")
        if self.part is None and (self.begins or self.stops):
            raise ValueError("begins and stops belong to a part; an anchor has stops of its own")
        return self


class Column(Schema):
    """A column of a printed table: the field it holds and how its heading is printed; compared folded."""

    field: Name
    headings: tuple[str, ...] = Field(min_length=1)


class Rows(Schema):
    """Where the rows of a group, or the records of a page, stand: below the heads of a table, or from label to label.

    With `columns` each line of a ruled or aligned table is a row. With `labels` each place where one of them is printed
    begins a row, and the fields are looked for between it and the next.
    """

    columns: tuple[Column, ...] = ()
    labels: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """Labels of which one must stand before the first row."""
    before: tuple[str, ...] = ()
    """Labels that close the part."""
    side: Side | None = None

    @model_validator(mode="after")
    def _says_how(self) -> Self:
        if bool(self.columns) == bool(self.labels):
            raise ValueError("rows are found by columns or by labels")
        return self


class Cue(Schema):
    """A printed text, or a part of the layout, that speaks for this type; text is compared folded."""

    text: str | None = None
    part: Part | None = None
    weight: float = Field(default=1.0, gt=0)
    zone: Zone | None = None
    heading: bool = False
    """Only as a line that begins with it."""
    code: CodePart | None = None
    against: bool = False
    """It speaks against the type: its weight is taken off."""
    generation: str | None = None
    """It tells this generation of the form from the others, and counts for the type too."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if sum(thing is not None for thing in (self.text, self.part, self.code)) != 1:
            raise ValueError("a cue is a text, a part or a code")
        return self
