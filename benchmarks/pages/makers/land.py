"""Land: certificates of three generations, building permits."""

import datetime as dt
from decimal import Decimal
from typing import Any

from benchmarks.pages.grammar import bare
from benchmarks.pages.makers.common import Citizen, Maker, decimal_words
from benchmarks.pages.shown import Fact, When


def _serial(maker: Maker, generation: str) -> Fact:
    letters = "".join(maker.rng.choice("ABCDEGHKLMNPQRSTUVXY") for _ in range(2))
    if generation == "G3":
        figures = maker.digits(8)
        return Fact(f"A{letters[0]} {figures}", f"A{letters[0]}{figures}")
    figures = maker.digits(6)
    letters = letters[:1] if generation == "G1" and maker.chance(0.4) else letters
    return Fact(f"{letters} {figures}", f"{letters}{figures}")


def _area(maker: Maker) -> Decimal:
    number = maker.decimal(40, 1200) if maker.chance(0.8) else maker.decimal(1200, 21000)
    return number.quantize(Decimal(1)) if maker.chance(0.35) else number


def _owner(maker: Maker, one: Citizen, word: str, day: dt.date) -> dict[str, Any]:
    name = one.name.upper() if maker.use.get("caps", True) else one.name
    return {
        "_word": word,
        "ho_ten": name,
        "nam_sinh": When(str(one.born.year)),
        "so_giay_to": maker.maybe(0.96, maker.number_of(one, day)),
        "_paper": "CCCD" if day.year >= 2017 else "CMND",
        "dia_chi": one.home,
    }


def _owners(maker: Maker, day: dt.date) -> list[dict[str, Any]]:
    draw = maker.rng.random()
    first = maker.citizen(1945, 1994, male=draw < 0.75, on=day)
    if draw < 0.4:
        second = maker.citizen(1947, 1995, male=False, on=day)
        lead = "Hộ ông" if maker.chance(0.2) else "Ông"
        return [
            _owner(maker, first, lead, day),
            _owner(maker, second, "và vợ là bà" if lead == "Ông" else "và bà", day),
        ]
    return [_owner(maker, first, "Ông" if first.male else "Bà", day)]


def _parcel(maker: Maker) -> dict[str, Any]:
    use, term = maker.entry("land_uses"), "Lâu dài"
    if not use.startswith("Đất ở"):
        term = f"Đến ngày {maker.rng.randint(1, 28):02d}/{maker.rng.randint(1, 12):02d}/{maker.rng.randint(2043, 2073)}"
    number = str(maker.rng.randint(1, 1999))
    return {
        "thua_so": number if maker.chance(0.93) else f"{number}-{maker.rng.randint(1, 4)}",
        "to_ban_do": str(maker.rng.randint(1, 140)),
        "dien_tich": _area(maker),
        "loai_dat": use,
        "thoi_han": term,
    }


def certificate(maker: Maker) -> dict[str, Any]:
    """Giấy chứng nhận quyền sử dụng đất; G1 lists parcels in a table."""
    generation = str(maker.use["generation"])
    first, last = {"G1": (1994, 2009), "G2": (2010, 2024), "G3": (2024, 2026)}[generation]
    day = maker.issued(first, last)
    if generation == "G3":
        day = max(day, dt.date(2024, 8, maker.rng.randint(1, 28)))
    level = "district" if generation == "G1" or (generation == "G2" and maker.chance(0.7)) else "province"
    office = maker.office("district" if level == "district" else "province", day)
    if generation == "G3":
        office |= maker.body("Chi nhánh Văn phòng đăng ký đất đai", "VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI")
        signer = maker.signer("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    elif level == "district":
        signer = maker.signer("CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    else:
        office |= maker.body("Sở Tài nguyên và Môi trường", office["_agency"])
        signer = maker.signer("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    parcel = _parcel(maker)
    said = decimal_words(parcel["dien_tich"])
    owners = _owners(maker, day)
    table = [_parcel(maker) for _ in range(maker.rng.randint(1, 5))] if generation == "G1" else None
    changes = maker.rng.choice((0, 0, 0, 1, 1, 2))
    return {
        **office,
        **signer,
        **(parcel if table is None else {}),
        "noi_cap": office["co_quan"],
        "so_phat_hanh": _serial(maker, generation),
        "so_vao_so": f"{maker.rng.choice(('CS', 'CH ', 'CN', 'VP', 'H', 'CT'))}{maker.rng.randint(1, 99999):05d}",
        "dia_chi_thua": maker.where(day),
        "dien_tich_bang_chu": f"{said[:1].upper()}{said[1:]} mét vuông",
        "hinh_thuc": maker.rng.choice(("Sử dụng riêng", "Sử dụng riêng", "Sử dụng chung")),
        "nguon_goc": maker.entry("land_sources"),
        "ngay_cap": day,
        "chu_su_dung": owners,
        "_code": maker.digits(12),
        "_qr": f"https://dkdd.mae.gov.vn/gcn/{maker.digits(12)}",
        "thua_dat": table,
        "_total": sum((one["dien_tich"] for one in table), Decimal(0)) if table else None,
        "bien_dong": [_change(maker, day) for _ in range(changes)],
    }


def _change(maker: Maker, issued: dt.date) -> dict[str, Any]:
    day = min(maker.later(issued, 60, 3000), dt.date(2026, 9, maker.rng.randint(1, 28)))
    bank = f"Ngân hàng {maker.rng.choice(('Nông nghiệp và PTNT', 'TMCP Công thương', 'TMCP Đầu tư và Phát triển'))}"
    name = maker.citizen(1960, 1995).name
    texts = (
        f"Thế chấp bằng quyền sử dụng đất tại {bank} chi nhánh {bare(maker.here.district)}",
        f"Xóa đăng ký thế chấp tại {bank}",
        f"Chuyển nhượng cho ông {name} theo hồ sơ số {maker.rng.randint(100, 9999)}.CN.{maker.rng.randint(1, 20):03d}",
        f"Tặng cho ông {name} một phần diện tích {maker.rng.randint(50, 300)} m²",
    )
    return {"ngay": day, "noi_dung": maker.rng.choice(texts)}


def building(maker: Maker) -> dict[str, Any]:
    """Giấy phép xây dựng."""
    day = maker.issued(2016, 2026)
    office = maker.office("district", day)
    one = maker.citizen(1955, 1996, on=day)
    house = maker.entry("buildings")
    ground = maker.decimal(45, 240)
    storeys = maker.rng.randint(1, 5)
    extra = maker.rng.choice(("", "", " + 01 tum", " + 01 lửng"))
    site = maker.decimal(float(ground) * 1.05, float(ground) * 2.2)
    owner = f"Ông {one.name}" if one.male else f"Bà {one.name}"
    return {
        **office,
        **maker.signer("CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "so": f"{maker.rng.randint(1, 480):02d}/GPXD",
        "ngay": day,
        "chu_dau_tu": owner if maker.use.get("titles", True) else one.name,
        "so_giay_to": maker.maybe(0.7, maker.number_of(one, day)),
        "dia_chi_chu_dau_tu": one.home,
        "dia_chi_xd": maker.where(day),
        "thua_so": str(maker.rng.randint(1, 1999)),
        "to_ban_do": str(maker.rng.randint(1, 90)),
        "loai_cong_trinh": house,
        "dt_xd": ground,
        "tong_dt_san": (ground * storeys + maker.decimal(0, 20)).quantize(Decimal("0.1")),
        "so_tang": f"{storeys:02d}{extra}" if maker.chance(0.7) else f"{storeys}{extra}",
        "chieu_cao": maker.decimal(3.6 * storeys, 3.9 * storeys + 2, 2),
        "mat_do": maker.rng.randint(40, 100),
        "hsdd": maker.decimal(0.8, 4.8),
        "cot_nen": maker.maybe(0.8, f"+{maker.decimal(0.15, 0.6, 2)} m so với cốt vỉa hè".replace(".", ",")),
        "gcn_so": f"{maker.rng.choice('BCD')}{maker.rng.choice('ABCDEG')} {maker.digits(6)}",
        "_site": site,
        "_designer": maker.entry("designers"),
        "_line": maker.decimal(6, 15, 1),
        "_months": 12,
    }
