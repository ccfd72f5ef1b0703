"""The programs that reading is compared with, as their users run them: plain Tesseract, and OCRmyPDF with cleaning.

Tesseract sees the page picture in raw grey. OCRmyPDF gets the very same pictures as PDF pages and uses both cores
itself, many pages a run, so that its start is not counted for every page.
"""

import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import img2pdf
import numpy as np

from benchmarks.reading.words import Piece
from dossier.reading import Box, PagePicture
from ocr.decoding import decode
from ocr.preparation import to_grey

_MOST_PIXELS = 200_000_000
_PAGES_A_RUN = 25
_ENVIRONMENT = {**os.environ, "OMP_THREAD_LIMIT": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerPage:
    """What a peer read on one page. `words` is empty where it tells no places."""

    text: str
    words: tuple[Piece, ...] = ()
    seconds: float = 0.0


def plain_tesseract(picture: PagePicture) -> PeerPage:
    """One page by the program: Vietnamese data, one column of text of variable sizes, nothing done to the picture."""
    started = time.perf_counter()
    pixels, own = decode(picture, _MOST_PIXELS)
    done, buffer = cv2.imencode(".pgm", to_grey(pixels))
    if not done:
        return PeerPage(text="")
    command = ["tesseract", "stdin", "stdout", "-l", "vie", "--psm", "4", "--dpi", str(round(picture.dpi * own)), "tsv"]
    answer = subprocess.run(
        command, input=np.asarray(buffer).tobytes(), capture_output=True, env=_ENVIRONMENT, check=False
    )
    words, lines = [], dict[tuple[str, ...], list[str]]()
    table = csv.DictReader(io.StringIO(answer.stdout.decode("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in table:
        text = (row.get("text") or "").strip()
        if row["level"] != "5" or not text:
            continue
        x, y, w, h = (round(int(row[side]) / own) for side in ("left", "top", "width", "height"))
        words.append(Piece(text=text, box=Box(x=x, y=y, w=w, h=h)))
        lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(text)
    seconds = time.perf_counter() - started
    return PeerPage(text="\n".join(map(" ".join, lines.values())), words=tuple(words), seconds=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerRun:
    """A peer over many pages."""

    pages: tuple[PeerPage, ...]
    """One a picture, in order."""
    seconds: float
    failed: int = 0


def missing_tools() -> list[str]:
    """Programs that OCRmyPDF needs for this and that are not on the PATH."""
    return [tool for tool in ("tesseract", "unpaper") if shutil.which(tool) is None]


def ocrmypdf(pictures: Sequence[PagePicture], jobs: int = 2) -> PeerRun:
    """OCRmyPDF with deskewing, turning and cleaning.

    A batch that fails is run again without its bad pages, and only that run is counted as its time.
    """
    pages: list[PeerPage] = []
    seconds, failed = 0.0, 0
    for start in range(0, len(pictures), _PAGES_A_RUN):
        batch = pictures[start : start + _PAGES_A_RUN]
        texts, spent = _run(batch, jobs)
        if texts is None:
            good = [picture for picture in batch if _run([picture], jobs)[0] is not None]
            failed += len(batch) - len(good)
            some, spent = _run(good, jobs) if good else ([], 0.0)
            left = iter(some or [""] * len(good))
            texts = [next(left) if picture in good else "" for picture in batch]
        seconds += spent
        pages += [PeerPage(text=text, seconds=0.0) for text in texts]
    return PeerRun(pages=tuple(pages), seconds=seconds, failed=failed)


def _run(pictures: Sequence[PagePicture], jobs: int) -> tuple[list[str] | None, float]:
    """The text of each page and how long it took; making the PDF is not counted. None when it failed."""
    with tempfile.TemporaryDirectory() as folder:
        source, target, text = (Path(folder) / name for name in ("in.pdf", "out.pdf", "text.txt"))
        source.write_bytes(_as_pdf(pictures))
        command = [sys.executable, "-m", "ocrmypdf", "--deskew", "--rotate-pages", "--clean", "-l", "vie"]
        command += ["--output-type", "pdf", "--jobs", str(jobs), "--optimize", "0", "--sidecar", str(text), "--quiet"]
        started = time.perf_counter()
        done = subprocess.run([*command, str(source), str(target)], capture_output=True, env=_ENVIRONMENT, check=False)
        seconds = time.perf_counter() - started
        if done.returncode != 0 or not text.exists():
            return None, seconds
        parts = text.read_text(encoding="utf-8").split("\f")
        return parts[: len(pictures)] if len(parts) >= len(pictures) else None, seconds


def _as_pdf(pictures: Sequence[PagePicture]) -> bytes:
    """The pictures' own bytes, each page as large as its picture at its resolution."""
    sheets = []
    for picture in pictures:
        layout = img2pdf.get_fixed_dpi_layout_fun((picture.dpi, picture.dpi))
        sheets.append(img2pdf.convert(picture.data, layout_fun=layout))
    return sheets[0] if len(sheets) == 1 else _joined(sheets)


def _joined(sheets: Sequence[bytes]) -> bytes:
    import pikepdf

    whole = pikepdf.new()
    for sheet in sheets:
        with pikepdf.open(io.BytesIO(sheet)) as part:
            whole.pages.extend(part.pages)
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue()
