"""What the generator hands out: a page picture with everything that is true of it. Knows nothing of drawing.

Coordinates: pixels of the picture as stored, before any turning; origin top left, as in `dossier.reading`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from dossier.ids import sha256_of
from dossier.reading import Box, PagePicture, SlotKind, Writing


class Kind(StrEnum):
    """What paper; the first two are ids of our document types."""

    ADMINISTRATIVE = "van_ban_hanh_chinh"
    BIRTH = "giay_khai_sinh"
    LAND = "giay_chung_nhan_dat"
    MARRIAGE = "giay_chung_nhan_ket_hon"
    DEATH = "trich_luc_khai_tu"
    BIRTH_REGISTER = "so_ho_tich"
    IDENTITY = "can_cuoc"
    OLD_IDENTITY = "cmnd"
    FINE = "quyet_dinh_xu_phat"
    ALLOWANCE = "quyet_dinh_tro_cap"
    DISABILITY = "xac_dinh_khuyet_tat"
    BUILDING = "giay_phep_xay_dung"
    SCHOOL_REPORT = "hoc_ba"
    DIPLOMA = "bang_tot_nghiep"
    DIPLOMA_REGISTER = "so_goc"
    BUSINESS = "dang_ky_ho_kinh_doanh"
    ASSETS = "ke_khai_tai_san"
    BORN_ALIVE = "giay_chung_sinh"
    DISCHARGE = "giay_ra_vien"
    FARM = "trang_trai"
    FISHING_BOAT = "tau_ca"
    OCOP = "ocop"
    PRODUCT = "tu_cong_bo"
    ALCOHOL = "giay_phep_ruou"
    BUDGET = "giao_du_toan"
    COVER = "bia_ho_so"
    CONTENTS = "muc_luc_van_ban"
    RECEIPT = "khac_bien_lai"
    NEWSPAPER = "khac_bao_chi"
    LETTER = "khac_don_thu"
    MINUTES = "khac_ghi_chep_hop"
    INVOICE = "khac_hoa_don"
    CONTRACT = "khac_hop_dong"
    DECOYS = "khac_gan_giong"

    @property
    def known(self) -> bool:
        """Whether a document type of this id exists; the others must stay unknown."""
        return not self.startswith("khac_")


class Level(IntEnum):
    """How worn: a clean scan, a usual one, a bad one."""

    CLEAN = 1
    TYPICAL = 2
    BAD = 3


class Split(StrEnum):
    """TUNE may be looked at while rules, lists and calibration are made; SCORED is for measuring alone."""

    TUNE = "tune"
    SCORED = "scored"


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthWord:
    """One word with the box of its ink. `block` and `line` count in reading order."""

    text: str
    box: Box
    block: int
    line: int
    writing: Writing = Writing.PRINTED
    field: str | None = None
    """Field that the word is part of the value of, where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthSlot:
    """A number, day, month or year slot of the head and how it is filled; the box holds the filling."""

    kind: SlotKind
    writing: Writing
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedPage:
    """One page. The same arguments, typefaces and library versions give the same bytes."""

    seed: int
    kind: Kind
    level: Level
    split: Split
    layout: str
    font: str
    data: bytes
    mime: str
    width: int
    height: int
    dpi: int
    words: tuple[TruthWord, ...]
    slots: tuple[TruthSlot, ...]
    fields: Mapping[str, str]
    """Values in storage form by the field names of the document type; what the page does not bear is absent."""
    written: Mapping[str, Writing]
    """How each field is written; a date with one part by hand counts as handwritten."""
    ignored: tuple[Box, ...] = ()
    """Seals, signatures and other marks: what a reader finds there is neither right nor wrong."""
    turn: int = 0
    """Clockwise degrees that make the picture upright."""
    skew: float = 0.0
    """Further clockwise degrees that level its lines."""
    photograph: bool = False
    extras: Mapping[str, str] = field(default_factory=dict)
    """What the page bears beyond the fields: the superior agency, the wear that was drawn."""

    @property
    def text(self) -> str:
        """The printed text in reading order, one printed line a line; handwriting and stamps left out."""
        lines: dict[int, list[str]] = {}
        for word in self.words:
            if word.writing is Writing.PRINTED:
                lines.setdefault(word.line, []).append(word.text)
        return "\n".join(" ".join(words) for _, words in sorted(lines.items()))

    def picture(self, number: int = 1) -> PagePicture:
        """The page as the readers take it."""
        return PagePicture(
            number=number,
            data=self.data,
            mime=self.mime,
            width=self.width,
            height=self.height,
            dpi=self.dpi,
            sha256=sha256_of(self.data),
            origin="embedded",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthCell:
    """A cell of a ruled table; row 0 is the head, `columns` is how many it spans. The box lies within its rules."""

    row: int
    column: int
    text: str
    box: Box
    columns: int = 1
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthTable:
    """A table, or the part of it that stands on one page (counted from 0)."""

    page: int
    box: Box
    cells: tuple[TruthCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthTick:
    """One box to tick with the option beside it."""

    page: int
    field: str
    option: str
    box: Box
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthCode:
    """A machine-readable code: "qr" with its payload, "mrz" with its lines."""

    page: int
    kind: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedDocument:
    """One paper of one or several pages. The same arguments, typefaces and library versions give the same bytes."""

    seed: int
    kind: Kind
    level: Level
    split: Split
    layout: str
    generation: str | None
    pages: tuple[GeneratedPage, ...]
    fields: Mapping[str, str]
    """Single values in storage form; what the paper does not bear is absent."""
    groups: Mapping[str, str]
    """Values of repeating groups by paths like `chu_su_dung[0].ho_ten`."""
    records: tuple[Mapping[str, str], ...]
    """All records of the paper, groups included; one for most papers, several for registers."""
    written: Mapping[str, Writing]
    """How each value is written, by path; values of several records by `records[0].name`."""
    tables: tuple[TruthTable, ...] = ()
    ticks: tuple[TruthTick, ...] = ()
    codes: tuple[TruthCode, ...] = ()


class PageFontMissing(Exception):
    """A split has no usable typeface for `role`; `wanted` names packages, `lacking` files' lacking letters."""

    code = "page_font_missing"

    def __init__(self, *, role: str, wanted: tuple[str, ...], lacking: Mapping[str, str]) -> None:
        super().__init__(self.code)
        self.role = role
        self.wanted = wanted
        self.lacking = lacking
