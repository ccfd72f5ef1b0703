"""Codes on pages: how many worn QR codes are read beside bare zxing-cpp, and whether wrong MRZ lines are ever believed.

Invented cards on pages of text, worn as the page generator wears them. `--each N` takes N instead of 40 codes of each
size, resolution and wear. Writes build/bench/codes.json.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from cv2.typing import MatLike
from PIL import Image, ImageDraw, ImageFont

from benchmarks.pages.fonts import choose
from benchmarks.pages.model import Level, Split
from benchmarks.pages.sheet import A4, INK
from benchmarks.pages.wear import draw_wear, worn
from benchmarks.results import Figure, print_figures, print_table, progress, write
from dossier.codes import CodeKind
from dossier.rules.mrz import LENGTH, RefusedMrz, parse_td1
from ocr.codes.barcodes import find_barcodes
from ocr.codes.mrz_lines import find_mrz
from ocr.engines.engine import Grey
from ocr.engines.tesseract_in_process import best_tesseract
from ocr.engines.trueocr import TrueOcrEngine
from ocr.geometry import Upright
from ocr.placing import placed
from ocr.preparation import measure, prepare
from tests.ocr.codes.cards import TODAY, Person, person, print_of

MM_AN_INCH = 25.4
QR = zxingcpp.BarcodeFormat.QRCode
BARE = zxingcpp.BarcodeFormats(QR)
SIZES = (15, 20, 25)
RESOLUTIONS = (200, 300)
LINES_EACH = 8
WRONG_EACH = 10_000
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
READ_AS = {"0": "ODQ", "1": "IL", "8": "B", "5": "S", "2": "Z", "6": "G", "4": "A", "7": "T", "<": "KCLSE", "3": "8"}
WORDS = ("Căn", "cứ", "Luật", "Tổ", "chức", "chính", "quyền", "địa", "phương", "xã", "Đông", "Tiến", "công", "nhận")
LETTERS_OCR_B = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A worn page with somebody's code."""

    person: Person
    page: Grey
    piece: Grey
    """The code alone with half its size around."""


def scanned(sheet: MatLike, level: Level, seed: int) -> tuple[Grey, MatLike]:
    """The grey picture of a worn sheet, and the matrix from sheet to picture."""
    rng = np.random.default_rng(seed)
    wear = draw_wear(level, rng, photograph=False, turned=False)
    page, matrix = worn(sheet, [], wear, rng)
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) if page.ndim == 3 else page
    stored = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, wear.quality])[1]
    return np.asarray(cv2.imdecode(stored, cv2.IMREAD_GRAYSCALE), np.uint8), matrix


def text_page(dpi: int, rng: random.Random) -> tuple[Image.Image, float]:
    """A sheet with text on its lower two thirds, and where that begins."""
    page = Image.new("L", (round(A4[0] / MM_AN_INCH * dpi), round(A4[1] / MM_AN_INCH * dpi)), 255)
    pen, font = ImageDraw.Draw(page), choose(Split.TUNE, "serif", rng).font(13 / 72 * dpi)
    for y in np.arange(3.2, 10.7, 0.26) * dpi:
        pen.text((dpi, y), " ".join(rng.choices(WORDS, k=11)), fill=INK, font=font)
    return page, 3.2 * dpi


def qr_cards(dpi: int, millimetres: int, level: Level, each: int) -> Iterator[Card]:
    """Pages with one code somewhere above the text."""
    for number in range(each):
        seed = 100_000 * dpi + 1000 * millimetres + 100 * level + number
        rng = random.Random(seed)
        somebody = person(rng)
        sheet, free = text_page(dpi, rng)
        ink = print_of(somebody.payload, millimetres, dpi, QR)
        side = ink.shape[0]
        x, y = rng.randrange(dpi // 2, sheet.width - dpi - side), rng.randrange(dpi // 3, round(free) - side - dpi // 3)
        sheet.paste(Image.fromarray(np.asarray(255 - ink, np.uint8)), (x, y))
        page, matrix = scanned(np.asarray(sheet), level, seed)
        middle = np.asarray(matrix) @ (x + side / 2, y + side / 2, 1)
        left, top = (max(0, round(value - side)) for value in middle[:2])
        yield Card(
            person=somebody, page=page, piece=np.ascontiguousarray(page[top : top + 2 * side, left : left + 2 * side])
        )


def bare(image: Grey, payload: str) -> tuple[bool, float]:
    """Whether zxing-cpp alone reads it, and milliseconds."""
    started = time.perf_counter()
    read = zxingcpp.read_barcodes(image, formats=BARE)
    return any(one.bytes.decode("utf-8", "replace") == payload for one in read), _ms(started)


def measure_qr(each: int) -> tuple[dict[str, Figure], list[tuple[object, ...]]]:
    rows: list[tuple[object, ...]] = []
    seen: Counter[str] = Counter()
    for dpi, level, millimetres in product(RESOLUTIONS, Level, SIZES):
        count: Counter[str] = Counter()
        spent: defaultdict[str, float] = defaultdict(float)
        for card in qr_cards(dpi, millimetres, level, each):
            for name, image in (("crop", card.piece), ("page", card.page)):
                right, took = bare(image, card.person.payload)
                count[name] += right
                spent[name] += took
            started = time.perf_counter()
            codes = find_barcodes(card.page, dpi)
            spent["ours"] += _ms(started)
            count["ours"] += any(code.text == card.person.payload for code in codes)
            seen["told"] += bool(codes)
            seen["wrong"] += any(code.text not in {None, card.person.payload} for code in codes)
        shares = [100 * count[name] / each for name in ("crop", "page", "ours")]
        rows.append(
            (f"{dpi} dpi, wear {level.value}, {millimetres} mm", *shares, *(spent[n] / each for n in ("page", "ours")))
        )
        progress(str(rows[-1]))
    levels = {level: [row for row in rows if f"wear {level.value}" in str(row[0])] for level in Level}
    figures = {
        f"qr_read_wear_{level.value}": Figure(
            value=_mean(rows_of, 3),
            unit="%",
            goal=None if level is Level.BAD else (">=", 99),
            peer=_mean(rows_of, 2),
        )
        for level, rows_of in levels.items()
    }
    figures["qr_wrong"] = Figure(value=float(seen["wrong"]), unit="codes", goal=("<=", 0))
    figures["qr_seen"] = Figure(value=100 * seen["told"] / (each * len(rows)), unit="%")
    figures["page_300_dpi_ms"] = Figure(
        value=_mean(rows[len(rows) // 2 :], 5), unit="ms", goal=("<=", 130), peer=_mean(rows[len(rows) // 2 :], 4)
    )
    return figures, rows


def measure_without_code(pages: int) -> dict[str, Figure]:
    """What a page of 300 dpi costs that has none."""
    spent, found = 0.0, 0
    for number in range(pages):
        page, _ = scanned(np.asarray(text_page(300, random.Random(number))[0]), Level.TYPICAL, number)
        started = time.perf_counter()
        found += len(find_barcodes(page, 300, tuple(CodeKind)))
        spent += _ms(started)
    return {
        "no_code_300_dpi_ms": Figure(value=spent / pages, unit="ms", goal=("<=", 130)),
        "no_code_found": Figure(value=float(found), unit="codes", goal=("<=", 0)),
    }


def injured(lines: tuple[str, ...], errors: int, rng: random.Random, *, like_readers: bool) -> list[str]:
    """The lines with so many signs taken for others, anywhere."""
    signs = list("".join(lines))
    for place in rng.sample(range(len(signs)), errors):
        choices = READ_AS.get(signs[place], signs[place]) if like_readers else SIGNS.replace(signs[place], "")
        signs[place] = rng.choice(choices)
    return ["".join(signs[start : start + LENGTH]) for start in range(0, len(signs), LENGTH)]


def measure_errors(each: int) -> tuple[dict[str, Figure], list[tuple[object, ...]]]:
    rows: list[tuple[object, ...]] = []
    wrong = 0
    for like_readers, errors in product((False, True), (1, 2, 3, 6)):
        count: Counter[str] = Counter()
        rng = random.Random(10 * errors + like_readers)
        for _ in range(each):
            somebody = person(rng)
            mrz = parse_td1(injured(somebody.lines, errors, rng, like_readers=like_readers), today=TODAY)
            if isinstance(mrz, RefusedMrz):
                count["refused"] += 1
                continue
            truth = (somebody.number, somebody.birth, somebody.sex, somebody.expiry)
            count["right" if (mrz.number, mrz.birth, mrz.sex, mrz.expiry) == truth else "wrong"] += 1
            count["mended"] += mrz.repairs > 0
        wrong += count["wrong"]
        kind = "like readers'" if like_readers else "any sign"
        rows.append(
            (f"{errors} {kind}", *(100 * count[name] / each for name in ("right", "mended", "refused")), count["wrong"])
        )
    return {"mrz_believed_wrong": Figure(value=float(wrong), unit="cards", goal=("<=", 0))}, rows


def back_of_card(somebody: Person, dpi: int, letters: Path) -> MatLike:
    """The lines as cards have them, ten signs an inch, with paper around."""
    sheet = Image.new("L", (round(120 / MM_AN_INCH * dpi), round(60 / MM_AN_INCH * dpi)), 255)
    pen, probe = ImageDraw.Draw(sheet), ImageFont.truetype(letters, 100)
    font = ImageFont.truetype(letters, 100 * dpi / 10 / probe.getlength("0"))
    for number, line in enumerate(somebody.lines):
        pen.text(
            (round(20 / MM_AN_INCH * dpi), round((20 + number * 4.4) / MM_AN_INCH * dpi)), line, fill=INK, font=font
        )
    return np.asarray(sheet)


def measure_lines(each: int, letters: Path) -> tuple[dict[str, Figure], list[tuple[object, ...]]]:
    """How many printed lines prove themselves: by the words of the first reader, and looked at again."""
    first, again = TrueOcrEngine(), best_tesseract("eng", alternatives=False)
    rows: list[tuple[object, ...]] = []
    wrong = 0
    for dpi, level in product(RESOLUTIONS, Level):
        count: Counter[str] = Counter()
        spent = 0.0
        for number in range(each):
            somebody = person(random.Random(9000 + number))
            grey, _ = scanned(back_of_card(somebody, dpi, letters), level, number)
            measured = measure(np.repeat(grey[:, :, None], 3, axis=2), dpi)
            height, width = grey.shape
            placing = Upright(width=width, height=height, rotation=0, skew=measured.lean.skew)
            page = prepare(placing.apply(grey), dpi, measured).grey
            words = placed(first.read(page, dpi), placing, 1.0)
            started = time.perf_counter()
            codes = find_mrz(words, page, scale=1.0, dpi=dpi, rotation=0, engine=again)
            spent += _ms(started)
            count["seen"] += bool(codes)
            for code in (one for one in codes if one.text is not None):
                mrz = parse_td1((code.text or "").split("\n"), today=TODAY)
                wrong += isinstance(mrz, RefusedMrz) or (mrz.number, mrz.birth) != (somebody.number, somebody.birth)
                count["words" if code.how == "words" else "again"] += 1
        shares = [100 * count[name] / each for name in ("seen", "words", "again")]
        rows.append((f"{dpi} dpi, wear {level.value}", *shares, spent / each))
    return {"mrz_read_wrong": Figure(value=float(wrong), unit="cards", goal=("<=", 0))}, rows


def _ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _mean(rows: list[tuple[object, ...]], column: int) -> float:
    return float(np.mean([float(str(row[column])) for row in rows]))


def main() -> None:
    """Measure, print, write."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--each", type=int, default=40)
    each = asked.parse_args().each
    cv2.setNumThreads(1)
    figures, qr = measure_qr(each)
    figures |= measure_without_code(max(4, each // 2))
    errors, injuries = measure_errors(WRONG_EACH * each // 40)
    figures |= errors
    lines: list[tuple[object, ...]] = []
    if LETTERS_OCR_B.is_file():
        more, lines = measure_lines(LINES_EACH, LETTERS_OCR_B)
        figures |= more
    print_figures(figures)
    print_table(
        "QR codes read, % (zxing-cpp on the crop, on the page; ours), ms a page",
        ("", "crop", "page", "ours", "page ms", "ours ms"),
        qr,
    )
    print_table("MRZ lines with wrong signs, %", ("", "right", "mended", "refused", "wrong"), injuries)
    print_table(
        "MRZ lines printed in OCR-B, % (needs fonts-ocr-b)", ("", "seen", "by words", "by a further look", "ms"), lines
    )
    print(write("codes", figures, qr=qr, mrz_errors=injuries, mrz_lines=lines))


if __name__ == "__main__":
    main()
