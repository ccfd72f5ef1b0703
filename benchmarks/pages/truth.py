"""What is noted while a paper is drawn: values by path, tables, ticks and codes, in pixels of the unworn sheets."""

from dataclasses import dataclass, field

from benchmarks.pages.sheet import Rectangle
from dossier.reading import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCell:
    """A cell within its rules."""

    row: int
    column: int
    text: str
    box: Rectangle
    columns: int
    field: str | None


@dataclass(slots=True, kw_only=True)
class DrawnTable:
    """A table's part on one page."""

    page: int
    box: Rectangle
    cells: list[DrawnCell] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTick:
    """A box to tick."""

    page: int
    field: str
    option: str
    box: Rectangle
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCode:
    """A QR code or the lines of a machine-readable zone."""

    page: int
    kind: str
    text: str
    box: Rectangle


@dataclass(slots=True, kw_only=True)
class Drawn:
    """Everything of one paper, in the order in which it was put there."""

    values: dict[str, str] = field(default_factory=dict)
    written: dict[str, Writing] = field(default_factory=dict)
    tables: list[DrawnTable] = field(default_factory=list)
    ticks: list[DrawnTick] = field(default_factory=list)
    codes: list[DrawnCode] = field(default_factory=list)

    def note(self, path: str, value: str, writing: Writing) -> None:
        """A value that was set; parts of one value come one by one, the first says what is stored."""
        self.values.setdefault(path, value)
        if self.written.setdefault(path, writing) is Writing.PRINTED:
            self.written[path] = writing
