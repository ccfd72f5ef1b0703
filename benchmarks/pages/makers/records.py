"""Declarations of assets, covers of dossiers, lists of the documents within them."""

import datetime as dt
from typing import Any

from benchmarks.pages.grammar import Words, hamlet, own_half, person, table
from benchmarks.pages.makers.common import Maker
from benchmarks.pages.shown import Fact

_TYPES = ("Quyết định", "Công văn", "Thông báo", "Báo cáo", "Tờ trình", "Kế hoạch", "Biên bản")
_SHORT = {"Quyết định": "QĐ", "Thông báo": "TB", "Báo cáo": "BC", "Tờ trình": "TTr", "Kế hoạch": "KH", "Biên bản": "BB"}


def _words(maker: Maker, year: int) -> Words:
    topic = maker.rng.choice(own_half(table("topics"), maker.parity))
    return Words(rng=maker.rng, place=maker.here, topic=topic, year=year)


def assets(maker: Maker) -> dict[str, Any]:
    """Bản kê khai tài sản, thu nhập."""
    day = maker.issued(2014, 2025)
    day = dt.date(day.year, maker.rng.choice((11, 12)), day.day)
    one = maker.citizen(1964, 1990, on=day)
    other = maker.citizen(one.born.year - 3, one.born.year + 4, male=not one.male, on=day)
    year = max(2006, min(one.born.year + 24, day.year - 2))
    children = [
        {
            "ho_ten": person(maker.rng, surname=one.name.split()[0]).name,
            "ngay_sinh": maker.day(max(year, day.year - 17), day.year - 1),
        }
        for _ in range(maker.rng.choice((0, 1, 2, 2)))
    ]
    plots = [_plot(maker, day) for _ in range(maker.rng.choice((1, 1, 2, 3)))]
    income = maker.money(90_000_000, 620_000_000, 1_000_000)
    workplace = maker.rng.choice(
        (
            f"Ủy ban nhân dân {maker.here.commune}",
            f"Phòng Nội vụ {maker.here.district}",
            f"Trường THCS {maker.entry('schools')}",
        )
    )
    return {
        "loai_ke_khai": Fact(*(2 * (maker.rng.choice(("Hằng năm", "Lần đầu", "Bổ sung", "Phục vụ công tác cán bộ")),))),
        "ho_ten": one.name.upper() if maker.use.get("caps") else one.name,
        "ngay_sinh": one.born,
        "chuc_vu": maker.entry("posts"),
        "co_quan": workplace,
        "noi_thuong_tru": one.home,
        "so_giay_to": maker.number_of(one, day),
        "ngay_cap_giay_to": maker.day(day.year - 6, day.year - 1),
        "noi_cap_giay_to": "Cục Cảnh sát QLHC về TTXH" if day.year >= 2017 else f"Công an {maker.here.province_title}",
        "vo_chong_ho_ten": maker.maybe(0.9, other.name),
        "vo_chong_ngay_sinh": other.born,
        "_spouse_job": maker.entry("jobs"),
        "_spouse_id": maker.number_of(other, day),
        "con": children,
        "dat": plots,
        "ngay_ke_khai": day,
        "tong_thu_nhap": income,
        "_house": maker.money(300_000_000, 1_900_000_000, 10_000_000),
        "_town": maker.here.town,
        "_taker": person(maker.rng).name,
        "_year": str(day.year),
    }


def _plot(maker: Maker, day: dt.date) -> dict[str, Any]:
    letters = "".join(maker.rng.choice("BCDEGHK") for _ in range(2))
    figures = maker.digits(6)
    return {
        "dia_chi": maker.where(day),
        "dien_tich": maker.decimal(60, 900),
        "gia_tri": maker.money(150_000_000, 3_800_000_000, 10_000_000),
        "gcn_so": Fact(f"{letters} {figures}", f"{letters}{figures}"),
        "_owner": person(maker.rng).name,
    }


def cover(maker: Maker) -> dict[str, Any]:
    """Bìa hồ sơ."""
    first = maker.issued(1995, 2023)
    last = maker.later(first, 40, 330)
    words = _words(maker, first.year)
    office = maker.office(maker.rng.choice(("commune", "district")), first)
    department = maker.entry("departments")
    fund = f"Phông {office['_office']}"
    return {
        **office,
        "phong": department if maker.use.get("department", True) else fund,
        "so_ho_so": f"{maker.rng.randint(1, 980):02d}"
        if maker.chance(0.6)
        else f"{maker.rng.randint(1, 90):02d}.{first.year}.{maker.rng.choice(('TH', 'NC', 'KT'))}",
        "tieu_de": words.fill("Hồ sơ về {act} trên địa bàn {D} năm {year}"),
        "tu_ngay": first,
        "den_ngay": last,
        "so_to": maker.rng.randint(8, 260),
        "thoi_han": maker.rng.choice(("Vĩnh viễn", "70 năm", "20 năm", "10 năm", "05 năm")),
        "ky_hieu_thong_tin": maker.maybe(0.5, f"{maker.rng.choice('ABC')}{maker.rng.randint(1, 40)}"),
        "hop_so": f"{maker.rng.randint(1, 300):02d}",
        "muc_luc_so": f"{maker.rng.randint(1, 9):02d}",
        "_fund": fund,
        "_fund_number": str(maker.rng.randint(1, 60)),
    }


def contents(maker: Maker) -> dict[str, Any]:
    """Mục lục văn bản: one page or more."""
    first = maker.issued(1998, 2023)
    words = _words(maker, first.year)
    day, sheet = first, 1
    rows = []
    for number in range(maker.rng.randint(*maker.use.get("count", (8, 26)))):
        kind = maker.rng.choice(_TYPES)
        notation = f"{_SHORT[kind]}-UBND" if kind in _SHORT else "UBND-TH"
        pages = maker.rng.randint(1, 6)
        rows.append(
            {
                "stt": number + 1,
                "so_ky_hieu": None
                if kind == "Biên bản" and maker.chance(0.5)
                else f"{maker.rng.randint(1, 900):02d}/{notation}",
                "ngay": day,
                "tac_gia": maker.rng.choice(
                    (f"UBND {maker.here.district}", f"UBND {maker.here.commune}", "Sở Nội vụ", "Phòng Nội vụ")
                ),
                "trich_yeu": words.fill(f"{kind} " + maker.rng.choice(("về {act}", "kết quả {act}", "về việc {act}"))),
                "to_so": f"{sheet:02d}" if pages == 1 else f"{sheet:02d}-{sheet + pages - 1:02d}",
                "ghi_chu": maker.maybe(0.12, maker.rng.choice(("Bản sao", "Bản gốc", "Thiếu dấu"))),
            }
        )
        sheet += pages
        day = maker.later(day, 1, 14)
    office = maker.office(maker.rng.choice(("commune", "district")), first)
    return {
        **office,
        "ho_so_so": f"{maker.rng.randint(1, 980):02d}",
        "tieu_de": words.fill("Hồ sơ về {act} năm {year}"),
        "van_ban": rows,
        "_sheets": sheet - 1,
        "_count": len(rows),
        "_clerk": person(maker.rng).name,
        "_day": day,
        "_hamlet": hamlet(maker.rng),
    }
