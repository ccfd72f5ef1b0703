"""A small logistic model: weights shared by all fields, a bias for each kind of field and each field, pulled together.

Fitted by Newton's method with a ridge, by numpy alone: few samples of a field fall back on its kind, few of a kind on
all. Thresholds are chosen so that errors among what is certain stay rare.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.reading.chances import wilson

DEFAULT = "default"
_STEPS = 30
_RIDGE_WEIGHT, _RIDGE_KIND, _RIDGE_NAME = 0.5, 2.0, 8.0
"""Of a weight, and of how far a kind may stand from all and a field from its kind."""
NEVER, _MOST_LIKELY = 1.01, 0.9999
_FEWEST = 200
"""Values that a threshold must let through to say anything about one in some hundred."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One candidate: what was measured of it and whether it was right."""

    page: str
    """Samples of one page are never parted between fitting and checking."""
    name: str
    kind: str
    features: Mapping[str, float]
    right: bool
    eligible: bool
    """Whether it may be called certain at all."""
    weight: float = 1.0
    real: bool = False
    line: str = ""
    """For a list of what went wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Fitted weights. `bias` by field name, kind of field or "default"; a name's holds its kind's already."""

    bias: Mapping[str, float]
    weights: Mapping[str, float]

    def probability(self, sample: Sample) -> float:
        """That it is right."""
        bias = self.bias.get(sample.name, self.bias.get(sample.kind, self.bias[DEFAULT]))
        score = bias + sum(self.weights[name] * value for name, value in sample.features.items())
        return min(_MOST_LIKELY, float(1 / (1 + np.exp(-score))))


def fit(samples: Sequence[Sample]) -> Model:
    """The model of these samples."""
    features = list(samples[0].features)
    kinds = sorted({sample.kind for sample in samples})
    names = sorted({(sample.kind, sample.name) for sample in samples})
    columns = len(features) + 1 + len(kinds) + len(names)
    table = np.zeros((len(samples), columns))
    for row, sample in enumerate(samples):
        table[row, : len(features)] = [sample.features[name] for name in features]
        table[row, len(features)] = 1
        table[row, len(features) + 1 + kinds.index(sample.kind)] = 1
        table[row, len(features) + 1 + len(kinds) + names.index((sample.kind, sample.name))] = 1
    ridge = np.array([_RIDGE_WEIGHT] * len(features) + [1e-3] + [_RIDGE_KIND] * len(kinds) + [_RIDGE_NAME] * len(names))
    right = np.array([sample.right for sample in samples], np.float64)
    weight = np.array([sample.weight for sample in samples])
    found = _newton(table, right, weight, ridge)
    base = float(found[len(features)])
    of_kind = dict(zip(kinds, found[len(features) + 1 :].tolist(), strict=False))
    of_name = dict(zip(names, found[len(features) + 1 + len(kinds) :].tolist(), strict=True))
    bias = {DEFAULT: base} | {kind: base + value for kind, value in of_kind.items()}
    # A name that two types use with different kinds has no bias of its own.
    single = {name for kind, name in names if sum(other == name for _, other in names) == 1}
    bias |= {name: base + of_kind[kind] + value for (kind, name), value in of_name.items() if name in single}
    return Model(bias=bias, weights=dict(zip(features, found.tolist(), strict=False)))


def crossed(samples: Sequence[Sample], folds: int = 5) -> Numbers:
    """The probability of each sample by a model that has not seen its page."""
    pages = {page: number % folds for number, page in enumerate(sorted({sample.page for sample in samples}))}
    chances = np.zeros(len(samples))
    for fold in range(folds):
        seen = [sample for sample in samples if pages[sample.page] != fold]
        if not seen:
            seen = list(samples)
        model = fit(seen)
        for index, sample in enumerate(samples):
            if pages[sample.page] == fold:
                chances[index] = model.probability(sample)
    return chances


def thresholds(samples: Sequence[Sample], chances: Numbers, most_wrong: float) -> dict[str, float]:
    """From which probability on a value is certain: one threshold for all fields, whose biases differ already.

    The lowest above which at most `most_wrong` of the generated values are wrong and no real one is. A threshold for
    each field would have to be chosen on a hundred values, which cannot show so few errors.
    """
    eligible = [(float(chance), sample) for sample, chance in zip(samples, chances, strict=True) if sample.eligible]
    floor = max((chance for chance, sample in eligible if sample.real and not sample.right), default=0.0)
    best, wrong, count = NEVER, 0, 0
    for chance, sample in sorted(eligible, key=lambda pair: -pair[0]):
        if sample.real:
            continue
        count, wrong = count + 1, wrong + (not sample.right)
        if chance > floor and count >= _FEWEST and wrong <= most_wrong * count:
            best = chance
    # Downwards, so that the sample that sets it is included.
    return {DEFAULT: best if best == NEVER else float(np.floor(best * 1e5) / 1e5)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the thresholds let through."""

    samples: int
    certain: int
    wrong: tuple[str, ...]

    def line(self) -> str:
        """For people."""
        low, high = wilson(len(self.wrong), self.certain)
        per = 10_000 * len(self.wrong) / max(1, self.certain)
        return (
            f"{self.certain} of {self.samples} certain ({self.certain / max(1, self.samples):.1%}), "
            f"{len(self.wrong)} wrong = {per:.1f} per 10,000 ({1e4 * low:.1f}-{1e4 * high:.1f})"
        )


def kept(samples: Sequence[Sample], chances: Numbers, bounds: Mapping[str, float]) -> Kept:
    """Count what these thresholds call certain."""
    certain = [
        sample
        for sample, chance in zip(samples, chances, strict=True)
        if sample.eligible and chance >= bounds.get(sample.name, bounds.get(sample.kind, bounds[DEFAULT]))
    ]
    return Kept(
        samples=len(samples), certain=len(certain), wrong=tuple(each.line for each in certain if not each.right)
    )


def _newton(table: Numbers, right: Numbers, weight: Numbers, ridge: Numbers) -> Numbers:
    found = np.zeros(table.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (weight * (right - chance)) - ridge * found
        curve = (table * (weight * np.maximum(chance * (1 - chance), 1e-6))[:, None]).T @ table + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        found = found + step * min(1.0, 4.0 / max(1e-9, float(np.abs(step).max())))
        if float(np.abs(step).max()) < 1e-7:
            break
    return found
