"""Number and notation (số, ký hiệu) of documents: taking apart, one form, and agreement with the kind.

The shapes of NĐ 30/2020 and of normative documents; legacy forms ("QĐ/UB", "TC/UB") occur and are never refused.
"""

import re
from dataclasses import dataclass

from dossier.rules.document_kinds import ADMINISTRATIVE, kind_of, kind_of_abbreviation
from dossier.text import clean

_NUMBER = r"\d{1,5}[a-zđ]?"
_YEAR = r"(?:19|20)\d{2}"
_NOTATION = r"[A-ZĐ][\wĐđƯư]*(?:[-.&/][\wĐđ&.]+)*"
_WHOLE = re.compile(rf"(?P<so>{_NUMBER})?(?:/(?P<nam>{_YEAR}))?[/-](?P<kyhieu>{_NOTATION})")
_NUMBER_ALONE = re.compile(rf"(?P<so>{_NUMBER})(?:/(?P<nam>{_YEAR}))?[/-]?")
_LABEL = re.compile(r"^(?:số(?: hiệu)?(?: văn bản)?|so)\s*[:.]?\s*", re.IGNORECASE)
_AROUND = re.compile(r"\s*([/\-–—])\s*")
_DASHES = str.maketrans({"–": "-", "—": "-"})
_UNFILLED = re.compile(r"^[.…_ ]+(?=[/-])")
_SEGMENTS = re.compile(r"[-/]")
_NATIONAL_ASSEMBLY = re.compile(r"(?:UBTV)?QH\d+")
"""Its laws and resolutions name no kind: "33/2024/QH15"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberNotation:
    """What stands after "Số:". `number` and `notation` are "" where the paper leaves them blank.

    `year` stands in normative documents only ("12/2020/QĐ-UBND"), None elsewhere.
    """

    number: str
    year: int | None
    notation: str


def split(text: str) -> NumberNotation | None:
    """Take "Số: 02 /BC - CC" apart into "02" and "BC-CC"; None where it is no number and notation.

    Leading zeros stay as printed. A blank number ("Số:    /QĐ-UBND") stays blank.
    """
    plain = _UNFILLED.sub("", tight(_LABEL.sub("", clean(text)))).rstrip(".,;:")
    match = _WHOLE.fullmatch(plain)
    if match is not None:
        year = match["nam"]
        return NumberNotation(number=match["so"] or "", year=int(year) if year else None, notation=match["kyhieu"])
    match = _NUMBER_ALONE.fullmatch(plain)
    if match is None:
        return None
    return NumberNotation(number=match["so"], year=int(match["nam"]) if match["nam"] else None, notation="")


def tight(text: str) -> str:
    """Without spaces around slashes and dashes; every dash is a hyphen, Ð (eth) is Đ."""
    return _AROUND.sub(r"\1", clean(text)).translate(_DASHES)


def plain_notation(text: str) -> str:
    """Notation in storage form: "/ QĐ - UBND" is "QĐ-UBND". Case stays as printed."""
    return tight(text).strip("/").strip()


def is_notation(text: str) -> bool:
    """Whether a notation in storage form has the usual shape, with the year of a normative document or without."""
    return re.fullmatch(rf"(?:{_YEAR}/)?{_NOTATION}", text) is not None


def agrees_with_kind(notation: str, kind: str) -> bool | None:
    """Whether the abbreviation in the notation fits the kind (code or name); None where the law says nothing.

    A kind with an abbreviation wants it in some segment (QĐ in "QĐ-BNV", "2020/QĐ-UBND"); one without (công văn) wants
    no known abbreviation in front ("BTP-CNTT"). Warn only: legacy papers do as they like.
    """
    found = kind_of(kind)
    segments = [segment for segment in _SEGMENTS.split(notation) if segment and not segment.isdigit()]
    if found is None or found.code not in ADMINISTRATIVE or not segments or _NATIONAL_ASSEMBLY.fullmatch(segments[0]):
        return None
    if found.abbreviation is None:
        return kind_of_abbreviation(segments[0]) is None
    return found.abbreviation.casefold() in {segment.casefold() for segment in segments}
