"""Giấy khai sinh: fields beside the labels of both generations of forms; blank forms give nothing."""

from dossier.reading import Word
from tests.ocr.extraction.drawn import centred, extracted, page, row, values

_HEAD = [
    row(300, 240, "UBND XÃ QUẢNG THẮNG", line=0) + row(1180, 240, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", line=0),
    row(1300, 306, "Độc lập - Tự do - Hạnh phúc", line=1),
    centred(480, "GIẤY KHAI SINH", line=2),
    centred(560, "Số: 45/2021", line=3),
]


def _form(*rows: str) -> list[list[Word]]:
    return [row(320, 700 + 90 * index, text, line=10 + index) for index, text in enumerate(rows)]


_NEW = page(
    *_HEAD,
    *_form(
        "Họ, chữ đệm, tên: NGUYỄN THỊ MINH CHÂU",
        "Ngày, tháng, năm sinh: 05/7/2021 ghi bằng chữ: ngày năm tháng bảy năm hai nghìn",
        "không trăm hai mươi mốt",
        "Giới tính: Nữ Dân tộc: Kinh Quốc tịch: Việt Nam",
        "Nơi sinh: Bệnh viện Phụ sản Thanh Hóa",
        "Quê quán: xã Quảng Thắng, tỉnh Thanh Hóa",
        "Số định danh cá nhân: 038321004567",
        "Họ, chữ đệm, tên người mẹ: LÊ THỊ HOA",
        "Năm sinh: 1990 Dân tộc: Mường Quốc tịch: Việt Nam",
        "Nơi cư trú: xã Quảng Thắng, tỉnh Thanh Hóa",
        "Họ, chữ đệm, tên người cha: NGUYỄN VĂN AN",
        "Năm sinh: 1988 Dân tộc: Kinh Quốc tịch: Việt Nam",
        "Nơi cư trú: xã Cẩm Thủy, tỉnh Thanh Hóa",
        "Họ, chữ đệm, tên người đi khai sinh: NGUYỄN VĂN AN",
        "Nơi đăng ký khai sinh: UBND xã Quảng Thắng",
        "Ngày, tháng, năm đăng ký: 12/7/2021",
    ),
    row(1500, 2400, "NGƯỜI KÝ GIẤY KHAI SINH", line=60),
    row(1560, 2480, "CHỦ TỊCH", line=61),
    row(1540, 2800, "Trần Quốc Hưng", line=62),
)


def test_the_form_in_force_gives_child_mother_and_father_apart() -> None:
    assert extracted(_NEW).type_id == "giay_khai_sinh"
    assert values(_NEW) == {
        "so": "45/2021",
        "ngayDangKy": "2021-07-12",
        "noiDangKy": "UBND xã Quảng Thắng",
        "nksHoTen": "NGUYỄN THỊ MINH CHÂU",
        "nksGioiTinh": "Nữ",
        "nksNgaySinh": "2021-07-05",
        "nksNgaySinhBangChu": "ngày năm tháng bảy năm hai nghìn không trăm hai mươi mốt",
        "nksNoiSinh": "Bệnh viện Phụ sản Thanh Hóa",
        "nksQueQuan": "xã Quảng Thắng, tỉnh Thanh Hóa",
        "nksDanToc": "Kinh",
        "nksQuocTich": "Việt Nam",
        "soDinhDanh": "038321004567",
        "meHoTen": "LÊ THỊ HOA",
        "meNgaySinh": "1990",
        "meDanToc": "Mường",
        "meQuocTich": "Việt Nam",
        "meNoiCuTru": "xã Quảng Thắng, tỉnh Thanh Hóa",
        "chaHoTen": "NGUYỄN VĂN AN",
        "chaNgaySinh": "1988",
        "chaDanToc": "Kinh",
        "chaQuocTich": "Việt Nam",
        "chaNoiCuTru": "xã Cẩm Thủy, tỉnh Thanh Hóa",
        "nycHoTen": "NGUYỄN VĂN AN",
        "nguoiKy": "Trần Quốc Hưng",
        "chucVuNguoiKy": "CHỦ TỊCH",
    }


def test_the_form_before_2016_has_the_father_first_and_other_labels() -> None:
    old = page(
        *_HEAD[:3],
        row(1700, 400, "Số: 27", line=4),
        row(1700, 450, "Quyển số: 01/2008", line=5),
        *_form(
            "Họ và tên: PHẠM VĂN BÌNH Giới tính: Nam",
            "Ngày, tháng, năm sinh: 17/3/2008 (Bằng chữ: ngày mười bảy tháng ba năm hai nghìn lẻ tám)",
            "Nơi sinh: Trạm y tế xã Hà Long",
            "Dân tộc: Kinh Quốc tịch: Việt Nam",
            "Quê quán: Hà Long, Hà Trung, Thanh Hóa",
            "Họ và tên cha: PHẠM VĂN DŨNG",
            "Dân tộc: Thái Quốc tịch: Việt Nam Năm sinh: 1975",
            "Nơi thường trú/tạm trú: Hà Long, Hà Trung, Thanh Hóa",
            "Họ và tên mẹ: TRỊNH THỊ LAN",
            "Dân tộc: Kinh Quốc tịch: Việt Nam Năm sinh: 1979",
            "Nơi thường trú/tạm trú: Hà Long, Hà Trung, Thanh Hóa",
            "Nơi đăng ký: UBND xã Hà Long",
            "Ngày, tháng, năm đăng ký: 02/4/2008",
        ),
    )
    found = values(old)

    assert (found["so"], found["quyenSo"]) == ("27", "01/2008")
    assert (found["chaHoTen"], found["chaNgaySinh"], found["chaDanToc"]) == ("PHẠM VĂN DŨNG", "1975", "Thái")
    assert (found["meHoTen"], found["meNgaySinh"], found["meDanToc"]) == ("TRỊNH THỊ LAN", "1979", "Kinh")
    assert found["nksHoTen"] == "PHẠM VĂN BÌNH"
    assert found["ngayDangKy"] == "2008-04-02"
    assert found["noiDangKy"] == "UBND xã Hà Long"


def test_a_blank_form_stays_blank() -> None:
    blank = page(
        *_HEAD[:3],
        *_form(
            "Họ, chữ đệm, tên: ..............................",
            "Ngày, tháng, năm sinh: .............. ghi bằng chữ: ..............",
            "Giới tính: ............. Dân tộc: ........... Quốc tịch: ...........",
            "Nơi sinh: ........................................",
            "Họ, chữ đệm, tên người mẹ: ................. ssssnxes?",
            "Năm sinh: ......... Dân tộc: ......... Quốc tịch: .........",
        ),
    )

    assert extracted(blank).type_id == "giay_khai_sinh"
    assert values(blank) == {}


def test_an_application_for_registration_is_no_birth_certificate() -> None:
    application = page(
        centred(240, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", line=0),
        centred(306, "Độc lập - Tự do - Hạnh phúc", line=1),
        centred(480, "TỜ KHAI ĐĂNG KÝ KHAI SINH", line=2),
        *_form("Họ, chữ đệm, tên: NGUYỄN THỊ MINH CHÂU", "Nơi sinh: Thanh Hóa"),
    )

    assert extracted(application).type_id is None


def test_a_label_ends_at_its_colon() -> None:
    drawn = page(*_HEAD, *_form("Họ và tên: HÀ THẾ LỘC", "Họ và tên cha: Hà Thành Tùng", "Họ và tên mẹ: Đào Mỹ Yến"))
    found = values(drawn)
    assert (found["nksHoTen"], found["chaHoTen"]) == ("HÀ THẾ LỘC", "Hà Thành Tùng")


def test_a_dash_between_words_is_part_of_a_place() -> None:
    drawn = page(*_HEAD, *_form("Họ và tên: HÀ THẾ LỘC", "Nơi sinh: tỉnh Bà Rịa - Vũng Tàu -"))
    assert values(drawn)["nksNoiSinh"] == "tỉnh Bà Rịa - Vũng Tàu"
