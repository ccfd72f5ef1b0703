"""Measures how sure a proposed value is, and writes resources/certainty/certainty.yaml.

Reads generated pages of the tuned half and the open real papers, which weigh more each; the scored half is never looked
at. Probabilities are checked by models that have not seen the page. Reading takes most of the time: `--kept` takes the
readings of the last run, for when only extraction or features have changed. `--dry` writes nothing.
"""

import argparse
import pickle
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

import yaml
from pydantic import PrivateAttr

from benchmarks.kinds.corpus import draw, wanted
from benchmarks.kinds.judging import judge as judge_document
from benchmarks.kinds.reads import ReadDocument, read_documents
from benchmarks.pages.model import Kind, Split
from benchmarks.reading.chances import calibration_error, reliability
from benchmarks.reading.corpus import make_corpus, specs
from benchmarks.reading.fields import Judged, Outcome, judge, proposals
from benchmarks.reading.logistic import DEFAULT, NEVER, Kept, Model, Numbers, Sample, crossed, fit, kept, thresholds
from benchmarks.reading.ours import Read, make_extractor, open_reader, read_papers
from benchmarks.reading.papers import CHECKOUT, REAL, Paper
from benchmarks.reading.real import real_papers
from benchmarks.results import print_table, progress
from dossier.document_types import DocumentTypes
from dossier.fields import FieldDef
from dossier.reading import PageReading
from ocr.extraction import RuleExtractor
from ocr.extraction.confidence import Certainty, is_doubtful
from ocr.extraction.features import Features
from resources.document_types import load

TARGET = CHECKOUT / "resources" / "certainty" / "certainty.yaml"
_BUILD = CHECKOUT / "build" / "bench"
KEPT = _BUILD / "tuned-readings.pickle"
KEPT_DOCUMENTS = _BUILD / "tuned-documents.pickle"
PAGES = 400
EACH = 4
MOST_WRONG = 25e-4
"""Of certain values on generated pages. The goal is 14; a few thousand values cannot show it, and the cover would be
half. To be lowered as more pages are measured."""
REAL_WEIGHT = 4.0
"""A real field counts as so many generated ones: there are few, and they are what matters."""
ELIGIBLE_WEIGHT = 5.0
"""So much more weighs a value that nothing forbids to be certain: among these the threshold tells right from wrong.
With 1 a tenth fewer are certain at the same share of errors, with 20 as many."""
_HEAD = """\
# How sure a proposed value is: weights of a logistic model and the thresholds from which it is called certain.
# Written by benchmarks/calibrate.py from generated pages of the tuned half and from open real papers; see `origin`.
"""


class Recorder(Certainty):
    """Keeps the features of what is proposed; calls certain all that may be."""

    _seen: dict[str, tuple[str, Features]] = PrivateAttr(default_factory=dict)

    def probability(self, item: FieldDef, features: Features) -> float:
        self._seen[item.name] = ("choice" if item.choices else item.kind.value, features)
        return super().probability(item, features)

    def is_certain(self, item: FieldDef, features: Features, probability: float) -> bool:  # noqa: ARG002 - the port
        return not is_doubtful(features)

    def taken(self) -> dict[str, tuple[str, Features]]:
        """What was kept since the last time, by field name."""
        seen, self._seen = dict(self._seen), {}
        return seen


def samples_of(
    paper: Paper, readings: Sequence[PageReading], recorder: Recorder, extractor: RuleExtractor
) -> Iterator[Sample]:
    """Every candidate of a paper whose truth is known."""
    extraction = extractor.extract(readings)
    yield from _samples(judge(paper, proposals(extraction)), recorder)


def samples_of_document(document: ReadDocument, recorder: Recorder, extractor: RuleExtractor) -> Iterator[Sample]:
    """As `samples_of`; of papers with one record, the fields outside groups, whose names tell them."""
    extraction = extractor.extract(document.read.readings)
    judged = judge_document(document.truth, document.name, extraction).judged
    yield from _samples(judged if len(extraction.records) == 1 else (), recorder)


def _samples(judged: Iterable[Judged], recorder: Recorder) -> Iterator[Sample]:
    seen = recorder.taken()
    for each in judged:
        if each.proposal is None or each.name not in seen or each.outcome in {Outcome.EMPTY, Outcome.ABSENT}:
            continue
        kind, features = seen[each.name]
        real = each.group in REAL
        yield Sample(
            page=each.paper,
            name=each.name,
            kind=kind,
            features=asdict(features),
            right=each.outcome is Outcome.EXACT,
            eligible=each.certain,
            weight=(REAL_WEIGHT if real else 1.0) * (ELIGIBLE_WEIGHT if each.certain else 1.0),
            real=real,
            line=each.line(),
        )


def first_stage(reading: PageReading) -> PageReading:
    """The reading as it was before the second reader."""
    return replace(
        reading, second_reader=None, words=tuple(replace(word, second=None, overruled=False) for word in reading.words)
    )


def collect(reads: Sequence[Read], documents: Sequence[ReadDocument]) -> dict[str, list[Sample]]:
    """Samples of both stages."""
    recorder = Recorder.model_validate(Certainty.shipped().model_dump())
    extractor = RuleExtractor(DocumentTypes.from_data(load()), recorder)
    samples: dict[str, list[Sample]] = {"first": [], "full": []}
    for read in reads:
        samples["full"] += samples_of(read.paper, read.readings, recorder, extractor)
        before = [first_stage(reading) for reading in read.readings]
        samples["first"] += samples_of(read.paper, before, recorder, extractor)
    for document in documents:
        samples["full"] += samples_of_document(document, recorder, extractor)
        before = [first_stage(reading) for reading in document.read.readings]
        early = replace(document, read=replace(document.read, readings=tuple(before)))
        samples["first"] += samples_of_document(early, recorder, extractor)
    return samples


def write(model: Model, bounds: dict[str, dict[str, float]], count: int, origin: str) -> None:
    """The resource, rounded."""
    keys = dict.fromkeys(key for stage in bounds.values() for key in stage)
    resource = {
        "provisional": True,
        "origin": origin,
        "samples": count,
        "bias": {name: round(value, 3) for name, value in sorted(model.bias.items())},
        "weights": {name: round(value, 3) for name, value in model.weights.items()},
        "thresholds": {
            key: {stage: bounds[stage].get(key, bounds[stage]["default"]) for stage in ("first", "full")}
            for key in sorted(keys)
        },
    }
    text = yaml.safe_dump(resource, allow_unicode=True, sort_keys=False, default_flow_style=None, width=118)
    TARGET.write_text(_HEAD + text, encoding="utf-8")


def report(stage: str, samples: Sequence[Sample], chances: Numbers, bounds: dict[str, float]) -> None:
    """What the thresholds let through, by field and by origin, and how far probabilities are off."""

    def part(real: bool, name: str | None = None) -> Kept:
        chosen = [
            index for index, each in enumerate(samples) if each.real == real and (name is None or each.name == name)
        ]
        return kept([samples[index] for index in chosen], chances[chosen], bounds)

    names = sorted({sample.name for sample in samples})
    rows = [
        (name, bounds.get(name), *(value for real in (False, True) for value in _counts(part(real, name))))
        for name in names
    ]
    heads = ("", "own threshold", "generated", "certain", "wrong", "real", "certain", "wrong")
    print_table(f"{stage}: probabilities by models that have not seen the page", heads, rows)
    for title, real in (("generated", False), ("real", True)):
        whole = part(real)
        said = [(float(chance), each.right) for each, chance in zip(samples, chances, strict=True) if each.real == real]
        print(f"  {title}: {whole.line()}; mean error {calibration_error(reliability(said)):.3f}")
        for line in whole.wrong:
            print(f"    wrong: {line}")


def _counts(of: Kept) -> tuple[int, int, int]:
    return of.samples, of.certain, len(of.wrong)


def read_all(papers: Sequence[Paper]) -> list[Read]:
    """By both readers; kept for the next time."""
    reads = []
    with open_reader() as reader:
        for number, read in enumerate(read_papers(papers, reader, full=True, extractor=make_extractor()), 1):
            reads.append(read)
            if number % 100 == 0:
                progress(f"read: {number} of {len(papers)} papers")
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_bytes(pickle.dumps(reads))
    return reads


def read_types(each: int) -> list[ReadDocument]:
    """So many papers of every type and level; kept for the next time."""
    papers = wanted([kind for kind in Kind if kind.known], each, Split.TUNE)
    with open_reader() as reader:
        documents = list(read_documents(papers, draw(papers), reader))
    KEPT_DOCUMENTS.write_bytes(pickle.dumps(documents))
    return documents


def main() -> int:
    """Read, fit, choose, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES, help="generated pages of the reading benchmark's kinds")
    parser.add_argument("--each", type=int, default=EACH, help="papers of every document type and level of wear")
    parser.add_argument("--real", type=int, help="so many real papers instead of all")
    parser.add_argument("--kept", action="store_true", help="take the readings of the last run")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    if options.kept:
        reads: list[Read] = pickle.loads(KEPT.read_bytes())  # written by ourselves
        documents: list[ReadDocument] = pickle.loads(KEPT_DOCUMENTS.read_bytes())
    else:
        real = [paper for paper in real_papers() if paper.fields and paper.group in REAL][: options.real]
        reads = read_all([*make_corpus(specs(options.pages, Split.TUNE)), *real])
        documents = read_types(options.each)
    samples = collect(reads, documents)
    both = [*samples["first"], *samples["full"]]
    chances = crossed(both)
    parts = {"first": chances[: len(samples["first"])], "full": chances[len(samples["first"]) :]}
    # One reader alone is never certain: what the second would have seen otherwise is not known yet.
    bounds = {"first": {DEFAULT: NEVER}, "full": thresholds(samples["full"], parts["full"], MOST_WRONG)}
    for stage, of_stage in parts.items():
        report(stage, samples[stage], of_stage, bounds[stage])
    if options.dry:
        return 0
    count = sum(sample.real for sample in samples["full"])
    pages = sum(read.paper.group not in REAL for read in reads) + len(documents)
    origin = (
        f"{len(samples['full']) - count} fields of {pages} generated papers (tuned half) "
        f"and {count} of open real papers, each of which weighs {REAL_WEIGHT:g}"
    )
    write(fit(both), bounds, len(samples["full"]), origin)
    progress(f"written: {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
