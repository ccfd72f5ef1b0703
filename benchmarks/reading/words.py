"""How much of a page's text is right: words as a bag, and letters by place.

Words follow the definition that the real pages were transcribed for: ⟦hw:…⟧, ⟦stamp:…⟧, ⟦overlay:…⟧ and ⟦masked⟧ never
count as errors either way, neither when they are read nor when they are not. Case and marks count; the order of
reading does not. Letters (CER) are counted on generated pages only, where the place of every word is known.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from dossier.reading import Box

_MARKED = re.compile(r"⟦(?:(?:hw|stamp|overlay):)?([^⟧]*)⟧")
_MASKED = "masked"
_LEADER = re.compile(r"[.…_·]{2,}|…")
_COVERED = 0.25
_WORD = re.compile(r"[^\s.,;:()“”\"…•✓/–-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordScore:
    """Shares in 0..1."""

    words: int
    """Printed words of the truth."""
    recall: float
    precision: float
    bare_recall: float
    """Recall with all marks stripped; what `recall` lacks of it is lost to marks alone."""


def score_words(truth: str, read: str) -> WordScore:
    """Compare as bags of words."""
    printed, whole = _MARKED.sub(" ", truth), _MARKED.sub(lambda mark: "" if mark[1] == _MASKED else mark[1], truth)
    wanted, allowed, found = bag(printed), bag(whole), bag(read)
    bare_wanted, bare_found = bag(_bare(printed)), bag(_bare(read))
    return WordScore(
        words=wanted.total(),
        recall=(wanted & found).total() / max(1, wanted.total()),
        precision=(allowed & found).total() / max(1, found.total()),
        bare_recall=(bare_wanted & bare_found).total() / max(1, bare_wanted.total()),
    )


def bag(text: str) -> Counter[str]:
    """Words with how often they occur; what holds no letter or digit is no word."""
    return Counter(word for word in _WORD.findall(_nfc(text)) if re.search(r"\w", word))


def _bare(text: str) -> str:
    letters = (sign for sign in unicodedata.normalize("NFD", _nfc(text)) if not unicodedata.combining(sign))
    return "".join(letters).replace("đ", "d").replace("Đ", "D")


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("|", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A word with its place on the page picture, of the truth or as read."""

    text: str
    box: Box
    line: int = 0
    """Printed line of a word of the truth."""
    counts: bool = True
    """False for what a hand wrote or a stamp says: it takes what is read there, and counts neither way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterScore:
    """Counts of signs; spaces count as one, words without letter or digit not at all."""

    wrong: int = 0
    total: int = 0
    noise: int = 0
    """Signs read where nothing is printed; not in `rate`."""

    @property
    def rate(self) -> float:
        """Character error rate. More than 1 is possible."""
        return self.wrong / max(1, self.total)

    def __add__(self, other: "LetterScore") -> "LetterScore":
        return LetterScore(
            wrong=self.wrong + other.wrong, total=self.total + other.total, noise=self.noise + other.noise
        )


def score_letters(
    truth: Sequence[Piece], read: Iterable[Piece], *, ignored: Sequence[Box] = (), turn: int = 0
) -> LetterScore:
    """Each word read goes to the printed line of the nearest word of the truth; then line is compared with line.

    Independent of the order of reading and of how a program cuts columns and lines. A word that lies on none is noise;
    one that lies on `ignored` or on handwriting is left out. `turn`: clockwise degrees that make the picture upright.
    """
    places = np.array([_span(piece.box) for piece in truth], np.float64).reshape(-1, 4)
    lines: dict[int, list[Piece]] = {}
    noise = 0
    for word in read:
        if not re.search(r"\w", word.text):
            continue
        home = _home(places, word.box)
        if home is not None and truth[home].counts:
            lines.setdefault(truth[home].line, []).append(word)
        elif home is None and not any(_holds(box, word.box) for box in ignored):
            noise += len(word.text)
    wrong = total = 0
    for line, pieces in _lines(truth).items():
        text = _joined(pieces, turn)
        wrong += Levenshtein.distance(text, _joined(lines.get(line, []), turn))
        total += len(text)
    return LetterScore(wrong=wrong, total=total, noise=noise)


def _lines(truth: Iterable[Piece]) -> dict[int, list[Piece]]:
    lines: dict[int, list[Piece]] = {}
    for piece in truth:
        if piece.counts:
            lines.setdefault(piece.line, []).append(piece)
    return lines


def _span(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.right, box.bottom


def _home(places: NDArray[np.float64], box: Box) -> int | None:
    """The word of the truth that the box covers most of, if a quarter; else the one nearest to its middle.

    A word may be read together with the leader behind it, so that its middle says little. Nothing farther than half
    the size of the letters is near.
    """
    if not len(places):
        return None
    left, top, right, bottom = _span(box)
    wide = np.clip(np.minimum(places[:, 2], right) - np.maximum(places[:, 0], left), 0, None)
    high = np.clip(np.minimum(places[:, 3], bottom) - np.maximum(places[:, 1], top), 0, None)
    areas = (places[:, 2] - places[:, 0]) * (places[:, 3] - places[:, 1])
    shares = wide * high / np.maximum(1, areas)
    if shares.max() >= _COVERED:
        return int(np.argmax(shares))
    x, y = (left + right) / 2, (top + bottom) / 2
    across = np.maximum(np.maximum(places[:, 0] - x, x - places[:, 2]), 0)
    down = np.maximum(np.maximum(places[:, 1] - y, y - places[:, 3]), 0)
    away = np.hypot(across, down)
    nearest = int(np.argmin(away))
    return nearest if away[nearest] <= min(box.w, box.h) / 2 else None


def _holds(outer: Box, inner: Box) -> bool:
    x, y = inner.x + inner.w / 2, inner.y + inner.h / 2
    return outer.x <= x < outer.right and outer.y <= y < outer.bottom


def _joined(pieces: Iterable[Piece], turn: int) -> str:
    """The words along the line without leaders and tokens of no letter or digit; dashes and quotes as typed."""
    ways: dict[int, Callable[[Piece], int]] = {
        0: lambda piece: piece.box.x,
        90: lambda piece: -piece.box.bottom,
        180: lambda piece: -piece.box.right,
        270: lambda piece: piece.box.y,
    }
    text = " ".join(piece.text for piece in sorted(pieces, key=ways[turn]))
    text = _LEADER.sub(" ", unicodedata.normalize("NFC", text).translate(_AS_TYPED))
    return " ".join(token for token in text.split() if re.search(r"\w", token))


_AS_TYPED = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "\u2018": "'", "\u2019": "'"})
