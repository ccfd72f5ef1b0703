"""Pictures of what was read: words, slots, fields and their certainty drawn onto real pages, into build/screens.

`python -m benchmarks.overlays FILE…`; without files the first ten real papers. Words: grey where both readers agree,
orange where they differ; fields: green certain, blue to be looked at, red to be keyed from the picture.
"""

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from benchmarks.reading.papers import CHECKOUT
from dossier.document_types import DocumentTypes
from dossier.errors import SourceError
from dossier.reading import Box, Candidate, PagePicture, PageReading, Writing
from ocr.extraction import RuleExtractor
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from ocr.readers import make_readers
from ocr.reading import read_first, read_second
from resources.document_types import load

TARGET = CHECKOUT / "build" / "screens"
REAL = CHECKOUT.parent / "shared" / "data"
WIDTH = 1240
AGREED, DIFFERENT = (170, 170, 170), (240, 140, 0)
CERTAIN, DOUBTFUL, WRITTEN = (0, 140, 60), (20, 80, 200), (200, 20, 30)


def overlay(picture: PagePicture, reading: PageReading, candidates: Sequence[Candidate]) -> Image.Image:
    """The page with everything drawn, brought to one width."""
    with Image.open(io.BytesIO(picture.data)) as opened:
        page = opened.convert("RGB")
    scale = WIDTH / page.width
    page = page.resize((WIDTH, round(page.height * scale)))
    pen = ImageDraw.Draw(page)
    letters = ImageFont.truetype("NotoSans-Regular.ttf", 15)
    for word in reading.words:
        pen.rectangle(_scaled(word.box, scale), outline=AGREED if word.agreed else DIFFERENT)
    for slot in reading.slots:
        colour = WRITTEN if slot.writing is Writing.HANDWRITTEN else DOUBTFUL
        pen.rectangle(_scaled(slot.box, scale), outline=colour, width=2)
    for candidate in candidates:
        colour = WRITTEN if candidate.handwritten else CERTAIN if candidate.certain else DOUBTFUL
        box = _scaled(candidate.box, scale)
        pen.rectangle(box, outline=colour, width=3)
        shown = "viết tay" if candidate.handwritten else candidate.value[:60]
        pen.text((box[0], box[1] - 18), f"{candidate.path}: {shown} {candidate.confidence:.2f}", colour, letters)
    told = f"{reading.gate} {reading.legibility:.2f} · {', '.join(reading.steps)} · {reading.seconds:.1f} s"
    pen.text((8, 4), told, (120, 0, 120), letters)
    return page


def _scaled(box: Box, scale: float) -> tuple[float, float, float, float]:
    return box.x * scale, box.y * scale, max(box.right, box.x + 1) * scale, max(box.bottom, box.y + 1) * scale


def pages(files: Sequence[Path]) -> Iterator[tuple[str, Image.Image]]:
    """The first page of each file, read by both readers."""
    readers, extractor = make_readers(), RuleExtractor(DocumentTypes.from_data(load()))
    for file in files:
        pictures = [item for item in open_pictures(file, Limits()) if not isinstance(item, SourceError)]
        readings = [read_second(each, read_first(each, readers), readers) for each in pictures[:3]]
        extraction = extractor.extract(readings)
        candidates = [each for record in extraction.records for each in record.candidates if each.page == 0]
        yield f"{file.stem}-{extraction.type_id or 'unknown'}", overlay(pictures[0], readings[0], candidates)


def main() -> int:
    """Draw and save."""
    files = [Path(name) for name in sys.argv[1:]]
    if not files and not REAL.is_dir():
        print(f"There are no real pages here: {REAL}")
        return 3
    scans = sorted(path for path in (REAL / "scans").glob("*") if path.suffix in {".jpg", ".tif"})
    files = files or [*scans[:8], *sorted((REAL / "dossier-01").glob("*.pdf"))[:2]]
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, picture in pages(files):
        picture.save(TARGET / f"reading-{name}.png")
        print(TARGET / f"reading-{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
