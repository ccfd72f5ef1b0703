"""One page from one seed: words, sheet, wear, and the truth carried along into pixels of the picture."""

import random

import cv2
import numpy as np

from benchmarks.pages import birth
from benchmarks.pages.administrative import Paper, write_paper
from benchmarks.pages.documents import generate_document
from benchmarks.pages.fonts import choose
from benchmarks.pages.model import GeneratedPage, Kind, Level, Split, TruthSlot
from benchmarks.pages.setting import set_paper
from benchmarks.pages.sheet import Sheet
from benchmarks.pages.splits import splits
from benchmarks.pages.wear import draw_wear, turned, worn
from benchmarks.pages.wearing import draw_pen, encoded, mapped, mapped_words
from dossier.reading import Writing

_ODD = {Kind.ADMINISTRATIVE: 0, Kind.BIRTH: 1}


def generate(
    seed: int, kind: Kind, level: Level, split: Split, *, photographs: bool = False, turns: bool = True
) -> GeneratedPage:
    """The page of this seed; with `photographs` one in eight is photographed, with `turns` one in 25 lies wrong.

    Of a kind that is drawn as a document this is the first page. Raises PageFontMissing. No state, any process; about
    0.2 s at 200 dpi.
    """
    if kind not in _ODD:
        return generate_document(seed, kind, level, split, photographs=photographs, turns=turns).pages[0]
    words_rng = random.Random(f"{seed}/{kind}/{level}/{split}")
    rng = np.random.default_rng([seed, _ODD[kind], int(level), int(split is Split.SCORED)])
    half = splits()[split]
    pen = draw_pen(rng)
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
        form = words_rng.choice(half.birth)
        faces["body"] = choose(split, "serif", words_rng)
        sheet = Sheet(faces=faces, dpi=dpi, rng=words_rng)
        fields, written = birth.draw(sheet, form, half, level, pen)
        layout, extras = form.name, {}
    canvas = np.array(sheet.canvas)
    if sheet.wobble and rng.random() < 0.7 and dpi >= 200:
        # Ribbons print thicker than the thin monospaced faces.
        canvas = np.asarray(cv2.erode(canvas, np.ones((2, 2), np.uint8)))
    page, matrix = worn(canvas, sheet.marks, wear, rng)
    page, matrix = turned(page, matrix, wear.turn)
    data, mime = encoded(page, dpi, quality=wear.quality, png=wear.png)
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
        words=mapped_words(sheet, matrix, width, height),
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
