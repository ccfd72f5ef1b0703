"""How well every document type is known again and read, on papers whose layouts, fonts and labels no type has seen.

Beside it the same fields by regular expressions over OCRmyPDF's text, on a fixed sample. `--tune` takes the other half
of the generator, which may be looked at, and lists what went wrong.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.kinds.corpus import Wanted, draw, load, wanted
from benchmarks.kinds.judging import Result, judge
from benchmarks.kinds.reads import read_documents
from benchmarks.kinds.tables import confusion_table, fields_table, judged_of, stars, types_table
from benchmarks.pages.model import Kind, Level, Split
from benchmarks.reading.fields import Proposal, tally
from benchmarks.reading.ours import JOBS, MemoryWatch, open_reader
from benchmarks.reading.peers import missing_tools, ocrmypdf
from benchmarks.reading.regex_fields import RegexExtractor
from benchmarks.results import Figure, print_figures, write
from dossier.document_types import DocumentTypes
from dossier.reading import Box, Candidate, Extraction, RecordReading
from resources.document_types import load as load_types

EACH, SAMPLE = 6, 54
_LEVELS = {1: Level.CLEAN, 2: Level.TYPICAL, 3: Level.BAD}


def read(papers: Sequence[Wanted], folder: Path) -> tuple[list[Result], float, float]:
    """Every paper by both readers through the pool; results, seconds and megabytes of a worker."""
    with MemoryWatch() as memory, open_reader() as reader:
        started = time.perf_counter()
        done = read_documents(papers, folder, reader)
        results = [judge(one.truth, one.name, one.read.extraction) for one in done]
        return results, time.perf_counter() - started, memory.megabytes


def read_by_peer(papers: Sequence[Wanted], folder: Path, types: DocumentTypes) -> list[Result]:
    """The same by OCRmyPDF and regular expressions that know the labels of the types."""
    regex = RegexExtractor(types)
    documents = [load(paper, folder) for paper in papers]
    pictures = [[page.picture(at) for at, page in enumerate(document.pages, 1)] for document in documents]
    texts = iter(ocrmypdf([picture for each in pictures for picture in each], JOBS).pages)
    results = []
    for paper, document, own in zip(papers, documents, pictures, strict=True):
        text = "\n".join(next(texts).text for _ in own)
        kind = regex.kind_of(text)
        record = RecordReading(candidates=_candidates(regex.extract(text)), pages=(0,))
        extraction = Extraction(
            type_id=kind,
            type_confidence=0.0,
            records=(record,),
        )
        results.append(judge(document, paper.name, extraction))
    return results


def _candidates(proposed: dict[str, Proposal]) -> tuple[Candidate, ...]:
    nowhere = Box(x=0, y=0, w=0, h=0)
    return tuple(
        Candidate(path=path, value=said.value, as_read=said.value, confidence=0.0, certain=False, page=0, box=nowhere)
        for path, said in proposed.items()
    )


def figures_of(results: Sequence[Result], types: DocumentTypes, prefix: str = "") -> dict[str, Figure]:
    """What the goals speak of; the peer's go without goals."""
    ours = not prefix
    usual = [result for result in results if result.level in (1, 2)]
    judged = judged_of(results)
    all_printed = [each for each in judged if each.writing == "printed"]
    certain = tally(all_printed)
    star = tally(stars(judged, types))
    right = sum(result.type_right for result in usual) / max(1, len(usual))
    kinds = {result.kind for result in results if result.known}
    figures = {
        f"{prefix}type_right": Figure(value=right, unit="share", goal=(">=", 0.99) if ours else None),
        f"{prefix}starred_printed_exact": Figure(value=star.exact, unit="share", goal=(">=", 0.95) if ours else None),
        f"{prefix}printed_exact": Figure(value=certain.exact, unit="share"),
        f"{prefix}starred_printed_exact_level_3": Figure(
            value=tally(stars(judged_of(results, (3,)), types)).exact, unit="share"
        ),
    }
    if ours:
        low, high = certain.interval()
        figures |= {
            "certain": Figure(value=certain.cover, unit="share", goal=(">=", 0.8)),
            "certain_wrong_per_10000": Figure(value=certain.wrong_per_10000, unit="fields", goal=("<=", 14)),
            "certain_wrong_low": Figure(value=low, unit="fields"),
            "certain_wrong_high": Figure(value=high, unit="fields"),
            "certain_fields": Figure(value=certain.certain, unit="fields"),
            "types": Figure(value=len(kinds), unit="types", goal=(">=", 20)),
        }
    return figures


def _wrong(results: Sequence[Result]) -> Iterator[str]:
    return (each.line() for result in results for each in result.judged if each.certain and each.failed)


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=EACH, help="papers of a type and level of wear")
    parser.add_argument("--only", nargs="*", type=Kind, default=list(Kind), help="these kinds of paper")
    parser.add_argument("--tune", action="store_true", help="the half that may be looked at; lists what is wrong")
    parser.add_argument("--no-peer", action="store_true", help="without OCRmyPDF")
    options = parser.parse_args()
    split = Split.TUNE if options.tune else Split.SCORED
    papers = wanted(options.only, options.each, split)
    folder = draw(papers)
    types = DocumentTypes.from_data(load_types())
    results, seconds, megabytes = read(papers, folder)
    pages = sum(result.pages for result in results)
    types_table(results, types)
    fields_table(results)
    confusion_table(results)
    figures = figures_of(results, types)
    figures["wall_seconds_a_page"] = Figure(value=seconds / max(1, pages), unit="s")
    figures["worker_memory"] = Figure(value=megabytes, unit="MB", goal=("<=", 500))
    if not options.no_peer and not missing_tools():
        sample = [paper for paper in papers if paper.level is not Level.BAD and paper.kind.known][:SAMPLE]
        figures |= figures_of(read_by_peer(sample, folder, types), types, "ocrmypdf_")
        names = {paper.name for paper in sample}
        same = figures_of([result for result in results if result.name in names], types, "same_sample_")
        figures |= same
    wrong = list(_wrong(results))
    lists = {"wrong though certain": wrong}
    if options.tune:
        lists["not right"] = [
            f"{each.kind} {each.line()}"
            for result in results
            for each in result.judged
            if each.failed or (each.outcome == "empty" and each.writing == "printed")
        ]
    for title, lines in lists.items():
        print(f"\n{title}: {len(lines)}", *lines[:400], sep="\n  ")
    print_figures(figures)
    write("types-tune" if options.tune else "types", figures, lists=lists)
    return 0


if __name__ == "__main__":
    sys.exit(main())
