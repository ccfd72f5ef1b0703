"""Templates of forms cut into pieces, pieces set into lines: labels in print, values in print or by hand.

A template is text with `{field}` or `{field:form,flag}` for values, `**bold**`, `~~italic~~`, and `[[one~other]]` for
wordings of which a paper takes one. Forms are those of `shown`; flags: `p` printed always, `s` a slot of the head, `b`
bold, `n` not bold. Names that begin with `_` are facts that stand for no field.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PIL import ImageFont

from benchmarks.pages import hand, stamps
from benchmarks.pages.fonts import advance
from benchmarks.pages.sheet import Mask, PlacedSlot, Rectangle, Sheet
from benchmarks.pages.slots import Pen
from dossier.reading import SlotKind, Writing

TOKEN: Final = re.compile(r"\{(?P<name>[\w.]+)(?::(?P<form>[\w,]+))?\}|(?P<bold>\*\*)|(?P<italic>~~)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text in one style; `value` marks what an office fills in, `text` None a value that was left empty."""

    text: str | None
    style: str = ""
    role: str = "body"
    field: str | None = None
    value: bool = False
    writing: Writing = Writing.PRINTED
    slot: SlotKind | None = None


@dataclass(slots=True, kw_only=True)
class Atom:
    """A word or part of a word, measured. Lengths in pixels."""

    piece: Piece
    text: str
    width: float
    font: ImageFont.FreeTypeFont
    mask: Mask | None = None
    base: float = 0.0
    inset: float = 0.0


@dataclass(slots=True, kw_only=True)
class Cluster:
    """Atoms between two spaces: what a line break cannot part."""

    atoms: list[Atom]
    space: float

    @property
    def width(self) -> float:
        """Of all atoms."""
        return sum(atom.width for atom in self.atoms)


@dataclass(slots=True, kw_only=True)
class Line:
    """Clusters of one line; `x` where it begins, `room` how far it may go, in pixels."""

    x: float
    room: float
    clusters: list[Cluster] = field(default_factory=list)
    last: bool = False

    @property
    def width(self) -> float:
        """Of its clusters and the spaces between them."""
        return sum(c.width for c in self.clusters) + sum(c.space for c in self.clusters[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Setter:
    """Sets pieces on a sheet: size in points, leader sign ("" for none), least width of an empty value in mm."""

    sheet: Sheet
    pen: Pen
    size: float
    leader: str = ""
    blank: float = 16.0
    hand_height: float = 3.6

    def clusters(self, pieces: Sequence[Piece]) -> list[Cluster]:
        """Words of the pieces, measured; pieces that meet without a space make one word."""
        found: list[Cluster] = []
        glued = False
        for piece in pieces:
            words = [""] if piece.text is None else re.split(r" +", piece.text)
            for number, word in enumerate(words):
                if number:
                    glued = False
                if not word and piece.text is not None:
                    continue
                atom = self._atom(piece, word)
                if glued and found:
                    found[-1].atoms.append(atom)
                else:
                    found.append(Cluster(atoms=[atom], space=self._space(piece)))
                glued = True
        return found

    def _space(self, piece: Piece) -> float:
        if piece.writing is Writing.HANDWRITTEN:
            return self.sheet.mm(self.hand_height) * 0.45
        return advance(self.sheet.font(self.size, piece.style, piece.role), " ")

    def _atom(self, piece: Piece, word: str) -> Atom:
        sheet = self.sheet
        font = sheet.font(self.size, piece.style, piece.role)
        if piece.text is None:
            return Atom(piece=piece, text="", width=sheet.mm(self.blank), font=font)
        if piece.writing is not Writing.HANDWRITTEN:
            return Atom(piece=piece, text=word, width=advance(font, word), font=font)
        mask, base = hand.word(word, sheet.faces["hand"], sheet.mm(self.hand_height), self.pen.rng, self.pen.heavy)
        left, _, right, _ = stamps.ink_of(mask)
        width = right - left + sheet.mm(0.8)
        return Atom(piece=piece, text=word, width=width, font=font, mask=mask, base=base, inset=left)

    def lines(
        self, pieces: Sequence[Piece], x: float, width: float, indent: float = 0.0, hang: float = 0.0
    ) -> list[Line]:
        """Break into lines; lengths in millimetres: `indent` moves the first line in, `hang` the others."""
        mm = self.sheet.mm
        lines = [Line(x=mm(x + indent), room=mm(width - indent))]
        used = 0.0
        for cluster in self.clusters(pieces):
            need = cluster.width + (cluster.space if lines[-1].clusters else 0.0)
            if lines[-1].clusters and used + need > lines[-1].room:
                lines.append(Line(x=mm(x + hang), room=mm(width - hang)))
                used, need = 0.0, cluster.width
            lines[-1].clusters.append(cluster)
            used += need
        lines[-1].last = True
        return lines

    def draw(self, line: Line, y: float, *, align: str = "left", justify: bool = False) -> Rectangle | None:
        """Set one line with its baseline at `y` millimetres, on the line of the truth begun last; returns its ink."""
        spare = line.room - line.width
        x = line.x + {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * spare
        gaps = len(line.clusters) - 1
        stretch = min(spare / gaps, self.sheet.mm(4)) if justify and not line.last and gaps > 0 else 0.0
        inks: list[Rectangle] = []
        for number, cluster in enumerate(line.clusters):
            x += cluster.space + stretch if number else 0.0
            inks += self._cluster(cluster, x, y, last=line.last and align == "left" and number == gaps)
            x += cluster.width
        tail = line.clusters[-1].atoms[-1] if line.clusters else None
        if self.leader and line.last and align == "left" and tail is not None and tail.piece.value:
            unit = 25.4 / self.sheet.dpi
            x += 3 - (0 if tail.piece.text else tail.width)
            self.sheet.leader(x * unit, y, (line.x + line.room) * unit, self.size, self.leader)
        return _around(inks)

    def _cluster(self, cluster: Cluster, x: float, y: float, *, last: bool) -> list[Rectangle]:
        sheet, unit = self.sheet, 25.4 / self.sheet.dpi
        inks: list[Rectangle] = []
        joined: list[tuple[Atom, Rectangle]] = []
        for atom in cluster.atoms:
            blank = atom.piece.text is None and not (last and atom is cluster.atoms[-1])
            if self.leader and (blank or atom.mask is not None) and atom.piece.value:
                sheet.leader(x * unit, y, (x + atom.width) * unit, self.size, self.leader)
            if atom.mask is not None:
                inks.append(self._write(atom, x, y))
            elif atom.text:
                ink = sheet.ink(atom.text, atom.font, x, sheet.mm(y))
                joined.append((atom, ink))
                inks.append(ink)
                self._note_slot(atom, ink)
            x += atom.width
        if joined:
            named = next((atom.piece.field for atom, _ in joined if atom.piece.field), None)
            whole = _around([ink for _, ink in joined])
            if whole is not None:
                sheet.note_word("".join(atom.text for atom, _ in joined), whole, Writing.PRINTED, named)
        return inks

    def _write(self, atom: Atom, x: float, y: float) -> Rectangle:
        if atom.mask is None:
            raise ValueError(atom.text)
        sheet = self.sheet
        rise = float(self.pen.rng.normal(0, 0.2)) - 0.3
        left, top, right, bottom = stamps.ink_of(atom.mask)
        corner = (x - atom.inset + sheet.mm(0.4), sheet.mm(y + rise) - atom.base)
        sheet.mark(atom.mask, self.pen.ink, *corner, pen=True)
        ink = (corner[0] + left, corner[1] + top, corner[0] + right, corner[1] + bottom)
        sheet.note_word(atom.text, ink, Writing.HANDWRITTEN, atom.piece.field)
        self._note_slot(atom, ink)
        return ink

    def _note_slot(self, atom: Atom, ink: Rectangle) -> None:
        if atom.piece.slot is not None:
            self.sheet.slots.append(PlacedSlot(kind=atom.piece.slot, writing=atom.piece.writing, ink=ink))


def _around(inks: Sequence[Rectangle]) -> Rectangle | None:
    if not inks:
        return None
    return (
        min(ink[0] for ink in inks),
        min(ink[1] for ink in inks),
        max(ink[2] for ink in inks),
        max(ink[3] for ink in inks),
    )
