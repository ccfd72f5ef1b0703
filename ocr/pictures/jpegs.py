"""JPEG streams that only lack their end: whether every scan of them is there. Decoding itself is Pillow's business.

Scanners and cameras that are switched off, and programs that copy a byte too few, leave the last two bytes out. Pillow
calls that cut off, as it does a file of which half is missing; libjpeg draws both without a word.
"""

import hashlib
import io
import struct
from collections.abc import Iterator

from PIL import Image

START_OF_SCAN = b"\xff\xda"

_END = b"\xff\xd9"
_SOI, _EOI, _SOS, _TEM = 0xD8, 0xD9, 0xDA, 0x01
_RESTARTS = range(0xD0, 0xD8)
_SEQUENTIAL, _PROGRESSIVE = (0xC0, 0xC1), (0xC2,)
_LAST_COEFFICIENT = 63
_FILLINGS = (b"", b"\x55" * 4096, b"\xaa" * 4096)
"""Where anything of the last scan is missing, the decoder takes it from these: the pictures then differ."""

_ROWS = 256
MOST_WORK = 400_000_000
"""Samples that a page or file may cost `ended`: a few seconds; A3 in colour at 300 dpi, ten scans, has 350 million."""

_Segment = tuple[int, bytes]
"""A marker and what stands in its segment."""


def ended(jpeg: bytes) -> bytes | None:
    """The JPEG with the end marker that it lacks, where it lacks nothing else; None where it has one or lacks more.

    Decodes it three times in full size: the caller bounds its `work`.
    """
    segments = list(_segments(jpeg))
    if not segments or segments[-1][0] == _EOI or not _has_all_scans(segments):
        return None
    # A cut may leave the first byte of the marker; if it was half of a stuffed 0xFF, its loss shows below.
    rest = jpeg.rstrip(b"\xff")
    try:
        looks = {_look(rest + filling + _END) for filling in _FILLINGS}
    except (OSError, SyntaxError, ValueError, struct.error):
        return None
    return rest + _END if len(looks) == 1 else None


def work(jpeg: bytes, samples: int) -> int:
    """What `ended` costs a JPEG of so many samples; every scan walks all of them, those after the first cheaply."""
    return len(_FILLINGS) * (samples + samples * jpeg.count(START_OF_SCAN) // 8)


def _look(jpeg: bytes) -> bytes:
    """A hash of the pixels, taken in strips: a copy of a large picture would double its memory."""
    digest = hashlib.sha256()
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        image.load()
        for top in range(0, image.height, _ROWS):
            strip = image.crop((0, top, image.width, min(top + _ROWS, image.height)))
            digest.update(strip.tobytes())
    return digest.digest()


def _segments(jpeg: bytes) -> Iterator[_Segment]:
    """Markers in order with what they hold, up to the end marker or that of the data; pictures in notes are no part."""
    place = 2
    while place + 2 <= len(jpeg):
        if jpeg[place] != 0xFF:
            place = jpeg.find(b"\xff", place)
            if place < 0:
                return
            continue
        marker = jpeg[place + 1]
        if marker in {0x00, 0xFF, _TEM, _SOI} or marker in _RESTARTS:
            place += 1 if marker == 0xFF else 2
            continue
        if marker == _EOI:
            yield marker, b""
            return
        length = int.from_bytes(jpeg[place + 2 : place + 4], "big")
        yield marker, jpeg[place + 4 : place + 2 + length]
        place += 2 + max(2, length)


def _has_all_scans(segments: list[_Segment]) -> bool:
    """Whether the scans bring every coefficient of every component to its last bit (ITU-T T.81, G.1.1)."""
    missing: dict[int, set[int]] = {}
    progressive = False
    for marker, body in segments:
        if marker in (*_SEQUENTIAL, *_PROGRESSIVE):
            progressive = marker in _PROGRESSIVE
            missing = {component: set(range(_LAST_COEFFICIENT + 1)) for component in body[6::3]}
        elif marker == _SOS:
            count = body[0] if body else 0
            if len(body) < 2 * count + 4:
                return False
            first, last, bits = body[2 * count + 1 : 2 * count + 4]
            for component in body[1 : 2 * count + 1 : 2]:
                whole = not progressive
                done = range(_LAST_COEFFICIENT + 1) if whole else range(first, last + 1)
                if whole or bits & 0x0F == 0:
                    missing.get(component, set()).difference_update(done)
    return bool(missing) and not any(missing.values())
