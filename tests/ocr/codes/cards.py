"""Invented people with the codes of their cards, and these codes drawn as print on a sheet."""

import datetime as dt
import random
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from cv2.typing import MatLike

from dossier.rules.mrz import FILLER, LENGTH, check_digit
from dossier.rules.personal_ids import Sex
from dossier.text import fold

MM_AN_INCH = 25.4
TODAY = dt.date(2026, 1, 31)
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Hoàng", "Bùi", "Đỗ")
_MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Thị Thuỳ", "Quang", "Hữu")
_GIVEN = ("An", "Bình", "Dũng", "Đào", "Hạnh", "Kiên", "Lộc", "Khuê", "Phượng", "Tuyết")
_PLACES = (
    "Thôn 3, Xã Đông Tiến, Huyện Đông Sơn, Thanh Hóa",
    "Tổ 12, Phường Ba Đình, Thành phố Thanh Hóa, Thanh Hóa",
    "Khu phố Đường Cái, Thị trấn Hậu Lộc, Hậu Lộc, Thanh Hóa",
    "Số 5 ngõ 7 Đội Cấn, Phường Ngọc Hà, Ba Đình, Hà Nội",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who does not exist."""

    number: str
    old_number: str
    name: str
    birth: dt.date
    sex: Sex
    address: str
    issued: dt.date
    expiry: dt.date | None

    @property
    def payload(self) -> str:
        """Of the QR code."""
        sex = "Nam" if self.sex is Sex.MALE else "Nữ"
        parts = (self.number, self.old_number, self.name, f"{self.birth:%d%m%Y}", sex, self.address)
        return "|".join((*parts, f"{self.issued:%d%m%Y}"))

    @property
    def lines(self) -> tuple[str, str, str]:
        """Of the back."""
        card, optional = self.number[3:], f"{self.number}{FILLER * 2}"
        one = f"{card}{check_digit(card)}{optional}{check_digit(optional)}"
        birth = f"{self.birth:%y%m%d}"
        expiry = f"{self.expiry:%y%m%d}" if self.expiry is not None else "991231"
        birth, expiry = birth + check_digit(birth), expiry + check_digit(expiry)
        composite = check_digit(one + birth + expiry + FILLER * 11)
        sex = "M" if self.sex is Sex.MALE else "F"
        surname, *given = fold(self.name).upper().split()
        name = f"{surname}<<{'<'.join(given)}"[:LENGTH].ljust(LENGTH, FILLER)
        return f"IDVNM{one}", f"{birth}{sex}{expiry}VNM{FILLER * 11}{composite}", name


def person(rng: random.Random) -> Person:
    """Anybody with a card of today."""
    birth = dt.date(1930, 1, 1) + dt.timedelta(days=rng.randrange(365 * 80))
    sex = rng.choice(list(Sex))
    kind = 2 * (birth.year // 100 - 19) + (sex is Sex.FEMALE)
    ages = [age for age in (25, 40, 60) if birth.year + age > TODAY.year]
    leap = (birth.month, birth.day) == (2, 29)
    expiry = None if not ages else dt.date(birth.year + ages[0], 3 if leap else birth.month, 1 if leap else birth.day)
    names = (rng.choice(_SURNAMES), rng.choice(_MIDDLES), rng.choice(_GIVEN))
    return Person(
        number=f"0{rng.choice(('38', '01', '40', '79'))}{kind}{birth:%y}{rng.randrange(10**6):06}",
        old_number=rng.choice(("", f"17{rng.randrange(10**7):07}")),
        name=" ".join(names),
        birth=birth,
        sex=sex,
        address=rng.choice(_PLACES),
        issued=dt.date(2021, 4, 25) + dt.timedelta(days=rng.randrange(900)),
        expiry=expiry,
    )


def print_of(text: str, millimetres: float, dpi: int, kind: zxingcpp.BarcodeFormat) -> MatLike:
    """The ink of a code as bytes, 255 full ink, `millimetres` wide without its margin."""
    made = zxingcpp.create_barcode(text, kind, **({"ec_level": "M"} if kind == zxingcpp.BarcodeFormat.QRCode else {}))
    modules = 255 - np.asarray(made.to_image(scale=1, add_quiet_zones=False), np.uint8)
    pixels = round(millimetres / MM_AN_INCH * dpi)
    height = pixels if kind == zxingcpp.BarcodeFormat.QRCode else round(10 / MM_AN_INCH * dpi)
    fine = cv2.resize(modules, (modules.shape[1] * 8, modules.shape[0] * 8), interpolation=cv2.INTER_NEAREST)
    return cv2.resize(fine, (pixels, height), interpolation=cv2.INTER_AREA)
