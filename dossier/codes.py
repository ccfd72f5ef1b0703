"""Codes that machines read, as found on a page: QR, MRZ, Code 128. What they say is the business of `dossier.rules`.

A code wins over the reading of the same fields, but a difference is shown.
"""

from dataclasses import dataclass
from enum import StrEnum

from dossier.words import Box


class CodeKind(StrEnum):
    """What kind of code it is."""

    QR = "qr"
    MRZ = "mrz"
    """The three lines of a card (TD1)."""
    CODE128 = "code128"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCode:
    """One code on a page."""

    kind: CodeKind
    text: str | None
    """The payload in NFC, lines of an MRZ parted by line breaks; foreign, to be trusted in nothing. None: a code is
    there and cannot be read."""
    box: Box
    """Around it, in pixels of the picture as stored."""
    rotation: int
    """Clockwise turn in degrees (0, 90, 180, 270) that makes it upright; pages with a code tell their turn by it."""
    how: str
    """What the code was read from: "as it is", or what was done to its place before, for example "x2"."""
