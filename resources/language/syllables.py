"""Vietnamese syllables as text: marks, tone placement, what is spelt rightly, and how a line falls into tokens.

Building the table of counts and looking things up in it must cut and fold text alike, so both use this. It knows no
counts and no reader. All text is NFC.
"""

import re
import unicodedata
from collections.abc import Iterator

MOST_LETTERS = 8
"""No syllable is longer than "nghiêng"; one more for what a reader adds."""

BREAK, NUMBER, OTHER, UNKNOWN = "<s>", "<n>", "<x>", "<unk>"
"""Start of a sentence; any number; ký hiệu, addresses and mixed tokens; a word that is not in the table."""
SPECIAL = (BREAK, NUMBER, OTHER, UNKNOWN)

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = "aăâeêioôơuưy"
_CHECKED_TONES = ("\u0301", "\u0323")
"""Syllables that end in a stop bear sắc or nặng."""

_SPELT_ONSETS = "ngh ng nh n ch c đ d gh gi g h kh k l m ph p qu b r s th tr t v x"
_SPELT_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et "
    "ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot oa oac "
    "oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oong ooc ô ôc ôi ôm ôn ông ôp ôt "
    "ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt uê uêch uênh uêu uơ uy uya uych uyên uyêt "
    "uynh uyp uyt uyu uân uâng uât uây ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt "
    "yêu ynh yt"
)
_ONSETS, _RHYMES = _SPELT_ONSETS.split(), frozenset(_SPELT_RHYMES.split())
_STOPS = ("c", "ch", "p", "t")
_FRONT = tuple("eêiy")


def _tables() -> tuple[dict[int, str], dict[str, str]]:
    """Every marked letter to its plain one, and endings with the tone on the second vowel to those with it first."""
    plain = {ord("đ"): "d", ord("Đ"): "D", ord("ð"): "d", ord("Ð"): "D"}
    late: dict[str, str] = {}
    for vowel in _VOWELS + _VOWELS.upper():
        base = unicodedata.normalize("NFD", vowel)[0]
        for tone in ("", *_TONES):
            plain[ord(unicodedata.normalize("NFC", vowel + tone))] = base
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            late[first + unicodedata.normalize("NFC", second + tone)] = (
                unicodedata.normalize("NFC", first + tone) + second
            )
    return plain, late


_PLAIN, _EARLY_TONE = _tables()
_LATE_TONE = {early: late for late, early in _EARLY_TONE.items()}


def plain(text: str) -> str:
    """Without marks, đ as d; case and length stay."""
    return text.translate(_PLAIN)


def folded(syllable: str) -> str:
    """Lower case with one tone placement: hoà as hòa, uỷ as ủy, but quý. Ð (eth) is taken for Đ. Length stays."""
    syllable = syllable.lower().replace("ð", "đ")
    ending = _EARLY_TONE.get(syllable[-2:])
    return syllable if ending is None or syllable[-3:-2] == "q" else syllable[:-2] + ending


def placements(syllable: str) -> tuple[str, ...]:
    """The ways a folded syllable is spelt: (hòa, hoà), mostly one."""
    ending = _LATE_TONE.get(syllable[-2:])
    return (syllable,) if ending is None or syllable[-3:-2] == "q" else (syllable, syllable[:-2] + ending)


def is_syllable(text: str) -> bool:
    """Whether it is spelt by the rules of Vietnamese: onset, rhyme and a tone that the rhyme can bear."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    tones = [char for char in decomposed if char in _TONES]
    bare = unicodedata.normalize("NFC", "".join(char for char in decomposed if char not in _TONES))
    if len(tones) > 1:
        return False
    return any(_fits(onset, bare.removeprefix(onset), tones) for onset in ("", *_ONSETS) if bare.startswith(onset))


def _fits(onset: str, rhyme: str, tones: list[str]) -> bool:
    if rhyme not in _RHYMES or (rhyme in {"ynh", "yt"} and onset != "qu"):
        return False
    if onset in {"k", "gh", "ngh"} and not rhyme.startswith(_FRONT):
        return False
    if onset in {"c", "ng"} and rhyme.startswith(_FRONT):
        return False
    return not rhyme.endswith(_STOPS) or (bool(tones) and tones[0] in _CHECKED_TONES)


_EDGES = re.compile(r"^[\W_]*(.*?)[\W_]*$", re.DOTALL)
_NUMBER = re.compile(r"\d[\d.,:/%-]*")
_ENDS = re.compile(r"[.;:!?]")


def core(word: str) -> tuple[int, int]:
    """Where the word proper lies between the punctuation around it; an empty span where there is nothing else."""
    match = _EDGES.match(word)
    return match.span(1) if match else (0, 0)


def token(proper: str) -> str:
    """The token of a word proper: a folded syllable, or one of the special ones."""
    if proper.isalpha() and len(proper) <= MOST_LETTERS:
        return folded(proper)
    return NUMBER if _NUMBER.fullmatch(proper) else OTHER


def ends_sentence(after: str) -> bool:
    """Whether the punctuation after a word, or standing alone, parts what follows from what was before."""
    return _ENDS.search(after) is not None


def sentences(line: str) -> Iterator[list[str]]:
    """The tokens of a line between the signs that end a sentence."""
    tokens: list[str] = []
    for word in line.split():
        start, stop = core(word)
        if stop > start:
            tokens.append(token(word[start:stop]))
        if ends_sentence(word[stop:]) and tokens:
            yield tokens
            tokens = []
    if tokens:
        yield tokens
