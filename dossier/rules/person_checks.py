"""What a personal number says of its bearer against the sex and the birth date beside it.

Which fields speak of one person is told by their names, as the hộ tịch DTO builds them: a short word for the person
(nks, cha, me, chong, vo …) before the name of the thing (NgaySinh, GioiTinh, SoGiayToTuyThan).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dossier.document_types import FieldDef, FieldKind
from dossier.rules.dates import from_iso
from dossier.rules.findings import Fact, Finding, FindingCode
from dossier.rules.personal_ids import CitizenId, Sex, decode
from dossier.text import fold

_ID = re.compile(
    r"(?:so(?:dinhdanh|cccd|cmnd|cancuoc|giayto)\w*|cccd|cmnd|_?id|_?personal_?id\w*|_?id_?(?:no|number))$"
)
_BIRTH = re.compile(r"(?:ngaysinh|namsinh|_?dob|_?birth_?(?:date|year)|_?date_?of_?birth)$")
_SEX = re.compile(r"(?:gioitinh|_?sex|_?gender)$")
_SEX_OF_ROLE = {"cha": Sex.MALE, "chong": Sex.MALE, "me": Sex.FEMALE, "vo": Sex.FEMALE}
_SEX_IN_WORDS = {"nam": Sex.MALE, "male": Sex.MALE, "nu": Sex.FEMALE, "female": Sex.FEMALE}


def check_persons(fields: tuple[FieldDef, ...], prefix: str, own: Mapping[str, str]) -> Iterator[Finding]:
    """Findings about every twelve-digit number among the values of one record or row; others say nothing."""
    births, sexes = _by_person(fields, _BIRTH), _by_person(fields, _SEX)
    for item in fields:
        citizen = decode(own.get(item.name, "")) if item.kind is FieldKind.PERSONAL_ID else None
        if citizen is None:
            continue
        path = prefix + item.name
        if citizen.province is None:
            facts = {"value": citizen.number, "province": citizen.province_code}
            yield Finding(code=FindingCode.ID_PROVINCE_UNKNOWN, paths=(path,), facts=facts)
        person = _person(item.name, _ID)
        if person is None:
            continue
        sex = _Beside.of(prefix, sexes.get(person), own)
        yield from _check_sex(citizen, path, sex, _SEX_OF_ROLE.get(person))
        yield from _check_birth(citizen, path, _Beside.of(prefix, births.get(person), own))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """The value of another field of the same person; an empty path and value where there is none."""

    path: str
    value: str

    @classmethod
    def of(cls, prefix: str, name: str | None, own: Mapping[str, str]) -> "_Beside":
        return cls(path=prefix + name, value=own.get(name, "")) if name else cls(path="", value="")


def _check_sex(citizen: CitizenId, path: str, sex: _Beside, role: Sex | None) -> Iterator[Finding]:
    """Against the field, else against what the person's role says: a father is a man."""
    said = _SEX_IN_WORDS.get(fold(sex.value)) if sex.value else role
    if said is not None and said is not citizen.sex:
        paths = (path, sex.path) if sex.value else (path,)
        yield Finding(code=FindingCode.ID_SEX_DIFFERS, paths=paths, facts={"value": citizen.number})


def _check_birth(citizen: CitizenId, path: str, birth: _Beside) -> Iterator[Finding]:
    born = from_iso(birth.value)
    if born is not None and born.first_day.year != citizen.birth_year:
        facts: dict[str, Fact] = {
            "value": citizen.number,
            "in_id": citizen.birth_year,
            "year": born.first_day.year,
        }
        yield Finding(code=FindingCode.ID_BIRTH_YEAR_DIFFERS, paths=(path, birth.path), facts=facts)


def _by_person(fields: tuple[FieldDef, ...], pattern: re.Pattern[str]) -> dict[str, str]:
    """Field names by the person they speak of."""
    return {person: item.name for item in fields if (person := _person(item.name, pattern)) is not None}


def _person(name: str, pattern: re.Pattern[str]) -> str | None:
    """The part of a field name before what the pattern knows; "" where there is none; None without a match."""
    lower = name.lower()
    match = pattern.search(lower)
    return lower[: match.start()] if match else None
