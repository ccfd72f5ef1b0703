"""Fields out of plain text by regular expressions: a decent extractor for programs that give text only.

It knows the printed labels of the document types, as ours does, and the skeleton of an administrative document
(NĐ 30/2020/NĐ-CP); it knows no places on the page.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from benchmarks.reading.fields import Proposal
from dossier.document_types import DocumentType, DocumentTypes
from dossier.fields import FieldDef, FieldKind
from dossier.text import clean, fold

ADMINISTRATIVE = "van_ban_hanh_chinh"
_LETTER = "Công văn"
_NUMBER = re.compile(
    r"\bS[ốôóỐ][^\w/]*(?P<number>[^/\n]{0,14}?)\s*/\s*"
    r"(?P<notation>[A-ZĐÀ-Ỹ][A-Za-zĐÀ-Ỹ\d&.]*(?:\s?[-–]\s?[A-ZĐÀ-Ỹ\d][A-Za-zĐÀ-Ỹ\d&]*)*)"
)
_DATE = re.compile(r"ngày\s*(\d{1,2})\s*th[áa]ng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
_SHORT_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_MOTTO = re.compile(r"C[ỘÔO]NG\s*H[ÒOÔ][AÀÁ].*|Đ[ộôo]c\s*l[ậâa]p.*")
_AGENCIES = re.compile(r"(?:uy ban|ubnd|so|ban|chi cuc|cuc|bo|phong|trung tam|truong|cong an|hoi dong)\b")
"""Folded."""
_SUBJECT = re.compile(r"^\W*(?:V/ ?v?\b|Về việc)", re.IGNORECASE)
_AFTER_SUBJECT = re.compile(r"^\W*(?:Căn cứ|Kính gửi|Kính trình|Điều|Thực hiện|Thi hành|Xét|Theo|Số|[IVX1]+\.)|CỘNG H")
_POSITIONS = re.compile(
    r"\b(?:(?:tl|kt|tm|tuq)\W+)?(?:pho )?(?:tong )?(?:chu tich|giam doc|(?:chi )?cuc truong|bo truong"
    r"|chanh van phong|hieu truong|truong (?:phong|ban|cong an|tram)|vien truong|bi thu|thu truong)\b"
)
"""Folded."""
_NAME = re.compile(r"(?:^|[^\w.]|\. ?)(?P<name>[A-ZĐÀ-Ỹ][a-zà-ỹ]+(?: [A-ZĐÀ-Ỹ][a-zà-ỹ]+){1,4})\W*$")


class RegexExtractor:
    """Text of a document in, values out."""

    def __init__(self, types: DocumentTypes) -> None:
        self._types = types

    def extract(self, text: str) -> dict[str, Proposal]:
        """Values by our field names; nothing is called certain."""
        lines = [clean(line) for line in text.splitlines() if line.strip()]
        kind = self._kind(lines)
        if kind is None:
            return {}
        found = _administrative(lines, kind) if kind.id == ADMINISTRATIVE else _labelled(lines, kind)
        return {name: Proposal(value=value) for name, value in found if value}

    def kind_of(self, text: str) -> str | None:
        """Id of the type whose heading the text has."""
        kind = self._kind([clean(line) for line in text.splitlines() if line.strip()])
        return kind.id if kind else None

    def _kind(self, lines: Sequence[str]) -> DocumentType | None:
        """A form whose heading stands in the upper half, else an administrative document if its motto does."""
        head = [fold(line) for line in lines[: max(12, len(lines) // 2)]]
        others = [kind for kind in self._types.newest() if kind.id != ADMINISTRATIVE]
        loud = {kind.id: _loudness(kind, head, [fold(line) for line in lines]) for kind in others}
        best = max(others, key=lambda kind: loud[kind.id], default=None)
        if best is not None and loud[best.id] >= 1:
            return best
        skeleton = any("cong hoa xa hoi" in line or "doc lap" in line for line in head)
        named = [kind for kind in self._types.newest() if kind.id == ADMINISTRATIVE]
        return named[0] if skeleton and named else None


def _loudness(kind: DocumentType, head: Sequence[str], lines: Sequence[str]) -> float:
    """The weights of the cues that the folded text has, as a share of what the type asks for."""
    said = (
        cue
        for cue in kind.cues
        if cue.text and any(fold(cue.text) in line for line in (head if cue.heading else lines))
    )
    return sum(-cue.weight if cue.against else cue.weight for cue in said) / kind.threshold


def _administrative(lines: Sequence[str], kind: DocumentType) -> Iterator[tuple[str, str]]:
    text = "\n".join(lines)
    if number := _NUMBER.search(text):
        digits = re.fullmatch(r"\d{1,6}[a-z]?", number["number"].replace(" ", ""))
        yield "codeNumber", digits[0] if digits else ""
        yield "codeNotation", number["notation"]
    yield "issuedDate", _date(text) or ""
    yield "organName", _agency(lines)
    heading = _heading(lines, kind)
    if heading is None:
        yield "typeName", _LETTER if any(_SUBJECT.search(line) for line in lines) else ""
        start = next((index for index, line in enumerate(lines) if _SUBJECT.search(line)), None)
    else:
        start = heading[0] + 1
        yield "typeName", heading[1]
    if start is not None:
        yield "subject", _until(lines[start : start + 6])
    yield from _signature(lines)
    yield "recipients", _recipients(lines)


def _agency(lines: Sequence[str]) -> str:
    """Upper-case lines above the number, without the motto beside them; the last agency named among them."""
    head = []
    for line in lines[:10]:
        if re.match(r"\W*S[ốôóỐ]\s*[:.]", line):
            break
        left = re.sub(r"[^\w\s,.-]+.*$|\b\w(?=\s*$)", "", _MOTTO.sub("", line)).strip(" .,-_")
        if len(left) > 2 and left == left.upper():
            head.append(left)
    starts = [index for index, line in enumerate(head) if _AGENCIES.match(fold(line))]
    return " ".join(head[starts[-1] :]) if starts else " ".join(head[-1:])


def _heading(lines: Sequence[str], kind: DocumentType) -> tuple[int, str] | None:
    labels = {
        fold(text): choice.label.vi
        for item in kind.fields
        if item.name == "typeName"
        for choice in item.choices
        for text in (choice.label.vi, *choice.printed)
    }
    for index, line in enumerate(lines[: len(lines) // 2 + 8]):
        if line == line.upper() and (label := labels.get(fold(line.strip(" .:-")))):
            return index, label
    return None


def _until(lines: Sequence[str]) -> str:
    taken: list[str] = []
    for line in lines:
        if taken and (_AFTER_SUBJECT.search(line) or line == line.upper()):
            break
        taken.append(_MOTTO.sub("", line))
    return " ".join(taken)


def _signature(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The last position written in capitals, and the last name below it."""
    for index in range(len(lines) - 1, max(-1, len(lines) - 25), -1):
        line = lines[index]
        position = _POSITIONS.search(fold(line))
        if position is None or (text := line[position.start() : position.end()]) != text.upper():
            continue
        yield "signerPosition", text
        yield "signerName", _last_name(lines[index + 1 :])
        return
    yield "signerName", _last_name(lines[-2:])


def _last_name(lines: Sequence[str]) -> str:
    names = [match["name"] for line in lines if (match := _NAME.search(line))]
    return names[-1] if names else ""


def _recipients(lines: Sequence[str]) -> str:
    start = next((index for index, line in enumerate(lines) if fold(line).startswith("noi nhan")), None)
    if start is None:
        return ""
    items = (re.match(r"\W*[-+]\s*([^;.]+)", line) for line in lines[start + 1 :])
    return "; ".join(item[1].strip() for item in items if item)


def _labelled(lines: Sequence[str], kind: DocumentType) -> Iterator[tuple[str, str]]:
    """What stands behind a printed label up to the next one or the end of the line, or matches a field's pattern."""
    labels = {fold(label) for item in kind.fields for look in item.look if look.anchor for label in look.anchor.labels}
    for item in kind.fields:
        for line in lines:
            value = _beside(line, item, labels)
            if value:
                yield item.name, _stored(value, item)
                break


def _beside(line: str, item: FieldDef, labels: set[str]) -> str:
    for look in item.look:
        if look.pattern and look.anchor is None and (match := re.search(look.pattern, line)):
            return match["value"] if "value" in match.groupdict() else match[0]
        for label in look.anchor.labels if look.anchor else ():
            place = fold(line).find(fold(label))
            if place < 0 or (place > 0 and line[place - 1].isalnum()):
                continue
            rest = line[place + len(label) :].lstrip(" :.…")
            ends = [end for other in labels if (end := fold(rest).find(other)) > 0]
            return rest[: min(ends, default=len(rest))].strip(" .,;:…")
    return ""


def _stored(value: str, item: FieldDef) -> str:
    if item.kind in {FieldKind.DATE, FieldKind.PARTIAL_DATE}:
        return _date(value) or ""
    if item.kind is FieldKind.CHOICE:
        labels = [choice.label.vi for choice in item.choices if fold(choice.label.vi) in fold(value)]
        return labels[0] if labels else value
    return value


def _date(text: str) -> str | None:
    match = _DATE.search(text) or _SHORT_DATE.search(text)
    if match is None:
        return None
    try:
        return dt.date(int(match[3]), int(match[2]), int(match[1])).isoformat()
    except ValueError:
        return None
