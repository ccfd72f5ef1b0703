"""Field values against the truth: every value is judged once, all tables count the judgements.

Compared without case, spaces and punctuation, tone placement aside (hoà is hòa).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from benchmarks.reading.chances import wilson
from benchmarks.reading.papers import Group, Paper, Truth
from dossier.reading import Extraction, RecordReading, Writing
from dossier.text import tone_key

_NUMBER = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a program proposes for a field; those that say nothing of certainty leave it out."""

    value: str
    confidence: float | None = None
    certain: bool = False
    handwritten: bool = False


class Outcome(StrEnum):
    """How a proposal compares with the truth."""

    EXACT = "exact"
    WRONG = "wrong"
    EMPTY = "empty"
    """Nothing proposed though the paper bears a value."""
    INVENTED = "invented"
    """Proposed though the paper bears none."""
    ABSENT = "absent"
    """Rightly nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One field of one paper."""

    paper: str
    group: Group
    level: int
    kind: str
    name: str
    writing: Writing
    outcome: Outcome
    truth: str | None
    proposal: Proposal | None

    @property
    def certain(self) -> bool:
        """Whether it was called certain."""
        return self.proposal is not None and self.proposal.certain

    @property
    def failed(self) -> bool:
        """A value stands there and it is not right."""
        return self.outcome in {Outcome.WRONG, Outcome.INVENTED}

    def line(self) -> str:
        """For a list of what went wrong."""
        said = self.proposal.value if self.proposal else None
        sure = f" at {self.proposal.confidence:.3f}" if self.proposal and self.proposal.confidence is not None else ""
        level = f" level {self.level}" if self.level else ""
        return f"{self.paper}{level} {self.name} ({self.writing}): {said!r} instead of {self.truth!r}{sure}"


def proposals(extraction: Extraction) -> dict[str, Proposal]:
    """The candidates of all records by their path."""
    return {path: said for record in extraction.records for path, said in proposals_of(record).items()}


def proposals_of(record: RecordReading) -> dict[str, Proposal]:
    """Those of one record."""
    return {
        candidate.path: Proposal(
            value=candidate.value,
            confidence=candidate.confidence,
            certain=candidate.certain,
            handwritten=candidate.handwritten,
        )
        for candidate in record.candidates
    }


def judge(paper: Paper, proposed: Mapping[str, Proposal]) -> list[Judged]:
    """Every field of the truth, and every proposal beyond it where the truth is complete."""
    fields = dict(paper.fields)
    if paper.complete:
        fields = {name: Truth(value=None) for name in proposed} | fields
    return [
        Judged(
            paper=paper.name,
            group=paper.group,
            level=paper.level,
            kind=paper.kind,
            name=name,
            writing=truth.writing,
            outcome=_outcome(paper, name, truth, proposed.get(name)),
            truth=truth.value,
            proposal=proposed.get(name),
        )
        for name, truth in fields.items()
    ]


def folded(text: str) -> str:
    """What is compared. The sign before the decimals of a number is no punctuation: 27.6 is not 276, but 276.0 is."""
    if _NUMBER.fullmatch(text):
        return f"{Decimal(text).normalize():f}"
    return re.sub(r"[\W_]+", "", tone_key(text))


def _outcome(paper: Paper, name: str, truth: Truth, proposal: Proposal | None) -> Outcome:
    if proposal is None or not proposal.value:
        return Outcome.EMPTY if truth.value else Outcome.ABSENT
    if not truth.value:
        return Outcome.INVENTED
    ours = folded(proposal.value)
    accepted = [folded(value) for value in (truth.value, *truth.also)]
    if name == "organName" and not paper.whole_agency:
        right = bool(ours) and accepted[0].endswith(ours)
    else:
        right = ours in accepted
    return Outcome.EXACT if right else Outcome.WRONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts over fields that bear a value, and inventions beside them."""

    counts: Mapping[Outcome, int]
    certain: int
    certain_wrong: int

    @property
    def fields(self) -> int:
        """Fields whose paper bears a value."""
        return sum(self.counts.get(each, 0) for each in (Outcome.EXACT, Outcome.WRONG, Outcome.EMPTY))

    @property
    def exact(self) -> float:
        """Share of these that came out right."""
        return self.counts.get(Outcome.EXACT, 0) / max(1, self.fields)

    @property
    def cover(self) -> float:
        """Share of these called certain."""
        return self.certain / max(1, self.fields)

    @property
    def wrong_per_10000(self) -> float:
        """Wrong ones of those called certain, in 10,000."""
        return 10_000 * self.certain_wrong / max(1, self.certain)

    def interval(self) -> tuple[float, float]:
        """95 % interval of `wrong_per_10000`."""
        low, high = wilson(self.certain_wrong, self.certain)
        return 10_000 * low, 10_000 * high


def tally(judged: Iterable[Judged]) -> Tally:
    """Count them."""
    counts: Counter[Outcome] = Counter()
    certain = certain_wrong = 0
    for each in judged:
        counts[each.outcome] += 1
        certain += each.certain
        certain_wrong += each.certain and each.failed
    return Tally(counts=counts, certain=certain, certain_wrong=certain_wrong)


def printed(judged: Iterable[Judged]) -> list[Judged]:
    """Only what print filled."""
    return [each for each in judged if each.writing is Writing.PRINTED]


def by_name(judged: Sequence[Judged]) -> dict[str, Tally]:
    """A tally for each field of each kind of paper, in the order met."""
    names = dict.fromkeys((each.kind, each.name) for each in judged)
    return {
        f"{kind} {name}".strip(): tally(each for each in judged if (each.kind, each.name) == (kind, name))
        for kind, name in names
    }


def by_writing(judged: Sequence[Judged]) -> dict[Writing, Tally]:
    """Printed, handwritten and stamped apart."""
    return {
        writing: tally(each for each in judged if each.writing is writing)
        for writing in Writing
        if any(each.writing is writing for each in judged)
    }


def said(judged: Iterable[Judged]) -> list[tuple[float, bool]]:
    """Probabilities of all proposals with whether they were right, for reliability."""
    return [
        (each.proposal.confidence, each.outcome is Outcome.EXACT)
        for each in judged
        if each.proposal is not None and each.proposal.value and each.proposal.confidence is not None
    ]
