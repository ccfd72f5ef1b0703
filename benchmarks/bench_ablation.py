"""What each reader, step and rule buys: reading without it, on the fixed generated pages and on the real papers.

Full reading through the worker processes, one variant after the other (about two minutes each); variants stand in
`benchmarks/reading/variants.py`. Prints a table and writes build/bench/ablation.json.
"""

import argparse
import sys
import time
from collections.abc import Sequence

from benchmarks.bench_reading import FIXED
from benchmarks.pages.model import Split
from benchmarks.reading.corpus import make_corpus, specs
from benchmarks.reading.fields import printed, tally
from benchmarks.reading.ours import make_extractor, open_reader, read_papers
from benchmarks.reading.papers import REAL, Group, Paper
from benchmarks.reading.real import real_papers
from benchmarks.reading.report import LEVELS
from benchmarks.reading.system import System, letters, mean, of_ours
from benchmarks.reading.variants import EVERYTHING, VARIANTS, readers_maker, swapped
from benchmarks.results import Figure, print_table, progress, write

_SHARES = ("scans", "precision", "others", "CER 1", "CER 2", "CER 3", "exact gen", "exact real", "certain", "of real")
_COUNTS = ("wrong", "of real")
_KEYS = (
    "scans_recall",
    "scans_precision",
    "others_recall",
    "generated_cer_1",
    "generated_cer_2",
    "generated_cer_3",
    "generated_printed_exact",
    "real_printed_exact",
    "generated_certain_cover",
    "real_certain_cover",
)


def read_without(name: str, papers: Sequence[Paper]) -> System:
    """The papers by one variant."""
    with swapped(VARIANTS[name].extraction), open_reader(readers_maker(name)) as reader:
        extractor = make_extractor()
        started = time.perf_counter()
        reads = list(read_papers(papers, reader, full=True, extractor=extractor))
    return of_ours(name, reads, time.perf_counter() - started)


def shares_of(system: System) -> list[float]:
    """As `_SHARES` names them; 0 where there are no such papers."""
    scans = system.of(Group.ADMINISTRATIVE)
    generated, real = (tally(printed(system.judged(*groups))) for groups in ((Group.GENERATED,), REAL))
    return [
        mean(scans, lambda score: score.recall) or 0.0,
        mean(scans, lambda score: score.precision) or 0.0,
        mean(system.of(Group.OTHER), lambda score: score.recall) or 0.0,
        *(letters(system.of(Group.GENERATED, level=level)).rate for level in LEVELS),
        generated.exact,
        real.exact,
        generated.cover,
        real.cover,
    ]


def wrong_of(system: System) -> list[int]:
    """Wrong though certain: generated, real."""
    return [tally(system.judged(*groups)).certain_wrong for groups in ((Group.GENERATED,), REAL)]


def _cell(share: float, base: float | None) -> str:
    return f"{share:.4f}" if base is None else f"{share - base:+.4f}"


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=list(VARIANTS), help="these variants beside everything")
    parser.add_argument("--pages", type=int, default=FIXED, help="generated pages")
    parser.add_argument("--real", type=int, help="so many real papers instead of all")
    options = parser.parse_args()
    papers = [*make_corpus(specs(options.pages, Split.SCORED)), *real_papers()[: options.real]]
    names = [EVERYTHING, *(name for name in options.only or VARIANTS if name != EVERYTHING)]
    whole: list[float] = []
    rows = []
    figures: dict[str, Figure] = {}
    for name in names:
        system = read_without(name, papers)
        shares, wrong = shares_of(system), wrong_of(system)
        whole = whole or shares
        seconds = system.seconds / max(1, system.pages)
        progress(f"{name}: {system.seconds:.0f} s")
        texts = [_cell(share, None if name == EVERYTHING else base) for share, base in zip(shares, whole, strict=True)]
        rows.append((name, *texts, *wrong, f"{seconds:.2f}"))
        key = name.replace(" ", "_")
        for head, share in zip(_KEYS, shares, strict=True):
            figures[f"{key}_{head}"] = Figure(value=share, unit="share")
        figures[f"{key}_generated_certain_wrong"] = Figure(value=wrong[0], unit="fields")
        figures[f"{key}_real_certain_wrong"] = Figure(value=wrong[1], unit="fields")
        figures[f"{key}_wall_seconds_a_page"] = Figure(value=seconds, unit="s")
        write("ablation", figures)  # after each: the whole takes more than an hour
    print_table("Everything, and what changes without a part", ("", *_SHARES, *_COUNTS, "s/page wall"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
