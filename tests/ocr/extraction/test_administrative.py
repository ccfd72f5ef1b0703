"""An administrative document laid out as NĐ 30/2020 demands gives its fields; what is not printed gives nothing."""

from dataclasses import replace

from dossier.reading import Word
from tests.ocr.extraction.drawn import centred, decision, extracted, fields, page, row, values


def test_a_decision_gives_every_field_of_the_law() -> None:
    assert values(decision()) == {
        "typeName": "Quyết định",
        "codeNumber": "58",
        "codeNotation": "QĐ-CC",
        "issuedDate": "2010-04-05",
        "organName": "CHI CỤC AN TOÀN VỆ SINH THỰC PHẨM",
        "subject": "Về việc kiểm tra bếp ăn các trường học, bảo đảm an toàn thực phẩm năm 2010",
        "signerName": "Trần Minh Khôi",
        "signerPosition": "KT. CHI CỤC TRƯỞNG PHÓ CHI CỤC TRƯỞNG",
        "recipients": "Như Điều 3; Lưu: VT",
    }


def test_boxes_lie_around_the_words_of_the_value() -> None:
    found = fields(decision())

    assert found["typeName"].box.y == 640
    assert found["issuedDate"].box.x > 1300
    assert found["signerName"].box.y == 2980


def test_the_agency_is_the_last_of_the_left_column_with_all_its_lines() -> None:
    assert (
        values(decision(agency=("ỦY BAN NHÂN DÂN", "TỈNH TIỀN GIANG")))["organName"]
        == "ỦY BAN NHÂN DÂN TỈNH TIỀN GIANG"
    )
    assert values(decision(agency=("UBND TỈNH NGHỆ AN", "BAN CHỈ ĐẠO 389")))["organName"] == "BAN CHỈ ĐẠO 389"
    named = values(decision(agency=("BAN CHỈ ĐẠO", "PHÒNG, CHỐNG THIÊN TAI")))["organName"]
    assert named == "BAN CHỈ ĐẠO PHÒNG, CHỐNG THIÊN TAI"


def test_an_agency_goes_on_where_its_name_cannot_end() -> None:
    school = values(decision(agency=("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG TRUNG HỌC CƠ", "SỞ NGHĨA THỊNH")))
    health = values(decision(agency=("SỞ Y TẾ QUẢNG NAM", "TRUNG TÂM Y TẾ HUYỆN", "ĐÀI LỘC")))
    committee = values(decision(agency=("UBND HUYỆN", "THANH TRA")))

    assert school["organName"] == "TRƯỜNG TRUNG HỌC CƠ SỞ NGHĨA THỊNH"
    assert health["organName"] == "TRUNG TÂM Y TẾ HUYỆN ĐÀI LỘC"
    assert committee["organName"] == "THANH TRA"


def test_no_clearly_read_word_gives_way_to_a_listed_agency() -> None:
    assert values(decision(agency=("TRUNG TÂM Y TẾ", "HUYỆN TUY PHƯỚC")))["organName"] == (
        "TRUNG TÂM Y TẾ HUYỆN TUY PHƯỚC"
    )


def test_the_second_readers_marks_count_where_the_document_has_them() -> None:
    text = "Về việc kiểm tra bếp ăn các trương học, trên địa bàn"
    clean = decision(subject=(text, "tỉnh năm 2010"), after_subject="Căn cứ việc kiểm tra bếp ăn các trường học,")
    words = tuple(replace(word, second=word.text.replace("trương", "trường")) for word in clean.words)
    backed = values(replace(clean, words=words, second_reader="drawn 2"))
    alone = values(replace(clean, words=tuple(replace(word, second=word.text) for word in words)))

    assert "các trường học" in backed["subject"]
    assert "các trương học" in alone["subject"]


def test_a_notation_has_the_initials_of_the_head() -> None:
    kept = decision(agency=("SỞ Y TẾ", "BỆNH VIỆN DA LIỄU"), number="Số: 58/QĐ-BVDL")

    assert values(decision(number="Số: 46/DN-CC", heading="BẢNG ĐỀ NGHỊ"))["codeNotation"] == "ĐN-CC"
    assert values(decision(number="Số: 46/DN-CC"))["codeNotation"] == "DN-CC"
    assert values(kept)["codeNotation"] == "QĐ-BVDL"


def test_marks_lost_in_capitals_come_back_from_the_body_and_are_never_certain() -> None:
    found = fields(decision(agency=("SỞ Y TẾ THANH HÓA", "CHI CỤC AN TOÀN", "VỆ SINH THỰC? PHÁM?")))["organName"]

    assert found.value == "CHI CỤC AN TOÀN VỆ SINH THỰC PHẨM"
    assert found.as_read == "CHI CỤC AN TOÀN VỆ SINH THỰC PHÁM"
    assert not found.certain


def test_a_province_is_known_by_its_list() -> None:
    assert (
        values(decision(agency=("ỦY BAN NHÂN DÂN", "TĨNH QUANG? NGAÀI")))["organName"]
        == "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"
    )


def test_a_number_or_date_written_by_hand_stays_empty() -> None:
    found = values(decision(number="Số: 7§? /QĐ-CC", date="Thanh Hóa, ngày /2 tháng 4 năm 2010"))

    assert "codeNumber" not in found
    assert found["codeNotation"] == "QĐ-CC"
    assert "issuedDate" not in found


def test_nothing_is_certain_where_leaders_show_a_slot_for_the_pen() -> None:
    found = fields(decision(number="Số:..12../QĐ-CC", date="Thanh Hóa, ngày..05..tháng..4..năm 2010"))

    assert not any(found[name].certain for name in ("codeNumber", "issuedDate") if name in found)


def test_a_paper_without_number_has_none() -> None:
    found = values(decision(number="Số:        /QĐ-CC"))

    assert "codeNumber" not in found
    assert found["codeNotation"] == "QĐ-CC"


def test_a_normative_document_keeps_its_year_in_the_notation() -> None:
    found = values(decision(number="Số: 12/2020/QĐ-UBND"))

    assert (found["codeNumber"], found["codeNotation"]) == ("12", "2020/QĐ-UBND")


def test_a_kind_that_the_law_does_not_list_is_not_guessed() -> None:
    assert "typeName" not in values(decision(heading="GIẤY RA VÀO CỔNG"))


def test_the_subject_ends_where_the_authority_or_the_body_begins() -> None:
    assert values(decision(after_subject="CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"))["subject"].endswith("năm 2010")
    bracketed = values(decision(subject=("( Về việc bố trí trực tết )",)))
    assert bracketed["subject"] == "Về việc bố trí trực tết"


TEXT = "phòng học, nhà bếp và công trình nước sạch của các trường trên địa bàn trước ngày"


def _letter() -> list[list[Word]]:
    return [
        row(330, 240, "ỦY BAN NHÂN DÂN", line=0) + row(1180, 240, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", line=0),
        row(350, 306, "TỈNH QUẢNG NGÃI", line=1) + row(1300, 306, "Độc lập - Tự do - Hạnh phúc", line=1),
        row(320, 430, "Số: 318/UBND-VX", line=2) + row(1240, 430, "Quảng Ngãi, ngày 15 tháng 01 năm 2025", line=2),
        row(330, 500, "V/v sửa chữa trường học", line=3),
        row(330, 566, "trước năm học mới", line=4),
        centred(760, "Kính gửi: Phòng Giáo dục", line=5),
        row(420, 900, "Thực hiện kế hoạch năm học, Ủy ban nhân dân tỉnh giao các địa phương sửa chữa", line=6),
        *(
            row(
                320,
                970 + 66 * index,
                TEXT,
                line=7 + index,
            )
            for index in range(5)
        ),
    ]


def test_a_letter_is_known_by_its_subject_below_the_number() -> None:
    found = values(page(*_letter()))

    assert found["typeName"] == "Công văn"
    assert found["subject"] == "V/v sửa chữa trường học trước năm học mới"
    assert found["codeNotation"] == "UBND-VX"


def test_urgency_is_a_stamp_of_its_own_and_no_word_of_the_text() -> None:
    stamped = page(*_letter(), row(360, 640, "HỎA TỐC", line=60))

    assert values(stamped)["priority"] == "Hỏa tốc"
    assert "priority" not in values(page(*_letter()))


def test_the_signature_is_found_before_the_annexes() -> None:
    annex = page(centred(300, "QUY CHẾ TRỰC BAN", line=0), row(320, 500, BODY_LINE, line=1))

    extraction = extracted(decision(), annex)

    signer = {candidate.path: candidate for candidate in extraction.records[0].candidates}["signerName"]
    assert signer.page == 0
    assert extraction.records[0].pages == (0, 1)


BODY_LINE = "Điều 1. Quy chế này quy định việc trực ban của cơ quan và các đơn vị trực thuộc"


def test_half_an_authority_is_no_position() -> None:
    lines = _letter()
    lines.append(row(320, 2500, "Nơi nhận:", line=50) + row(1600, 2500, "TL. CHỦ TỊCH", line=50))

    assert "signerPosition" not in values(page(*lines))


def test_a_seal_in_capitals_is_no_second_name() -> None:
    lines = _letter()
    lines.append(row(320, 2500, "Nơi nhận:", line=50) + row(1600, 2500, "CHỦ TỊCH", line=50))
    lines += [row(1560, 2700, "ĐAN HUYỆN", line=51), row(1600, 2900, "Châu Quốc An", line=52)]

    assert values(page(*lines))["signerName"] == "Châu Quốc An"


def test_a_letter_of_a_position_may_be_lost_under_the_seal() -> None:
    lines = _letter()
    lines.append(row(320, 2500, "Nơi nhận:", line=50) + row(1600, 2500, "SHỦ TỊCH", line=50))

    assert values(page(*lines))["signerPosition"] == "CHỦ TỊCH"


def test_pages_held_for_secrecy_are_not_looked_at() -> None:
    reading = decision()
    held = page(*[[word] for word in reading.words], secrecy_mark="MẬT")

    assert extracted(held).type_id is None
