"""What a personal number says of its bearer against the sex and the birth date beside it.

Which fields speak of one person is told by their names, as the hộ tịch DTO builds them: a short word for the person
(nks, cha, me, chong, vo …) before the name of the thing (NgaySinh, GioiTinh, SoGiayToTuyThan); else the type says it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dossier.fields import FieldDef, FieldKind
from dossier.rules.dates import from_iso
from dossier.rules.findings import Fact, Finding, FindingCode
from dossier.rules.personal_ids import CitizenId, Sex, decode
from dossier.rules.rows import Row
from dossier.text import fold

_ID = re.compile(r"(?:so(?:dinhdanh|cccd|cmnd|cancuoc|giayto)\w*|cccd|cmnd|personalid\w*|id(?:no|number)?)$")
_BIRTH = re.compile(r"(?:ngaysinh|namsinh|dob|birth(?:date|year)|dateofbirth)$")
_SEX = re.compile(r"(?:gioitinh|sex|gender)$")
_SEX_OF_ROLE = {"cha": Sex.MALE, "chong": Sex.MALE, "me": Sex.FEMALE, "vo": Sex.FEMALE}
_SEX_IN_WORDS = {"nam": Sex.MALE, "male": Sex.MALE, "nu": Sex.FEMALE, "female": Sex.FEMALE}


def check_persons(row: Row) -> Iterator[Finding]:
    """Findings about every twelve-digit number among the values of one record or row; others say nothing."""
    births, sexes = _by_person(row.fields, _BIRTH), _by_person(row.fields, _SEX)
    for item in row.fields:
        citizen = decode(row.value(item.name)) if item.kind is FieldKind.PERSONAL_ID else None
        if citizen is None:
            continue
        path = row.path(item.name)
        if citizen.province is None:
            facts = {"value": citizen.number, "province": citizen.province_code}
            yield Finding(code=FindingCode.ID_PROVINCE_UNKNOWN, paths=(path,), facts=facts)
        person = _person(item, _ID)
        if person is None:
            continue
        yield from _check_sex(citizen, path, _Beside.of(row, sexes.get(person)), _SEX_OF_ROLE.get(person))
        yield from _check_birth(citizen, path, _Beside.of(row, births.get(person)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """The value of another field of the same person; an empty path and value where there is none."""

    path: str
    value: str

    @classmethod
    def of(cls, row: Row, name: str | None) -> "_Beside":
        return cls(path=row.path(name), value=row.value(name)) if name else cls(path="", value="")


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
    return {person: item.name for item in fields if (person := _person(item, pattern)) is not None}


def _person(item: FieldDef, pattern: re.Pattern[str]) -> str | None:
    """Whom the field speaks of: as the type says, else the part of its name before what the pattern knows, perhaps "".

    None where the name has no such end. "nam_sinh_me" ends with the person: the type has to say so.
    """
    letters = item.name.lower().replace("_", "")
    if item.person is not None:
        named = letters.replace(item.person.lower().replace("_", ""), "")
        return item.person.lower() if pattern.search(named) else None
    match = pattern.search(letters)
    return letters[: match.start()] if match else None
