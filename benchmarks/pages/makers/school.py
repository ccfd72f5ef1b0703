"""Schools: diplomas, the register that they are entered in, school reports."""

import datetime as dt
from decimal import Decimal
from typing import Any

from benchmarks.pages.grammar import bare, person
from benchmarks.pages.makers.common import Maker
from benchmarks.pages.shown import Fact

_LEVELS = ("Trung học cơ sở", "Trung học phổ thông")


def _issuer(maker: Maker, level: str) -> dict[str, Any]:
    here = maker.here
    if level == _LEVELS[0]:
        office = maker.body(
            f"Phòng Giáo dục và Đào tạo {here.district}", f"ỦY BAN NHÂN DÂN {here.district}", bare(here.district)
        )
        return office | maker.signer("TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")
    office = maker.body(f"Sở Giáo dục và Đào tạo {here.province}", f"ỦY BAN NHÂN DÂN {here.province_title}")
    return office | maker.signer("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")


def _school(maker: Maker, level: str) -> str:
    return f"{'THCS' if level == _LEVELS[0] else 'THPT'} {maker.entry('schools')}"


def _pupil(maker: Maker, year: int, level: str, school: str, number: int) -> dict[str, Any]:
    age = 15 if level == _LEVELS[0] else 18
    one = maker.citizen(year - age - 1, year - age)
    serial = f"{maker.rng.choice('ABC')}{maker.digits(8 if year >= 2019 else 7)}"
    spaced = maker.use.get("spaced", False)
    return {
        "ho_ten": one.name.upper() if maker.use.get("caps") else one.name,
        "ngay_sinh": one.born,
        "noi_sinh": maker.where(one.born, home=False) if maker.chance(0.4) else maker.here.province_title,
        "gioi_tinh": one.sex,
        "dan_toc": one.ethnic,
        "truong": school,
        "xep_loai": maker.rng.choice(("Giỏi", "Khá", "Khá", "Trung bình", "Trung bình")),
        "so_hieu": Fact(f"{serial[0]} {serial[1:]}", serial) if spaced else serial,
        "so_vao_so": f"{number:03d}/{year}" if maker.use.get("yearly", True) else f"{number:04d}",
    }


def diploma(maker: Maker) -> dict[str, Any]:
    """Bằng tốt nghiệp."""
    day = maker.issued(2019, 2025).replace(month=maker.rng.choice((6, 7, 8)))
    level = maker.rng.choice(_LEVELS)
    issuer = _issuer(maker, level)
    pupil = _pupil(maker, day.year, level, _school(maker, level), maker.rng.randint(1, 1999))
    return {
        **issuer,
        **pupil,
        "nam_tot_nghiep": str(day.year),
        "hinh_thuc_dao_tao": maker.rng.choice(("Chính quy", "Chính quy", "Giáo dục thường xuyên", "Vừa làm vừa học")),
        "cap_hoc": Fact(level.upper(), level),
        "noi_cap": issuer["_town"],
        "ngay_cap": day,
        "_exam": dt.date(day.year, 6, maker.rng.randint(1, 28)),
    }


def diplomas(maker: Maker) -> dict[str, Any]:
    """Sổ gốc cấp bằng: every row a record."""
    day = maker.issued(2005, 2025).replace(month=7)
    level = maker.rng.choice(_LEVELS)
    school = _school(maker, level)
    first, count = maker.rng.randint(1, 900), maker.rng.randint(*maker.use.get("count", (6, 12)))
    rows = []
    for number in range(count):
        row = _pupil(maker, day.year, level, school, first + number)
        rows.append({"stt": number + 1, **row, "ghi_chu": maker.maybe(0.12, maker.entry("register_notes"))})
    return {
        **_issuer(maker, level),
        "records": rows,
        "_level": level,
        "_level_caps": level.upper(),
        "_school": school,
        "_year": str(day.year),
        "_day": day,
    }


def report(maker: Maker) -> dict[str, Any]:
    """Học bạ: the pupil and the marks of a year."""
    lower = maker.chance(0.5)
    level = _LEVELS[0] if lower else _LEVELS[1]
    year = maker.issued(2008, 2024).year
    one = maker.citizen(year - (15 if lower else 18), year - (11 if lower else 15))
    subjects = list(maker.entries("subjects"))
    marks = []
    for subject in subjects[: maker.rng.randint(9, len(subjects))]:
        halves = [maker.decimal(4.2, 9.9), maker.decimal(4.2, 9.9)]
        mean = ((halves[0] + 2 * halves[1]) / 3).quantize(Decimal("0.1"))
        marks.append({"mon": subject, "hk1": halves[0], "hk2": halves[1], "ca_nam": mean})
    school = f"Trường {_school(maker, level)}"
    room = f"{maker.rng.randint(6, 9) if lower else maker.rng.randint(10, 12)}"
    office = maker.body(
        school, f"PHÒNG GIÁO DỤC VÀ ĐÀO TẠO {maker.here.district}" if lower else "SỞ GIÁO DỤC VÀ ĐÀO TẠO"
    )
    return {
        **office,
        **maker.signer("HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"),
        "ho_ten": one.name.upper() if maker.use.get("caps") else one.name,
        "gioi_tinh": one.sex,
        "ngay_sinh": one.born,
        "noi_sinh": maker.where(one.born, home=False),
        "dan_toc": one.ethnic,
        "noi_cu_tru": one.home,
        "truong": school,
        "so_dang_bo": f"{maker.rng.randint(1, 999):03d}/{year}",
        "ho_ten_cha": person(maker.rng, male=True, surname=one.name.split()[0]).name,
        "ho_ten_me": person(maker.rng, male=False).name,
        "lop": f"{room}{maker.rng.choice('ABCD')}{maker.rng.choice(('', '1', '2', '3'))}",
        "nam_hoc": f"{year} - {year + 1}" if maker.use.get("spaced_years", True) else f"{year}-{year + 1}",
        "xep_loai_hoc_luc": maker.rng.choice(("Giỏi", "Khá", "Trung bình")),
        "xep_loai_hanh_kiem": maker.rng.choice(("Tốt", "Tốt", "Khá")),
        "diem": marks,
        "_level_caps": level.upper(),
        "_teacher": person(maker.rng).name,
        "_remark": maker.entry("remarks"),
        "_end": dt.date(year + 1, 5, maker.rng.randint(20, 30)),
        "_father_job": maker.entry("jobs"),
        "_mother_job": maker.entry("jobs"),
    }
