"""Choosing the marks of the words of a page: same letters, other marks, where the language model says so clearly.

The reader's own alternatives are the gate, not its confidence. Numbers, ký hiệu, abbreviations and addresses are never
changed, nor any letter but a marked U in capitals, which may be an O that its mark has closed. Weights were chosen on
scanned administrative pages; they hold within a wide range.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ocr.engines.engine import EngineWord, Letter
from ocr.language.guards import Lines, NamePart, parts_of_names, stay_as_read
from ocr.language.lattice import Slice, best_path
from ocr.language.model import SyllableModel
from resources.language.syllables import core, ends_sentence, folded, placements, plain, token

_COST_WEIGHT = 0.12
"""Costs of a reader into ln P."""
_CHANGE = 2.5
"""ln P that any change has to gain."""
_NAME_CHANGE = 2.0
"""And so much more in the name of a person, whose syllables its neighbours tell little about: Vân beside Văn."""
_NO_FAMILY, _NO_NAME = 3.0, 1.0
"""ln P that a syllable loses in a name where our lists of family names, of other names, lack it: no Trấn, Hổng."""
_FEMALE = "thị"
"""The most common middle name by far: needs no more ground in a name than any word."""
_NOT_OFFERED = 40.0
"""Cost of a letter that a reader with alternatives did not think of."""
_FLAT = 20.0
"""Cost of a changed letter where the reader tells no alternatives."""
_CLOSED = 20.0
"""Cost of a marked O for what was doubtfully read as a marked U, which readers do not offer."""
_DOUBTFUL = 0.9
_MOST_CHOICES = 14
_HOPELESS = 16.0
"""No context gains so much ln P."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    text: str
    number: int
    score: float


def mend(words: Sequence[EngineWord], model: SyllableModel) -> tuple[EngineWord, ...]:
    """The words of a page in reading order with the likeliest marks; what was read stays in `as_read`.

    Words come and go one to one, boxes and letters as they were.
    """
    lines = Lines([_Proper.of(word).text for word in words], [word.line for word in words])
    fixed = stay_as_read(words, lines, model)
    names = parts_of_names(lines, model)
    sentences: list[list[int]] = []
    choices: list[list[_Choice]] = []
    begins = True
    for at, word in enumerate(words):
        proper = _Proper.of(word)
        choices.append(_choices(proper, model, fixed=at in fixed, part=names.get(at)) if proper.text else [])
        if proper.text:
            if begins:
                sentences.append([])
            sentences[-1].append(at)
            begins = False
        begins = begins or ends_sentence(proper.after)
    slices = [
        [
            Slice(numbers=tuple(one.number for one in choices[at]), scores=tuple(one.score for one in choices[at]))
            for at in sentence
        ]
        for sentence in sentences
    ]
    mended = list(words)
    for sentence, path in zip(sentences, best_path(model, slices), strict=True):
        for at, place in zip(sentence, path, strict=True):
            mended[at] = _with_proper(words[at], choices[at][place].text)
    return tuple(mended)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proper:
    """A word without the punctuation around it, with the letters that belong to it (none, or one a sign)."""

    text: str
    after: str
    letters: tuple[Letter, ...]

    @classmethod
    def of(cls, word: EngineWord) -> "_Proper":
        read = _as_read(word)
        start, stop = core(read)
        letters = word.letters[start:stop] if len(word.letters) == len(read) else ()
        return cls(text=read[start:stop], after=read[stop:], letters=letters)


def _as_read(word: EngineWord) -> str:
    """What was read, where nothing was changed since but by `mend`: to mend twice is to mend once."""
    read = word.as_read
    return read if read is not None and _shape(read) == _shape(word.text) else word.text


def _shape(text: str) -> str:
    """What `mend` never changes."""
    return plain(text).replace("O", "U")


def _with_proper(word: EngineWord, text: str) -> EngineWord:
    read = _as_read(word)
    start, stop = core(read)
    now = read[:start] + text + read[stop:]
    if now == word.text:
        return word
    earliest = word.text if word.as_read is None else word.as_read
    return replace(word, text=now, as_read=None if now == earliest else earliest)


def _choices(proper: _Proper, model: SyllableModel, *, fixed: bool, part: NamePart | None) -> list[_Choice]:
    """What was read first, then what else it may be, cheapest first."""
    read = proper.text
    word = token(read)
    own = _Choice(text=read, number=model.number(word), score=0.0)
    if fixed or not read.isalpha() or word != folded(read):
        return [own]
    others = [number for bare in _letters_alike(proper) for number in model.alike(bare) if number != own.number]
    changed = list(_changes(proper, others, model))
    if part is not None:
        own, *changed = (_as_named(choice, part, proper, model) for choice in (own, *changed))
    return [own, *sorted(changed, key=lambda choice: -choice.score)[: _MOST_CHOICES - 1]]


def _letters_alike(proper: _Proper) -> list[str]:
    """The plain letters of a word, in capitals also with an O for each U with a mark that is unsurely read."""
    bare = plain(proper.text).lower()
    if not (proper.text.isupper() and proper.letters):
        return [bare]
    swapped = "".join(
        "o" if _is_closed_u(letter.text) and letter.probability < _DOUBTFUL else small
        for letter, small in zip(proper.letters, bare, strict=True)
    )
    return [bare] if swapped == bare else [bare, swapped]


def _is_closed_u(sign: str) -> bool:
    """Whether a U is what an O looks like when its mark touches it: SỬ Y TẾ, HŨI, GIÁM ĐỨC."""
    return plain(sign) == "U" and sign != "U"


def _as_named(choice: _Choice, part: NamePart, proper: _Proper, model: SyllableModel) -> _Choice:
    """The choice as a part of a name: dearer if it is no name, and dearer than what was read if that is one."""

    def listed(text: str) -> bool:
        return model.is_family_name(text) if part is NamePart.FAMILY else model.is_listed_name(text)

    loss = 0.0
    if part is not NamePart.PLACE and not listed(choice.text):
        loss = _NO_FAMILY if part is NamePart.FAMILY else _NO_NAME
    changed = folded(choice.text) != folded(proper.text)
    likely = part is NamePart.MIDDLE and folded(choice.text) == _FEMALE
    read_is_name = listed(proper.text) or (part is not NamePart.FAMILY and model.may_be(proper.text))
    if changed and read_is_name and not likely:
        loss += _NAME_CHANGE
    return replace(choice, score=choice.score - loss)


def _changes(proper: _Proper, numbers: Sequence[int], model: SyllableModel) -> Iterator[_Choice]:
    read = [folded(letter) for letter in proper.text]
    for number in numbers:
        spelt = [(_cost(proper, read, form), form) for form in placements(model.syllable(number))]
        cost, form = min(spelt, key=lambda pair: pair[0])
        if cost == 0:
            continue
        score = -_COST_WEIGHT * cost - _CHANGE
        if score > -_HOPELESS:
            yield _Choice(text=_in_case(form, proper.text), number=number, score=score)


def _cost(proper: _Proper, read: Sequence[str], form: str) -> float:
    """What the reader charges for the letters in which the form differs from what it read, each folded."""
    cost = 0.0
    for at, (own, wanted) in enumerate(zip(read, form, strict=True)):
        if own != wanted:
            cost += _letter_cost(proper.letters[at], wanted) if proper.letters else _FLAT
    return cost


def _letter_cost(letter: Letter, wanted: str) -> float:
    if plain(wanted) == "o" and wanted != "o" and _is_closed_u(letter.text):
        return _CLOSED
    offered = (cost for sign, cost in letter.others if sign.lower() == wanted)
    return min(offered, default=_NOT_OFFERED)


def _in_case(form: str, model_text: str) -> str:
    """The form with the case of what was read, letter by letter; letters that are the same stay untouched."""
    return "".join(wanted.upper() if read.isupper() else wanted for wanted, read in zip(form, model_text, strict=True))
