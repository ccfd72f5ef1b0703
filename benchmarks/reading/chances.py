"""What counts say about shares: intervals, reliability."""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_Z = 1.959964


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927); (0, 1) when nothing was counted."""
    if of == 0:
        return 0.0, 1.0
    share, spread = hits / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Candidates whose probability lies in [low, high)."""

    low: float
    high: float
    count: int
    predicted: float
    """Mean of what was said."""
    right: float
    """Share that was right."""


EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)


def reliability(said: Iterable[tuple[float, bool]], edges: Sequence[float] = EDGES) -> list[Bin]:
    """Bins that hold something; narrow where decisions fall."""
    pairs = sorted(said)
    bins = []
    for number, (low, high) in enumerate(itertools.pairwise(edges)):
        last = number == len(edges) - 2
        inside = [pair for pair in pairs if low <= pair[0] < high or (last and pair[0] >= high)]
        if inside:
            count = len(inside)
            predicted, right = sum(chance for chance, _ in inside) / count, sum(hit for _, hit in inside) / count
            bins.append(Bin(low=low, high=high, count=count, predicted=predicted, right=right))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance of what was said from what was, weighed by counts."""
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.predicted - each.right) for each in bins) / max(1, total)
