"""Lines with gaps that offices fill by machine, by hand or by stamp; every gap is noted as a slot of the truth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.pages import hand, stamps
from benchmarks.pages.sheet import PlacedSlot, Rectangle, Run, Sheet
from dossier.reading import SlotKind, Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What fills a gap and how; `room` is its least width in millimetres when it is not printed."""

    text: str
    writing: Writing = Writing.PRINTED
    kind: SlotKind | None = None
    field: str | None = None
    room: float = 9.0
    dotted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Who writes on a page: randomness of the strokes, ink, height of letters in millimetres."""

    rng: np.random.Generator
    ink: tuple[int, int, int]
    stamp_ink: tuple[int, int, int]
    height: float = 3.6
    heavy: float = 0.3
    """How thick the strokes are, 0 to 1."""


def fill_line(
    sheet: Sheet,
    parts: Sequence[str | Gap],
    x: float,
    y: float,
    size: float,
    *,
    pen: Pen,
    style: str = "",
    centred: bool = False,
) -> float:
    """Set the parts one after the other as one line; returns where it ends. Printed parts join into words."""
    pieces = _joined(parts)
    name = next((part.field for part in parts if isinstance(part, Gap) and part.field), None)
    widths = [_width(sheet, piece, size, style, pen) for piece in pieces]
    at = x - sum(widths) / 2 if centred else x
    sheet.next_line()
    for piece, width in zip(pieces, widths, strict=True):
        gap = piece[0]
        if isinstance(gap, str) or gap.writing is Writing.PRINTED:
            sheet.more([Run(text=_text(piece), style=style, field=name)], at, y, size)
            _note_printed(sheet, piece, at, y, (size, style))
        else:
            if gap.dotted:
                sheet.leader(at, y, at + width, size)
            ink = write(sheet, gap, at, y, width=width, pen=pen)
            if gap.kind is not None:
                sheet.slots.append(PlacedSlot(kind=gap.kind, writing=gap.writing, ink=ink))
        at += width
    return at


def _width(sheet: Sheet, piece: Sequence[str | Gap], size: float, style: str, pen: Pen) -> float:
    gap = piece[0]
    if isinstance(gap, str) or gap.writing is Writing.PRINTED:
        return sheet.width(_text(piece), size, style)
    return max(gap.room, len(gap.text) * pen.height * 0.95)


def write(sheet: Sheet, gap: Gap, x: float, y: float, *, width: float, pen: Pen) -> Rectangle:
    """Write or stamp into a gap with its baseline at `y`; returns the ink of it all."""
    rng = pen.rng
    inks: list[Rectangle] = []
    at = sheet.mm(x + 0.6)
    words = gap.text.split()
    height = sheet.mm(pen.height)
    for number, text in enumerate(words):
        if gap.writing is Writing.STAMPED:
            mask = stamps.text_stamp(text, sheet.faces["stamp"], height * 1.35, rng, style="b", tilt=2.5)
            left, top, right, bottom = stamps.ink_of(mask)
            base, colour = float(bottom), pen.stamp_ink
        else:
            mask, base = hand.word(text, sheet.faces["hand"], height, rng, pen.heavy)
            left, top, right, bottom = stamps.ink_of(mask)
            colour = pen.ink
        if number == 0 and len(words) == 1:
            at = sheet.mm(x) + max(0.0, (sheet.mm(width) - (right - left)) * float(rng.uniform(0.2, 0.6)))
        rise = float(rng.normal(0, 0.25)) - 0.3
        corner = (at - left, sheet.mm(y + rise) - base)
        sheet.mark(mask, colour, *corner, pen=True)
        ink = (corner[0] + left, corner[1] + top, corner[0] + right, corner[1] + bottom)
        sheet.note_word(text, ink, gap.writing, gap.field)
        inks.append(ink)
        at += right - left + height * 0.42
    return (
        min(ink[0] for ink in inks),
        min(ink[1] for ink in inks),
        max(ink[2] for ink in inks),
        max(ink[3] for ink in inks),
    )


def _joined(parts: Sequence[str | Gap]) -> list[list[str | Gap]]:
    """Runs of parts that are printed in one go, and gaps alone."""
    pieces: list[list[str | Gap]] = []
    printed_before = False
    for part in parts:
        printed = isinstance(part, str) or part.writing is Writing.PRINTED
        if printed and printed_before:
            pieces[-1].append(part)
        else:
            pieces.append([part])
        printed_before = printed
    return pieces


def _text(piece: Sequence[str | Gap]) -> str:
    return "".join(part.text if isinstance(part, Gap) else part for part in piece)


def _note_printed(sheet: Sheet, parts: Sequence[str | Gap], at: float, y: float, text: tuple[float, str]) -> None:
    """Note the printed slots among the parts that make one joined piece, by the width of what stands before them."""
    size, style = text
    cap = size * sheet.dpi / 72 * 0.68
    before = ""
    for part in parts:
        own = part.text if isinstance(part, Gap) else part
        if isinstance(part, Gap) and part.kind is not None:
            left = sheet.mm(at + sheet.width(before, size, style))
            ink = (left, sheet.mm(y) - cap, left + sheet.mm(sheet.width(own, size, style)), sheet.mm(y))
            sheet.slots.append(PlacedSlot(kind=part.kind, writing=part.writing, ink=ink))
        before += own
