"""Civil status: marriages, deaths, pages of the register of births."""

import datetime as dt
from typing import Any

from benchmarks.pages.grammar import Person, bare, commune, person
from benchmarks.pages.makers.common import Citizen, Maker
from benchmarks.pages.shown import Fact, When

_SIGNER = ("nguoiKy", "chucVuNguoiKy")


def _registry(maker: Maker, day: dt.date) -> dict[str, Any]:
    """The commune that registers, as head, seal and text have it."""
    office = maker.office("commune", day)
    parts = [f"Ủy ban nhân dân {maker.here.commune}", maker.here.district, maker.here.province_title]
    if day >= dt.date(2025, 7, 1):
        del parts[1]
    return office | {
        "noiDangKy": ", ".join(parts),
        "_lines": "\n".join(part.upper() for part in parts),
        "_line2": parts[1].upper(),
        "_line3": parts[-1].upper() if len(parts) > 2 else "",
        "_word": maker.here.commune.removesuffix(bare(maker.here.commune)).strip().upper(),
        **maker.signer("CHỦ TỊCH", "PHÓ CHỦ TỊCH", _SIGNER),
        "_clerk": person(maker.rng).name,
    }


def _spouse(maker: Maker, side: str, one: Citizen, day: dt.date) -> dict[str, Any]:
    number = maker.number_of(one, day)
    return {
        f"{side}HoTen": one.name,
        f"{side}NgaySinh": maker.birthday(one, 0.06),
        f"{side}DanToc": one.ethnic,
        f"{side}QuocTich": "Việt Nam",
        f"{side}NoiCuTru": one.home,
        f"{side}SoGiayToTuyThan": maker.maybe(0.92, number),
        f"_{side}GiayTo": "Căn cước công dân số" if len(number) == 12 else "CMND số",
    }


def marriage(maker: Maker) -> dict[str, Any]:
    """Giấy chứng nhận kết hôn."""
    day = maker.issued(2017, 2025)
    age = maker.rng.randint(21, 38)
    man = maker.citizen(day.year - age - 3, day.year - age, male=True, on=day)
    woman = maker.citizen(day.year - age - 2, day.year - age + 2, male=False, on=day)
    number = maker.rng.randint(1, 240)
    book = maker.rng.randint(1, 9)
    old = day.year < 2016
    return {
        **_registry(maker, day),
        **_spouse(maker, "chong", man, day),
        **_spouse(maker, "vo", woman, day),
        "so": str(number) if old and maker.chance(0.5) else f"{number:02d}/{day.year}",
        "quyenSo": maker.maybe(1.0 if old else 0.25, f"{book:02d}/{day.year}"),
        "trangSo": maker.maybe(0.2, maker.rng.randint(1, 200)),
        "ngayDangKy": day,
    }


def death(maker: Maker) -> dict[str, Any]:
    """Trích lục khai tử, and giấy chứng tử before 2016."""
    issued = maker.issued(2016, 2026)
    died = maker.later(issued, -700, -3)
    registered = maker.later(died, 1, max(1, min(30, (issued - died).days)))
    one = maker.citizen(died.year - 95, died.year - 30, on=died)
    hour = f"{maker.rng.randint(0, 23):02d} giờ {maker.rng.randint(0, 59):02d} phút"
    number = maker.rng.randint(1, 300)
    old = issued.year < 2016
    return {
        **_registry(maker, issued),
        "so": f"{number:02d}/{issued.year}" if old else f"{number}/TLKT-BS",
        "_so": str(number),
        "ngayTrichLuc": issued,
        "nktHoTen": one.name,
        "nktNgaySinh": maker.birthday(one, 0.35),
        "nktGioiTinh": one.sex,
        "nktDanToc": one.ethnic,
        "nktQuocTich": "Việt Nam",
        "nktNoiCuTru": one.home,
        "nktSoGiayToTuyThan": maker.maybe(0.85, maker.number_of(one, died)),
        "nktNgayChet": died if maker.chance(0.93) else When(died.isoformat()[:7]),
        "nktGioPhutChet": maker.maybe(0.85, hour),
        "nktNoiChet": maker.rng.choice((one.home, f"Bệnh viện Đa khoa {maker.here.province_title}", one.home)),
        "nktNguyenNhanChet": maker.maybe(0.9, maker.entry("causes_of_death")),
        "soDangKy": f"{number:02d}/{registered.year}",
        "_quyen": f"01/{registered.year}",
        "ngayDangKy": registered,
    }


def births(maker: Maker) -> dict[str, Any]:
    """A page of the register with two or three births."""
    year = maker.issued(1995, 2024).year
    count = maker.rng.randint(*maker.use.get("count", (2, 3)))
    first, book = maker.rng.randint(1, 240), f"{maker.rng.randint(1, 6):02d}/{year}"
    registered = dt.date(year, maker.rng.randint(1, 10), maker.rng.randint(1, 20))
    records = []
    for number in range(first, first + count):
        records.append(_birth(maker, number, registered))
        registered = maker.later(registered, 0, 6)
    return {
        **_registry(maker, registered),
        "quyenSo": book,
        "records": records,
        "_year": str(year),
        "_page": str(maker.rng.randint(1, 99)),
    }


def _birth(maker: Maker, number: int, registered: dt.date) -> dict[str, Any]:
    born = maker.later(registered, -60, -3)
    father = maker.citizen(born.year - 42, born.year - 22, male=True, on=born)
    mother = maker.citizen(born.year - 38, born.year - 20, male=False, on=born)
    child: Person = person(maker.rng, surname=father.name.split()[0])
    known = maker.chance(0.93)
    asker = father.name if known and maker.chance(0.5) else mother.name
    return {
        "so": f"{number}/{registered.year}" if maker.use.get("full_number", True) else str(number),
        "ngayDangKy": registered,
        "nksHoTen": child.name,
        "nksGioiTinh": "Nam" if child.male else "Nữ",
        "nksNgaySinh": born,
        "nksNoiSinh": maker.rng.choice(
            (
                f"Trạm Y tế {maker.here.commune}, {maker.here.district}",
                f"Bệnh viện Đa khoa {bare(maker.here.district)}",
                f"Trạm Y tế {commune(maker.rng, maker.here.district)}",
            )
        ),
        "nksDanToc": father.ethnic,
        "nksQuocTich": "Việt Nam",
        "chaHoTen": father.name if known else None,
        "chaNgaySinh": When(str(father.born.year)) if known else None,
        "meHoTen": mother.name,
        "meNgaySinh": When(str(mother.born.year)),
        "noiCuTru": mother.home,
        "nycHoTen": asker,
        "ghiChu": maker.maybe(0.25, maker.entry("register_notes")),
        "_clerk": person(maker.rng).name,
        "_blank": Fact("", ""),
    }
