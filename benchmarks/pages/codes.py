"""Machine-readable marks of cards: QR codes, the zone of ICAO 9303 (TD1), and the portrait, which is only a shape."""

from collections.abc import Mapping
from typing import Any, Final

import cv2
import numpy as np
import zxingcpp
from PIL import Image, ImageDraw

from benchmarks.pages.drawer import Drawer
from benchmarks.pages.truth import DrawnCode
from dossier.reading import Writing

_WEIGHTS: Final = (7, 3, 1)


def qr(drawer: Drawer, block: Mapping[str, Any]) -> None:
    """`qr` names the fact of the payload, `at` its x and y within the region, `side` its size; the height stays."""
    payload = str(drawer.fact(block["qr"]))
    barcode = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode)
    modules = np.asarray(zxingcpp.write_barcode_to_image(barcode, add_quiet_zones=False), np.uint8)
    modules = modules if modules.ndim == 2 else modules[..., 0]
    sheet = drawer.sheet
    side = round(sheet.mm(block["side"]))
    x, y = (round(sheet.mm(value)) for value in block["at"])
    pixels = cv2.resize(modules, (side, side), interpolation=cv2.INTER_NEAREST)
    sheet.canvas.paste(Image.fromarray(np.where(pixels < 128, 16, 255).astype(np.uint8)), (x, y))
    box = (float(x), float(y), float(x + side), float(y + side))
    sheet.ignored.append(box)
    drawer.drawn.codes.append(DrawnCode(page=len(drawer.sheets) - 1, kind="qr", text=payload, box=box))


def mrz(drawer: Drawer, block: Mapping[str, Any]) -> None:
    """`mrz` names the fact with the lines; set in the monospaced face with `size` points, stretched over the width."""
    lines = str(drawer.fact(block["mrz"])).split("\n")
    sheet = drawer.sheet
    font = sheet.font(block.get("size", 9.0), "", "mono")
    pitch = sheet.mm(drawer.width) / len(lines[0])
    sheet.next_block()
    boxes = []
    for line in lines:
        sheet.next_line()
        x = sheet.mm(drawer.left)
        inks = []
        for sign in line:
            inks.append(sheet.ink(sign, font, x, sheet.mm(drawer.y)))
            x += pitch
        ink = (inks[0][0], min(one[1] for one in inks), inks[-1][2], max(one[3] for one in inks))
        sheet.note_word(line, ink, Writing.PRINTED, None)
        boxes.append(ink)
        drawer.y += block.get("step", 4.2)
    box = (boxes[0][0], boxes[0][1], max(one[2] for one in boxes), boxes[-1][3])
    drawer.drawn.codes.append(DrawnCode(page=len(drawer.sheets) - 1, kind="mrz", text="\n".join(lines), box=box))


def photo(drawer: Drawer, block: Mapping[str, Any]) -> None:
    """A head and shoulders in grey: `photo` is x, y, width, height on the page."""
    sheet = drawer.sheet
    x, y, width, height = (sheet.mm(value) for value in block["photo"])
    pen = ImageDraw.Draw(sheet.canvas)
    pen.rectangle((x, y, x + width, y + height), fill=205, outline=120)
    middle = x + width / 2
    pen.ellipse((middle - width * 0.42, y + height * 0.66, middle + width * 0.42, y + height * 1.3), fill=95)
    pen.rectangle((x, y + height + 1, x + width, y + height * 1.32), fill=255)
    pen.ellipse((middle - width * 0.23, y + height * 0.16, middle + width * 0.23, y + height * 0.66), fill=150)
    pen.chord((middle - width * 0.25, y + height * 0.12, middle + width * 0.25, y + height * 0.55), 180, 360, fill=60)
    sheet.ignored.append((x, y, x + width, y + height))


def check_digit(text: str) -> str:
    """The digit that ICAO 9303 puts after a number: weights 7, 3, 1, letters from A = 10, "<" = 0."""
    values = (0 if sign == "<" else int(sign, 36) for sign in text)
    return str(sum(value * _WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def td1(*, number: str, citizen: str, born: str, male: bool, expires: str, name: str) -> str:
    """The three lines of a card: number of nine digits, the citizen's twelve as optional data, dates as yymmdd.

    The name is plain capitals with "<<" after the surname and "<" between the others.
    """
    first = f"IDVNM{number}{check_digit(number)}{citizen}<<{check_digit(citizen)}"
    second = f"{born}{check_digit(born)}{'M' if male else 'F'}{expires}{check_digit(expires)}VNM".ljust(29, "<")
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return "\n".join((first, second + check_digit(composite), name[:30].ljust(30, "<")))
