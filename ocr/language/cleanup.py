"""What readers get wrong in ways that can be named, put right after the marks are chosen. One rule, one function.

No rule changes a letter of a word or the value of a number, but for l, I and O that stand among digits or for each
other. Each goes over
the words of a page in reading order and is done after one pass; boxes of parts lie within the box they come from.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ocr.engines.engine import EngineWord
from ocr.language.model import SyllableModel
from ocr.language.splitting import cut, reworded
from resources.language.syllables import MOST_LETTERS, NUMBER, core, is_syllable, plain

Words = tuple[EngineWord, ...]

_LEAST_PAIR, _LEAST_PAIR_OF_ONE_LETTER = 2, 20
"""How often the halves of a glued word must have stood side by side: "Nơinhận", "Ytế"."""
_LEAST_PAIR_OUTSIDE = 20
_ENOUGH = 1_000_000
_BULLET = re.compile(r"[+*•]+(?=[^\W\d_])")
_OPENING = re.compile(r"[-–+*•]+(?=[^\W\d_])")
_GLUED_SIGN = re.compile(r"(?<=[^\W\d_]):(?=[^\W_])|(?<=[^\W\d_])[;,](?=[^\W\d_])|(?<=\d),(?=[^\W\d_]{2})")
_LEADERS = re.compile(
    r"(?<=[^\W_])[.,…_]*(?:[.…_]{2}|…)[.,…_]*(?=$|[^\W\d_])|^[.,…_]*(?:[.…_]{2}|…)[.,…_]*(?=[^\W\d_])"
)
"""Dots of a form that touch a word, not those of a slot before "/" or a digit, which a pen may have filled."""
_SYLLABLE_AND_NUMBER = re.compile(r"(?:([^\W\d_]+)(\d{1,4})|(\d{1,4})([^\W\d_]+))")
_DIGITS = re.compile(r"(?<![^\W\d_])[lO]?\d(?:[\dlIO]*\d)?(?![^\W\d_])")
_DIGIT_OF = str.maketrans("lIO", "110")
_YEAR = re.compile(r"\W*(19|20)\d\d(?!\d)")
_ETH = str.maketrans("Ðð", "Đđ")


def clean_up(words: Sequence[EngineWord], model: SyllableModel) -> Words:
    """All rules, in the order in which they build on one another."""
    found = tuple(reworded(word, vietnamese_d(word.text)) for word in words)
    found = tuple(reworded(word, quotes(word.text)) for word in found)
    found = tuple(reworded(word, digits(word.text)) for word in found)
    found = tuple(reworded(word, upright_l(word.text)) for word in found)
    return years(unglued(bullets(found), model))


def apart_at_signs(words: Sequence[EngineWord]) -> Words:
    """Words that lost a space which their signs alone tell: "tên:LÊ", "Thanh,ngày", "Dao....Quốc", "LòQuang".

    To be done before marks are chosen, which sees only words of letters.
    """
    found: list[EngineWord] = []
    for word in words:
        cuts = {match.end() for match in _GLUED_SIGN.finditer(word.text)}
        for match in _LEADERS.finditer(word.text):
            cuts |= {match.start(), match.end()}
        cuts |= _small_before_capital(word.text)
        found.extend(_cut_at(word, sorted(cuts - {0, len(word.text)})))
    return tuple(found)


def vietnamese_d(text: str) -> str:
    """Ð (eth, U+00D0), which some readers write, as Đ (U+0110)."""
    return text.translate(_ETH)


def quotes(text: str) -> str:
    """An apostrophe or grave accent at the edge of a word as the quotation mark it is; inside (D'Ran) it stays."""
    if len(text) > 1 and text[0] in "'`" and text[1] not in "'`":
        text = "“" + text[1:]
    # After a digit it means minutes or feet.
    if len(text) > 1 and text[-1] in "'`" and not text[-2].isdigit() and text[-2] not in "'`":
        text = text[:-1] + "”"
    return text


def digits(text: str) -> str:
    """l, I and O between digits, and l or O before them, as 1 and 0. Not after them: "5l" are five litres."""
    return _DIGITS.sub(lambda match: match[0].translate(_DIGIT_OF), text)


def upright_l(text: str) -> str:
    """I at the head of what is no syllable, but would be one with the letter it looks like: "Iưu" is Lưu."""
    start, stop = core(text)
    proper = text[start:stop]
    meant = "L" + proper[1:]
    shaped = len(proper) > 2 and plain(proper[0]) == "I" and proper[1:].islower()
    if shaped and is_syllable(meant) and not is_syllable(proper):
        return f"{text[:start]}L{text[start + 1 :]}"
    return text


def bullets(words: Sequence[EngineWord]) -> Words:
    """A bullet ("+Tổ") apart from the word it was glued to; a dash only where a line begins."""
    found: list[EngineWord] = []
    for word in words:
        opens = not found or found[-1].line != word.line
        match = (_OPENING if opens else _BULLET).match(word.text)
        found.extend(cut(word, match.end()) if match else (word,))
    return tuple(found)


def unglued(words: Sequence[EngineWord], model: SyllableModel) -> Words:
    """Words that lost the space between them, apart: "LưuVT" at the change of case, "Nơinhận" by their syllables."""
    found: list[EngineWord] = []
    for word, after in zip(words, [*words, None][1:], strict=True):
        start, stop = core(word.text)
        text = word.text[start:stop]
        borders = _cuts(text, model)
        if not borders and found and after is not None:
            borders = _border_by_neighbours(found[-1].text, text, after.text, model)
        found.extend(_cut_at(word, [start + at for at in borders]))
    return tuple(found)


def years(words: Sequence[EngineWord]) -> Words:
    """`nam` before a year as `năm`, unless Việt, phía or miền stands before it."""
    found = list(words)
    for at, (word, after) in enumerate(pairwise(words)):
        before = plain(words[at - 1].text).lower() if at else ""
        if word.text in {"nam", "(nam"} and _YEAR.match(after.text) and before not in {"viet", "phia", "mien"}:
            found[at] = reworded(word, word.text.replace("nam", "năm"))
    return tuple(found)


def _cut_at(word: EngineWord, places: Sequence[int]) -> Words:
    """The word cut before each of the given signs, in rising order."""
    rest = word
    parts: list[EngineWord] = []
    # From the end, so that the places of the cuts before it stay true.
    for at in reversed(places):
        rest, part = cut(rest, at)
        parts.append(part)
    return rest, *reversed(parts)


def _small_before_capital(text: str) -> set[int]:
    """The borders in a word of letters that is several capitalised syllables, of two letters at least: "LòQuang"."""
    start, stop = core(text)
    proper = text[start:stop]
    borders = [at for at in range(1, len(proper)) if proper[at - 1].islower() and proper[at].isupper()]
    parts = [proper[first:last] for first, last in pairwise([0, *borders, len(proper)])]
    spelt = all(len(part) > 1 and part[1:].islower() and is_syllable(part) for part in parts)
    return {start + at for at in borders} if spelt and proper.isalpha() else set()


def _border_by_neighbours(before: str, text: str, after: str, model: SyllableModel) -> list[int]:
    """The border of two syllables never seen side by side, each often beside the word outside.

    Columns that touch make such words: "NHÂN DÂNCỘNG HÒA".
    """
    if not text.isalpha() or not 4 <= len(text) <= 2 * MOST_LETTERS or model.knows(text) or is_syllable(text):
        return []
    for at in range(2, len(text) - 1):
        left, right = text[:at], text[at:]
        attested = min(model.bigram_count(before, left), model.bigram_count(right, after))
        if attested >= _LEAST_PAIR_OUTSIDE and is_syllable(left) and is_syllable(right):
            return [at]
    return []


def _cuts(text: str, model: SyllableModel) -> list[int]:
    """Where a word of letters falls into words; empty when it is one, or nothing that is known."""
    if (border := _number_border(text, model)) is not None:
        return [border]
    if not text.isalpha() or len(text) < 3 or model.knows(text) or model.is_abbreviation(text):
        return []
    by_case = _case_borders(text, model)
    if by_case:
        return by_case
    return [] if is_syllable(text) else _syllable_borders(text, model)


def _number_border(text: str, model: SyllableModel) -> int | None:
    """Between a number and a syllable often beside one: "ngày15". A ký hiệu has no marks in small letters."""
    match = _SYLLABLE_AND_NUMBER.fullmatch(text)
    if match is None:
        return None
    syllable = match[1] or match[4]
    seen = model.bigram_count(syllable, NUMBER) if match[1] else model.bigram_count(NUMBER, syllable)
    spelt = is_syllable(syllable) and syllable[1:].islower() and not syllable.isascii()
    return len(match[1] or match[3]) if spelt and seen >= _LEAST_PAIR_OF_ONE_LETTER else None


def _case_borders(text: str, model: SyllableModel) -> list[int]:
    """Small letter before capital (LưuVT), or an abbreviation before small letters (UBNDtỉnh)."""
    borders = [at for at in range(1, len(text)) if text[at - 1].islower() and text[at].isupper()]
    capitals = next((at for at, sign in enumerate(text) if not sign.isupper()), 0)
    if capitals > 1 and model.is_abbreviation(text[:capitals]):
        borders.insert(0, capitals)
    parts = [text[start:stop] for start, stop in pairwise([0, *borders, len(text)])]
    known = all(_stands_alone(part, model) for part in parts)
    return borders if known else []


def _stands_alone(part: str, model: SyllableModel) -> bool:
    return model.is_abbreviation(part) if part.isupper() else model.knows(part) and is_syllable(part)


def _syllable_borders(text: str, model: SyllableModel) -> list[int]:
    """The borders between syllables that are often neighbours; of several ways the best attested."""
    ways = list(_ways(text, 0, "", model))
    return max(ways, default=(0, []))[1]


def _ways(text: str, start: int, before: str, model: SyllableModel) -> Iterator[tuple[int, list[int]]]:
    """Ways to read text[start:] as syllables after `before`: how often their rarest pair was seen, and the borders."""
    for stop in range(start + 1, min(len(text), start + MOST_LETTERS) + 1):
        part = text[start:stop]
        if not (model.knows(part) and is_syllable(part)):
            continue
        seen = model.bigram_count(before, part) if before else _ENOUGH
        if seen < (_LEAST_PAIR_OF_ONE_LETTER if min(len(before) or 2, len(part)) == 1 and before else _LEAST_PAIR):
            continue
        if stop == len(text):
            yield seen, []
        else:
            yield from ((min(seen, rarest), [stop, *borders]) for rarest, borders in _ways(text, stop, part, model))
