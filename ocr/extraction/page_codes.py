"""What the QR codes, machine-readable lines and bar codes of a document say, as values of fields.

A code wins over print. Where print clearly says otherwise, the person sees both. Two cards on the same pages say
nothing of either: which is meant is not known.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dossier.codes import CodeKind, PageCode
from dossier.fields import FieldDef, FieldKind
from dossier.looks import CodePart
from dossier.reading import Box
from dossier.rules.dates import display
from dossier.rules.identity_qr import IdentityQr, parse_identity_qr
from dossier.rules.mrz import Mrz, parse_td1
from dossier.rules.personal_ids import Sex
from dossier.rules.registry_codes import fits, plain_code
from dossier.text import clean, fold, tone_key
from ocr.extraction.matching import dense, likeness
from ocr.extraction.pages import Pages

_ANY_DAY = dt.date(2099, 12, 31)
"""Dates are only bounded by it: a reading does not know which day it is."""
_SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}
_NEVER = "Không thời hạn"
_SAME = 0.9
_LOOSE = frozenset({FieldKind.TEXT, FieldKind.ADDRESS, FieldKind.PERSON_NAME})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a code says for a field, and where it stands."""

    value: str
    page: int
    box: Box


class PageCodes:
    """The codes of a document."""

    def __init__(self, pages: Pages) -> None:
        found = [(sheet.number, code) for sheet in pages.sheets for code in sheet.codes if code.text]
        self._parts: dict[CodePart, list[Said]] = {}
        for page, code in found:
            for part, value in _parts(code):
                self._parts.setdefault(part, []).append(Said(value=value, page=page, box=code.box))

    def has(self, part: CodePart) -> bool:
        """Whether any code says such a thing."""
        return part in self._parts

    def said(self, part: CodePart, item: FieldDef) -> Said | None:
        """The one thing said for a field, in its storage form; None for nothing, and for several things."""
        values = [
            Said(value=value, page=said.page, box=said.box)
            for said in self._parts.get(part, ())
            if (value := _stored(said.value, item)) is not None
        ]
        return values[0] if values and len({tone_key(said.value) for said in values}) == 1 else None


def clearly_differs(said: str, printed: str, kind: FieldKind) -> bool:
    """Whether print says something else than a code: more than a slip of reading in texts, anything in numbers."""
    if kind in _LOOSE:
        return likeness(dense(said), dense(printed)) < _SAME
    return fold(said) != fold(printed)


def _parts(code: PageCode) -> Iterator[tuple[CodePart, str]]:
    text = code.text or ""
    if code.kind is CodeKind.CODE128:
        yield CodePart.BAR_CODE, clean(text)
        return
    if code.kind is CodeKind.QR:
        card = parse_identity_qr(text, today=_ANY_DAY)
        said = _of_qr(card) if isinstance(card, IdentityQr) else {}
    else:
        lines = parse_td1(text.splitlines(), today=_ANY_DAY)
        said = _of_mrz(lines) if isinstance(lines, Mrz) else {}
    yield from ((part, value) for part, value in said.items() if value)


def _of_qr(card: IdentityQr) -> Mapping[CodePart, str | None]:
    return {
        CodePart.PERSONAL_ID: card.number,
        CodePart.OLD_ID: card.old_number,
        CodePart.FULL_NAME: card.name,
        CodePart.BIRTH_DATE: card.birth.isoformat() if card.birth else None,
        CodePart.SEX: _SEXES[card.sex] if card.sex else None,
        CodePart.ADDRESS: card.address,
        CodePart.ISSUE_DATE: card.issued.isoformat() if card.issued else None,
    }


def _of_mrz(lines: Mrz) -> Mapping[CodePart, str | None]:
    """The name has no check digit and no marks, so it says nothing here."""
    return {
        CodePart.PERSONAL_ID: lines.number,
        CodePart.BIRTH_DATE: lines.birth.isoformat(),
        CodePart.SEX: _SEXES[lines.sex],
        CodePart.EXPIRY_DATE: lines.expiry.isoformat() if lines.expiry else _NEVER,
        CodePart.NATIONALITY: "Việt Nam",
    }


def _stored(value: str, item: FieldDef) -> str | None:
    """A thing said in the storage form of a field; None where it cannot be one."""
    if item.choices:
        return next(
            (choice.label.vi for choice in item.choices if _is(value, (choice.label.vi, *choice.printed))), None
        )
    if item.kind is FieldKind.CODE:
        code = plain_code(value)
        return code if item.code_pattern is None or fits(code, item.code_pattern) else None
    if item.kind in {FieldKind.DATE, FieldKind.PARTIAL_DATE}:
        return None if value == _NEVER else value
    return display(value)


def _is(value: str, names: Iterable[str]) -> bool:
    return any(tone_key(value) == tone_key(name) for name in names)
