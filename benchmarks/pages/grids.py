"""Ruled tables: heads over one or two lines, a row an entry, rows over page breaks, merged totals. Cells are noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.pages.drawer import Drawer
from benchmarks.pages.flow import Line, Piece, Setter
from benchmarks.pages.truth import DrawnCell, DrawnTable

Block = Mapping[str, Any]
_PAD = 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A template in a column; `columns` is how many it spans."""

    template: str
    column: int
    columns: int = 1
    align: str = "left"
    style: str = ""
    value: str | None = None


def table(drawer: Drawer, block: Block) -> None:
    """`table` names the group; `columns` have `head`, `w`, `cell`, `align`; `blank`, `total`, `numbers`, `rules`."""
    grid = _Grid(drawer=drawer, block=block)
    grid.begin()
    for number, entry in enumerate(drawer.fact(block["table"]) or ()):
        with drawer.within(f"{block['table']}[{number}].", {"_n": number + 1, **entry}):
            cells = [
                _Cell(template=column["cell"], column=index, align=column.get("align", "left"))
                for index, column in enumerate(block["columns"])
            ]
            grid.row(cells)
    for _ in range(block.get("blank", 0)):
        grid.row([_Cell(template=" ", column=index) for index in range(len(block["columns"]))])
    if "total" in block:
        grid.row([_Cell(**{"style": "b", "value": "b", **cell}) for cell in block["total"]])
    grid.end()


def _fitting(setter: Setter, pieces: Sequence[Piece], room: float) -> Setter:
    """The setter, smaller where a single word is wider than its cell."""
    for _ in range(4):
        widest = max((cluster.width for cluster in setter.clusters(pieces)), default=0.0)
        if widest <= setter.sheet.mm(room):
            break
        setter = replace(setter, size=setter.size * 0.9, hand_height=setter.hand_height * 0.88)
    return setter


class _Grid:
    """One table being drawn; begins anew on every page with its head."""

    def __init__(self, *, drawer: Drawer, block: Block) -> None:
        self.drawer, self.block = drawer, block
        shares = [column["w"] for column in block["columns"]]
        unit = drawer.width / sum(shares)
        self.edges = [drawer.left + unit * sum(shares[:index]) for index in range(len(shares) + 1)]
        self.number = 0
        self.top = 0.0
        self.noted = DrawnTable(page=0, box=(0, 0, 0, 0))

    def begin(self) -> None:
        """The head on this page."""
        drawer = self.drawer
        self.top = drawer.y
        self.noted = DrawnTable(page=len(drawer.sheets) - 1, box=(0, 0, 0, 0))
        drawer.drawn.tables.append(self.noted)
        drawer.sheet.rule(self.edges[0], self.top, self.edges[-1] - self.edges[0], 0.3)
        if self.number and not self.block.get("repeat", True):
            return
        style = self.block.get("head_style", "b")
        heads = [
            _Cell(template=column["head"], column=index, align="centre", style=style)
            for index, column in enumerate(self.block["columns"])
        ]
        self._row(heads, 0, size=self.block.get("head_size"))
        if self.block.get("numbers"):
            self._row(
                [_Cell(template=f"({n + 1})", column=n, align="centre", style="i") for n in range(len(self.edges) - 1)],
                0,
            )

    def row(self, cells: Sequence[_Cell]) -> None:
        """A row of the body, on a new page where this one is full."""
        self.number += 1
        self._row(cells, self.number)

    def _row(self, cells: Sequence[_Cell], number: int, size: float | None = None) -> None:
        drawer, block = self.drawer, self.block
        step = block.get("step", drawer.row * 0.72) * (drawer.scale if "step" in block else 1.0)
        setter = drawer.setter(size or block.get("size"), leader="", step=step * 1.25)
        step = max(step, setter.size * 1.12 * 25.4 / 72)
        laid: list[tuple[_Cell, Setter, list[Line], str, str | None]] = []
        for cell in cells:
            left, right = self.edges[cell.column], self.edges[cell.column + cell.columns]
            pieces = drawer.pieces(cell.template, cell.style, cell.value)
            pieces = [piece for piece in pieces if piece.text is not None]
            text = "".join(piece.text or "" for piece in pieces).strip()
            named = next((piece.field for piece in pieces if piece.field), None)
            own = _fitting(setter, pieces, right - left - 2 * _PAD)
            laid.append((cell, own, own.lines(pieces, left + _PAD, right - left - 2 * _PAD), text, named))
        tallest = max(len(lines) for _, _, lines, _, _ in laid)
        height = max(tallest * step + 2 * _PAD, block.get("least", 0.0) * drawer.scale)
        if drawer.y + height > drawer.bottom and number and not drawer.fixed:
            self.end()
            drawer.need(height + 1)
            self.begin()
            laid = [(cell, replace(own, sheet=drawer.sheet), *rest) for cell, own, *rest in laid]
        top = drawer.y
        for cell, own, lines, text, named in laid:
            self._cell(cell, lines, (text, named), own, (number, top, height, step))
        drawer.y = top + height
        if block.get("rules", "full") != "none":
            drawer.sheet.rule(self.edges[0], drawer.y, self.edges[-1] - self.edges[0], 0.3)

    def _cell(
        self,
        cell: _Cell,
        lines: Sequence[Line],
        said: tuple[str, str | None],
        setter: Setter,
        place: tuple[int, float, float, float],
    ) -> None:
        drawer = self.drawer
        number, top, height, step = place
        drawer.sheet.next_block()
        middle = number == 0 or self.block.get("middle", False)
        y = top + _PAD + step * 0.76 + ((height - 2 * _PAD - len(lines) * step) / 2 if middle else 0.0)
        for line in lines:
            if line.clusters:
                drawer.sheet.next_line()
                setter.draw(line, y, align=cell.align)
            y += step
        left, right = self.edges[cell.column], self.edges[cell.column + cell.columns]
        for edge in (left, right):
            if self.block.get("rules", "full") != "horizontal" or edge in (self.edges[0], self.edges[-1]):
                drawer.sheet.upright(edge, top, height, 0.3)
        mm = drawer.sheet.mm
        box = (mm(left), mm(top), mm(right), mm(top + height))
        self.noted.cells.append(
            DrawnCell(row=number, column=cell.column, text=said[0], box=box, columns=cell.columns, field=said[1])
        )

    def end(self) -> None:
        """Close the table on this page."""
        mm = self.drawer.sheet.mm
        self.noted.box = (mm(self.edges[0]), mm(self.top), mm(self.edges[-1]), mm(self.drawer.y))
        self.drawer.y += self.drawer.row * 0.9
