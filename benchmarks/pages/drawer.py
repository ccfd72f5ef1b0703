"""Draws a paper from a layout of data and its facts. Knows no type: what a block means is said in `blocks`.

Every block is a string (a row of a form; cells parted by ` | `), a list of blocks, or a mapping whose first key
names it.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.pages.flow import TOKEN, Line, Piece, Setter
from benchmarks.pages.fonts import Face
from benchmarks.pages.formspec import FormSpec
from benchmarks.pages.model import Level
from benchmarks.pages.sheet import Rectangle, Sheet
from benchmarks.pages.shown import Value, printed, stored
from benchmarks.pages.slots import Pen
from benchmarks.pages.truth import Drawn
from dossier.reading import SlotKind, Writing

_WORDINGS = re.compile(r"\[\[(.+?)\]\]")
_SLOTS = {"d": SlotKind.DAY, "m": SlotKind.MONTH, "mm": SlotKind.MONTH, "y": SlotKind.YEAR}


class TooTall(Exception):
    """A layout does not fit its page however tight it is set: a mistake in its file."""


@dataclass(slots=True, kw_only=True)
class Drawer:
    """One attempt to draw one paper; `scale` below 1 sets it tighter. Lengths in millimetres."""

    spec: FormSpec
    facts: Mapping[str, Any]
    kinds: Mapping[str, str]
    faces: Mapping[str, Face]
    dpi: int
    pen: Pen
    level: Level
    seed: str
    scale: float = 1.0
    mode: Writing = Writing.PRINTED
    """How values are filled in."""
    number_mode: Writing = Writing.PRINTED
    day_mode: Writing = Writing.PRINTED
    sheets: list[Sheet] = field(default_factory=list)
    drawn: Drawn = field(default_factory=Drawn)
    prefix: str = ""
    """Path of the entry of a group that is being drawn: "dat[0].", "records[1]."."""
    entry: Mapping[str, Any] = field(default_factory=dict)
    left: float = 0.0
    right: float = 0.0
    y: float = 0.0
    fixed: bool = False
    """Within a place of its own: no page break."""
    over: float = 0.0
    """Millimetres by which something stands below the page."""
    printing: bool = False
    """Within what offices have in print even where they fill in by hand: heads, titles, signers."""
    rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(f"{self.seed}/drawn")
        self.new_page()

    @property
    def sheet(self) -> Sheet:
        """The page being drawn."""
        return self.sheets[-1]

    @property
    def bottom(self) -> float:
        """Where the page's room ends."""
        return self.spec.paper[1] - self.spec.margins[2]

    @property
    def row(self) -> float:
        """From line to line of a form."""
        return self.spec.row * self.scale

    @property
    def width(self) -> float:
        """Of the room between the margins."""
        return self.right - self.left

    def size(self, wanted: float | None = None) -> float:
        """A size in points at this scale; type shrinks less than the space around it."""
        return (wanted or self.spec.size) * max(0.8, self.scale**0.6)

    def new_page(self) -> None:
        """Begin a sheet."""
        if self.sheets:
            self.check()
        top, right, _, left = self.spec.margins
        sheet = Sheet(faces=self.faces, dpi=self.dpi, rng=self.rng, size=(self.spec.paper[0], self.spec.paper[1]))
        self.sheets.append(sheet)
        self.left, self.right, self.y = left, self.spec.paper[0] - right, top
        _frame(sheet, self.spec)

    def check(self, spare: float = 4.0) -> None:
        """Note how far the page being drawn goes below its end."""
        self.over = max(self.over, self.y - (self.spec.paper[1] - spare))

    def need(self, height: float) -> None:
        """Make sure that there is room for so much, on a new page where the layout goes on over pages."""
        if self.fixed or self.y + height <= self.bottom:
            return
        if not self.spec.flows:
            return
        keep = self.left, self.right
        self.new_page()
        self.left, self.right = keep
        self.y += 4

    @contextmanager
    def region(self, left: float, right: float, y: float | None = None) -> Iterator[None]:
        """Draw within other margins; the margins come back, the height stays."""
        keep = self.left, self.right
        self.left, self.right = left, right
        if y is not None:
            self.y = y
        yield
        self.left, self.right = keep

    @contextmanager
    def in_print(self) -> Iterator[None]:
        """Draw values in print, slots of the head left out."""
        keep, self.printing = self.printing, True
        yield
        self.printing = keep

    @contextmanager
    def within(self, prefix: str, entry: Mapping[str, Any]) -> Iterator[None]:
        """Draw an entry of a group: its own facts come before those of the paper."""
        keep = self.prefix, self.entry
        self.prefix, self.entry = prefix, entry
        yield
        self.prefix, self.entry = keep

    def fact(self, name: str) -> Any:
        """A fact of the entry being drawn, else of the paper."""
        return self.entry[name] if name in self.entry else self.facts.get(name)

    def _contracted(self, name: str) -> str:
        group = re.sub(r"\[\d+\]", "[]", self.prefix).removeprefix("records[].")
        return f"{group}{name}"

    def is_field(self, name: str) -> bool:
        """Whether the type has a field of this name here; other facts are printed and stand for none."""
        return self._contracted(name) in self.kinds

    def kind(self, name: str) -> str:
        """The kind of a field here."""
        return self.kinds.get(self._contracted(name), "text")

    def worded(self, template: str) -> str:
        """The template with one of each set of wordings, the same for the whole paper."""

        def chosen(match: re.Match[str]) -> str:
            return random.Random(f"{self.seed}/{match[1]}").choice(match[1].split("~"))

        return _WORDINGS.sub(chosen, template)

    def pieces(self, template: str, style: str = "", value: str | None = None) -> list[Piece]:
        """Pieces of a template; what it shows of fields is noted as borne by the paper."""
        found: list[Piece] = []
        marks = {"b": "b" in style, "i": "i" in style}
        at = 0
        text = self.worded(template)
        for match in TOKEN.finditer(text):
            label = _style(marks)
            if match.start() > at:
                found.append(Piece(text=text[at : match.start()], style=label))
            at = match.end()
            if match["name"]:
                found.append(self._value(match["name"], match["form"] or "", label, value))
            else:
                marks["b" if match["bold"] else "i"] ^= True
        if at < len(text):
            found.append(Piece(text=text[at:], style=_style(marks)))
        return found

    def _value(self, name: str, form: str, label: str, value: str | None) -> Piece:
        flags = set(form.split(","))
        shape = next((flag for flag in form.split(",") if len(flag) > 1 or flag in "dmy"), "")
        fact: Value | None = self.fact(name)
        named = f"{self.prefix}{name}" if self.is_field(name) else None
        filled = named is not None or "v" in flags
        writing = self.mode if filled and "p" not in flags and not self.printing else Writing.PRINTED
        slot = None
        if "s" in flags:
            slot = _SLOTS.get(shape, SlotKind.NUMBER)
            writing = self.number_mode if slot is SlotKind.NUMBER else self.day_mode
            writing = Writing.PRINTED if slot is SlotKind.YEAR else writing
        if fact is None or fact == "":
            return Piece(text=None, value=True)
        text = printed(fact, shape)
        if named is not None:
            self.drawn.note(named, stored(fact, shape, self.kind(name)), writing)
        style, role = self._look(flags, label, value, plain=named is None and "v" not in flags)
        return Piece(text=text, style=style, role=role, field=named, value=filled, writing=writing, slot=slot)

    def _look(self, flags: set[str], label: str, value: str | None, *, plain: bool) -> tuple[str, str]:
        wanted = self.spec.value if value is None else value
        if plain or "s" in flags:
            return label, "body"
        if "b" in flags or "n" in flags:
            return ("b" if "b" in flags else ""), "body"
        if wanted == "mono":
            return "", "mono"
        return "".join(sign for sign in "bi" if sign in wanted or sign in label), "body"

    def setter(self, size: float | None = None, *, leader: str | None = None, step: float | None = None) -> Setter:
        """A setter at this scale."""
        height = min(self.pen.height, (step or self.row) * 0.46)
        sign = self.spec.leader if leader is None else leader
        return Setter(sheet=self.sheet, pen=self.pen, size=self.size(size), leader=sign, hand_height=height)

    def run(self, block: Any) -> None:
        """Draw a block."""
        from benchmarks.pages.blocks import BLOCKS

        if isinstance(block, str):
            BLOCKS["row"](self, {"row": block})
        elif isinstance(block, list | tuple):
            for one in block:
                self.run(one)
        else:
            name = next(iter(block))
            handler: Callable[[Drawer, Mapping[str, Any]], None] = BLOCKS[name]
            handler(self, block)

    def put(self, lines: Sequence[Line], setter: Setter, step: float, **how: Any) -> list[Rectangle | None]:
        """Set lines one below the other from the present height on."""
        inks = []
        for line in lines:
            self.need(0)
            if setter.sheet is not self.sheet:
                setter = Setter(
                    sheet=self.sheet,
                    pen=self.pen,
                    size=setter.size,
                    leader=setter.leader,
                    hand_height=setter.hand_height,
                )
            self.sheet.next_line()
            inks.append(setter.draw(line, self.y, **how))
            self.y += step
        return inks


def _style(marks: Mapping[str, bool]) -> str:
    return "".join(sign for sign in "bi" if marks[sign])


def _frame(sheet: Sheet, spec: FormSpec) -> None:
    width, height = spec.paper
    insets: dict[str, tuple[tuple[float, float, int], ...]] = {
        "": (),
        "single": ((9.0, 0.4, 60),),
        "double": ((8.0, 0.8, 130), (9.6, 0.3, 130)),
        "ornate": ((7.0, 1.1, 150), (9.2, 0.3, 120), (10.4, 0.3, 160)),
        "card": ((1.5, 0.25, 120),),
    }
    for inset, weight, tone in insets[spec.frame]:
        sheet.frame(inset, inset, width - 2 * inset, height - 2 * inset, weight=weight, tone=tone)
