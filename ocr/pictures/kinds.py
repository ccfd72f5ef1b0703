"""What a file is by its first bytes, whatever its name says. Knows no decoder."""

from enum import Enum, auto

from dossier.errors import SourceIsDocument, SourceIsPacked, SourceIsWebPage, SourceUnsupported

LOOKED_AT = 1024
"""Readers of PDF look for the header in the first kilobyte (ISO 32000-1, annex H, note 13)."""


class Kind(Enum):
    """How a file is opened."""

    PDF = auto()
    IMAGE = auto()
    UNKNOWN = auto()


_IMAGES = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"\x00\x00\x00\x0cjP  ",
    b"\xff\x4f\xff\x51",
)
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_OFFICE_ZIP = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis", b"word/", b"xl/", b"ppt/", b"_rels/")
_OFFICE_NAMES = {".docx", ".doc", ".xlsx", ".xls", ".pptx", ".ppt", ".odt", ".ods", ".rtf"}
_WEB = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"mime-version:")
_TAR_AT = 257


def kind_of(head: bytes) -> Kind:
    """Of a file that begins with these bytes (`LOOKED_AT` of them)."""
    # An image may carry a PDF's header in its notes, a PDF never begins like an image.
    if head.startswith(_IMAGES):
        return Kind.IMAGE
    return Kind.PDF if b"%PDF-" in head else Kind.UNKNOWN


def refusal(source: str, suffix: str, head: bytes) -> SourceUnsupported | None:
    """Why a file of unknown kind is none of ours, where its first bytes tell; `suffix` is lower case with its dot."""
    if head.startswith(_OFFICE):
        return SourceIsDocument(source=source)
    if head.startswith(_PACKED) or head[_TAR_AT:].startswith(b"ustar"):
        zipped = head.startswith(b"PK")
        office = zipped and (suffix in _OFFICE_NAMES or any(name in head for name in _OFFICE_ZIP))
        return SourceIsDocument(source=source) if office else SourceIsPacked(source=source)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_WEB):
        return SourceIsWebPage(source=source)
    return None
