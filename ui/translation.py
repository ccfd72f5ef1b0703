"""Words of the screens: English in the code, Vietnamese from resources/translations/vi.ts.

The .ts file itself is loaded (some hundred messages, a few milliseconds): nothing has to be compiled, and Qt's own
strings, for which the wheel brings no Vietnamese, come from the same place. A test holds file and code together.
"""

from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QObject, QTranslator, QXmlStreamReader

CONTEXT = "ui"


def tr(text: str, note: str | None = None) -> str:
    """The text in the language of this run. `text` must be a literal; blanks are filled afterwards with `.format`.

    `note` tells apart equal English texts that differ in Vietnamese.
    """
    return QCoreApplication.translate(CONTEXT, text, note)


class FileTranslator(QTranslator):
    """Translates from a parsed .ts file. Messages of Qt are looked up by Qt's own context, ours by text and note."""

    def __init__(self, messages: dict[tuple[str, str, str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages

    def isEmpty(self) -> bool:  # noqa: N802
        """Qt passes over translators that say they are empty."""
        return not self._messages

    def translate(  # noqa: D102
        self, context: str | bytes, source: str | bytes, note: str | bytes | None = None, n: int = -1
    ) -> str | None:
        del n
        return self._messages.get((_text(context), _text(source), _text(note or "")))


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


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


def load(lang: str) -> FileTranslator | None:
    """The translator of a language; None for English, whose words are in the code."""
    if lang == "en":
        return None
    return FileTranslator(parse(files("resources").joinpath("translations", f"{lang}.ts").read_text("utf-8")))
