"""Decisions about one party: fines, allowances, budgets."""

import datetime as dt
from decimal import Decimal
from typing import Any

from benchmarks.pages.grammar import hamlet, person
from benchmarks.pages.makers.common import Maker, decimal_words, money_words
from benchmarks.pages.shown import Fact, When


def _office(maker: Maker, day: dt.date, mark: str) -> dict[str, Any]:
    """The committee that decides, its number and notation."""
    office = maker.office(maker.rng.choice(("commune", "district", "district")), day)
    return {
        **office,
        **maker.signer("CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "so_qd": f"{maker.rng.randint(1, 3900):02d}",
        "ky_hieu": mark,
        "ngay_qd": day,
        "_by": f"CHỦ TỊCH {office['_agency']}",
        "_by_low": f"Chủ tịch {office['_office']}",
        "_phone": f"02{maker.digits(9)}",
    }


def fine(maker: Maker) -> dict[str, Any]:
    """Quyết định xử phạt vi phạm hành chính."""
    day = maker.issued(2014, 2026)
    found = maker.later(day, -9, -1)
    breach = maker.entry("breaches")
    amount = maker.money(breach["least"], breach["most"], 250_000)
    office = _office(maker, day, "QĐ-XPHC" if maker.chance(0.75) else "QĐ-XPVPHC")
    return {
        **office,
        "_implied": ("loai_doi_tuong",),
        "bien_ban_so": f"{maker.rng.randint(1, 99):02d}/BB-VPHC",
        "ngay_bien_ban": found,
        **(_company(maker, day) if maker.chance(0.3) else _offender(maker, day)),
        "hanh_vi": breach["act"],
        "can_cu_phap_ly": breach["law"],
        "_decree": breach["decree"],
        "muc_phat": amount,
        "muc_phat_bang_chu": money_words(amount),
        "hinh_phat_bo_sung": breach.get("more", "Không") if maker.chance(0.7) else "Không",
        "bien_phap_khac_phuc": breach.get("remedy", "Không"),
        "_bank": f"Kho bạc Nhà nước {maker.here.district}",
        "_days": 10,
        "_place": maker.where(day),
    }


def _offender(maker: Maker, day: dt.date) -> dict[str, Any]:
    one = maker.citizen(1955, 2003, on=day)
    return {
        "loai_doi_tuong": "Cá nhân",
        "ho_ten": one.name.upper() if maker.use.get("caps") else one.name,
        "gioi_tinh": one.sex,
        "ngay_sinh": maker.birthday(one, 0.1),
        "quoc_tich": "Việt Nam",
        "nghe_nghiep": maker.entry("jobs"),
        "dia_chi": one.home,
        "so_giay_to": maker.number_of(one, day),
        "_issued": day - dt.timedelta(days=maker.rng.randint(400, 1900)),
        "_who": "ông" if one.male else "bà",
        "_Who": "Ông" if one.male else "Bà",
    }


def _company(maker: Maker, day: dt.date) -> dict[str, Any]:
    name = f"{maker.rng.choice(('Công ty TNHH', 'Công ty cổ phần', 'Doanh nghiệp tư nhân'))} {maker.entry('firms')}"
    return {
        "loai_doi_tuong": "Tổ chức",
        "ho_ten": name,
        "dia_chi": maker.where(day),
        "ma_so_thue": f"{maker.rng.randint(1, 60):02d}{maker.digits(8)}",
        "_director": person(maker.rng, male=maker.chance(0.7)).name,
        "_who": "tổ chức",
        "_Who": "Tổ chức",
    }


def allowance(maker: Maker) -> dict[str, Any]:
    """Quyết định trợ cấp xã hội, or for those with merit."""
    merit = maker.use.get("merit", False)
    day = maker.issued(2022, 2026) if merit else maker.issued(2021, 2026)
    one = maker.citizen(1935, 1957 if merit else 1966, on=day)
    group = maker.entry("merits" if merit else "beneficiaries")
    factor = Decimal(maker.rng.choice(("1.0", "1.5", "2.0", "2.5")))
    monthly = (
        maker.money(1_300_000, 6_200_000, 1000) if merit else int(factor * (360_000 if day.year < 2024 else 500_000))
    )
    since = maker.later(day.replace(day=1), -40, 20).replace(day=1)
    harm = maker.rng.randint(21, 81) if merit and "hương binh" in group else None
    return {
        **_office(maker, day, "QĐ-UBND" if not merit else maker.rng.choice(("QĐ-SLĐTBXH", "QĐ-UBND"))),
        "ho_ten": one.name.upper() if maker.use.get("caps") else one.name,
        "ngay_sinh": maker.birthday(one, 0.25),
        "gioi_tinh": one.sex,
        "so_giay_to": maker.maybe(0.85, one.id12),
        "noi_cu_tru": one.home,
        "loai_doi_tuong": group,
        "he_so": None if merit else factor,
        "muc_tro_cap": monthly,
        "muc_tro_cap_bang_chu": money_words(monthly),
        "tu_ngay": since if maker.chance(0.7) else When(f"{since:%Y-%m}"),
        "ty_le_ton_thuong": harm,
        "nguoi_nhan_thay": maker.maybe(0.3, person(maker.rng).name),
        "_who": "ông" if one.male else "bà",
        "_Who": "Ông" if one.male else "Bà",
    }


def budget(maker: Maker) -> dict[str, Any]:
    """Quyết định giao dự toán with its table of items."""
    day = maker.issued(2014, 2025)
    year = day.year + 1 if day.month > 10 else day.year
    items = maker.rng.sample(list(maker.entries("budget_items")), maker.rng.randint(3, 6))
    rows = [{"noi_dung": item, "so_tien": maker.money(12_000_000, 1_900_000_000, 100_000)} for item in items]
    total = sum(int(row["so_tien"]) for row in rows)
    unit = maker.rng.choice(
        (
            f"Trường {maker.rng.choice(('Tiểu học', 'Mầm non', 'Trung học cơ sở'))} {maker.entry('schools')}",
            f"Trạm Y tế {maker.here.commune}",
            f"Phòng {maker.rng.choice(('Nội vụ', 'Tư pháp', 'Văn hóa và Thông tin', 'Kinh tế'))} {maker.here.district}",
            f"Ủy ban nhân dân {maker.here.commune}",
        )
    )
    return {
        **_office(maker, day, "QĐ-UBND"),
        "don_vi": unit,
        "ma_qhns": f"1{maker.digits(6)}",
        "chuong": f"{maker.rng.choice((605, 618, 622, 805, 822)):d}",
        "loai_khoan": f"{maker.rng.choice(('070-072', '070-073', '130-132', '340-341', '160-161'))}",
        "so_tien": total,
        "so_tien_bang_chu": money_words(total),
        "nam_ngan_sach": str(year),
        "khoan": rows,
        "_total": total,
        "_hamlet": hamlet(maker.rng),
        "_share": Fact(decimal_words(Decimal(10)), "10"),
    }
