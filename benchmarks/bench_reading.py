"""How well Sohoa reads, and when it knows that it does not: beside plain Tesseract and OCRmyPDF, in one run.

First stage on many generated pages; first and full on a fixed row of generated pages and on the real papers, where
they lie beside the checkout; each peer once on these. Everything runs two processes at a time. Pages are drawn before
(kept below build/). `--quick` reads a few pages only and says nothing about goals.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.pages.model import Split
from benchmarks.reading import report
from benchmarks.reading.corpus import make_corpus, specs, unreadable
from benchmarks.reading.fields import Judged, Outcome, printed, tally
from benchmarks.reading.ours import JOBS, MemoryWatch, Read, judged_of, make_extractor, open_reader, read_papers
from benchmarks.reading.papers import REAL, Group, Paper
from benchmarks.reading.peers import PeerPage, missing_tools, ocrmypdf, plain_tesseract
from benchmarks.reading.real import real_papers, samples
from benchmarks.reading.regex_fields import RegexExtractor
from benchmarks.reading.slots import tally_slots
from benchmarks.reading.system import System, of_ours, of_peer
from benchmarks.results import Figure, Goal, print_figures, print_table, progress, write
from dossier.document_types import DocumentTypes
from dossier.reading import PagePicture, Writing
from resources.document_types import load

FIXED, LEAST_FIELDS, LEAST_PAGES = 150, 20_000, 2000
MARKS = (1, 10, 100, 500, 1000, 2000)
_PAGES_A_STEP = 200
_UNREADABLE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Sohoa over papers."""

    reads: list[Read]
    seconds: float
    megabytes: float
    at: dict[int, float]
    """Seconds until so many pages were done."""

    @property
    def pages(self) -> int:
        return sum(max(1, len(read.readings)) for read in self.reads)


def run_ours(papers: Sequence[Paper], *, full: bool) -> Run:
    """Through the pool, its workers warm: each has read one page before."""
    extractor = make_extractor()
    reads: list[Read] = []
    at: dict[int, float] = {}
    with MemoryWatch() as memory, open_reader() as reader:
        list(read_papers(papers[:JOBS], reader, full=full, extractor=extractor))
        started = time.perf_counter()
        done = 0
        for read in read_papers(papers, reader, full=full, extractor=extractor):
            reads.append(read)
            before, done = done, done + max(1, len(read.readings))
            at |= {mark: time.perf_counter() - started for mark in MARKS if before < mark <= done}
            if done // 250 > before // 250:
                progress(f"  {done} pages")
        seconds = time.perf_counter() - started
        progress(f"Sohoa {'full' if full else 'first stage'}: {done} pages in {seconds:.0f} s")
        return Run(reads=reads, seconds=seconds, megabytes=memory.megabytes, at=at)


def run_tesseract(papers: Sequence[Paper], regex: RegexExtractor) -> System:
    """Two processes at a time."""
    pictures = [paper.pictures() for paper in papers]
    started = time.perf_counter()
    with ThreadPoolExecutor(JOBS) as pool:
        pages = list(pool.map(plain_tesseract, itertools.chain.from_iterable(pictures)))
    seconds = time.perf_counter() - started
    progress(f"plain Tesseract: {len(pages)} pages in {seconds:.0f} s")
    return of_peer("plain Tesseract", papers, _grouped(pages, pictures), regex, seconds)


def run_ocrmypdf(papers: Sequence[Paper], regex: RegexExtractor) -> System:
    """It uses both cores by itself."""
    pictures = [paper.pictures() for paper in papers]
    run = ocrmypdf(list(itertools.chain.from_iterable(pictures)), JOBS)
    progress(f"OCRmyPDF: {len(run.pages)} pages in {run.seconds:.0f} s, {run.failed} failed")
    return of_peer("OCRmyPDF", papers, _grouped(run.pages, pictures), regex, run.seconds)


def _grouped(pages: Sequence[PeerPage], pictures: Sequence[Sequence[PagePicture]]) -> list[list[PeerPage]]:
    rest = iter(pages)
    return [list(itertools.islice(rest, len(each))) for each in pictures]


def many_papers(least_fields: int, least_pages: int) -> list[Paper]:
    """The fixed row and more, until there are so many pages and fields."""
    papers = make_corpus(specs(least_pages, Split.SCORED))
    while sum(len(paper.fields) for paper in papers) < least_fields:
        papers = make_corpus(specs(len(papers) + _PAGES_A_STEP, Split.SCORED))
    return papers


def speed_figures(first: System, full: System, peer: System | None, memory: float, many: Run) -> dict[str, Figure]:
    """Pages a minute on the same pages, memory of a worker, cost of a page at any length of the run."""
    rate = peer.pages_per_minute if peer else None
    figures = {
        "first_stage_pages_per_minute": Figure(
            value=first.pages_per_minute, unit="pages/min", goal=_times(10, rate), peer=rate
        ),
        "full_pages_per_minute": Figure(value=full.pages_per_minute, unit="pages/min", goal=_times(4, rate), peer=rate),
        "first_stage_seconds_a_page": Figure(value=first.seconds * JOBS / first.pages, unit="s"),
        "full_seconds_a_page": Figure(value=full.seconds * JOBS / full.pages, unit="s"),
        "worker_memory": Figure(value=memory, unit="MB", goal=("<=", 500)),
    }
    for mark, seconds in many.at.items():
        figures[f"wall_seconds_a_page_at_{mark}"] = Figure(value=seconds / mark, unit="s")
    longest = max(many.at, default=0)
    if longest > 100:
        ratio = (many.at[longest] / longest) / (many.at[100] / 100)
        figures["cost_of_a_page_at_the_end"] = Figure(value=ratio, unit="times", goal=("<=", 1.2))
    return figures


def _times(times: float, rate: float | None) -> Goal | None:
    return (">=", round(times * rate, 1)) if rate else None


def field_figures(many: Sequence[Judged], full: System, empty: Sequence[Judged]) -> dict[str, Figure]:
    """What was right and what was called certain."""
    real, generated = full.judged(*REAL), full.judged(Group.GENERATED)
    invented = sum(each.outcome is Outcome.INVENTED for each in empty)
    invented += sum(each.outcome is Outcome.INVENTED for each in real)
    figures = {
        "generated_fields_first_stage": Figure(value=len(many), unit="fields", goal=(">=", LEAST_FIELDS)),
        "generated_printed_exact_first_stage": Figure(value=tally(printed(many)).exact, unit="share"),
        "dossier_01_printed_exact": Figure(value=tally(printed(full.judged(Group.ARCHIVED))).exact, unit="share"),
        "invented_on_empty_and_real": Figure(value=invented, unit="fields", goal=("<=", 0)),
    }
    figures |= report.certain_figures("generated_first", many, cover=0.0, wrong_per_10000=14)
    figures |= report.certain_figures("generated", generated, cover=0.8, wrong_per_10000=14)
    figures |= report.certain_figures("real", real, cover=0.6, wrong_per_10000=0)
    for name, judged in (("generated", generated), ("real", real)):
        for writing in (Writing.HANDWRITTEN, Writing.STAMPED):
            of = tally(each for each in judged if each.writing is writing)
            figures[f"{name}_{writing}_exact"] = Figure(value=of.exact, unit="share")
            figures[f"{name}_{writing}_wrong"] = Figure(value=of.counts.get(Outcome.WRONG, 0), unit="fields")
    return figures


def measure(fixed: int, many_fields: int, many_pages: int, real: Sequence[Paper], drawn: Sequence[Paper]) -> None:
    """Everything, with tables at the end."""
    regex = RegexExtractor(DocumentTypes.from_data(load()))
    papers = many_papers(many_fields, many_pages)
    compared = [*papers[:fixed], *real]
    empty = list(unreadable(papers[: min(fixed, _UNREADABLE)]))
    progress(f"{len(papers)} generated pages, {len(compared)} papers compared")
    runs = {full: run_ours(compared, full=full) for full in (False, True)}
    many, nothing = run_ours(papers, full=False), run_ours([*empty, *drawn], full=True)
    first, full = (
        of_ours(f"Sohoa {name}", runs[key].reads, runs[key].seconds) for name, key in (("first", False), ("full", True))
    )
    plain = run_tesseract(compared, regex)
    lacking = missing_tools()
    if lacking:
        progress(f"OCRmyPDF is not measured, it lacks {', '.join(lacking)}")
    other = plain if lacking else run_ocrmypdf(compared, regex)
    systems = [first, full, plain] if lacking else [first, full, plain, other]
    _print(systems, many, nothing, runs[True].reads)
    memory = max(run.megabytes for run in (*runs.values(), many))
    of_empty = [each for each in judged_of(nothing.reads) if each.group is Group.EMPTY]
    figures = report.text_figures(full, plain, other) | field_figures(judged_of(many.reads), full, of_empty)
    for name, groups in (("generated", (Group.GENERATED,)), ("real", REAL)):
        slots = tally_slots(read for read in runs[True].reads if read.paper.group in groups)
        figures |= report.slot_figures(name, slots)
    figures |= speed_figures(first, full, None if lacking else other, memory, many)
    failed = sum(len(read.failures) for run in (*runs.values(), many, nothing) for read in run.reads)
    figures["failed_pages"] = Figure(value=failed, unit="pages", goal=("<=", 0))
    wrong = [each.line() for each in full.judged(*Group) if each.certain and each.failed]
    wrong += [f"first stage: {each.line()}" for each in judged_of(many.reads) if each.certain and each.failed]
    _write(figures, full, wrong)


def _print(systems: Sequence[System], many: Run, nothing: Run, reads: Sequence[Read]) -> None:
    full = systems[1]
    report.words_table(systems)
    report.letters_table(systems)
    report.systems_table(systems)
    report.fields_table("First stage on all generated pages", judged_of(many.reads))
    report.fields_table("Full reading of generated pages", full.judged(Group.GENERATED))
    report.fields_table("Full reading of real papers", full.judged(*REAL))
    samples_judged = [each for each in judged_of(nothing.reads) if each.group is Group.SAMPLES]
    report.fields_table("Full reading of dossier-01, by the archivists' sheet", full.judged(Group.ARCHIVED))
    if samples_judged:
        report.fields_table("Full reading of the drawn samples", samples_judged)
    sets = [
        ("generated, first stage", judged_of(many.reads)),
        *((f"{system.name}, generated", system.judged(Group.GENERATED)) for system in systems[:2]),
        *((f"{system.name}, real", system.judged(*REAL)) for system in systems[:2]),
    ]
    report.certain_table(sets)
    for name, judged in sets:
        report.reliability_table(name, judged)
    slots = [(str(group), tally_slots(read for read in reads if read.paper.group is group)) for group in report.GROUPS]
    report.slots_table([(name, each) for name, each in slots if each.handwritten + each.printed])
    rows = [
        (system.name, system.pages, system.seconds, system.pages_per_minute, JOBS * system.seconds / system.pages)
        for system in systems
    ]
    heads = ("", "pages", "s on two cores", "pages/min", "s/page of a core")
    print_table("Speed on the same pages: fixed generated ones and the real papers", heads, rows)


def _write(figures: dict[str, Figure], full: System, wrong: Sequence[str]) -> None:
    lists = {
        "wrong though certain": wrong,
        "dossier_01, unlike the archivists' sheet": [
            each.line() for each in full.judged(Group.ARCHIVED) if each.outcome is not Outcome.EXACT
        ],
        "real, wrong": [each.line() for each in full.judged(*REAL) if each.failed],
        "real, printed and empty": [
            each.line()
            for each in full.judged(*REAL)
            if each.outcome is Outcome.EMPTY and each.writing is Writing.PRINTED
        ],
    }
    for title, lines in lists.items():
        print(f"\n{title}: {len(lines)}", *lines[:60], sep="\n  ")
    print()
    print_figures(figures)
    write("reading", figures, lists=lists)


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few pages, to see that everything runs")
    parser.add_argument("--short", action="store_true", help="a third of the fixed pages and 3,000 fields: ten minutes")
    options = parser.parse_args()
    started = time.perf_counter()
    real = real_papers()
    if not real:
        progress("Real papers are not measured, they are not beside the checkout.")
    if options.quick:
        measure(3, 0, 6, real[:1], ())
    elif options.short:
        measure(48, 3000, 300, real, list(samples()))
    else:
        measure(FIXED, LEAST_FIELDS, LEAST_PAGES, real, list(samples()))
    progress(f"{(time.perf_counter() - started) / 60:.0f} minutes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
