"""Vietnamese text: the one form it is stored in and the folded forms it is compared by.

NFC does not unify tone placement (hòa/hoà) and SQLite's FTS5 does not fold đ, so both are done here.
"""

import re
import unicodedata

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES = re.compile(r"[^\S\n]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MORE = r"[a-z\u0302\u0306]"
"""What follows in a syllable that is not open; in NFD the dot below stands before the sign of ặ: hoặc."""
_LATE_TONE = re.compile(rf"(?<!q)(o)([ae])([{_TONES}])(?!{_MORE})|(?<!q)(u)(y)([{_TONES}])(?!{_MORE})", re.IGNORECASE)


def clean(text: str) -> str:
    """Text as it crosses a border: NFC, Ð (eth) as Đ, no zero-width characters, single spaces, trimmed.

    Line breaks stay.
    """
    # A zero-width character between a letter and its mark keeps them apart, so it goes first.
    text = unicodedata.normalize("NFC", text.translate(_ZERO_WIDTH))
    text = _SPACES.sub(" ", text.replace("\u00d0", "\u0110").replace("\u00f0", "\u0111"))
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


def fold(text: str) -> str:
    """Search form: lower case, marks stripped, đ as d. Never shown, never stored as a value."""
    decomposed = unicodedata.normalize("NFD", clean(text).lower())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.replace("đ", "d")


def tone_key(text: str) -> str:
    """Comparison form in which hoà = hòa and thuỷ = thủy: for an open oa/oe/uy (not after q) the tone stands first.

    Marks are kept, so hòa and hoa still differ. Case is folded.
    """
    decomposed = unicodedata.normalize("NFD", clean(text).casefold())

    def move(match: re.Match[str]) -> str:
        first, second, tone = (group for group in match.groups() if group is not None)
        return f"{first}{tone}{second}"

    return unicodedata.normalize("NFC", _LATE_TONE.sub(move, decomposed))
