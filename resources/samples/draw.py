"""Draws the sample dossiers and writes their truth: `python -m resources.samples.draw [--to DIR]`.

Seeded by dossier, file and page alone: the same texts, typefaces and Pillow give the same files.
"""

import argparse
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pikepdf
from PIL import Image

from resources.samples import wear
from resources.samples.blocks import Printer
from resources.samples.content import DocumentData, DossierData, PageData, load_dossiers
from resources.samples.fonts import DOTS_PER_INCH, Faces, SampleFontMissing, find_faces
from resources.samples.sheet import Sheet

HERE: Final = Path(__file__).parent
QUALITY: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPage:
    """A scanned picture and what is printed on it."""

    picture: Image.Image
    text: tuple[str, ...]


def draw_page(page: PageData, faces: Faces, *, name: str, number: int) -> DrawnPage:
    """Print and scan one page; `name` seeds everything random about it."""
    rng = np.random.default_rng(list(hashlib.sha256(f"{name}#{number}".encode()).digest()))
    sheet = Sheet(faces)
    Printer(sheet, rng).print(page, number=number)
    return DrawnPage(picture=wear.scanned(sheet.image, page.scan, rng), text=tuple(sheet.printed))


def jpeg(picture: Image.Image) -> bytes:
    """The picture as a small JPEG with its resolution."""
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, dpi=(DOTS_PER_INCH, DOTS_PER_INCH), optimize=True)
    return stream.getvalue()


def tiff(picture: Image.Image) -> bytes:
    """The bilevel picture as a Group 4 TIFF, what a fax-like scanner writes."""
    stream = io.BytesIO()
    picture.save(stream, "TIFF", compression="group4", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return stream.getvalue()


def scanner_pdf(pictures: list[Image.Image]) -> bytes:
    """A PDF as a scanner makes it: on each page one picture, its JPEG stream as it is."""
    pdf = pikepdf.new()
    for picture in pictures:
        image = pdf.make_stream(jpeg(picture))
        image["/Type"] = pikepdf.Name.XObject
        image["/Subtype"] = pikepdf.Name.Image
        image["/Width"], image["/Height"] = picture.size
        image["/ColorSpace"] = pikepdf.Name.DeviceRGB if picture.mode == "RGB" else pikepdf.Name.DeviceGray
        image["/BitsPerComponent"] = 8
        image["/Filter"] = pikepdf.Name.DCTDecode
        width, height = (round(side * 72 / DOTS_PER_INCH, 2) for side in picture.size)
        page = pdf.add_blank_page(page_size=(width, height))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.Contents = pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /Im0 Do Q".encode())
    stream = io.BytesIO()
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


def draw_document(document: DocumentData, faces: Faces, *, code: str) -> tuple[bytes, dict[str, Any]]:
    """The file of one document and its truth; an image file has one page."""
    name = f"{code}/{document.file}"
    pages = [draw_page(page, faces, name=name, number=number) for number, page in enumerate(document.pages, 1)]
    pictures = [page.picture for page in pages]
    suffix = Path(document.file).suffix
    data = scanner_pdf(pictures) if suffix == ".pdf" else {".jpg": jpeg, ".tif": tiff}[suffix](pictures[0])
    truth = {
        "file": document.file,
        "type": document.type,
        "fields": document.fields,
        "pages": [
            {
                "page": number,
                "size": list(drawn.picture.size),
                "colour": page.scan.colour,
                "rotation": page.scan.turn,
                "skew": page.scan.skew,
                "text": list(drawn.text),
            }
            for number, (page, drawn) in enumerate(zip(document.pages, pages, strict=True), 1)
        ],
    }
    return data, truth


def draw_dossier(dossier: DossierData, faces: Faces) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """File name, bytes and truth of each document of the dossier."""
    for document in dossier.documents:
        data, truth = draw_document(document, faces, code=dossier.code)
        yield document.file, data, truth


def draw_all(target: Path, faces: Faces) -> dict[str, Any]:
    """Write `dossiers/<code>/<file>` and `truth.json` under `target`; returns the truth."""
    dossiers = []
    for dossier in load_dossiers(HERE / "content"):
        folder = target / "dossiers" / dossier.code
        folder.mkdir(parents=True, exist_ok=True)
        documents = []
        for file, data, truth in draw_dossier(dossier, faces):
            (folder / file).write_bytes(data)
            documents.append(truth)
        dossiers.append({"code": dossier.code, "title": dossier.title, "documents": documents})
    truth_all: dict[str, Any] = {"typeface": faces.name, "dossiers": dossiers}
    text = json.dumps(truth_all, ensure_ascii=False, indent=1)
    (target / "truth.json").write_text(text + "\n", "utf-8", newline="\n")
    return truth_all


def main(arguments: list[str] | None = None) -> int:
    """Command line: 0 drawn, 3 this machine has no typeface with Vietnamese letters."""
    parser = argparse.ArgumentParser(description="Draw the sample dossiers and write their truth.")
    parser.add_argument("--to", type=Path, default=HERE, help="folder to draw into (default: beside this script)")
    parser.add_argument("--fonts", type=Path, help="folder to look for typefaces in instead of the system's")
    chosen = parser.parse_args(arguments)
    target: Path = chosen.to
    try:
        truth = draw_all(target, find_faces((chosen.fonts,) if chosen.fonts else None))
    except SampleFontMissing as error:
        searched = ", ".join(map(str, error.folders))
        lacking = "; ".join(f"{file} lacks {letters}" for file, letters in error.lacking.items())
        sys.stderr.write(
            f"No typeface with all Vietnamese letters in {searched}. {lacking}\n"
            "Nothing was drawn. Install fonts-liberation2 or fonts-noto-core and draw again.\n"
        )
        return 3
    for dossier in truth["dossiers"]:
        for document in dossier["documents"]:
            file = target / "dossiers" / dossier["code"] / document["file"]
            sizes = f"{len(document['pages'])} page(s), {file.stat().st_size // 1024} KiB"
            sys.stdout.write(f"{dossier['code']}/{document['file']}: {document['type']}, {sizes}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
