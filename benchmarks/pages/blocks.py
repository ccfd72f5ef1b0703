"""What the blocks of a layout mean: rows, paragraphs, headings, heads, columns, places, groups, signatures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from benchmarks.pages import codes, grids, hand, stamps, ticks
from benchmarks.pages.drawer import Drawer
from benchmarks.pages.flow import Piece
from benchmarks.pages.model import Level
from benchmarks.pages.setting import head_lines

Block = Mapping[str, Any]
_NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"


def _row(drawer: Drawer, block: Block) -> None:
    """Cells side by side (` | `), each a label with a value on its leader; `at` are the shares where cells begin."""
    cells = drawer.worded(block["row"]).split(" | ")
    step = drawer.row * block.get("step", 1.0)
    setter = drawer.setter(block.get("size"), leader=block.get("leader"))
    starts = block.get("at") or [number / len(cells) for number in range(len(cells))]
    ends = [*starts[1:], 1.0]
    drawer.sheet.next_block()
    lines = []
    for cell, start, end in zip(cells, starts, ends, strict=True):
        x = drawer.left + drawer.width * start
        room = drawer.width * (end - start) - (3.0 if end < 1.0 else 0.0)
        pieces = drawer.pieces(cell, block.get("style", ""), block.get("value"))
        lines.append(setter.lines(pieces, x, room, block.get("indent", 0.0), block.get("hang", 0.0)))
    for number in range(max(len(cell) for cell in lines)):
        drawer.need(0)
        if setter.sheet is not drawer.sheet:
            setter = drawer.setter(block.get("size"), leader=block.get("leader"))
        drawer.sheet.next_line()
        for cell in lines:
            if number < len(cell):
                setter.draw(cell[number], drawer.y, align=block.get("align", "left"))
        drawer.y += step


def _paragraph(drawer: Drawer, block: Block) -> None:
    """Running text: `p` the template, `align`, `justify`, `indent`, `size`, `style`."""
    size = block.get("size", drawer.spec.size)
    step = drawer.size(size) * drawer.spec.leading * 25.4 / 72 * (0.85 + 0.15 * drawer.scale)
    if drawer.mode is not drawer.mode.PRINTED:
        step = max(step, drawer.row * 0.85)
    setter = drawer.setter(size, leader=block.get("leader", ""), step=step)
    drawer.sheet.next_block()
    pieces = drawer.pieces(block["p"], block.get("style", ""), block.get("value"))
    align = block.get("align", "left")
    lines = setter.lines(pieces, drawer.left, drawer.width, block.get("indent", 0.0), block.get("hang", 0.0))
    drawer.put(lines, setter, step, align=align, justify=block.get("justify", False))
    drawer.y += block.get("after", 0.8) * drawer.scale


def _title(drawer: Drawer, block: Block) -> None:
    """Centred lines, bold and large: `title` one or several, `size` of the first and `then` of the others."""
    texts = block["title"] if isinstance(block["title"], list) else [block["title"]]
    drawer.sheet.next_block()
    drawer.y += block.get("before", 3.0) * drawer.scale
    before = 0.0
    for number, text in enumerate(texts):
        size = block.get("size", 16.0) if number == 0 else block.get("then", block.get("size", 16.0) - 2.5)
        setter = drawer.setter(size, leader="")
        with drawer.in_print():
            pieces = drawer.pieces(text, block.get("style", "b"), block.get("value"))
        lines = setter.lines(pieces, drawer.left, drawer.width)
        step = drawer.size(size) * 1.28 * 25.4 / 72
        # A line larger than the one before needs its own height above its baseline.
        drawer.y += max(0.0, step - before) * 0.7
        before = step
        drawer.put(lines, setter, step, align=block.get("align", "centre"))
    drawer.y += block.get("after", 2.5) * drawer.scale


def _head(drawer: Drawer, block: Block) -> None:
    """Agency and nation side by side: lines of `left` and `right`, below each `under_left` and `under_right`."""
    block = block["head"] or {}
    keep = drawer.y
    size = block.get("size", 11.5)
    share = block.get("share", 0.42)
    middle = drawer.left + drawer.width * share
    right = block.get("right", [_NATION, block.get("motto", _MOTTO)])
    left = block.get("left", ["{_over}", "{_agency}"])
    ends = []
    columns = (
        (left, drawer.left - 4, middle - 2, block.get("under_left", []), "left"),
        (right, middle + 2, drawer.right + 4, block.get("under_right", []), "right"),
    )
    for lines, begin, end, under, side in columns:
        with drawer.region(begin, end, keep):
            drawer.sheet.next_block()
            rule = block.get("rule", True)
            _centred(drawer, lines, size, bold=len(lines) if side == "right" else 1, rule=rule)
            drawer.y += 1.5
            for text in under if isinstance(under, list) else [under]:
                _small(drawer, text, block, side)
            ends.append(drawer.y)
    drawer.y = max(ends) + block.get("after", 1.0) * drawer.scale


def _small(drawer: Drawer, text: str, block: Block, side: str) -> None:
    drawer.sheet.next_block()
    size = block.get("under_size", 12.0)
    setter = drawer.setter(size, leader="")
    style = block.get(f"under_{side}_style", "i" if side == "right" else "")
    lines = setter.lines(drawer.pieces(text, style), drawer.left, drawer.width)
    drawer.put(lines, setter, drawer.size(size) * 1.3 * 25.4 / 72, align=block.get("under_align", "centre"))


def _centred(drawer: Drawer, texts: Sequence[str], size: float, *, bold: int, rule: bool) -> None:
    """Lines in capitals, the last `bold` of them bold, with a short rule below."""
    shown = [text for text in texts if not (text == "{_over}" and not drawer.fact("_over"))]
    setter = drawer.setter(size, leader="")
    step = drawer.size(size) * 1.22 * 25.4 / 72
    ink = None
    for number, text in enumerate(shown):
        style = "b" if number >= len(shown) - bold else ""
        drawer.sheet.next_block()
        with drawer.in_print():
            pieces = drawer.pieces(text, style, style)
        whole = pieces[0].text if len(pieces) == 1 else None
        if whole and whole != _NATION and drawer.sheet.width(whole, setter.size, style) > drawer.width:
            broken = head_lines(whole, drawer.width, drawer.sheet, setter.size)
            pieces = [replace(pieces[0], text="\n".join(broken))]
        for parts in _parted(pieces):
            ink = drawer.put(setter.lines(parts, drawer.left, drawer.width), setter, step, align="centre")[-1]
    if rule and ink is not None:
        length = (ink[2] - ink[0]) * 25.4 / drawer.dpi * (1.0 if shown[-1] == _MOTTO else 0.4)
        drawer.sheet.rule((drawer.left + drawer.right - length) / 2, drawer.y - step + 1.7, length)


def _columns(drawer: Drawer, block: Block) -> None:
    """Blocks side by side: `cols` lists of blocks, `at` the shares where they begin, `rule` a line between them."""
    starts = block.get("at") or [number / len(block["cols"]) for number in range(len(block["cols"]))]
    ends = [*starts[1:], 1.0]
    left, width, top = drawer.left, drawer.width, drawer.y
    reached = []
    for blocks, start, end in zip(block["cols"], starts, ends, strict=True):
        gap = block.get("gap", 4.0)
        with drawer.region(left + width * start, left + width * end - (gap if end < 1.0 else 0.0), top):
            drawer.run(blocks)
            reached.append(drawer.y)
    drawer.y = max(reached)
    if block.get("rule"):
        for start in starts[1:]:
            drawer.sheet.upright(left + width * start - 2, top - drawer.row * 0.7, drawer.y - top)


def _at(drawer: Drawer, block: Block) -> None:
    """Blocks at a place of their own: `at` is x, y, width; with `stay` the height goes on below them."""
    x, y, width = block["at"]
    keep, fixed = drawer.y, drawer.fixed
    drawer.fixed = True
    with drawer.region(x, x + width, y):
        drawer.run(block["blocks"])
    drawer.fixed = fixed
    drawer.check(-drawer.row * 0.8)
    drawer.y = drawer.y if block.get("stay") else keep


def _each(drawer: Drawer, block: Block) -> None:
    """Blocks once for every entry of a group (`records`: every record); `_n` counts from 1."""
    for number, entry in enumerate(drawer.fact(block["each"]) or ()):
        with drawer.within(f"{block['each']}[{number}].", {"_n": number + 1, **entry}):
            drawer.run(block["blocks"])


def _if(drawer: Drawer, block: Block) -> None:
    """Blocks only where a fact is borne (`if`), `else` others."""
    name, _, wanted = block["if"].partition("=")
    fact = drawer.fact(name)
    borne = bool(fact) and (not wanted or str(fact) == wanted)
    drawer.run(block.get("blocks", ()) if borne else block.get("else", ()))


def _sign(drawer: Drawer, block: Block) -> None:
    """Blocks for signing, side by side: each `lines`, `name`, `seal`, `signed`, at share `x` of the width."""
    height = block.get("height", 24.0)
    drawer.need(height + 16 * drawer.scale)
    top = drawer.y + block.get("before", 3.0) * drawer.scale
    reached = []
    left, width = drawer.left, drawer.width
    for part in block["sign"]:
        middle, wide = left + width * part.get("x", 0.74), part.get("width", min(84.0, width * 0.5))
        with drawer.region(middle - wide / 2, middle + wide / 2, top):
            _signing(drawer, part, height)
            reached.append(drawer.y)
    drawer.y = max(reached)
    if not drawer.fixed and drawer.y > drawer.spec.paper[1] - 6:
        drawer.need(1000)


def _signing(drawer: Drawer, part: Block, height: float) -> None:
    size = part.get("size", 12.0)
    drawer.sheet.next_block()
    for text in part.get("lines", ()):
        style = "i" if text.startswith("~") or "{ngay" in text or "tháng" in text else "b"
        setter = drawer.setter(size, leader="")
        with drawer.in_print():
            found = drawer.pieces(text.removeprefix("~ "), style, style)
        for pieces in _parted(found):
            lines = setter.lines(pieces, drawer.left, drawer.width)
            drawer.put(lines, setter, drawer.size(size) * 1.26 * 25.4 / 72, align=part.get("align", "centre"))
    for text in part.get("list", ()):
        _paragraph(drawer, {"p": text, "size": size - 1.5, "after": 0})
    if "name" not in part and not part.get("seal"):
        return
    middle = (drawer.left + drawer.right) / 2
    mm, sheet, rng = drawer.sheet.mm, drawer.sheet, drawer.pen.rng
    if part.get("signed", True):
        scribble = hand.signature(mm(34), mm(min(15.0, height * 0.62)), rng)
        sheet.mark(scribble, drawer.pen.ink, mm(middle - 15), mm(drawer.y - 1.5), pen=True, ignore=True)
    if part.get("seal"):
        shift = 0.0 if drawer.level is Level.CLEAN else float(rng.uniform(-8, 0))
        ring = drawer.fact("_seal") or "ỦY BAN NHÂN DÂN"
        wide = part.get("seal_size", 34.0)
        mask = stamps.seal(ring, "", sheet.faces["stamp"], mm(wide), rng)
        sheet.mark(mask, stamps.RED, mm(middle - wide * 0.95), mm(drawer.y - 7 + shift), ignore=True)
    drawer.y += height
    drawer.sheet.next_block()
    if part.get("name"):
        _title(
            drawer, {"title": part["name"], "size": part.get("name_size", 12.5), "before": -4, "after": 0, "value": "b"}
        )


def _parted(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces of one line each: a value with line breaks is printed over several."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = (piece.text or "").split("\n")
        lines[-1].append(replace(piece, text=first))
        lines += [[replace(piece, text=text)] for text in rest]
    return lines


def _gap(drawer: Drawer, block: Block) -> None:
    drawer.y += block["gap"] * drawer.scale


def _page(drawer: Drawer, block: Block) -> None:
    """A new page."""
    del block
    drawer.new_page()


def _rule(drawer: Drawer, block: Block) -> None:
    """A line across a share of the width."""
    length = drawer.width * block["rule"]
    drawer.sheet.rule(drawer.left + (drawer.width - length) / 2, drawer.y - drawer.row * 0.45, length)


def _box(drawer: Drawer, block: Block) -> None:
    """Blocks within a frame."""
    top = drawer.y - drawer.row * 0.75
    pad = block.get("pad", 3.0)
    keep = drawer.left, drawer.right
    drawer.y += pad * 0.6
    with drawer.region(keep[0] + pad, keep[1] - pad):
        drawer.run(block["box"])
    drawer.sheet.frame(keep[0], top, keep[1] - keep[0], drawer.y - drawer.row * 0.5 - top, weight=0.3)
    drawer.y += pad


def _down(drawer: Drawer, block: Block) -> None:
    """Go down to a height of the page at least."""
    drawer.y = max(drawer.y, float(block["down"]))


BLOCKS: Final[Mapping[str, Callable[[Drawer, Block], None]]] = {
    "row": _row,
    "p": _paragraph,
    "title": _title,
    "head": _head,
    "cols": _columns,
    "at": _at,
    "each": _each,
    "if": _if,
    "sign": _sign,
    "gap": _gap,
    "page": _page,
    "rule": _rule,
    "box": _box,
    "down": _down,
    "table": grids.table,
    "ticks": ticks.ticks,
    "qr": codes.qr,
    "mrz": codes.mrz,
    "photo": codes.photo,
}
