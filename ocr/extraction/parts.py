"""Finds the parts of the layout of NĐ 30/2020 (`Part`) in the head and below it; the signature is `signature.py`.

Which words open and end a part is data of the document type.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import takewhile
from types import MappingProxyType

from dossier.document_types import DocumentType
from dossier.fields import Choice, FieldDef
from dossier.looks import Look, Part
from dossier.text import fold
from ocr.extraction.found import Found, found_in
from ocr.extraction.head import Head
from ocr.extraction.lines import PRINT, Line, pitch, solid, sureness
from ocr.extraction.matching import find_phrase, key, opens_exactly, opens_with
from ocr.extraction.pages import Pages, Sheet
from ocr.extraction.signature import find_position, find_recipients, find_signer
from ocr.extraction.strays import without_strays

_ABOUT = re.compile(r"^\W*(?:v\s*/\s*v?\b|v/ |ve viec\b)")
_SHORT_PRINT = 0.85
"""A line of two letters is the end of a name ("Xá") only when read surely; else it is a stroke."""
_GROUNDS = ("Thực hiện", "Thi hành", "Theo", "Xét")
"""These open the body, and the subject of a plan as well: there they are centred and short."""
_UNITS = (" tinh", " thanh pho", " huyen", " quan", " thi xa", " xa", " phuong", " thi tran")
_BODIES = ("uy ban", "ubnd", "hoi dong", "hdnd", "dang")
_PLACE_WORDS = 2
_AGENCY_PITCH = 3.5
"""Lines of one agency stand nearer to one another, in letter heights."""
_HEADING_REACH = 0.2
"""The heading stands within so much of the page height below the head."""


def find_part(pages: Pages, look: Look, kind: DocumentType) -> Found | None:
    """The words of the part that the look names, or None.

    What a heading may say is the list of choices of the type's field that is looked up there.
    """
    choices = [choice for item in kind.fields for choice in item.choices if _is_in_heading(item)]
    if look.part is Part.HEADING:
        heading = _heading(pages, choices)
        return found_in([heading]) if heading else None
    if look.part is Part.SUBJECT:
        return _subject(pages, look, choices)
    finder = _FINDERS.get(look.part) if look.part else None
    return finder(pages, look) if finder else None


def _is_in_heading(item: FieldDef) -> bool:
    return any(look.part is Part.HEADING for look in item.look)


def _issuing_body(pages: Pages, look: Look) -> Found | None:
    """The last group of lines of the left column; a line that opens with an agency noun begins a group.

    It ends above a wide gap, where the title of a form begins, and above a line of the `stops` ("Khoa …"); of those one
    that opens with an agency noun ("Phòng chống …") merely begins no group.
    """
    groups: list[list[Line]] = []
    lines = pages.head.agency if pages.head else ()
    printed = (without_strays(line, after_print=at > 0) for at, line in enumerate(lines))
    for line in filter(None, map(solid, filter(None, printed))):
        noun, stop = opens_with(line.text, look.begins), opens_with(line.text, look.stops)
        if groups and (pitch(groups[-1][-1], line) > _AGENCY_PITCH or (stop and not noun)):
            break
        opens = noun and not stop
        joined = bool(groups) and _goes_on(groups[-1][-1], line)
        one_word = " " not in line.key
        if groups and (joined or one_word or not opens):
            groups[-1].append(line)
        elif opens:
            groups.append([line])
    return found_in(groups[-1]) if groups else None


def _goes_on(above: Line, line: Line) -> bool:
    """Whether the name of an agency is not at its end: after "và", in "cơ sở", or where a unit lacks its own name.

    Such a name has two words mostly (HUYỆN / ĐẠI LỘC, no Đài); a people's committee is called so without it.
    """
    if above.key.endswith((" va", " cua", " thuoc")) or (above.key.endswith(" co") and line.key.startswith("so ")):
        return True
    nameless = above.key.endswith(_UNITS) and not above.key.startswith(_BODIES)
    return nameless and len(line.words) == _PLACE_WORDS


def _number(pages: Pages, _look: Look) -> Found | None:
    return found_in([pages.head.number]) if pages.head and pages.head.number else None


def _place_date(pages: Pages, _look: Look) -> Found | None:
    return found_in([pages.head.date]) if pages.head and pages.head.date else None


def _letter_subject(pages: Pages, look: Look) -> Found | None:
    """The lines from "V/v" on, below the number in the left column."""
    head, sheet = pages.head, pages.first
    if head is None or head.number is None or sheet is None:
        return None
    number = head.number
    below = [line for line in sheet.lines if line.level > number.level + 0.5 * number.height]
    below = [
        line for line in below if line.box.x < head.right_from * 0.8 and line.level < number.level + 0.2 * sheet.height
    ]
    opening = next((at for at, line in enumerate(below[:3]) if _ABOUT.search(fold(line.text))), None)
    if opening is None or pitch(number, below[opening]) > 5:
        return None
    rows = _run(below[opening:], look.stops, lambda line: line.middle < head.right_from)
    return found_in(rows, known_slot=_closed(rows))


def _heading(pages: Pages, choices: Iterable[Choice]) -> Line | None:
    """The centred line in capitals that opens with the name of a kind of paper."""
    head, sheet = pages.head, pages.first
    if head is None or sheet is None:
        return None
    for line in _below(sheet, head):
        trimmed = _without_specks(line)
        if trimmed and _centred(trimmed, head, sheet) and _capital(trimmed) and _names_kind(trimmed, choices):
            return trimmed
    return None


def _subject(pages: Pages, look: Look, choices: Iterable[Choice]) -> Found | None:
    """The centred lines below the heading, up to a word that opens the body or a wide gap."""
    head, sheet, heading = pages.head, pages.first, _heading(pages, choices)
    if head is None or sheet is None or heading is None:
        return None
    below = [line for line in sheet.lines if line.level > heading.level + 0.3 * heading.height]
    below = [line for line in below if _is_text(line)]
    if not below or pitch(heading, below[0]) > 4.5:
        return None
    # A subject whose first line fills the measure goes on in such lines; else one of them opens the body.
    wide = _is_full(below[0], sheet)
    plan = not wide and _centred(below[0], head, sheet) and opens_exactly(below[0].text, _GROUNDS) is not None
    rows = below[:1] if plan else []
    rest = below[len(rows) :]
    rows += _run(rest, look.stops, lambda line: _centred(line, head, sheet) and (wide or not _is_full(line, sheet)))
    ended = len(rows) < len(below) and opens_exactly(below[len(rows)].text, look.stops) is not None
    return found_in(rows, known_slot=ended)


def _run(lines: list[Line], stops: Iterable[str], fits: Callable[[Line], bool]) -> list[Line]:
    """Lines of even distance that fit, up to a stop; the first line is judged by `fits` too."""
    rows: list[Line] = []
    stop_words = tuple(stops)
    for line in lines:
        if opens_exactly(line.text, stop_words) or not fits(line) or (rows and pitch(rows[-1], line) > 2.4):
            break
        rows.append(line)
        if len(rows) == 12:
            break
    return rows


def _below(sheet: Sheet, head: Head) -> Iterable[Line]:
    """Lines between the head and the body; the body opens with an addressee or a legal ground."""
    body = ("Kính gửi", "Căn cứ", "Điều 1", "Hôm nay")
    near = (line for line in sheet.lines if head.bottom - 5 < line.level < head.bottom + _HEADING_REACH * sheet.height)
    return takewhile(lambda line: not opens_with(line.text, body), near)


def _centred(line: Line, head: Head, sheet: Sheet) -> bool:
    return abs(line.middle - head.centre) < 0.09 * sheet.width


def _is_full(line: Line, sheet: Sheet) -> bool:
    """Whether a line fills the measure, as the first of a paragraph does; the lines of a subject are set shorter."""
    left = min(other.box.x for other in sheet.lines if _is_text(other))
    right = max(other.box.right for other in sheet.lines if _is_text(other))
    return line.box.right > right - 0.02 * sheet.width and line.box.x < left + 0.12 * sheet.width


def _capital(line: Line) -> bool:
    letters = [char for char in line.text if char.isalpha()]
    return sum(char.isupper() for char in letters) > 0.7 * len(letters)


def _is_text(line: Line) -> bool:
    letters = sum(char.isalnum() for char in line.text) > 0.5 * len(line.text.replace(" ", ""))
    return letters and len(line.key) > 1 and sureness(line) >= (PRINT if len(line.key) > 2 else _SHORT_PRINT)


def _without_specks(line: Line) -> Line | None:
    """The line without leading and trailing words of one letter or none, which are specks beside a heading."""
    solid = [index for index, word in enumerate(line.words) if len(key(word.text)) > 1]
    return line.part(solid[0], solid[-1] + 1) if solid else None


def _names_kind(line: Line, choices: Iterable[Choice]) -> bool:
    names = [name for choice in choices for name in (choice.label.vi, *choice.printed) if not _ABOUT.search(fold(name))]
    return any(find_phrase(line.keys, name, at_least=0.88, from_start=True) for name in names)


def _closed(rows: list[Line]) -> bool:
    """A bracket that was opened is closed: then the end is printed."""
    text = " ".join(row.text for row in rows)
    return text.lstrip().startswith("(") and text.rstrip(" .").endswith(")")


_FINDERS: Mapping[Part, Callable[[Pages, Look], Found | None]] = MappingProxyType(
    {
        Part.ISSUING_BODY: _issuing_body,
        Part.NUMBER: _number,
        Part.PLACE_DATE: _place_date,
        Part.LETTER_SUBJECT: _letter_subject,
        Part.SIGNER_POSITION: find_position,
        Part.SIGNER_NAME: find_signer,
        Part.RECIPIENTS: find_recipients,
    }
)
