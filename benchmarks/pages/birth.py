"""Giấy khai sinh: the form since 2016 and those before it, filled by typewriter, printer or hand."""

import datetime as dt
import random
from dataclasses import dataclass, replace

from benchmarks.pages import hand, stamps
from benchmarks.pages.forms import Form
from benchmarks.pages.grammar import Person, Place, commune, hamlet, person, place, table, word_of
from benchmarks.pages.model import Level
from benchmarks.pages.numerals import date_words
from benchmarks.pages.sheet import A4, Run, Sheet
from benchmarks.pages.slots import Pen
from benchmarks.pages.splits import FormLayout, Half
from dossier.reading import Writing

_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """Father or mother with what the form asks of them."""

    person: Person
    year: int
    ethnic: str
    home: str
    number: str


def draw(
    sheet: Sheet, layout: FormLayout, half: Half, level: Level, pen: Pen
) -> tuple[dict[str, str], dict[str, Writing]]:
    """Fill the form; returns values and how each is written."""
    rng = sheet.rng
    new = layout.mother_first
    here = place(rng, half.parity)
    writing = rng.choices((Writing.PRINTED, Writing.HANDWRITTEN), (78, 22) if new else (45, 55))[0]
    if writing is Writing.HANDWRITTEN:
        # Hands need more rows for the same values, and the signer must still find room.
        layout = replace(layout, row=layout.row * (0.8 if new else 0.88))
    form = Form(sheet=sheet, layout=layout, pen=pen, writing=writing, y=0.0)
    born = dt.date(rng.randint(2016, 2025) if new else rng.randint(1988, 2014), rng.randint(1, 12), rng.randint(1, 28))
    registered = born + dt.timedelta(days=rng.randint(3, 90))
    father, mother = (_parent(rng, here, born, male=male, new=new) for male in (True, False))
    child = person(rng, surname=father.person.name.split()[0])
    if layout.frame:
        _frame(sheet)
    _head(form, here, registered, new=new)
    _child(form, child, born, father, here, new=new)
    parents = (("me", mother), ("cha", father)) if new else (("cha", father), ("me", mother))
    for role, one in parents:
        _parent_rows(form, role, one, new=new)
    _registration(form, here, registered, mother if rng.random() < 0.5 else father, new=new)
    _signed(form, here, registered, level, new=new)
    return form.fields, form.written


def _parent(rng: random.Random, here: Place, born: dt.date, *, male: bool, new: bool) -> Parent:
    year = born.year - rng.randint(20, 41)
    century = (0 if male else 1) if year < 2000 else (2 if male else 3)
    number = f"{here.code}{century}{year % 100:02d}{rng.randint(0, 999999):06d}"
    old_number = f"{rng.randint(1, 3)}{rng.randint(0, 99999999):08d}"
    return Parent(
        person=person(rng, male=male),
        year=year,
        ethnic=rng.choice(table("names")["ethnic_groups"]),
        home=_address(rng, here),
        number=number if new else old_number,
    )


def _address(rng: random.Random, here: Place) -> str:
    home = here.commune if rng.random() < 0.6 else commune(rng, here.district)
    text = f"{home}, {here.district}, {here.province_title}"
    text = f"{hamlet(rng)}, {text}" if rng.random() < 0.5 else text
    return text[:1].upper() + text[1:]


def _frame(sheet: Sheet) -> None:
    for inset, weight, tone in ((9.0, 0.9, 150), (11.0, 0.3, 170)):
        sheet.frame(inset, inset, A4[0] - 2 * inset, A4[1] - 2 * inset, weight=weight, tone=tone)


def _head(form: Form, here: Place, registered: dt.date, *, new: bool) -> None:
    sheet, rng = form.sheet, form.sheet.rng
    office = [f"ỦY BAN NHÂN DÂN {here.commune.upper()}", here.district.upper(), here.province_title.upper()]
    sheet.next_block()
    for row, line in enumerate(office):
        sheet.line(line, 56, 24 + row * 5.2, 11, style="b" if row == 0 else "", align="centre")
    sheet.next_block()
    sheet.line(_NATION, 140, 24, 11.5, style="b", align="centre")
    left, right = sheet.line("Độc lập - Tự do - Hạnh phúc", 140, 29.4, 12, style="b", align="centre")
    sheet.rule(left, 31, right - left)
    entry = str(rng.randint(1, 400))
    number = f"{entry}/{registered.year}" if new or rng.random() < 0.4 else entry
    # Narrow cells of their own: the numbers stand at the right of the head.
    narrow = Form(sheet=sheet, layout=form.layout, pen=form.pen, writing=form.writing, y=43.0)
    narrow.layout = FormLayout(
        name="", labels={}, left=134.0, right=24.0, row=6.4, size=11.5, dotted=form.layout.dotted
    )
    narrow.row(("Số:", number, "so", None))
    if not new or rng.random() < 0.2:
        book = f"{rng.randint(1, 9):02d}/{registered.year}"
        narrow.row(("Quyển số:", book, "quyenSo", None))
    form.fields |= narrow.fields
    form.written |= narrow.written
    sheet.next_block()
    copy = rng.random() < 0.3
    sheet.line("GIẤY KHAI SINH", A4[0] / 2, 66, 21, style="b", align="centre")
    if copy:
        sheet.line("(BẢN SAO)", A4[0] / 2, 72.5, 12.5, style="b", align="centre")
    form.y = 82.0


def _child(form: Form, child: Person, born: dt.date, father: Parent, here: Place, *, new: bool) -> None:
    rng = form.sheet.rng
    name = child.name.upper() if form.writing is Writing.PRINTED and rng.random() < 0.7 else child.name
    sex = "Nam" if child.male else "Nữ"
    sex_cell = (form.label("nksGioiTinh", "Giới tính:"), sex, "nksGioiTinh", None)
    name_cell = (form.label("nksHoTen", "Họ, chữ đệm, tên:"), name, "nksHoTen", None)
    date = f"{born.day:02d}/{born.month:02d}/{born.year}"
    date_label = form.label("nksNgaySinh", "Ngày, tháng, năm sinh:")
    words = date_words(born.year, born.month, born.day)
    if new:
        form.row(name_cell)
        form.row((date_label, date, "nksNgaySinh", born.isoformat()))
        form.row(("ghi bằng chữ:", words, "nksNgaySinhBangChu", None))
        form.row(
            sex_cell, ("Dân tộc:", father.ethnic, "nksDanToc", None), ("Quốc tịch:", "Việt Nam", "nksQuocTich", None)
        )
    else:
        form.row(name_cell)
        form.row((date_label, date, "nksNgaySinh", born.isoformat()), sex_cell)
        form.row((form.label("bangChu", "(Bằng chữ:"), words, "nksNgaySinhBangChu", None))
    hospital = rng.choice(("Bệnh viện Đa khoa {p}", "Trạm Y tế {c}", "Trung tâm Y tế {d}", "Bệnh viện Phụ sản {p}"))
    where = hospital.format(p=here.province_title, c=here.commune, d=here.district)
    form.row(("Nơi sinh:", f"{where}, {here.province_title}" if "{p}" not in hospital else where, "nksNoiSinh", None))
    if not new:
        form.row(("Dân tộc:", father.ethnic, "nksDanToc", None), ("Quốc tịch:", "Việt Nam", "nksQuocTich", None))
    form.row(("Quê quán:", _address(rng, here), "nksQueQuan", None))
    if new:
        century = (0 if child.male else 1) if born.year < 2000 else (2 if child.male else 3)
        number = f"{here.code}{century}{born.year % 100:02d}{rng.randint(0, 999999):06d}"
        form.row(("Số định danh cá nhân:", number, "soDinhDanh", None))


def _parent_rows(form: Form, role: str, one: Parent, *, new: bool) -> None:
    usual = {"me": "Họ, chữ đệm, tên người mẹ:", "cha": "Họ, chữ đệm, tên người cha:"}[role]
    form.row((form.label(f"{role}HoTen", usual), one.person.name, f"{role}HoTen", None))
    year = ("Năm sinh:", str(one.year), f"{role}NgaySinh", None)
    ethnic = ("Dân tộc:", one.ethnic, f"{role}DanToc", None)
    nation = ("Quốc tịch:", "Việt Nam", f"{role}QuocTich", None)
    form.row(*((year, ethnic, nation) if new else (ethnic, nation, year)))
    form.row((form.label("cuTru", "Nơi cư trú:"), one.home, f"{role}NoiCuTru", None))
    if new and form.sheet.rng.random() < 0.3:
        form.row(("Giấy tờ tùy thân:", one.number, f"{role}SoGiayToTuyThan", None))


def _registration(form: Form, here: Place, registered: dt.date, asker: Parent, *, new: bool) -> None:
    where = f"Ủy ban nhân dân {here.commune}, {here.district}, {here.province_title}"
    if new:
        form.row(("Họ, chữ đệm, tên người đi khai sinh:", asker.person.name, "nycHoTen", None))
    form.row((form.label("noiDangKy", "Nơi đăng ký khai sinh:"), where, "noiDangKy", None))
    date = f"{registered.day:02d}/{registered.month:02d}/{registered.year}"
    label = form.label("ngayDangKy", "Ngày, tháng, năm đăng ký:")
    form.row((label, date, "ngayDangKy", registered.isoformat()))


def _signed(form: Form, here: Place, registered: dt.date, level: Level, *, new: bool) -> None:
    sheet, rng, pen = form.sheet, form.sheet.rng, form.pen
    y = max(form.y + 3, 232.0) if form.y < 236 else form.y + 2
    middle = 146.0
    sheet.next_block()
    if not new:
        sheet.line("NGƯỜI ĐI KHAI SINH", 55, y, 11, style="b", align="centre")
    sheet.next_block()
    head = rng.random() < 0.55
    lines = ["CHỦ TỊCH"] if head else ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    opening = (
        "NGƯỜI KÝ GIẤY KHAI SINH"
        if new and rng.random() < 0.4
        else f"TM. ỦY BAN NHÂN DÂN {word_of(here.commune).upper()}"
    )
    sheet.line(opening, middle, y, 11, style="b", align="centre")
    for line in lines:
        y += 5
        run = Run(text=line, style="b", field="chucVuNguoiKy")
        sheet.line([run], middle, y, 11.5, align="centre")
    signer = person(rng, male=rng.random() < 0.7).name
    scribble = hand.signature(sheet.mm(38), sheet.mm(15), pen.rng)
    sheet.mark(scribble, pen.ink, sheet.mm(middle - 16), sheet.mm(y + 2), pen=True, ignore=True)
    shift = 0.0 if level is Level.CLEAN else float(pen.rng.uniform(-8, 0))
    mask = stamps.seal(f"ỦY BAN NHÂN DÂN {here.commune.upper()}", "", sheet.faces["stamp"], sheet.mm(34), pen.rng)
    sheet.mark(mask, stamps.RED, sheet.mm(middle - 32), sheet.mm(y - 4 + shift), ignore=True)
    sheet.line([Run(text=signer, style="b", field="nguoiKy")], middle, min(y + 23, 280.0), 12.5, align="centre")
    form.fields |= {"nguoiKy": signer, "chucVuNguoiKy": " ".join(lines)}
    form.written |= {"nguoiKy": Writing.PRINTED, "chucVuNguoiKy": Writing.PRINTED}
    del registered
