"""Generated pages as files with their truth, drawn once by two processes and kept below build/.

They are drawn anew when the generator changes. Drawing takes longer than reading, so it is never part of what is timed.
"""

import itertools
import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from benchmarks.drawn import drawn, sources_below
from benchmarks.pages.model import GeneratedPage, Kind, Level, Split
from benchmarks.reading.papers import CHECKOUT, Group, Paper, Truth
from benchmarks.reading.words import Piece
from dossier.document_types import DocumentTypes
from dossier.reading import Writing
from resources.document_types import load

_FOLDER = CHECKOUT / "build" / "bench" / "pages"
_OWN = ("corpus.py", "papers.py", "words.py")
"""How the truth is kept is decided here too."""
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif"}
_KINDS = (Kind.ADMINISTRATIVE, Kind.BIRTH, Kind.ADMINISTRATIVE, Kind.LAND)
"""Half administrative documents, a quarter each of the forms."""
_ILLEGIBLE_BLUR = 0.05
"""Of an inch: letters of 14 points run into one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """Which page to make."""

    seed: int
    kind: Kind
    level: Level
    split: Split

    @property
    def name(self) -> str:
        """Of its files."""
        return f"{self.split}-{self.kind}-{self.level:d}-{self.seed:05d}"


def specs(count: int, split: Split, first: int = 0) -> list[Spec]:
    """A fixed row of pages: levels in turn, kinds in turn, a seed each. A longer row begins with the shorter one."""
    levels = itertools.cycle(Level)
    return [
        Spec(seed=seed, kind=_KINDS[seed // len(Level) % len(_KINDS)], level=level, split=split)
        for seed, level in zip(range(first, first + count), levels, strict=False)
    ]


def make_corpus(wanted: Sequence[Spec], jobs: int = 2) -> list[Paper]:
    """The papers in order; those that are not there yet are drawn."""
    sources = [*sources_below(CHECKOUT / "benchmarks" / "pages"), *(Path(__file__).with_name(name) for name in _OWN)]
    folder = drawn(_FOLDER, sources, {spec.name: spec for spec in wanted}, _make, jobs)
    choices = _choices()
    return [_worded(_load(folder / f"{spec.name}.pickle"), choices) for spec in wanted]


def unreadable(papers: Sequence[Paper]) -> Iterator[Paper]:
    """The same pages blurred beyond reading, and a blank sheet: nothing may be proposed for them."""
    for paper in papers:
        (picture,) = paper.pictures()
        pixels = cv2.imdecode(np.frombuffer(picture.data, np.uint8), cv2.IMREAD_GRAYSCALE)
        if pixels is None:
            continue
        blurred = cv2.GaussianBlur(pixels, (0, 0), _ILLEGIBLE_BLUR * picture.dpi)
        yield _empty(paper.file.with_suffix(".blurred.png"), blurred)
    if papers:
        grain = np.random.default_rng(0).normal(246, 4, (3508, 2480))
        yield _empty(papers[0].file.with_name("blank.png"), grain.clip(0, 255).astype(np.uint8))


def _empty(file: Path, pixels: cv2.typing.MatLike) -> Paper:
    cv2.imwrite(str(file), pixels)
    return Paper(name=file.stem, group=Group.EMPTY, file=file, complete=True)


def paper_of(page: GeneratedPage, name: str, file: Path) -> Paper:
    """The page's truth in the form of all papers."""
    return Paper(
        name=name,
        group=Group.GENERATED,
        file=file,
        kind=str(page.kind),
        level=int(page.level),
        text=_marked(page),
        pieces=tuple(
            Piece(text=word.text, box=word.box, line=word.line, counts=word.writing is Writing.PRINTED)
            for word in page.words
        ),
        ignored=page.ignored,
        turn=page.turn,
        fields={
            name: Truth(value=value, writing=page.written.get(name, Writing.PRINTED))
            for name, value in page.fields.items()
        },
        slots={slot.kind: slot.writing for slot in reversed(page.slots)},
        complete=True,
    )


def _make(task: tuple[Spec, Path]) -> None:
    """Runs in a process of its own."""
    from benchmarks.pages.generate import generate

    spec, folder = task
    cv2.setNumThreads(1)
    page = generate(spec.seed, spec.kind, spec.level, spec.split)
    file = folder / (spec.name + _SUFFIXES[page.mime])
    file.write_bytes(page.data)
    (folder / f"{spec.name}.pickle").write_bytes(pickle.dumps(paper_of(page, spec.name, file)))


def _load(file: Path) -> Paper:
    paper = pickle.loads(file.read_bytes())  # written by ourselves, for these very sources
    if not isinstance(paper, Paper):
        raise TypeError(file)
    return paper


def _choices() -> dict[tuple[str, str], dict[str, list[str]]]:
    """The labels of each code, by type and field."""
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for kind in DocumentTypes.from_data(load()).newest():
        for item in kind.fields:
            for choice in item.choices:
                found.setdefault((kind.id, item.name), {}).setdefault(choice.code, []).append(choice.label.vi)
    return found


def _worded(paper: Paper, choices: Mapping[tuple[str, str], Mapping[str, Sequence[str]]]) -> Paper:
    """The generator tells choices by their code, readers by their label."""
    fields = dict(paper.fields)
    for name, truth in paper.fields.items():
        labels = choices.get((paper.kind, name), {}).get(truth.value or "")
        if labels:
            fields[name] = replace(truth, value=labels[0], also=tuple(labels[1:]))
    return replace(paper, fields=fields)


def _marked(page: GeneratedPage) -> str:
    """All words in lines, what a hand wrote or a stamp says within marks."""
    lines: dict[int, list[str]] = {}
    marks = {Writing.HANDWRITTEN: "⟦hw:{}⟧", Writing.STAMPED: "⟦stamp:{}⟧"}
    for word in page.words:
        lines.setdefault(word.line, []).append(marks.get(word.writing, "{}").format(word.text))
    return "\n".join(" ".join(words) for _, words in sorted(lines.items()))
