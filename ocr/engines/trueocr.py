"""TrueOCR, the first reader: finds lines, reads them by CTC, and tells for every sign which marks it may bear as well.

The weights lie inside the wheel. Its recogniser works out log-probabilities and keeps them to itself; they are made an
output of the loaded model here, no model file is changed or copied. One thread a session: a worker reads one page.
"""

import functools
import importlib.metadata
import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.errors import EngineMissing
from dossier.reading import Box
from ocr.engines.engine import EngineWord, Grey, Layout, Letter

_PACKAGE = "trueocr"
_LOG_PROBABILITIES = "/LogSoftmax_output_0"
_BLANK = 0
_STRIDE = 4
"""Columns of the recogniser's input to one of its frames."""
_NATS = 6.0
_MOST_COST = 40.0
_SURE_TURN = 0.9
_TURN_LINES = 10
_BATCH = 4
"""Lines read at once: more take longer, since their tensors leave the cache and are taken from the system anew."""
_USUAL_DOTS = 1_300_000
"""Of the picture that lines are found on, 60 MB; the largest have 4.2 million and take 200 MB."""
_INK = 40
"""So much darker than the lightest of its line a column's darkest dot is ink."""

Lines = NDArray[np.float32]
"""n × 4: left, top, right, bottom in pixels of the image."""


@dataclass(frozen=True, slots=True)
class _Sign:
    text: str
    probability: float
    x: float
    others: tuple[tuple[str, float], ...]


class TrueOcrEngine:
    """See `OcrEngine`. Weights are loaded with the first image."""

    turns_cheaply = True
    fits_lines = True

    @property
    def label(self) -> str:
        """For example "trueocr 0.1.1"."""
        return f"{_PACKAGE} {importlib.metadata.version(_PACKAGE)}"

    def check(self) -> None:
        """Raise `EngineMissing` when the package or what it runs on is not here."""
        for package in (_PACKAGE, "onnxruntime", "onnx"):
            try:
                importlib.metadata.version(package)
            except importlib.metadata.PackageNotFoundError:
                raise EngineMissing(engine=package) from None

    def loads(self) -> bool:
        """Whether its libraries and weights really load here: on some machines a runtime is installed in vain."""
        try:
            return self._models is not None
        except (ImportError, OSError, RuntimeError):
            return False

    def read(self, image: Grey, dpi: int, layout: Layout = Layout.PAGE) -> tuple[EngineWord, ...]:  # noqa: ARG002 - it measures the letters itself
        """See `OcrEngine`. A block is a run of lines in one column, as the order model tells."""
        if image.size == 0:
            return ()
        if layout is Layout.LINE:
            boxes = np.array([[0, 0, image.shape[1], image.shape[0]]], np.float32)
            return tuple(self._words(image, boxes, self._recognise(image, boxes)))
        boxes = self._lines(image)
        signs = self._recognise(image, boxes)
        texts = ["".join(sign.text for sign in line) for line in signs]
        height, width = image.shape
        order = self._models.page.reading_order(boxes, texts, (width, height))
        return tuple(self._words(image, boxes[order], [signs[index] for index in order]))

    def turn(self, image: Grey, dpi: int) -> int | None:  # noqa: ARG002 - it looks at a thumbnail
        """See `OcrEngine`. Where the model is not sure, the widest lines are read in all four positions."""
        from trueocr.page import orient_input  # noqa: PLC0415 - loads the runtime

        page = self._models.page
        chances = page.orient.run(None, {"x": orient_input(image)[None, None]})[0][0]
        quarters = int(np.argmax(chances))
        if quarters < 4 and chances[quarters] >= _SURE_TURN:
            return 90 * quarters
        scores = [self._legibility(np.ascontiguousarray(np.rot90(image, -turns))) for turns in range(4)]
        return 90 * int(np.argmax(scores)) if max(scores) > 0 else None

    @functools.cached_property
    def _models(self) -> "_Models":
        return _Models()

    def _lines(self, image: Grey) -> Lines:
        boxes = self._models.page.detect(image)[:, :4]
        height, width = image.shape
        boxes[:, :2] = np.floor(boxes[:, :2])
        boxes[:, 2:] = np.ceil(boxes[:, 2:])
        boxes = boxes.clip(0, [width, height, width, height])
        kept: Lines = boxes[(boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])]
        return kept

    def _recognise(self, image: Grey, boxes: Lines) -> list[list[_Sign]]:
        """The signs of each line, NFC, their places in pixels of the image."""
        from trueocr.preprocess import crop_line, pad_batch, width_batches  # noqa: PLC0415 - loads the runtime

        models = self._models
        crops = [
            crop_line(image, box, window=3, max_width=models.max_width, pad_y=models.pad_y, pad_x=models.pad_x)
            for box in boxes
        ]
        read: list[list[_Sign]] = [[] for _ in crops]
        for batch in width_batches([crop.shape[1] for crop in crops], max_batch=_BATCH):
            tensor, widths = pad_batch([crops[index] for index in batch])
            log_p, lengths = models.recogniser.run([_LOG_PROBABILITIES, "lengths"], {"x": tensor, "widths": widths})
            for row, index in enumerate(batch):
                margin = models.pad_x * (boxes[index][3] - boxes[index][1])
                across = boxes[index][2] - boxes[index][0] + 2 * margin
                place = _Place(
                    start=float(boxes[index][0] - margin), step=_STRIDE * float(across) / crops[index].shape[1]
                )
                read[index] = models.signs(log_p[row, : int(lengths[row])], place)
        return read

    def _words(self, image: Grey, boxes: Lines, lines: Sequence[Sequence[_Sign]]) -> Iterator[EngineWord]:
        for number, (box, signs) in enumerate(zip(boxes, lines, strict=True)):
            left, top, right, bottom = (int(edge) for edge in box)
            ink = _ink_columns(image[top:bottom, left:right])
            for start, stop, letters in _split(signs, float(left), float(right)):
                x0, x1 = _shrunk(ink, start - left, stop - left)
                yield EngineWord(
                    text="".join(letter.text for letter in letters),
                    box=Box(x=left + x0, y=top, w=x1 - x0, h=bottom - top),
                    confidence=sum(letter.probability for letter in letters) / len(letters),
                    block=0,
                    line=number,
                    letters=letters,
                )

    def _legibility(self, image: Grey) -> float:
        boxes = self._lines(image)
        widest = boxes[np.argsort(boxes[:, 0] - boxes[:, 2])][:_TURN_LINES]
        return sum(sign.probability for line in self._recognise(image, widest) for sign in line)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where frames lie: the first begins at `start`, each is `step` wide; pixels of the image."""

    start: float
    step: float

    def centre(self, frame: float) -> float:
        return self.start + (frame + 0.5) * self.step


class _Models:
    """The sessions, loaded once a process."""

    def __init__(self) -> None:
        import onnx  # noqa: PLC0415 - used while loading only
        import trueocr  # noqa: PLC0415 - as above
        from trueocr.page import PageEngine  # noqa: PLC0415 - as above

        # The package is typed nowhere; its meta.json says what the weights expect.
        folder = Path(trueocr.__file__).parent / "models"
        self.page: Any = PageEngine(folder, threads=1)
        self.page.det = _Detector((folder / "det.onnx").read_bytes())
        meta = trueocr.recognizer.json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        self.max_width, self.pad_x, self.pad_y = int(meta["max_width"]), float(meta["pad_x"]), float(meta["pad_y"])
        self._signs = ["", *(unicodedata.normalize("NFC", sign) for sign in meta["charset"])]
        self._alike = _alike(self._signs)
        graph = onnx.load(str(folder / "rec.onnx"))
        graph.graph.output.append(onnx.helper.make_empty_tensor_value_info(_LOG_PROBABILITIES))
        # With batches of changing shape kept memory would grow and buy no speed.
        self.recogniser: Any = _session(graph.SerializeToString(), keeps_memory=False)

    def signs(self, log_p: NDArray[np.float32], place: _Place) -> list[_Sign]:
        """The likeliest path through the frames (frames × signs), its runs as signs with what else they may be."""
        if len(log_p) == 0:
            return []
        path = log_p.argmax(axis=1)
        edges = np.flatnonzero(np.diff(path)) + 1
        starts, stops = np.concatenate(([0], edges)), np.concatenate((edges, [len(path)]))
        kept = path[starts] != _BLANK
        starts, stops = starts[kept], stops[kept]
        tokens = path[starts]
        peaks = np.array(
            [
                start + int(log_p[start:stop, token].argmax())
                for token, start, stop in zip(tokens, starts, stops, strict=True)
            ],
            np.intp,
        )
        best = log_p[peaks, tokens]
        around = [log_p[(peaks + step).clip(0, len(log_p) - 1)] for step in (-1, 0, 1)]
        costs = _NATS * (best[:, None] - np.maximum.reduce(around))
        others: list[list[tuple[float, int]]] = [[] for _ in tokens]
        for at, sign in np.argwhere((costs < _MOST_COST) & self._alike[tokens]).tolist():
            others[at].append((max(0.0, float(costs[at, sign])), sign))
        return [
            _Sign(
                text=self._signs[token],
                probability=probability,
                x=place.centre(peak),
                others=tuple((self._signs[sign], round(cost, 2)) for cost, sign in sorted(offered)),
            )
            for token, peak, probability, offered in zip(
                tokens.tolist(), peaks.tolist(), np.exp(best.astype(np.float64)).tolist(), others, strict=True
            )
        ]


class _Detector:
    """The model that finds lines. Pages of small print are looked at once more, up to four times as large.

    For the usual size kept memory saves a third of the time; what a larger one took is given back.
    """

    def __init__(self, graph: bytes) -> None:
        import onnxruntime  # noqa: PLC0415 - a command that reads nothing shall not load it

        self._session = _session(graph, keeps_memory=True)
        self._giving_back = onnxruntime.RunOptions()
        self._giving_back.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")

    def run(self, names: Sequence[str] | None, inputs: dict[str, NDArray[np.float32]]) -> Any:
        """As a session does."""
        (image,) = inputs.values()
        return self._session.run(names, inputs, self._giving_back if image.size > _USUAL_DOTS else None)


def _session(graph: bytes, *, keeps_memory: bool) -> Any:
    import onnxruntime  # noqa: PLC0415 - as above

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = keeps_memory
    # A plan for every shape that was seen takes twice the memory and saves no time.
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _alike(signs: Sequence[str]) -> NDArray[np.bool_]:
    """Signs × signs: which others differ from each by marks only."""
    plain = np.array([unicodedata.normalize("NFD", sign.replace("đ", "d").replace("Đ", "D"))[:1] for sign in signs])
    alike: NDArray[np.bool_] = (plain[:, None] == plain) & np.char.isalpha(plain)
    np.fill_diagonal(alike, val=False)
    return alike


def _split(signs: Sequence[_Sign], left: float, right: float) -> Iterator[tuple[float, float, tuple[Letter, ...]]]:
    """Words between spaces: from where to where they may reach, and their letters with edges half way to the next."""
    spaces = [-1, *(at for at, sign in enumerate(signs) if sign.text.isspace()), len(signs)]
    for before, after in itertools.pairwise(spaces):
        word = signs[before + 1 : after]
        if not word:
            continue
        start = signs[before].x if before >= 0 else left
        stop = signs[after].x if after < len(signs) else right
        inner = [(one.x + two.x) / 2 for one, two in itertools.pairwise(word)]
        edges = [start, *inner, stop]
        letters = tuple(
            Letter(text=sign.text, probability=sign.probability, x0=edges[at], x1=edges[at + 1], others=sign.others)
            for at, sign in enumerate(word)
        )
        yield start, stop, letters


def _ink_columns(line: Grey) -> NDArray[np.bool_]:
    """Which columns of a line hold ink, on whatever ground."""
    if line.size == 0:
        return np.zeros(line.shape[1], np.bool_)
    inner = line[line.shape[0] // 8 : line.shape[0] - line.shape[0] // 8 or None]
    darkest = cv2.reduce(inner, 0, cv2.REDUCE_MIN).ravel().astype(np.int16)
    # The 90th percentile of bytes, by counting.
    counts = np.cumsum(cv2.calcHist([np.ascontiguousarray(inner)], [0], None, [256], [0, 256]))
    place = 0.9 * (inner.size - 1)
    below, above = np.searchsorted(counts, [int(place), int(np.ceil(place))], side="right")
    ground = int(below + (above - below) * (place - int(place)))
    columns: NDArray[np.bool_] = darkest < ground - _INK
    return columns


def _shrunk(ink: NDArray[np.bool_], start: float, stop: float) -> tuple[int, int]:
    """The stretch without the paper at both ends; as it is where there is no ink."""
    first, last = max(0, round(start)), min(len(ink), round(stop))
    if last <= first:
        first = min(first, max(0, len(ink) - 1))
        return first, first + 1
    inked = np.flatnonzero(ink[first:last])
    return (first + int(inked[0]), first + int(inked[-1]) + 1) if len(inked) else (first, last)
