"""Tables read from drawn pages: cells exact, ruled and not, at three levels of wear, beside words of the page alone.

Contents are lists that offices keep: documents of a dossier, certificates given out, register rows, areas. Typefaces,
places and seeds of SCORED are apart from those that rules were made on (`--tune`). A cell is exact if letters, marks
and figures are right; case, spaces and punctuation at the ends do not count, as in the measurements of fields. The
peer puts the words of the page's reading into the true cells: what tables would be without reading cells, their
layout given. img2table, the obvious other peer, brings polars, numba and a reader of its own, so it is not run here.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from benchmarks.pages.fonts import choose
from benchmarks.pages.grammar import person, place
from benchmarks.pages.model import Level, Split
from benchmarks.pages.sheet import Sheet
from benchmarks.pages.wear import draw_wear, worn
from benchmarks.results import Figure, print_figures, print_table, progress, write
from dossier.ids import sha256_of
from dossier.reading import PagePicture, PageReading, Word
from dossier.tables import Table
from dossier.text import tone_key
from ocr.decoding import decode
from ocr.page_again import MOST_PIXELS, page_again
from ocr.readers import Readers, make_readers
from ocr.reading import read_first
from ocr.tables.finding import find_tables
from ocr.tables.page import TablePage

DPI = 200
LEFT, TOP = 18.0, 62.0
WIDTH = 176.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A table as text. `shares` of the width; `total` fills a last row, its label over the columns before the first."""

    name: str
    heads: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Drawn:
    """A page with its table: what stands in every place, and where, in pixels of the unworn sheet."""

    picture: PagePicture
    name: str
    level: Level
    ruled: bool
    texts: list[list[str]] = field(default_factory=list)
    boxes: list[list[tuple[float, float, float, float]]] = field(default_factory=list)


def _number(value: float) -> str:
    return f"{value:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _date(rng: random.Random) -> str:
    return f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(1985, 2024)}"


_SUBJECTS = (
    "Về việc cấp giấy chứng nhận quyền sử dụng đất",
    "Phê duyệt kế hoạch sử dụng đất hằng năm",
    "Báo cáo kết quả thẩm định hồ sơ",
    "Về việc thu hồi đất để thực hiện dự án",
    "Biên bản kiểm tra hiện trạng",
    "Đơn đề nghị đăng ký biến động",
    "Tờ trình xin phê duyệt dự toán",
    "Thông báo nộp lệ phí trước bạ",
)
_KINDS = ("QĐ-UBND", "TTr-STNMT", "BC-UBND", "TB-CCT", "CV-VPĐK", "NQ-HĐND")


def _documents(rng: random.Random, parity: int) -> Content:
    rows = [
        (
            str(at),
            f"{rng.randint(1, 900)}/{rng.choice(_KINDS)}",
            _date(rng),
            place(rng, parity).commune,
            rng.choice(_SUBJECTS),
            str(1 + 2 * at),
        )
        for at in range(1, rng.randint(7, 11))
    ]
    heads = ("STT", "Số, ký hiệu văn bản", "Ngày tháng", "Tác giả văn bản", "Trích yếu nội dung", "Tờ số")
    return Content(name="muc_luc", heads=heads, shares=(0.07, 0.19, 0.14, 0.2, 0.32, 0.08), rows=tuple(rows))


def _diplomas(rng: random.Random, parity: int) -> Content:
    rows = [
        (
            str(at),
            person(rng).name,
            _date(rng),
            place(rng, parity).commune,
            rng.choice(("Giỏi", "Khá", "Trung bình")),
            f"{rng.choice('ABC')} {rng.randint(100000, 999999)}",
            f"{rng.randint(1, 400):03}",
        )
        for at in range(1, rng.randint(9, 16))
    ]
    heads = ("TT", "Họ và tên", "Ngày sinh", "Nơi sinh", "Xếp loại", "Số hiệu bằng", "Số vào sổ")
    return Content(name="so_goc", heads=heads, shares=(0.06, 0.22, 0.14, 0.2, 0.12, 0.14, 0.12), rows=tuple(rows))


def _register(rng: random.Random, _parity: int) -> Content:
    rows = [
        (f"{at:02}", _date(rng), person(rng).name, person(rng, male=True).name, person(rng, male=False).name)
        for at in range(1, rng.randint(8, 14))
    ]
    heads = ("Số", "Ngày đăng ký", "Họ, tên người được khai sinh", "Họ và tên cha", "Họ và tên mẹ")
    return Content(name="so_dang_ky", heads=heads, shares=(0.07, 0.15, 0.28, 0.25, 0.25), rows=tuple(rows))


def _areas(rng: random.Random, parity: int) -> Content:
    values = [(rng.randint(200, 90000) / 10, rng.randint(200, 90000) / 10) for _ in range(rng.randint(6, 14))]
    rows = [
        (
            str(at + 1),
            place(rng, parity).commune,
            str(rng.randint(1, 60)),
            str(rng.randint(1, 900)),
            _number(one),
            _number(other),
        )
        for at, (one, other) in enumerate(values)
    ]
    sums = (_number(sum(one for one, _ in values)), _number(sum(other for _, other in values)))
    heads = ("STT", "Tên đơn vị", "Tờ bản đồ", "Thửa đất", "Diện tích (m2)", "Thu hồi (m2)")
    return Content(
        name="dien_tich",
        heads=heads,
        shares=(0.08, 0.3, 0.13, 0.13, 0.18, 0.18),
        rows=tuple(rows),
        total=("", "Tổng cộng", "", "", *sums),
    )


CONTENTS: tuple[Callable[[random.Random, int], Content], ...] = (_documents, _diplomas, _register, _areas)


def draw(seed: int, split: Split, content: Content, level: Level, *, ruled: bool) -> Drawn:
    """One page: a heading, the table, a closing line."""
    rng = random.Random(f"tables {split.value} {seed}")
    faces = {"body": choose(split, "serif" if rng.random() < 0.75 else "sans", rng)}
    sheet = Sheet(faces=faces, dpi=DPI, rng=rng)
    size = rng.choice((10.5, 11.5, 12.5))
    sheet.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 130, 25, 12, style="b", align="centre")
    sheet.line("DANH SÁCH KÈM THEO HỒ SƠ LƯU TRỮ", 105, 45, 13, style="b", align="centre")
    bottom, texts, boxes = _draw_table(sheet, content, size, ruled=ruled, rng=rng)
    sheet.line("Danh sách này được lập thành hai bản có giá trị như nhau.", LEFT, bottom + 12, 12)
    noise = np.random.default_rng(seed)
    wear = draw_wear(level, noise, photograph=False, turned=False)
    pixels, matrix = worn(np.array(sheet.canvas), sheet.marks, wear, noise)
    data = cv2.imencode(
        ".jpg", pixels[..., ::-1] if pixels.ndim == 3 else pixels, [cv2.IMWRITE_JPEG_QUALITY, wear.quality]
    )[1].tobytes()
    height, width = pixels.shape[:2]
    picture = PagePicture(
        number=1,
        data=data,
        mime="image/jpeg",
        width=width,
        height=height,
        dpi=DPI,
        sha256=sha256_of(data),
        origin="embedded",
    )
    on_page = [[_moved(box, matrix) for box in row] for row in boxes]
    return Drawn(picture=picture, name=content.name, level=level, ruled=ruled, texts=texts, boxes=on_page)


def _draw_table(
    sheet: Sheet, content: Content, size: float, *, ruled: bool, rng: random.Random
) -> tuple[float, list[list[str]], list[list[tuple[float, float, float, float]]]]:
    edges = [LEFT + WIDTH * sum(content.shares[:at]) for at in range(len(content.shares) + 1)]
    y, texts, boxes, tops = TOP, [], [], [TOP]
    step = size * 1.2 * 25.4 / 72
    centred = rng.random() < 0.5
    for number, row in enumerate((content.heads, *content.rows, *([content.total] if content.total else []))):
        style = "b" if number == 0 or (content.total and number == len(content.rows) + 1) else ""
        lines = [
            sheet.count_lines([_run(text, style)], edges[at + 1] - edges[at] - 3, size) if text else 1
            for at, text in enumerate(row)
        ]
        height = max(lines) * step + 2.4
        for at, text in enumerate(row):
            if text:
                in_middle = number == 0 or (centred and text[0].isdigit())
                sheet.paragraph(
                    [_run(text, style)],
                    edges[at] + 1.5,
                    y + step,
                    width=edges[at + 1] - edges[at] - 3,
                    size=size,
                    leading=1.2,
                    align="centre" if in_middle else "left",
                )
        texts.append(list(row))
        boxes.append(
            [
                (sheet.mm(edges[at]), sheet.mm(y), sheet.mm(edges[at + 1]), sheet.mm(y + height))
                for at in range(len(row))
            ]
        )
        y += height
        tops.append(y)
    if ruled:
        for top in tops:
            sheet.rule(edges[0], top, WIDTH)
        last = tops[-2] if content.total else tops[-1]
        for at, edge in enumerate(edges):
            # The label of a total stands in a cell merged over columns that it does not fill.
            whole = at in {0, 1, len(edges) - 1} or not content.total or at > 3
            sheet.frame(edge, tops[0], 0.0, (tops[-1] if whole else last) - tops[0])
    return y, texts, boxes


def _run(text: str, style: str):  # type: ignore[no-untyped-def]
    from benchmarks.pages.sheet import Run

    return Run(text=text, style=style)


def _moved(box: tuple[float, float, float, float], matrix: np.ndarray) -> tuple[float, float, float, float]:
    corners = np.array([[[box[0], box[1]], [box[2], box[1]], [box[0], box[3]], [box[2], box[3]]]], np.float64)
    points = cv2.perspectiveTransform(corners, matrix)[0]
    return float(points[:, 0].min()), float(points[:, 1].min()), float(points[:, 0].max()), float(points[:, 1].max())


def folded(text: str) -> str:
    """Without case, spaces and punctuation at the ends; marks and signs inside count."""
    return "".join(tone_key(text).split()).strip(".,;:-–_'\"`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One page: cells right by our tables, by the page's words in the true places, and milliseconds."""

    page: Drawn
    cells: int
    ours: int
    words_alone: int
    found: bool
    milliseconds: float
    wrong: tuple[tuple[str, str], ...]


def measure_page(drawn: Drawn, readers: Readers) -> Score:
    """Read the page, then its tables; the time is that of the tables alone."""
    reading = read_first(drawn.picture, readers)
    page = table_page(drawn.picture, reading)
    started = time.perf_counter()
    tables = find_tables(page, readers.first, readers.language)
    spent = 1000 * (time.perf_counter() - started)
    table = max(tables, key=lambda one: one.rows * one.columns, default=None)
    places = [(row, column) for row in range(len(drawn.texts)) for column in range(len(drawn.texts[row]))]
    # Empty places of a total are inside a merged cell; nothing is to be read there.
    wanted = {at: drawn.texts[at[0]][at[1]] for at in places if drawn.texts[at[0]][at[1]]}
    got = {at: _of_table(table, *at) for at in wanted}
    alone = {at: _of_words(reading.words, drawn.boxes[at[0]][at[1]]) for at in wanted}
    wrong = tuple((text, got[at]) for at, text in wanted.items() if folded(got[at]) != folded(text))
    return Score(
        page=drawn,
        cells=len(wanted),
        ours=len(wanted) - len(wrong),
        words_alone=sum(folded(alone[at]) == folded(text) for at, text in wanted.items()),
        found=table is not None and (table.rows, table.columns) == (len(drawn.texts), len(drawn.texts[0])),
        milliseconds=spent,
        wrong=wrong,
    )


def table_page(picture: PagePicture, reading: PageReading) -> TablePage:
    """The upright grey page as the second stage has it."""
    pixels, _ = decode(picture, MOST_PIXELS)
    page = page_again(picture, pixels, reading)
    return TablePage(grey=page.cleaned, scale=page.scale, dpi=page.dpi, placing=page.placing, words=reading.words)


def _of_table(table: Table | None, row: int, column: int) -> str:
    if table is None or row >= table.rows or column >= table.columns:
        return ""
    return table.text(row, column)


def _of_words(words: Sequence[Word], box: tuple[float, float, float, float]) -> str:
    left, top, right, bottom = box
    inside = [
        word
        for word in words
        if left <= word.box.x + word.box.w / 2 < right and top <= word.box.y + word.box.h / 2 < bottom
    ]
    return " ".join(word.text for word in inside)


def pages(count: int, split: Split) -> Iterator[Drawn]:
    """As many of every content, level and drawing."""
    parity = 0 if split is Split.TUNE else 1
    for number in range(count):
        for kind, make in enumerate(CONTENTS):
            for level in Level:
                for ruled in (True, False):
                    seed = 1000 * number + 100 * kind + 10 * level + ruled + (0 if split is Split.TUNE else 500_000)
                    content = make(random.Random(f"content {split.value} {seed}"), parity)
                    yield draw(seed, split, content, level, ruled=ruled)


def _share(scores: Sequence[Score], count: Callable[[Score], int]) -> float:
    return sum(map(count, scores)) / max(1, sum(score.cells for score in scores))


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3, help="of each of the 24 kinds")
    parser.add_argument("--tune", action="store_true", help="the pages that rules may be made on")
    parser.add_argument("--show", action="store_true", help="what was read wrong; with --tune only")
    options = parser.parse_args()
    readers, scores = make_readers(), []
    cv2.setNumThreads(1)
    for drawn in pages(options.pages, Split.TUNE if options.tune else Split.SCORED):
        score = measure_page(drawn, readers)
        scores.append(score)
        text = f"{drawn.name} {drawn.level} {'ruled' if drawn.ruled else 'open'}: {score.ours}/{score.cells}"
        progress(f"{text} words {score.words_alone} shape {score.found} {score.milliseconds:.0f} ms")
        if options.show and options.tune:
            for wanted, got in score.wrong:
                print(f"   {wanted!r} -> {got!r}")
    figures: dict[str, Figure] = {}
    rows = []
    for ruled in (True, False):
        for level in Level:
            part = [score for score in scores if score.page.ruled is ruled and score.page.level is level]
            exact, alone = _share(part, lambda one: one.ours), _share(part, lambda one: one.words_alone)
            name = f"{'ruled' if ruled else 'open'}_level_{int(level)}"
            spent = statistics.median(one.milliseconds for one in part)
            shape = sum(one.found for one in part) / len(part)
            goal = (">=", 0.9) if level is not Level.BAD and ruled else None
            figures[f"cells_exact_{name}"] = Figure(value=exact, unit="share", goal=goal, peer=alone)
            figures[f"milliseconds_{name}"] = Figure(value=spent, unit="ms")
            rows.append((name, exact, alone, shape, spent))
    print_table("Cells exact", ("", "ours", "words in true places", "shape right", "ms a page"), rows)
    print_figures(figures)
    if not options.tune:
        write("tables", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
