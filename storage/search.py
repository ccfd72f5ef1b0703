"""Finding dossiers by words: FTS5 over a folded column and over the text with its marks, exact hits first.

One index row for a dossier's code and title, one for the values of each record, one for the text of each page. A row's
number carries its dossier, so that a hit needs no second look-up: dossier number, then two bits of kind, then the
number of the record or page. The index keeps no text of its own (contentless) and lies in the
encrypted file like all else.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Connection, bindparam, select, text

from dossier.ids import DossierId, PageId, RecordId
from dossier.model import Clearance
from dossier.text import fold, tone_key
from storage.rows import to_reading
from storage.schema import dossier as dossiers
from storage.schema import effective, field_value
from storage.schema import page as pages
from storage.schema import reading as readings
from storage.schema import record as records

_DOSSIER_SHIFT = 36
_KIND_SHIFT = 34
_HEAD, _RECORD, _PAGE = 0, 1, 2

_PUT = text("INSERT OR REPLACE INTO search(rowid, exact, folded) VALUES (:row, :exact, :folded)")
_DROP = text("DELETE FROM search WHERE rowid = :row")
_FIND = text("SELECT rowid >> 36 FROM search WHERE search MATCH :query ORDER BY rowid DESC")
_WORDS_AT_MOST = 12

# Built once: they run at every committed field.
_NUMBERS = (
    select(dossiers.c.num, records.c.num.label("item"))
    .join_from(dossiers, records, records.c.id == bindparam("in_record"))
    .where(dossiers.c.id == bindparam("of"))
)
_VALUES = (
    select(field_value.c.value)
    .join_from(effective, field_value, field_value.c.id == effective.c.value)
    .where(effective.c.record == bindparam("in_record"))
    .order_by(effective.c.path)
)


def index_dossier(connection: Connection, dossier: DossierId) -> None:
    """Everything of a dossier, as when it has just become known; its parts may have come before it."""
    row = connection.execute(select(dossiers.c.num, dossiers.c.code, dossiers.c.title).filter_by(id=dossier)).first()
    if row is None:
        return
    _put(connection, _row(row.num, _HEAD, 0), f"{row.code}\n{row.title}")
    for record in connection.scalars(select(records.c.id).filter_by(dossier=dossier)).all():
        index_record(connection, dossier, RecordId(record))
    for page in connection.scalars(select(pages.c.id).filter_by(dossier=dossier)).all():
        index_page(connection, dossier, PageId(page))


def index_record(connection: Connection, dossier: DossierId, record: RecordId) -> None:
    """The effective values of one record; nothing while its dossier or the record itself is not known."""
    numbers = connection.execute(_NUMBERS, {"of": dossier, "in_record": record}).first()
    if numbers is None:
        return
    values = connection.scalars(_VALUES, {"in_record": record}).all()
    _put(connection, _row(numbers.num, _RECORD, numbers.item), "\n".join(values))


def index_page(connection: Connection, dossier: DossierId, page: PageId) -> None:
    """The text of one page; a page under a secrecy mark is not found by its text."""
    row = connection.execute(
        select(dossiers.c.num, pages.c.num.label("item"), pages.c.clearance, readings.c.body)
        .join_from(dossiers, pages, pages.c.id == page)
        .outerjoin(readings, readings.c.page == pages.c.id)
        .where(dossiers.c.id == dossier)
    ).first()
    if row is None:
        return
    where = _row(row.num, _PAGE, row.item)
    if row.body is None or row.clearance == Clearance.MARKED.value:
        connection.execute(_DROP, {"row": where})
    else:
        _put(connection, where, to_reading(row.body).text)


def find(connection: Connection, wanted: str, limit: int) -> list[int]:
    """Numbers of at most `limit` dossiers, exact hits before folded ones, the newest first among each.

    All words must stand in one row (code and title, a record, a page), the beginning of a word is enough; dossiers that
    hold the words in different places follow.
    """
    words = _words(wanted)
    if not words:
        return []
    found: dict[int, None] = {}
    for query in (_query("exact", words, tone_key), _query("folded", words, fold)):
        _collect(found, connection.execute(_FIND, {"query": query}).scalars(), limit)
    if len(words) > 1 and len(found) < limit:
        _collect(found, _across(connection, words, limit), limit)
    return list(found)


def _words(wanted: str) -> list[str]:
    """Words that the index can hold: what has neither letter nor digit is no token, and NUL would end the query."""
    readable = wanted.encode("utf-8", "replace").decode()
    plain = "".join(" " if unicodedata.category(char) == "Cc" else char for char in readable)
    return [word for word in plain.split() if _is_token(word)][:_WORDS_AT_MOST]


def _is_token(word: str) -> bool:
    return any(unicodedata.category(char)[0] in "LN" for char in word)


def _query(column: str, words: Iterable[str], form: Callable[[str], str]) -> str:
    """An FTS5 query: every word a quoted phrase, open at its end unless it is a single character."""
    return f"{{{column}}} : (" + " AND ".join(_phrase(form(word)) for word in words) + ")"


def _phrase(word: str) -> str:
    quoted = '"' + word.replace('"', '""') + '"'
    return quoted if len(word) == 1 else f"{quoted} *"


def _across(connection: Connection, words: Sequence[str], limit: int) -> Iterable[int]:
    """Dossiers that hold every word somewhere."""
    part = f"SELECT rowid >> {_DOSSIER_SHIFT} AS num FROM search WHERE search MATCH :word"  # noqa: S608 - constants only
    joined = " INTERSECT ".join(f"{part}{index}" for index in range(len(words)))
    parameters = {f"word{index}": _query("folded", [word], fold) for index, word in enumerate(words)}
    return connection.execute(text(f"{joined} ORDER BY num DESC LIMIT :most"), {**parameters, "most": limit}).scalars()


def _collect(found: dict[int, None], numbers: Iterable[int], limit: int) -> None:
    """Add dossier numbers in order until there are enough; the cursor is not read further."""
    for number in numbers:
        if len(found) >= limit:
            return
        found[number] = None


def _row(dossier: int, kind: int, item: int) -> int:
    return (dossier << _DOSSIER_SHIFT) | (kind << _KIND_SHIFT) | item


def _put(connection: Connection, row: int, content: str) -> None:
    connection.execute(_PUT, {"row": row, "exact": tone_key(content), "folded": fold(content)})
