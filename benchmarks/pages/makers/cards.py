"""Identity cards of 2021 and 2024 and the paper cards of nine figures before them."""

import datetime as dt
from typing import Any

from benchmarks.pages.codes import td1
from benchmarks.pages.makers.common import Maker, plain
from benchmarks.pages.shown import Fact


def _expiry(born: dt.date, issued: dt.date) -> dt.date | None:
    """Cards last until the ages of 25, 40 and 60, then for good; within two years of one, until the next."""
    for age in (25, 40, 60):
        end = dt.date(born.year + age, born.month, born.day)
        if (end - issued).days > 730:
            return end
    return None


def identity(maker: Maker) -> dict[str, Any]:
    """Căn cước công dân 2021 or căn cước 2024, both sides."""
    new = maker.use["generation"] == "2024"
    issued = maker.issued(2024, 2026) if new else maker.issued(2021, 2024)
    issued = max(issued, dt.date(2024, 7, maker.rng.randint(1, 28))) if new else min(issued, dt.date(2024, 6, 20))
    one = maker.citizen(1948, 2007, on=issued)
    end = _expiry(one.born, issued)
    name = plain(one.name).split()
    coded = f"{name[0]}<<{'<'.join(name[1:])}"
    old = one.id9 if one.born.year < 2000 and maker.chance(0.7) else ""
    parts = [one.id12, old, one.name, f"{one.born:%d%m%Y}", one.sex, one.home, f"{issued:%d%m%Y}"]
    if new:
        parts += ["", maker.citizen(1940, 1970, male=True).name, maker.citizen(1942, 1972, male=False).name, ""]
    return {
        "id": one.id12,
        "full_name": one.name.upper(),
        "dob": one.born,
        "sex": one.sex,
        "nationality": "Việt Nam",
        "origin": maker.where(issued, home=False),
        "residence": one.home,
        "expiry": end if end else "Không thời hạn",
        "features": None if new else maker.entry("features"),
        "issue_date": issued,
        "issuer": "BỘ CÔNG AN" if new else "CỤC TRƯỞNG CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI",
        "_signer": maker.citizen(1965, 1975, male=True).name,
        "_seal": "BỘ CÔNG AN",
        "_qr": "|".join(parts),
        "_mrz": td1(
            number=one.id12[3:],
            citizen=one.id12,
            born=f"{one.born:%y%m%d}",
            male=one.male,
            expires=f"{end:%y%m%d}" if end else "991231",
            name=coded,
        ),
    }


def old_identity(maker: Maker) -> dict[str, Any]:
    """Giấy chứng minh nhân dân with nine figures."""
    issued = maker.issued(1996, 2015)
    one = maker.citizen(1940, issued.year - 15, on=issued)
    spaced = f"{one.id9[:3]} {one.id9[3:6]} {one.id9[6:]}" if maker.use.get("spaced") else one.id9
    police = f"CÔNG AN {maker.here.province_title.upper()}"
    place = f"Công an {maker.here.province_title}"
    return {
        "id": Fact(spaced, one.id9),
        "full_name": one.name.upper(),
        "dob": one.born,
        "origin": maker.where(issued, home=False),
        "residence": one.home,
        "ethnic": one.ethnic,
        "religion": maker.rng.choice(("Không", "Không", "Không", "Phật giáo", "Công giáo")),
        "features": maker.entry("features"),
        "issue_date": issued,
        "issue_place": Fact(police, place) if maker.chance(0.5) else place,
        "_signer": maker.citizen(1950, 1968, male=True).name,
        "_seal": police,
    }
