"""Prints the blocks of `content` on a sheet where NĐ 30/2020 Phụ lục I puts them. Knows nothing of scanning."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from resources.samples import content, seal
from resources.samples.fonts import millimetres, pixels
from resources.samples.sheet import INK, LINE, RED, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

STATE: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
# Centres of the two columns of the head as shares of the measure.
LEFT_COLUMN: Final = 0.19
RIGHT_COLUMN: Final = 0.71


class Printer:
    """Prints one page; `rng` moves only what a hand does (seals, signatures), never print."""

    def __init__(self, sheet: Sheet, rng: np.random.Generator) -> None:
        self.sheet = sheet
        self._rng = rng
        self._by_kind: dict[str, Callable[[Any], None]] = {
            "head": self._head,
            "lines": self._lines,
            "paragraph": self._paragraph,
            "addressee": self._addressee,
            "table": self._table,
            "form": self._form,
            "closing": self._closing,
            "parcel": self._parcel,
            "code_square": self._code_square,
            "space": lambda block: sheet.down(block.points),
        }

    def print(self, page: content.PageData, *, number: int) -> None:
        """Print the blocks from the top; the frame lies below them, the page number above."""
        if page.frame != "none":
            {"birth": seal.birth_frame, "land": seal.land_frame}[page.frame](self.sheet.image)
            self.sheet.left, self.sheet.right = millimetres(24), self.sheet.image.width - millimetres(23)
        if page.number:
            self.sheet.set(str(number), x=self._at(0.5), y=millimetres(14), points=13, align="m")
            self.sheet.printed.append(str(number))
        for block in page.blocks:
            self._by_kind[block.block](block)

    def _at(self, share: float) -> float:
        return self.sheet.left + self.sheet.measure * share

    def _column(self, lines: list[tuple[str, float, str]], *, x: float, top: float) -> float:
        """Set centred lines of (text, points, style) below `top`; returns the last baseline."""
        y = top
        for text, points, style in lines:
            y += pixels(points * LINE)
            self.sheet.set(text, x=x, y=y, points=points, style=style, align="m")
            self.sheet.printed.append(text)
        return y

    def _head(self, block: content.Head) -> None:
        sheet, top = self.sheet, self.sheet.y
        left, right = self._at(LEFT_COLUMN), self._at(RIGHT_COLUMN)
        agency = [(text, 13.0, "") for text in block.parent] + [(text, 13.0, "b") for text in block.organ]
        left_y = self._column(agency, x=left, top=top)
        sheet.rule(x=left, y=left_y + pixels(6), length=sheet.width(block.organ[-1], 13, "b") * 0.42)
        # Quốc hiệu and tiêu ngữ take two lines; number and date share the line below the longer column.
        second = max(left_y, top + pixels(13 * LINE + 13.5 * LINE)) + pixels(8)
        if block.number:
            self._column([(block.number, 13, "")], x=left, top=second)
        about_top = second + pixels(13 * LINE + 2)
        left_y = self._column([(text, 12, "") for text in block.about], x=left, top=about_top)
        right_y = self._column([(STATE, 12.5, "b"), (MOTTO, 13.5, "b")], x=right, top=top)
        sheet.rule(x=right, y=right_y + pixels(6), length=sheet.width(MOTTO, 13.5, "b"))
        if block.place_date:
            right_y = self._column([(block.place_date, 13.5, "i")], x=right, top=second - pixels(0.5 * LINE))
        if block.right:
            right_y = self._column([(text, 12.5, "") for text in block.right], x=right, top=second)
        sheet.y = max(left_y if block.about else second + pixels(13 * LINE), right_y) + pixels(8)

    def _lines(self, block: content.Lines) -> None:
        sheet = self.sheet
        sheet.down(block.before)
        x, align = {"left": (0.0, "l"), "centre": (0.5, "m"), "right": (1.0, "r")}[block.align]
        for text in block.text:
            sheet.down(block.points * LINE)
            colour = RED if block.colour == "red" else INK
            sheet.set(
                text, x=self._at(x), y=sheet.y, points=block.points, style=block.style, align=align, colour=colour
            )
            sheet.printed.append(text)
        if block.rule:
            sheet.rule(x=self._at(0.5), y=sheet.y + pixels(7), length=sheet.measure * 0.17)
        sheet.down(block.after)

    def _paragraph(self, block: content.Paragraph) -> None:
        for text in block.text:
            self.sheet.paragraph(text, points=block.points, style=block.style, indent=block.indent)
            self.sheet.down(block.after)

    def _addressee(self, block: content.Addressee) -> None:
        sheet = self.sheet
        sheet.down(8 + 14 * LINE)
        if len(block.to) == 1:
            line = f"Kính gửi: {block.to[0]}"
            sheet.set(line, x=self._at(0.52), y=sheet.y, points=14, align="m")
            sheet.printed.append(line)
        else:
            x = self._at(0.3)
            sheet.set("Kính gửi:", x=x - pixels(6), y=sheet.y, points=14, align="r")
            sheet.printed.append("Kính gửi:")
            for text in block.to:
                sheet.down(14 * LINE)
                sheet.set(f"- {text}", x=x, y=sheet.y, points=14)
                sheet.printed.append(f"- {text}")
        sheet.down(10)

    def _table(self, block: content.Table) -> None:
        sheet = self.sheet
        total = sum(block.widths)
        edges = [self._at(sum(block.widths[:number]) / total) for number in range(len(block.widths) + 1)]
        y = sheet.y + pixels(5)
        for number, row in enumerate((block.header, *block.rows)):
            y = self._table_row(row, edges, y, points=block.points, style="b" if number == 0 else "")
        sheet.y = y + pixels(8)

    def _table_row(self, row: tuple[str, ...], edges: list[float], top: float, *, points: float, style: str) -> float:
        """Set one row and its rules; the printed line joins the cells with " | "."""
        sheet, pad = self.sheet, pixels(4)
        cells = [
            sheet.wrap(text, points, style, right - left - 2 * pad) if text else []
            for text, left, right in zip(row, edges, edges[1:], strict=False)
        ]
        deepest = max(1, *(len(lines) for lines in cells))
        bottom = top + pixels(points * LINE * deepest + 6)
        for lines, left, right in zip(cells, edges, edges[1:], strict=False):
            y = (top + bottom) / 2 - pixels(points * (LINE * (len(lines) / 2 - 1) - 0.02 + 0.28))
            for words in lines:
                text = " ".join(word.text for word in words)
                sheet.set(text, x=(left + right) / 2, y=y, points=points, style=style, align="m")
                y += pixels(points * LINE)
            sheet.draw.rectangle((left, top, right, bottom), outline=INK, width=2)
        if any(row):
            sheet.printed.append(" | ".join(row))
        return bottom

    def _form(self, block: content.Form) -> None:
        for row in block.rows:
            self.sheet.down(block.leading)
            total = sum(cell.share for cell in row)
            start = 0.0
            for cell in row:
                self._cell(cell, block, left=self._at(start / total), right=self._at((start + cell.share) / total))
                start += cell.share
            self.sheet.printed.append(" ".join(f"{cell.label} {cell.value}".strip() for cell in row))
        self.sheet.down(6)

    def _cell(self, cell: content.Cell, block: content.Form, *, left: float, right: float) -> None:
        sheet, points = self.sheet, block.points
        sheet.set(cell.label, x=left, y=sheet.y, points=points)
        start = left + (sheet.width(cell.label, points) + pixels(4) if cell.label else 0)
        if block.dots:
            self._leader(start, right - pixels(5), tone=block.dot_tone)
        # A value typed into a ready form starts a little in and stands a little high.
        x, y = (start + pixels(5), sheet.y - 2) if block.dots else (start, sheet.y)
        sheet.set(cell.value, x=x, y=y, points=points, style=block.value_style)

    def _leader(self, start: float, end: float, *, tone: int) -> None:
        """Fine dots of grey level `tone` a little below the baseline, as a form is printed before it is filled in."""
        y, step = self.sheet.y + pixels(2.6), pixels(2.6)
        for number in range(int((end - start) / step)):
            x = start + number * step
            self.sheet.draw.ellipse((x, y, x + 2, y + 2), fill=(tone, tone - 6, tone - 10))

    def _closing(self, block: content.Closing) -> None:
        sheet = self.sheet
        sheet.down(block.before)
        top = sheet.y
        y = top
        if block.recipients:
            for number, text in enumerate(("Nơi nhận:", *block.recipients)):
                points, style = (12, "bi") if number == 0 else (11, "")
                y += pixels(points * LINE)
                line = text if number == 0 else f"- {text}"
                sheet.set(line, x=sheet.left, y=y, points=points, style=style)
                sheet.printed.append(line)
        if block.left:
            y = self._signer(block.left, x=self._at(0.22), top=top, room=block.room)
        sheet.y = max(y, self._signer(block.signer, x=self._at(0.74), top=top, room=block.room))

    def _signer(self, signer: content.Signer, *, x: float, top: float, room: float) -> float:
        """Office, signature with its seal over the left third of it, and name; returns the name's baseline."""
        sheet = self.sheet
        date = [(signer.place_date, 13.0, "i")] if signer.place_date else []
        y = self._column(date + [(text, 13.0, "b") for text in signer.office], x=x, top=top)
        name_y = y + pixels(room)
        if signer.seal:
            ring = " ".join(filter(None, (signer.seal.top, signer.seal.bottom, *signer.seal.middle)))
            sheet.printed.append(f"⟦stamp:{ring}⟧")
        sheet.set(signer.name, x=x, y=name_y, points=13.5, style="b", align="m")
        sheet.printed.append(signer.name)
        width, height = millimetres(46), pixels(room - 26)
        seal.sign(sheet.image, signer.name, box=(x - width * 0.42, y + pixels(6), width, height), rng=self._rng)
        if signer.seal:
            centre = (x - width * 0.42 - millimetres(5), y + pixels(room * 0.42))
            seal.press_seal(sheet.image, signer.seal, sheet.faces, at=centre, rng=self._rng)
        return name_y

    def _parcel(self, block: content.Parcel) -> None:
        """A plan drawn to fit, sides labelled with their lengths in metres."""
        sheet = self.sheet
        self._lines(content.Lines(block="lines", text=(block.title,), style="b", points=13, before=2, after=4))
        corners = np.array(block.corners)
        low, high = corners.min(axis=0), corners.max(axis=0)
        scale = min(pixels(block.height - 44) / (high[1] - low[1]), sheet.measure * 0.55 / (high[0] - low[0]))
        origin = np.array([self._at(0.5) - (high[0] - low[0]) * scale / 2, sheet.y + pixels(20)])
        points = origin + (corners - low) * scale
        sheet.draw.polygon([(float(px), float(py)) for px, py in points], outline=INK, width=3)
        middle = points.mean(axis=0)
        for start, end, first, second in zip(
            points, np.roll(points, -1, axis=0), corners, np.roll(corners, -1, axis=0), strict=True
        ):
            length = f"{float(np.hypot(*(second - first))):.2f}".replace(".", ",")
            place = (start + end) / 2
            away = (place - middle) / np.hypot(*(place - middle))
            x, y = place + away * (pixels(13) + abs(away[0]) * pixels(10))
            sheet.set(length, x=float(x), y=float(y) + pixels(4), points=11, align="m")
            sheet.printed.append(length)
        sheet.down(block.height)

    def _code_square(self, block: content.CodeSquare) -> None:
        side = round(pixels(block.size))
        tile = seal.code_square(side, self._rng)
        self.sheet.image.paste(tile, (round(self.sheet.right - side), round(millimetres(15))))
