"""A `PageReader` and an `Extractor` for tests of use cases: what is read on a page is what a test says."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from dossier.errors import SourceError
from dossier.ids import Sha256
from dossier.learned import NOTHING, Learned
from dossier.ports import ReadingPriority, Stage
from dossier.reading import Candidate, Extraction, PagePicture, PageReading, RecordReading
from tests.support.making import reading

FIRST, SECOND = "first 1", "second 1"


@dataclass(slots=True)
class FakeReader:
    """Answers at once, in the thread that asks. Pages are named by the bytes of their picture."""

    texts: Mapping[bytes, str] = field(default_factory=dict)
    """What the first reader reads; "đã đọc" on any other page. A text that begins with MẬT bears that mark."""
    others: Mapping[bytes, str] = field(default_factory=dict)
    """What the second reader has where it differs from the first."""
    losses: dict[tuple[bytes, Stage], SourceError] = field(default_factory=dict)
    """Pages and stages that fail."""
    second: bool = True
    """Whether a second reader is live."""
    recipe: str = "r1"
    preferred: Sha256 | None = None
    asked: list[tuple[Stage, bytes]] = field(default_factory=list)
    on_first: Callable[[bytes], None] = lambda _: None
    """Called while a first reading is made."""
    on_second: Callable[[bytes], None] = lambda _: None
    """Called before a second reading is answered."""

    def submit(
        self,
        picture: PagePicture,
        priority: ReadingPriority = ReadingPriority.BACKGROUND,
        *,
        cleared: bool = False,
    ) -> Future[PageReading]:
        self.asked.append((Stage.FIRST, picture.data))
        self.on_first(picture.data)
        text = self.texts.get(picture.data, "đã đọc")
        mark = "MẬT" if text.startswith("MẬT") else None
        read = reading("" if mark and not cleared else text, secrecy_mark=mark)
        return self._answer(picture, Stage.FIRST, replace(read, reader=FIRST, recipe=self.recipe))

    def submit_second(
        self, picture: PagePicture, first: PageReading, priority: ReadingPriority = ReadingPriority.BACKGROUND
    ) -> Future[PageReading]:
        self.asked.append((Stage.SECOND, picture.data))
        self.on_second(picture.data)
        if not self.second:
            return self._answer(picture, Stage.SECOND, first)
        other = self.others.get(picture.data, first.text).split()
        words = tuple(replace(word, second=text) for word, text in zip(first.words, other, strict=True))
        return self._answer(picture, Stage.SECOND, replace(first, words=words, second_reader=SECOND))

    def prefer(self, picture: Sha256) -> None:
        self.preferred = picture

    def _answer(self, picture: PagePicture, stage: Stage, read: PageReading) -> Future[PageReading]:
        future: Future[PageReading] = Future()
        loss = self.losses.get((picture.data, stage))
        if loss is not None:
            future.set_exception(loss)
        else:
            future.set_result(read)
        return future


@dataclass(slots=True)
class FakeExtractor:
    """A birth certificate whose number (`so`) is the text of the first page; certain when both readers agree on it."""

    path: str = "so"
    handwritten: bool = False
    silent_when_read_twice: bool = False
    runs: int = 0
    taught: list[Learned] = field(default_factory=list)
    """What people had taught by then, at each run."""

    def extract(self, readings: Sequence[PageReading], learned: Learned = NOTHING) -> Extraction:
        self.runs += 1
        self.taught.append(learned)
        first = readings[0]
        candidates: tuple[Candidate, ...] = ()
        if first.words and not (self.silent_when_read_twice and first.second_reader):
            box = first.words[0].box
            for word in first.words:
                box = box.union(word.box)
            candidate = Candidate(
                path=self.path,
                value="" if self.handwritten else first.text,
                as_read=first.text,
                confidence=0.5 if first.second_reader is None else 0.9,
                certain=not self.handwritten and all(word.agreed for word in first.words),
                page=0,
                box=box,
                handwritten=self.handwritten,
            )
            candidates = (candidate,)
        record = RecordReading(candidates=candidates, pages=tuple(range(len(readings))))
        return Extraction(type_id="giay_khai_sinh", type_confidence=0.9, records=(record,))
