"""One program over a set of papers, in the form in which all programs are compared."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.reading.fields import Judged, judge
from benchmarks.reading.ours import Read
from benchmarks.reading.papers import Group, Paper
from benchmarks.reading.peers import PeerPage
from benchmarks.reading.regex_fields import RegexExtractor
from benchmarks.reading.words import LetterScore, Piece, WordScore, score_letters, score_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """What a program made of a paper."""

    paper: Paper
    words: WordScore | None
    letters: LetterScore | None
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A program with its results; `seconds` is wall time on two cores for `pages` pages."""

    name: str
    results: tuple[PageResult, ...]
    seconds: float
    pages: int
    pages_of: dict[Group, int]

    @property
    def pages_per_minute(self) -> float:
        """On the whole machine."""
        return 60 * self.pages / self.seconds if self.seconds else 0.0

    def of(self, *groups: Group, level: int | None = None) -> list[PageResult]:
        """Results of some papers."""
        return [
            result
            for result in self.results
            if result.paper.group in groups and (level is None or result.paper.level == level)
        ]

    def judged(self, *groups: Group) -> list[Judged]:
        """Judgements of some papers."""
        return [each for result in self.of(*groups) for each in result.judged]


def of_ours(name: str, reads: Sequence[Read], seconds: float) -> System:
    """Sohoa's readings."""
    results = tuple(result_of_read(read) for read in reads)
    return _system(name, results, [max(1, len(read.readings)) for read in reads], seconds)


def result_of_read(read: Read) -> PageResult:
    """Score one paper that Sohoa read."""
    words = [Piece(text=word.text, box=word.box) for reading in read.readings for word in reading.words]
    return PageResult(
        paper=read.paper, words=_words(read.paper, read.text), letters=_letters(read.paper, words), judged=read.judged
    )


def of_peer(
    name: str, papers: Sequence[Paper], pages: Sequence[Sequence[PeerPage]], regex: RegexExtractor, seconds: float
) -> System:
    """A peer's pages, grouped by paper, with fields by regular expressions."""
    results = []
    for paper, parts in zip(papers, pages, strict=True):
        text = "\n".join(part.text for part in parts)
        words = [word for part in parts for word in part.words]
        results.append(
            PageResult(
                paper=paper,
                words=_words(paper, text),
                letters=_letters(paper, words) if words else None,
                judged=tuple(judge(paper, regex.extract(text))),
            )
        )
    return _system(name, tuple(results), [len(parts) for parts in pages], seconds)


def mean(results: Iterable[PageResult], of: Callable[[WordScore], float]) -> float | None:
    """Mean over pages with a written-down text; None where there is none."""
    values = [of(result.words) for result in results if result.words is not None]
    return sum(values) / len(values) if values else None


def letters(results: Iterable[PageResult]) -> LetterScore:
    """Sum over pages."""
    return sum((result.letters for result in results if result.letters is not None), LetterScore())


def _system(name: str, results: tuple[PageResult, ...], counts: Sequence[int], seconds: float) -> System:
    pages_of: dict[Group, int] = {}
    for result, count in zip(results, counts, strict=True):
        pages_of[result.paper.group] = pages_of.get(result.paper.group, 0) + count
    return System(name=name, results=results, seconds=seconds, pages=sum(counts), pages_of=pages_of)


def _words(paper: Paper, text: str) -> WordScore | None:
    return score_words(paper.text, text) if paper.text is not None else None


def _letters(paper: Paper, words: Sequence[Piece]) -> LetterScore | None:
    if not paper.pieces:
        return None
    return score_letters(paper.pieces, words, ignored=paper.ignored, turn=paper.turn)
