"""Generated papers of all types, read by both readers through the worker pool."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.kinds.corpus import Wanted, load
from benchmarks.pages.model import GeneratedDocument
from benchmarks.reading.ours import Read, make_extractor, read_papers
from benchmarks.reading.papers import Group, Paper
from benchmarks.results import progress
from dossier.ports import PageReader
from dossier.reading import PagePicture


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A paper as it was drawn and as it was read."""

    name: str
    truth: GeneratedDocument
    read: Read


def read_documents(papers: Sequence[Wanted], folder: Path, reader: PageReader) -> Iterator[ReadDocument]:
    """In order, each as soon as its pages are read; the papers must have been drawn into the folder."""
    by_name = {paper.name: paper for paper in papers}
    given = [Paper(name=paper.name, group=Group.GENERATED, file=folder / paper.name) for paper in papers]

    def pictures(paper: Paper) -> list[PagePicture]:
        pages = load(by_name[paper.name], folder).pages
        return [page.picture(number) for number, page in enumerate(pages, 1)]

    reads = read_papers(given, reader, full=True, extractor=make_extractor(), pictures=pictures)
    for number, read in enumerate(reads, 1):
        if number % 50 == 0:
            progress(f"  {number} papers")
        yield ReadDocument(name=read.paper.name, truth=_bare(load(by_name[read.paper.name], folder)), read=read)


def _bare(document: GeneratedDocument) -> GeneratedDocument:
    """Without its pictures, of which some hundreds would fill the memory."""
    return replace(document, pages=tuple(replace(page, data=b"") for page in document.pages))
