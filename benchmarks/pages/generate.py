"""One page from one seed: words, sheet, wear, and the truth carried along into pixels of the picture."""

import io
import random

import cv2
import numpy as np
from PIL import Image

from benchmarks.pages import birth, hand, land, stamps
from benchmarks.pages.administrative import Paper, write_paper
from benchmarks.pages.fonts import choose
from benchmarks.pages.model import GeneratedPage, Kind, Level, Split, TruthSlot, TruthWord
from benchmarks.pages.setting import set_paper
from benchmarks.pages.sheet import Rectangle, Sheet
from benchmarks.pages.slots import Pen
from benchmarks.pages.splits import splits
from benchmarks.pages.wear import Matrix, Pixels, draw_wear, turned, worn
from dossier.reading import Box, Writing

_ODD = {Kind.ADMINISTRATIVE: 0, Kind.BIRTH: 1, Kind.LAND: 2}


def generate(
    seed: int, kind: Kind, level: Level, split: Split, *, photographs: bool = False, turns: bool = True
) -> GeneratedPage:
    """The page of this seed; with `photographs` one in eight is photographed, with `turns` one in 25 lies wrong.

    Raises PageFontMissing. No state, any process; about 0.2 s at 200 dpi.
    """
    words_rng = random.Random(f"{seed}/{kind}/{level}/{split}")
    rng = np.random.default_rng([seed, _ODD[kind], int(level), int(split is Split.SCORED)])
    half = splits()[split]
    pen = Pen(
        rng=rng,
        ink=hand.BLUE if rng.random() < 0.6 else hand.BLACK_PEN,
        stamp_ink=(stamps.PURPLE, hand.BLUE, stamps.RED)[int(rng.choice(3, p=(0.4, 0.4, 0.2)))],
        height=float(rng.uniform(3.0, 4.4)),
        heavy=float(rng.random()),
    )
    wear = draw_wear(
        level, rng, photograph=bool(rng.random() < 0.125) and photographs, turned=bool(rng.random() < 0.04) and turns
    )
    dpi = int(rng.choice((200, 200, 200, 200, 300) if level is not Level.BAD else (150, 170, 200, 200)))
    faces = {role: choose(split, name, words_rng) for role, name in (("hand", "hand"), ("stamp", "sans"))}
    fields: dict[str, str]
    written: dict[str, Writing]
    if kind is Kind.ADMINISTRATIVE:
        paper = write_paper(half, words_rng)
        role = "mono" if paper.layout.typewriter else words_rng.choices(("serif", "sans"), (9, 1))[0]
        faces["body"] = choose(split, role, words_rng)
        sheet = Sheet(faces=faces, dpi=dpi, rng=words_rng, wobble=0.12 if paper.layout.typewriter else 0.0)
        set_paper(sheet, paper, level, pen)
        fields, written = _paper_truth(paper)
        layout, extras = paper.layout.name, {"over": paper.over}
    else:
        module = birth if kind is Kind.BIRTH else land
        form = words_rng.choice(half.birth if kind is Kind.BIRTH else half.land)
        faces["body"] = choose(split, "serif", words_rng)
        sheet = Sheet(faces=faces, dpi=dpi, rng=words_rng)
        fields, written = module.draw(sheet, form, half, level, pen)
        layout, extras = form.name, {}
    canvas = np.array(sheet.canvas)
    if sheet.wobble and rng.random() < 0.7 and dpi >= 200:
        # Ribbons print thicker than the thin monospaced faces.
        canvas = np.asarray(cv2.erode(canvas, np.ones((2, 2), np.uint8)))
    page, matrix = worn(canvas, sheet.marks, wear, rng)
    page, matrix = turned(page, matrix, wear.turn)
    data, mime = _encoded(page, dpi, quality=wear.quality, png=wear.png)
    height, width = page.shape[:2]
    return GeneratedPage(
        seed=seed,
        kind=kind,
        level=level,
        split=split,
        layout=layout,
        font=faces["body"].name,
        data=data,
        mime=mime,
        width=width,
        height=height,
        dpi=dpi,
        words=_mapped_words(sheet, matrix, width, height),
        slots=tuple(
            TruthSlot(kind=slot.kind, writing=slot.writing, box=mapped(slot.ink, matrix, width, height))
            for slot in sheet.slots
        ),
        fields=fields,
        written=written,
        ignored=tuple(mapped(box, matrix, width, height) for box in sheet.ignored),
        turn=wear.turn,
        skew=0.0 if wear.photograph else round(wear.skew, 3),
        photograph=wear.photograph,
        extras={**extras, "hand": faces["hand"].name, "stamp": faces["stamp"].name, "colour": str(wear.colour)},
    )


def _mapped_words(sheet: Sheet, matrix: Matrix, width: int, height: int) -> tuple[TruthWord, ...]:
    return tuple(
        TruthWord(
            text=word.text,
            box=mapped(word.ink, matrix, width, height),
            block=word.block,
            line=word.line,
            writing=word.writing,
            field=word.field,
        )
        for word in sheet.words
    )


def mapped(ink: Rectangle, matrix: Matrix, width: int, height: int) -> Box:
    """The upright box around a rectangle of the sheet as it lies in the picture, cut to the picture."""
    left, top, right, bottom = ink
    corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
    points = cv2.perspectiveTransform(corners, matrix)[0]
    x0, y0 = np.clip(np.floor(points.min(axis=0)), 0, (width - 1, height - 1)).astype(int)
    x1, y1 = np.clip(np.ceil(points.max(axis=0)), 1, (width, height)).astype(int)
    return Box(x=int(x0), y=int(y0), w=int(max(1, x1 - x0)), h=int(max(1, y1 - y0)))


def _encoded(page: Pixels, dpi: int, *, quality: int, png: bool) -> tuple[bytes, str]:
    stream = io.BytesIO()
    picture = Image.fromarray(page)
    if png:
        picture.save(stream, "PNG", dpi=(dpi, dpi), compress_level=1)
        return stream.getvalue(), "image/png"
    picture.save(stream, "JPEG", quality=quality, dpi=(dpi, dpi))
    return stream.getvalue(), "image/jpeg"


def _paper_truth(paper: Paper) -> tuple[dict[str, str], dict[str, Writing]]:
    fields = {
        "typeName": paper.type_name,
        "codeNumber": paper.number,
        "codeNotation": paper.notation,
        "issuedDate": paper.date.isoformat(),
        "organName": paper.agency,
        "subject": paper.subject,
    }
    if paper.signed:
        recipients = "; ".join(paper.recipients)
        fields |= {"signerName": paper.signer, "signerPosition": paper.position, "recipients": recipients}
    if paper.urgent is not None:
        fields["priority"] = paper.urgent.capitalize()
    written = dict.fromkeys(fields, Writing.PRINTED)
    written["codeNumber"] = paper.number_writing
    parts = {paper.day_writing, paper.month_writing}
    if parts != {Writing.PRINTED}:
        written["issuedDate"] = Writing.HANDWRITTEN if Writing.HANDWRITTEN in parts else Writing.STAMPED
    if paper.signed:
        written["signerName"] = paper.name_writing
    if paper.urgent is not None:
        written["priority"] = Writing.STAMPED
    return fields, written
