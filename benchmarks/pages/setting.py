"""Sets an administrative paper on its sheet: the two-column head, body, signer's block, recipients, stamps."""

import numpy as np

from benchmarks.pages import hand, stamps
from benchmarks.pages.administrative import Paper, Paragraph
from benchmarks.pages.model import Level
from benchmarks.pages.sheet import A4, Run, Sheet
from benchmarks.pages.slots import Gap, Pen, fill_line
from benchmarks.pages.splits import Layout
from dossier.reading import SlotKind, Writing

_UNITS = ("THỊ", "TỈNH", "THÀNH", "HUYỆN", "QUẬN", "XÃ", "PHƯỜNG")
_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_LONGER = 1.12
"""How much longer than the others one line of a column may be."""
_LEAST_GAP = 5.0
"""Millimetres between the columns of a head."""


def set_paper(sheet: Sheet, paper: Paper, level: Level, pen: Pen) -> None:
    """Put everything of the paper on the sheet."""
    head_end = _head(sheet, paper, pen)
    y = _heading(sheet, paper, head_end)
    block_height = 62.0 if paper.signed else 12.0
    y = _body(sheet, paper, y, A4[1] - 14 - block_height)
    if paper.signed:
        _signer(sheet, paper, y + 5, level, pen)


def head_lines(text: str, room: float, sheet: Sheet, size: float) -> list[str]:
    """Lines of a head: as few as fit the room, of about the same length; a unit's name begins a line where it can."""
    words = text.split()
    starts = [
        number for number, word in enumerate(words) if number > 1 and word in _UNITS and words[number - 1] != "THỊ"
    ]
    if starts:
        halves = [" ".join(words[: starts[-1]]), " ".join(words[starts[-1] :])]
        if sheet.width(text, size, "b") > room * 0.62 and all(sheet.width(half, size, "b") <= room for half in halves):
            return halves
    whole = sheet.width(text, size, "b")
    count = max(1, int(np.ceil(whole / room)))
    lines: list[str] = []
    line: list[str] = []
    for word in words:
        longer = " ".join([*line, word])
        if line and len(lines) < count - 1 and sheet.width(longer, size, "b") > whole / count * _LONGER:
            lines.append(" ".join(line))
            line = [word]
        else:
            line.append(word)
    return [*lines, " ".join(line)]


def _head(sheet: Sheet, paper: Paper, pen: Pen) -> float:
    layout = paper.layout
    size, step = layout.head_size, layout.head_size * 25.4 / 72 * 1.22
    room = _agency_room(sheet, layout, size)
    sheet.next_block()
    y = layout.top
    for line in head_lines(paper.over, room, sheet, size) if paper.over else []:
        sheet.line(line, layout.head_left, y, size, align="centre")
        y += step
    for line in head_lines(paper.agency.upper(), room, sheet, size):
        left, right = sheet.line(
            [Run(text=line, style="b", field="organName")], layout.head_left, y, size, align="centre"
        )
        y += step
    if layout.rule_under_agency:
        length = (right - left) * layout.rule_under_agency
        sheet.rule(layout.head_left - length / 2, y - step + 1.6, length)
    below = max(y + layout.number_below, layout.top + 2 * step + 6)
    _number(sheet, paper, below, pen)
    left_end = below + step
    if paper.letter:
        sheet.next_block()
        for line in head_lines(paper.subject, room * 0.92, sheet, size * 0.96):
            sheet.line([Run(text=line, field="subject")], layout.head_left, left_end, size * 0.96, align="centre")
            left_end += step
    sheet.next_block()
    sheet.line(_NATION, layout.head_right, layout.top, size, style="b", align="centre")
    left, right = sheet.line(layout.motto, layout.head_right, layout.top + step, size * 1.05, style="b", align="centre")
    sheet.rule(left, layout.top + step + 1.6, right - left)
    _date(sheet, paper, below, pen)
    if paper.urgent is not None:
        left_end = _urgent(sheet, paper, left_end, pen)
    return left_end


def _agency_room(sheet: Sheet, layout: Layout, size: float) -> float:
    """Millimetres for the agency's lines, so that no wide face runs them into the line of the nation."""
    between = layout.head_right - layout.head_left
    beside = 2 * (between - sheet.width(_NATION, size, "b") / 2 - _LEAST_GAP)
    return min(between * 0.78, beside / _LONGER)


def _number(sheet: Sheet, paper: Paper, y: float, pen: Pen) -> None:
    before, after = paper.layout.number.split("{n}")
    gap = Gap(
        text=paper.number,
        writing=paper.number_writing,
        kind=SlotKind.NUMBER,
        field="codeNumber",
        room=14.0,
        dotted=bool(sheet.rng.random() < 0.4),
    )
    parts = (before, gap, after.format(k=paper.notation))
    fill_line(sheet, parts, paper.layout.head_left, y, paper.layout.head_size * 1.02, pen=pen, centred=True)


def _date(sheet: Sheet, paper: Paper, y: float, pen: Pen) -> None:
    date = paper.date
    texts = {"d": f"{date.day:02d}", "m": paper.month_text, "y": str(date.year)}
    kinds = {"d": SlotKind.DAY, "m": SlotKind.MONTH, "y": SlotKind.YEAR}
    writings = {"d": paper.day_writing, "m": paper.month_writing, "y": Writing.PRINTED}
    dotted = bool(sheet.rng.random() < 0.4)
    parts: list[str | Gap] = []
    rest = paper.layout.date.replace("{town}", paper.town)
    for key, text in texts.items():
        before, rest = rest.split("{" + key + "}")
        parts += [
            before,
            Gap(text=text, writing=writings[key], kind=kinds[key], field="issuedDate", room=8.5, dotted=dotted),
        ]
    fill_line(
        sheet,
        [*parts, rest],
        paper.layout.head_right,
        y,
        paper.layout.head_size * 1.04,
        pen=pen,
        style="i",
        centred=True,
    )


def _urgent(sheet: Sheet, paper: Paper, y: float, pen: Pen) -> float:
    assert paper.urgent is not None
    text = paper.urgent
    mask = stamps.framed_stamp(text, sheet.faces["stamp"], sheet.mm(5.0), pen.rng)
    x0 = sheet.mm(paper.layout.head_left) - mask.shape[1] / 2 + float(pen.rng.uniform(-60, 60))
    left, top, right, bottom = sheet.mark(mask, stamps.RED, x0, sheet.mm(y + 2), pen=True)
    sheet.next_line()
    step = (right - left) / len(text.split())
    for number, word in enumerate(text.split()):
        box = (left + number * step, top, left + (number + 1) * step, bottom)
        sheet.note_word(word, box, Writing.STAMPED, "priority")
    return y + (bottom - top) * 25.4 / sheet.dpi + 2


def _heading(sheet: Sheet, paper: Paper, y: float) -> float:
    layout = paper.layout
    middle = layout.left + (A4[0] - layout.left - layout.right) / 2
    step = layout.subject_size * 25.4 / 72 * 1.2
    y += 8
    if not paper.letter:
        sheet.next_block()
        sheet.line([Run(text=paper.heading, style="b", field="typeName")], middle, y, 14.5, align="centre")
        y += step
        text = f"({paper.subject})" if paper.bracketed else paper.subject
        style = "" if layout.typewriter else "b"
        run = Run(text=text, style=style, field="subject")
        y = sheet.paragraph([run], middle - 62, y, width=124, size=layout.subject_size, leading=1.2, align="centre")
        if layout.rule_under_agency:
            sheet.rule(middle - 16, y - step + 2.0, 32)
        y += 5
    if paper.addressees:
        y = _addressees(sheet, paper, y + 2)
    return y


def _addressees(sheet: Sheet, paper: Paper, y: float) -> float:
    layout = paper.layout
    size, step = layout.body_size, layout.body_size * 25.4 / 72 * 1.2
    sheet.next_block()
    x = layout.left + 28
    if len(paper.addressees) == 1:
        width = A4[0] - layout.right - x
        return sheet.paragraph(f"{layout.to} {paper.addressees[0]}", x, y, width=width, size=size, leading=1.2) + 4
    sheet.line(layout.to, x, y, size)
    for number, text in enumerate(paper.addressees):
        y += step
        sheet.line(f"- {text}{'.' if number == len(paper.addressees) - 1 else ';'}", x + 14, y, size)
    return y + step + 4


def _body(sheet: Sheet, paper: Paper, y: float, limit: float) -> float:
    layout = paper.layout
    width = A4[0] - layout.left - layout.right
    middle = layout.left + width / 2
    step = layout.body_size * 25.4 / 72 * layout.leading
    for part in paper.body:
        runs = _runs(part)
        if y + step * sheet.count_lines(runs, width, layout.body_size, layout.indent) > limit:
            break
        sheet.next_block()
        if part.centred:
            y = (
                sheet.paragraph(
                    runs, middle - 70, y + 1.2, width=140, size=layout.body_size, leading=1.2, align="centre"
                )
                + 1.6
            )
        else:
            y = sheet.paragraph(
                runs,
                layout.left,
                y,
                width=width,
                size=layout.body_size,
                leading=layout.leading,
                indent=layout.indent,
                justified=layout.justified,
            )
            y += 1.8
    return y


def _runs(part: Paragraph) -> list[Run]:
    prefix = [Run(text=part.prefix, style=part.prefix_style)] if part.prefix else []
    return [*prefix, Run(text=part.text, style=part.style)]


def _signer(sheet: Sheet, paper: Paper, y: float, level: Level, pen: Pen) -> None:
    layout = paper.layout
    _recipients(sheet, paper, y)
    sheet.next_block()
    middle, size = layout.signer_middle, layout.body_size
    step = size * 25.4 / 72 * 1.15
    at = y
    for line in paper.authority:
        named = None if line.startswith(("TM.", "T/M")) else "signerPosition"
        style = "" if layout.typewriter else "b"
        sheet.line([Run(text=line, style=style, field=named)], middle, at, size, align="centre")
        at += step
    name_at = at + float(pen.rng.uniform(21, 27))
    width, height = sheet.mm(float(pen.rng.uniform(32, 50))), sheet.mm(float(pen.rng.uniform(14, 21)))
    scribble = hand.signature(width, height, pen.rng)
    sheet.mark(scribble, pen.ink, sheet.mm(middle - 18), sheet.mm(at - 1), pen=True, ignore=True)
    shift = -4.0 if level is Level.CLEAN else float(pen.rng.uniform(-10, 3))
    ring = paper.over.title() if paper.over else paper.agency
    inner = (
        ""
        if paper.agency.startswith(("Ủy ban", "Hội đồng"))
        else "\n".join(head_lines(paper.agency.upper(), 26, sheet, 7))
    )
    mask = stamps.seal(ring.upper(), inner, sheet.faces["stamp"], sheet.mm(35), pen.rng)
    across = sheet.mm(middle - 17 - 18 + (0 if level is Level.CLEAN else float(pen.rng.uniform(-2, 9))))
    sheet.mark(mask, stamps.RED, across, sheet.mm(at + 9 + shift) - mask.shape[0] / 2 + sheet.mm(4), ignore=True)
    _name(sheet, paper, middle, name_at, pen)


def _name(sheet: Sheet, paper: Paper, middle: float, y: float, pen: Pen) -> None:
    if paper.name_writing is Writing.PRINTED:
        run = Run(text=paper.signer, style="" if paper.layout.typewriter else "b", field="signerName")
        sheet.line([run], middle, y, paper.layout.body_size, align="centre")
        return
    mask = stamps.text_stamp(paper.signer, sheet.faces["hand"], sheet.mm(7.4), pen.rng, style="b", tilt=3)
    x = sheet.mm(middle) - mask.shape[1] / 2
    left, top, right, bottom = sheet.mark(mask, stamps.RED, x, sheet.mm(y) - mask.shape[0] * 0.6)
    sheet.next_line()
    letters = len(paper.signer)
    passed = 0
    for word in paper.signer.split():
        box = (
            left + (right - left) * passed / letters,
            top,
            left + (right - left) * (passed + len(word)) / letters,
            bottom,
        )
        sheet.note_word(word, box, Writing.STAMPED, "signerName")
        passed += len(word) + 1


def _recipients(sheet: Sheet, paper: Paper, y: float) -> None:
    layout = paper.layout
    sheet.next_block()
    sheet.line(layout.recipients, layout.left, y, 12, style="" if layout.typewriter else "bi")
    for number, text in enumerate(paper.recipients):
        y += 4.6
        ending = "." if number == len(paper.recipients) - 1 else ";"
        y = (
            sheet.paragraph(
                [Run(text=f"{layout.bullet}{text}{ending}", field="recipients")],
                layout.left,
                y,
                width=70,
                size=11,
                leading=1.15,
            )
            - 11 * 25.4 / 72 * 1.15
        )
