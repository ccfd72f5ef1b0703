"""Sohoa on papers, through the very worker processes of the product: readings, proposals, time, memory.

Both stages of a page are timed with the extraction of its fields, as a clerk's machine does them.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Self

import psutil

from benchmarks.reading.fields import Judged, judge, proposals
from benchmarks.reading.papers import Paper
from dossier.document_types import DocumentTypes
from dossier.errors import SohoaError
from dossier.ports import Extractor, PageReader
from dossier.reading import Extraction, PagePicture, PageReading
from ocr.extraction import RuleExtractor
from ocr.readers import Readers, make_readers
from ocr.reading import read_first, read_second
from ocr.workers import WorkerPageReader
from resources.document_types import load

JOBS = 2
_AHEAD = 6
"""Pages given to the workers before the oldest has come back: pictures are not all held at once."""
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A paper as Sohoa read it."""

    paper: Paper
    readings: tuple[PageReading, ...]
    extraction: Extraction
    judged: tuple[Judged, ...]
    failures: tuple[str, ...]
    """Codes of pages that could not be read."""

    @property
    def text(self) -> str:
        """All pages."""
        return "\n".join(reading.text for reading in self.readings)


def open_reader(readers: Callable[[], Readers] = make_readers, jobs: int = JOBS) -> WorkerPageReader:
    """The pool as the product makes it; close it."""
    return WorkerPageReader(readers, jobs=jobs)


def read_here(paper: Paper, readers: Readers) -> list[PageReading]:
    """All pages by both readers within this process, for tests."""
    pictures = paper.pictures()
    return [read_second(picture, read_first(picture, readers), readers) for picture in pictures]


def make_extractor() -> RuleExtractor:
    """With the document types that are shipped."""
    return RuleExtractor(DocumentTypes.from_data(load()))


def read_papers(
    papers: Iterable[Paper],
    reader: PageReader,
    *,
    full: bool,
    extractor: Extractor,
    pictures: Callable[[Paper], list[PagePicture]] = Paper.pictures,
) -> Iterator[Read]:
    """Papers in order, each as soon as its pages are read; `pictures` opens a paper."""
    waiting: deque[tuple[Paper, list[Future[PageReading]]]] = deque()
    for paper in papers:
        waiting.append((paper, [_submit(reader, picture, full=full) for picture in pictures(paper)]))
        while sum(len(futures) for _, futures in waiting) > _AHEAD:
            yield _finish(*waiting.popleft(), extractor)
    while waiting:
        yield _finish(*waiting.popleft(), extractor)


def judged_of(reads: Iterable[Read]) -> list[Judged]:
    """Every judgement."""
    return [each for read in reads for each in read.judged]


def _submit(reader: PageReader, picture: PagePicture, *, full: bool) -> Future[PageReading]:
    first = reader.submit(picture)
    if not full:
        return first
    whole: Future[PageReading] = Future()

    def pass_on(done: Future[PageReading]) -> None:
        error = done.exception()
        if error is None:
            whole.set_result(done.result())
        else:
            whole.set_exception(error)

    def go_on(done: Future[PageReading]) -> None:
        if done.exception() is not None:
            pass_on(done)
        else:
            reader.submit_second(picture, done.result()).add_done_callback(pass_on)

    first.add_done_callback(go_on)
    return whole


def _finish(paper: Paper, futures: Sequence[Future[PageReading]], extractor: Extractor) -> Read:
    readings, failures = [], []
    for future in futures:
        try:
            readings.append(future.result())
        except SohoaError as error:
            failures.append(error.code)
    extraction = extractor.extract(readings) if readings else Extraction(type_id=None, type_confidence=0.0)
    return Read(
        paper=paper,
        readings=tuple(readings),
        extraction=extraction,
        judged=tuple(judge(paper, proposals(extraction))),
        failures=tuple(failures),
    )


class MemoryWatch:
    """The most memory that one worker with what it started ever held, looked at ten times a second."""

    def __init__(self) -> None:
        self.most = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="memory watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def megabytes(self) -> float:
        """So far."""
        return self.most / 1e6

    def _look(self) -> None:
        own = psutil.Process(os.getpid())
        while not self._ended.wait(_LOOK_SECONDS):
            for child in own.children():
                self.most = max(self.most, _held(child))


def _held(process: psutil.Process) -> int:
    total = 0
    try:
        for each in (process, *process.children(recursive=True)):
            total += each.memory_info().rss
    except psutil.Error:
        return 0
    return total
