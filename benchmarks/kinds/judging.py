"""What was extracted from one paper against its truth: its type, its generation, and every field of every record.

Records and rows of groups are paired by what they have in common before their fields are compared: one that was missed
must not make the others wrong.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.pages.model import GeneratedDocument
from benchmarks.reading.fields import Judged, Outcome, Proposal, folded, proposals_of
from benchmarks.reading.papers import Group
from dossier.document_types import DocumentType
from dossier.reading import Extraction, RecordReading, Writing

ADMINISTRATIVE = "van_ban_hanh_chinh"
UNKNOWN = "unknown"

_T = TypeVar("_T")
_ROW = re.compile(r"^(?P<group>\w+)\[(?P<row>\d+)\]\.(?P<field>\w+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One paper, judged."""

    name: str
    kind: str
    """Id of its type, "khac_…" for papers of no type."""
    level: int
    pages: int
    said: str
    """The type that was recognised, or `UNKNOWN`."""
    generation: str | None
    said_generation: str | None
    judged: tuple[Judged, ...]

    @property
    def known(self) -> bool:
        """Whether there is a type for it."""
        return not self.kind.startswith("khac_")

    @property
    def type_right(self) -> bool:
        """A paper of no type may still be a paper of an office, with its head."""
        return self.said == self.kind if self.known else self.said in {UNKNOWN, ADMINISTRATIVE}


def judge(document: GeneratedDocument, name: str, extraction: Extraction) -> Result:
    """Every value of the truth, and every proposal beyond it; fields of a type that was not recognised are empty."""
    kind = str(document.kind)
    said = extraction.type_id or UNKNOWN
    judged: list[Judged] = []
    if document.kind.known:
        records = extraction.records if said == kind else ()
        judged = list(_judged(document, name, records))
    return Result(
        name=name,
        kind=kind,
        level=int(document.level),
        pages=len(document.pages),
        said=said,
        generation=document.generation,
        said_generation=extraction.generation,
        judged=tuple(judged),
    )


def starred(kind: DocumentType, path: str) -> bool:
    """Whether the field is one that the type cannot do without."""
    item = kind.field(path.split("].", 1)[1] if path.startswith("records[") else path)
    return item is not None and item.required


def _judged(document: GeneratedDocument, name: str, records: Sequence[RecordReading]) -> list[Judged]:
    truths = [dict(record) for record in document.records]
    found = [proposals_of(record) for record in records]
    several = len(truths) > 1
    judged = []
    for at, other in _paired(truths, found):
        truth = truths[at] if at is not None else {}
        proposed = _rows_paired(truth, found[other] if other is not None else {})
        for path in dict.fromkeys((*truth, *proposed)):
            # A record beyond the truth is told by the number it was found at.
            place = f"records[{at if at is not None else len(truths) + (other or 0)}].{path}" if several else path
            judged.append(_one(document, name, place, truth.get(path), proposed.get(path)))
    return judged


def _one(document: GeneratedDocument, name: str, path: str, truth: str | None, proposal: Proposal | None) -> Judged:
    if proposal is None or not proposal.value:
        outcome = Outcome.EMPTY if truth else Outcome.ABSENT
    elif not truth:
        outcome = Outcome.INVENTED
    else:
        outcome = Outcome.EXACT if folded(proposal.value) == folded(truth) else Outcome.WRONG
    plain = path.split("].", 1)[1] if path.startswith("records[") else path
    writing = document.written.get(path, document.written.get(plain, Writing.PRINTED))
    return Judged(
        paper=name,
        group=Group.GENERATED,
        level=int(document.level),
        kind=str(document.kind),
        name=path,
        writing=writing,
        outcome=outcome,
        truth=truth,
        proposal=proposal,
    )


def _rows_paired(truth: Mapping[str, str], proposed: Mapping[str, Proposal]) -> dict[str, Proposal]:
    """The proposals with the rows of groups numbered as the rows of the truth that they are most like."""
    named: dict[str, Proposal] = {path: said for path, said in proposed.items() if not _ROW.match(path)}
    theirs, ours = _rows(truth), _rows(proposed)
    for group in ours:
        rows = list(ours[group].values())
        truths = list(theirs.get(group, {}).values())
        beyond = len(truths)
        for at, other in _paired(truths, rows):
            if other is None:
                continue
            number = at
            if number is None:
                number, beyond = beyond, beyond + 1
            named |= {f"{group}[{number}].{field}": said for field, said in rows[other].items()}
    return named


def _rows(values: Mapping[str, _T]) -> dict[str, dict[int, dict[str, _T]]]:
    rows: dict[str, dict[int, dict[str, _T]]] = {}
    for path, value in values.items():
        if match := _ROW.match(path):
            rows.setdefault(match["group"], {}).setdefault(int(match["row"]), {})[match["field"]] = value
    return {group: dict(sorted(each.items())) for group, each in rows.items()}


def _paired(
    truths: Sequence[Mapping[str, str]], found: Sequence[Mapping[str, Proposal]]
) -> list[tuple[int | None, int | None]]:
    """Each truth with the one found that has most in common with it, the best pairs first; then what is left of both.

    What has nothing in common stays alone unless it stands at the same place.
    """
    scores = sorted(
        (
            (-_common(truth, other), abs(at - number), at, number)
            for at, truth in enumerate(truths)
            for number, other in enumerate(found)
        ),
    )
    pairs: dict[int, int] = {}
    for score, apart, at, number in scores:
        if at not in pairs and number not in pairs.values() and (score or not apart):
            pairs[at] = number
    alone = [number for number in range(len(found)) if number not in pairs.values()]
    return [*((at, pairs.get(at)) for at in range(len(truths))), *((None, number) for number in alone)]


def _common(truth: Mapping[str, str], found: Mapping[str, Proposal]) -> int:
    return sum(
        1 for path, value in truth.items() if path in found and folded(found[path].value) == folded(value) and value
    )
