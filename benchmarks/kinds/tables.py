"""The results as tables: per type, per field, and which type was taken for which."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.kinds.judging import Result, starred
from benchmarks.reading.fields import Judged, Tally, printed, tally
from benchmarks.results import print_table
from dossier.document_types import DocumentTypes

USUAL = (1, 2)
"""Levels of wear that the goals speak of."""

_NUMBER = re.compile(r"\[\d+\]")


def judged_of(results: Iterable[Result], levels: Sequence[int] = USUAL) -> list[Judged]:
    """Every judgement on papers of these levels."""
    return [each for result in results if result.level in levels for each in result.judged]


def stars(judged: Iterable[Judged], types: DocumentTypes) -> list[Judged]:
    """Printed fields that their type cannot do without and that the paper bears."""
    return [each for each in printed(judged) if each.truth and starred(types.get(each.kind), each.name)]


def types_table(results: Sequence[Result], types: DocumentTypes) -> None:
    """A row a type: is it known again, are its fields right, what is certain."""
    rows = []
    for kind in dict.fromkeys(result.kind for result in results if result.known):
        own = [result for result in results if result.kind == kind]
        usual = [result for result in own if result.level in USUAL]
        judged = judged_of(own)
        star, rest, worn = (
            tally(stars(judged, types)),
            tally(printed(judged)),
            tally(stars(judged_of(own, (3,)), types)),
        )
        told = [result for result in usual if result.generation and result.type_right]
        rows.append(
            (
                kind,
                len(usual),
                _share(sum(result.type_right for result in usual), len(usual)),
                _share(sum(result.said_generation == result.generation for result in told), len(told)),
                f"{star.exact:.3f}",
                f"{rest.exact:.3f}",
                f"{rest.cover:.3f}",
                f"{rest.certain_wrong}/{rest.certain}",
                f"{worn.exact:.3f}",
            )
        )
    heads = (
        "levels 1, 2",
        "papers",
        "type",
        "generation",
        "starred exact",
        "printed exact",
        "certain",
        "wrong of certain",
    )
    print_table("Types", (*heads, "starred exact, level 3"), rows)


def fields_table(results: Sequence[Result]) -> None:
    """A row a field, rows of groups and records together; printed ones of levels 1 and 2."""
    tallies: dict[tuple[str, str], list[Judged]] = {}
    for each in printed(judged_of(results)):
        tallies.setdefault((each.kind, plain(each.name)), []).append(each)
    rows = [(*key, *_cells(tally(judged))) for key, judged in tallies.items()]
    print_table(
        "Printed fields, levels 1 and 2", ("type", "field", "values", "exact", "certain", "wrong of certain"), rows
    )


def confusion_table(results: Sequence[Result]) -> Mapping[tuple[str, str], int]:
    """Papers that were taken for another type, all levels."""
    wrong = Counter((result.kind, result.said) for result in results if not result.type_right)
    of = Counter(result.kind for result in results)
    rows = [(kind, said, count, of[kind]) for (kind, said), count in wrong.most_common()]
    print_table("Taken for another type (all levels)", ("paper", "taken for", "papers", "of"), rows)
    return wrong


def plain(path: str) -> str:
    """A path without the numbers of its record and row."""
    return _NUMBER.sub("", path).removeprefix("records.")


def _cells(counted: Tally) -> tuple[int, str, str, str]:
    return (
        counted.fields,
        f"{counted.exact:.3f}",
        f"{counted.cover:.3f}",
        f"{counted.certain_wrong}/{counted.certain}",
    )


def _share(right: int, of: int) -> str:
    return f"{right}/{of}" if of else "-"
