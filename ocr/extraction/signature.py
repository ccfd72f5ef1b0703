"""The foot of an office paper: recipients bottom left, position and name of the signer bottom right (ô 7, 9b).

The seal covers part of it, so most words there are strokes: only what looks like a position or a name is taken.
"""

import re
from collections.abc import Collection, Sequence

from rapidfuzz import fuzz

from dossier.looks import Look
from dossier.reading import Word
from dossier.text import fold
from ocr.extraction.found import Found, found_in
from ocr.extraction.lines import PRINT, Line, pieces, pitch, solid, sureness
from ocr.extraction.matching import dense, find_phrase, key, likeness, opens_with
from ocr.extraction.pages import Pages, Sheet
from ocr.extraction.strays import without_strays

_AUTHORITY = ("TM.", "KT.", "TL.", "TUQ.", "Q.", "T/M", "K/T", "T/L")
"""For, in place of, by order of, authorised by, acting (NĐ 30/2020 Điều 8 and Phụ lục I; T/M in older papers)."""
_FOR_A_BODY = ("tm.", "t/m")
_NEEDS_A_POSITION = ("kt", "tl", "tuq", "k/t", "t/l")
"""After these one line says for whom, the next who signs; half of it would be a wrong position."""
_RANK = re.compile(r"(?:bs(?:ck[il12]{0,2})?|ths|ts|ks|cn|pgs|gs|ls|dr|bac|si|thac|tien|ky|su)[.,]?")
"""Degrees before the name: BS, BSCKI, ThS., Thạc sĩ, Kỹ sư."""
_RIGHT_FROM = 0.45
"""The signature stands right of so much of the page width."""
_FOOT = 0.6
_STAMPED_LIKE = 70.0
"""Of 100: three letters of ten may be misread."""
_LIKE_A_POSITION = 0.85
"""One letter of the seven of CHỦ TỊCH may be misread: a seal touches most of them."""
_NAME_WORD = re.compile(r"^(?:[^\W\d_][^\W\d_'’-]+|Y)$")
"""Of the single letters only Y is a name; others are specks of the seal."""


def find_recipients(pages: Pages, _look: Look) -> Found | None:
    """The items below "Nơi nhận", up to the one of the registry ("Lưu")."""
    place = _recipients_at(pages)
    if place is None:
        return None
    sheet, opening = place
    rows: list[Line] = []
    above = opening
    for line in _left_pieces(sheet):
        if line.level <= opening.level + 0.5 * opening.height:
            continue
        if pitch(above, line) > 3.2 or len(rows) == 20:
            break
        above = line
        item = line if line.key.startswith("luu") else without_strays(line, after_print=bool(rows))
        if item is None or not _is_item(item):
            continue
        rows.append(item)
        if item.key.startswith("luu"):
            break
    # The registry ("Lưu") closes the list.
    return found_in(rows, known_slot=bool(rows) and rows[-1].key.startswith("luu"))


def _is_item(line: Line) -> bool:
    """A recipient, no stroke and nothing that shines through."""
    return len(line.key) > 2 and sureness(line) >= PRINT


def find_position(pages: Pages, look: Look) -> Found | None:
    """Authority and position: lines in capitals that hold a position of the list or open with an authority."""
    for sheet in _signing_sheets(pages):
        rows = _position_rows(sheet, look.begins, _from_level(pages, sheet))
        if rows and not (len(rows) == 1 and fold(rows[0].text).startswith(_NEEDS_A_POSITION)):
            return found_in(rows)
    return None


def find_stamped_signer(pages: Pages, known: Collection[str]) -> tuple[Word, str] | None:
    """What a red stamp at the foot says, with the one of the `known` signers it is like; None for none or for two.

    Stamps in script type are read so badly that nothing but a closed list tells the name.
    """
    best: tuple[float, Word, str] | None = None
    rivals: set[str] = set()
    for sheet in _signing_sheets(pages):
        for word in sheet.faint:
            for name in known:
                score = fuzz.partial_ratio(dense(name), dense(word.text))
                if score >= _STAMPED_LIKE:
                    rivals.add(name)
                    best = max(best or (0.0, word, name), (score, word, name), key=lambda item: item[0])
    return (best[1], best[2]) if best and len(rivals) == 1 else None


def find_signer(pages: Pages, look: Look) -> Found | None:
    """The lowest line at the right that is a personal name with a family name of the list."""
    for sheet in _signing_sheets(pages):
        lines = (line for line in _signed(pages, sheet) if not opens_with(line.text, look.stops))
        names = [name for line in lines if (name := _name_in(line, look.begins))]
        names = [name for name in names if _position_in(name, look.stops) is None]
        # Seals and positions are in capitals; a name beside them that is not is the name.
        names = [name for name in names if not _upper(name)] if len(names) > 1 else names
        if len(names) == 1:
            return found_in(names)
    return None


def _signed(pages: Pages, sheet: Sheet) -> list[Line]:
    """Where the name may stand: beside "Nơi nhận" and below; without it, what is alone on its line near the foot."""
    if _recipients_at(pages):
        return _right_pieces(sheet, _from_level(pages, sheet))
    alone = (line for line in sheet.lines if line.level > _FOOT * sheet.height and len(pieces(line)) == 1)
    return [line for line in alone if line.middle > _RIGHT_FROM * sheet.width]


def _signing_sheets(pages: Pages) -> Sequence[Sheet]:
    """The page of "Nơi nhận" first (annexes may follow it), else the last page."""
    place = _recipients_at(pages)
    if place:
        return [place[0]]
    return [pages.last] if pages.last else []


def _recipients_at(pages: Pages) -> tuple[Sheet, Line] | None:
    for sheet in pages.sheets:
        # On a further page they may stand at its very top: the body filled the page before.
        highest = 0.25 * sheet.height if sheet is pages.first else 0
        for line in _left_pieces(sheet):
            if line.level > highest and _is_recipients(line):
                return sheet, line
    return None


def _is_recipients(line: Line) -> bool:
    span = find_phrase(line.keys, "Nơi nhận", at_least=0.85, from_start=True)
    return span is not None and len(line.words) - span.stop <= 3


def _from_level(pages: Pages, sheet: Sheet) -> float:
    """The signature begins beside "Nơi nhận" or a little above it; without it, in the lower two thirds."""
    place = _recipients_at(pages)
    if place and place[0] is sheet:
        return place[1].level - 0.06 * sheet.height
    return 0.35 * sheet.height


def _left_pieces(sheet: Sheet) -> list[Line]:
    return [part for line in sheet.lines for part in pieces(line) if part.box.x < 0.4 * sheet.width]


def _right_pieces(sheet: Sheet, start: float) -> list[Line]:
    parts = (part for line in sheet.lines if line.level >= start for part in pieces(line, gap=2.5))
    return [part for part in parts if part.middle > _RIGHT_FROM * sheet.width]


def _position_rows(sheet: Sheet, positions: Sequence[str], start: float) -> list[Line]:
    """The lines of authority and position. "TM. ỦY BAN NHÂN DÂN" names the body that decides, no position."""
    rows: list[Line] = []
    for line in _right_pieces(sheet, start):
        print_only = solid(line)
        row = _position_in(print_only, positions) if print_only and _upper(print_only) else None
        if row is None and rows and print_only and _upper(print_only) and opens_with(print_only.text, positions):
            # Below "TL. GIÁM ĐỐC" stands the head of a division with its name: TRƯỞNG PHÒNG TỔ CHỨC.
            row = print_only
        if row is None or fold(row.text).startswith(_FOR_A_BODY):
            continue
        if rows and pitch(rows[-1], row) > 3:
            break
        rows.append(row)
    return rows


def _position_in(line: Line, positions: Sequence[str]) -> Line | None:
    """The words from the authority on, or the line that is a position of the list."""
    for index, word in enumerate(line.words):
        if fold(word.text).startswith(tuple(fold(item) for item in _AUTHORITY)):
            return line.part(index)
    # Half a position is another position (CHI CỤC TRƯỞNG, CỤC TRƯỞNG): the whole line must be like the one.
    wanted = dense(line.text)
    best, rival = sorted((0.0, 0.0, *(likeness(wanted, dense(position)) for position in positions)))[:-3:-1]
    return line if best >= _LIKE_A_POSITION and best - rival > 0.04 else None


def _upper(line: Line) -> bool:
    letters = [char for char in line.text if char.isalpha()]
    return len(letters) >= 4 and sum(char.isupper() for char in letters) > 0.7 * len(letters)


def _name_in(line: Line, family_names: Sequence[str]) -> Line | None:
    """The name on the line, without a rank or degree before it; None where anything else stands there too."""
    known = {key(name) for name in family_names}
    start = next((at for at, word in enumerate(line.words) if not _RANK.fullmatch(fold(word.text))), len(line.words))
    words = line.words[start:]
    if not 2 <= len(words) <= 5 or key(words[0].text) not in known:
        return None
    if not all(_NAME_WORD.match(word.text) and word.text[0].isupper() for word in words):
        return None
    return line.part(start)
