"""Trade, farming, fishing, goods."""

import datetime as dt
from typing import Any

from benchmarks.pages.grammar import person
from benchmarks.pages.makers.common import TWO_TIERS, Maker, money_words, plain
from benchmarks.pages.shown import Fact


def _phone(maker: Maker) -> Fact | str:
    number = f"0{maker.rng.choice((3, 7, 8, 9))}{maker.digits(8)}"
    return Fact(f"{number[:4]}.{number[4:7]}.{number[7:]}", number) if maker.chance(0.4) else number


def _tax(maker: Maker) -> str:
    return f"{maker.rng.randint(1, 60):02d}{maker.digits(8)}"


def _economy(maker: Maker, day: dt.date) -> dict[str, Any]:
    """The office that licenses trade: of the district, of the commune from July 2025."""
    if day >= TWO_TIERS:
        office = maker.body("Phòng Kinh tế", f"ỦY BAN NHÂN DÂN {maker.here.commune}", maker.here.town)
    else:
        name = maker.rng.choice(("Phòng Tài chính - Kế hoạch", "Phòng Kinh tế và Hạ tầng"))
        name = str(maker.use.get("body", name))
        office = maker.body(name, f"ỦY BAN NHÂN DÂN {maker.here.district}", maker.here.town)
    return office | maker.signer("TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")


def business(maker: Maker) -> dict[str, Any]:
    """Giấy chứng nhận đăng ký hộ kinh doanh."""
    first = maker.issued(2012, 2026)
    changed = maker.chance(0.35)
    change = min(maker.later(first, 90, 1500), dt.date(2026, 10, 20)) if changed else None
    one = maker.citizen(1955, 2000, on=first)
    capital = maker.money(10_000_000, 900_000_000, 5_000_000)
    number = f"{maker.rng.randint(10, 60)}{maker.rng.choice('ABCDEG')}8{maker.digits(6)}"
    new = first.year >= 2021
    return {
        **_economy(maker, first),
        "ma_so": _tax(maker) if new and maker.chance(0.4) else number,
        "dang_ky_lan_dau": first,
        "thay_doi_lan": maker.rng.randint(1, 4) if changed else None,
        "ngay_thay_doi": change,
        "_day": change or first,
        "ten_ho_kinh_doanh": maker.entry("shops").upper() if maker.chance(0.8) else one.name.upper(),
        "dia_chi": maker.where(first),
        "dien_thoai": maker.maybe(0.9, _phone(maker)),
        "nganh_nghe": maker.entry("trades"),
        "von_kinh_doanh": capital,
        "von_bang_chu": money_words(capital),
        "ho_ten": one.name.upper() if maker.use.get("caps", True) else one.name,
        "gioi_tinh": one.sex,
        "ngay_sinh": one.born,
        "dan_toc": one.ethnic,
        "quoc_tich": "Việt Nam",
        "so_giay_to": maker.number_of(one, first),
        "ngay_cap_giay_to": first - dt.timedelta(days=maker.rng.randint(300, 2400)),
        "noi_cap_giay_to": "Cục Cảnh sát QLHC về TTXH"
        if first.year >= 2017
        else f"Công an {maker.here.province_title}",
        "noi_thuong_tru": one.home,
    }


def farm(maker: Maker) -> dict[str, Any]:
    """Giấy chứng nhận kinh tế trang trại."""
    day = maker.issued(2020, 2026)
    one = maker.citizen(1952, 1992, on=day)
    return {
        **maker.office("district", day),
        **maker.signer("CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "so": f"{maker.rng.randint(1, 60):02d}/{maker.rng.choice(('GCNTT', 'GCN-KTTT', 'GCN-UBND'))}",
        "chu_trang_trai": one.name.upper() if maker.use.get("caps") else one.name,
        "so_giay_to": one.id12,
        "_issued": day - dt.timedelta(days=maker.rng.randint(300, 1900)),
        "dia_chi": one.home,
        "linh_vuc": maker.entry("farming"),
        "dien_tich": maker.decimal(1, 24, maker.rng.randint(1, 2)),
        "gia_tri_san_xuat": maker.money(1_000_000_000, 9_000_000_000, 10_000_000),
        "ngay_cap": day,
    }


def boat(maker: Maker) -> dict[str, Any]:
    """Giấy chứng nhận đăng ký tàu cá."""
    day = maker.issued(2019, 2026)
    one = maker.citizen(1955, 1992, male=True, on=day)
    letters = "".join(word[0] for word in plain(maker.here.province).split())[:3]
    number = f"{letters}-{maker.rng.randint(10000, 99999)}-TS"
    office = maker.body("Chi cục Thủy sản", "SỞ NÔNG NGHIỆP VÀ PTNT")
    return {
        **office,
        **maker.signer("CHI CỤC TRƯỞNG", "PHÓ CHI CỤC TRƯỞNG"),
        "so_dang_ky": number,
        "ten_tau": maker.maybe(0.7, maker.entry("boats")),
        "chu_tau": one.name.upper() if maker.use.get("caps") else one.name,
        "so_giay_to": one.id12,
        "dia_chi": one.home,
        "chieu_dai_lon_nhat": maker.decimal(6, 27, 2),
        "chieu_rong": maker.decimal(2, 7, 2),
        "_depth": maker.decimal(0.8, 3.2, 2),
        "cong_suat": maker.rng.randint(20, 829),
        "vat_lieu": maker.rng.choice(("Gỗ", "Gỗ", "Thép", "Composite")),
        "cang_dang_ky": maker.entry("ports"),
        "nghe_chinh": maker.entry("fishing"),
        "ngay_cap": day,
        "_built": str(maker.rng.randint(2001, day.year)),
        "_engine": f"{maker.rng.choice(('Yanmar', 'Mitsubishi', 'Cummins', 'Hino'))} {maker.digits(4)}",
    }


def ocop(maker: Maker) -> dict[str, Any]:
    """Công nhận sản phẩm OCOP."""
    day = maker.issued(2020, 2026)
    product = maker.entry("products")
    end = dt.date(day.year + 3, day.month, day.day)
    return {
        **maker.office("district", day),
        **maker.signer("CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "so_qd": f"{maker.rng.randint(1, 3900)}/QĐ-UBND",
        "ngay": day,
        "ten_san_pham": product["name"],
        "chu_the": f"{maker.rng.choice(('Hợp tác xã', 'Công ty TNHH', 'Hộ kinh doanh'))} {maker.entry('firms')}",
        "dia_chi": maker.where(day),
        "so_sao": maker.rng.choice((3, 3, 3, 4)),
        "hieu_luc_den": end,
    }


def product(maker: Maker) -> dict[str, Any]:
    """Bản tự công bố sản phẩm."""
    day = maker.issued(2018, 2026)
    item, firm = maker.entry("products"), maker.entry("firms")
    name = f"{maker.rng.choice(('Công ty TNHH', 'Công ty cổ phần', 'Hợp tác xã'))} {firm}"
    return {
        "so": f"{maker.rng.randint(1, 20):02d}/{plain(firm).replace(' ', '')}/{day.year}",
        "to_chuc": name,
        "dia_chi": maker.where(day),
        "dien_thoai": maker.maybe(0.95, _phone(maker)),
        "ma_so_thue": _tax(maker),
        "ten_san_pham": item["name"],
        "thanh_phan": item["made_of"],
        "thoi_han_su_dung": item["keeps"],
        "quy_cach": item["packed"],
        "nha_san_xuat": name,
        "ngay": day,
        "nguoi_ky": person(maker.rng).name,
        "_seal": name.upper(),
        "_town": maker.here.town,
        "_standard": f"QCVN {maker.rng.randint(1, 9)}-{maker.rng.randint(1, 9)}:{maker.rng.randint(2009, 2015)}/BYT",
        "_email": f"{plain(firm).replace(' ', '').lower()}@gmail.com",
    }


def alcohol(maker: Maker) -> dict[str, Any]:
    """Giấy phép bán lẻ rượu."""
    day = maker.issued(2018, 2026)
    return {
        **_economy(maker, day),
        "so": f"{maker.rng.randint(1, 190):02d}/{maker.rng.choice(('GP-KT', 'GP-KTHT', 'GP-PKT'))}",
        "ngay": day,
        "ten_thuong_nhan": maker.rng.choice(
            (f"Hộ kinh doanh {person(maker.rng).name}", f"Công ty TNHH {maker.entry('firms')}")
        ),
        "dia_chi": maker.where(day),
        "dien_thoai": maker.maybe(0.9, _phone(maker)),
        "ma_so_thue": _tax(maker),
        "loai_ruou": maker.entry("spirits"),
        "nha_cung_cap": f"Công ty {maker.rng.choice(('cổ phần', 'TNHH'))} {maker.entry('firms')}",
        "dia_diem": maker.where(day),
        "hieu_luc_den": dt.date(day.year + 5, day.month, day.day),
    }
