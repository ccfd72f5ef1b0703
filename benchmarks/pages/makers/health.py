"""Health and disability: confirmations of disability, birth notes of hospitals, discharge papers."""

import datetime as dt
from typing import Any

from benchmarks.pages.grammar import bare, person
from benchmarks.pages.makers.common import Maker
from benchmarks.pages.shown import Fact, When

KINDS = ("Vận động", "Nghe, nói", "Nhìn", "Thần kinh, tâm thần", "Trí tuệ", "Khác")
DEGREES = ("Đặc biệt nặng", "Nặng", "Nhẹ")


def disability(maker: Maker) -> dict[str, Any]:
    """Giấy xác nhận khuyết tật."""
    day = maker.issued(2019, 2026)
    one = maker.citizen(1940, 2016, on=day)
    guardian = maker.chance(0.55)
    return {
        **maker.office("commune", day),
        **maker.signer("CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "so": f"{maker.rng.randint(1, 190):02d}/{maker.rng.choice(('GXNKT', 'GXN-KT', 'XNKT'))}",
        "ho_ten": one.name.upper() if maker.use.get("caps") else one.name,
        "ngay_sinh": maker.birthday(one, 0.2),
        "gioi_tinh": one.sex,
        "so_dinh_danh": maker.maybe(0.9, one.id12),
        "dia_chi": one.home,
        "dang_khuyet_tat": maker.rng.choice(KINDS),
        "muc_do": maker.rng.choice(DEGREES),
        "nguoi_dai_dien": person(maker.rng).name if guardian else None,
        "quan_he": maker.rng.choice(("Mẹ", "Bố", "Vợ", "Chồng", "Con", "Anh trai", "Chị gái")) if guardian else None,
        "ngay_cap": day,
        "_code": f"{maker.here.code}.{maker.digits(5)}.{maker.digits(4)}",
    }


def _hospital(maker: Maker) -> dict[str, Any]:
    district = bare(maker.here.district)
    name = maker.rng.choice(
        (
            f"Bệnh viện Đa khoa {maker.here.province_title}",
            f"Trung tâm Y tế {maker.here.district}",
            f"Bệnh viện Đa khoa khu vực {district}",
            f"Bệnh viện Phụ sản {maker.here.province}",
        )
    )
    return maker.body(name, f"SỞ Y TẾ {maker.here.province_title}")


def born_alive(maker: Maker) -> dict[str, Any]:
    """Giấy chứng sinh."""
    born = maker.issued(2013, 2026)
    issued = maker.later(born, 0, 6)
    mother = maker.citizen(born.year - 41, born.year - 19, male=False, on=born)
    male = maker.chance(0.5)
    return {
        **_hospital(maker),
        **maker.signer("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        "so": str(maker.rng.randint(1, 2900)),
        "quyen_so": f"{maker.rng.randint(1, 30):02d}",
        "ho_ten_me": mother.name.upper() if maker.use.get("caps") else mother.name,
        "nam_sinh_me": When(str(mother.born.year)),
        "noi_thuong_tru": mother.home,
        "ma_bhxh": maker.maybe(0.8, maker.digits(10)),
        "so_giay_to": maker.maybe(0.95, maker.number_of(mother, born)),
        "_issued": maker.day(2014, born.year - 1) if born.year > 2015 else None,
        "dan_toc": mother.ethnic,
        "gio_sinh": f"{maker.rng.randint(0, 23):02d} giờ {maker.rng.randint(0, 59):02d} phút",
        "ngay_sinh": born,
        "noi_sinh": maker.rng.choice(("Khoa Sản, ", "Phòng sinh, ", "")) + _place(maker),
        "so_lan_sinh": maker.rng.randint(1, 4),
        "so_con_sinh": 1 if maker.chance(0.95) else 2,
        "gioi_tinh": "Nam" if male else "Nữ",
        "can_nang": maker.rng.randint(24, 42) * 100,
        "ten_du_kien": maker.maybe(0.8, person(maker.rng, male=male).name),
        "nguoi_do_de": person(maker.rng, male=maker.chance(0.2)).name,
        "ngay_cap": issued,
    }


def _place(maker: Maker) -> str:
    return f"Trung tâm Y tế {maker.here.district}, {maker.here.province_title}"


def discharge(maker: Maker) -> dict[str, Any]:
    """Giấy ra viện."""
    out = maker.issued(2018, 2026)
    came = maker.later(out, -16, -2)
    one = maker.citizen(1938, 2015, on=out)
    illness = maker.entry("illnesses")
    house = _hospital(maker)
    letters = maker.rng.choice(("HT", "GD", "DN", "TE", "BT"))
    card = f"{letters}{maker.rng.randint(1, 4)}{maker.here.code[1:]}{maker.digits(10)}"
    return {
        **house,
        **maker.signer("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        "co_so": house["co_quan"],
        "ma_yt": f"{maker.digits(2)}.{maker.digits(3)}.{maker.digits(8)}",
        "so": f"{maker.rng.randint(1, 39000)}/{out.year % 100:02d}",
        "ho_ten": one.name.upper() if maker.use.get("caps", True) else one.name,
        "tuoi": max(1, out.year - one.born.year),
        "gioi_tinh": one.sex,
        "dan_toc": one.ethnic,
        "nghe_nghiep": maker.entry("jobs"),
        "the_bhyt": card if maker.chance(0.5) else Fact(_grouped(card), card),
        "dia_chi": one.home,
        "_in": f"{maker.rng.randint(0, 23):02d} giờ {maker.rng.randint(0, 59):02d} phút",
        "_out": f"{maker.rng.randint(8, 16):02d} giờ {maker.rng.randint(0, 59):02d} phút",
        "vao_vien": came,
        "ra_vien": out,
        "chan_doan": illness["name"],
        "ma_benh": illness["code"],
        "phuong_phap": illness["cure"],
        "ghi_chu": maker.maybe(0.85, illness["note"]),
        "_doctor": person(maker.rng).name,
        "_ward": illness["ward"],
        "_from": dt.date(out.year, 1, 1),
    }


def _grouped(card: str) -> str:
    return f"{card[:2]} {card[2]} {card[3:5]} {card[5:8]} {card[8:]}"
