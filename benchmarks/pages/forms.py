"""Ruled forms: a printed label, a leader, and a value typed or written on it. Used by birth certificates."""

from dataclasses import dataclass, field

from benchmarks.pages.sheet import A4, Run, Sheet
from benchmarks.pages.slots import Gap, Pen, write
from benchmarks.pages.splits import FormLayout
from dossier.reading import Writing


@dataclass(slots=True, kw_only=True)
class Form:
    """Fills a form row by row. Values whose `store` is None are printed but stand for no field."""

    sheet: Sheet
    layout: FormLayout
    pen: Pen
    writing: Writing
    y: float
    fields: dict[str, str] = field(default_factory=dict)
    written: dict[str, Writing] = field(default_factory=dict)

    @property
    def right(self) -> float:
        """Where rows end."""
        return A4[0] - self.layout.right

    def label(self, name: str, usual: str) -> str:
        """The printed label, in the variant of this layout."""
        return self.layout.labels.get(name, usual)

    def row(self, *cells: tuple[str, str, str | None, str | None], step: float = 1.0) -> None:
        """One row of cells (label, value as printed, field, value in storage form), side by side."""
        sheet, size = self.sheet, self.layout.size
        sheet.next_block()
        sheet.next_line()
        width = (self.right - self.layout.left) / len(cells)
        for number, (label, value, name, store) in enumerate(cells):
            x = self.layout.left + number * width
            end = self.right if number == len(cells) - 1 else x + width - 2
            x = sheet.more(label, x, self.y, size) + 1.2
            self._value(value, name, store, x, end)
        self.y += self.layout.row * step

    def _value(self, value: str, name: str | None, store: str | None, x: float, end: float) -> None:
        """A value on its leader; what does not fit goes on a second row."""
        first, rest = self._cut(value, end - x)
        self._on_leader(first, name, x, end)
        if rest:
            self.y += self.layout.row
            self.sheet.next_line()
            self._on_leader(rest, name, self.layout.left, self.right)
        if name is not None and value:
            self.fields[name] = value if store is None else store
            self.written[name] = self.writing

    def _cut(self, value: str, room: float) -> tuple[str, str]:
        words = value.split()
        for count in range(len(words), 0, -1):
            text = " ".join(words[:count])
            if self._width(text) <= room:
                return text, " ".join(words[count:])
        return "", value

    def _width(self, text: str) -> float:
        if self.writing is Writing.PRINTED:
            return self.sheet.width(text, self.layout.size, "b")
        return self.sheet.width([Run(text=text, role="hand")], self.pen.height * 4.7) + 1.5 * (text.count(" ") + 1)

    def _on_leader(self, text: str, name: str | None, x: float, end: float) -> None:
        sheet, size = self.sheet, self.layout.size
        if self.writing is Writing.PRINTED:
            width = self._width(text)
            if sheet.rng.random() < 0.5 or not text:
                sheet.leader(x + width + 0.8, self.y, end, size, self.layout.dotted)
            sheet.more([Run(text=text, style="b", field=name)], x, self.y, size)
            return
        sheet.leader(x, self.y, end, size, self.layout.dotted)
        if text:
            write(sheet, Gap(text=text, writing=self.writing, field=name), x, self.y, width=end - x, pen=self.pen)
