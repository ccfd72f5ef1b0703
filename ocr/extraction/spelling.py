"""Mends marks that the reader lost in capitals, by closed lists and by the document's own words, as an archivist would.

Offices name themselves again in the body, in small letters, where the reader is far surer: "THỰC PHÁM" in the head
beside "vệ sinh thực phẩm" in the text. Only words with an equal folded form in the same neighbourhood are exchanged,
so nothing is invented; what was read is kept beside it, and a mended value is never certain.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from types import MappingProxyType

from dossier.reading import Word
from dossier.rules.provinces import PROVINCES
from dossier.text import fold, tone_key
from ocr.extraction.matching import dense, find_phrase, likeness

_UNITS = MappingProxyType({"tinh": "tỉnh", "pho": "phố"})
"""Last word of "tỉnh" and "thành phố"."""
_SIGNS = ".,;:()[]\"'\u201c\u201d"
_LIKE, _WHOLLY_LIKE = 0.88, 0.85
"""Where nothing else stands on the line, one letter of seven may be misread (CHỦ TỊCH at the edge of a seal)."""
_DOUBTED = 0.9
_SURE = 0.93
"""A word read at least so surely is left alone."""


def mended(words: Sequence[Word], document: Iterable[Word]) -> list[str]:
    """The texts of the words, those read unsurely as the rest of the document spells them.

    `document` is all words in reading order, the given ones among them.
    """
    votes = _votes(document, {id(word) for word in words})
    keys = [dense(word.text) for word in words]
    texts = []
    for index, word in enumerate(words):
        near = {(-1, keys[index - 1])} if index else set()
        near |= {(1, keys[index + 1])} if index + 1 < len(keys) else set()
        if _is_other_word(word):
            texts.append(_backed(word, votes, near))
        else:
            texts.append(word.text if word.confidence >= _SURE else _elected(word, votes, near))
    return texts


_Votes = dict[tuple[str, tuple[int, str]], dict[str, float]]


def _votes(document: Iterable[Word], own: set[int]) -> _Votes:
    """For each folded word beside each neighbour: its spellings and how surely they were read, summed."""
    votes: _Votes = defaultdict(lambda: defaultdict(float))
    others = [(dense(word.text), word) for word in document if id(word) not in own]
    for (left, one), (right, other) in pairwise(others):
        if left and right:
            votes[left, (1, right)][_letters(one.text)] += one.confidence
            votes[right, (-1, left)][_letters(other.text)] += other.confidence
    return votes


def as_listed(words: Sequence[str], listed: Iterable[str], clear: Collection[str] = (), *, whole: bool = False) -> str:
    """The words with the list's spelling of the item they open with, after any authority (KT., TL.).

    An item whose folded form two items share, and anything else, stays as read. Of the `clear` words, read surely and
    as `dense` gives them, no letter is changed: HUYỆN TUY PHƯỚC is no HUYỆN ỦY. `whole`: a line is one item, in which a
    seal may have changed a letter of a clear word; but none is dropped.
    """
    start = next((at for at, word in enumerate(words) if not word.endswith(".")), 0)
    opening, best = None, 0.0
    keys = [dense(word) for word in words[start:]]
    for item in listed:
        span = find_phrase(keys, item, at_least=_WHOLLY_LIKE if whole else _LIKE, from_start=True)
        if span and span.score < _LIKE and (span.stop < len(words) - start or "." in words[start]):
            continue
        if span and _loses(keys[span.start : span.stop], item, clear, whole=whole):
            continue
        # A longer item says more than a shorter one that it opens with.
        rank = span.score + 0.1 * len(item.split()) if span else 0.0
        if span and rank > best:
            opening, best = (item, start + span.start, start + span.stop), rank
        elif span and opening and rank == best:
            opening = None
    if opening is None:
        return " ".join(words)
    item, first, stop = opening
    if [_letters(word) for word in words[first:stop]] == tone_key(item).split():
        return " ".join(words)
    spelled = item.upper() if "".join(words[first:stop]).isupper() else item
    return " ".join([*words[:first], spelled, *words[stop:]])


def _loses(read: Sequence[str], item: str, clear: Collection[str], *, whole: bool) -> bool:
    """Whether a clear word would be lost if the item stood for what was read; within a whole line, be dropped."""
    lost = any(word in clear and word not in dense(item) for word in read)
    return lost and (not whole or len(read) > len(item.split()))


def with_province(words: Sequence[str]) -> list[str]:
    """The words, with the name of a province at their end ("tỉnh …", "thành phố …") as the list of provinces has it."""
    for start in range(1, len(words)):
        unit = _UNITS.get(dense(words[start - 1]))
        rest = dense("".join(words[start:]))
        near = [name for name in PROVINCES.values() if likeness(rest, dense(name)) >= 0.88] if unit else []
        if unit and len(near) == 1:
            upper = "".join(words).isupper()
            kept = [*words[: start - 1], unit, *near[0].split()]
            return [word.upper() for word in kept] if upper else kept
    return list(words)


def with_initials(notation: str, names: Iterable[Sequence[str]]) -> str:
    """The notation with Đ for D in each segment that is, but for that, the initials of words in a row of a name.

    `names` are those in the head of the same page: DN-CC of a "bảng Đề nghị". "và" has no initial in most notations.
    Where other words of the head have the initials as they were read, these stay.
    """
    rows = ["".join(word[0] for word in name if word[:1].isalpha() and fold(word) != "va").upper() for name in names]

    def better(match: re.Match[str]) -> str:
        read, row_of = match[0], [(row, row.replace("Đ", "D")) for row in rows]
        if len(read) < 2 or any(read in row for row in rows):
            return read
        meant = {
            row[at : at + len(read)] for row, bare in row_of for at in range(len(row)) if bare[at:].startswith(read)
        }
        return meant.pop() if len(meant) == 1 else read

    return re.sub(r"(?<![^\W\d_])[A-ZĐ]*D[A-ZĐ]*(?![^\W\d_])", better, notation)


def _is_other_word(word: Word) -> bool:
    """Whether the readers see other marks on the same letters: then neither is sure, however sure each is."""
    return (
        bool(word.second)
        and not word.agreed
        and _letters(word.second or "") != _letters(word.text)
        and (dense(word.second or "") == dense(word.text))
    )


def _backed(word: Word, votes: "_Votes", near: Iterable[tuple[int, str]]) -> str:
    """The second reader's spelling where the document has it beside the same word and nowhere the first one's."""
    second, own = _letters(word.second or ""), _letters(word.text)
    tallies = [votes.get((dense(word.text), neighbour), {}) for neighbour in near]
    backing = sum(tally.get(second, 0.0) for tally in tallies)
    if backing < _DOUBTED or any(own in tally for tally in tallies):
        return word.text
    return _in_its_signs(word.text, _in_case_of(word.text, second))


def _elected(word: Word, votes: _Votes, near: Iterable[tuple[int, str]]) -> str:
    tally: dict[str, float] = defaultdict(float)
    for neighbour in near:
        for spelling, weight in votes.get((dense(word.text), neighbour), {}).items():
            tally[spelling] += weight
    own = _letters(word.text)
    tally[own] += word.confidence
    # Readers lose marks and seldom invent them: a spelling with fewer marks speaks for the fuller one too.
    support = {fuller: sum(tally[less] for less in tally if _marks(less) <= _marks(fuller)) for fuller in tally}
    common = [spelling for spelling in tally if tally[spelling] >= 0.5 * max(tally.values())]
    best = max(common, key=lambda spelling: support[spelling])
    rivals = [weight for spelling, weight in tally.items() if not _marks(spelling) <= _marks(best)]
    # Small letters read fairly surely only gain marks; a reader errs alike all over a page ("công bồ").
    changeable = word.text.isupper() or word.confidence < _DOUBTED or _marks(own) <= _marks(best)
    if best == own or not changeable or tally[best] < 0.9 or support[best] < 1.5 * sum(rivals):
        return word.text
    return _in_its_signs(word.text, _in_case_of(word.text, best))


def _in_case_of(text: str, spelling: str) -> str:
    return spelling.upper() if text.isupper() else spelling.capitalize() if text[0].isupper() else spelling


def _in_its_signs(text: str, spelled: str) -> str:
    """The new spelling between the signs that stood around the word."""
    bare = text.strip(_SIGNS)
    start = text.index(bare)
    return text[:start] + spelled + text[start + len(bare) :]


def _marks(spelling: str) -> frozenset[tuple[int, str]]:
    """Place and mark of each mark; đ counts as d with one."""
    marks, place = set(), -1
    for char in unicodedata.normalize("NFD", spelling):
        place += not unicodedata.combining(char)
        if unicodedata.combining(char) or char == "đ":
            marks.add((place, char))
    return frozenset(marks)


def _letters(text: str) -> str:
    return tone_key(text).strip(_SIGNS)
