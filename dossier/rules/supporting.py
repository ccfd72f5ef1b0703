"""What supporting papers say of the people of a record: a copy of an identity card beside a marriage certificate.

Which field of which paper says the same is data (`FieldDef.suggested_by`). A paper speaks of a person of the record
only where an equal number or an equal name tells so, never because nobody else is there. Nothing here changes a value.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dossier.document_types import DocumentType
from dossier.fields import DATES, FieldDef, FieldKind
from dossier.ids import DocumentId, RecordId
from dossier.model import FieldValue
from dossier.rules.personal_ids import kind_of_id, plain_id
from dossier.text import fold, tone_key

_ROW = re.compile(r"^(\w+\[\d+\]\.)")
_FIRST_WORD = re.compile(r"[a-z]+(?=[A-Z])")
_BY_NUMBER, _BY_NAME = 2, 1


class Says(StrEnum):
    """How what a paper says stands to what the record has."""

    AGREES = "agrees"
    DIFFERS = "differs"
    FILLS = "fills"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A record with its type and what was read or keyed of it itself, by path: no value taken from other papers."""

    record: RecordId
    document: DocumentId
    kind: DocumentType
    values: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a supporting paper says of the field at `path` of the main record; `said` knows its page and box."""

    path: str
    says: Says
    document: DocumentId
    type_id: str
    field: str
    kind: FieldKind
    said: FieldValue


@dataclass(frozen=True, slots=True)
class _Pair:
    path: str
    item: FieldDef
    source: FieldDef


def suggestions(main: Paper, others: Sequence[Paper]) -> tuple[Suggestion, ...]:
    """What the other papers of the dossier say of the main record's fields, by path, then in the order of the papers.

    Empty values say nothing. A paper that may speak of two people of the record speaks of none. One that is known by
    the name alone, and has another number or date, may be a namesake's: that it differs is said, but it fills nothing.
    """
    found = [item for paper in others if paper.record != main.record for item in _of_paper(main, paper)]
    return tuple(sorted(found, key=lambda item: item.path))


def fillings(found: Sequence[Suggestion]) -> dict[str, Suggestion]:
    """What may be proposed for fields that have nothing, by path; nothing where two papers disagree.

    Of papers that agree the one that says most is named, then a sure one, then the first.
    """
    by_path: dict[str, list[Suggestion]] = {}
    for item in found:
        if item.says is Says.FILLS:
            by_path.setdefault(item.path, []).append(item)
    return {
        path: max(items, key=lambda item: (item.kind in DATES and len(item.said.value), item.said.certain))
        for path, items in by_path.items()
        if all(_agree(one.kind, one.said.value, other.said.value) for one in items for other in items)
    }


def _of_paper(main: Paper, paper: Paper) -> Iterator[Suggestion]:
    people = _people(main, paper.kind)
    scores = {person: _score(main, paper, pairs) for person, pairs in people.items()}
    best = max(scores.values(), default=0)
    meant = [person for person, score in scores.items() if score == best]
    if best == 0 or len(meant) != 1:
        return
    pairs = people[meant[0]]
    fills = best == _BY_NUMBER or not any(_speaks_against(main, paper, pair) for pair in pairs)
    for pair in pairs:
        said = paper.values.get(pair.source.name)
        says = _says(pair, said.value, _text(main, pair.path)) if said is not None and said.value else None
        if said is None or says is None or (says is Says.FILLS and not fills):
            continue
        yield Suggestion(
            path=pair.path,
            says=says,
            document=paper.document,
            type_id=paper.kind.id,
            field=pair.source.name,
            kind=pair.source.kind,
            said=said,
        )


def _people(main: Paper, kind: DocumentType) -> dict[str, list[_Pair]]:
    """Pairs of fields that say the same, by the person of the main record: a row, or who the names of fields tell.

    Where the paper could speak of several, a field that does not tell whose it is is left out.
    """
    flat = [(item, source) for item in main.kind.fields for source in _sources(item, kind)]
    several = any(count > 1 for count in Counter(source.name for _, source in flat).values())
    people: dict[str, list[_Pair]] = {}
    for item, source in flat:
        role = _role(item) if several else "record"
        if role:
            people.setdefault(role, []).append(_Pair(item.name, item, source))
    for prefix in sorted({match[1] for path in main.values if (match := _ROW.match(path))}):
        group = next((group for group in main.kind.groups if group.name == prefix.partition("[")[0]), None)
        for item in group.fields if group else ():
            for source in _sources(item, kind):
                people.setdefault(prefix, []).append(_Pair(prefix + item.name, item, source))
    return people


def _sources(item: FieldDef, kind: DocumentType) -> Iterator[FieldDef]:
    for named in item.suggested_by:
        type_id, _, name = named.partition(".")
        source = kind.field(name) if type_id == kind.id else None
        if source is not None:
            yield source


def _role(item: FieldDef) -> str:
    """As the type says, else the first word of the name as the hộ tịch DTO builds it: chongHoTen, voHoTen."""
    match = _FIRST_WORD.match(item.name)
    return item.person or (match[0] if match else "")


def _score(main: Paper, paper: Paper, pairs: Sequence[_Pair]) -> int:
    """By what the person is known: an equal number outweighs an equal name; 0 by nothing.

    Names are compared without marks, for marks that a reader lost on one paper make no other person; one word is none.
    """
    score = 0
    for pair in pairs:
        said, stands = _text(paper, pair.source.name), _text(main, pair.path)
        if pair.source.kind is FieldKind.PERSONAL_ID:
            known = kind_of_id(plain_id(said)) is not None and plain_id(said) == plain_id(stands)
            score = max(score, _BY_NUMBER if known else 0)
        elif pair.source.kind is FieldKind.PERSON_NAME:
            name = fold(said).split()
            score = max(score, _BY_NAME if len(name) > 1 and name == fold(stands).split() else 0)
    return score


def _speaks_against(main: Paper, paper: Paper, pair: _Pair) -> bool:
    """Whether this field tells that the bearer of the same name may be somebody else."""
    said, stands = _text(paper, pair.source.name), _text(main, pair.path)
    telling = pair.source.kind is FieldKind.PERSONAL_ID or pair.source.kind in DATES
    return telling and bool(said and stands) and _says(pair, said, stands) is Says.DIFFERS


def _says(pair: _Pair, said: str, stands: str) -> Says | None:
    """None where the two cannot be held together: another kind of number, a choice that the field does not have."""
    if not stands:
        return Says.FILLS if _fits(pair.item, said) else None
    if _agree(pair.source.kind, said, stands):
        return Says.AGREES
    if pair.source.kind is FieldKind.PERSONAL_ID and kind_of_id(plain_id(said)) is not kind_of_id(plain_id(stands)):
        return None  # one person has an old number of nine digits and a new one of twelve
    return Says.DIFFERS


def _fits(item: FieldDef, said: str) -> bool:
    if item.kind is FieldKind.CHOICE:
        return any(choice.label.vi == said for choice in item.choices)
    return item.kind is not FieldKind.DATE or len(said) == len("2026-11-24")


def _agree(kind: FieldKind, one: str, other: str) -> bool:
    """A date of which less is known agrees with what it begins; a name or text by its letters, with their marks."""
    if kind in DATES:
        return f"{one}-".startswith(f"{other}-") or f"{other}-".startswith(f"{one}-")
    if kind is FieldKind.PERSONAL_ID:
        return plain_id(one) == plain_id(other)
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return "".join(char for char in tone_key(text) if char.isalnum()) or text


def _text(paper: Paper, path: str) -> str:
    value = paper.values.get(path)
    return value.value if value else ""
