"""A page of a land-use right certificate (GCN): owner, parcel, issue. Its field names are those of the form."""

import datetime as dt

from benchmarks.pages import hand, stamps
from benchmarks.pages.forms import Form
from benchmarks.pages.grammar import Place, commune, grouped, hamlet, person, place
from benchmarks.pages.model import Level
from benchmarks.pages.numerals import whole
from benchmarks.pages.sheet import A4, Run, Sheet
from benchmarks.pages.slots import Pen
from benchmarks.pages.splits import FormLayout, Half
from dossier.reading import Writing

_OLD_TITLE = ("GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT,", "QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT")
_NEW_TITLE = ("GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT")
_USES = (
    "Đất ở tại nông thôn",
    "Đất ở tại đô thị",
    "Đất trồng cây lâu năm",
    "Đất chuyên trồng lúa nước",
    "Đất nuôi trồng thủy sản",
)
_SOURCES = (
    "Công nhận QSDĐ như giao đất có thu tiền sử dụng đất",
    "Nhận chuyển nhượng đất được Công nhận QSDĐ",
    "Nhà nước giao đất không thu tiền sử dụng đất",
    "Nhận thừa kế đất được Công nhận QSDĐ",
)


def draw(
    sheet: Sheet, layout: FormLayout, half: Half, level: Level, pen: Pen
) -> tuple[dict[str, str], dict[str, Writing]]:
    """Fill one page of the certificate; returns values and how each is written."""
    rng = sheet.rng
    here = place(rng, half.parity)
    newest = layout.labels.get("tieu_de") in {"2024", "2025"}
    form = Form(sheet=sheet, layout=layout, pen=pen, writing=Writing.PRINTED, y=24.0)
    for inset, weight in ((8.0, 0.8), (9.6, 0.3)):
        sheet.frame(inset, inset, A4[0] - 2 * inset, A4[1] - 2 * inset, weight=weight, tone=130)
    _title(form, newest=newest)
    _owner(form, here, newest=newest)
    _parcel(form, here, newest=newest)
    _issued(form, here, level, newest=newest)
    return form.fields, form.written


def _text(form: Form, text: str, style: str = "b") -> None:
    form.sheet.next_block()
    width = form.right - form.layout.left
    form.y = form.sheet.paragraph(text, form.layout.left, form.y, width=width, size=form.layout.size, style=style) + 1.5


def _title(form: Form, *, newest: bool) -> None:
    sheet = form.sheet
    sheet.next_block()
    sheet.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", A4[0] / 2, form.y, 13, style="b", align="centre")
    left, right = sheet.line("Độc lập - Tự do - Hạnh phúc", A4[0] / 2, form.y + 6, 13, style="b", align="centre")
    sheet.rule(left, form.y + 7.6, right - left)
    form.y += 20
    sheet.next_block()
    for number, line in enumerate(_NEW_TITLE if newest else _OLD_TITLE):
        sheet.line(line, A4[0] / 2, form.y, 18 if number == 0 else 12.5, style="b", align="centre")
        form.y += 7.5
    form.y += 5
    if newest:
        serial = f"{sheet.rng.choice('ABCDĐ')}A {sheet.rng.randint(0, 99999999):08d}"
        sheet.line([Run(text=serial, style="b", field="so_phat_hanh")], A4[0] / 2, form.y, 13, align="centre")
        form.fields["so_phat_hanh"] = serial
        form.written["so_phat_hanh"] = Writing.PRINTED
        form.y += 9


def _owner(form: Form, here: Place, *, newest: bool) -> None:
    rng = form.sheet.rng
    one = person(rng)
    year = rng.randint(1945, 1999)
    number = f"{here.code}{0 if one.male else 1}{year % 100:02d}{rng.randint(0, 999999):06d}"
    old = f"{rng.randint(1, 3)}{rng.randint(0, 99999999):08d}"
    home = f"{hamlet(rng)}, {commune(rng, here.district)}, {here.district}, {here.province_title}"
    title = "1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:"
    _text(form, title if newest else "I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất")
    word = "Ông:" if one.male else "Bà:"
    form.row(
        (word, one.name.upper(), "chu_su_dung[0].ho_ten", None),
        ("Năm sinh:", str(year), "chu_su_dung[0].nam_sinh", None),
    )
    if newest:
        form.row(("CCCD số:", number, "chu_su_dung[0].so_giay_to", None))
    else:
        form.row(("CMND số:", old, "chu_su_dung[0].so_giay_to", None))
        form.row(("Địa chỉ thường trú:", home, "chu_su_dung[0].dia_chi", None))


def _parcel(form: Form, here: Place, *, newest: bool) -> None:
    rng = form.sheet.rng
    area = rng.randint(400, 99999) / 10
    plain = f"{area:.1f}".removesuffix(".0")
    shown = f"{grouped(int(area))},{plain.partition('.')[2]}" if "." in plain else grouped(int(area))
    tail = f" phẩy {whole(int(plain.partition('.')[2]))}" if "." in plain else ""
    words = f"{whole(int(area))}{tail} mét vuông"
    use = rng.choice(_USES)
    term = rng.choice(
        ("Lâu dài", f"Đến ngày {rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(2030, 2070)}")
    )
    where = f"{hamlet(rng)}, {here.commune}, {here.district}, {here.province_title}"
    where = where[:1].upper() + where[1:]
    _text(form, "2. Thông tin thửa đất:" if newest else "II. Thửa đất, nhà ở và tài sản khác gắn liền với đất")
    parcel = ("a) Thửa đất số:", str(rng.randint(1, 1999)), "thua_so", None)
    form.row(parcel, ("tờ bản đồ số:", str(rng.randint(1, 120)), "to_ban_do", None))
    if newest:
        form.row(("b) Diện tích:", f"{shown} m²", "dien_tich", plain))
        form.row((form.label("loai_dat", "c) Loại đất:"), use, "loai_dat", None))
        form.row(("d) Thời hạn sử dụng đất:", term, "thoi_han", None))
        form.row(("đ) Hình thức sử dụng đất:", "Sử dụng riêng", "hinh_thuc", None))
        form.row(("e) Địa chỉ:", where, "dia_chi_thua", None))
        _text(form, "3. Thông tin tài sản gắn liền với đất: -/-", "")
        return
    form.row(("b) Địa chỉ:", where, "dia_chi_thua", None))
    form.row(("c) Diện tích:", f"{shown} m²", "dien_tich", plain))
    form.row(("(bằng chữ:", f"{words[:1].upper()}{words[1:]}", "dien_tich_bang_chu", None))
    form.row(("d) Hình thức sử dụng:", "Sử dụng riêng", "hinh_thuc", None))
    form.row(("đ) Mục đích sử dụng:", use, "loai_dat", None))
    form.row(("e) Thời hạn sử dụng:", term, "thoi_han", None))
    form.row(("g) Nguồn gốc sử dụng:", rng.choice(_SOURCES), "nguon_goc", None))
    for text in ("2. Nhà ở: -/-", "3. Công trình xây dựng khác: -/-", "6. Ghi chú: Không"):
        _text(form, text, "")


def _issued(form: Form, here: Place, level: Level, *, newest: bool) -> None:
    sheet, rng, pen = form.sheet, form.sheet.rng, form.pen
    date = dt.date(
        rng.randint(2024, 2026) if newest else rng.randint(2010, 2023), rng.randint(1, 10), rng.randint(1, 28)
    )
    y = max(form.y + 4, 214.0)
    middle = 142.0
    sheet.next_block()
    text = f"{here.town}, ngày {date.day:02d} tháng {date.month:02d} năm {date.year}"
    sheet.line([Run(text=text, style="i", field="ngay_cap")], middle, y, 12, align="centre")
    body = "VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI" if newest else f"ỦY BAN NHÂN DÂN {here.district.upper()}"
    lines = (body, "GIÁM ĐỐC") if newest else (f"TM. {body}", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    for line in lines:
        y += 5.4
        sheet.line(line, middle, y, 11.5, style="b", align="centre")
    signer = person(rng, male=rng.random() < 0.75).name
    scribble = hand.signature(sheet.mm(40), sheet.mm(16), pen.rng)
    sheet.mark(scribble, pen.ink, sheet.mm(middle - 16), sheet.mm(y + 2), pen=True, ignore=True)
    shift = 0.0 if level is Level.CLEAN else float(pen.rng.uniform(-10, 0))
    mask = stamps.seal(body.removeprefix("TM. "), "", sheet.faces["stamp"], sheet.mm(34), pen.rng)
    sheet.mark(mask, stamps.RED, sheet.mm(middle - 32), sheet.mm(y - 3 + shift), ignore=True)
    sheet.line([Run(text=signer, style="b", field="nguoi_ky")], middle, y + 24, 12.5, align="centre")
    sheet.next_block()
    book = f"{rng.choice(('CS', 'CH ', 'CN', 'VP'))}{rng.randint(100, 99999):05d}"
    small = Form(
        sheet=sheet, layout=form.layout, pen=pen, writing=rng.choice((Writing.PRINTED, Writing.HANDWRITTEN)), y=y + 34
    )
    small.layout = FormLayout(
        name="", labels={}, left=form.layout.left, right=100.0, size=10.5, dotted=form.layout.dotted
    )
    if small.y < 282:
        small.row(("Số vào sổ cấp GCN:", book, "so_vao_so", None))
    form.fields |= {"ngay_cap": date.isoformat(), "nguoi_ky": signer, **small.fields}
    form.written |= {"ngay_cap": Writing.PRINTED, "nguoi_ky": Writing.PRINTED, **small.written}
