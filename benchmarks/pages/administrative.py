"""What an administrative paper says: agency, number, date, kind, subject, body, signer. No drawing; words only."""

import datetime as dt
import random
from dataclasses import dataclass, replace
from typing import Final

from benchmarks.pages.grammar import Words, bare, own_half, person, place, table
from benchmarks.pages.splits import Half, Layout
from dossier.reading import Writing

# Name and abbreviation as in the document type, how often, how the body goes.
_TYPES: Final = (
    ("Quyết định", "QĐ", 26, "decision"),
    ("Công văn", "", 24, "letter"),
    ("Thông báo", "TB", 10, "report"),
    ("Báo cáo", "BC", 10, "report"),
    ("Tờ trình", "TTr", 8, "letter"),
    ("Kế hoạch", "KH", 8, "report"),
    ("Giấy mời", "GM", 5, "invitation"),
    ("Chỉ thị", "CT", 4, "orders"),
    ("Nghị quyết", "NQ", 4, "decision"),
    ("Hướng dẫn", "HD", 3, "orders"),
    ("Chương trình", "CTr", 2, "report"),
    ("Công điện", "CĐ", 1, "orders"),
)
_URGENT: Final = ("KHẨN", "THƯỢNG KHẨN", "HỎA TỐC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph: a prefix in its own style, then the text; `centred` for headings."""

    text: str
    prefix: str = ""
    prefix_style: str = "b"
    style: str = ""
    centred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Everything that stands on one administrative paper."""

    layout: Layout
    type_name: str
    heading: str
    """Kind in capitals; empty for a letter."""
    agency: str
    over: str
    number: str
    notation: str
    date: dt.date
    month_text: str
    town: str
    subject: str
    """As printed, without the brackets round it."""
    bracketed: bool
    addressees: tuple[str, ...]
    body: tuple[Paragraph, ...]
    authority: tuple[str, ...]
    """Lines above the signature; TM. names the body that decides."""
    signer: str
    recipients: tuple[str, ...]
    urgent: str | None
    number_writing: Writing
    day_writing: Writing
    month_writing: Writing
    name_writing: Writing
    signed: bool
    """False for the first page of a longer paper: nobody signs here."""

    @property
    def letter(self) -> bool:
        """Whether it is a công văn, which has no heading."""
        return not self.heading

    @property
    def position(self) -> str:
        """The signer's office as it is stored: without the body that decides."""
        return " ".join(line for line in self.authority if not line.startswith(("TM.", "T/M")))


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def write_paper(half: Half, rng: random.Random) -> Paper:
    """Make up one paper from what the half may use."""
    layout = rng.choice(half.administrative)
    here = place(rng, half.parity)
    year = rng.randint(1986, 1999) if layout.typewriter else rng.randint(2004, 2026)
    date = dt.date(year, rng.randint(1, 10 if year == 2026 else 12), rng.randint(1, 28))
    agencies = table("agencies")
    agency = rng.choices(agencies, [entry["weight"] for entry in agencies])[0]
    words = Words(rng=rng, place=here, topic=rng.choice(own_half(table("topics"), half.parity)), year=year)
    words = replace(words, facts={"C": here.commune} if agency["level"] == "commune" else {})
    name, over = _cap(words.fill(agency["name"])), words.fill(agency["over"]).upper()
    head = agency["head"]
    facts = {**words.facts, "agency": name, "Agency": name, "head_low": head.capitalize()}
    words = replace(words, facts=facts)
    label, short, _, style = rng.choices(_TYPES, [entry[2] for entry in _TYPES])[0]
    dept = rng.choice(agency["dept"])
    notation = f"{short}-{agency['notation']}" if short else f"{agency['notation']}-{dept}"
    subject, bracketed = _subject(layout, words, label)
    signed = rng.random() > 0.08
    day, month = _date_writing(rng)
    number = rng.choice((rng.randint(1, 99), rng.randint(100, 4200)))
    return Paper(
        layout=layout,
        type_name=label,
        heading="" if label == "Công văn" else label.upper(),
        agency=name,
        over=over,
        number=f"{number:02d}" if rng.random() < 0.85 else str(number),
        notation=notation,
        date=date,
        month_text=f"{date.month:02d}" if date.month < 3 or rng.random() < 0.3 else str(date.month),
        town=bare(here.commune) if agency["level"] == "commune" else _town(here.town, here.district, agency),
        subject=subject,
        bracketed=bracketed,
        addressees=_addressees(words, label, name),
        body=_body(layout, words, style, agency.get("board") or head, name) + (() if signed else _more(words)),
        authority=_authority(layout, agency, rng),
        signer=person(rng, male=rng.random() < 0.72).name,
        recipients=_recipients(layout, words, label, dept),
        urgent=rng.choice(_URGENT) if rng.random() < 0.06 else None,
        number_writing=rng.choices((Writing.PRINTED, Writing.HANDWRITTEN, Writing.STAMPED), (58, 34, 8))[0],
        day_writing=day,
        month_writing=month,
        name_writing=Writing.STAMPED if signed and not layout.typewriter and rng.random() < 0.13 else Writing.PRINTED,
        signed=signed,
    )


def _town(town: str, district: str, agency: dict[str, object]) -> str:
    return bare(district) if agency["level"] == "district" else town


def _date_writing(rng: random.Random) -> tuple[Writing, Writing]:
    draw = rng.random()
    if draw < 0.62:
        return Writing.PRINTED, Writing.PRINTED
    if draw < 0.8:
        return Writing.HANDWRITTEN, Writing.PRINTED
    if draw < 0.96:
        return Writing.HANDWRITTEN, Writing.HANDWRITTEN
    return Writing.STAMPED, Writing.PRINTED


def _subject(layout: Layout, words: Words, kind: str) -> tuple[str, bool]:
    rng = words.rng
    tail = rng.choice(("", "", " trên địa bàn {D}", " năm {year}", " tại {C}", " của {unit}", " và {matter}"))
    core = words.fill("{act}" + tail)
    if kind == "Công văn":
        return layout.letter_about.format(s=core), False
    if kind in {"Báo cáo", "Kế hoạch", "Thông báo", "Giấy mời", "Chương trình"} and rng.random() < 0.55:
        lead = {"Báo cáo": "Kết quả ", "Giấy mời": "Dự họp "}.get(kind, "")
        return _cap(f"{lead}{core}"), False
    printed = layout.about.format(s=core)
    return printed.strip("()"), printed.startswith("(")


def _addressees(words: Words, kind: str, agency: str) -> tuple[str, ...]:
    if kind not in {"Công văn", "Tờ trình", "Giấy mời", "Công điện"}:
        return ()
    named = {_cap(text) for text in words.many("recipient", words.rng.choice((1, 1, 2, 3)))}
    return tuple(sorted(named - {agency, "Như kính gửi"})) or ("Văn phòng",)


def _body(layout: Layout, words: Words, style: str, decider: str, agency: str) -> tuple[Paragraph, ...]:
    rng = words.rng
    if style == "decision":
        grounds = [*words.many("ground", rng.randint(2, 4)), words.say("last_ground")]
        parts = [Paragraph(text=text, style=layout.grounds_style) for text in grounds]
        articles = [
            *words.many("article", rng.randint(2, 4)),
            words.say("in_force"),
            words.fill("{Unit} chịu trách nhiệm thi hành./."),
        ]
        title = _title(decider, agency.upper())
        numbered = [
            Paragraph(text=text, prefix=layout.article.format(n=number), prefix_style=layout.article_style)
            for number, text in enumerate(articles, 1)
        ]
        return (
            Paragraph(text=title, style="b", centred=True),
            *parts,
            Paragraph(text=layout.decides, style="b", centred=True),
            *numbered,
        )
    opening = Paragraph(text=words.say("opening"))
    closing = Paragraph(text=words.say("closing"))
    if style == "invitation":
        return (opening, *(Paragraph(text=text) for text in words.many("invited", rng.randint(4, 6))), closing)
    source = "report" if style == "report" else "order"
    middle: list[Paragraph] = []
    for number, title in enumerate(rng.sample(table("grammar")["heading"], rng.randint(2, 4)), 1):
        if style == "report":
            roman = ("I", "II", "III", "IV")[number - 1]
            middle.append(Paragraph(text=title, prefix=f"{roman}.", style="b"))
        for index, text in enumerate(words.many(rng.choice((source, "order")), rng.randint(1, 3)), 1):
            prefix = f"{index}." if style == "report" else ("-" if index > 1 else f"{number}.")
            middle.append(
                Paragraph(text=text, prefix=prefix, prefix_style="b" if index == 1 and rng.random() < 0.3 else "")
            )
    return (opening, *middle, closing)


def _more(words: Words) -> tuple[Paragraph, ...]:
    """Enough to fill the first page of a paper that goes on."""
    texts = [*words.many("order", 12), *words.many("report", 9)]
    words.rng.shuffle(texts)
    return tuple(Paragraph(text=text) for text in texts)


def _title(decider: str, agency: str) -> str:
    """Who decides, above the grounds: TRƯỞNG PHÒNG and PHÒNG NỘI VỤ make TRƯỞNG PHÒNG NỘI VỤ."""
    if decider in agency:
        return agency
    first = " ".join(decider.split()[1:])
    return f"{decider.split(maxsplit=1)[0]} {agency}" if first and agency.startswith(first) else f"{decider} {agency}"


def _authority(layout: Layout, agency: dict[str, str], rng: random.Random) -> tuple[str, ...]:
    board = (layout.by_authority.format(board=agency["board"]),) if agency.get("board") and rng.random() < 0.6 else ()
    draw = rng.random()
    if draw < 0.5:
        return (*board, agency["head"])
    if draw < 0.85:
        return (*board, layout.for_head.format(head=agency["head"]), agency["deputy"])
    return (f"TL. {agency['head']}", rng.choice(("CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG TỔ CHỨC")))


def _recipients(layout: Layout, words: Words, kind: str, dept: str) -> tuple[str, ...]:
    first = {"Công văn": "Như trên", "Tờ trình": "Như trên", "Quyết định": "Như Điều 3", "Giấy mời": "Như trên"}.get(
        kind
    )
    named = list(dict.fromkeys(words.many("recipient", words.rng.randint(1, 4))))
    named = [text for text in named if text != "Như kính gửi"]
    return (*((first,) if first else ()), *named, layout.copies.format(dept=dept).rstrip("."))
