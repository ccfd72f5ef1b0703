"""One paper from one seed: facts of its type, a layout of its half, one or several worn pages, and the truth of all."""

import random
import re
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from benchmarks.pages import makers
from benchmarks.pages.drawer import Drawer, TooTall
from benchmarks.pages.fonts import choose
from benchmarks.pages.formspec import FormSpec, layouts
from benchmarks.pages.model import (
    GeneratedDocument,
    GeneratedPage,
    Kind,
    Level,
    Split,
    TruthCell,
    TruthCode,
    TruthSlot,
    TruthTable,
    TruthTick,
)
from benchmarks.pages.sheet import Rectangle, Sheet
from benchmarks.pages.shown import kinds
from benchmarks.pages.splits import splits
from benchmarks.pages.wear import Matrix, Wear, draw_wear, turned, worn
from benchmarks.pages.wearing import draw_pen, encoded, mapped, mapped_words, tinted
from dossier.reading import Box, Writing

_SCALES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.64)
_RECORD = re.compile(r"records\[(\d+)\]\.(.+)")


def generate_document(
    seed: int, kind: Kind, level: Level, split: Split, *, photographs: bool = False, turns: bool = True
) -> GeneratedDocument:
    """The paper of this seed, with as many pages as its layout takes; options as those of `generate.generate`.

    Raises PageFontMissing. No state, any process; 0.2 to 0.5 s a page at 200 dpi.
    """
    if not layouts(kind, split):
        return _of_one_page(seed, kind, level, split, photographs=photographs, turns=turns)
    drawer, rng = set_document(seed, kind, level, split)
    asked = bool(rng.random() < 0.125) and photographs
    aside = bool(rng.random() < 0.04) and turns
    pictures = []
    for sheet in drawer.sheets:
        wear = draw_wear(level, rng, photograph=asked, turned=aside)
        pictures.append(_worn(sheet, wear, rng, drawer.spec))
    return _document(drawer, pictures, (seed, kind, level, split))


def set_document(
    seed: int, kind: Kind, level: Level, split: Split, spec: FormSpec | None = None
) -> tuple[Drawer, np.random.Generator]:
    """The unworn sheets of the paper of this seed, in `spec` where one is given, and the chance that wears them."""
    key = f"{seed}/{kind}/{level}/{split}"
    words_rng = random.Random(key)
    rng = np.random.default_rng([seed, zlib.crc32(kind.encode()), int(level), int(split is Split.SCORED)])
    offered = layouts(kind, split)
    chosen = words_rng.choices(offered, [one.weight for one in offered])[0]
    spec = spec or chosen
    facts = makers.facts(kind, words_rng, splits()[split].parity, spec)
    drawer = _drawn(spec, facts, kind, (level, split), (key, words_rng, rng))
    for name in facts.get("_implied", ()):
        # Said by the wording alone, as "ông (bà)" or "tổ chức" of a decision.
        drawer.drawn.note(name, facts[name], Writing.PRINTED)
    return drawer, rng


def _drawn(
    spec: FormSpec,
    facts: Mapping[str, Any],
    kind: Kind,
    part: tuple[Level, Split],
    chances: tuple[str, random.Random, np.random.Generator],
) -> Drawer:
    """The paper at the largest scale at which it fits."""
    level, split = part
    key, words_rng, rng = chances
    pen = draw_pen(rng)
    dpi = spec.dpi or int(rng.choice((200, 200, 200, 200, 300) if level is not Level.BAD else (150, 170, 200, 200)))
    faces = {role: choose(split, name, words_rng) for role, name in (("hand", "hand"), ("stamp", "sans"))}
    faces |= {"body": choose(split, spec.face, words_rng), "mono": choose(split, "mono", words_rng)}
    shares = (spec.hand, spec.slots, spec.slots * 0.8)
    modes = [Writing.HANDWRITTEN if words_rng.random() < share else Writing.PRINTED for share in shares]
    scale: float | None = 1.0
    while scale is not None:
        drawer = Drawer(
            spec=spec,
            facts=facts,
            kinds=kinds(kind.value),
            faces=faces,
            dpi=dpi,
            pen=pen,
            level=level,
            seed=key,
            scale=scale,
            mode=modes[0],
            number_mode=modes[1],
            day_mode=modes[2],
        )
        drawer.run(spec.blocks)
        drawer.check()
        if drawer.over <= 0:
            return drawer
        room = spec.paper[1] / (spec.paper[1] + drawer.over) * scale
        scale = next((one for one in _SCALES if one < min(scale, room + 0.03)), None)
    raise TooTall(spec.name, key)


_Picture = tuple[bytes, str, tuple[int, int], Matrix, Wear, Sheet]


def _worn(sheet: Sheet, wear: Wear, rng: np.random.Generator, spec: FormSpec) -> _Picture:
    marks = [*tinted(sheet, spec.tint, rng), *sheet.marks] if spec.tint else sheet.marks
    page, matrix = worn(np.array(sheet.canvas), marks, wear, rng)
    page, matrix = turned(page, matrix, wear.turn)
    data, mime = encoded(page, sheet.dpi, quality=wear.quality, png=wear.png)
    return data, mime, (page.shape[1], page.shape[0]), matrix, wear, sheet


def _document(
    drawer: Drawer,
    pictures: list[_Picture],
    made: tuple[int, Kind, Level, Split],
) -> GeneratedDocument:
    seed, kind, level, split = made
    drawn = drawer.drawn

    def box(page: int, ink: Rectangle) -> Box:
        _, _, (width, height), matrix, _, _ = pictures[page]
        return mapped(ink, matrix, width, height)

    values = drawn.values
    fields = {path: value for path, value in values.items() if "[" not in path}
    groups = {path: value for path, value in values.items() if "[" in path and not path.startswith("records[")}
    records: dict[int, dict[str, str]] = {}
    for path, value in values.items():
        if found := _RECORD.fullmatch(path):
            records.setdefault(int(found[1]), {})[found[2]] = value
    return GeneratedDocument(
        seed=seed,
        kind=kind,
        level=level,
        split=split,
        layout=drawer.spec.name,
        generation=drawer.spec.generation,
        pages=tuple(_page(drawer, picture, made) for picture in pictures),
        fields=fields,
        groups=groups,
        records=tuple({**fields, **record} for _, record in sorted(records.items())) or ({**fields, **groups},),
        written=drawn.written,
        tables=tuple(
            TruthTable(
                page=table.page,
                box=box(table.page, table.box),
                cells=tuple(
                    TruthCell(
                        row=cell.row,
                        column=cell.column,
                        text=cell.text,
                        box=box(table.page, cell.box),
                        columns=cell.columns,
                        field=cell.field,
                    )
                    for cell in table.cells
                ),
            )
            for table in drawn.tables
        ),
        ticks=tuple(
            TruthTick(
                page=tick.page, field=tick.field, option=tick.option, box=box(tick.page, tick.box), ticked=tick.ticked
            )
            for tick in drawn.ticks
        ),
        codes=tuple(
            TruthCode(page=code.page, kind=code.kind, text=code.text, box=box(code.page, code.box))
            for code in drawn.codes
        ),
    )


def _page(drawer: Drawer, picture: _Picture, made: tuple[int, Kind, Level, Split]) -> GeneratedPage:
    seed, kind, level, split = made
    data, mime, (width, height), matrix, wear, sheet = picture
    here = {word.field for word in sheet.words if word.field}
    fields = {path: value for path, value in drawer.drawn.values.items() if path in here}
    faces = drawer.faces
    return GeneratedPage(
        seed=seed,
        kind=kind,
        level=level,
        split=split,
        layout=drawer.spec.name,
        font=faces["body"].name,
        data=data,
        mime=mime,
        width=width,
        height=height,
        dpi=sheet.dpi,
        words=mapped_words(sheet, matrix, width, height),
        slots=tuple(
            TruthSlot(kind=slot.kind, writing=slot.writing, box=mapped(slot.ink, matrix, width, height))
            for slot in sheet.slots
        ),
        fields=fields,
        written={path: drawer.drawn.written[path] for path in fields},
        ignored=tuple(mapped(ink, matrix, width, height) for ink in sheet.ignored),
        turn=wear.turn,
        skew=0.0 if wear.photograph else round(wear.skew, 3),
        photograph=wear.photograph,
        extras={"hand": faces["hand"].name, "stamp": faces["stamp"].name, "colour": str(wear.colour)},
    )


def _of_one_page(
    seed: int, kind: Kind, level: Level, split: Split, *, photographs: bool, turns: bool
) -> GeneratedDocument:
    """Kinds with a drawer of their own, as documents of one page."""
    from benchmarks.pages.generate import generate

    page = generate(seed, kind, level, split, photographs=photographs, turns=turns)
    return GeneratedDocument(
        seed=seed,
        kind=kind,
        level=level,
        split=split,
        layout=page.layout,
        generation=None,
        pages=(page,),
        fields=page.fields,
        groups={},
        records=(page.fields,),
        written=page.written,
    )
