"""Words of the screens: English in the code, Vietnamese from resources/translations/vi.ts.

The .ts file itself is loaded (some hundred messages, a few milliseconds) and packed in memory into the form that Qt
reads by itself; Qt's own strings, for which the wheel brings no Vietnamese, come from the same place. A test holds file
and code together.

No translator may override `translate` in Python: Qt calls it on any thread, within locks of its own. There it would
wait for the interpreter, which another thread may hold while it waits for that lock: the whole window stands still.
"""

import struct
from collections.abc import Mapping
from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QTranslator, QXmlStreamReader

from dossier.errors import BugError

CONTEXT = "ui"


def tr(text: str, note: str | None = None) -> str:
    """The text in the language of this run. `text` must be a literal; blanks are filled afterwards with `.format`.

    `note` tells apart equal English texts that differ in Vietnamese.
    """
    return QCoreApplication.translate(CONTEXT, text, note)


def parse(xml: str) -> dict[tuple[str, str, str], str]:
    """Messages of a .ts file by (context, source, note); unfinished ones are left out."""
    messages: dict[tuple[str, str, str], str] = {}
    reader = QXmlStreamReader(xml)
    said = {"name": "", "source": "", "comment": ""}
    while not reader.atEnd():
        reader.readNext()
        element = reader.name() if reader.isStartElement() else ""
        if element in said:
            said[element] = reader.readElementText()
        elif element == "message":
            said["source"] = said["comment"] = ""
        elif element == "translation":
            unfinished = reader.attributes().value("type") == "unfinished"
            text = reader.readElementText()
            if text and not unfinished:
                messages[said["name"], said["source"], said["comment"]] = text
    if reader.hasError():
        raise ValueError(reader.errorString())
    return messages


class PackedTranslator(QTranslator):
    """Translates from packed messages, without Python. Qt reads them where they lie, so they live as long as it."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data
        if not self.load(data):
            raise BugError(thing="translation")


def load(lang: str) -> PackedTranslator | None:
    """The translator of a language; None for English, whose words are in the code."""
    if lang == "en":
        return None
    messages = parse(files("resources").joinpath("translations", f"{lang}.ts").read_text("utf-8"))
    return PackedTranslator(packed(messages))


_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES, _MESSAGES = 0x42, 0x69
_END, _TRANSLATION, _SOURCE, _CONTEXT, _NOTE = 1, 3, 6, 7, 8


def packed(messages: Mapping[tuple[str, str, str], str]) -> bytes:
    """Messages in Qt's .qm form (qtbase, qtranslator.cpp): a table sorted by hash, and the messages it points into."""
    table: list[tuple[int, int]] = []
    body = bytearray()
    for (context, source, note), text in messages.items():
        table.append((_hash(source.encode() + note.encode()), len(body)))
        body += _part(_TRANSLATION, text.encode("utf-16-be")) + _part(_SOURCE, source.encode())
        body += _part(_CONTEXT, context.encode()) + _part(_NOTE, note.encode()) + bytes([_END])
    hashes = b"".join(struct.pack(">II", *entry) for entry in sorted(table))
    return _MAGIC + _part(_HASHES, hashes) + _part(_MESSAGES, bytes(body))


def _part(tag: int, data: bytes) -> bytes:
    return struct.pack(">BI", tag, len(data)) + data


def _hash(text: bytes) -> int:
    """The hash of ELF symbol tables, which Qt uses; never 0."""
    value = 0
    for byte in text:
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value or 1
